package storage_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

// Two replicas that plan the same person one after the other: the second reads
// what the first left, not what was there when it began.
func TestAsk_GuardLetsTheNextSeeWhatWasDone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace := mustPerson(t, db, "Grace")
		ask := domain.Ask{ID: "ask-1", Person: grace.ID, Kind: domain.AskPrepare, Subject: "talk-1", Urgency: domain.HasDate, At: time.Now(), NotBefore: time.Now()}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.FileAsk(ctx, ask) })

		var found [4]domain.AskState
		var begun sync.WaitGroup
		begun.Add(len(found))
		err := parallel(len(found), func(i int) error {
			begin := sync.OnceFunc(begun.Done)
			if !isPostgres(t) {
				begin() // SQLite has one writer: the next begins when it is through
			}
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				begin()
				begun.Wait()
				if err := tx.GuardAsks(ctx, grace.ID); err != nil {
					return err
				}
				asks, err := tx.OpenAsks(ctx, grace.ID)
				if err != nil {
					return err
				}
				found[i] = asks[0].State
				asks[0].State = domain.AskTold
				return tx.MoveAsk(ctx, asks[0])
			})
		})
		if err != nil {
			t.Fatalf("plan: %v", err)
		}
		waiting := 0
		for _, state := range found {
			if state == domain.AskWaiting {
				waiting++
			}
		}
		if waiting != 1 {
			t.Errorf("%d replicas found the ask waiting, want one", waiting)
		}
	})
}

func TestAsk_ARemovedCardWasNeverSent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace, ada := mustPerson(t, db, "Grace"), mustPerson(t, db, "Ada")
		day := domain.NewDate(2026, time.November, 24)
		at := day.In(time.UTC, domain.NewTimeOfDay(9, 0))
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, p := range []domain.Person{grace, ada} {
				ask := domain.Ask{ID: "ask-" + p.ID, Person: p.ID, Kind: domain.AskPrepare, Subject: "talk-1", Urgency: domain.HasDate, At: at, NotBefore: at}
				card := domain.Card{ID: "card-" + p.ID, Person: p.ID, Day: day, Asks: []domain.ID{ask.ID}, At: at}
				if err := tx.FileAsk(ctx, ask); err != nil {
					return err
				}
				if err := tx.CreateCard(ctx, card); err != nil {
					return err
				}
				if _, err := tx.SpendAsk(ctx, p.ID, day.WeekStart(), 1); err != nil {
					return err
				}
				for _, l := range []domain.AskLog{
					{Kind: ask.Kind, Subject: ask.Subject, What: "held", At: at.Add(-time.Hour)},
					{Kind: ask.Kind, Subject: ask.Subject, What: "sent", At: at},
					{Kind: domain.AskGoal, Subject: "goal-1", What: "sent", At: at},
				} {
					l.Person = p.ID
					if err := tx.LogAsk(ctx, l); err != nil {
						return err
					}
				}
			}
			return nil
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			card, err := tx.CardOf(ctx, grace.ID, day)
			if err != nil {
				return err
			}
			return tx.RemoveCard(ctx, card)
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, want := range []struct {
				person domain.Person
				card   domain.Code
				logs   int
				free   bool
			}{{grace, domain.NotFound, 2, true}, {ada, "", 3, false}} {
				_, err := tx.CardOf(ctx, want.person.ID, day)
				logs, logErr := tx.AskLogs(ctx, want.person.ID, 10)
				free, freeErr := tx.SpendAsk(ctx, want.person.ID, day.WeekStart(), 1)
				if domain.CodeOf(err) != want.card || len(logs) != want.logs || free != want.free || logErr != nil || freeErr != nil {
					t.Errorf("%s: got card %v, %d logs, room in the week %v; want %+v (%v, %v)", want.person.Name, err, len(logs), free, want, logErr, freeErr)
				}
			}
			return nil
		})
	})
}
