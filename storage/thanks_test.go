package storage_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

func TestAllowance(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		day := domain.Date{Year: 2000, Month: time.January, Day: 3}
		spend := func(t *testing.T, db *storage.DB, day domain.Date, n int) (left int, ok bool) {
			t.Helper()
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				left, ok, err = tx.SpendAllowance(ctx, "p1", day, n, 5)
				return err
			})
			return left, ok
		}
		want := func(t *testing.T, left int, ok bool, wantLeft int, wantOK bool) {
			t.Helper()
			if left != wantLeft || ok != wantOK {
				t.Errorf("got %d left, %v; want %d, %v", left, ok, wantLeft, wantOK)
			}
		}
		t.Run("it goes down to nothing and not below", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			left, ok := spend(t, db, day, 3)
			want(t, left, ok, 2, true)
			left, ok = spend(t, db, day, 3)
			want(t, left, ok, 2, false)
			left, ok = spend(t, db, day, 2)
			want(t, left, ok, 0, true)
			left, ok = spend(t, db, day, 1)
			want(t, left, ok, 0, false)
		})
		t.Run("each day begins anew", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			spend(t, db, day, 5)
			left, ok := spend(t, db, day.AddDays(1), 1)
			want(t, left, ok, 4, true)
		})
		t.Run("more than the whole allowance never fits", func(t *testing.T) {
			t.Parallel()
			left, ok := spend(t, open(t), day, 6)
			want(t, left, ok, 5, false)
		})
		t.Run("what was refunded can be spent, and no more", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			spend(t, db, day, 2)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.RefundAllowance(ctx, "p1", day, 7) })
			left, ok := spend(t, db, day, 5)
			want(t, left, ok, 0, true)
		})
	})
}

func TestAllowance_NeverOverspentByManyWorkers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		const workers, limit = 32, 20
		day := domain.Date{Year: 2000, Month: time.January, Day: 3}
		var spent, refused atomic.Int32
		err := parallel(workers, func(int) error {
			fits := false
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				var err error
				_, fits, err = tx.SpendAllowance(ctx, "p1", day, 1, limit)
				return err
			})
			if fits {
				spent.Add(1)
			} else {
				refused.Add(1)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if spent.Load() != limit || refused.Load() != workers-limit {
			t.Errorf("got %d spent and %d refused, want %d and %d", spent.Load(), refused.Load(), limit, workers-limit)
		}
	})
}
