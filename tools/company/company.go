// Package company fills a PostgreSQL database as if Rapport had served a company
// for years, for tests and benchmarks that need one of any size: a million people
// take a minute.
package company

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day is when the clock of a company begins to run: a Wednesday, in the working
// hours of all its zones.
var Day = time.Date(2026, time.June, 10, 14, 0, 0, 0, time.UTC)

// seed fills one table. In its text :n is how many people there are and :now the
// Day.
type seed struct{ table, query string }

// seeds are what a company has after years: managers of eight people each, zones
// and places, a conversation that closed, one that is held and one that is
// planned, what was asked and sent about them, goals, absences.
var seeds = []seed{
	{"people", `INSERT INTO people (id, slack_id, team_id, name, handle, email, zone, locale, kind, active, manager, team, area, role, location,
			starts, leaves, cadence, pattern, takes_part, met, privately, joined_at, version, email_key, name_key, first_key, handle_key)
		SELECT 'p' || lpad(n::text, 7, '0'), 'U' || lpad(n::text, 7, '0'), 'T1', 'Person ' || n, 'person' || n, 'person' || n || '@example.com',
			(ARRAY['Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Sao_Paulo'])[1 + n % 4], 'en-US', 'member', true,
			CASE WHEN n = 1 THEN '' ELSE 'p' || lpad(((n + 6) / 8)::text, 7, '0') END,
			'Area ' || n % 40 || '/Team ' || n / 50, 'Area ' || n % 40, '', (ARRAY['DE-BE', 'GB', 'US', 'BR'])[1 + n % 4],
			'2023-03-01', '', '', '', false, :now - interval '100 days', false, :now - interval '900 days', 1,
			'person' || n || '@example.com', 'person ' || n, 'person', 'person' || n
		FROM generate_series(1, :n) n`},
	{"managing", `INSERT INTO managing (manager, since)
		SELECT 'p' || lpad(n::text, 7, '0'), :now - interval '900 days' FROM generate_series(1, (:n + 6) / 8) n`},
	{"deliveries", `INSERT INTO deliveries (channel, ts, kind, subject, recipient, at)
		SELECT 'D' || n, '1700000000.' || n, 'person.meet', 'p' || lpad(n::text, 7, '0'), 'p' || lpad(n::text, 7, '0'), :now - interval '99 days'
		FROM generate_series(1, :n) n`},
	{"absences", `INSERT INTO absences (id, person, starts, ends, set_by, at)
		SELECT 'a' || n, 'p' || lpad(n::text, 7, '0'), '2026-03-02', '2026-03-06', 'p' || lpad(n::text, 7, '0'), :now - interval '120 days'
		FROM generate_series(7, :n, 20) n`},
	{"conversations", `INSERT INTO conversations (id, employee, partner, kind, period, ordinal, state, ending, opens_at, rule_day, rule_at, rule_zone,
			rule_basis, opened_at, due_on, rather_talk, turn, said_held_by, said_held_for, held_on, rest_asked_at, due_at, closed_at, version)
		SELECT 'c' || r.period || '-' || n, 'p' || lpad(n::text, 7, '0'), CASE WHEN n = 1 THEN '' ELSE 'p' || lpad(((n + 6) / 8)::text, 7, '0') END,
			'regular', r.period, 0, r.state, r.ending, r.day + n % 12 * interval '1 day' + n % 90 * interval '1 minute',
			to_char(r.day + n % 12 * interval '1 day', 'YYYY-MM-DD'), 540 + n % 90,
			(ARRAY['Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Sao_Paulo'])[1 + n % 4], 0, r.opened + n % 12 * interval '1 day',
			CASE WHEN r.opened IS NULL THEN '' ELSE to_char(r.opened + (n % 12 + 20) * interval '1 day', 'YYYY-MM-DD') END,
			false, r.turn, '', '', '', r.opened + interval '20 days',
			CASE r.state WHEN 'open' THEN NULL WHEN 'planned' THEN r.day + n % 12 * interval '1 day' + n % 90 * interval '1 minute'
				ELSE r.closed + interval '12 months' END, r.closed, 3
		FROM generate_series(1, :n) n, (VALUES
			('2026-04', 'closed', 'not_held', timestamptz '2026-04-02 07:00Z', timestamptz '2026-04-02 07:00Z', '', timestamptz '2026-05-08 07:00Z'),
			('2026-05', 'open', '', timestamptz '2026-05-04 07:00Z', timestamptz '2026-05-04 07:00Z', 'meet', NULL::timestamptz),
			('2026-06', 'planned', '', timestamptz '2026-06-11 07:00Z', NULL, '', NULL)
		) AS r (period, state, ending, day, opened, turn, closed)`},
	{"asks", `INSERT INTO asks (id, person, kind, subject, urgency, not_before, again, plan_at, state, at)
		SELECT 'k' || n, 'p' || lpad(((n + 6) / 8)::text, 7, '0'), 'conversation.partner', 'c2026-05-' || n, 1,
			:now - interval '30 days', '', :now - interval '30 days', 'told', :now - interval '30 days'
		FROM generate_series(2, :n) n`},
	{"cards", `INSERT INTO cards (id, person, day, at)
		SELECT 'd' || n, 'p' || lpad(n::text, 7, '0'), '2026-05-11', :now - interval '30 days' FROM generate_series(1, (:n + 6) / 8) n`},
	{"card_asks", `INSERT INTO card_asks (card, ask, place)
		SELECT 'd' || (n + 6) / 8, 'k' || n, n % 8 FROM generate_series(2, :n) n`},
	{"ask_log", `INSERT INTO ask_log (person, kind, subject, what, reason, at)
		SELECT 'p' || lpad(n::text, 7, '0'), 'conversation.prepare', 'c2026-05-' || n, 'sent', '', :now - interval '30 days' FROM generate_series(1, :n) n`},
	{"ask_weeks", `INSERT INTO ask_weeks (person, week, spent)
		SELECT 'p' || lpad(n::text, 7, '0'), '2026-05-11', 1 FROM generate_series(1, :n) n`},
	{"goals", `INSERT INTO goals (id, owner, level, team, parent, weight, dimension, measure, start_at, target, due, state, proposed_by, confidence,
			value, last_news, ask_at, at, version)
		SELECT 'g' || n, 'p' || lpad(n::text, 7, '0'), 'person', '', '', 1, 'result', 'number', 0, 10, '2026-12-18', 'agreed',
			'p' || lpad(n::text, 7, '0'), 'on_track', 2, :now - interval '5 days', :now + interval '25 days' + n % 700 * interval '1 minute',
			:now - interval '60 days', 1
		FROM generate_series(1, :n, 2) n`},
	{"outbox", `INSERT INTO outbox (lane, kind, deed, class, recipient, channel, subject, detail, nonce, state, reason, attempts, at, ended_at)
		SELECT 'D:p' || lpad(n::text, 7, '0'), 'kudos.received', 'post', 'people', 'p' || lpad(n::text, 7, '0'), '', 'x' || n, '', 'x' || n, 'sent', '', 1,
			:now - interval '50 days' + n % 40000 * interval '1 minute', :now - interval '50 days' + n % 40000 * interval '1 minute'
		FROM generate_series(1, :n) n`},
	{"digests", `INSERT INTO digests (id, week, day, wanted_by, made_at, figures, detour)
		SELECT 'w' || n, to_char(date '2026-06-08' - 7 * n, 'YYYY-MM-DD'), to_char(date '2026-06-09' - 7 * n, 'YYYY-MM-DD'), '', :now, '\x007b7d', ''
		FROM generate_series(0, 20) n`},
	{"requests", `INSERT INTO requests (actor, key, digest, outcome, subject, at)
		SELECT 'p' || lpad(n::text, 7, '0'), 'key-' || n, '', 'given', 'x' || n, :now - interval '25 days' + n % 30000 * interval '1 minute'
		FROM generate_series(1, :n, 2) n`},
	{"ledger", `INSERT INTO ledger (id, at, actor, act, subject, person, version, commitment, number, hash)
		SELECT 'l' || lpad(n::text, 9, '0'), :now - interval '50 days' + n % 40000 * interval '1 minute', '', 'conversation.open', 'c2026-05-' || n,
			'p' || lpad(n::text, 7, '0'), 2, '\x00', n, '\x00'
		FROM generate_series(1, :n) n`},
	{"ledger_head", `UPDATE ledger_head SET number = :n, hash = '\x00'`},
}

