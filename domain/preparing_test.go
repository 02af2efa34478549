package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// answers are one answer to one question.
func answers(text string) []domain.PreparedAnswer {
	return []domain.PreparedAnswer{{Question: "q1", Prompt: "What went well?", Text: text}}
}

// sees is what somebody reads of a conversation.
func (b *bureau) sees(who domain.Person, id domain.ID) domain.Talk {
	b.t.Helper()
	talk, err := b.talks.See(b.t.Context(), who.ID, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return talk
}

func TestConversationService_Prepare(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c := b.open()
		// What is typed is kept, whatever comes late.
		for _, typed := range []struct{ at, text string }{{"100.2", "The launch"}, {"100.1", "The lau"}} {
			if err := b.talks.Draft(t.Context(), b.grace.ID, c.ID, answers(typed.text)[0], typed.at); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.sees(b.grace, c.ID).Mine.Answers; len(got) != 1 || got[0].Text != "The launch" {
			t.Errorf("got %+v, want the newest keystroke", got)
		}
		if got := b.sees(b.lee, c.ID).Theirs; len(got.Answers) > 0 {
			t.Errorf("the partner reads a draft: %+v", got)
		}
		out, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, answers("The launch went well."))
		b.want(out, err, "", "shared")
		if got := b.sees(b.lee, c.ID).Theirs.Answers; len(got) != 1 || got[0].Text != "The launch went well." {
			t.Errorf("the partner reads %+v, want what was shared", got)
		}
		if got := b.read(c.ID); got.Turn != domain.PartnerTurn || got.EmployeeShared.IsZero() {
			t.Errorf("got turn %q, want the partner's", got.Turn)
		}
		if got := b.asked(b.grace, c.ID); len(got) > 0 {
			t.Errorf("the employee is still asked %v", got)
		}
		if got := b.asked(b.lee, c.ID); !slices.Equal(got, []string{domain.AskPartner}) {
			t.Errorf("the partner is asked %v", got)
		}
		// A keystroke that comes after sharing changes nothing.
		if err := b.talks.Draft(t.Context(), b.grace.ID, c.ID, answers("The lau")[0], "999.9"); err != nil {
			t.Fatal(err)
		}
		if got := b.sees(b.lee, c.ID).Theirs.Answers[0].Text; got != "The launch went well." {
			t.Errorf("the partner reads %q after a late keystroke", got)
		}
		out, err = b.talks.Share(t.Context(), b.act(b.lee), c.ID, answers("The launch."))
		b.want(out, err, "", "shared")
		if got := b.read(c.ID); got.Turn != domain.MeetTurn {
			t.Errorf("got turn %q, want that they talk", got.Turn)
		}
	})
}

// A joiner's wish about thanks is saved with the preparation, or not at all.
func TestConversationService_ShareAsJoiner(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c := b.open()
		wants := func(want bool) {
			t.Helper()
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				p, err := tx.Person(ctx, b.grace.ID)
				if p.Privately != want {
					t.Errorf("thanked privately: %v, want %v", p.Privately, want)
				}
				return err
			})
		}
		first := b.act(b.grace)
		for range 2 { // Slack sends it twice
			out, err := b.talks.ShareAsJoiner(t.Context(), first, c.ID, answers("The launch."), true)
			b.want(out, err, "", "shared")
		}
		wants(true)
		out, err := b.talks.ShareAsJoiner(t.Context(), b.act(b.lee), c.ID, answers(strings.Repeat("x", domain.MaxAnswer+1)), false)
		b.want(out, err, domain.Invalid, "")
		out, err = b.talks.ShareAsJoiner(t.Context(), b.act(b.grace), c.ID, answers("The launch."), false)
		b.want(out, err, "", "shared")
		wants(false)
		if _, err := b.talks.LeaveOut(t.Context(), b.act(b.lee), c.ID, "The launch."); err != nil {
			t.Fatal(err)
		}
		out, err = b.talks.ShareAsJoiner(t.Context(), b.act(b.grace), c.ID, answers("Too late."), true)
		b.want(out, err, domain.Conflict, "")
		wants(false)
	})
}

