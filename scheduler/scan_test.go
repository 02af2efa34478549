package scheduler_test

import (
	"context"
	"database/sql"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver by which the company is made

	"rapport/domain"
	"rapport/scheduler"
	"rapport/storage/storagetest"
	"rapport/tools/company"
)

// crowded is enough people that PostgreSQL takes an index where it has one.
const crowded = 20_000

// Cost follows what is due, not how many there are: no sweep reads a table from
// end to end that grows with the company. Only the digest counts everybody, once
// a week.
func TestSweeps_ReadNoTableWhole(t *testing.T) {
	t.Parallel()
	config := storagetest.PostgresConfig(t)
	makeCompany(t, config.URL)
	admin := openAdmin(t, config.URL)
	bench := storagetest.PracticeOn(t, config)
	bench.Clock.Set(company.Day)
	policy := domain.DefaultPolicy()
	policy.Conversations.Start = domain.NewDate(2026, 1, 1)
	err := bench.DB.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	awaitEnd(t, admin, "")
	if _, err := admin.ExecContext(t.Context(), `SELECT pg_stat_reset()`); err != nil {
		t.Fatal(err)
	}

	sweeps := scheduler.Sweeps(scheduler.Services{Practice: bench.Practice, Outbox: bench.DB.Outbox()})
	if err := scheduler.New(scheduler.Config{Sweeps: sweeps, Clock: bench.Clock, Meter: bench.Meter}).Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, sweep := range []string{
		"conversation.plan", "conversation.advance", "ask.plan", "goal.remind", "outbox.release", "outbox.purge", "request.purge", "reporting.change", "person.greet",
	} {
		if bench.Meter.Of("sweep.done", sweep) == 0 {
			t.Errorf("sweep %s did nothing, and so shows nothing", sweep)
		}
	}
	if err := bench.DB.Close(); err != nil {
		t.Fatal(err)
	}
	awaitEnd(t, admin, "rapport")
	if whole := readWhole(t, admin); whole != "" {
		t.Errorf("read from end to end: %s", whole)
	}
}

// openAdmin opens a connection that is closed with the test.
func openAdmin(t *testing.T, address string) *sql.DB {
	t.Helper()
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	admin.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	})
	return admin
}

// makeCompany makes the company and what is due in it, by a session of its own.
func makeCompany(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	if err := company.Fill(t.Context(), db, crowded); err != nil {
		t.Fatal(err)
	}
	makeSomeDue(func(statement string) {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// awaitEnd waits until other sessions of that name have ended: PostgreSQL hears
// from each when it ends, at the latest, what it has read.
func awaitEnd(t *testing.T, admin *sql.DB, name string) {
	t.Helper()
	for others := 1; others > 0; {
		err := admin.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'`, name).Scan(&others)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// makeSomeDue makes a few of everything due: of many PostgreSQL would read even a
// larger table whole, and be right.
func makeSomeDue(ask func(string)) {
	ago := company.SQL(company.Day) + ` - interval '1 hour'`
	ask(`UPDATE conversations SET opens_at = ` + ago + `, due_at = ` + ago + ` WHERE id IN (SELECT 'c2026-06-' || n FROM generate_series(100, 20000, 1000) n)`)
	ask(`UPDATE goals SET ask_at = ` + ago + `, last_news = ` + ago + ` - interval '40 days' WHERE id IN (SELECT 'g' || n FROM generate_series(151, 20000, 1000) n)`)
	ask(`UPDATE people SET met = NULL WHERE id IN (SELECT 'p' || lpad(n::text, 7, '0') FROM generate_series(37, 20000, 1000) n)`)
	ask(`INSERT INTO planning (person, at) SELECT 'p' || lpad(n::text, 7, '0'), ` + ago + ` FROM generate_series(50, 20000, 1000) n`)
	ask(`INSERT INTO asks (id, person, kind, subject, urgency, not_before, again, plan_at, state, at)
		SELECT 'due' || n, 'p' || lpad(n::text, 7, '0'), 'goal.news', 'x' || n, 3, ` + ago + `, '', ` + ago + `, 'waiting', ` + ago + ` FROM generate_series(3, 20000, 1000) n`)
	ask(`INSERT INTO manager_changes (id, person, batch, former, manager, source, author, starts, due_at, talks, dropped, at)
		SELECT 'm' || n, 'p' || lpad(n::text, 7, '0'), 'b', '', 'p' || lpad(((n + 6) / 8 + 1)::text, 7, '0'), 'hr', '', '2026-06-10', ` + ago + `, 0, false, ` + ago + `
		FROM generate_series(5077, 20000, 1000) n`)
	ask(`INSERT INTO outbox (lane, kind, deed, class, recipient, channel, subject, detail, nonce, state, reason, attempts, at, hold_until, ended_at)
		SELECT 'D:p' || n, 'x', 'post', CASE n % 2 WHEN 0 THEN 'people' ELSE 'ask' END, 'p' || lpad(n::text, 7, '0'), '', 'h' || n, '', '',
			CASE n % 3 WHEN 0 THEN 'sent' ELSE 'waiting' END, '', 1, ` + ago + `, CASE n % 3 WHEN 0 THEN NULL ELSE ` + ago + ` END,
			CASE n % 3 WHEN 0 THEN ` + ago + ` - interval '99 days' END FROM generate_series(1, 60) n`)
	ask(`INSERT INTO requests (actor, key, digest, outcome, subject, at)
		SELECT 'p', 'old-' || n, '', '', '', ` + ago + ` - interval '99 days' FROM generate_series(1, 20) n`)
	ask(`ANALYZE`)
}

// readWhole names the tables with many rows that were read from end to end. Of
// small ones that is cheaper than by an index.
func readWhole(t *testing.T, admin *sql.DB) string {
	t.Helper()
	var tables string
	err := admin.QueryRowContext(t.Context(), `SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_stat_user_tables
		JOIN pg_class USING (relname) WHERE seq_scan > 0 AND reltuples >= 5000`).Scan(&tables)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}
