package courier

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// These tests stand inside the package: they turn the clock of machine time,
// which is nobody else's business.

// stopwatch is machine time that a test turns.
type stopwatch struct{ now time.Time }

func (s *stopwatch) Now() time.Time { return s.now }

func newStopwatch() *stopwatch {
	return &stopwatch{time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)}
}

func TestPace(t *testing.T) {
	t.Parallel()
	watch := newStopwatch()
	p := newPace(2) // one in half a second
	p.now = watch.Now

	for i := range channelBurst {
		if got := p.wait("C1"); got != 0 {
			t.Fatalf("message %d of a burst waits %v", i+1, got)
		}
		p.spend("C1")
	}
	if got, want := p.wait("C1"), 500*time.Millisecond; got != want {
		t.Errorf("after the burst: %v, want %v", got, want)
	}
	if got := p.wait("C2"); got != 0 {
		t.Errorf("another channel waits %v", got)
	}
	watch.now = watch.now.Add(500 * time.Millisecond)
	if got := p.wait("C1"); got != 0 {
		t.Errorf("half a second later: %v", got)
	}
	p.spend("C1")
	if got := p.wait("C1"); got != 500*time.Millisecond {
		t.Errorf("then one at a time: %v", got)
	}
	watch.now = watch.now.Add(time.Hour)
	p.spend("C2")
	if _, kept := p.arrivals["C1"]; kept {
		t.Error("a channel that has long been quiet is still remembered")
	}
}

func TestRests(t *testing.T) {
	t.Parallel()
	setup := func() (*rests, *stopwatch) {
		watch, r := newStopwatch(), newRests()
		r.now = watch.Now
		return r, watch
	}

	t.Run("a rest ends, and a shorter one does not shorten it", func(t *testing.T) {
		t.Parallel()
		r, watch := setup()
		r.begin(methodUpdate, time.Minute)
		r.begin(methodUpdate, time.Second)
		if got := r.left(methodUpdate); got != time.Minute {
			t.Errorf("left %v", got)
		}
		if got := r.left(methodPost); got != 0 {
			t.Errorf("another method rests %v", got)
		}
		watch.now = watch.now.Add(time.Minute)
		if got := r.left(methodUpdate); got != 0 {
			t.Errorf("left at the end: %v", got)
		}
	})

	t.Run("everything rests together", func(t *testing.T) {
		t.Parallel()
		r, _ := setup()
		r.begin(everyMethod, time.Minute)
		if got := r.left(methodPost); got != time.Minute {
			t.Errorf("left %v", got)
		}
	})

	t.Run("one channel refused twice is the channel's affair", func(t *testing.T) {
		t.Parallel()
		r, _ := setup()
		r.refused("C1", time.Minute)
		r.refused("C1", time.Minute)
		if got := r.left(methodPost); got != 0 {
			t.Errorf("the method rests %v", got)
		}
	})

	t.Run("two channels refused at a time are the workspace's", func(t *testing.T) {
		t.Parallel()
		r, _ := setup()
		r.refused("C1", time.Minute)
		r.refused("C2", 10*time.Second)
		if got := r.left(methodPost); got != 10*time.Second {
			t.Errorf("the method rests %v", got)
		}
	})

	t.Run("two channels refused one after the other are not", func(t *testing.T) {
		t.Parallel()
		r, watch := setup()
		r.refused("C1", time.Second)
		watch.now = watch.now.Add(time.Second)
		r.refused("C2", time.Second)
		if got := r.left(methodPost); got != 0 {
			t.Errorf("the method rests %v", got)
		}
	})
}

func TestReadFailure(t *testing.T) {
	t.Parallel()
	answer := func(code string) error { return fmt.Errorf("call: %w", slack.SlackErrorResponse{Err: code}) }
	tests := []struct {
		name string
		err  error
		sent bool
		want failure
	}{
		{"429", &slack.RateLimitedError{RetryAfter: 7 * time.Second}, true, failure{limited, "ratelimited", 7 * time.Second}},
		{"a limit in words", answer("rate_limited"), true, failure{fate: limited, reason: "rate_limited"}},
		{"a broken Slack", answer("internal_error"), true, failure{fate: unknown, reason: "internal_error"}},
		{"a broken proxy", slack.StatusCodeError{Code: http.StatusBadGateway}, true, failure{fate: unknown, reason: "no_answer"}},
		{"a proxy that refuses", slack.StatusCodeError{Code: http.StatusForbidden}, true, failure{fate: later, reason: "http_403"}},
		{"a proxy that gave up", slack.StatusCodeError{Code: http.StatusRequestTimeout}, true, failure{fate: unknown, reason: "no_answer"}},
		{"no answer", errors.New("EOF"), true, failure{fate: unknown, reason: "no_answer"}},
		{"no connection", errors.New("connection refused"), false, failure{fate: later, reason: "no_connection"}},
		{"blocks", answer("invalid_blocks"), true, failure{fate: malformed, reason: "invalid_blocks"}},
		{"a leaver", answer("user_disabled"), true, failure{fate: nobody, reason: "user_disabled"}},
		{"a deleted message", answer("message_not_found"), true, failure{fate: absent, reason: "message_not_found"}},
		{"an old message", answer("edit_window_closed"), true, failure{fate: locked, reason: "edit_window_closed"}},
		{"a revoked token", answer("token_revoked"), true, failure{fate: shut, reason: "token_revoked"}},
		{
			"a missing scope is named", slack.SlackErrorResponse{Err: "missing_scope", Needed: "chat:write"}, true,
			failure{fate: shut, reason: "missing_scope: chat:write"},
		},
		{"a word nobody knows", answer("something_new"), true, failure{fate: refused, reason: "something_new"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := readFailure(test.err, test.sent); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestBackOff(t *testing.T) {
	t.Parallel()
	total := time.Duration(0)
	for tries := 1; tries <= mostTries; tries++ {
		pause := backOff(tries)
		if tries > 1 && pause < backOff(tries-1) || pause > lastRetry {
			t.Errorf("try %d waits %v", tries, pause)
		}
		total += pause
	}
	if total < 45*time.Minute || total > 2*time.Hour {
		t.Errorf("a message that Rapport itself cannot send is given up after %v, want about an hour", total)
	}
}

func TestAddressBook(t *testing.T) {
	t.Parallel()
	b := newAddressBook()
	b.note("ada", "D1")
	b.note("", "D2")
	b.note("bo", "")
	if got := []string{b.find("ada"), b.find("bo"), b.find("")}; got[0] != "D1" || got[1] != "" || got[2] != "" {
		t.Errorf("found %q", got)
	}
	for i := range mostAddresses {
		b.note(domain.ID(strconv.Itoa(i)), "D")
	}
	if len(b.dms) > mostAddresses {
		t.Errorf("%d addresses, at most %d are kept", len(b.dms), mostAddresses)
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	m := newMemory()
	if got := []int{m.triedSoFar(1), m.tried(1), m.tried(1), m.triedSoFar(1)}; got[0] != 0 || got[1] != 1 || got[2] != 2 || got[3] != 2 {
		t.Errorf("tries %v", got)
	}
	m.did(1, "C1 1.1")
	if !m.has(1, "C1 1.1") || m.has(1, "C1 1.2") || m.has(2, "C1 1.1") {
		t.Error("what was done is not told apart")
	}
	m.forget(1)
	if m.has(1, "C1 1.1") || m.triedSoFar(1) != 0 || len(m.notes) != 0 {
		t.Error("a settled message is still remembered")
	}
}
