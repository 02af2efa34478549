package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rapport/tools/company"
	"rapport/tools/service"
)

// The two firms that are compared, and how many things are due in each.
const (
	smallFirm = 10_000
	largeFirm = 1_000_000
	dueAtOnce = 1_000
)

// mostOfSmall is how many times as long a sweep may take in the large firm: its
// cost follows what is due, not how many people there are.
const mostOfSmall = 1.3

// sweepMemory is what PostgreSQL keeps in memory in this comparison: enough for
// both firms, as whoever runs it for a million people would give it. With its
// default of 128 MB the small firm alone would fit, and what is compared would be
// how long it takes to read pages.
const sweepMemory = "shared_buffers=5GB"

// warmUp reads a firm's tables and indexes into that memory, where a server that
// has run for a while has them. The round before the others reads only what its
// own things touch, a thousandth of the large firm.
const warmUp = `SELECT pg_prewarm(oid::regclass) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')`

const (
	// idleTick names the tick in which nothing is due, of which idleTicks are
	// measured together.
	idleTick  = "idle"
	idleTicks = 50
	// mostRounds is for how many rounds the small firm has people that were not
	// picked before.
	mostRounds = smallFirm/dueAtOnce - 1
)

// sweepCase makes things due for a sweep. In its text :now is the practice time,
// :round a number that is new each time, and picked(n) lists as many people as
// things are to be due, others in each round.
type sweepCase struct{ sweep, due string }

var sweepCases = []sweepCase{
	{"conversation.advance", `UPDATE conversations SET opens_at = :now - interval '1 hour', due_at = :now - interval '1 hour'
		FROM picked WHERE id = 'c2026-06-' || n`},
	{"conversation.plan", `INSERT INTO planning (person, at) SELECT 'p' || lpad(n::text, 7, '0'), :now - interval '1 hour' FROM picked`},
	{"ask.plan", `INSERT INTO asks (id, person, kind, subject, urgency, not_before, again, plan_at, state, at)
		SELECT 'due' || :round || '-' || n, 'p' || lpad(n::text, 7, '0'), 'goal.news', 'g' || :round || '-' || n, 3,
			:now - interval '1 hour', '', :now - interval '1 hour', 'waiting', :now - interval '1 hour' FROM picked`},
	{"goal.remind", `UPDATE goals SET ask_at = :now - interval '1 hour', last_news = :now - interval '40 days' FROM picked WHERE id = 'g' || (n / 2 * 2 + 1)`},
	{"outbox.release", `INSERT INTO outbox (lane, kind, deed, class, recipient, channel, subject, detail, nonce, state, reason, attempts, at, hold_until)
		SELECT 'D:p' || lpad(n::text, 7, '0'), 'kudos.received', 'post', 'people', 'p' || lpad(n::text, 7, '0'), '', 'h' || :round || '-' || n, '', '',
			'waiting', 'away', 1, :now - interval '9 days', :now - interval '1 minute' FROM picked`},
	{"reporting.change", `INSERT INTO manager_changes (id, person, batch, former, manager, source, author, starts, due_at, talks, dropped, at)
		SELECT 'm' || :round || '-' || n, 'p' || lpad(n::text, 7, '0'), 'b', '', 'p' || lpad(((n + 6) / 8 + 1)::text, 7, '0'), 'hr', '', '2026-06-10',
			:now - interval '1 hour', 0, false, :now - interval '9 days' FROM picked WHERE n > 20`},
	{"person.greet", `UPDATE people SET met = NULL FROM picked WHERE id = 'p' || lpad(n::text, 7, '0')`},
	{"outbox.purge", `INSERT INTO outbox (lane, kind, deed, class, recipient, channel, subject, detail, nonce, state, reason, attempts, at, ended_at)
		SELECT 'D:p' || lpad(n::text, 7, '0'), 'kudos.received', 'post', 'people', 'p' || lpad(n::text, 7, '0'), '', 'o' || :round || '-' || n, '', '',
			'sent', '', 1, :now - interval '99 days', :now - interval '99 days' FROM picked`},
	{"request.purge", `INSERT INTO requests (actor, key, digest, outcome, subject, at)
		SELECT 'p' || lpad(n::text, 7, '0'), 'old-' || :round || '-' || n, '', 'given', 'x', :now - interval '99 days' FROM picked`},
}