// SQL is an instant as SQL.
func SQL(at time.Time) string { return "timestamptz '" + at.UTC().Format(time.RFC3339) + "'" }

// Fill fills a database that is migrated and empty. Person n is p and seven
// digits, the conversation that is planned for them c2026-06-n, their goal, which
// every other has, gn.
func Fill(ctx context.Context, db *sql.DB, people int) error {
	words := strings.NewReplacer(":now", SQL(Day), ":n", strconv.Itoa(people))
	for _, s := range seeds {
		if err := fillTable(ctx, db, s.table, words.Replace(s.query)); err != nil {
			return fmt.Errorf("make a company of %d: %w", people, err)
		}
	}
	return nil
}

// fillTable fills one table while its indexes are away: they are made after the
// rows, which takes a third of the time.
func fillTable(ctx context.Context, db *sql.DB, table, query string) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var drop, create string
	err = conn.QueryRowContext(ctx, `SELECT coalesce(string_agg('DROP INDEX ' || i.indexname, '; '), ''), coalesce(string_agg(i.indexdef, '; '), '')
		FROM pg_indexes i WHERE i.tablename = $1 AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`, table).Scan(&drop, &create)
	if err != nil {
		return fmt.Errorf("list the indexes of %s: %w", table, err)
	}
	for _, statement := range []string{`SET maintenance_work_mem = '256MB'`, drop, query, create, `VACUUM ANALYZE ` + table} {
		if statement == "" {
			continue
		}
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("fill %s: %w", table, err)
		}
	}
	return nil
}
