package domain_test

import (
	"strings"
	"testing"

	"rapport/domain"
)

func TestFeedbackService_Reply(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	service := b.feedback()
	draft := aFeedback(b.grace.ID)
	draft.Reader = b.lee.ID
	f := b.mustGive(b.ada, draft)
	say := func(by domain.Person, kind domain.ReplyKind, text string) error {
		_, err := service.Reply(t.Context(), b.act(by), f.ID, kind, text)
		return err
	}
	for name, c := range map[string]struct {
		err  error
		code domain.Code
	}{
		"the giver before the receiver": {say(b.ada, domain.ReplyWords, "one more thing"), domain.Conflict},
		"another reader":                {say(b.lee, domain.ReplyWords, "I think"), domain.Forbidden},
		"HR":                            {say(b.hanna, domain.ReplyWords, "I think"), domain.Forbidden},
		"without words":                 {say(b.grace, domain.ReplyWords, " "), domain.Invalid},
		"too long":                      {say(b.grace, domain.ReplyWords, strings.Repeat("ü", domain.MaxFeedbackText+1)), domain.Invalid},
		"the intent":                    {say(b.grace, domain.ReplyIntent, "Which plan do you mean?"), ""},
	} {
		if domain.CodeOf(c.err) != c.code {
			t.Errorf("%s: got %v, want %q", name, c.err, c.code)
		}
	}
	if n := b.waiting(b.ada, domain.FeedbackReplied); n != 1 {
		t.Errorf("Ada is told %d times", n)
	}
	for range 2 {
		if err := say(b.grace, domain.ReplyThanks, "ignored"); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.waiting(b.ada, domain.FeedbackReplied); n != 1 {
		t.Errorf("thanked twice, Ada is told %d times", n)
	}
	if err := say(b.ada, domain.ReplyWords, "The one for the north."); err != nil {
		t.Fatal(err)
	}
	if err := say(b.ada, domain.ReplyWords, "And another."); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("the giver goes on with %v", err)
	}
	// The sharing is taken back; the replies stay with the record, for ever.
	if _, err := service.Narrow(t.Context(), b.act(b.ada), f.ID); err != nil {
		t.Fatal(err)
	}
	b.Clock.Set(b.Clock.Now().AddDate(5, 0, 0))
	if err := say(b.grace, domain.ReplyWords, "I see it otherwise by now."); err != nil {
		t.Errorf("after five years: %v", err)
	}
	r, err := service.Open(t.Context(), b.act(b.ada), f.ID)
	if err != nil || len(r.Replies) != 4 || r.Replies[1].Text != "" || r.Replies[3].Text != "I see it otherwise by now." {
		t.Errorf("got %+v, %v", r.Replies, err)
	}
	for range domain.MaxReplies {
		err = say(b.grace, domain.ReplyWords, "more")
	}
	if domain.CodeOf(err) != domain.Conflict {
		t.Errorf("without an end: %v", err)
	}
}

func TestFeedbackService_PutInFile(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	f := b.mustGive(b.ada, aFeedback(b.grace.ID))
	files := domain.DossierService{Practice: b.Practice}
	if _, err := b.feedback().PutInFile(t.Context(), b.act(b.ada), f.ID, true); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("the giver puts it there with %v", err)
	}
	if _, err := b.feedback().Reply(t.Context(), b.act(b.grace), f.ID, domain.ReplyWords, "I see it otherwise."); err != nil {
		t.Fatal(err)
	}
	for _, in := range []bool{true, false} {
		if _, err := b.feedback().PutInFile(t.Context(), b.act(b.grace), f.ID, in); err != nil {
			t.Fatal(err)
		}
		file, err := files.Read(t.Context(), b.grace.ID, domain.FileCursor{})
		if err != nil || (len(file.Entries) == 1) != in {
			t.Fatalf("in the file %t: %d entries, %v", in, len(file.Entries), err)
		}
		if in && (!file.Entries[0].IsFeedback() || len(file.Entries[0].Replies) != 1) {
			t.Errorf("got %+v, want it with its reply", file.Entries[0])
		}
	}
}
