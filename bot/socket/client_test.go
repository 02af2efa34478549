package socket_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/bot/socket"
)

func TestClient_Renewal(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"warning", "refresh_requested", "something_new"} {
		t.Run(reason+" loses none of 20 envelopes", func(t *testing.T) {
			t.Parallel()
			f := newFakeSlack(t)
			var mu sync.Mutex
			seen := map[string]bool{}
			b := start(t, f, func(c *socket.Config) {
				c.Handler = func(_ context.Context, e socket.Envelope) (any, error) {
					mu.Lock()
					defer mu.Unlock()
					seen[e.ID] = true
					return noAnswer, nil
				}
			})
			old := f.peer()
			for i := range 5 {
				old.sendEvent(strconv.Itoa(i))
			}
			old.sendDisconnect(reason)
			next := f.peer() // opened while the old one is still there
			for i := 5; i < 20; i++ {
				old.sendEvent(strconv.Itoa(i))
			}
			for range 20 {
				old.ack()
			}
			next.sendEvent("next")
			next.ack()
			old.shut()
			receive(t, old.gone, "the end of the old connection")
			b.mustLeave()
			if len(seen) != 21 {
				t.Errorf("%d envelopes were handled, want 21", len(seen))
			}
		})
	}

	t.Run("an old connection that Slack forgets is closed in the end", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) { c.Times.Linger = time.Millisecond })
		old := f.peer()
		old.sendDisconnect("refresh_requested")
		f.peer()
		receive(t, old.gone, "the end of the old connection")
		if old.code != 1001 {
			t.Errorf("close code %d, want 1001", old.code)
		}
		b.mustLeave()
	})

	t.Run("a connection that is lost without a word is replaced", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, nil)
		if err := f.peer().ws.Close(); err != nil {
			t.Fatal(err)
		}
		f.peer().sendEvent("1")
		b.meter.reaches(t, "socket_disconnects lost", 1)
		b.meter.reaches(t, "socket_acks sent", 1)
		b.mustLeave()
	})
}

func TestClient_Fatal(t *testing.T) {
	t.Parallel()
	codes := map[string]string{
		"invalid_auth": "SLACK_APP_TOKEN", "not_authed": "SLACK_APP_TOKEN", "token_revoked": "SLACK_APP_TOKEN",
		"token_expired": "SLACK_APP_TOKEN", "not_allowed_token_type": "xapp-", "missing_scope": "connections:write",
		"account_inactive": "deactivated",
	}
	for code, fix := range codes {
		t.Run(code+" ends the program with its fix", func(t *testing.T) {
			t.Parallel()
			f := newFakeSlack(t)
			f.refuse = func(_ int, w http.ResponseWriter) bool {
				writeJSON(t, w, map[string]any{"ok": false, "error": code})
				return true
			}
			checkFatal(t, f, code, fix)
		})
	}

	t.Run("a wrong address ends the program", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.refuse = func(_ int, w http.ResponseWriter) bool {
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		checkFatal(t, f, "404", "SLACK_API_URL")
	})

	t.Run("Socket Mode switched off before the hello ends the program", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.greet = func(int) string { return `{"type":"disconnect","reason":"link_disabled"}` }
		checkFatal(t, f, "link_disabled", "Socket Mode")
	})

	t.Run("Socket Mode switched off later ends the program, politely", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) { c.Connections = 2 })
		first, second := f.peer(), f.peer()
		b.meter.shows(t, "socket_connections", 2)
		first.sendDisconnect("link_disabled")
		err := receive(t, b.ended, "the end of Run")
		var fatal *socket.FatalError
		if !errors.As(err, &fatal) || fatal.Code != "link_disabled" {
			t.Errorf("Run = %v, want link_disabled", err)
		}
		receive(t, second.gone, "the end of the other connection")
		if second.code != 1001 {
			t.Errorf("the other connection was closed with %d, want 1001", second.code)
		}
		if opens := len(f.openTimes()); opens != 2 {
			t.Errorf("%d connections were opened, want 2", opens)
		}
	})
}

func checkFatal(t *testing.T, f *fakeSlack, code, fix string) {
	t.Helper()
	b := start(t, f, nil)
	err := receive(t, b.ended, "the end of Run")
	var fatal *socket.FatalError
	if !errors.As(err, &fatal) || !strings.Contains(fatal.Code, code) || !strings.Contains(err.Error(), fix) {
		t.Errorf("Run = %v, want a FatalError %s that names %s", err, code, fix)
	}
	if n := len(f.openTimes()); n != 1 {
		t.Errorf("tried %d times, want once", n)
	}
	if b.client.Ready() {
		t.Error("the client is still ready")
	}
}

