package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// plan is a node of how PostgreSQL means to answer a statement.
type plan struct {
	Node     string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Index    string `json:"Index Name"`
	Cond     string `json:"Index Cond"`
	Plans    []plan `json:"Plans"`
}

// plansOf asks PostgreSQL how it answers the statements that only read, each
// text once.
func plansOf(ctx context.Context, db *sql.DB, list []statement) ([]plan, error) {
	var plans []plan
	seen := map[string]bool{}
	for _, s := range list {
		if seen[s.text] || !strings.EqualFold(strings.Fields(s.text)[0], "SELECT") {
			continue
		}
		seen[s.text] = true
		var text string
		if err := db.QueryRowContext(ctx, "EXPLAIN (FORMAT JSON) "+filled(s)).Scan(&text); err != nil {
			return nil, fmt.Errorf("explain a recorded statement: %w", err)
		}
		var answer []struct{ Plan plan }
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			return nil, fmt.Errorf("read a plan: %w", err)
		}
		for _, a := range answer {
			plans = append(plans, a.Plan)
		}
	}
	return plans, nil
}

// filled is a statement with its parameters in their places.
func filled(s statement) string {
	return placeholder.ReplaceAllStringFunc(s.text, func(p string) string {
		if n, err := strconv.Atoi(p[1:]); err == nil && n <= len(s.params) {
			return s.params[n-1]
		}
		return p
	})
}

// since is a bound of an index on the time at.
var since = regexp.MustCompile(`\(at >=? '([^']+)'`)

// old are the nodes of a plan that may read rows of some tables from before a
// time: whatever is not a range of an index that begins after it.
func (p plan) old(tables []string, before time.Time) []plan {
	var list []plan
	for i, below := range p.Plans {
		// The same kudos in a second table, by its id, is as young as in the first.
		if i == 1 && p.Node == "Nested Loop" && sameKudos.MatchString(below.Cond) && p.Plans[0].young(tables, before) {
			continue
		}
		list = append(list, below.old(tables, before)...)
	}
	if slices.Contains(tables, p.Relation) && !p.bounded(before) {
		list = append(list, p)
	}
	return list
}

// sameKudos is a bound of an index on the id of a kudos that was found before.
var sameKudos = regexp.MustCompile(`\((kudos|id) = \w+\.(id|kudos)\)`)

// young tells whether a plan reads some tables, and nothing of them from before a
// time.
func (p plan) young(tables []string, before time.Time) bool {
	return p.reads(tables) && len(p.old(tables, before)) == 0
}

// reads tells whether a plan reads one of some tables.
func (p plan) reads(tables []string) bool {
	return slices.Contains(tables, p.Relation) || slices.ContainsFunc(p.Plans, func(below plan) bool { return below.reads(tables) })
}

// bounded tells whether a node, or what finds its rows, is a range of an index
// that begins after a time.
func (p plan) bounded(before time.Time) bool {
	if m := since.FindStringSubmatch(p.Cond); m != nil {
		from, err := time.Parse("2006-01-02 15:04:05.999999-07", m[1])
		return err == nil && !from.Before(before)
	}
	return p.Node == "Bitmap Heap Scan" && slices.ContainsFunc(p.Plans, func(below plan) bool { return below.bounded(before) })
}

// rowsRead is how many rows and entries of indexes of some tables were read
// since the database was made.
func rowsRead(ctx context.Context, db *sql.DB, tables []string) (int64, error) {
	var n int64
	err := db.QueryRowContext(ctx, `SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables WHERE relname = ANY($1))
		+ (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname = ANY($1))`, tables).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("ask how many rows were read: %w", err)
	}
	return n, nil
}

// settled waits until every other connection to the database is closed: what
// one read and wrote is counted at its end.
func settled(ctx context.Context, db *sql.DB) error {
	for n := 1; n > 0; {
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'rapport'`).Scan(&n)
		if err != nil {
			return fmt.Errorf("wait for what is counted: %w", err)
		}
	}
	return nil
}
