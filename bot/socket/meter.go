package socket

// The names of what is counted.
const (
	// MetricEnvelopes counts what arrived, by type.
	MetricEnvelopes = "socket_envelopes"
	// MetricAcks counts how envelopes ended: sent, too_large, failed, refused,
	// unacked (the handler failed), panic, expired (an event that could not
	// start and is left to be sent again), dropped (no room at all).
	MetricAcks = "socket_acks"
	// MetricUndecodable counts frames that were acknowledged without being
	// understood, by what was wrong: json, type, payload.
	MetricUndecodable = "socket_undecodable"
	// MetricDisconnects counts announced disconnects by Slack's reason, and
	// others as lost.
	MetricDisconnects = "socket_disconnects"
	// MetricOpens counts attempts to connect: ok, refused, failed, held (the
	// breaker made one wait).
	MetricOpens = "socket_opens"
	// MetricConnections is the number of connections that are open here.
	MetricConnections = "socket_connections"
	// MetricKnown is the number of connections that Slack counts for the app,
	// over all replicas. Where it stays above their sum, Slack sends to
	// connections that nobody reads.
	MetricKnown = "socket_known_connections"
	// MetricAnswer is how long after a frame's arrival its ack was written, by
	// the type of the envelope.
	MetricAnswer = "socket_answer"
	// MetricWaiting is the number of envelopes that wait for a worker.
	MetricWaiting = "socket_waiting"
)
