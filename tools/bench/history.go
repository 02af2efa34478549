package main

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// The company whose practice a digest counts, and the history behind it.
const (
	digestPeople  = 100_000
	digestKudos   = 5_000_000
	digestUpdates = 2_000_000
	digestGoals   = 300_000 // a third of them closed
	digestMonths  = 6       // of conversations, one a month
	digestWeeks   = 104     // of kudos and goal updates, evenly spread
)

// digestNow is the hour in which the digest is made: a Tuesday in the middle of
// a month, so that one period is counted and not two.
var digestNow = time.Date(2026, time.September, 15, 10, 0, 0, 0, time.UTC)

// standing is a clock that does not move.
type standing time.Time

// Now fulfils domain.Clock.
func (s standing) Now() time.Time { return time.Time(s) }

// history writes the company and its history, in the order in which it came
// about. Ids have the length and the order of those that Rapport makes.
var history = []string{
	`CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
		$$ SELECT '01900000-000' || kind || '-7000-8000-' || lpad(to_hex(n), 12, '0') $$`,
	// Foreign keys are kept by how the rows are made; checking five million
	// takes longer than writing them.
	`SET session_replication_role = replica`,
	// And indexes are made faster at the end than kept all the way.
	`CREATE TEMP TABLE later AS SELECT indexname, indexdef FROM pg_indexes
		WHERE tablename IN ('conversations', 'usefulness', 'goals', 'goal_updates', 'kudos', 'kudos_receivers')
		AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
	`DO $$ DECLARE name text; BEGIN FOR name IN SELECT indexname FROM later LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $$`,

	`INSERT INTO people (id, slack_id, team_id, name, handle, email, zone, locale, kind, active, manager, team, area, role, location,
			starts, leaves, cadence, pattern, takes_part, privately, quieter, met, joined_at, version, leaves_quietly,
			email_key, name_key, first_key, handle_key)
		SELECT pg_temp.id('0', n), 'U' || lpad(n::text, 8, '0'), 'T0000001', 'Person ' || n, 'person.' || n, 'person.' || n || '@example.com',
			(ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 3], 'en-US', 'member', true,
			CASE WHEN n = 1 THEN '' ELSE pg_temp.id('0', (n + 6) / 8) END, 'Area ' || n % 40 || '/Team ' || n % 4000, 'Area ' || n % 40,
			'Engineer', 'Berlin', '2020-01-01', '', '', '', false AS takes_part, false AS privately, false AS quieter, {now} - interval '700 days', {now} - interval '700 days', 1, false,
			'person.' || n || '@example.com', 'person ' || n, 'person', 'person.' || n
		FROM generate_series(1, {people}) n`,
	`INSERT INTO reporting_lines (person, source, manager, state, at)
		SELECT id, 'hr', manager, 'holds', joined_at FROM people`,
	// Half of them had one to three weeks off in the last two months, or have.
	`INSERT INTO absences (id, person, starts, ends, set_by, at)
		SELECT pg_temp.id('1', n), pg_temp.id('0', n), to_char(begins, 'YYYY-MM-DD'), to_char(begins + (6 + n % 15) * interval '1 day', 'YYYY-MM-DD'),
			'', begins - interval '7 days'
		FROM generate_series(1, {people}, 2) n, LATERAL (SELECT {now} - n % 61 * interval '1 day' AS begins) b`,

	// A conversation each month; every seventh was not held, and what is due
	// after now is open.
	`INSERT INTO conversations (id, employee, partner, kind, period, ordinal, state, ending, opens_at, rule_day, rule_at, rule_zone,
			rule_basis, opened_at, due_on, rather_talk, turn, said_held_by, said_held_for, held_on, closed_at, version)
		SELECT pg_temp.id('2', m * {people} + n), pg_temp.id('0', n), pg_temp.id('0', (n + 6) / 8), 'regular', to_char(due, 'YYYY-MM'), 0,
			CASE WHEN due < {now} THEN 'closed' ELSE 'open' END, CASE WHEN due >= {now} THEN '' WHEN n % 7 = m THEN 'not_held' ELSE 'held' END,
			due - interval '14 days', to_char(due - interval '14 days', 'YYYY-MM-DD'), 540, 'Europe/Berlin', 0, due - interval '14 days',
			to_char(due, 'YYYY-MM-DD'), false, '', '', '', CASE WHEN due < {now} AND n % 7 <> m THEN to_char(due, 'YYYY-MM-DD') ELSE '' END,
			CASE WHEN due < {now} THEN due END, 3
		FROM generate_series(0, {months} - 1) m, generate_series(2, {people}) n,
			LATERAL (SELECT date_trunc('month', {now}) - m * interval '1 month' + n % 28 * interval '1 day' AS due) d`,
	`INSERT INTO usefulness (conversation, person, answer, at)
		SELECT id, who, (ARRAY['yes', 'partly', 'no'])[1 + ascii(right(id, 1)) % 3], closed_at
		FROM conversations, LATERAL unnest(ARRAY[employee, partner]) who WHERE held_on <> ''`,

	`INSERT INTO goals (id, owner, level, team, parent, weight, dimension, title, measure, start_at, target, due, state, proposed_by,
			agreed_at, confidence, value, last_news, at, version)
		SELECT pg_temp.id('3', n), pg_temp.id('0', 1 + n % {people}), 'person', '', CASE WHEN n % 5 = 0 THEN '' ELSE pg_temp.id('3', n / 100) END,
			1, 'result', '\x00'::bytea || convert_to('Goal ' || n, 'UTF8'), 'number', 0, 100, '2026-12-31',
			CASE WHEN n % 3 = 0 THEN 'achieved' ELSE 'agreed' END, pg_temp.id('0', 1 + n % {people}), {now} - interval '600 days',
			(ARRAY['on_track', 'at_risk', 'off_track'])[1 + n % 7 % 3], 50, {now} - n % 60 * interval '1 day', {now} - interval '600 days', 8
		FROM generate_series(1, {goals}) n`,
	`INSERT INTO goal_updates (id, goal, author, value, confidence, no_change, why, at)
		SELECT pg_temp.id('4', n), pg_temp.id('3', 1 + n % {goals}), pg_temp.id('0', 1 + n % {goals} % {people}), n % 100, 'on_track', false,
			'\x00'::bytea || convert_to('What was learned in update ' || n, 'UTF8'), {now} - ({updates} - n) * ({weeks} * interval '1 week' / {updates})
		FROM generate_series(1, {updates}) n`,

	`INSERT INTO kudos (id, giver, text, tags, channel, link_channel, link_ts, link_url, link_private, units, state, at, version)
		SELECT pg_temp.id('5', n), pg_temp.id('0', 1 + n::bigint * 7919 % {people}), '\x00'::bytea || convert_to('for the launch of rocket ' || n || ', which flew', 'UTF8'),
			'craft', '', '', '', '', false, 1, 'given', {now} - ({kudos} - n) * ({weeks} * interval '1 week' / {kudos}), 1
		FROM generate_series(1, {kudos}) n`,
	// Some are thanked seldom: every tenth was not for a year.
	`INSERT INTO kudos_receivers (kudos, person, place, private, out_of_file, at, state)
		SELECT id, pg_temp.id('0', who), 0, false AS private, false AS out_of_file, at, 'given'
		FROM (SELECT id, at, CASE WHEN at > {now} - interval '1 year' AND who % 10 = 0 THEN who + 1 ELSE who END AS who
			FROM (SELECT id, at, 1 + (hashtext(id) & 2147483647) % {people} AS who FROM kudos) k) k`,
	`INSERT INTO thanked (person, at) SELECT person, max(at) FROM kudos_receivers GROUP BY person`,

	`RESET session_replication_role`,
	`SET maintenance_work_mem = '512MB'`,
	`DO $$ DECLARE def text; BEGIN FOR def IN SELECT indexdef FROM later LOOP EXECUTE def; END LOOP; END $$`,
	`VACUUM (ANALYZE)`,
}

// writeHistory fills an empty database with the company and its history.
func writeHistory(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // what is set and made for a session is for one connection
	if err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to those that are closed together
	fill := strings.NewReplacer(
		"{now}", "'"+digestNow.Format(time.RFC3339)+"'::timestamptz", "{people}", strconv.Itoa(digestPeople), "{kudos}", strconv.Itoa(digestKudos),
		"{updates}", strconv.Itoa(digestUpdates), "{goals}", strconv.Itoa(digestGoals), "{months}", strconv.Itoa(digestMonths), "{weeks}", strconv.Itoa(digestWeeks))
	for _, text := range history {
		if _, err := conn.ExecContext(ctx, fill.Replace(text)); err != nil {
			return fmt.Errorf("write the history: %w: %s", err, strings.Fields(text)[2])
		}
	}
	return nil
}

// digestPolicy is a policy under which digests are made.
func digestPolicy() domain.Policy {
	policy := domain.DefaultPolicy()
	policy.Conversations.Start = domain.NewDate(2024, time.October, 1)
	policy.Digest.Zone, policy.Time.Zone = "Europe/Berlin", "Europe/Berlin"
	policy.PeopleTeam.Members = []string{"person.2@example.com"}
	return policy
}
