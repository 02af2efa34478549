package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// deal is one transaction that a SQLite database was asked for.
type deal struct {
	reads bool // on a connection that only reads
	list  []spoken
	ended string // "commit" or "rollback"
}

// spoken is one statement of a deal, with what was given to it.
type spoken struct {
	text  string
	rows  bool // it was asked for rows
	given []driver.Value
}

// ear stands between database/sql and SQLite's driver, and notes every
// transaction while it listens.
type ear struct {
	mu        sync.Mutex
	names     []string // by which the files were opened
	listening bool
	deals     []*deal
}

// connect is how a database is opened through the ear.
func (e *ear) connect(name string) (driver.Connector, error) {
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, fmt.Errorf("open a file to listen at: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.names = append(e.names, name)
	return earConnector{connector, e, onlyReads(name)}, nil
}

// onlyReads tells whether a connection by this name may not write.
func onlyReads(name string) bool { return strings.Contains(name, "_query_only=1") }

// listen notes what is asked until what it returns is called, which gives the
// transactions in the order of their beginnings.
func (e *ear) listen() func() []deal {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.listening = true
	return func() []deal {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.listening = false
		list := make([]deal, len(e.deals))
		for i, d := range e.deals {
			list[i] = *d
		}
		e.deals = nil
		return list
	}
}

// begin notes a transaction; nil while nobody listens.
func (e *ear) begin(reads bool) *deal {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.listening {
		return nil
	}
	d := &deal{reads: reads}
	e.deals = append(e.deals, d)
	return d
}

func (e *ear) hear(d *deal, text string, rows bool, given []driver.NamedValue) {
	if d == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	s := spoken{text: text, rows: rows}
	for _, value := range given {
		s.given = append(s.given, value.Value)
	}
	d.list = append(d.list, s)
}

type earConnector struct {
	driver.Connector
	ear   *ear
	reads bool
}

// Connect fulfils driver.Connector.
func (c earConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the driver's errors are known by their types
	}
	all, ok := conn.(fullConn)
	if !ok {
		return nil, errors.Join(errors.New("listen at SQLite: the driver's connections have changed"), conn.Close())
	}
	return &earConn{fullConn: all, ear: c.ear, reads: c.reads}, nil
}

// fullConn is what the driver's connections can do.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// earConn is a connection at which the ear listens.
type earConn struct {
	fullConn
	ear   *ear
	reads bool
	deal  *deal // nil outside of a transaction
}

// BeginTx fulfils driver.ConnBeginTx.
func (c *earConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.fullConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	c.deal = c.ear.begin(c.reads)
	return earTx{tx, c}, nil
}

// ExecContext fulfils driver.ExecerContext.
func (c *earConn) ExecContext(ctx context.Context, text string, given []driver.NamedValue) (driver.Result, error) {
	c.ear.hear(c.deal, text, false, given)
	return c.fullConn.ExecContext(ctx, text, given) //nolint:wrapcheck // as above
}

// QueryContext fulfils driver.QueryerContext.
func (c *earConn) QueryContext(ctx context.Context, text string, given []driver.NamedValue) (driver.Rows, error) {
	c.ear.hear(c.deal, text, true, given)
	return c.fullConn.QueryContext(ctx, text, given) //nolint:wrapcheck // as above
}

// PrepareContext fulfils driver.ConnPrepareContext.
func (c *earConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	stmt, err := c.fullConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	all, ok := stmt.(fullStmt)
	if !ok {
		return nil, errors.Join(errors.New("listen at SQLite: the driver's statements have changed"), stmt.Close())
	}
	return &earStmt{all, c, text}, nil
}

// fullStmt is what the driver's prepared statements can do.
type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// earStmt is a prepared statement at which the ear listens.
type earStmt struct {
	fullStmt
	conn *earConn
	text string
}

// ExecContext fulfils driver.StmtExecContext.
func (s *earStmt) ExecContext(ctx context.Context, given []driver.NamedValue) (driver.Result, error) {
	s.conn.ear.hear(s.conn.deal, s.text, false, given)
	return s.fullStmt.ExecContext(ctx, given) //nolint:wrapcheck // as above
}

// QueryContext fulfils driver.StmtQueryContext.
func (s *earStmt) QueryContext(ctx context.Context, given []driver.NamedValue) (driver.Rows, error) {
	s.conn.ear.hear(s.conn.deal, s.text, true, given)
	return s.fullStmt.QueryContext(ctx, given) //nolint:wrapcheck // as above
}

// earTx is a transaction whose end is noted.
type earTx struct {
	driver.Tx
	conn *earConn
}

// Commit fulfils driver.Tx.
func (t earTx) Commit() error {
	t.end("commit")
	return t.Tx.Commit() //nolint:wrapcheck // as above
}

// Rollback fulfils driver.Tx.
func (t earTx) Rollback() error {
	t.end("rollback")
	return t.Tx.Rollback() //nolint:wrapcheck // as above
}

func (t earTx) end(how string) {
	t.conn.ear.mu.Lock()
	defer t.conn.ear.mu.Unlock()
	if t.conn.deal != nil {
		t.conn.deal.ended = how
	}
	t.conn.deal = nil
}

// changing counts the statements of deals, and those that change something.
func changing(deals []deal) (statements, writes int) {
	for _, d := range deals {
		statements += len(d.list) + 2 // its beginning and its end
		for _, s := range d.list {
			if slices.Contains(changes, strings.ToUpper(strings.Fields(s.text)[0])) {
				writes++
			}
		}
	}
	return statements, writes
}
