package courier_test

import (
	"testing"

	"rapport/domain"
)

// behind are the titles of the files in the threads of what somebody was sent.
func (b *bundle) behind(name string) []string {
	b.t.Helper()
	titles := []string{}
	for _, m := range b.w.As(name).DM() {
		for _, reply := range m.Replies() {
			for _, f := range reply.Files {
				data, ok := b.w.FileData(f.ID)
				if !ok {
					b.t.Errorf("the file %q has no content", f.Title)
				}
				titles = append(titles, f.Title+" behind "+m.Text()+": "+string(data))
			}
		}
	}
	return titles
}

func TestCourier_Attach(t *testing.T) {
	t.Parallel()
	post := func(b *bundle, subject domain.ID) domain.Message {
		return domain.Message{Subject: subject, Recipient: b.ada.ID}
	}
	file := func(b *bundle, subject domain.ID) domain.Message {
		return domain.Message{Subject: subject, Recipient: b.ada.ID, Kind: paper, Deed: domain.Attach}
	}

	t.Run("a file goes into the thread of what its reader was sent about the same", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.says("one", "first")
		b.says("two", "second")
		others := post(b, "one")
		others.Recipient = b.bo.ID
		b.tell(post(b, "one"), file(b, "one"), others, post(b, "two"), file(b, "two"))
		b.idle()
		equal(t, "files", b.behind("ada"), []string{"Paper one behind first: first", "Paper two behind second: second"})
		equal(t, "files of somebody else", b.behind("bo"), []string{})
		equal(t, "stuck", b.stuck(), []string{})
	})

	t.Run("without a post, a subject or a right there is no file, and the lane goes on", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.says("gone", string(domain.NotFound))
		b.says("theirs", string(domain.Forbidden))
		b.tell(file(b, "silent"), post(b, "gone"), file(b, "gone"), post(b, "theirs"), file(b, "theirs"), post(b, "last"))
		b.idle()
		equal(t, "files", b.behind("ada"), []string{})
		equal(t, "DM", b.dm("ada"), []string{"not_found", "forbidden", "last"})
		equal(t, "dropped", b.counted(domain.Attach, "dropped"), 3)
		equal(t, "stuck", b.stuck(), []string{})
	})

	t.Run("where an administrator refused the scope, messages go without their files, and that is told", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{scopes: []string{"chat:write", "im:write"}})
		b.says("one", "first")
		b.says("two", "second")
		b.tell(post(b, "one"), file(b, "one"), post(b, "two"), file(b, "two"))
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{"first", "second"})
		equal(t, "dropped", b.counted(domain.Attach, "dropped"), 2)
		equal(t, "told", b.spared, []string{"one", "two"})
		equal(t, "stuck", b.stuck(), []string{})
	})
}