// Preparations are deleted twelve months after the conversation closed; what was
// agreed stays.
func TestConversationService_ForgetsPreparations(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c := b.open()
		if _, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, answers("The launch went well.")); err != nil {
			t.Fatal(err)
		}
		if err := b.talks.Keep(t.Context(), b.lee.ID, c.ID, answers("Only a draft")); err != nil {
			t.Fatal(err)
		}
		if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, domain.SummaryDraft{Text: "We agreed."}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.talks.Confirm(t.Context(), b.act(b.grace), c.ID, b.yes(c.ID, "", "")); err != nil {
			t.Fatal(err)
		}
		closed := b.Clock.Now()
		ending := func(from time.Time, want int) {
			t.Helper()
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				n, err := tx.CountEnding(ctx, from, from.AddDate(0, 0, 7))
				if n != want {
					t.Errorf("%d preparations end within the week from %s, want %d", n, from, want)
				}
				return err
			})
		}
		ending(closed, 0)
		ending(closed.AddDate(0, 12, -7).Add(-time.Minute), 0)
		ending(closed.AddDate(0, 12, -7), 2)
		ending(closed.AddDate(0, 12, 0), 0)
		for _, step := range []struct {
			at   time.Time
			want int
		}{{closed.AddDate(0, 12, 0).Add(-time.Minute), 1}, {closed.AddDate(0, 12, 0), 0}, {closed.AddDate(0, 13, 0), 0}} {
			b.Clock.Set(step.at)
			b.tick()
			for _, who := range []domain.Person{b.grace, b.lee} {
				if got := b.sees(who, c.ID).Mine.Answers; len(got) != step.want {
					t.Errorf("%v after closing %s has %d answers, want %d", step.at.Sub(closed), who.Name, len(got), step.want)
				}
			}
		}
		if got := b.sees(b.lee, c.ID); got.Summary.Text != "We agreed." || !got.Conversation.DueAt.IsZero() {
			t.Errorf("got %+v with due %v, want the record, and nothing due", got.Summary, got.Conversation.DueAt)
		}
	})
}

func TestConversationService_PrepareElse(t *testing.T) {
	t.Parallel()
	t.Run("an answer over its limit is refused, and the draft stays", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		if err := b.talks.Keep(t.Context(), b.grace.ID, c.ID, answers("Kept for later")); err != nil {
			t.Fatal(err)
		}
		long := answers(strings.Repeat("ä", domain.MaxAnswer+1))
		if err := b.talks.Draft(t.Context(), b.grace.ID, c.ID, long[0], "1"); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("drafting gave %v, want it refused", err)
		}
		out, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, long)
		b.want(out, err, domain.Invalid, "")
		if got := b.sees(b.grace, c.ID).Mine; len(got.Answers) != 1 || got.Answers[0].Text != "Kept for later" || !got.Shared.IsZero() {
			t.Errorf("got %+v, want the draft as it was", got)
		}
	})
	t.Run("rather talking counts as prepared", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		out, err := b.talks.RatherTalk(t.Context(), b.act(b.grace), c.ID)
		b.want(out, err, "", "rather_talk")
		if got := b.read(c.ID); !got.RatherTalk || got.Turn != domain.PartnerTurn {
			t.Errorf("got %+v, want the partner's turn", got)
		}
	})
	t.Run("who says nothing in five working days passes the turn on", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		for b.jump(c.TurnEnds) {
		}
		if got := b.read(c.ID); got.Turn != domain.PartnerTurn || !got.EmployeeShared.IsZero() {
			t.Errorf("got turn %q, want the partner's", got.Turn)
		}
		if got := b.asked(b.grace, c.ID); len(got) > 0 {
			t.Errorf("the employee is still asked %v", got)
		}
		// It is not too late to share.
		out, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, answers("After all"))
		b.want(out, err, "", "shared")
		if got := b.read(c.ID); got.Turn != domain.PartnerTurn {
			t.Errorf("got turn %q, want it still the partner's", got.Turn)
		}
	})
	t.Run("nothing is shared in one that is closed", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		if _, err := b.talks.AnswerRest(t.Context(), b.act(b.grace), c.ID, domain.LetItRest); err != nil {
			t.Fatal(err)
		}
		out, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, answers("Too late"))
		b.want(out, err, domain.Conflict, "")
		if _, err = b.talks.Snooze(t.Context(), b.act(b.grace), c.ID, b.Clock.Now()); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("a snooze gives %v", err)
		}
	})
}
