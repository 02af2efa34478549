package socket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rapport/bot/socket"
)

func TestClient_Envelope(t *testing.T) {
	t.Parallel()

	t.Run("reaches the handler as Slack sent it", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		got := make(chan socket.Envelope, 1)
		left := make(chan time.Duration, 1)
		b := start(t, f, func(c *socket.Config) {
			c.Times.Deadline = time.Hour
			c.Handler = func(ctx context.Context, e socket.Envelope) (any, error) {
				deadline, _ := ctx.Deadline()
				left <- deadline.Sub(e.Arrived)
				got <- e
				return map[string]string{"text": "done"}, nil
			}
		})
		p := f.peer()
		p.send(`{"type":"slash_commands","envelope_id":"e1","accepts_response_payload":true,` +
			`"retry_attempt":2,"retry_reason":"timeout","payload":{"command":"/kudos"}}`)
		e := receive(t, got, "the envelope")
		if e.ID != "e1" || e.Type != socket.TypeCommand || !e.AcceptsPayload || e.RetryAttempt != 2 ||
			e.RetryReason != "timeout" || string(e.Payload) != `{"command":"/kudos"}` {
			t.Errorf("envelope %+v", e)
		}
		if d := receive(t, left, "the deadline"); d != time.Hour {
			t.Errorf("the deadline is %s after the arrival, want an hour", d)
		}
		if got, want := p.ack(), `{"envelope_id":"e1","payload":{"text":"done"}}`; got != want {
			t.Errorf("ack %s, want %s", got, want)
		}
		b.mustLeave()
	})

	t.Run("with oddly typed fields is handled all the same", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, nil)
		p := f.peer()
		p.send(`{"type":"events_api","envelope_id":"e1","accepts_response_payload":"no","retry_attempt":"2","retry_reason":7,"payload":"text"}`)
		p.ack()
		b.meter.reaches(t, "socket_acks sent", 1)
		b.mustLeave()
	})

	t.Run("that cannot be read is acknowledged and counted", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) {
			c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
				t.Errorf("handled %+v", e)
				return noAnswer, nil
			}
		})
		p := f.peer()
		for _, frame := range []string{
			`{"type":"agents_of_tomorrow","envelope_id":"new","payload":{}}`,
			`{"type":"events_api","envelope_id":"empty"}`,
			`{"type":"events_api","envelope_id":"null","payload":null}`,
			`{"type":"events_api","envelope_id":"broken","payload":{"a":`,
			`{"type":7,"envelope_id":"number","payload":{}}`,
		} {
			p.send(frame)
		}
		got := map[string]bool{}
		for range 5 {
			got[p.ack()] = true
		}
		for _, id := range []string{"new", "empty", "null", "broken", "number"} {
			if !got[`{"envelope_id":"`+id+`"}`] {
				t.Errorf("%s was not acknowledged: %v", id, got)
			}
		}
		for label, want := range map[string]int{"type": 1, "payload": 2, "json": 2} {
			if n := b.meter.count("socket_undecodable " + label); n != want {
				t.Errorf("%d frames counted as %s, want %d", n, label, want)
			}
		}
		p.send(`no json at all`) // without an id there is nothing to acknowledge
		b.meter.reaches(t, "socket_undecodable json", 3)
		b.mustLeave()
	})

	t.Run("whose handler fails is not acknowledged", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) {
			c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
				if e.ID == "bad" {
					return nil, errors.New("database is away")
				}
				return noAnswer, nil
			}
		})
		p := f.peer()
		p.sendEvent("bad")
		b.meter.reaches(t, "socket_acks unacked", 1)
		p.sendEvent("good")
		if got := p.ack(); got != `{"envelope_id":"good"}` {
			t.Errorf("first ack %s, want that of good", got)
		}
		b.mustLeave()
	})

	t.Run("whose handler panics costs nobody else anything", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) {
			c.Workers = 1
			c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
				if e.ID == "bad" {
					panic("a bug")
				}
				return noAnswer, nil
			}
		})
		p := f.peer()
		p.sendPress("bad")
		b.meter.reaches(t, "socket_acks panic", 1)
		p.sendPress("good")
		if got := p.ack(); got != `{"envelope_id":"good"}` {
			t.Errorf("first ack %s, want that of good", got)
		}
		b.mustLeave()
	})
}

