package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// remind asks about everything that is due.
func (b *bureau) remind() {
	b.t.Helper()
	for range 5 {
		n, err := b.goals().Remind(b.t.Context(), 10)
		if err != nil {
			b.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	b.t.Fatal("it does not come to rest")
}

// asksOf lets days pass and gives on which of them, counted from now, a goal is
// asked about. Nobody answers.
func (b *bureau) asksOf(owner domain.Person, g domain.Goal, days int) []int {
	b.t.Helper()
	var on []int
	begun := b.Clock.Now()
	for day := range days + 1 {
		b.Clock.Set(begun.AddDate(0, 0, day))
		before := b.goal(g.ID).AskAt
		b.remind()
		if after := b.goal(g.ID).AskAt; !after.Equal(before) && len(b.asked(owner, g.ID)) > 0 {
			on = append(on, day)
		}
	}
	return on
}

func TestGoalService_AsksByTheRule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		due        int // days from now
		confidence domain.Confidence
		first      int // days from now
		second     int
	}{
		"far away and on track":           {due: 200, first: 30, second: 60},
		"at risk":                         {due: 200, confidence: domain.AtRisk, first: 7, second: 14},
		"off track":                       {due: 200, confidence: domain.OffTrack, first: 7, second: 14},
		"due soon":                        {due: 20, first: 6, second: 13},
		"told in its last fourteen days":  {due: 10, first: 7, second: 10},
		"told in its very last days":      {due: 3, first: 3, second: 33},
		"long silent before it comes due": {due: 40, first: 26, second: 33},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			d := b.draft(b.lee) // whose conversations are not planned here
			d.Due = b.today().AddDays(c.due)
			g := b.mustSave(b.lee, d)
			if _, err := b.goals().Tell(t.Context(), b.act(b.lee), g.ID, domain.GoalWord{Value: 30, Confidence: c.confidence}); err != nil {
				t.Fatal(err)
			}
			got := b.asksOf(b.lee, g, c.second)
			if len(got) != 2 || got[0] != c.first || got[1] != c.second {
				t.Errorf("asked after %v days, want %d and %d", got, c.first, c.second)
			}
		})
	}
}

// Days away and paused are no silence: not for asking, nor for what a manager,
// the two in a conversation and the people team see.
func TestGoals_AreNotSilentWhileAwayOrPaused(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(*bureau, domain.DateRange){
		"away": func(b *bureau, r domain.DateRange) { b.mustAway(b.grace, r.Start, r.End) },
		"paused": func(b *bureau, r domain.DateRange) {
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				return tx.CreatePause(ctx, domain.Pause{ID: b.IDs.New(), From: r.Start, Until: r.End, SetBy: b.hanna.ID, At: tx.Now()})
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			d := b.draft(b.grace)
			d.Due = b.today().AddDays(200)
			g := b.mustSave(b.grace, d)
			asked := g.AskAt
			stop(b, domain.DateRange{Start: b.today().AddDays(1), End: b.today().AddDays(12)})
			b.Clock.Set(asked)
			b.remind()
			if got := b.asked(b.grace, g.ID); len(got) > 0 {
				t.Errorf("asked %v after 18 days that count", got)
			}
			if got := b.goal(g.ID).AskAt; !got.Equal(asked.AddDate(0, 0, 12)) {
				t.Errorf("asked at %v, want twelve days later than %v", got, asked)
			}
			silent := func() int {
				home, err := domain.HomeService{Practice: b.Practice}.Show(t.Context(), b.lee.ID)
				if err != nil {
					t.Fatal(err)
				}
				return home.TeamGoals[b.grace.ID].Silent
			}
			b.Clock.Set(asked.Add(24 * time.Hour))
			if got := silent(); got != 0 {
				t.Errorf("%d goals stand as without news after a day more, want none", got)
			}
			b.Clock.Set(asked.AddDate(0, 0, 12).Add(time.Hour))
			if got := silent(); got != 1 {
				t.Errorf("%d goals stand as without news after 30 days that count, want one", got)
			}
		})
	}
}
