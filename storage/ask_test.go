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
