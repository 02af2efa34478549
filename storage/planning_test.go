package storage_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

func TestMarkForPlanning(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a thousand at once, each once, and the earlier time holds", func(t *testing.T) {
			t.Parallel()
			const many = 1001
			people := make([]domain.ID, 0, many+1)
			for i := range many {
				people = append(people, personID(many-i))
			}
			people = append(people, personID(1))
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				for _, mark := range []struct {
					people []domain.ID
					at     time.Time
				}{{people, start}, {people[:1], start.Add(-time.Hour)}, {people, start.Add(time.Hour)}, {[]domain.ID{}, start.Add(-time.Hour)}} {
					if err := tx.MarkForPlanning(ctx, mark.people, mark.at); err != nil {
						return err
					}
				}
				for at, want := range map[time.Time]int{start.Add(-time.Hour): 1, start: many} {
					if got, err := tx.MarkedForPlanning(ctx, at, 2*many); err != nil || len(got) != want {
						t.Errorf("by %s: got %d, %v, want %d", at, len(got), err, want)
					}
				}
				return nil
			})
		})
		t.Run("two at once never lock each other out", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			err := parallel(4, func(i int) error {
				people := []domain.ID{personID(1), personID(2), personID(3)}
				if i%2 == 0 {
					people = []domain.ID{personID(3), personID(2), personID(1)}
				}
				return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					return tx.MarkForPlanning(ctx, people, start.Add(-time.Duration(i)*time.Hour))
				})
			})
			if err != nil {
				t.Error(err)
			}
		})
	})
}
