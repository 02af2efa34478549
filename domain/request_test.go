package domain_test

import (
	"testing"

	"rapport/domain"
)

// A form whose first sending was given up can be sent again, as the person is
// told to, and then has one effect; what was given up stays so.
func TestPractice_SendingAgainWhatWasGivenUp(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		sending := func(attempt string) domain.Act {
			return domain.Act{Actor: b.grace.ID, Key: "form:1", Digest: "words", Attempt: attempt}
		}
		settle := func(attempt string, want bool) {
			t.Helper()
			for range 2 {
				if saved, err := b.Settle(t.Context(), sending(attempt)); err != nil || saved != want {
					t.Errorf("sending %s: got saved %t, %v; want %t", attempt, saved, err, want)
				}
			}
		}
		settle("first", false)
		out, err := b.goals().Save(t.Context(), sending("first"), b.draft(b.grace))
		b.want(out, err, domain.NotSaved, "") // it comes late, and the person knows that it is lost
		settle("second", false)               // and so is the next one
		first, err := b.goals().Save(t.Context(), sending("third"), b.draft(b.grace))
		b.want(first, err, "", "proposed")
		for _, attempt := range []string{"third", "fourth"} { // delivered twice, and pressed once more
			again, err := b.goals().Save(t.Context(), sending(attempt), b.draft(b.grace))
			b.want(again, err, "", "proposed")
			if !again.Repeated || again.Subject != first.Subject {
				t.Errorf("sending %s: got %+v, want the first outcome", attempt, again)
			}
		}
		edited := sending("fifth")
		edited.Digest = "other words"
		out, err = b.goals().Save(t.Context(), edited, b.draft(b.grace))
		b.want(out, err, domain.Conflict, "")
		settle("third", true)
		settle("first", false)
		if list, err := b.goals().List(t.Context(), b.grace.ID, domain.GoalPage{}); err != nil || len(list.Goals) != 1 {
			t.Errorf("got %d goals, %v; want one", len(list.Goals), err)
		}
	})
}
