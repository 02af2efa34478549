package sandbox

import (
	"context"
	"slices"
	"time"
)

// Call is one call of a Web API method, for tests that count or inspect them.
type Call struct {
	Method string
	Args   map[string]any // as sent; values of forms are strings
	At     time.Time      // real time
	Status int            // HTTP status
	Error  string         // Slack's error code, "" when ok
	Answer map[string]any
}

// Envelope is what was sent to the app, for tests.
type Envelope struct {
	ID, Type string
	Payload  map[string]any
	Sent     []Sent
	Acked    bool
}

// Sent is one copy of an envelope on the wire.
type Sent struct {
	Connection   int // the number of the connection
	At           time.Time
	RetryAttempt int
	AckedAt      time.Time // zero while unanswered
	Answer       map[string]any
}

// recordLimit is how many calls and how many envelopes are remembered; beyond
// it the older half is forgotten, so that a workspace can run for weeks.
const recordLimit = 20000

// remember appends to a record and keeps it within its limit.
func remember[T any](record []T, item T) []T {
	if len(record) >= recordLimit {
		record = append([]T(nil), record[recordLimit/2:]...)
	}
	return append(record, item)
}

// Calls returns every call of a method so far, oldest first, and among them
// the uses of response_urls as "response_url".
func (w *Workspace) Calls() []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]Call(nil), w.calls...)
}

// CallsOf returns the calls of one method, oldest first.
func (w *Workspace) CallsOf(method string) []Call {
	var out []Call
	for _, c := range w.Calls() {
		if c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Envelopes returns everything that was sent to the app so far, oldest first.
func (w *Workspace) Envelopes() []Envelope {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]Envelope, 0, len(w.history))
	for _, e := range w.history {
		out = append(out, e.recorded())
	}
	return out
}

func (e *envelope) recorded() Envelope {
	one := Envelope{ID: e.id, Type: e.kind, Payload: e.payload, Sent: slices.Clone(e.sent)}
	for _, s := range e.sent {
		one.Acked = one.Acked || !s.AckedAt.IsZero()
	}
	return one
}

// Collect returns the envelopes that are over, answered or given up, and the
// calls of methods, oldest first, and forgets both: for load programs, which
// send more than is remembered.
func (w *Workspace) Collect() ([]Envelope, []Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var over []Envelope
	w.history = slices.DeleteFunc(w.history, func(e *envelope) bool {
		if !e.done || w.waiting[e] || len(w.copiesOf(e)) > 0 {
			return false
		}
		over = append(over, e.recorded())
		return true
	})
	calls := w.calls
	w.calls = nil
	return over, calls
}

// Connection is one Socket Mode connection, for tests that ask what became of
// what was sent on it.
type Connection struct {
	Number   int
	Began    time.Time
	Ended    time.Time // zero while it is open
	HalfOpen time.Time // since when nothing goes through it; zero for never
}

// ConnectionLog returns every connection so far, oldest first.
func (w *Workspace) ConnectionLog() []Connection {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]Connection, 0, len(w.links))
	for _, c := range w.links {
		out = append(out, *c)
	}
	return out
}

// Sent returns once an envelope of this type has been put on a connection. For
// events what names the inner type, for interactions their type; "" is any.
func (w *Workspace) Sent(ctx context.Context, kind, what string) error {
	return w.await(ctx, "an envelope "+kind+" "+what, func() bool {
		return slices.ContainsFunc(w.history, func(e *envelope) bool {
			is := textOf(e.payload, "type")
			if e.kind == eventsAPI {
				is = textOf(objectOf(e.payload, "event"), "type")
			}
			return e.kind == kind && (what == "" || what == is) && len(e.sent) > 0
		})
	})
}
