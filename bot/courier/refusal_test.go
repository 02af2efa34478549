package courier_test

import (
	"testing"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

func TestCourier_Limits(t *testing.T) {
	t.Parallel()

	t.Run("Slack's pace is kept without a single refusal", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{limits: sandbox.Limits{ChannelPerSecond: 10, ChannelBurst: 3, PostsPerMinute: 6000}, pace: 8})
		for range 8 {
			b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		}
		_, err := b.w.Channel("thanks").Await(within(t), func(*sandbox.Message) bool { return len(b.thanks()) == 8 })
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range b.w.CallsOf("chat.postMessage") {
			if call.Error != "" {
				t.Errorf("refused: %s", call.Error)
			}
		}
	})

	t.Run("Retry-After pauses its lane and nobody else", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", Channel: "C0THANKS", RetryAfter: 5 * time.Second, Times: 1})
		b.tell(domain.Message{Subject: "first", Channel: "C0THANKS"}, domain.Message{Subject: "second", Channel: "C0THANKS"})
		b.idle()
		b.tell(domain.Message{Subject: "dm", Recipient: b.ada.ID}, domain.Message{Subject: "other", Channel: "C0OTHER"})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{"dm"})
		equal(t, "other channel", texts(b.w.Channel("other").Messages()), []string{"other"})
		equal(t, "channel", b.thanks(), []string{})
		_, err := b.w.Channel("thanks").Await(within(t), func(*sandbox.Message) bool { return len(b.thanks()) == 2 })
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "order", b.thanks(), []string{"first", "second"})
		refused := 0
		for _, call := range b.w.CallsOf("chat.postMessage") {
			if call.Status == 429 {
				refused++
			}
		}
		equal(t, "refused calls", refused, 1)
	})

	t.Run("when two channels are refused the method rests", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: time.Minute, Times: 1})
		b.tell(domain.Message{Subject: "1", Channel: "C0THANKS"})
		b.idle()
		b.tell(domain.Message{Subject: "2", Channel: "C0OTHER"})
		b.idle()
		calls := len(b.w.CallsOf("chat.postMessage"))
		b.tell(domain.Message{Subject: "3", Recipient: b.ada.ID}, domain.Message{Subject: "4", Recipient: b.bo.ID})
		b.later(time.Second)
		equal(t, "calls while the method rests", len(b.w.CallsOf("chat.postMessage")), calls)
		equal(t, "waiting", b.backlog(domain.Waiting), 4)
	})

	t.Run("an edit that is limited keeps no thanks waiting", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		b.idle()
		b.w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.update", RetryAfter: time.Minute, Times: 1})
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS", Deed: domain.Update, Class: domain.Quiet})
		b.idle()
		b.tell(domain.Message{Subject: "dm", Recipient: b.ada.ID})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{"dm"})
	})
}

func TestCourier_Refused(t *testing.T) {
	t.Parallel()

	t.Run("a permanent refusal ends in dead, the lane goes on, and a requeue delivers", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{scopes: []string{"chat:write"}})
		b.tell(domain.Message{Subject: "s", Channel: "C0ALONE"})
		b.idle()
		equal(t, "stuck", b.stuck(), []string{"dead not_in_channel"})
		if err := b.w.Invite("alone", "U0SANDBOXB"); err != nil {
			t.Fatal(err)
		}
		b.tell(domain.Message{Subject: "next", Channel: "C0ALONE"})
		b.idle()
		list, err := b.bench.DB.Outbox().Stuck(t.Context(), 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("stuck %v, %v", list, err)
		}
		if n, err := b.bench.DB.Outbox().Requeue(t.Context(), []int64{list[0].Seq}); err != nil || n != 1 {
			t.Fatalf("requeued %d, %v", n, err)
		}
		b.idle()
		equal(t, "channel", texts(b.w.Channel("alone").Messages()), []string{"next", "s"})
	})

	t.Run("an archived channel is told as such", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		if err := b.w.Archive("thanks"); err != nil {
			t.Fatal(err)
		}
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		b.idle()
		equal(t, "stuck", b.stuck(), []string{"dead is_archived"})
	})

	t.Run("somebody who has left is told nothing, and nobody has to look", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		if err := b.w.Deactivate("U0ADA"); err != nil {
			t.Fatal(err)
		}
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "stuck", b.stuck(), []string{})
		equal(t, "dropped", b.counted(domain.Post, "dropped"), 1)
	})

	t.Run("a person who cannot be found is looked into before the message is dead", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "chat.postMessage", Code: "channel_not_found", Times: 1})
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "conversations.open", Code: "user_disabled", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "stuck", b.stuck(), []string{})
		equal(t, "dropped", b.counted(domain.Post, "dropped"), 1)
	})

	t.Run("a token that Slack refuses kills no message and stops everything for a while", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "chat.postMessage", Code: "account_inactive", Times: 1})
		b.tell(domain.Message{Subject: "1", Recipient: b.ada.ID})
		b.idle()
		b.tell(domain.Message{Subject: "2", Recipient: b.bo.ID})
		b.later(2 * time.Second)
		equal(t, "calls", len(b.w.CallsOf("chat.postMessage")), 1)
		equal(t, "stuck", b.stuck(), []string{})
		equal(t, "waiting", b.backlog(domain.Waiting), 2)
	})

	t.Run("a request that never left is repeated at once in DM and channel", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.stop()
		b.start("http://127.0.0.1:1/api/", options{pace: 1000}) // nobody listens there
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		b.idle()
		equal(t, "unclear or sending", b.backlog(domain.Doubt)+b.backlog(domain.Sending), 0)
		equal(t, "waiting", b.backlog(domain.Waiting), 1)
	})
}
