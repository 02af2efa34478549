package sandbox

import (
	"encoding/json"
	"log/slog"
	"slices"
	"time"
)

// The types of envelopes.
const (
	eventsAPI     = "events_api"
	slashCommands = "slash_commands"
	interactive   = "interactive"
)

// envelope is a payload on its way to the app.
type envelope struct {
	w       *Workspace
	id      string
	kind    string
	payload object
	raw     []byte // sent instead of the payload: a malformed frame
	attempt int    // retry_attempt
	reason  string // retry_reason
	sent    []Sent
	timer   *time.Timer

	// settled runs once, with the lock held, when the envelope is answered
	// (err nil) or given up.
	settled func(payload object, err error)
	done    bool
}

// delivery is an envelope on a connection; the count beside it in
// Workspace.deliveries is how many copies wait there.
type delivery struct {
	conn     *conn
	envelope *envelope
}

// dispatch sends an envelope for the first time. Events that find no
// connection wait for their retry; anything else is lost at once.
func (w *Workspace) dispatch(e *envelope) {
	e.w = w
	if e.id == "" {
		e.id = envelopeID()
	}
	w.history = remember(w.history, e)
	if w.closed {
		w.settle(e, nil, errNoConnection)
		return
	}
	switch f := w.envelopeFault(e); {
	case f == nil:
		w.deliver(e)
	case f.Kind == DropEnvelope:
		w.lose(e)
	case f.Kind == LateEnvelope:
		w.waiting[e] = true
		e.timer = time.AfterFunc(f.Delay, func() { w.locked(func() { w.deliver(e) }) })
	case f.Kind == DoubleEnvelope:
		w.deliver(e)
		w.deliver(e)
	}
	w.touch()
}

func (w *Workspace) locked(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		f()
		w.touch()
	}
}

// deliver puts the envelope on the next connection.
func (w *Workspace) deliver(e *envelope) {
	delete(w.waiting, e)
	c := w.nextConn()
	if c == nil {
		w.missed(e, errNoConnection)
		return
	}
	w.deliveries[delivery{c, e}]++
	e.sent = append(e.sent, Sent{Connection: c.id, At: time.Now(), RetryAttempt: e.attempt})
	c.enqueue(frame{data: e.encode()})
	w.watch(e)
}

// watch starts the deadline for the acknowledgement.
func (w *Workspace) watch(e *envelope) {
	e.stop()
	e.timer = time.AfterFunc(w.cfg.AckTimeout, func() { w.locked(func() { w.missed(e, errTimeout) }) })
}

// lose pretends that the envelope was sent on a connection that died.
func (w *Workspace) lose(e *envelope) {
	w.waiting[e] = true
	w.watch(e)
}

// nextConn goes round the connections: Slack promises no pattern.
func (w *Workspace) nextConn() *conn {
	open := slices.DeleteFunc(slices.Clone(w.conns), func(c *conn) bool { return c.retiring || c.ended })
	if len(open) == 0 {
		return nil
	}
	w.turn++
	return open[w.turn%len(open)]
}

func (e *envelope) encode() []byte {
	if e.raw != nil {
		return e.raw
	}
	o := object{"envelope_id": e.id, "type": e.kind, "payload": e.payload,
		"accepts_response_payload": e.kind != eventsAPI}
	if e.kind == eventsAPI {
		o["retry_attempt"], o["retry_reason"] = e.attempt, e.reason
	}
	return mustEncode(o)
}

func (e *envelope) stop() {
	if e.timer != nil {
		e.timer.Stop()
	}
}

// missed is an attempt without acknowledgement. Events are sent again as long
// as there are retries; clicks, commands and submissions never.
func (w *Workspace) missed(e *envelope, err error) {
	w.forget(e)
	if e.done {
		return
	}
	if e.kind != eventsAPI || e.raw != nil || e.attempt >= len(w.cfg.RetryDelays) {
		w.settle(e, nil, err)
		return
	}
	delay := w.cfg.RetryDelays[e.attempt]
	e.attempt++
	e.reason = "timeout"
	w.waiting[e] = true
	e.stop()
	e.timer = time.AfterFunc(delay, func() { w.locked(func() { w.deliver(e) }) })
}

