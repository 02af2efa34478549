package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullPriorities has something in every field.
func fullPriorities() domain.PriorityList {
	return domain.PriorityList{
		Version: 1, Period: "2026-Q4", Start: domain.NewDate(2026, time.October, 1), Worded: 1, By: "p1", At: start.Add(time.Minute),
		TellAt: start.Add(time.Hour), Told: "p2",
		Entries: []domain.Priority{{ID: "y1", Text: "quiet nights", Owner: "p1", List: 1}, {ID: "y2", Text: "quick help", Owner: "p2", List: 1}},
	}
}

func TestPriorities(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("every field comes back, and the latest period that has begun is in force", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first := fullPriorities()
			next := domain.PriorityList{Version: 2, Period: "2027-Q1", Start: domain.NewDate(2027, time.January, 1), Worded: 2, At: start,
				Entries: []domain.Priority{{ID: "y1", Text: "quieter nights", Owner: "p2", List: 2}}}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if none, err := tx.PrioritiesOn(ctx, next.Start); none.Version != 0 || err != nil {
					t.Errorf("got %+v, %v before anything is published", none, err)
				}
				if err := tx.SavePriorities(ctx, first); err != nil {
					return err
				}
				return tx.SavePriorities(ctx, next)
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				for day, want := range map[domain.Date]domain.PriorityList{first.Start.AddDays(-1): {}, first.Start: first, next.Start.AddDays(-1): first, next.Start: next} {
					got, err := tx.PrioritiesOn(ctx, day)
					if diff := cmp.Diff(want, got); diff != "" || err != nil {
						t.Errorf("on %s: %s %v", day, diff, err)
					}
				}
				p, err := tx.Priority(ctx, "y1")
				if p != next.Entries[0] || err != nil {
					t.Errorf("got %+v, %v, want the newest wording", p, err)
				}
				_, err = tx.Priority(ctx, "y9")
				wantCode(t, err, domain.NotFound)
				lists, err := tx.PriorityLists(ctx, 2, 5)
				if diff := cmp.Diff([]domain.PriorityList{first}, lists); diff != "" || err != nil {
					t.Error(diff, err)
				}
				return nil
			})
		})
		t.Run("a version is written once, and ends the telling of earlier ones of its period", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.SavePriorities(ctx, fullPriorities()) })
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.SavePriorities(ctx, fullPriorities()) })
			wantCode(t, err, domain.Conflict)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if due, err := tx.DuePriorities(ctx, start.Add(time.Hour)); due != 1 || err != nil {
					t.Errorf("got version %d due, %v", due, err)
				}
				second := fullPriorities()
				second.Version, second.TellAt = 2, time.Time{}
				if err := tx.SavePriorities(ctx, second); err != nil {
					return err
				}
				if due, err := tx.DuePriorities(ctx, start.Add(time.Hour)); due != 0 || err != nil {
					t.Errorf("got version %d due, %v, want none any more", due, err)
				}
				first := fullPriorities()
				return tx.NotePrioritiesTold(ctx, first)
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				_, again, err := tx.NextPriorities(ctx, start)
				if again || err != nil {
					t.Errorf("the telling that was ended comes again, %v", err)
				}
				return nil
			})
		})
		t.Run("a question counts once a day, and linked goals are counted by their owner", func(t *testing.T) {
			t.Parallel()
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				day := domain.NewDate(2026, time.November, 24)
				for i, want := range []bool{true, false} {
					if first, err := tx.AskAboutPriority(ctx, "y1", "p1", day); first != want || err != nil {
						t.Errorf("question %d: got %t, %v", i+1, first, err)
					}
				}
				for id, priority := range map[domain.ID]domain.ID{"g1": "y1", "g2": "y9", "g3": ""} {
					g := domain.Goal{ID: id, Owner: "p1", Level: domain.PersonGoal, State: domain.GoalAgreed, Priority: priority, At: start}
					if _, err := tx.CreateGoal(ctx, g); err != nil {
						return err
					}
				}
				counts, err := tx.LinkedGoals(ctx, []domain.ID{"p1", "p2"}, []domain.ID{"y1", "y2"})
				if diff := cmp.Diff(map[domain.ID]int{"p1": 1}, counts); diff != "" || err != nil {
					t.Error(diff, err)
				}
				return nil
			})
		})
	})
}
