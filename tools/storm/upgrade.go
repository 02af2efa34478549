package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"
)

// turn is one replica that changes the release.
type turn struct {
	ship   int
	binary string
	note   string
}

// turns are those of an upgrade: one replica after the other, then the last one
// back and forth again, as somebody does who has second thoughts.
func (f *fleet) turns() []turn {
	var list []turn
	for i := range f.ships {
		list = append(list, turn{i, f.binary, "replica upgraded"})
	}
	last := len(f.ships) - 1
	return append(list, turn{last, f.before, "replica put back to the release before"}, turn{last, f.binary, "replica upgraded again"})
}

// upgrade takes the turns, spread over the storm.
func (w *weather) upgrade(ctx context.Context, length time.Duration) error {
	turns := w.st.fleet.turns()
	began := time.Now()
	for n, t := range turns {
		due := length * time.Duration(n+1) / time.Duration(len(turns)+1)
		if !passed(ctx, due-time.Since(began)) {
			return fmt.Errorf("the storm was too short: %d of %d replicas have changed the release", n, len(turns))
		}
		w.log.note(t.note)
		if err := w.st.fleet.exchange(context.WithoutCancel(ctx), t); err != nil {
			return fmt.Errorf("%s: %w", t.note, err)
		}
	}
	return nil
}

// leaveWithin is how long a replica may take to end, and arriveWithin until the
// next one is ready: docs/operating.md promises the first.
const (
	leaveWithin  = 40 * time.Second
	arriveWithin = time.Minute
)

// exchange stops a replica and waits until it is ready as another release.
func (f *fleet) exchange(ctx context.Context, t turn) error {
	f.mu.Lock()
	f.runs[t.ship] = t.binary
	old := f.ships[t.ship].process
	f.mu.Unlock()
	if err := old.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-old.Exited():
	case <-time.After(leaveWithin):
		return fmt.Errorf("it did not end within %s", leaveWithin)
	}
	within, cancel := context.WithTimeout(ctx, arriveWithin)
	defer cancel()
	return f.ready(within, t.ship)
}

// refusal is what a release says that is too old for the database, and nothing
// else.
const refusal = "but the database is of a later one: it needs"

// refused tells whether a replica of the release before ended because it may
// not run on the database any more. The operator is told to go on with the new
// one, and so does the fleet.
func (f *fleet) refused(i int, last string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.before == "" || f.runs[i] != f.before || !strings.Contains(last, refusal) {
		return false
	}
	f.runs[i] = f.binary
	f.refusals = append(f.refusals, last)
	return true
}

// passage is what an upgrade found.
type passage struct {
	name         string // of the release before
	before, then int    // migrations
	refusals     []string
}

// schema counts the migrations of the database.
func (st *stage) schema(ctx context.Context) (n int, err error) {
	err = st.db.QueryRowContext(ctx, `SELECT count(DISTINCT version_id) FROM goose_db_version WHERE version_id > 0`).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count the migrations: %w", err)
	}
	return n, nil
}

// passage sums up an upgrade; nil where there was none.
func (st *stage) passage(ctx context.Context) (*passage, error) {
	if st.precursor == nil {
		return nil, nil //nolint:nilnil // there was no upgrade, which is no fault
	}
	n, err := st.schema(ctx)
	return &passage{name: st.precursor.name, before: st.migrations, then: n, refusals: st.fleet.refusals}, err
}

// print tells from where to where, and whether there was a way back.
func (p *passage) print(out io.Writer) {
	if p == nil {
		return
	}
	fmt.Fprintf(out, "upgrade from %s\n  migrations: %d, then %d\n", p.name, p.before, p.then)
	if len(p.refusals) == 0 {
		fmt.Fprintln(out, "  the release before runs on the database of this one")
	}
	for _, words := range p.refusals {
		fmt.Fprintln(out, "  the release before refuses the database of this one:", words)
	}
}
