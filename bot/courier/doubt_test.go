package courier_test

import (
	"context"
	"testing"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sandbox"
)

func TestCourier_Doubt(t *testing.T) {
	t.Parallel()

	t.Run("a DM whose answer was lost is found by its id and not sent again", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID}, domain.Message{Subject: "next", Recipient: b.ada.ID})
		b.idle()
		equal(t, "sending", b.backlog(domain.Sending), 1)
		equal(t, "looked up too early", len(b.w.CallsOf("conversations.history")), 0)
		b.later(31 * time.Second)
		equal(t, "DM", b.dm("ada"), []string{"s", "next"})
		equal(t, "deliveries", len(b.deliveries("s")), 1)
		equal(t, "arrived", b.bench.Meter.Of("courier.doubt", "arrived"), 1)
	})

	t.Run("an answer cut in the middle is a doubt too", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.Truncated, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		b.later(31 * time.Second)
		equal(t, "DM", b.dm("ada"), []string{"s"})
	})

	t.Run("a DM that did not arrive is sent again, once", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.ServerError, Method: "chat.postMessage", Status: 503, Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{})
		b.later(31 * time.Second)
		equal(t, "DM later", b.dm("ada"), []string{"s"})
		equal(t, "not there", b.bench.Meter.Of("courier.doubt", "not_there"), 1)
	})

	t.Run("what was in doubt and undone meanwhile is noted, so that it can be deleted", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID, Deed: domain.Delete, Class: domain.Quiet})
		b.later(31 * time.Second)
		equal(t, "DM", b.dm("ada"), []string{})
		equal(t, "deliveries", len(b.deliveries("s")), 0)
	})

	t.Run("a channel post whose answer was lost is unclear and listed", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"}, domain.Message{Subject: "next", Channel: "C0THANKS"})
		b.idle()
		b.later(31 * time.Second)
		equal(t, "channel", b.thanks(), []string{"s", "next"})
		equal(t, "stuck", b.stuck(), []string{"unclear no_answer"})
	})

	t.Run("with the history scope a channel post is found as well", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{history: true})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		b.idle()
		b.later(31 * time.Second)
		equal(t, "channel", b.thanks(), []string{"s"})
		equal(t, "stuck", b.stuck(), []string{})
	})

	t.Run("a doubt that cannot be looked into ends as unclear and stops nobody", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{scopes: []string{"chat:write", "im:write"}})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID}, domain.Message{Subject: "next", Recipient: b.ada.ID})
		b.idle()
		b.later(31 * time.Second)
		equal(t, "sending", b.backlog(domain.Sending), 1)
		b.later(5 * time.Minute)
		equal(t, "DM", b.dm("ada"), []string{"s", "next"})
		equal(t, "states", len(b.stuck()), 1)
		equal(t, "unclear", b.backlog(domain.Doubt), 1)
	})

	t.Run("a doubt waits for a scope that comes back", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		b.w.SetScopes("chat:write")
		b.later(31 * time.Second)
		equal(t, "sending", b.backlog(domain.Sending), 1)
		b.w.SetScopes("chat:write", "im:write", "im:history")
		b.later(time.Minute)
		equal(t, "DM", b.dm("ada"), []string{"s"})
		equal(t, "stuck", b.stuck(), []string{})
		equal(t, "sending", b.backlog(domain.Sending), 0)
	})

	t.Run("a doubt waits as long as the app is not installed", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Code: "token_revoked"})
		b.later(10 * time.Minute)
		equal(t, "sending", b.backlog(domain.Sending), 1)
		equal(t, "stuck", b.stuck(), []string{})
	})

	t.Run("a look-up that fails keeps the doubt", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.w.Fault(sandbox.Fault{Kind: sandbox.ServerError, Method: "conversations.history", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		b.later(31 * time.Second)
		equal(t, "sending", b.backlog(domain.Sending), 1)
		b.later(10 * time.Minute)
		equal(t, "DM", b.dm("ada"), []string{"s"})
		equal(t, "sending later", b.backlog(domain.Sending), 0)
	})
}

func TestCourier_Stop(t *testing.T) {
	t.Parallel()

	t.Run("what was begun is finished and settled", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		begun := make(chan struct{})
		b.renders(func(context.Context, domain.Message) (blockkit.Message, error) {
			close(begun)
			return blockkit.Message{Fallback: blockkit.App("slow")}, nil
		})
		b.w.Fault(sandbox.Fault{Kind: sandbox.Slow, Method: "chat.postMessage", Delay: 300 * time.Millisecond, Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		<-begun
		b.stop()
		if sent, again := b.counted(domain.Post, "sent"), b.counted(domain.Post, "again"); sent+again != 1 {
			t.Errorf("sent %d, put back %d: want one of the two", sent, again)
		}
		equal(t, "sending", b.backlog(domain.Sending), 0)
		equal(t, "DM and waiting", len(b.dm("ada"))+b.backlog(domain.Waiting), 1)
	})

	t.Run("two replicas deliver everything once and in order", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		first := b.Courier
		b.start(b.url, options{pace: 1000})
		var want []string
		for i := range 20 {
			subject := string(rune('a' + i))
			b.tell(domain.Message{Subject: domain.ID(subject), Channel: "C0THANKS"},
				domain.Message{Subject: domain.ID(subject), Recipient: b.ada.ID}, domain.Message{Subject: domain.ID(subject), Recipient: b.bo.ID})
			want = append(want, subject)
		}
		for b.backlog(domain.Waiting)+b.backlog(domain.Sending) > 0 {
			b.later(2 * time.Second) // lanes rest between messages
			if err := first.Idle(within(t)); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "channel", b.thanks(), want)
		equal(t, "Ada", b.dm("ada"), want)
		equal(t, "Bo", b.dm("bo"), want)
	})
}
