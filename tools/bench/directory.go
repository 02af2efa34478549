package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"rapport/bot"
	"rapport/domain"
	"rapport/storage"
	"rapport/tools/service"
)

// The directory, and what reading it may cost.
const (
	directoryPeople       = 200_000
	directoryPages        = directoryPeople / 1000
	directoryPagesAMinute = 20 // is what Slack gives
	mostDirectoryMegabyte = 150
	// Of these accounts something changes from one day to the next.
	renamed, closed, joined = 40, 5, 5
)

// sweepsTable holds how far a reading has come: it is written with each page.
const sweepsTable = "sweeps"

const day = 24 * time.Hour

// directory measures the first reading of a large directory, and daily ones: in
// which nothing changed, in which some accounts did, and in which a replica dies.
func directory(ctx context.Context, _ settings, out io.Writer) (figures []figure, err error) {
	d, err := newCensus(ctx, out)
	defer func() { err = errors.Join(err, d.close()) }()
	if err != nil {
		return nil, err
	}
	for _, day := range []func(context.Context) ([]figure, error){d.first, d.same, d.changed, d.dying} {
		list, err := day(ctx)
		if err != nil {
			return nil, err
		}
		figures = append(figures, list...)
	}
	return figures, nil
}

// census is the ground on which a directory is read.
type census struct {
	out   io.Writer
	g     *ground
	admin *sql.DB
	roll  *roll
}

// newCensus starts everything. What was started is in it also where a later step
// fails.
func newCensus(ctx context.Context, out io.Writer) (*census, error) {
	d := &census{out: out}
	var err error
	if d.g, err = newGround(ctx, standing(digestNow), service.Folder); err != nil {
		return d, err
	}
	if err := d.g.db.Close(); err != nil { // those who read have processes of their own
		return d, err
	}
	if d.admin, err = sql.Open("pgx", d.g.postgres.URL()); err != nil {
		return d, fmt.Errorf("reach the database: %w", err)
	}
	d.admin.SetMaxOpenConns(1)
	d.roll, err = newRoll(ctx, directoryPeople)
	return d, err
}

func (d *census) close() error {
	var faults []error
	if d.roll != nil {
		faults = append(faults, d.roll.close())
	}
	if d.admin != nil {
		faults = append(faults, d.admin.Close())
	}
	return errors.Join(append(faults, d.g.close())...)
}

func (d *census) order(after time.Duration) order {
	return order{Database: d.g.postgres.URL(), Slack: d.roll.url(), Now: digestNow.Add(after)}
}

// read reads what is due so long after the first reading.
func (d *census) read(ctx context.Context, after time.Duration) (deed, written, error) {
	before, err := countWritten(ctx, d.admin)
	if err != nil {
		return deed{}, written{}, err
	}
	done, err := apart(ctx, "directory", d.order(after))
	if err != nil {
		return deed{}, written{}, err
	}
	now, err := countWritten(ctx, d.admin)
	wrote := now.since(before)
	fmt.Fprintf(d.out, "directory, after %s: %d accounts in %.1f s, %d MB at most, %d transactions, rows written: %s\n",
		after, done.Done, done.Took.Seconds(), done.Peak/megabyte, wrote.transactions, wrote)
	return done, wrote, err
}

// first reads everybody for the first time.
func (d *census) first(ctx context.Context) ([]figure, error) {
	done, wrote, err := d.read(ctx, 0)
	if err == nil && (done.Done != directoryPeople || wrote.rows["people"] != directoryPeople) {
		err = fmt.Errorf("the first reading of the directory looked at %d accounts and wrote %d people", done.Done, wrote.rows["people"])
	}
	return []figure{{
		what: fmt.Sprintf("memory of the first reading of a directory of %d people, the whole process at its most", directoryPeople), unit: "MB",
		reached: float64(done.Peak) / megabyte, limit: mostDirectoryMegabyte, most: true,
		detail: fmt.Sprintf("%.0f s; for its %d pages Slack takes %d minutes", done.Took.Seconds(), directoryPages, directoryPages/directoryPagesAMinute),
	}}, err
}

