package storage_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestInTx(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		t.Run("practice time stands still inside, in UTC and microseconds", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			clock := storagetest.NewClock()
			clock.Set(time.Date(2000, 1, 1, 12, 0, 0, 123456789, time.FixedZone("X", 3600)))
			c.Clock = clock
			mustTx(t, storagetest.OpenWith(t, c), func(_ context.Context, tx domain.Tx) error {
				before := tx.Now()
				clock.Advance(time.Hour)
				if want := time.Date(2000, 1, 1, 11, 0, 0, 123456000, time.UTC); !tx.Now().Equal(before) || tx.Now() != want {
					t.Errorf("got %v, then %v; want %v", before, tx.Now(), want)
				}
				return nil
			})
		})
		t.Run("a closure that fails leaves nothing, and its error comes out as it is", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			broken := errors.New("broken")
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if _, err := tx.CreatePerson(ctx, domain.Person{ID: "p1", SlackID: "U1"}); err != nil {
					return err
				}
				return broken
			})
			if !errors.Is(err, broken) || domain.CodeOf(err) != domain.Internal {
				t.Errorf("got %v, want the closure's own error", err)
			}
			wantNobody(t, db, "p1")
		})
		t.Run("a closure that panics leaves nothing and no connection behind", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			for range 20 { // more often than there are connections
				func() {
					defer func() {
						if recover() == nil {
							t.Error("the panic was swallowed")
						}
					}()
					_ = db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
						if _, err := tx.CreatePerson(ctx, domain.Person{ID: "p1", SlackID: "U1"}); err != nil {
							return err
						}
						panic("oh")
					})
				}()
			}
			wantNobody(t, db, "p1")
		})
		t.Run("time that runs out before COMMIT means not saved", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			ctx, cancel := context.WithCancel(t.Context())
			err := db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.CreatePerson(ctx, domain.Person{ID: "p1", SlackID: "U1"})
				cancel()
				return err
			})
			wantCode(t, err, domain.NotSaved)
			wantNobody(t, db, "p1")
			over, end := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
			defer end()
			err = db.InTx(over, func(context.Context, domain.Tx) error { return nil })
			wantCode(t, err, domain.NotSaved)
		})
		t.Run("reading sees one moment and cannot write", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			p := mustPerson(t, db, "grace")
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				if _, err := tx.Person(ctx, p.ID); err != nil {
					return err
				}
				mustPerson(t, db, "ada")
				people, err := tx.People(ctx, domain.PersonFilter{})
				if len(people) != 1 {
					t.Errorf("got %d people, want the one of that moment", len(people))
				}
				return err
			})
			err := db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.CreatePerson(ctx, domain.Person{SlackID: "U9"})
				return err
			})
			if err == nil {
				t.Error("a reading transaction wrote")
			}
		})
	})
}

func wantNobody(t testing.TB, db *storage.DB, id domain.ID) {
	t.Helper()
	err := db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		_, err := tx.Person(ctx, id)
		return err
	})
	wantCode(t, err, domain.NotFound)
}

// Two transactions take the same two rows in opposite order. One database
// finds the deadlock, the other lets no two write at once; both get done.
func TestInTx_BeginsAgainAfterADeadlock(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		a, b := mustPerson(t, db, "ada"), mustPerson(t, db, "bea")
		var met sync.WaitGroup
		met.Add(2)
		var once [2]sync.Once
		arrive := func(i int) func() { return func() { once[i].Do(met.Done) } }
		err := parallel(2, func(i int) error {
			first, second := a.ID, b.ID
			if i == 1 {
				first, second = second, first
			}
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if err := tx.SeeHome(ctx, first, start.Add(time.Duration(i+1)*time.Minute)); err != nil {
					return err
				}
				arrive(i)()
				if isPostgres(t) {
					met.Wait() // both hold their first row now
				}
				return tx.SeeHome(ctx, second, start.Add(time.Duration(i+1)*time.Minute))
			})
		})
		if err != nil {
			t.Errorf("got %v, want both saved", err)
		}
	})
}
