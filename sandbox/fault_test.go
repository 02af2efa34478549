package sandbox_test

import (
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rapport/sandbox"
)

func TestEnvelopeFaults(t *testing.T) {
	t.Parallel()
	short := func(c *sandbox.Config) { c.AckTimeout = 100 * time.Millisecond }

	t.Run("a doubled envelope arrives twice", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Times: 1})
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		check(t, b.w.Drained(within(t)))
		if got := b.app.events(socketmode.EventTypeInteractive); len(got) != 2 {
			t.Errorf("got %d, want 2", len(got))
		}
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		if got := b.app.events(socketmode.EventTypeInteractive); len(got) != 3 {
			t.Errorf("got %d, want one more after the fault is used up", len(got))
		}
	})
	t.Run("one copy is answered and the other lost with its connection", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		one, two := b.dial(t), b.dial(t)
		one.next()
		two.next()
		b.w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Times: 1})
		asked := make(chan error, 1)
		go func() { asked <- b.w.As("ada").Shortcut(within(t), "kudos_new") }()
		lost, kept := one.next(), two.next()
		if lost["envelope_id"] != kept["envelope_id"] {
			t.Fatalf("got %v and %v, want two copies", lost, kept)
		}
		check(t, one.ws.Close())
		for b.w.Connections() == 2 && t.Context().Err() == nil { // the sandbox has to notice
			runtime.Gosched()
		}
		two.ack(kept["envelope_id"], "")
		check(t, <-asked)
		check(t, b.w.Drained(within(t)))
	})
	t.Run("a dropped event comes again, a dropped click never", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, short)
		b.w.Fault(sandbox.Fault{Kind: sandbox.DropEnvelope, Times: 2})
		b.w.AddUser(sandbox.User{Name: "new"})
		if err := b.w.As("ada").Shortcut(within(t), "kudos_new"); !isTrouble(err) {
			t.Errorf("got %v, want trouble", err)
		}
		check(t, b.w.Drained(within(t)))
		got := b.w.Envelopes()
		if len(got[0].Sent) == 0 || got[0].Sent[0].RetryAttempt != 1 || len(got[1].Sent) != 0 {
			t.Errorf("got %+v and %+v", got[0].Sent, got[1].Sent)
		}
	})
	t.Run("a late envelope is late", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.LateEnvelope, Type: "interactive", Delay: 50 * time.Millisecond, Times: 1})
		before := time.Now()
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		if took := time.Since(before); took < 50*time.Millisecond {
			t.Errorf("took %v, want at least the delay", took)
		}
	})
	t.Run("match and remove", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		remove := b.w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Match: func(t sandbox.Traffic) bool {
			return t.Data["callback_id"] == "kudos_new"
		}})
		b.w.AddUser(sandbox.User{Name: "new"})
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		remove()
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		check(t, b.w.Drained(within(t)))
		var copies []int
		for _, e := range b.w.Envelopes() {
			copies = append(copies, len(e.Sent))
		}
		if len(copies) != 3 || copies[0] != 1 || copies[1] != 2 || copies[2] != 1 {
			t.Errorf("got %v, want 1 2 1", copies)
		}
	})
	t.Run("the dice of a seed fall the same way", func(t *testing.T) {
		t.Parallel()
		roll := func() []int {
			b := setupApp(t)
			b.w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Probability: 0.5, Seed: 7})
			for range 12 {
				b.w.AddUser(sandbox.User{})
			}
			check(t, b.w.Drained(within(t)))
			var out []int
			for _, e := range b.w.Envelopes() {
				out = append(out, len(e.Sent))
			}
			return out
		}
		first, second := roll(), roll()
		doubled := 0
		for i := range first {
			if first[i] != second[i] {
				t.Errorf("event %d: %d copies, then %d", i, first[i], second[i])
			}
			doubled += first[i] - 1
		}
		if doubled == 0 || doubled == len(first) {
			t.Errorf("%d of %d doubled, want some", doubled, len(first))
		}
	})
	t.Run("a frame that cannot be decoded can still be acknowledged", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		c := b.dial(t)
		c.next()
		b.w.Fault(sandbox.Fault{Kind: sandbox.BadEnvelope, Times: 1,
			Raw: json.RawMessage(`{"envelope_id":"e1","type":"interactive","payload":{"type":"new_thing"}}`)})
		if f := c.next(); f["envelope_id"] != "e1" {
			t.Errorf("got %v", f)
		}
		c.ack("e1", "")
		check(t, b.w.Drained(within(t)))
		if e := b.w.Envelopes(); len(e) != 1 || !e[0].Acked {
			t.Errorf("got %+v", e)
		}
	})
}

