package domain_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

func TestScorecardService_Make(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	scores := domain.ScorecardService{Practice: b.Practice}
	if n, err := scores.Make(t.Context(), 1); n != 0 || err != nil {
		t.Fatalf("made %d, %v before a quarter with conversations is over", n, err)
	}
	next, ok, err := scores.Next(t.Context(), b.Clock.Now())
	if err != nil || !ok || domain.DateOf(next, time.UTC).Before(b.quarter().Next().Start) {
		t.Fatalf("due at %v, %t, %v", next, ok, err)
	}
	b.Clock.Set(next)
	for _, want := range []int{1, 0} {
		if n, err := scores.Make(t.Context(), 1); n != want || err != nil {
			t.Fatalf("made %d, %v, want %d", n, err, want)
		}
	}
	if n := b.waiting(b.hanna, domain.ScorecardReady); n != 1 {
		t.Errorf("the people team is told %d times", n)
	}
	view, err := scores.Show(t.Context(), b.hanna.ID, "")
	if err != nil || view.Card.Period != "2026-Q4" || view.Card.Figures.Useful.Answers() > 0 {
		t.Errorf("got %+v, %v", view.Card, err)
	}
	if _, err := scores.Show(t.Context(), b.lee.ID, ""); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("a manager reads it: %v", err)
	}
}

func TestScoreFigures_Advice(t *testing.T) {
	t.Parallel()
	good := domain.Share{Part: 90, Whole: 100}
	was := domain.ScoreFigures{Held: good, Timely: good}
	for name, c := range map[string]struct {
		now  domain.ScoreFigures
		want []domain.ScoreAdvice
	}{
		"nothing counted":          {domain.ScoreFigures{}, []domain.ScoreAdvice{domain.AdviceNothing}},
		"as before":                {was, []domain.ScoreAdvice{domain.AdviceNothing}},
		"fewer held than before":   {domain.ScoreFigures{Held: domain.Share{Part: 80, Whole: 100}, Timely: good}, []domain.ScoreAdvice{domain.AdviceHold}},
		"leaders less than others": {domain.ScoreFigures{Held: good, Leaders: domain.Share{Part: 7, Whole: 10}}, []domain.ScoreAdvice{domain.AdviceLead}},
		"three at most": {domain.ScoreFigures{
			Held: domain.Share{Part: 1, Whole: 10}, Timely: domain.Share{Part: 1, Whole: 10}, Grown: domain.Share{Whole: 3}, Linked: domain.Share{Whole: 9},
			Goals: domain.GoalEnds{Missed: 3},
		}, []domain.ScoreAdvice{domain.AdviceHold, domain.AdviceTime, domain.AdviceGoals}},
	} {
		if got := c.now.Advice(was); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// More people than are counted at a time, the last of a page a guest: each is
// counted once.
func TestScorecardService_CountsPageByPage(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.town(map[[2]string]int{{"Sales", "DE"}: 700})
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		page, err := tx.People(ctx, domain.PersonFilter{Active: true, Limit: 500})
		if err != nil {
			return err
		}
		last := page[len(page)-1]
		last.Kind = domain.Guest
		_, err = tx.UpdatePerson(ctx, last)
		return err
	})
	r, err := b.fairness().Report(t.Context(), b.hanna.ID)
	if err != nil || r.All.People != 703 {
		t.Errorf("the report counts %d, %v", r.All.People, err)
	}
	scores := domain.ScorecardService{Practice: b.Practice}
	b.Clock.Set(b.quarter().Next().Start.AddDays(5).In(time.UTC, domain.NewTimeOfDay(12, 0)))
	if n, err := scores.Make(t.Context(), 1); n != 1 || err != nil {
		t.Fatalf("made %d, %v", n, err)
	}
	view, err := scores.Show(t.Context(), b.hanna.ID, "")
	if err != nil || view.Card.Figures.People != 703 {
		t.Errorf("the scorecard counts %d, %v", view.Card.Figures.People, err)
	}
}

// A quarter has one scorecard: made in a pause or on a day off, its message waits.
func TestScorecardService_WaitsForItsReaders(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(*bureau, domain.Date){
		"all are paused":   func(b *bureau, day domain.Date) { b.press(day) },
		"HR has a day off": func(b *bureau, day domain.Date) { b.mustAway(b.hanna, day, day) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			scores := domain.ScorecardService{Practice: b.Practice}
			due, _, err := scores.Next(t.Context(), b.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			b.Clock.Set(due.Add(-time.Hour))
			stop(b, domain.DateOf(due, time.UTC))
			b.Clock.Set(due)
			if n, err := scores.Make(t.Context(), 1); n != 1 || err != nil {
				t.Fatalf("made %d, %v", n, err)
			}
			told := func(posts []mail) int {
				n := 0
				for _, m := range posts {
					if m.to == b.hanna.ID && m.kind == domain.ScorecardReady {
						n++
					}
				}
				return n
			}
			if n := told(b.deliver()); n != 0 {
				t.Errorf("told %d times on the day itself", n)
			}
			if n := told(b.onward(due.AddDate(0, 0, 4))); n != 1 {
				t.Errorf("told %d times afterwards, want once", n)
			}
		})
	}
}