// forget drops the deliveries of an envelope.
func (w *Workspace) forget(e *envelope) {
	delete(w.waiting, e)
	for d := range w.deliveries {
		if d.envelope == e {
			delete(w.deliveries, d)
			d.conn.endIfIdle()
		}
	}
}

func (w *Workspace) settle(e *envelope, payload object, err error) {
	if e.done {
		return
	}
	e.done = true
	delete(w.waiting, e) // another copy may have been lost with its connection
	if len(w.copiesOf(e)) == 0 {
		e.stop()
	}
	if e.settled != nil {
		e.settled(payload, err)
	}
}

func (w *Workspace) copiesOf(e *envelope) []delivery {
	var out []delivery
	for d := range w.deliveries {
		if d.envelope == e {
			out = append(out, d)
		}
	}
	return out
}

// abandon is called when a connection has ended. Its unanswered events go
// straight to another one, the same envelope with the same retry_attempt, as
// was seen at Slack; with no other connection they wait for greet. Clicks and
// submissions are lost, and the person learns it when the deadline passes.
func (w *Workspace) abandon(c *conn) {
	for d := range w.deliveries {
		if d.conn != c {
			continue
		}
		delete(w.deliveries, d)
		switch {
		case d.envelope.done:
		case d.envelope.kind == eventsAPI && d.envelope.raw == nil:
			d.envelope.stop()
			if w.nextConn() != nil {
				w.deliver(d.envelope)
			} else {
				w.lose(d.envelope)
			}
		default:
			w.waiting[d.envelope] = true // until its deadline, which is running
		}
	}
}

// greet gives a new connection the events whose own one was lost before they
// could be answered, and lets the connection faults act on it.
func (w *Workspace) greet(c *conn) {
	w.connectionFaults(c)
	for e := range w.waiting {
		if e.kind == eventsAPI && len(e.sent) > 0 && e.attempt == e.sent[len(e.sent)-1].RetryAttempt {
			e.stop()
			w.deliver(e)
		}
	}
}

// acknowledge reads a frame of the app.
func (w *Workspace) acknowledge(c *conn, data []byte) {
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(data, &ack); err != nil {
		w.log.Warn("frame of the app is no JSON", slog.Int("connection", c.id))
		return
	}
	e := w.envelopeOn(c, ack.EnvelopeID)
	if e == nil {
		w.log.Warn("acknowledgement of nothing that waits on this connection", slog.Int("connection", c.id))
		return
	}
	var payload object
	var bad error
	if len(ack.Payload) > 0 && string(ack.Payload) != "null" {
		v, err := decode(ack.Payload)
		o, ok := v.(object)
		if payload = o; err != nil || !ok {
			bad = errBadAnswer
		}
	}
	e.acked(c, payload)
	if d := (delivery{c, e}); w.deliveries[d] > 1 {
		w.deliveries[d]--
	} else {
		delete(w.deliveries, d)
	}
	w.settle(e, payload, bad)
	if len(w.copiesOf(e)) == 0 {
		e.stop()
	}
	c.endIfIdle()
	w.touch()
}

// envelopeOn finds an unanswered envelope of a connection. An acknowledgement
// counts only where the envelope was delivered.
func (w *Workspace) envelopeOn(c *conn, id string) *envelope {
	for d := range w.deliveries {
		if d.conn == c && d.envelope.id == id {
			return d.envelope
		}
	}
	return nil
}

// acked notes the answer on the oldest unanswered copy of that connection.
func (e *envelope) acked(c *conn, payload object) {
	for i := range e.sent {
		if e.sent[i].Connection == c.id && e.sent[i].AckedAt.IsZero() {
			e.sent[i].AckedAt, e.sent[i].Answer = time.Now(), payload
			return
		}
	}
}
