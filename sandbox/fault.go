package sandbox

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// FaultKind is a way in which a network or Slack itself goes wrong.
type FaultKind string

// The faults that can be asked for.
const (
	// DoubleEnvelope delivers an envelope twice.
	DoubleEnvelope FaultKind = "double_envelope"
	// DropEnvelope loses an envelope: events are redelivered after the ack
	// deadline, clicks and submissions never.
	DropEnvelope FaultKind = "drop_envelope"
	// LateEnvelope delivers it after Delay.
	LateEnvelope FaultKind = "late_envelope"
	// Disconnect sends a disconnect frame with Reason ("warning",
	// "refresh_requested", "link_disabled", "too_many_websockets") to the open
	// connections and, until the fault is used up, to each new one behind its
	// hello. Without a Reason the network is cut, with no frame at all.
	Disconnect FaultKind = "disconnect"
	// HalfOpen lets connections stay registered while nothing goes through
	// them in either direction, not even pings.
	HalfOpen FaultKind = "half_open"
	// BadEnvelope sends Raw as a frame to one connection.
	BadEnvelope FaultKind = "bad_envelope"
	// RateLimit answers 429 with RetryAfter, and goes on to refuse that method
	// (in that Channel) until the wait is over.
	RateLimit FaultKind = "rate_limit"
	// ServerError answers with the HTTP Status, 500 if zero, without acting.
	ServerError FaultKind = "server_error"
	// MethodError answers ok:false with Code, without acting.
	MethodError FaultKind = "method_error"
	// Slow answers after Delay.
	Slow FaultKind = "slow"
	// LostAnswer acts, and cuts the connection instead of answering.
	LostAnswer FaultKind = "lost_answer"
	// Truncated acts, and cuts the connection in the middle of the answer.
	Truncated FaultKind = "truncated"
)

// Fault asks for something to go wrong. Method and Channel narrow faults of
// the Web API, Type those of envelopes ("events_api", "slash_commands",
// "interactive"); empty means any. Match, if given, narrows further.
type Fault struct {
	Kind                  FaultKind
	Method, Channel, Type string
	Reason, Code          string
	Raw                   json.RawMessage
	Status                int
	Delay, RetryAfter     time.Duration
	Match                 func(Traffic) bool
	Times                 int     // how often; 0 until removed
	Probability           float64 // of each chance; 0 for always
	Seed                  uint64  // of the dice
}

// Traffic is what a Match function looks at: a method call or an envelope.
type Traffic struct {
	Method string         // "" for envelopes
	Type   string         // "" for calls
	Data   map[string]any // arguments or payload
}

// activeFault is a fault with what is left of it.
type activeFault struct {
	Fault
	left int // -1 for no end
	dice *rand.Rand
}

// Fault asks for a fault from now on. The returned function removes it.
func (w *Workspace) Fault(f Fault) (remove func()) {
	a := &activeFault{Fault: f, left: f.Times, dice: rand.New(rand.NewPCG(f.Seed, f.Seed+1))} //nolint:gosec // a seed has to give the same faults again
	if f.Times == 0 {
		a.left = -1
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, a)
	switch f.Kind {
	case Disconnect, HalfOpen:
		for _, c := range append([]*conn(nil), w.conns...) {
			w.strike(a, c)
		}
	case BadEnvelope:
		w.dispatchBad(a)
	default: // waits for an envelope or a call
	}
	w.touch()
	return func() { w.removeFault(a) }
}

func (w *Workspace) removeFault(a *activeFault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, f := range w.faults {
		if f == a {
			w.faults = append(w.faults[:i:i], w.faults[i+1:]...)
			return
		}
	}
}

// hits throws the dice for one chance and counts it.
func (a *activeFault) hits(t Traffic) bool {
	if a.left == 0 || a.Match != nil && !a.Match(t) {
		return false
	}
	if a.Probability > 0 && a.dice.Float64() >= a.Probability {
		return false
	}
	if a.left > 0 {
		a.left--
	}
	return true
}

// strike lets a connection fault act on one connection.
func (w *Workspace) strike(a *activeFault, c *conn) {
	if c.ended || c.retiring || c.ghost || !a.hits(Traffic{}) {
		return
	}
	switch {
	case a.Kind == HalfOpen:
		c.ghost = true
		c.log.HalfOpen = time.Now()
	case a.Reason == "":
		c.cut()
	default:
		c.disconnect(a.Reason)
	}
}

