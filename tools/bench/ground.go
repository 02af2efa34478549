package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/tools/service"
)

// people is how many there are: enough that nobody thanks so often that the
// search for the same thanks again reads more than in life.
const people = 20_000

// ground is the database on which both sides run.
type ground struct {
	folder, bin string
	postgres    *service.Postgres
	db          *storage.DB
	clock       domain.Clock
	practice    domain.Practice
}

// system is the machine's clock.
type system struct{}

// Now fulfils domain.Clock.
func (system) Now() time.Time { return time.Now() }

// personID is the id of a person, in a form that SQL can make from a number.
func personID(n int) domain.ID { return domain.ID(fmt.Sprintf("p%06d", n)) }

func slackID(n int) string { return fmt.Sprintf("U%06d", n) }

// newPopulated is a ground with people in it, under the machine's clock.
func newPopulated(ctx context.Context) (*ground, error) {
	g, err := newGround(ctx, system{}, service.Folder)
	if err != nil {
		return g, err
	}
	return g, g.populate(ctx)
}

// newGround starts a PostgreSQL that can write down what it is asked, with the
// schema and nothing in it, under a clock of practice time. What was started is
// in it also where a later step fails. folder makes the place of its files; more are
// settings beside those that all benches have.
func newGround(ctx context.Context, clock domain.Clock, folder func(string) (string, error), more ...string) (*ground, error) {
	g := &ground{clock: clock}
	var err error
	if g.bin, err = service.FindPostgres(); err != nil {
		return g, err
	}
	if g.folder, err = folder("rapport-bench-"); err != nil {
		return g, err
	}
	settings := append(service.Lasting(), "logging_collector=on", "log_directory=log", "log_filename=all.log", "log_line_prefix=")
	if g.postgres, err = service.NewPostgres(ctx, g.bin, g.folder, append(settings, more...)); err != nil {
		return g, err
	}
	if err := g.postgres.Start(ctx); err != nil {
		return g, err
	}
	if g.db, err = storage.Open(ctx, g.config(g.postgres.URL(), workers)); err != nil {
		return g, err
	}
	if err := g.db.Migrate(ctx); err != nil {
		return g, err
	}
	g.practice = practiceOn(g.db)
	return g, nil
}

func (g *ground) config(url string, conns int) storage.Config {
	return storage.Config{URL: url, Box: storage.KeyNone(), Clock: g.clock, MaxConns: conns}
}

// newDatabase makes an empty database beside the first and gives its address.
func (g *ground) newDatabase(ctx context.Context, name string) (address string, err error) {
	admin, err := sql.Open("pgx", g.postgres.URL())
	if err != nil {
		return "", fmt.Errorf("reach the server: %w", err)
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", fmt.Errorf("make the database %s: %w", name, err)
	}
	u, err := url.Parse(g.postgres.URL())
	if err != nil {
		return "", fmt.Errorf("read the server's address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}

func practiceOn(db *storage.DB) domain.Practice {
	return domain.Practice{Store: db, Clock: system{}, IDs: storage.IDs{}, Meter: domain.Unmetered{}}
}

// populate makes the people, and a policy that posts in a channel.
func (g *ground) populate(ctx context.Context) error { return populate(ctx, g.db) }

// populate makes them in any database.
func populate(ctx context.Context, db *storage.DB) error {
	err := db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		for n := 1; n <= people; n++ {
			_, err := tx.CreatePerson(ctx, domain.Person{
				ID: personID(n), SlackID: slackID(n), Name: fmt.Sprintf("Person %d", n), Zone: "Europe/Berlin", Kind: domain.Member, Active: true,
				Manager: personID((n + 7) / 8),
			})
			if err != nil {
				return err
			}
		}
		policy := domain.DefaultPolicy()
		policy.Kudos.Daily, policy.Kudos.Channel = 1000, "C000001"
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	if err != nil {
		return fmt.Errorf("make the people: %w", err)
	}
	return nil
}

// log is where PostgreSQL writes down what it is asked.
func (g *ground) log() string { return filepath.Join(g.folder, "postgres", "data", "log", "all.log") }

func (g *ground) close() error {
	var faults []error
	if g.db != nil {
		faults = append(faults, g.db.Close())
	}
	if g.postgres != nil && g.postgres.Process() != nil {
		faults = append(faults, g.postgres.Process().Stop())
	}
	if g.folder != "" {
		faults = append(faults, os.RemoveAll(g.folder))
	}
	return errors.Join(faults...)
}
