package storage_test

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestRequest_Claim(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a new request is claimed and remembered with its outcome", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			r := domain.RequestRecord{Actor: "p1", Key: "k1", Digest: "d1"}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				_, fresh, err := tx.ClaimRequest(ctx, r)
				if !fresh {
					t.Error("got an old request, want a fresh one")
				}
				if err != nil {
					return err
				}
				r.Outcome, r.Subject = "given", "s1"
				return tx.FinishRequest(ctx, r)
			})
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				first, fresh, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "p1", Key: "k1", Digest: "other"})
				want := domain.RequestRecord{Actor: "p1", Key: "k1", Digest: "d1", Outcome: "given", Subject: "s1", At: start}
				if diff := cmp.Diff(want, first); diff != "" || fresh {
					t.Errorf("got fresh %v, diff: %s", fresh, diff)
				}
				return err
			})
		})
		t.Run("the same key of another actor is another request", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for _, actor := range []domain.ID{"p1", "p2", ""} {
				mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
					_, fresh, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: actor, Key: "k1"})
					if !fresh {
						t.Errorf("got an old request for %q, want a fresh one", actor)
					}
					return err
				})
			}
		})
		t.Run("a request whose transaction failed can be claimed again", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			refusal := domain.Refuse(domain.Invalid, "kudos.text")
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if _, _, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "p1", Key: "k1"}); err != nil {
					return err
				}
				return refusal
			})
			wantCode(t, err, domain.Invalid)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				_, fresh, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "p1", Key: "k1"})
				if !fresh {
					t.Error("got an old request, want a fresh one")
				}
				return err
			})
		})
		t.Run("an amended request holds the new digest", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				first, _, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "p1", Key: "k1", Digest: "d1"})
				if err != nil {
					return err
				}
				first.Digest = "d2"
				if err := tx.AmendRequest(ctx, first); err != nil {
					return err
				}
				again, _, err := tx.ClaimRequest(ctx, first)
				if again.Digest != "d2" {
					t.Errorf("got digest %q, want d2", again.Digest)
				}
				return err
			})
		})
	})
}

func TestRequest_ClaimedOnceByManyWorkers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		const workers, wishes = 32, 4
		var done [wishes]atomic.Int32
		err := parallel(workers, func(int) error {
			for wish := range wishes {
				effect := false
				err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					r := domain.RequestRecord{Actor: "p1", Key: fmt.Sprint("wish-", wish)}
					_, fresh, err := tx.ClaimRequest(ctx, r)
					if effect = fresh; err != nil || !fresh {
						return err
					}
					r.Outcome = domain.OutcomeDone
					return tx.FinishRequest(ctx, r)
				})
				if err != nil {
					return err
				}
				if effect {
					done[wish].Add(1)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for wish := range wishes {
			if got := done[wish].Load(); got != 1 {
				t.Errorf("wish %d: got %d effects, want 1", wish, got)
			}
		}
	})
}

func TestRequest_Purge(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i := range 5 {
				r := domain.RequestRecord{Actor: "p1", Key: strconv.Itoa(i), At: start.Add(time.Duration(i) * time.Hour)}
				if _, _, err := tx.ClaimRequest(ctx, r); err != nil {
					return err
				}
			}
			return nil
		})
		purge := func(before time.Time, limit int) (gone int) {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				gone, err = tx.PurgeRoutine(ctx, domain.RecordTrace, before, nil, limit)
				return err
			})
			return gone
		}
		if got := purge(start.Add(3*time.Hour), 2); got != 2 {
			t.Errorf("got %d gone, want the limit of 2", got)
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			n, err := tx.PurgeRoutine(ctx, domain.RecordTrace, start.Add(3*time.Hour), []domain.ID{"p1"}, 10)
			if n != 0 {
				t.Errorf("got %d gone of somebody whose records are held", n)
			}
			return err
		})
		if got := purge(start.Add(3*time.Hour), 10); got != 1 {
			t.Errorf("got %d gone, want the one that is left before", got)
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			_, fresh, err := tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "p1", Key: "3"})
			if fresh {
				t.Error("a request at the limit was purged, want it kept")
			}
			return err
		})
	})
}