func TestClient_Unsent(t *testing.T) {
	t.Parallel()
	type told struct {
		id     string
		answer any
		err    error
	}

	t.Run("an answer that is too large goes another way and is replaced", func(t *testing.T) {
		t.Parallel()
		large := strings.Repeat("x", 20480-len(`{"envelope_id":"edge","payload":""}`))
		f := newFakeSlack(t)
		unsent := make(chan told, 10)
		b := start(t, f, func(c *socket.Config) {
			c.Workers = 1
			c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
				switch e.ID {
				case "edge":
					return large, nil // exactly 20 KB: lost by Slack
				case "less":
					return large[1:], nil // one byte less fits
				default:
					return large + large, nil
				}
			}
			c.Unsent = func(_ context.Context, e socket.Envelope, answer any, err error) any {
				unsent <- told{id: e.ID, answer: answer, err: err}
				if e.ID == "twice" {
					return answer // still too large: an empty ack has to do
				}
				return "small"
			}
		})
		p := f.peer()
		for _, id := range []string{"edge", "less", "twice"} {
			p.sendPress(id)
		}
		acks := []string{p.ack(), p.ack(), p.ack()}
		want := []string{`{"envelope_id":"edge","payload":"small"}`, `{"envelope_id":"less","payload":"` + large[1:] + `"}`, `{"envelope_id":"twice"}`}
		for i := range want {
			if acks[i] != want[i] {
				t.Errorf("ack %.80s, want %.80s", acks[i], want[i])
			}
		}
		for _, id := range []string{"edge", "twice"} {
			got := receive(t, unsent, "the news")
			if got.id != id || !errors.Is(got.err, socket.ErrTooLarge) || !strings.HasPrefix(fmt.Sprint(got.answer), "xxx") {
				t.Errorf("told of %s with %v, want %s with ErrTooLarge", got.id, got.err, id)
			}
		}
		b.mustLeave()
	})

	t.Run("an answer whose connection is gone is reported", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		unsent := make(chan told, 1)
		release := make(chan struct{})
		started := make(chan struct{})
		b := start(t, f, func(c *socket.Config) {
			c.Handler = func(context.Context, socket.Envelope) (any, error) {
				close(started)
				<-release
				return "answer", nil
			}
			c.Unsent = func(_ context.Context, e socket.Envelope, answer any, err error) any {
				unsent <- told{id: e.ID, answer: answer, err: err}
				panic("callbacks may have bugs too")
			}
		})
		p := f.peer()
		p.sendPress("late")
		receive(t, started, "the handler")
		if err := p.ws.Close(); err != nil {
			t.Fatal(err)
		}
		f.peer() // the loss was noticed
		close(release)
		got := receive(t, unsent, "the news")
		if got.id != "late" || got.answer != "answer" || got.err == nil || errors.Is(got.err, socket.ErrTooLarge) {
			t.Errorf("told %+v", got)
		}
		b.meter.reaches(t, "socket_acks failed", 1)
		b.mustLeave()
	})

	t.Run("an answer to an envelope that takes none is reported, and acknowledged", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		unsent := make(chan told, 1)
		b := start(t, f, func(c *socket.Config) {
			c.Handler = func(context.Context, socket.Envelope) (any, error) { return "answer", nil }
			c.Unsent = func(_ context.Context, e socket.Envelope, answer any, err error) any {
				unsent <- told{id: e.ID, answer: answer, err: err}
				return nil
			}
		})
		p := f.peer()
		p.sendEvent("1")
		if got := p.ack(); got != `{"envelope_id":"1"}` {
			t.Errorf("ack %s, want an empty one", got)
		}
		if got := receive(t, unsent, "the news"); !errors.Is(got.err, socket.ErrNotAccepted) {
			t.Errorf("told %v, want ErrNotAccepted", got.err)
		}
		b.mustLeave()
	})
}

// gated is a handler that waits until the test opens the gate.
type gated struct {
	open    chan struct{}
	started chan string
	running atomic.Int64
}

func newGated() *gated {
	return &gated{open: make(chan struct{}), started: make(chan string, 5000)}
}

func (g *gated) handle(_ context.Context, e socket.Envelope) (any, error) {
	g.running.Add(1)
	defer g.running.Add(-1)
	g.started <- e.ID
	<-g.open
	return noAnswer, nil
}

