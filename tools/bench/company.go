package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rapport/calendar"
	"rapport/domain"
	"rapport/scheduler"
	"rapport/storage"
	"rapport/tools/company"
)

// running is a clock that runs from an instant on.
type running struct{ from, began time.Time }

func newRunning(from time.Time) running { return running{from: from, began: time.Now()} }

// Now fulfils domain.Clock.
func (r running) Now() time.Time { return r.from.Add(time.Since(r.began)) }

// firm is a practice of so many people, in a database of its own that is filled
// as if Rapport had served it for years.
type firm struct {
	people   int
	clock    running
	db       *storage.DB
	admin    *sql.DB
	practice domain.Practice
	sweeps   []scheduler.Sweep
}

// newFirm makes the database and fills it. What was opened is in it also where a
// later step fails.
func (g *ground) newFirm(ctx context.Context, people int) (*firm, error) {
	address, err := g.newDatabase(ctx, fmt.Sprintf("firm%d", people))
	if err != nil {
		return &firm{}, err
	}
	f, err := openFirm(ctx, address, people)
	if err != nil {
		return f, err
	}
	policy := domain.DefaultPolicy()
	policy.Conversations.Start = domain.NewDate(2026, time.January, 1)
	policy.Kudos.Daily, policy.Kudos.Channel = 1000, "C000001"
	err = f.db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	if err != nil {
		return f, err
	}
	return f, company.Fill(ctx, f.admin, people)
}

// openFirm opens the database and brings it up to date.
func openFirm(ctx context.Context, address string, people int) (*firm, error) {
	f := &firm{people: people, clock: newRunning(company.Day)}
	var err error
	f.db, err = storage.Open(ctx, storage.Config{URL: address, Box: storage.KeyNone(), Clock: f.clock})
	if err != nil {
		return f, err
	}
	if err := f.db.Migrate(ctx); err != nil {
		return f, err
	}
	if f.admin, err = sql.Open("pgx", address); err != nil {
		return f, fmt.Errorf("reach the firm's database: %w", err)
	}
	f.practice = domain.Practice{Store: f.db, Clock: f.clock, IDs: storage.IDs{}, Meter: domain.Unmetered{}, Holidays: calendar.New(nil, nil)}
	f.sweeps = scheduler.Sweeps(scheduler.Services{Practice: f.practice, Outbox: f.db.Outbox()})
	return f, nil
}

func (f *firm) close() error {
	var faults []error
	if f.admin != nil {
		faults = append(faults, f.admin.Close())
	}
	if f.db != nil {
		faults = append(faults, f.db.Close())
	}
	return errors.Join(faults...)
}

// now is the practice time as SQL.
func (f *firm) now() string { return company.SQL(f.clock.Now()) }

// ask runs statements one after the other.
func (f *firm) ask(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := f.admin.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("ask the firm's database: %w", err)
		}
	}
	return nil
}

// tick does everything that is due.
func (f *firm) tick(ctx context.Context) error {
	return scheduler.New(scheduler.Config{Sweeps: f.sweeps, Clock: f.clock}).Tick(ctx)
}

// run runs one sweep until it finds nothing more, as a tick does, and tells how
// much it did.
func (f *firm) run(ctx context.Context, name string) (int, error) {
	all := 0
	for _, s := range f.sweeps {
		for s.Name == name {
			done, more, err := s.Run(ctx, f.clock.Now().UTC())
			if err != nil {
				return all, fmt.Errorf("sweep %s: %w", name, err)
			}
			all += done
			if done == 0 && !more {
				break
			}
		}
	}
	return all, nil
}
