package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/domain"
	"rapport/storage"
)

func TestLedger(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("entries about a subject come back oldest first, with their words", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			want := []domain.Entry{
				{ID: "e2", At: start, Actor: "p1", Act: "kudos.give", Subject: "k1", Person: "p2", Version: 1, Content: "thanks"},
				{ID: "e1", At: start.Add(time.Minute), Actor: "p9", Act: "kudos.retract", Subject: "k1", Version: 2, Reason: "a mistake"},
			}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for _, e := range []domain.Entry{want[1], want[0], {Act: "kudos.give", Subject: "k2"}} {
					if err := tx.Record(ctx, e); err != nil {
						return err
					}
				}
				got, err := tx.EntriesOf(ctx, "k1")
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				return err
			})
		})
		t.Run("time and id are filled", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if err := tx.Record(ctx, domain.Entry{Act: "policy.change", Subject: "policy"}); err != nil {
					return err
				}
				got, err := tx.EntriesOf(ctx, "policy")
				if len(got) != 1 || got[0].ID == "" {
					t.Fatalf("got %+v, want one entry with an id", got)
				}
				want := domain.Entry{At: start, Act: "policy.change", Subject: "policy"}
				if diff := cmp.Diff(want, got[0], cmpopts.IgnoreFields(domain.Entry{}, "ID")); diff != "" {
					t.Error(diff)
				}
				return err
			})
		})
	})
}
