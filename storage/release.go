package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rapport/domain"
)

// releaseLock is the advisory lock under which one transaction at a time
// releases.
const releaseLock = 7263548

// GuardRelease waits for who releases. SQLite has one writer, so that nobody
// else does.
func (t *tx) GuardRelease(ctx context.Context) error {
	if t.db.dialect == sqliteDialect {
		return nil
	}
	return tried("guard the release", t.g(ctx).Exec(`SELECT pg_advisory_xact_lock(?)`, releaseLock).Error)
}

// CountQueued counts each class in its own range of one index, and no further
// than it matters.
func (t *tx) CountQueued(ctx context.Context, since time.Time, most int) (domain.Queued, error) {
	var counts []struct {
		What  string
		Count int
	}
	parts, args := []string{}, []any{}
	part := func(what, rows string, arg ...any) {
		parts = append(parts, fmt.Sprintf(`SELECT '%s' AS what, count(*) AS count FROM (SELECT 1 AS one FROM %s LIMIT ?) AS counted`, what, rows))
		args = append(append(args, arg...), most)
	}
	for _, class := range []domain.Class{domain.FromRapport, domain.OnItsDay, domain.Bulk, domain.Quiet} {
		part(string(class), `outbox WHERE queued IS NOT NULL AND class = '`+string(class)+`'`)
	}
	part("waiting", `lanes WHERE class = 1 AND EXISTS (SELECT 1 FROM outbox WHERE queued = lanes.lane)`)
	part("sent", `outbox WHERE state IN ('sent', 'dropped') AND ended_at > ? AND state = 'sent' AND class IN ('people', 'answer') AND deed = 'post'`, instant(since))
	err := t.g(ctx).Raw(strings.Join(parts, ` UNION ALL `), args...).Scan(&counts).Error
	of := map[string]int{}
	for _, c := range counts {
		of[c.What] = c.Count
	}
	return domain.Queued{
		Asks: of[string(domain.FromRapport)], Digests: of[string(domain.OnItsDay)], Bulk: of[string(domain.Bulk)],
		Edits: of[string(domain.Quiet)], People: of["waiting"] + of["sent"],
	}, tried("count what is on its way", err)
}

// CountHeld counts held messages of a class.
func (t *tx) CountHeld(ctx context.Context, class domain.Class, most int) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM (SELECT 1 AS one FROM outbox WHERE hold_until IS NOT NULL AND class = ? LIMIT ?) AS counted`,
		string(class), most).Scan(&n).Error
	return n, tried("count held messages", err)
}

// HeldDue tells whether a hold has ended. It asks for the first one and not
// whether any is old enough: PostgreSQL, which does not know the instant when it
// plans, takes a third of all messages to be, and reads them one by one until it
// finds one.
func (t *tx) HeldDue(ctx context.Context, now time.Time) (bool, error) {
	var first []time.Time
	err := t.g(ctx).Raw(`SELECT hold_until FROM outbox WHERE hold_until IS NOT NULL ORDER BY hold_until, seq LIMIT 1`).Scan(&first).Error
	return len(first) > 0 && !first[0].After(now), tried("look for held messages", err)
}

// Release gives held messages whose time has come back to their lanes. Each
// class is read in its own range of an index, so that those that have no room
// keep nobody.
func (t *tx) Release(ctx context.Context, now time.Time, limit int, classes ...domain.Class) (int, error) {
	if limit < 1 || len(classes) == 0 {
		return 0, nil
	}
	parts, args := make([]string, len(classes)), []any{}
	for i, class := range classes {
		parts[i] = `SELECT * FROM (SELECT seq, hold_until FROM outbox WHERE class = ? AND hold_until <= ? ORDER BY hold_until, seq LIMIT ?) AS held`
		args = append(args, string(class), instant(now), limit)
	}
	query := `SELECT * FROM outbox WHERE hold_until <= ? AND ` + t.oneOf("seq", `SELECT seq FROM (`+strings.Join(parts, ` UNION ALL `)+`) AS held
		ORDER BY hold_until, seq LIMIT ?`) + ` ORDER BY hold_until, seq`
	if t.db.dialect == postgresDialect {
		query += ` FOR UPDATE SKIP LOCKED`
	}
	var rows []messageRow
	if err := t.g(ctx).Raw(query, append(append([]any{instant(now)}, args...), limit)...).Scan(&rows).Error; err != nil {
		return 0, tried("list held messages", err)
	}
	return len(rows), t.requeue(ctx, rows)
}
