package storage_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func fullAccess() domain.Access {
	return domain.Access{
		ID: "x1", Asker: "p1", Person: "p2", Sheet: domain.RecordSheet, Reason: "reason", Yeses: 2, OfTeam: true,
		HoldUntil: domain.Date{Year: 2000, Month: 2, Day: 1}, HoldWhy: "why", State: domain.AccessWaiting, At: start, Until: start.Add(time.Hour), Version: 1,
	}
}

func TestAccess_KeptAndFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := fullAccess()
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.CreateAccess(ctx, want) })
		want.Answers = []domain.AccessAnswer{{Access: "x1", Second: "p3", Yes: true, Why: "seen", At: start}}
		want.State, want.Until, want.Version = domain.AccessOpen, start.Add(3*time.Hour), 2
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, first := range []bool{true, false} {
				if added, err := tx.AddAccessAnswer(ctx, want.Answers[0]); err != nil || added != first {
					t.Errorf("added %t, %v", added, err)
				}
			}
			if err := tx.SettleAccess(ctx, want); err != nil {
				return err
			}
			taken, err := tx.TakeAccess(ctx, "x1")
			if diff := cmp.Diff(want, taken); diff != "" {
				t.Error(diff)
			}
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for at, holds := range map[time.Time]bool{start: true, want.Until: false} {
				got, open, err := tx.OpenAccess(ctx, "p1", "p2", domain.RecordSheet, at)
				if err != nil || open != holds || holds && got.ID != "x1" {
					t.Errorf("at %v: got %v, %t, %v", at, got.ID, open, err)
				}
			}
			for _, other := range []domain.Access{{Asker: "p2", Person: "p2", Sheet: domain.RecordSheet}, {Asker: "p1", Person: "p1", Sheet: domain.RecordSheet}, {Asker: "p1", Person: "p2", Sheet: domain.GoalSheet}} {
				if _, open, err := tx.OpenAccess(ctx, other.Asker, other.Person, other.Sheet, start); err != nil || open {
					t.Errorf("%+v is open, %v", other, err)
				}
			}
			return nil
		})
		if _, err := readOne(t, db, "x2"); domain.CodeOf(err) != domain.NotFound {
			t.Errorf("got %v", err)
		}
	})
}

func readOne(t *testing.T, db *storage.DB, id domain.ID) (a domain.Access, err error) {
	t.Helper()
	err = db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
		a, err = tx.Access(ctx, id)
		return err
	})
	return a, err
}

func TestAccess_ReceiptsOnceAndOnTheirDay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		later := start.Add(time.Hour)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateAccess(ctx, fullAccess()); err != nil {
				return err
			}
			for _, r := range []domain.AccessReceipt{{Access: "x1", Person: "p2", Due: start}, {Access: "x1", Person: "p4", Due: later}, {Access: "x1", Person: "p2", Due: later}} {
				if err := tx.OweReceipt(ctx, r); err != nil {
					return err
				}
			}
			for range 2 {
				if err := tx.NoteLook(ctx, domain.AccessLook{Access: "x1", Act: "conversation.look", At: start}); err != nil {
					return err
				}
			}
			return nil
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			due, err := tx.DueReceipts(ctx, start, 10)
			if err != nil || !slices.Equal(due, []domain.AccessReceipt{{Access: "x1", Person: "p2", Due: start}}) {
				t.Errorf("got %+v, %v", due, err)
			}
			if next, more, err := tx.NextReceipt(ctx, start); err != nil || !more || !next.Equal(later) {
				t.Errorf("got %v, %t, %v", next, more, err)
			}
			for _, first := range []bool{true, false} {
				if told, err := tx.TellReceipt(ctx, due[0], start); err != nil || told != first {
					t.Errorf("told %t, %v", told, err)
				}
			}
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for person, want := range map[domain.ID]int{"p2": 1, "p4": 0} {
				list, err := tx.Accesses(ctx, domain.AccessFilter{Concerns: person, Limit: 5})
				has, errHas := tx.HasReceipt(ctx, "x1", person)
				if err != nil || errHas != nil || len(list) != want || has != (want > 0) {
					t.Errorf("%s: got %d, %t, %v, %v", person, len(list), has, err, errHas)
				}
			}
			counts, err := tx.CountAccesses(ctx, start.Add(-time.Second), start)
			if err != nil || !slices.Equal(counts, []domain.AccessCount{{Sheet: domain.RecordSheet, Opened: 1, Held: 1}}) {
				t.Errorf("got %+v, %v", counts, err)
			}
			looks, err := tx.Looks(ctx, "x1", 10)
			if err != nil || len(looks) != 2 {
				t.Errorf("got %+v, %v", looks, err)
			}
			return nil
		})
	})
}

// Of answers at the same moment each is kept once, and who takes the access sees
// all that were before.
func TestAccess_TakenOneByOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.CreateAccess(ctx, fullAccess()) })
		var wait sync.WaitGroup
		for _, second := range []domain.ID{"p3", "p4", "p5", "p6"} {
			wait.Go(func() {
				err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					a, err := tx.TakeAccess(ctx, "x1")
					if err != nil {
						return err
					}
					if _, err := tx.AddAccessAnswer(ctx, domain.AccessAnswer{Access: "x1", Second: second, Yes: true, At: start}); err != nil {
						return err
					}
					a.Version = len(a.Answers) + 1
					return tx.SettleAccess(ctx, a)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if a, err := readOne(t, db, "x1"); err != nil || a.Version != 4 || len(a.Answers) != 4 {
			t.Errorf("got version %d with %d answers, %v", a.Version, len(a.Answers), err)
		}
	})
}