func TestConnectionFaults(t *testing.T) {
	t.Parallel()

	t.Run("a disconnect is announced to each connection", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		c := b.dial(t)
		c.next()
		remove := b.w.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "link_disabled"})
		if f := c.next(); f["reason"] != "link_disabled" {
			t.Errorf("got %v", f)
		}
		c.closed()
		again := b.dial(t)
		again.next()
		if f := again.next(); f["reason"] != "link_disabled" {
			t.Errorf("a new connection: got %v", f)
		}
		remove()
		fine := b.dial(t)
		fine.next()
		b.w.AddUser(sandbox.User{})
		if f := fine.next(); f["type"] != "events_api" {
			t.Errorf("got %v, want an event", f)
		}
	})
	t.Run("envelopes still come after a warning", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.DisconnectNotice = 100 * time.Millisecond })
		c := b.dial(t)
		c.next()
		b.w.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "warning", Times: 1})
		c.next()
		b.w.AddUser(sandbox.User{})
		f := c.next()
		if f["type"] != "events_api" {
			t.Errorf("got %v, want an event", f)
		}
		c.ack(f["envelope_id"], "")
		c.closed()
		check(t, b.w.Drained(within(t)))
	})
	t.Run("an envelope in flight is answered before a refresh ends the connection", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		c := b.dial(t)
		c.next()
		b.w.AddUser(sandbox.User{})
		f := c.next()
		b.w.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "refresh_requested", Times: 1})
		c.next()
		c.ack(f["envelope_id"], "")
		c.closed()
		if e := b.w.Envelopes()[0]; !e.Acked || len(e.Sent) != 1 {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("a half-open connection swallows what it gets", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.AckTimeout = 100 * time.Millisecond })
		ghost := b.dial(t)
		ghost.next()
		b.w.Fault(sandbox.Fault{Kind: sandbox.HalfOpen, Times: 1})
		live := b.dial(t)
		if f := live.next(); f["num_connections"] != 2.0 {
			t.Errorf("got %v, want the ghost counted", f)
		}
		for range 2 {
			b.w.AddUser(sandbox.User{})
		}
		for range 2 {
			f := live.next()
			live.ack(f["envelope_id"], "")
		}
		check(t, b.w.Drained(within(t)))
		lost := 0
		for _, e := range b.w.Envelopes() {
			lost += len(e.Sent) - 1
		}
		if lost == 0 {
			t.Error("nothing went to the ghost")
		}
	})
}

func TestCallFaults(t *testing.T) {
	t.Parallel()

	t.Run("a rate limit holds until its time is over", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", Channel: "C0GENERAL", RetryAfter: 2 * time.Second, Times: 1})
		for range 2 {
			_, _, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false))
			var limited *slack.RateLimitedError
			if !errors.As(err, &limited) || limited.RetryAfter < time.Second {
				t.Errorf("got %v, want a rate limit", err)
			}
		}
		b.say(t, "C0THANKS", "other channels are free")
	})
	t.Run("a server error does nothing", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.ServerError, Method: "chat.postMessage", Status: 503, Times: 1})
		_, _, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false))
		var status slack.StatusCodeError
		if !errors.As(err, &status) || status.Code != 503 || len(b.w.Channel("general").Messages()) != 0 {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a method error is Slack's own", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "auth.test", Code: "team_added_to_org", Times: 1})
		if _, err := b.api.AuthTestContext(t.Context()); code(err) != "team_added_to_org" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a lost or truncated answer was still carried out", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for i, kind := range []sandbox.FaultKind{sandbox.LostAnswer, sandbox.Truncated} {
			b.w.Fault(sandbox.Fault{Kind: kind, Method: "chat.postMessage", Times: 1})
			_, _, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false))
			if err == nil || code(err) != err.Error() {
				t.Errorf("%s: got %v, want a broken connection", kind, err)
			}
			check(t, b.w.Drained(within(t)))
			if n := len(b.w.Channel("general").Messages()); n != i+1 {
				t.Errorf("%s: got %d messages, want %d", kind, n, i+1)
			}
		}
	})
	t.Run("a slow answer is in flight while it waits", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.Slow, Method: "auth.test", Delay: 100 * time.Millisecond, Times: 1})
		began, done := time.Now(), make(chan error, 1)
		go func() {
			_, err := b.api.AuthTestContext(t.Context())
			done <- err
		}()
		check(t, <-done)
		if took := time.Since(began); took < 100*time.Millisecond {
			t.Errorf("took %v, want the delay", took)
		}
		check(t, b.w.Drained(within(t)))
	})
}

