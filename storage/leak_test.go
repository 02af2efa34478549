package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// badEnds are ways in which a transaction ends that nobody wants.
var badEnds = map[string]func(ctx context.Context, cancel context.CancelFunc, db *storage.DB){
	"the work fails": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		_ = db.InTx(ctx, func(context.Context, domain.Tx) error { return errors.New("broken") })
	},
	"the work panics": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		defer func() { _ = recover() }()
		_ = db.InTx(ctx, func(context.Context, domain.Tx) error { panic("broken") })
	},
	"the work ends its goroutine": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = db.InTx(ctx, func(context.Context, domain.Tx) error { runtime.Goexit(); return nil })
		}()
		<-done
	},
	"a key is taken": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		_ = db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.CreatePerson(ctx, domain.Person{SlackID: "U-ada", TeamID: "T1"})
			return err
		})
	},
	"the caller has left before": func(ctx context.Context, cancel context.CancelFunc, db *storage.DB) {
		cancel()
		_ = db.InTx(ctx, func(context.Context, domain.Tx) error { return nil })
	},
	"the caller leaves within": func(ctx context.Context, cancel context.CancelFunc, db *storage.DB) {
		_ = db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			cancel()
			_, err := tx.People(ctx, domain.PersonFilter{})
			return err
		})
	},
	"the caller leaves while it commits": func(ctx context.Context, cancel context.CancelFunc, db *storage.DB) {
		_ = db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.People(ctx, domain.PersonFilter{})
			go cancel()
			return err
		})
	},
	"time runs out": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		_ = db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			<-ctx.Done()
			_, err := tx.People(ctx, domain.PersonFilter{})
			return err
		})
	},
	"reading fails": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		_ = db.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.Person(ctx, "nobody")
			return err
		})
	},
	"reading panics": func(ctx context.Context, _ context.CancelFunc, db *storage.DB) {
		defer func() { _ = recover() }()
		_ = db.Read(ctx, func(context.Context, domain.Tx) error { panic("broken") })
	},
	"a reader leaves within": func(ctx context.Context, cancel context.CancelFunc, db *storage.DB) {
		_ = db.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
			go cancel()
			_, err := tx.People(ctx, domain.PersonFilter{})
			return err
		})
	},
	"a claim is cut off": func(ctx context.Context, cancel context.CancelFunc, db *storage.DB) {
		go cancel()
		_, _ = db.Outbox().Claim(ctx, 10, time.Minute)
	},
}

// TestConnections_ComeBack ends transactions badly, more often than there are
// connections and several at once, and looks whether all of them come back.
func TestConnections_ComeBack(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		for how, end := range badEnds {
			t.Run(how, func(t *testing.T) {
				t.Parallel()
				c := config(t)
				c.MaxConns = 4
				db := storagetest.OpenWith(t, c)
				mustPerson(t, db, "ada")
				err := parallel(4, func(int) error {
					for range 8 {
						ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
						end(ctx, cancel, db)
						late := errors.Is(ctx.Err(), context.DeadlineExceeded)
						cancel()
						if late {
							return errors.New("no connection is left")
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				wantAllBack(t, db, c)
				mustPerson(t, db, "bo")
			})
		}
	})
}

// wantAllBack waits until no connection is at work, and on PostgreSQL none in a
// transaction that nobody ends.
func wantAllBack(t *testing.T, db *storage.DB, c storage.Config) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for i := 0; db.Busy() > 0; i++ {
		if i == 10_000 {
			t.Fatalf("%d connections are still at work", db.Busy())
		}
		<-tick.C
	}
	if !isPostgres(t) {
		return
	}
	raw, err := sql.Open("pgx", c.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for i := 0; ; i++ {
		var open, stuck int
		err := raw.QueryRowContext(t.Context(), `SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`).Scan(&open, &stuck)
		if err != nil {
			t.Fatal(err)
		}
		if stuck == 0 && open <= c.MaxConns {
			return
		}
		if i == 1000 {
			t.Fatalf("the server has %d sessions of at most %d, %d of them not at rest", open, c.MaxConns, stuck)
		}
		<-tick.C
	}
}
