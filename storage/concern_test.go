package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestConcern_CreateAnswerAndList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := domain.Concern{
			ID: "c1", Raiser: "p1", Item: domain.ConcernKudos, About: "k1", Sender: "p2", Received: "a *word*", Words: "not so", OfTeam: true, At: start,
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateConcern(ctx, domain.Concern{ID: "c2", Raiser: "p1", At: start.Add(time.Hour)}); err != nil {
				return err
			}
			return tx.CreateConcern(ctx, want)
		})
		answered := want
		answered.Answer, answered.AnsweredBy, answered.AnsweredAt = "I *see*", "p3", start.Add(time.Hour)
		var won [4]bool
		err := parallel(len(won), func(i int) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
				won[i], err = tx.AnswerConcern(ctx, answered)
				return err
			})
		})
		n := 0
		for _, w := range won {
			if w {
				n++
			}
		}
		if err != nil || n != 1 {
			t.Errorf("%d answers were taken, %v; want one", n, err)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Concern(ctx, "c1")
			if diff := cmp.Diff(answered, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			list, err := tx.OpenConcerns(ctx, 10)
			if len(list) != 1 || list[0].ID != "c2" {
				t.Errorf("open are %v", list)
			}
			_, missing := tx.Concern(ctx, "c0")
			wantCode(t, missing, domain.NotFound)
			return err
		})
	})
}