func TestClient_Reconnect(t *testing.T) {
	t.Parallel()

	t.Run("the breaker ends a storm of connections that do not last", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) {
			c.Times.MaxOpens, c.Times.Window, c.Times.Stable = 7, time.Hour, time.Hour
		})
		for range 7 {
			if err := f.peer().ws.Close(); err != nil {
				t.Fatal(err)
			}
		}
		// The eighth attempt can only be made in an hour.
		b.meter.reaches(t, "socket_opens held", 1)
		b.mustLeave()
		if n := len(f.openTimes()); n != 7 {
			t.Errorf("%d connections were opened, want 7", n)
		}
		if n := b.meter.count("socket_opens held"); n != 1 {
			t.Errorf("the breaker was counted %d times, want once", n)
		}
	})

	t.Run("too many websockets is waited out", func(t *testing.T) {
		t.Parallel()
		const wait = 100 * time.Millisecond
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) { c.Times.TooMany = wait })
		f.peer().sendDisconnect("too_many_websockets")
		f.peer()
		if opens := f.openTimes(); opens[1].Sub(opens[0]) < wait {
			t.Errorf("the next attempt came after %s, want at least %s", opens[1].Sub(opens[0]), wait)
		}
		b.mustLeave()
	})

	t.Run("too many websockets instead of a hello is waited out", func(t *testing.T) {
		t.Parallel()
		const wait = 100 * time.Millisecond
		f := newFakeSlack(t)
		f.greet = func(n int) string {
			if n == 1 {
				return `{"type":"disconnect","reason":"too_many_websockets"}`
			}
			return hello
		}
		b := start(t, f, func(c *socket.Config) { c.Times.TooMany = wait })
		f.peer()
		f.peer()
		if opens := f.openTimes(); opens[1].Sub(opens[0]) < wait {
			t.Errorf("the next attempt came after %s, want at least %s", opens[1].Sub(opens[0]), wait)
		}
		b.mustLeave()
	})

	t.Run("Retry-After is honoured by all connections", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.refuse = func(n int, w http.ResponseWriter) bool {
			if n > 1 {
				return false
			}
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		b := start(t, f, nil)
		f.peer()
		if opens := f.openTimes(); opens[1].Sub(opens[0]) < time.Second {
			t.Errorf("tried again after %s, want at least a second", opens[1].Sub(opens[0]))
		}
		b.mustLeave()
	})

	t.Run("errors that pass are tried again", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.refuse = func(n int, w http.ResponseWriter) bool {
			switch n {
			case 1:
				w.WriteHeader(http.StatusBadGateway)
			case 2:
				writeJSON(t, w, map[string]any{"ok": false, "error": "internal_error"})
			case 3:
				writeJSON(t, w, map[string]any{"ok": true, "url": "ws://127.0.0.1:1/?ticket=secret"})
			default:
				return false
			}
			return true
		}
		b := start(t, f, nil)
		f.peer()
		receive(t, b.client.Up(), "the first hello")
		if n := b.meter.count("socket_opens failed"); n != 3 {
			t.Errorf("%d failed attempts were counted, want 3", n)
		}
		b.mustLeave()
	})

	t.Run("a connection without a hello is given up", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.greet = func(n int) string {
			if n == 1 {
				return ""
			}
			return hello
		}
		b := start(t, f, func(c *socket.Config) { c.Times.Open = 500 * time.Millisecond })
		first := f.peer()
		f.peer()
		receive(t, first.gone, "the end of the silent connection")
		b.mustLeave()
	})
}

func TestClient_Alive(t *testing.T) {
	t.Parallel()

	t.Run("a connection that is only half there is noticed", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.deaf = true
		b := start(t, f, func(c *socket.Config) {
			c.Times.Ping, c.Times.Silence, c.Times.ReadOut = 20*time.Millisecond, 200*time.Millisecond, time.Millisecond
		})
		f.peer()
		f.peer() // another one was opened
		b.mustLeave()
	})

	t.Run("a quiet connection is pinged and stays", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		b := start(t, f, func(c *socket.Config) { c.Times.Ping = 5 * time.Millisecond })
		p := f.peer()
		for range 3 {
			receive(t, p.pings, "a ping")
		}
		if n := len(f.openTimes()); n != 1 {
			t.Errorf("%d connections were opened, want 1", n)
		}
		b.mustLeave()
	})

	t.Run("readiness follows the connections", func(t *testing.T) {
		t.Parallel()
		f := newFakeSlack(t)
		f.greet = func(int) string { return `{"type":"hello","num_connections":4}` }
		b := start(t, f, func(c *socket.Config) { c.Connections = 2 })
		first, second := f.peer(), f.peer()
		b.meter.shows(t, "socket_connections", 2)
		b.meter.shows(t, "socket_known_connections", 4)
		if !b.client.Ready() {
			t.Error("not ready with two connections")
		}
		f.refuse = nil
		if first == second {
			t.Error("the same connection twice")
		}
		b.mustLeave()
		b.meter.shows(t, "socket_connections", 0)
		if b.client.Ready() {
			t.Error("still ready after the end")
		}
	})

	t.Run("a client runs once", func(t *testing.T) {
		t.Parallel()
		b := start(t, newFakeSlack(t), nil)
		receive(t, b.client.Up(), "the first hello")
		if err := b.client.Run(t.Context()); err == nil {
			t.Error("a second Run is accepted")
		}
		b.mustLeave()
	})

	t.Run("a client without a handler is no client", func(t *testing.T) {
		t.Parallel()
		if _, err := socket.New(socket.Config{}); err == nil {
			t.Error("an empty configuration is accepted")
		}
	})
}

func TestClient_SeveralConnections(t *testing.T) {
	t.Parallel()
	f := newFakeSlack(t)
	b := start(t, f, func(c *socket.Config) { c.Connections = 3 })
	peers := []*peer{f.peer(), f.peer(), f.peer()}
	for i, p := range peers {
		for j := range 10 {
			p.sendEvent(fmt.Sprintf("%d-%d", i, j))
		}
	}
	for i, p := range peers {
		var got []string
		for range 10 {
			got = append(got, p.ack())
		}
		slices.Sort(got)
		for j := range 10 {
			if want := fmt.Sprintf(`{"envelope_id":"%d-%d"}`, i, j); got[j] != want {
				t.Errorf("connection %d got ack %s, want %s: acks go where the envelope came from", i, got[j], want)
			}
		}
	}
	b.mustLeave()
}