// connectionFaults act on a connection that has just said hello.
func (w *Workspace) connectionFaults(c *conn) {
	for _, a := range w.faults {
		if a.Kind == Disconnect || a.Kind == HalfOpen {
			w.strike(a, c)
		}
	}
}

// dispatchBad sends a raw frame. Its envelope_id, if it has one, is waited for.
func (w *Workspace) dispatchBad(a *activeFault) {
	var frameID struct {
		ID string `json:"envelope_id"`
	}
	// A frame that is no JSON at all has no id to wait for.
	if err := json.Unmarshal(a.Raw, &frameID); err != nil || frameID.ID == "" {
		if c := w.nextConn(); c != nil && a.hits(Traffic{}) {
			c.enqueue(frame{data: a.Raw})
		}
		return
	}
	if a.hits(Traffic{}) {
		e := &envelope{w: w, id: frameID.ID, kind: interactive, raw: a.Raw}
		w.history = remember(w.history, e)
		w.deliver(e)
	}
}

// envelopeFault is the fault that hits an envelope, if any.
func (w *Workspace) envelopeFault(e *envelope) *activeFault {
	for _, a := range w.faults {
		switch a.Kind {
		case DoubleEnvelope, DropEnvelope, LateEnvelope:
			if (a.Type == "" || a.Type == e.kind) && a.hits(Traffic{Type: e.kind, Data: e.payload}) {
				return a
			}
		default: // no fault of envelopes
		}
	}
	return nil
}

// callFaults are the faults that hit one call.
type callFaults struct {
	delay   time.Duration
	instead *answered // answered without acting
	spoil   FaultKind // LostAnswer, Truncated
}

func (w *Workspace) faultsFor(c *call) callFaults {
	var out callFaults
	for _, a := range w.faults {
		if a.Method != "" && a.Method != c.method || a.Channel != "" && a.Channel != c.args.text("channel") {
			continue
		}
		switch a.Kind {
		case RateLimit, ServerError, MethodError, Slow, LostAnswer, Truncated:
			if a.hits(Traffic{Method: c.method, Data: c.args}) {
				w.apply(a, c, &out)
			}
		default: // no fault of calls
		}
	}
	return out
}

func (w *Workspace) apply(a *activeFault, c *call, out *callFaults) {
	switch a.Kind {
	case Slow:
		out.delay += a.Delay
	case LostAnswer, Truncated:
		out.spoil = a.Kind
	case RateLimit:
		wait := max(a.RetryAfter, time.Second)
		w.blocked[blockKey(c.method, a.Channel)] = time.Now().Add(wait)
		made := answerOf(nil, tooMany("ratelimited", wait))
		out.instead = &made
	case ServerError:
		status := a.Status
		setInt(&status, http.StatusInternalServerError)
		out.instead = &answered{status: status, body: object{"ok": false, "error": "internal_error"}}
	case MethodError:
		made := answerOf(nil, refuse(a.Code))
		out.instead = &made
	default: // no fault of calls
	}
}

// wait lets a slow answer be slow. It answers false when the caller has gone.
func (f callFaults) wait(ctx context.Context) bool {
	if f.delay == 0 {
		return true
	}
	t := time.NewTimer(f.delay)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// send writes the answer, or spoils it. Aborting the handler is how net/http
// cuts a connection.
func (f callFaults) send(rw http.ResponseWriter, out *answered) {
	if f.spoil == LostAnswer {
		panic(http.ErrAbortHandler)
	}
	data := out.encode()
	h := rw.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if out.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int(out.after.Seconds())))
	}
	rw.WriteHeader(out.status)
	if f.spoil == Truncated {
		data = data[:len(data)/2]
	}
	if _, err := rw.Write(data); err != nil { //nolint:gosec // JSON, and said to be JSON: no browser reads it as a page
		return // the caller has gone; what was done is done
	}
	if f.spoil == Truncated {
		if err := http.NewResponseController(rw).Flush(); err == nil {
			panic(http.ErrAbortHandler)
		}
	}
}
