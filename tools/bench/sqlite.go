package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"rapport/storage"
	"rapport/tools/service"
)

// leastOfSQLite is the part of what database/sql reaches alone that the use
// case has to reach on SQLite.
const leastOfSQLite = 0.6

// kudosOnSQLite compares giving kudos, from the use case to the committed rows,
// with database/sql asking a file of its own the same by prepared statements.
func kudosOnSQLite(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newFiles(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	deals, err := g.record(ctx)
	if err != nil {
		return nil, err
	}
	e, err := g.newEcho(ctx, deals)
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	defer func() { err = errors.Join(err, e.close()) }()
	var ratios, ours, theirs []float64
	for round := range s.rounds {
		their, err := e.run(ctx, s.round)
		if err != nil {
			return nil, err
		}
		our, err := give(ctx, practiceOn(g.db), s.round)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "sqlite, round %d: database/sql %.0f/s, rapport %.0f/s, ratio %.2f\n", round+1, their, our, our/their)
		theirs, ours, ratios = append(theirs, their), append(ours, our), append(ratios, our/their)
	}
	statements, writes := changing(deals)
	return []figure{{
		what:    "a public kudos on SQLite, use case to commit, 32 workers, of database/sql with the same statements prepared",
		reached: median(ratios), limit: leastOfSQLite,
		detail: fmt.Sprintf("%.0f/s of %.0f/s; %d statements, %d of them write", median(ours), median(theirs), statements, writes),
	}}, nil
}

// files are the two database files: Rapport's, at which an ear can listen, and
// the one that is asked the same.
type files struct {
	folder string
	ear    *ear
	db     *storage.DB
}

// newFiles makes both, with the same people in them.
func newFiles(ctx context.Context) (*files, error) {
	g := &files{ear: &ear{}}
	var err error
	if g.folder, err = service.Folder("rapport-bench-"); err != nil {
		return g, err
	}
	copied, err := g.open(ctx, g.theirs(), nil)
	if err != nil {
		return g, err
	}
	if err := copied.Close(); err != nil {
		return g, err
	}
	// Rapport runs without the ear, which takes its time too.
	g.db, err = g.open(ctx, g.ours(), nil)
	return g, err
}

func (g *files) ours() string   { return filepath.Join(g.folder, "ours.db") }
func (g *files) theirs() string { return filepath.Join(g.folder, "theirs.db") }

// open opens a file, and fills it where it is new.
func (g *files) open(ctx context.Context, path string, connect func(string) (driver.Connector, error)) (*storage.DB, error) {
	_, missing := os.Stat(path)
	db, err := storage.Open(ctx, storage.Config{URL: "sqlite:" + path, Box: storage.KeyNone(), Clock: system{}, Connect: connect})
	if err != nil {
		return nil, err
	}
	if missing != nil {
		if err := db.Migrate(ctx); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		if err := populate(ctx, db); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}

// record listens to one kudos.
func (g *files) record(ctx context.Context) (deals []deal, err error) {
	db, err := g.open(ctx, g.theirs(), g.ear.connect)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := giveOne(ctx, db, 1); err != nil { // the first time some things are done once
		return nil, err
	}
	heard := g.ear.listen()
	err = giveOne(ctx, db, 2)
	deals = heard()
	if err == nil && len(deals) == 0 {
		err = errors.New("nothing was heard of a kudos")
	}
	return deals, err
}

func (g *files) close() error {
	var faults []error
	if g.db != nil {
		faults = append(faults, g.db.Close())
	}
	if g.folder != "" {
		faults = append(faults, os.RemoveAll(g.folder))
	}
	return errors.Join(faults...)
}