func TestLimits(t *testing.T) {
	t.Parallel()

	t.Run("three messages to a channel at once, then one a second", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for range 3 {
			b.say(t, "U0ADA", "x")
		}
		dm, _, _, err := b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{"U0ADA"}})
		check(t, err)
		for _, channel := range []string{"U0ADA", dm.ID} {
			_, _, err := b.api.PostMessageContext(t.Context(), channel, slack.MsgOptionText("x", false))
			var limited *slack.RateLimitedError
			if !errors.As(err, &limited) || limited.RetryAfter != time.Second {
				t.Errorf("channel %s: got %v, want a limit of one second", channel, err)
			}
		}
		b.say(t, "U0GRACE", "x")
	})
	t.Run("a method's tier, and the workspace's messages", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.Limits = sandbox.Limits{Tier4: 2, PostsPerMinute: 2} })
		for range 2 {
			must(b.api.GetUserInfoContext(t.Context(), "U0ADA"))(t)
		}
		var limited *slack.RateLimitedError
		if _, err := b.api.GetUserInfoContext(t.Context(), "U0ADA"); !errors.As(err, &limited) || limited.RetryAfter < 29*time.Second {
			t.Errorf("got %v, want about half a minute", err)
		}
		b.say(t, "C0GENERAL", "x")
		b.say(t, "C0THANKS", "x")
		if _, _, err := b.api.PostMessageContext(t.Context(), "C0SHARED", slack.MsgOptionText("x", false)); !errors.As(err, &limited) {
			t.Errorf("got %v, want the workspace's limit", err)
		}
	})
	t.Run("a missing scope says which", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.Scopes = []string{"commands", "chat:write"} })
		_, err := b.api.GetUserInfoContext(t.Context(), "U0ADA")
		var refused slack.SlackErrorResponse
		if !errors.As(err, &refused) || refused.Err != "missing_scope" || refused.Needed != "users:read" || refused.Provided != "commands,chat:write" {
			t.Errorf("got %#v", err)
		}
		_, _, _, err = b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{"U0ADA"}})
		if code(err) != "missing_scope" {
			t.Errorf("got %v, want missing_scope", err)
		}
		b.w.SetScopes("im:write", "users:read")
		_, _, _, err = b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{"U0ADA"}})
		check(t, err)
		u := must(b.api.GetUserInfoContext(t.Context(), "U0ADA"))(t)
		if u.Profile.Email != "" {
			t.Error("the email is shown without users:read.email")
		}
	})
	t.Run("an unknown method", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		if got := b.post(t, "chat.shout", map[string][]string{}); got["error"] != "unknown_method" {
			t.Errorf("got %v", got)
		}
		calls := b.w.CallsOf("chat.shout")
		if len(calls) != 1 || calls[0].Error != "unknown_method" || !strings.Contains(calls[0].Method, "shout") {
			t.Errorf("got %+v", calls)
		}
	})
}

func TestCollect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.dial(t)
	c.next()
	for range 2 {
		b.w.AddUser(sandbox.User{})
	}
	first, second := c.next(), c.next()
	c.ack(first["envelope_id"], "")
	var over []sandbox.Envelope
	for len(over) == 0 && t.Context().Err() == nil { // the acknowledgement is on its way
		over, _ = b.w.Collect()
	}
	if len(over) != 1 || !over[0].Acked || over[0].ID != first["envelope_id"] {
		t.Fatalf("got %+v, want the answered one", over)
	}
	c.ack(second["envelope_id"], "")
	check(t, b.w.Drained(within(t)))
	if over, _ = b.w.Collect(); len(over) != 1 || over[0].ID != second["envelope_id"] {
		t.Errorf("got %+v, want the other one, once", over)
	}
	if over, calls := b.w.Collect(); len(over)+len(calls) != 0 {
		t.Errorf("got %+v and %+v, want all forgotten", over, calls)
	}
	log := b.w.ConnectionLog()
	if len(log) != 1 || log[0].Began.IsZero() || !log[0].Ended.IsZero() {
		t.Errorf("got %+v, want one open connection", log)
	}
	b.w.Fault(sandbox.Fault{Kind: sandbox.HalfOpen, Times: 1})
	if log = b.w.ConnectionLog(); log[0].HalfOpen.IsZero() {
		t.Errorf("got %+v, want it half open", log)
	}
}
