package storage_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

func TestCounts_OfATeam(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		people := []domain.ID{"p-bo", "p-cy", "p-di"}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			talk := domain.Conversation{ID: "t1", Employee: "p-bo", Partner: "p-ada", Kind: domain.RegularTalk, Period: "2000-01", State: domain.TalkOpen, Version: 1}
			if err := tx.CreateConversation(ctx, talk); err != nil {
				return err
			}
			for id, state := range map[domain.ID]domain.CommitmentState{"c1": domain.PromiseOpen, "c2": domain.PromiseOpen, "c3": domain.PromiseDone} {
				promise := domain.Commitment{ID: id, Conversation: "t1", Employee: "p-bo", Who: "p-ada", What: "ask Legal", State: state}
				if err := tx.CreateCommitment(ctx, promise); err != nil {
					return err
				}
			}
			asked := domain.Conversation{ID: "t2", Employee: "p-bo", Partner: "p-hr", Kind: domain.AskedTalk, Period: "asked:1", State: domain.TalkOpen}
			if err := tx.CreateConversation(ctx, asked); err != nil {
				return err
			}
			promise := domain.Commitment{ID: "c4", Conversation: "t2", Employee: "p-bo", Who: "p-bo", What: "write it down", State: domain.PromiseOpen}
			if err := tx.CreateCommitment(ctx, promise); err != nil {
				return err
			}
			for i, k := range []struct {
				giver, to domain.ID
				at        time.Time
			}{{"p-ada", "p-bo", start}, {"p-ada", "p-cy", start.AddDate(0, 0, -80)}, {"p-eve", "p-di", start}} {
				kudos := domain.Kudos{
					ID: domain.ID("k" + string(rune('1'+i))), Giver: k.giver, Units: 1, State: domain.KudosGiven, At: k.at,
					Receivers: []domain.KudosReceiver{{Person: k.to}},
				}
				if err := tx.CreateKudos(ctx, kudos); err != nil {
					return err
				}
			}
			return nil
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			// Those of what was asked for count for whom it was asked of alone.
			for partner, want := range map[domain.ID]int{"p-ada": 2, "p-hr": 3} {
				promises, err := tx.OpenPromises(ctx, partner, people)
				if err != nil {
					return err
				}
				if len(promises) != 1 || promises["p-bo"] != want {
					t.Errorf("open promises for %s: %v", partner, promises)
				}
			}
			thanked, err := tx.ThankedBy(ctx, "p-ada", people, start.AddDate(0, 0, -56))
			if len(thanked) != 1 || !thanked["p-bo"] {
				t.Errorf("thanked by Ada: %v", thanked)
			}
			return err
		})
	})
}
