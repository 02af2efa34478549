package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// What somebody saw first is kept; seeing it again is no news.
func TestSights_KeepTheFirstTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		first := domain.Sighted{Record: "r1"}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			return tx.NoteSights(ctx, "p1", []domain.Sighted{first}, start)
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			later := start.Add(time.Hour)
			return tx.NoteSights(ctx, "p1", []domain.Sighted{first, {Record: "r1", Version: 2}, {Record: "r2"}}, later)
		})
		want := map[domain.Sighted]time.Time{first: start.UTC(), {Record: "r1", Version: 2}: start.Add(time.Hour).UTC()}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Sights(ctx, "p1", []domain.ID{"r1", "r9"})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if other, err := tx.Sights(ctx, "p2", []domain.ID{"r1"}); err != nil || len(other) > 0 {
				t.Errorf("somebody else has seen %v, %v", other, err)
			}
			return err
		})
	})
}

// Evidence keeps what was taken back, and leaves out what its receiver did.
func TestEvidence_KudosAbout(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i, k := range []domain.Kudos{
				{ID: "k0", At: start.Add(-time.Hour)}, {ID: "k1"}, {ID: "k2", State: domain.KudosUndone}, {ID: "k3"},
			} {
				k.Giver, k.Text, k.Version = "p1", string(k.ID), 1
				k.Receivers = []domain.KudosReceiver{{Person: "p2", OutOfFile: k.ID == "k3"}, {Person: "p3"}}
				if k.State == "" {
					k.State = domain.KudosGiven
				}
				if k.At.IsZero() {
					k.At = start.Add(time.Duration(i) * time.Minute)
				}
				if err := tx.CreateKudos(ctx, k); err != nil {
					return err
				}
			}
			return nil
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.KudosAbout(ctx, "p2", start)
			var got []string
			for _, k := range list {
				got = append(got, k.Text+" "+string(k.State))
			}
			if diff := cmp.Diff([]string{"k1 given", "k2 undone"}, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

func TestEvidence_DeliveredAndMarked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, e := range []domain.Entry{{ID: "e1", Subject: "k1", Act: "kudos.give", Actor: "p1"}, {ID: "e2", Subject: "k2", Act: "kudos.give"}, {ID: "e3", Subject: "k9"}} {
				e.At = start
				if err := tx.Record(ctx, e); err != nil {
					return err
				}
			}
			return nil
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			marks, err := tx.LedgerMarks(ctx, []domain.ID{"k1", "k2"})
			want := []domain.LedgerMark{{ID: "e1", At: start.UTC(), Actor: "p1", Act: "kudos.give", Subject: "k1"}, {ID: "e2", At: start.UTC(), Act: "kudos.give", Subject: "k2"}}
			if diff := cmp.Diff(want, marks); diff != "" {
				t.Error(diff)
			}
			if none, err := tx.LedgerMarks(ctx, nil); err != nil || none != nil {
				t.Errorf("of nothing: got %v, %v", none, err)
			}
			return err
		})
	})
}

func TestKept_SharedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateKept(ctx, domain.Kept{ID: "k1", Owner: "p1", Words: "mine", At: start}); err != nil {
				return err
			}
			if err := tx.ShareKept(ctx, []domain.ID{"k1"}, start); err != nil {
				return err
			}
			if err := tx.ShareKept(ctx, []domain.ID{"k1"}, start.Add(time.Hour)); err != nil {
				return err
			}
			list, err := tx.KeptAbout(ctx, "p1", start)
			if len(list) != 1 || !list[0].SharedAt.Equal(start) {
				t.Errorf("got %+v, want one, shared the first time", list)
			}
			return err
		})
	})
}
