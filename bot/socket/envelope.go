package socket

import (
	"encoding/json"
	"regexp"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// The types of envelopes that carry something to handle.
const (
	TypeEvent       = socketmode.RequestTypeEventsAPI
	TypeCommand     = socketmode.RequestTypeSlashCommands
	TypeInteraction = socketmode.RequestTypeInteractive
)

// Envelope is one thing that Slack sent.
type Envelope struct {
	// ID is Slack's id of this delivery. It does not identify what was sent: the
	// same event may come again under the same or another one.
	ID   string
	Type string // TypeEvent, TypeCommand or TypeInteraction
	// AcceptsPayload says that the ack may carry an answer.
	AcceptsPayload bool
	Payload        json.RawMessage
	// Arrived is when the frame was read, on the monotonic clock. The time that
	// Slack waits is counted from about then.
	Arrived time.Time
	// RetryAttempt counts from 1 for what Slack sends again, and RetryReason
	// says why. A retry may be the first that arrives here: it must be handled.
	RetryAttempt int
	RetryReason  string
}

// pressed reports whether a person waits for the answer and Slack will not send
// the envelope again.
func (e Envelope) pressed() bool { return e.Type == TypeCommand || e.Type == TypeInteraction }

// frame is any message on the socket. Fields that do not decide what to do are
// kept raw, so that a change of one of them cannot cost the envelope.
type frame struct {
	Type           string          `json:"type"`
	EnvelopeID     string          `json:"envelope_id"`
	Payload        json.RawMessage `json:"payload"`
	AcceptsPayload json.RawMessage `json:"accepts_response_payload"`
	RetryAttempt   json.RawMessage `json:"retry_attempt"`
	RetryReason    json.RawMessage `json:"retry_reason"`
	Reason         json.RawMessage `json:"reason"`
	NumConnections json.RawMessage `json:"num_connections"`
	DebugInfo      json.RawMessage `json:"debug_info"`
}

func (f frame) envelope(arrived time.Time) Envelope {
	return Envelope{
		ID:             f.EnvelopeID,
		Type:           f.Type,
		AcceptsPayload: loose[bool](f.AcceptsPayload),
		Payload:        f.Payload,
		Arrived:        arrived,
		RetryAttempt:   loose[int](f.RetryAttempt),
		RetryReason:    loose[string](f.RetryReason),
	}
}

// loose reads a value, or the zero value where Slack sent something else.
func loose[T any](raw json.RawMessage) T {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		var none T
		return none
	}
	return v
}

// envelopeID finds the id in a frame that cannot be read otherwise.
var envelopeID = regexp.MustCompile(`"envelope_id"\s*:\s*"([0-9A-Za-z._:-]{1,200})"`)

func findEnvelopeID(raw []byte) string {
	if m := envelopeID.FindSubmatch(raw); m != nil {
		return string(m[1])
	}
	return ""
}
