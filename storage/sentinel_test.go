package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// sentinel is a word that must not be found in any file or row.
const sentinel = "sentinel-5f1c"

// writings are one write for each noun, with the sentinel in each of its free
// texts. Whoever adds a noun adds it here.
var writings = map[string]func(ctx context.Context, tx domain.Tx) error{
	"kudos": func(ctx context.Context, tx domain.Tx) error {
		k := fullKudos()
		k.Text, k.Reason = sentinel+" text", sentinel+" reason"
		if err := tx.CreateKudos(ctx, k); err != nil {
			return err
		}
		k.Text, k.Version = sentinel+" edited", 1
		_, err := tx.UpdateKudos(ctx, k)
		return err
	},
	"kept": func(ctx context.Context, tx domain.Tx) error {
		k := domain.Kept{ID: "k1", Owner: "p1", Words: sentinel + " words", Quote: sentinel + " quote"}
		if err := tx.CreateKept(ctx, k); err != nil {
			return err
		}
		k.Words, k.Version = sentinel+" edited", 1
		_, err := tx.UpdateKept(ctx, k)
		return err
	},
	"ledger": func(ctx context.Context, tx domain.Tx) error {
		return tx.Record(ctx, domain.Entry{Act: "kudos.give", Subject: "k1", Reason: sentinel + " reason", Content: sentinel + " content"})
	},
}

func TestSealed_NoPlainTextIsStored(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		for name, write := range writings {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := config(t)
				db := storagetest.OpenWith(t, c)
				mustTx(t, db, write)
				if found := findPlain(t, c, sentinel); found != "" {
					t.Errorf("found the sentinel in %s", found)
				}
			})
			t.Run(name+" is found without a key, so the search is right", func(t *testing.T) {
				t.Parallel()
				c := config(t)
				rawSQL(t, c, `DELETE FROM box_keys`)
				c.Box = storage.KeyNone()
				mustTx(t, storagetest.OpenWith(t, c), write)
				if findPlain(t, c, sentinel) == "" {
					t.Error("the search finds nothing even in plain text")
				}
			})
		}
	})
}

// findPlain looks for a word in everything that is stored: the bytes of a
// SQLite database's files, or each value of each table of PostgreSQL.
func findPlain(t testing.TB, c storage.Config, word string) string {
	t.Helper()
	path, isFile := strings.CutPrefix(c.URL, "sqlite:")
	if !isFile {
		return findInTables(t, c.URL, word)
	}
	for _, file := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(word)) {
			return file
		}
	}
	return ""
}

func findInTables(t testing.TB, url, word string) string {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables []string
	rows, err := db.QueryContext(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		// A bytea prints in hex, so both forms are looked for.
		query := fmt.Sprintf(`SELECT count(*) FROM %s AS r WHERE strpos(r::text, $1) > 0 OR strpos(r::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0`, table)
		var hits int
		if err := db.QueryRowContext(t.Context(), query, word).Scan(&hits); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		if hits > 0 {
			return table
		}
	}
	return ""
}