// same reads everybody a day later, when nothing has changed.
func (d *census) same(ctx context.Context) ([]figure, error) {
	done, wrote, err := d.read(ctx, day)
	if err == nil && done.Done != directoryPeople {
		err = fmt.Errorf("a daily reading of the directory looked at %d accounts", done.Done)
	}
	return []figure{{
		what: "memory of a daily reading of that directory, the whole process at its most", unit: "MB",
		reached: float64(done.Peak) / megabyte, limit: mostDirectoryMegabyte, most: true, detail: fmt.Sprintf("%.0f s", done.Took.Seconds()),
	}, {
		what: "rows written by a daily reading in which nothing changed, but where it stands", reached: float64(wrote.sum(sweepsTable)), most: true,
		detail: fmt.Sprintf("%.1f transactions a page, of a thousand accounts each; %d writes of where it stands", float64(wrote.transactions)/directoryPages, wrote.rows[sweepsTable]),
	}}, err
}

// changed reads everybody once more, after some were renamed, some closed and
// some made.
func (d *census) changed(ctx context.Context) ([]figure, error) {
	d.roll.become(directoryPeople+joined, func(n int) (string, bool) {
		switch {
		case n <= directoryPeople && n%(directoryPeople/renamed) == 1:
			return "Renamed", false
		case n <= directoryPeople && n%(directoryPeople/closed) == 2:
			return "", true
		}
		return "", false
	})
	_, wrote, err := d.read(ctx, 2*day)
	const all = renamed + closed + joined
	if err == nil && wrote.rows["people"] < all {
		err = fmt.Errorf("%d rows of people were written, %d accounts changed", wrote.rows["people"], all)
	}
	return []figure{{
		what: fmt.Sprintf("rows of people written by a daily reading in which %d accounts changed", all), reached: float64(wrote.rows["people"]), limit: all, most: true,
		detail: fmt.Sprintf("%d renamed, %d closed, %d made; %s", renamed, closed, joined, wrote),
	}}, err
}

// dying lets a replica die in the middle of a reading, and others go on: one
// before its lease is over, and one after it.
func (d *census) dying(ctx context.Context) ([]figure, error) {
	d.roll.takeAsked()
	const middle = directoryPages / 2
	if err := d.kill(ctx, middle); err != nil {
		return nil, err
	}
	early, _, err := d.read(ctx, 3*day+time.Minute)
	if err == nil && early.Done > 0 {
		err = fmt.Errorf("%d accounts were read while another replica had the lease", early.Done)
	}
	if err != nil {
		return nil, err
	}
	late, _, err := d.read(ctx, 3*day+10*time.Minute)
	all, again := d.roll.takeAsked()
	if err == nil && all-again != directoryPages+1 { // those who joined are on a page of their own
		err = fmt.Errorf("%d pages were read", all-again)
	}
	return []figure{{
		what: "pages that are read twice where a replica dies in the middle of the directory", reached: float64(again), limit: 1, most: true,
		detail: fmt.Sprintf("killed at page %d of %d; another replica goes on when the lease is over, with %d accounts", middle, all-again, late.Done),
	}}, err
}

// kill kills whoever reads the directory at a page.
func (d *census) kill(ctx context.Context, page int) error {
	there := d.roll.stopAfter(page)
	cmd, err := partCommand(ctx, "directory", d.order(3*day))
	if err != nil {
		return err
	}
	p, err := service.Start("part directory", syscall.SIGKILL, cmd)
	if err != nil {
		return err
	}
	select {
	case <-there:
	case <-p.Exited():
		return fmt.Errorf("the reading that was to die ended: %s", p.Words())
	case <-ctx.Done():
	}
	return errors.Join(p.Kill(), ctx.Err())
}

// directoryPart reads what is due of the directory in a process of its own.
func directoryPart(ctx context.Context, o order) (d deed, err error) {
	db, err := storage.Open(ctx, storage.Config{URL: o.Database, Box: storage.KeyNone(), Clock: standing(o.Now)})
	if err != nil {
		return deed{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	plain := &http.Client{Timeout: time.Minute}
	service := domain.CensusService{
		Practice: domain.Practice{Store: db, Clock: standing(o.Now), IDs: storage.IDs{}, Meter: domain.Unmetered{}},
		Census:   bot.SlackAt(o.Slack, "xoxb-bench", plain, bot.Workspace{TeamID: "T0000001", BotUserID: "U99999999"}),
	}
	for more := true; more; {
		var n int
		if n, more, err = service.Sync(ctx); err != nil {
			return d, err
		}
		d.Done += n
	}
	return d, nil
}
