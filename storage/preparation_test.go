package storage_test

import (
	"context"
	"database/sql"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// awaitLock returns when a transaction waits for another one's lock.
func awaitLock(t *testing.T, c storage.Config) {
	t.Helper()
	db, err := sql.Open("pgx", c.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for waiting := 0; waiting == 0; {
		err := db.QueryRowContext(t.Context(),
			`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is shared stays, whatever is still on its way from the same window: a
// keystroke, or the form as it was closed.
func TestPreparation_SharedStays(t *testing.T) {
	t.Parallel()
	words := func(text string) domain.PreparedAnswer { return domain.PreparedAnswer{Question: "q1", Text: text} }
	late := map[string]func(context.Context, domain.Tx, domain.Preparation) error{
		"a keystroke": func(ctx context.Context, tx domain.Tx, _ domain.Preparation) error {
			_, err := tx.SaveDraft(ctx, "c1", "p1", words("The dri"), "200.0")
			return err
		},
		"an older form": func(ctx context.Context, tx domain.Tx, before domain.Preparation) error {
			before.Answers = []domain.PreparedAnswer{words("The dri")}
			if _, err := tx.SavePreparation(ctx, before); domain.CodeOf(err) != domain.Conflict {
				t.Errorf("got %v, want a conflict", err)
			}
			return nil
		},
	}
	for name, come := range late {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
				c := config(t)
				db := storagetest.OpenWith(t, c)
				var before domain.Preparation
				mustTx(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
					if _, err := tx.SaveDraft(ctx, "c1", "p1", words("The"), "100.0"); err != nil {
						return err
					}
					before, err = tx.Preparation(ctx, "c1", "p1")
					return err
				})
				came := make(chan error, 1)
				mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
					p := before
					p.Answers, p.Shared = []domain.PreparedAnswer{words("The drill went well.")}, tx.Now()
					if _, err := tx.SavePreparation(ctx, p); err != nil {
						return err
					}
					go func() {
						came <- db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return come(ctx, tx, before) })
					}()
					if isPostgres(t) {
						awaitLock(t, c) // SQLite lets the other begin after the commit only
					}
					return nil
				})
				if err := <-came; err != nil {
					t.Fatal(err)
				}
				mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
					p, err := tx.Preparation(ctx, "c1", "p1")
					if p.Shared.IsZero() || len(p.Answers) != 1 || p.Answers[0].Text != "The drill went well." {
						t.Errorf("got %+v, want what was shared", p)
					}
					return err
				})
			})
		})
	}
}
