package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// emptyConfig is that of a SQLite database that was never migrated.
func emptyConfig(t testing.TB) storage.Config {
	t.Helper()
	c := storagetest.Config(t)
	c.URL = "sqlite:" + filepath.Join(t.TempDir(), "data", "empty.db")
	return c
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	t.Run("an empty database gets the whole schema, once", func(t *testing.T) {
		t.Parallel()
		db := storagetest.OpenWith(t, emptyConfig(t))
		pending, err := db.Pending(t.Context())
		if err != nil || len(pending) == 0 || pending[0] != 1 {
			t.Fatalf("got %v pending, %v; want all from the first on", pending, err)
		}
		for range 2 {
			if err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if pending, err = db.Pending(t.Context()); err != nil || len(pending) > 0 {
			t.Errorf("got %v pending, %v; want none", pending, err)
		}
		mustPerson(t, db, "grace")
	})
	t.Run("one that came late is pending though a later one is applied", func(t *testing.T) {
		t.Parallel()
		c := storagetest.Config(t)
		rawSQL(t, c, `DELETE FROM goose_db_version WHERE version_id = 2`)
		pending, err := storagetest.OpenWith(t, c).Pending(t.Context())
		if err != nil || !slices.Equal(pending, []int64{2}) {
			t.Errorf("got %v pending, %v; want 2", pending, err)
		}
	})
	t.Run("replicas that start at once migrate once", func(t *testing.T) {
		t.Parallel()
		c := emptyConfig(t)
		err := parallel(4, func(int) error {
			db, err := storage.Open(t.Context(), c)
			if err != nil {
				return err
			}
			if err := db.Migrate(t.Context()); err != nil {
				return err
			}
			return db.Close()
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestMigrate_PostgresFromEmptyByManyAtOnce(t *testing.T) {
	t.Parallel()
	c := storagetest.EmptyPostgresConfig(t)
	err := parallel(4, func(int) error {
		db, err := storage.Open(t.Context(), c)
		if err != nil {
			return err
		}
		if err := db.Migrate(t.Context()); err != nil {
			return err
		}
		return db.Close()
	})
	if err != nil {
		t.Error(err)
	}
}

// rawDB opens a database past storage, as somebody with a console does.
func rawDB(t testing.TB, c storage.Config) *sql.DB {
	t.Helper()
	kind, name := "pgx", c.URL
	if path, found := strings.CutPrefix(c.URL, "sqlite:"); found {
		kind, name = "sqlite", path
	}
	db, err := sql.Open(kind, name)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// queryTexts gives the one column of a query.
func queryTexts(t testing.TB, c storage.Config, query string) []string {
	t.Helper()
	db := rawDB(t, c)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}

// rawSQL runs statements on the file of a closed database.
func rawSQL(t testing.TB, c storage.Config, statements ...string) {
	t.Helper()
	db := rawDB(t, c)
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestOpen_Compatibility(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		t.Run("a database of a later release is used as long as that allows it", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			rawSQL(t, c,
				`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, TRUE)`,
				`INSERT INTO schema_floor (migration, oldest) VALUES (9000, '0.9.0')`,
				`ALTER TABLE people ADD COLUMN nickname text NOT NULL DEFAULT ''`)
			for release, fits := range map[string]bool{"0.8.9": false, "0.9.0": true, "v0.10.0-rc1": true, "": true, "dev": true} {
				c.Release = release
				db, err := storage.Open(t.Context(), c)
				if (err == nil) != fits {
					t.Errorf("release %q: got %v, want it to fit: %v", release, err, fits)
				}
				if want := (storage.TooOld{Release: release, Oldest: "0.9.0"}); !fits && !errors.Is(err, want) {
					t.Errorf("release %q: got %v, want %v", release, err, want)
				}
				if err != nil {
					continue
				}
				if err := db.Migrate(t.Context()); err != nil {
					t.Errorf("release %q: migrate: %v", release, err)
				}
				mustPerson(t, db, "p"+release)
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}
		})
		t.Run("a start is refused while a key is missing", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			first := storagetest.OpenWith(t, c)
			mustKudos(t, first, fullKudos())

			c.Box = mustBox(t, key(9))
			if _, err := storage.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "not at hand") {
				t.Errorf("got %v, want a refusal that names the key", err)
			}
			c.Box = storage.KeyNone()
			if _, err := storage.Open(t.Context(), c); err == nil {
				t.Error("a database with sealed text was opened without any key")
			}
			c.Box = mustBox(t, key(9), storagetest.Key)
			rotating := storagetest.OpenWith(t, c)
			mustRead(t, rotating, func(ctx context.Context, tx domain.Tx) error {
				k, err := tx.Kudos(ctx, "k-full")
				if k.Text != fullKudos().Text {
					t.Errorf("got %q, want the text sealed with the older key", k.Text)
				}
				return err
			})
		})
		t.Run("who only looks does not have a key asked for ever after", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			right := c.Box
			c.Box = mustBox(t, key(9))
			looked, err := storage.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(looked.Migrate(t.Context()), looked.Close()); err != nil {
				t.Fatal(err)
			}
			c.Box = right
			mustKudos(t, storagetest.OpenWith(t, c), fullKudos())
			c.Box = mustBox(t, key(9))
			if _, err := storage.Open(t.Context(), c); err == nil {
				t.Error("the key of what was written is not asked for")
			}
		})
		t.Run("a database without keys can be given one", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			rawSQL(t, c, `DELETE FROM box_keys`)
			sealing := c.Box
			c.Box = storage.KeyNone()
			plain := storagetest.OpenWith(t, c)
			mustKudos(t, plain, fullKudos())
			c.Box = sealing
			mustRead(t, storagetest.OpenWith(t, c), func(ctx context.Context, tx domain.Tx) error {
				k, err := tx.Kudos(ctx, "k-full")
				if k.Text != fullKudos().Text {
					t.Errorf("got %q, want the plain text", k.Text)
				}
				return err
			})
		})
	})
}

func TestSchema(t *testing.T) {
	t.Parallel()
	for _, postgres := range []bool{true, false} {
		schema, err := storage.Schema(postgres)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(schema, "{{") || strings.Contains(schema, "bytea") != postgres {
			t.Errorf("postgres %v: the schema was not written out", postgres)
		}
		ups, unhurried := strings.Count(schema, "-- +goose Up\n"), strings.Count(schema, "-- +goose Up\nSET LOCAL statement_timeout = 0;\n")
		if ups == 0 || postgres && unhurried != ups || !postgres && unhurried != 0 {
			t.Errorf("postgres %v: %d of %d migrations may take longer than a session gives a statement", postgres, unhurried, ups)
		}
	}
}
