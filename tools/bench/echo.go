package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// echo asks a file again what was recorded, by statements that were prepared
// once: the least that a program in Go can do for it.
type echo struct {
	write, read *sql.DB
	deals       []piece
}

// piece is a deal that can be made again.
type piece struct {
	db    *sql.DB
	deal  deal
	stmts []*sql.Stmt
	given []func(choice) any // what is given to the statements, one after the other
}

// choice is who thanks whom, and what makes the ids of this time its own.
type choice struct {
	giver, receiver int
	key             int64
	at              time.Time
}

// newEcho opens the file as Rapport did, by as many connections, and prepares
// the statements.
func (g *files) newEcho(ctx context.Context, deals []deal) (*echo, error) {
	e := &echo{}
	for _, name := range g.ear.names {
		db, err := sql.Open("sqlite", name)
		if err != nil {
			return e, fmt.Errorf("open the file: %w", err)
		}
		if onlyReads(name) {
			e.read = db
			db.SetMaxOpenConns(workers)
			db.SetMaxIdleConns(workers)
			continue
		}
		e.write = db
		db.SetMaxOpenConns(1)
	}
	recorded := time.Now()
	fresh := map[string]int{}
	for _, d := range deals {
		p := piece{db: e.write, deal: d}
		if d.reads {
			p.db = e.read
		}
		for _, s := range d.list {
			stmt, err := p.db.PrepareContext(ctx, s.text) //nolint:sqlclosecheck // it is closed with its database
			if err != nil {
				return e, fmt.Errorf("prepare what was recorded: %w", err)
			}
			p.stmts = append(p.stmts, stmt)
			for _, value := range s.given {
				p.given = append(p.given, again(value, recorded, fresh))
			}
		}
		e.deals = append(e.deals, p)
	}
	return e, nil
}

// again says what is given at another time where this was: people become the
// chosen ones, ids new ones, and times stay as far from now as they were.
func again(value driver.Value, recorded time.Time, fresh map[string]int) func(choice) any {
	switch value := value.(type) {
	case time.Time:
		since := value.Sub(recorded)
		return func(c choice) any { return c.at.Add(since) }
	case string:
		switch {
		case value == string(personID(1)):
			return func(c choice) any { return string(personID(c.giver)) }
		case value == string(personID(2)):
			return func(c choice) any { return string(personID(c.receiver)) }
		case value == "D:"+string(personID(2)):
			return func(c choice) any { return "D:" + string(personID(c.receiver)) }
		case value == slackID(1):
			return func(c choice) any { return slackID(c.giver) }
		case value == slackID(2):
			return func(c choice) any { return slackID(c.receiver) }
		case strings.HasPrefix(value, "key-"), madeID.MatchString("'" + value + "'"):
			if _, known := fresh[value]; !known {
				fresh[value] = len(fresh)
			}
			n := fresh[value]
			return func(c choice) any { return fmt.Sprintf("n%d-%d", n, c.key) }
		}
	}
	return func(choice) any { return value }
}

// run asks the file by all workers, and returns how many kudos a second that
// would be.
func (e *echo) run(ctx context.Context, length time.Duration) (float64, error) {
	timed, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var done atomic.Int64
	var running sync.WaitGroup
	faults := make(chan error, workers)
	began := time.Now()
	for range workers {
		running.Go(func() {
			for timed.Err() == nil {
				giver := 1 + rand.IntN(people)                                                                 //nolint:gosec // who thanks whom is no secret
				c := choice{giver: giver, receiver: 1 + giver%people, key: rand.Int64(), at: time.Now().UTC()} //nolint:gosec // as above
				for _, p := range e.deals {
					if err := p.make(ctx, c); err != nil {
						faults <- fmt.Errorf("ask the file again: %w", err)
						return
					}
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	took := time.Since(began)
	select {
	case err := <-faults:
		return 0, err
	default:
		return float64(done.Load()) / took.Seconds(), nil
	}
}

// make makes the deal again.
func (p piece) make(ctx context.Context, c choice) error {
	tx, err := p.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: p.deal.reads})
	if err != nil {
		return err //nolint:wrapcheck // the caller says what was done
	}
	left := p.given
	for i, s := range p.deal.list {
		given := make([]any, len(s.given))
		for j, value := range left[:len(given)] {
			given[j] = value(c)
		}
		left = left[len(given):]
		if err := ask(ctx, tx.StmtContext(ctx, p.stmts[i]), s.rows, given); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", s.text, err), tx.Rollback())
		}
	}
	if p.deal.ended == "commit" {
		return tx.Commit() //nolint:wrapcheck // as above
	}
	return tx.Rollback() //nolint:wrapcheck // as above
}

// ask runs one statement, and reads all rows of its answer.
func ask(ctx context.Context, stmt *sql.Stmt, withRows bool, given []any) (err error) {
	if !withRows {
		_, err := stmt.ExecContext(ctx, given...)
		return err //nolint:wrapcheck // as above
	}
	rows, err := stmt.QueryContext(ctx, given...)
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	row := make([]any, len(columns))
	for i := range row {
		row[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(row...); err != nil {
			return err //nolint:wrapcheck // as above
		}
	}
	return rows.Err() //nolint:wrapcheck // as above
}

func (e *echo) close() error {
	var faults []error
	for _, db := range []*sql.DB{e.read, e.write} {
		if db != nil {
			faults = append(faults, db.Close())
		}
	}
	return errors.Join(faults...)
}
