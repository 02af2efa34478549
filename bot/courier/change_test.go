package courier_test

import (
	"testing"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

// edit and remove are the quiet deeds about a subject.
func edit(subject domain.ID) domain.Message {
	return domain.Message{Subject: subject, Deed: domain.Update, Class: domain.Quiet}
}

func remove(subject domain.ID) domain.Message {
	return domain.Message{Subject: subject, Deed: domain.Delete, Class: domain.Quiet}
}

// everywhere sends a subject to both people and the channel.
func (b *bundle) everywhere(subject domain.ID) {
	b.t.Helper()
	b.tell(domain.Message{Subject: subject, Recipient: b.ada.ID}, domain.Message{Subject: subject, Recipient: b.bo.ID},
		domain.Message{Subject: subject, Channel: "C0THANKS"})
	b.idle()
}

func TestCourier_Update(t *testing.T) {
	t.Parallel()

	t.Run("an edit shows the present state wherever the subject stands", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.says("s", "changed")
		b.tell(edit("s"))
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{"changed"})
		equal(t, "Bo", b.dm("bo"), []string{"changed"})
		equal(t, "channel", b.thanks(), []string{"changed"})
	})

	t.Run("an edit for one reader leaves the others alone", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.says("s", "changed")
		mine := edit("s")
		mine.Recipient = b.ada.ID
		b.tell(mine)
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{"changed"})
		equal(t, "Bo", b.dm("bo"), []string{"s"})
		equal(t, "channel", b.thanks(), []string{"s"})
	})

	t.Run("what was sent more than seven days ago is left as it is", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.bench.Clock.Advance(8 * 24 * time.Hour)
		b.says("s", "changed")
		b.tell(edit("s"))
		b.idle()
		equal(t, "channel", b.thanks(), []string{"s"})
		equal(t, "calls", len(b.w.CallsOf("chat.update")), 0)
	})

	t.Run("an edit without an answer is simply made again", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.says("s", "changed")
		b.w.Fault(sandbox.Fault{Kind: sandbox.ServerError, Method: "chat.update", Times: 1})
		b.tell(edit("s"))
		b.idle()
		b.later(2 * time.Second)
		equal(t, "Ada", b.dm("ada"), []string{"changed"})
		equal(t, "Bo", b.dm("bo"), []string{"changed"})
		equal(t, "channel", b.thanks(), []string{"changed"})
		equal(t, "calls", len(b.w.CallsOf("chat.update")), 4)
	})

	t.Run("a message that somebody deleted is forgotten, the others are edited", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.says("s", "changed")
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "chat.update", Channel: "C0THANKS", Code: "message_not_found", Times: 1})
		b.tell(edit("s"))
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{"changed"})
		equal(t, "deliveries", len(b.deliveries("s")), 2)
		equal(t, "stuck", b.stuck(), []string{})
	})

	t.Run("an edit that Slack refuses for good is no operator's business", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		if err := b.w.Archive("thanks"); err != nil {
			t.Fatal(err)
		}
		b.says("s", "changed")
		b.tell(edit("s"))
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{"changed"})
		equal(t, "stuck", b.stuck(), []string{})
	})
}

func TestCourier_Delete(t *testing.T) {
	t.Parallel()

	t.Run("a deletion takes everything away, however old", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		b.everywhere("other")
		b.bench.Clock.Advance(30 * 24 * time.Hour)
		b.tell(remove("s"))
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{"other"})
		equal(t, "channel", b.thanks(), []string{"other"})
		equal(t, "deliveries", len(b.deliveries("s")), 0)
	})

	t.Run("a deletion that Slack refuses is shown to the operator", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.everywhere("s")
		if err := b.w.Archive("thanks"); err != nil {
			t.Fatal(err)
		}
		b.tell(remove("s"))
		b.idle()
		equal(t, "Ada", b.dm("ada"), []string{})
		equal(t, "stuck", b.stuck(), []string{"dead is_archived"})
	})

	t.Run("nothing there is nothing to do", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.tell(remove("s"))
		b.idle()
		equal(t, "dropped", b.counted(domain.Delete, "dropped"), 1)
	})

	t.Run("what may stand there unseen is shown to the operator too when it is to go", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.w.Fault(sandbox.Fault{Kind: sandbox.LostAnswer, Method: "chat.postMessage", Times: 1})
		b.tell(domain.Message{Subject: "s", Channel: "C0THANKS"})
		b.idle()
		b.later(31 * time.Second)
		b.tell(remove("s"), remove("other"), edit("s"))
		b.idle()
		equal(t, "channel", b.thanks(), []string{"s"})
		equal(t, "stuck", b.stuck(), []string{"unclear may_stand", "unclear no_answer"})
	})

	t.Run("a DM comes before the edit that follows it, though edits are less pressing", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		change := edit("s")
		change.Recipient = b.ada.ID
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID}, change)
		b.idle()
		equal(t, "edits", len(b.w.CallsOf("chat.update")), 1)
	})
}
