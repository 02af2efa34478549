package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rapport/domain"
	"rapport/tools/company"
	"rapport/tools/service"
)

// What is caught up: the openings that came due during a downtime, in a firm of
// twice as many people.
const (
	overdue     = 100_000
	catchupFirm = 2 * overdue
	// kudosPerSecond is what people do meanwhile, whether or not it is answered
	// quickly.
	kudosPerSecond = 50
)

// The limits of a catch-up.
const (
	leastOpened = 300 // a second
	mostMemory  = 200 // MB of the process
	// mostSlower and mostLater are what counts as unchanged for the slowest
	// hundredth of kudos: so many times as long, or so many ms more, on a machine
	// whose cores do the work of all sides.
	mostSlower = 1.5
	mostLater  = 5
)

// caughtUp is what was measured with and without a catch-up.
type caughtUp struct {
	quiet, busy []float64 // how long kudos took, in ms
	opened      int
	took        time.Duration // in which they were opened
	memory      float64       // MB, at most
	ahead       int           // cards in the outbox, at most
}

// catchup measures how fast overdue openings are done, what people notice of it,
// and how far ahead of Slack it releases what it causes.
func catchup(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newGround(ctx, newRunning(company.Day), service.RoomyFolder)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	f, err := g.newFirm(ctx, catchupFirm)
	defer func() { err = errors.Join(err, f.close()) }()
	if err != nil {
		return nil, err
	}
	return f.catchUp(ctx, s, out)
}

// catchUp lets rounds without and with a catch-up follow each other.
func (f *firm) catchUp(ctx context.Context, s settings, out io.Writer) ([]figure, error) {
	if err := f.oversleep(ctx); err != nil {
		return nil, err
	}
	var c caughtUp
	for round := range s.rounds {
		quiet, err := f.kudosFor(ctx, s.round, func(ctx context.Context) error { <-ctx.Done(); return nil })
		if err != nil {
			return nil, err
		}
		before, began := c.opened, c.took
		busy, err := f.catchUpFor(ctx, s.round, &c)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "catchup, round %d: p99 of kudos %.1f ms, %.1f ms beside %.0f openings a second\n", round+1,
			percentile(quiet, .99), percentile(busy, .99), float64(c.opened-before)/(c.took-began).Seconds())
		c.quiet, c.busy = append(c.quiet, quiet...), append(c.busy, busy...)
	}
	if err := f.fillOutbox(ctx, &c); err != nil {
		return nil, err
	}
	return c.figures(), nil
}

func (c caughtUp) figures() []figure {
	slices.Sort(c.quiet)
	slices.Sort(c.busy)
	quiet, busy := percentile(c.quiet, .99), percentile(c.busy, .99)
	return []figure{
		{
			what: fmt.Sprintf("catch-up of %d overdue openings beside %d kudos a second", overdue, kudosPerSecond), unit: "/s",
			reached: float64(c.opened) / c.took.Seconds(), limit: leastOpened,
			detail: fmt.Sprintf("%d in %.0f s, each with the plan of the next, %d people", c.opened, c.took.Seconds(), catchupFirm),
		},
		{
			what: fmt.Sprintf("p99 of %d kudos a second beside that catch-up", kudosPerSecond), unit: "ms",
			reached: busy, limit: max(mostSlower*quiet, quiet+mostLater), most: true,
			detail: fmt.Sprintf("%.1f ms without it; p50 %.1f ms against %.1f ms; of %d and %d", quiet,
				percentile(c.busy, .5), percentile(c.quiet, .5), len(c.busy), len(c.quiet)),
		},
		{
			what: "cards of that catch-up in the outbox at once, of what Slack takes in ten minutes", unit: "cards",
			reached: float64(c.ahead), limit: domain.UsualPosts * 10, most: true,
			detail: fmt.Sprintf("%d openings have somebody to be told", c.opened),
		},
		{
			what: "memory of the process during that catch-up", unit: "MB", reached: c.memory, limit: mostMemory, most: true,
			detail: "resident, the kudos of all included",
		},
	}
}

// oversleep makes the openings overdue that should have come in two days of
// downtime.
func (f *firm) oversleep(ctx context.Context) error {
	return f.ask(ctx, `UPDATE conversations SET opens_at = `+f.now()+` - interval '2 days' + rule_at * interval '4 minutes',
			due_at = `+f.now()+` - interval '2 days' + rule_at * interval '4 minutes'
			WHERE id IN (SELECT 'c2026-06-' || n FROM generate_series(2, `+strconv.Itoa(catchupFirm)+`, 2) n)`,
		`VACUUM ANALYZE conversations`, `CHECKPOINT`)
}

