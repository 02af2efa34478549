package storage_test

import (
	"bytes"
	"database/sql"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapport/storage"
	"rapport/storage/storagetest"
)

// column is one column of the schema as SQLite tells it: one text of migrations
// serves both databases.
type column struct{ table, name, kind string }

// columnsOf reads the schema.
func columnsOf(t *testing.T, db *sql.DB) []column {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT m.name, c.name, lower(c.type) FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY m.name, c.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.table, &c.name, &c.kind); err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// notWords are the columns of bytes that hold no text of anybody.
var notWords = []string{"ledger.commitment", "ledger.hash", "ledger_head.hash", "ledger.salt", "round_boxes.secret", "round_boxes.answered"}

// Every sealed column of the schema is written by some noun's writing, with the
// sentinel in it: a column that nobody lists here is one that nobody looks at.
func TestSealed_EveryColumnOfTheSchema(t *testing.T) {
	t.Parallel()
	c := storagetest.Config(t)
	path, isFile := strings.CutPrefix(c.URL, "sqlite:")
	if !isFile {
		t.Fatal("the usual database of tests is no file")
	}
	rawSQL(t, c, `DELETE FROM box_keys`)
	c.Box = storage.KeyNone()
	writeAll(t, storagetest.OpenWith(t, c))
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, col := range columnsOf(t, db) {
		place := col.table + "." + col.name
		if col.kind != "blob" || slices.Contains(notWords, place) {
			continue
		}
		var n int
		query := `SELECT count(*) FROM ` + col.table + ` WHERE instr(` + col.name + `, CAST(? AS blob)) > 0`
		if err := db.QueryRowContext(t.Context(), query, sentinel).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("no writing puts the sentinel into %s: add it to writings, so that its sealing is looked at", place)
		}
	}
}

var (
	createdTable = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	plainColumn  = regexp.MustCompile(`(?m)^\s+(\w+) +text\b`)
	addedColumn  = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+) +text\b`)
)

// plainColumns are the columns that the migrations make as text, which is neither
// an id nor sealed.
func plainColumns(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("list the migrations: %v, %d", err, len(files))
	}
	var places []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range createdTable.FindAllStringSubmatch(string(text), -1) {
			for _, c := range plainColumn.FindAllStringSubmatch(table[2], -1) {
				places = append(places, table[1]+"."+c[1])
			}
		}
		for _, added := range addedColumn.FindAllStringSubmatch(string(text), -1) {
			places = append(places, added[1]+"."+added[2])
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

var updatePlain = flag.Bool("update-plain", false, "write which columns of the schema are not sealed")

// Which columns of text are not sealed is written down: a new one fails until
// somebody has said that it holds no free text, by adding it.
func TestSealed_PlainColumnsAreKnown(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	for _, place := range plainColumns(t) {
		got.WriteString(place + "\n")
	}
	const file = "testdata/plain_columns.txt"
	if *updatePlain {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields(string(want))
	for place := range strings.FieldsSeq(got.String()) {
		if !slices.Contains(known, place) {
			t.Errorf("%s holds text that is not sealed: make it {{sealed}}, or, where it is an id, a state or a key, add it to %s", place, file)
		}
	}
}
