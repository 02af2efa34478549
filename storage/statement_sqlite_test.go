package storage

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"
)

// mustKeep opens a new file by one connection that keeps its statements, with
// the numbers 1 to 3 in a table.
func mustKeep(t *testing.T) *sql.DB {
	t.Helper()
	connector, err := sqlite.NewConnector(sqliteDSN(filepath.Join(t.TempDir(), "kept.db"), true, false))
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(keeping{connector})
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	mustExec(t, db, `CREATE TABLE numbers (n INTEGER PRIMARY KEY)`)
	mustExec(t, db, `INSERT INTO numbers (n) VALUES (?), (?), (?)`, 1, 2, 3)
	return db
}

func mustExec(t *testing.T, db *sql.DB, text string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// mustCount gives how many statements the connection keeps.
func mustCount(t *testing.T, db *sql.DB) int {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = conn.Raw(func(c any) error {
		kept, ok := c.(*keepingConn)
		if !ok {
			return fmt.Errorf("a connection is a %T", c)
		}
		n = len(kept.kept)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}

// mustScan reads the first column of the first row.
func mustScan(t *testing.T, db *sql.DB, text string, args ...any) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), text, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func TestKeeping(t *testing.T) {
	t.Parallel()
	t.Run("a statement is used again with other values", func(t *testing.T) {
		t.Parallel()
		db := mustKeep(t)
		before := mustCount(t, db)
		for want := 1; want <= 3; want++ {
			if got := mustScan(t, db, `SELECT n FROM numbers WHERE n = ?`, want); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		}
		if got := mustCount(t, db) - before; got != 1 {
			t.Errorf("got %d statements kept, want 1", got)
		}
	})
	t.Run("rows within rows of the same text do not disturb each other", func(t *testing.T) {
		t.Parallel()
		db := mustKeep(t)
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := pairs(t, tx); got != 9 {
			t.Errorf("got %d pairs of three numbers, want 9", got)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a changed schema is seen", func(t *testing.T) {
		t.Parallel()
		db := mustKeep(t)
		mustScan(t, db, `SELECT * FROM numbers ORDER BY n`)
		mustExec(t, db, `ALTER TABLE numbers ADD COLUMN word TEXT NOT NULL DEFAULT 'w'`)
		var n int
		var word string
		if err := db.QueryRowContext(t.Context(), `SELECT * FROM numbers ORDER BY n`).Scan(&n, &word); err != nil || word != "w" {
			t.Errorf("got %d, %q, %v", n, word, err)
		}
	})
	t.Run("what failed can be tried again", func(t *testing.T) {
		t.Parallel()
		db := mustKeep(t)
		const add = `INSERT INTO numbers (n) VALUES (?)`
		mustExec(t, db, add, 4)
		if _, err := db.ExecContext(t.Context(), add, 4); !duplicate(err) {
			t.Errorf("got %v for a number that is there already", err)
		}
		mustExec(t, db, add, 5)
	})
	t.Run("only so many are kept, and none that is long", func(t *testing.T) {
		t.Parallel()
		db := mustKeep(t)
		for i := range keptStatements + 10 {
			mustScan(t, db, fmt.Sprintf(`SELECT %d`, i))
		}
		mustScan(t, db, fmt.Sprintf(`SELECT 1 /* %*s */`, longestKept, ""))
		if got := mustCount(t, db); got != keptStatements {
			t.Errorf("got %d statements kept, want %d", got, keptStatements)
		}
	})
}

// pairs counts what two readings of the same text find, one within the other.
func pairs(t *testing.T, tx *sql.Tx) int {
	t.Helper()
	const all = `SELECT n FROM numbers ORDER BY n`
	read := func(each func()) {
		rows, err := tx.QueryContext(t.Context(), all)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := rows.Close(); err != nil {
				t.Error(err)
			}
		}()
		for rows.Next() {
			each()
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	}
	found := 0
	read(func() { read(func() { found++ }) })
	return found
}