// overdue counts the openings that are still due.
func (f *firm) overdue(ctx context.Context) (n int, err error) {
	err = f.admin.QueryRowContext(ctx, `SELECT count(*) FROM conversations WHERE state = 'planned' AND due_at <= `+f.now()).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count what is overdue: %w", err)
	}
	return n, nil
}

// catchUpFor ticks beside kudos for some time.
func (f *firm) catchUpFor(ctx context.Context, length time.Duration, c *caughtUp) ([]float64, error) {
	before, err := f.overdue(ctx)
	if err != nil {
		return nil, err
	}
	if before == 0 {
		return nil, errors.New("everything is caught up before the rounds are over; measure for a shorter time")
	}
	watched, stop := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { c.memory = max(c.memory, peakMemory(watched)) })
	times, err := f.kudosFor(ctx, length, func(ctx context.Context) error {
		began := time.Now()
		err := f.tick(ctx)
		c.took += time.Since(began)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it was stopped before everything was done
		}
		return err
	})
	stop()
	watch.Wait()
	if err != nil {
		return nil, err
	}
	after, err := f.overdue(ctx)
	c.opened += before - after
	return times, errors.Join(err, f.lookAhead(ctx, c))
}

// lookAhead notes how many cards are in the outbox.
func (f *firm) lookAhead(ctx context.Context, c *caughtUp) error {
	return f.db.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		q, err := tx.CountQueued(ctx, tx.Now(), overdue)
		c.ahead = max(c.ahead, q.Own())
		return err
	})
}

// fillOutbox lets the planner release what it may when the people have gone home,
// and again when Slack has taken some of it.
func (f *firm) fillOutbox(ctx context.Context, c *caughtUp) error {
	const sent = `UPDATE outbox SET state = 'sent', queued = NULL, ended_at = timestamptz '2026-06-01' WHERE `
	if err := f.ask(ctx, sent+`queued IS NOT NULL`, `DELETE FROM lanes`); err != nil {
		return err
	}
	for range 3 {
		if _, err := f.run(ctx, "ask.plan"); err != nil {
			return err
		}
		if err := f.lookAhead(ctx, c); err != nil {
			return err
		}
		if err := f.ask(ctx, sent+`seq IN (SELECT seq FROM outbox WHERE queued IS NOT NULL ORDER BY seq LIMIT 700)`); err != nil {
			return err
		}
	}
	return nil
}

// kudosFor lets people thank each other at a fixed rate for as long as beside
// runs, which is told to end after some time. It gives how long each kudos took
// from when it was due, in ms, sorted.
func (f *firm) kudosFor(ctx context.Context, length time.Duration, beside func(context.Context) error) ([]float64, error) {
	timed, stop := context.WithTimeout(ctx, length)
	defer stop()
	over := make(chan error, 1)
	go func() { over <- beside(timed) }()
	var running sync.WaitGroup
	var mu sync.Mutex
	var times []float64
	var faults []error
	due := time.Now()
	tick := time.NewTimer(0)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			from := due
			due = due.Add(time.Second / kudosPerSecond)
			tick.Reset(time.Until(due))
			running.Go(func() {
				err := f.thank(ctx)
				mu.Lock()
				defer mu.Unlock()
				times, faults = append(times, float64(time.Since(from).Microseconds())/1000), append(faults, err)
			})
		case err := <-over:
			running.Wait()
			slices.Sort(times)
			return times, errors.Join(append(faults, err)...)
		}
	}
}

// thank gives one kudos.
func (f *firm) thank(ctx context.Context) error {
	kudos := domain.KudosService{Practice: f.practice}
	giver := rand.IntN(f.people)                                      //nolint:gosec // who thanks whom is no secret
	words := fmt.Sprintf("for the launch of rocket %d", rand.Int64()) //nolint:gosec // as above
	act := domain.Act{Actor: domain.ID(fmt.Sprintf("p%07d", 1+giver)), Key: words}
	_, err := kudos.Give(ctx, act, domain.KudosDraft{Users: []string{fmt.Sprintf("U%07d", 1+(giver+1)%f.people)}, Text: words})
	if err != nil {
		return fmt.Errorf("give kudos: %w", err)
	}
	return nil
}

// peakMemory is the most that this process holds in memory until ctx ends, in MB.
func peakMemory(ctx context.Context) float64 {
	peak := 0.0
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		peak = max(peak, resident())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return peak
		}
	}
}

// resident is what this process holds in memory, in MB.
func resident() float64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	if err != nil {
		return 0
	}
	return float64(pages) * float64(os.Getpagesize()) / megabyte
}
