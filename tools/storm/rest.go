package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// footprint is what a replica holds on to.
type footprint struct{ goroutines, files int }

// What a replica may keep open when nothing happens, beside what it has from the
// start: connections to Slack, each with two goroutines, and its pools to the
// database and to Redis. More than that, and something does not end.
const (
	keptToSlack    = 32
	keptToDatabase = 16
	keptToRedis    = 24
	more           = 12 // timers, probes, and a sweep that is under way
)

// allowed is how much a replica may hold that held so much when it was new.
func (f footprint) allowed() footprint {
	return footprint{f.goroutines + 2*keptToSlack + more, f.files + keptToSlack + keptToDatabase + keptToRedis + more}
}

// within tells whether nothing is more than in the other.
func (f footprint) within(most footprint) bool {
	return f.goroutines <= most.goroutines && f.files <= most.files
}

// footprintOf reads a page of metrics.
func footprintOf(page string) (footprint, error) {
	var f footprint
	for name, n := range map[string]*int{"go_goroutines": &f.goroutines, "process_open_fds": &f.files} {
		_, rest, found := strings.Cut("\n"+page, "\n"+name+" ")
		value, _, _ := strings.Cut(rest, "\n")
		count, err := strconv.ParseFloat(value, 64)
		if !found || err != nil {
			return f, fmt.Errorf("find %s among the metrics: %w", name, errors.Join(err, io.ErrUnexpectedEOF))
		}
		*n = int(count)
	}
	return f, nil
}

// footprint is the most that any replica holds.
func (f *fleet) footprint(ctx context.Context) (most footprint, err error) {
	for i := range f.ships {
		page, err := f.ship(i).get(ctx, "/metrics")
		if err != nil {
			return most, err
		}
		one, err := footprintOf(page)
		if err != nil {
			return most, err
		}
		most = footprint{max(most.goroutines, one.goroutines), max(most.files, one.files)}
	}
	return most, nil
}

// rest is how things stand when all is calm again.
type rest struct {
	fresh, now footprint
	sessions   int // of the replicas with the database
	working    int // of these, in a statement or a transaction
	clients    int // of Redis
}

// kept tells whether everything has come back that was in use.
func (r rest) kept(replicas int) bool {
	return r.now.within(r.fresh.allowed()) && r.working == 0 && r.sessions <= replicas*keptToDatabase && r.clients <= replicas*keptToRedis
}

// restWithin is how long after the storm everything has to be back.
const restWithin = 30 * time.Second

// rested waits until everything is back, and tells how it is then, or at last.
func (st *stage) rested(ctx context.Context) (r rest, err error) {
	for began := time.Now(); ; {
		if r, err = st.atRest(ctx); err != nil || r.kept(len(st.fleet.ships)) || time.Since(began) > restWithin {
			return r, err
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return r, err
		}
	}
}

// atRest looks once.
func (st *stage) atRest(ctx context.Context) (r rest, err error) {
	r.fresh = st.fresh
	if r.now, err = st.fleet.footprint(ctx); err != nil {
		return r, err
	}
	err = st.db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity
		WHERE datname = current_database() AND application_name <> $1 AND backend_type = 'client backend'`, ownName).Scan(&r.sessions, &r.working)
	if err != nil {
		return r, fmt.Errorf("count the sessions: %w", err)
	}
	r.clients, err = st.redis.Clients(ctx)
	return r, err
}

// print tells how it is at rest.
func (r rest) print(out io.Writer) {
	fmt.Fprintf(out, "at rest\n  goroutines %d, files %d in the largest replica (%d and %d when new); sessions %d, %d at work; clients of Redis %d\n",
		r.now.goroutines, r.now.files, r.fresh.goroutines, r.fresh.files, r.sessions, r.working, r.clients)
}