func TestClient_SlowHandlers(t *testing.T) {
	t.Parallel()

	t.Run("never stop the reader", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) { c.Handler, c.Workers, c.Waiting = g.handle, 2, 500 })
		p := f.peer()
		for i := range 400 {
			p.sendEvent(strconv.Itoa(i))
		}
		if err := p.ws.WriteControl(9, []byte("are you there"), time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, p.pongs, "a pong"); got != "are you there" {
			t.Errorf("pong %q", got)
		}
		if n := g.running.Load(); n > 2 {
			t.Errorf("%d handlers run at once, want at most 2", n)
		}
		close(g.open)
		for range 400 {
			p.ack()
		}
		b.mustLeave()
	})

	t.Run("make presses be refused in time, and events wait", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) {
			c.Handler, c.Workers = g.handle, 1
			c.Times.Start = 20 * time.Millisecond
			c.Refused = func(_ context.Context, e socket.Envelope) any { return "busy, " + e.ID }
		})
		p := f.peer()
		p.sendEvent("slow")
		receive(t, g.started, "the slow one")
		p.sendPress("press")
		p.sendEvent("event")
		if got, want := p.ack(), `{"envelope_id":"press","payload":"busy, press"}`; got != want {
			t.Errorf("ack %s, want %s", got, want)
		}
		close(g.open)
		p.ack()
		p.ack()
		if n := b.meter.count("socket_acks refused"); n != 1 {
			t.Errorf("%d refusals, want 1", n)
		}
		if id := receive(t, g.started, "the event"); id != "event" {
			t.Errorf("handled %s: what was refused must not be handled as well", id)
		}
		b.mustLeave()
	})

	t.Run("leave events to be sent again, but not for the last time", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) {
			c.Handler, c.Workers = g.handle, 1
			c.Times.Deadline = time.Nanosecond
		})
		p := f.peer()
		p.sendEvent("late") // its time is over before a worker can see it
		b.meter.reaches(t, "socket_acks expired", 1)
		p.send(`{"type":"events_api","envelope_id":"last","retry_attempt":3,"payload":{}}`)
		if id := receive(t, g.started, "the last retry"); id != "last" {
			t.Errorf("handled %s, want last", id)
		}
		close(g.open)
		p.ack()
		b.mustLeave()
	})

	t.Run("with no room left presses are refused and events dropped", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) { c.Handler, c.Workers, c.Waiting = g.handle, 1, 1 })
		p := f.peer()
		p.sendEvent("running")
		receive(t, g.started, "the first")
		p.sendEvent("waiting")
		p.sendEvent("dropped")
		b.meter.reaches(t, "socket_acks dropped", 1)
		p.sendPress("press")
		if got := p.ack(); got != `{"envelope_id":"press"}` {
			t.Errorf("ack %s, want an empty one for the press", got)
		}
		close(g.open)
		p.ack()
		p.ack()
		b.mustLeave()
	})
}

func TestClient_Leave(t *testing.T) {
	t.Parallel()

	t.Run("sends the acks under way, then a close frame", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) { c.Handler = g.handle })
		p := f.peer()
		p.sendPress("1")
		receive(t, g.started, "the handler")
		b.stop()
		p.sendPress("2") // Slack does not know yet that we leave
		receive(t, g.started, "the second handler")
		close(g.open)
		p.ack()
		p.ack()
		if err := receive(t, b.ended, "the end of Run"); err != nil {
			t.Errorf("Run = %v", err)
		}
		receive(t, p.gone, "the end of the connection")
		if p.code != 1001 {
			t.Errorf("close code %d, want 1001", p.code)
		}
	})

	t.Run("reads what Slack sent before it saw the close frame", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.hold = make(chan struct{})
		handled := make(chan string, 10)
		unsent := make(chan string, 10)
		b := start(t, f, func(c *socket.Config) {
			c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
				handled <- e.ID
				return "answer", nil
			}
			c.Unsent = func(_ context.Context, e socket.Envelope, _ any, _ error) any {
				unsent <- e.ID
				return nil
			}
		})
		p := f.peer()
		p.sendPress("before")
		p.ack()
		b.stop()
		for range 3 {
			p.sendPress("between")
		}
		for range 4 {
			receive(t, handled, "an envelope")
		}
		close(f.hold)
		if err := receive(t, b.ended, "the end of Run"); err != nil {
			t.Errorf("Run = %v", err)
		}
		receive(t, p.gone, "the end of the connection")
		if acks := len(p.acks); acks+len(unsent) != 3 {
			t.Errorf("%d acks and %d answers handed back, want 3 together", acks, len(unsent))
		}
	})

	t.Run("does not wait for ever for a handler that hangs", func(t *testing.T) {
		t.Parallel()
		f, g := newFakeSlack(t), newGated()
		b := start(t, f, func(c *socket.Config) {
			c.Handler = g.handle
			c.Times.Drain, c.Times.Deadline = time.Millisecond, time.Millisecond
			c.Times.Start = time.Hour
		})
		p := f.peer()
		p.sendPress("hangs")
		receive(t, g.started, "the handler")
		if err := b.leave(); err == nil || !strings.Contains(err.Error(), "1 envelopes") {
			t.Errorf("Run = %v, want an error that counts the handler", err)
		}
		close(g.open)
	})

	t.Run("does not wait for ever for Slack", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.deaf = true
		b := start(t, f, func(c *socket.Config) { c.Times.ReadOut = time.Millisecond })
		f.peer()
		b.mustLeave()
	})
}

func FuzzClient_Frames(f *testing.F) {
	f.Add(`{"type":"events_api","envelope_id":"1","payload":{}}`)
	f.Add(`[]`)
	f.Add(`{"envelope_id":"1","type":{}}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, frame string) {
		if strings.Contains(frame, "disconnect") || !json.Valid([]byte(frame)) && strings.ContainsRune(frame, 0xFFFD) {
			t.Skip()
		}
		fake := newFakeSlack(t)
		b := start(t, fake, nil)
		p := fake.peer()
		p.send(frame)
		p.sendEvent("after")
		for want := `{"envelope_id":"after"}`; p.ack() != want; {
			continue
		}
		b.mustLeave()
	})
}