// sweep measures how much longer each sweep takes in a firm of a hundred times as
// many people, where as much is due.
func sweep(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newGround(ctx, newRunning(company.Day), service.RoomyFolder, sweepMemory)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	small, err := g.newFirm(ctx, smallFirm)
	defer func() { err = errors.Join(err, small.close()) }()
	if err != nil {
		return nil, err
	}
	large, err := g.newFirm(ctx, largeFirm)
	defer func() { err = errors.Join(err, large.close()) }()
	if err != nil {
		return nil, err
	}
	for _, f := range []*firm{small, large} {
		if err := f.ask(ctx, `CREATE EXTENSION pg_prewarm`, warmUp); err != nil {
			return nil, err
		}
	}
	return sweepBoth(ctx, [2]*firm{small, large}, min(s.rounds, mostRounds), out)
}

// sweepBoth measures all sweeps in both firms, one after the other, round by
// round. A round before them lets both read what they keep in memory.
func sweepBoth(ctx context.Context, firms [2]*firm, rounds int, out io.Writer) ([]figure, error) {
	took := map[string]*[2][]float64{}
	names := append(sweepNames(), idleTick)
	for _, name := range names {
		took[name] = &[2][]float64{}
	}
	for round := range rounds + 1 {
		for _, name := range names {
			for i, f := range firms {
				seconds, err := f.measureSweep(ctx, name, round)
				if err != nil {
					return nil, err
				}
				if round > 0 {
					took[name][i] = append(took[name][i], seconds)
				}
			}
		}
	}
	figures := make([]figure, len(names))
	for i, name := range names {
		figures[i] = sweepFigure(name, took[name][0], took[name][1])
		fmt.Fprintf(out, "sweep %s: small %.4f s, large %.4f s\n", name, took[name][0], took[name][1])
	}
	return figures, nil
}

// sweepFigure is what becomes of the times of one sweep.
func sweepFigure(name string, small, large []float64) figure {
	ratios := make([]float64, len(large))
	for i := range large {
		ratios[i] = large[i] / small[i]
	}
	what := fmt.Sprintf("sweep %s with %d due, at %d people against %d", name, dueAtOnce, largeFirm, smallFirm)
	if name == idleTick {
		what = fmt.Sprintf("a tick with nothing due, at %d people against %d", largeFirm, smallFirm)
	}
	return figure{
		what: what, reached: median(ratios), limit: mostOfSmall, most: true,
		detail: fmt.Sprintf("%.1f ms against %.1f ms", 1000*median(large), 1000*median(small)),
	}
}

func sweepNames() []string {
	names := make([]string, len(sweepCases))
	for i, c := range sweepCases {
		names[i] = c.sweep
	}
	return names
}

// measureSweep makes things due for one sweep, runs it, and gives how long that
// took in seconds. Then it does what else has become due and sends what waits, so
// that the next measurement begins with nothing.
func (f *firm) measureSweep(ctx context.Context, name string, round int) (float64, error) {
	if name == idleTick {
		return f.measureIdle(ctx)
	}
	if err := f.makeDue(ctx, name, round); err != nil {
		return 0, err
	}
	began := time.Now()
	done, err := f.run(ctx, name)
	took := time.Since(began).Seconds()
	if err != nil {
		return 0, err
	}
	if done < dueAtOnce*9/10 {
		return 0, fmt.Errorf("sweep %s found %d due, want about %d", name, done, dueAtOnce)
	}
	if err := f.tick(ctx); err != nil {
		return 0, err
	}
	return took, f.ask(ctx,
		`UPDATE outbox SET state = 'sent', queued = NULL, hold_until = NULL, ended_at = `+f.now()+` - interval '1 hour' WHERE queued IS NOT NULL OR hold_until IS NOT NULL`,
		`DELETE FROM lanes`, `CHECKPOINT`)
}

// measureIdle measures ticks with nothing due.
func (f *firm) measureIdle(ctx context.Context) (float64, error) {
	began := time.Now()
	for range idleTicks {
		if err := f.tick(ctx); err != nil {
			return 0, err
		}
	}
	return time.Since(began).Seconds() / idleTicks, nil
}

// makeDue makes things due for a sweep, and nothing else.
func (f *firm) makeDue(ctx context.Context, name string, round int) error {
	// A step that is prime to the number of people spreads those who are picked
	// over all, and picks nobody twice.
	const step = 7919
	picked := fmt.Sprintf(`WITH picked (n) AS (SELECT 2 + (i::bigint * %d) %% %d FROM generate_series(%d, %d) i) `,
		step, f.people-1, round*dueAtOnce, (round+1)*dueAtOnce-1)
	words := strings.NewReplacer(":now", f.now(), ":round", strconv.Itoa(round))
	for _, one := range sweepCases {
		if one.sweep != name {
			continue
		}
		if err := f.ask(ctx, picked+words.Replace(one.due), `DELETE FROM sweeps WHERE name = '`+name+`'`); err != nil {
			return fmt.Errorf("make things due for %s: %w", name, err)
		}
	}
	return nil
}
