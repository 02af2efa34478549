package storagetest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"rapport/storage"
)

// Table is all that a database holds in one table, as whoever has its disk sees
// it: each value as text, the rows as they lie, and in front where each lies and,
// in PostgreSQL, which transaction wrote it.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// Dump reads everything that a database holds.
func Dump(t testing.TB, c storage.Config) []Table {
	t.Helper()
	driver, address, list, all := "pgx", c.URL,
		`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
		`SELECT ctid::text AS place, xmin::text AS writer, t.* FROM %s t ORDER BY ctid`
	if path, isFile := strings.CutPrefix(c.URL, "sqlite:"); isFile {
		driver, address = "sqlite", "file:"+path+"?mode=ro"
		list = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
		all = `SELECT rowid AS place, t.* FROM %s t ORDER BY rowid`
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatalf("open a database to dump it: %v", err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Errorf("close a dumped database: %v", err)
		}
	}()
	_, names := readAll(t, db, list)
	var tables []Table
	for _, name := range names {
		columns, rows := readAll(t, db, fmt.Sprintf(all, name[0]))
		tables = append(tables, Table{Name: name[0], Columns: columns, Rows: rows})
	}
	return tables
}

// readAll reads a query as texts.
func readAll(t testing.TB, db *sql.DB, query string) (columns []string, all [][]string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}()
	if columns, err = rows.Columns(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		texts := make([]string, len(values))
		for i, v := range values {
			if raw, isBytes := v.([]byte); isBytes {
				v = string(raw)
			}
			texts[i] = fmt.Sprint(v)
		}
		all = append(all, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return columns, all
}
