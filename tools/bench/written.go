package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// written counts what the server wrote, by table, and how often something was
// committed or given up, since the database was made.
type written struct {
	rows         map[string]int64
	transactions int64
}

// countWritten asks once everybody else has left.
func countWritten(ctx context.Context, db *sql.DB) (w written, err error) {
	if err := settled(ctx, db); err != nil {
		return w, err
	}
	rows, err := db.QueryContext(ctx, `SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables`)
	if err != nil {
		return w, fmt.Errorf("ask how many rows were written: %w", err)
	}
	defer rows.Close() //nolint:errcheck // Err says what went wrong
	w.rows = map[string]int64{}
	for rows.Next() {
		var table string
		var n int64
		if err := rows.Scan(&table, &n); err != nil {
			return w, fmt.Errorf("read how many rows were written: %w", err)
		}
		w.rows[table] = n
	}
	if err := rows.Err(); err != nil {
		return w, fmt.Errorf("read how many rows were written: %w", err)
	}
	err = db.QueryRowContext(ctx, `SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()`).Scan(&w.transactions)
	if err != nil {
		return w, fmt.Errorf("ask how many transactions there were: %w", err)
	}
	return w, nil
}

// since is what was written after an earlier count. Tables of which nothing was
// are left out.
func (w written) since(before written) written {
	diff := written{rows: map[string]int64{}, transactions: w.transactions - before.transactions}
	for table, n := range w.rows {
		if n > before.rows[table] {
			diff.rows[table] = n - before.rows[table]
		}
	}
	return diff
}

// sum counts the rows of all tables but some.
func (w written) sum(but ...string) int64 {
	var n int64
	for table, rows := range w.rows {
		if !slices.Contains(but, table) {
			n += rows
		}
	}
	return n
}

// String lists the rows by table.
func (w written) String() string {
	var list []string
	for _, table := range slices.Sorted(maps.Keys(w.rows)) {
		list = append(list, fmt.Sprintf("%s %d", table, w.rows[table]))
	}
	return strings.Join(list, ", ")
}
