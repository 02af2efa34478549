package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

// SQLite has no server that would keep the plan of a statement: the driver
// compiles each text anew, which takes longer than most statements run. So each
// connection keeps those that it compiled last.
const (
	// keptStatements is how many a connection keeps: more than all the use cases
	// of a busy hour have.
	keptStatements = 128
	// longestKept is the longest text that is kept, in bytes. Longer ones write
	// many rows at once, and hardly any has the same text as another.
	longestKept = 4096
)

// keeping opens connections that keep their statements.
type keeping struct {
	driver.Connector
}

// Connect fulfils driver.Connector.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the driver's errors are known by their types
	}
	full, ok := conn.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("open a connection: the driver's connections have changed"), conn.Close())
	}
	return &keepingConn{sqliteConn: full, kept: map[string]keptStatement{}}, nil
}

// sqliteConn is what the driver's connections can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// sqliteStatement is what its statements can do.
type sqliteStatement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// sqliteRows is what its rows can do.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// keepingConn is a connection that keeps its statements. database/sql lets one
// goroutine at a time use it, the closing of rows included.
type keepingConn struct {
	sqliteConn
	kept map[string]keptStatement // those that are not in use, by their texts
	uses int                      // how often one was used
}

// keptStatement is one that was compiled before.
type keptStatement struct {
	sqliteStatement
	text string
	used int // the number of its last use
}

// keeps tells whether a statement is worth keeping. What changes the schema or
// the connection comes once.
func keeps(text string) bool {
	if len(text) > longestKept {
		return false
	}
	verb, _, _ := strings.Cut(strings.TrimLeft(text, " \n\t"), " ")
	switch strings.ToUpper(verb) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// take gives a statement that nobody uses, and compiles it where there is none.
func (c *keepingConn) take(ctx context.Context, text string) (keptStatement, error) {
	if s, found := c.kept[text]; found {
		delete(c.kept, text)
		return s, nil
	}
	stmt, err := c.PrepareContext(ctx, text)
	if err != nil {
		return keptStatement{}, err //nolint:wrapcheck // the driver's errors are known by their types
	}
	full, ok := stmt.(sqliteStatement)
	if !ok {
		return keptStatement{}, errors.Join(errors.New("compile a statement: the driver's statements have changed"), stmt.Close())
	}
	return keptStatement{sqliteStatement: full, text: text}, nil
}

// put keeps a statement for the next time, and closes the one that was not used
// for longest where there are too many. The same text may have been compiled
// twice, for rows within rows.
func (c *keepingConn) put(s keptStatement) error {
	if _, twice := c.kept[s.text]; twice {
		return s.Close() //nolint:wrapcheck // as above
	}
	c.uses++
	s.used = c.uses
	c.kept[s.text] = s
	if len(c.kept) <= keptStatements {
		return nil
	}
	oldest := s
	for _, other := range c.kept {
		if other.used < oldest.used {
			oldest = other
		}
	}
	delete(c.kept, oldest.text)
	return oldest.Close() //nolint:wrapcheck // as above
}

// ExecContext fulfils driver.ExecerContext.
func (c *keepingConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if !keeps(text) {
		return c.sqliteConn.ExecContext(ctx, text, args) //nolint:wrapcheck // as above
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return result, c.put(s)
}

// QueryContext fulfils driver.QueryerContext.
func (c *keepingConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if !keeps(text) {
		return c.sqliteConn.QueryContext(ctx, text, args) //nolint:wrapcheck // as above
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	full, ok := rows.(sqliteRows)
	if !ok {
		return nil, errors.Join(errors.New("read rows: the driver's rows have changed"), rows.Close(), s.Close())
	}
	return &keptRows{sqliteRows: full, conn: c, stmt: s}, nil
}

// Close closes what is kept, and the connection.
func (c *keepingConn) Close() error {
	var faults []error
	for _, s := range c.kept {
		faults = append(faults, s.Close())
	}
	clear(c.kept)
	return errors.Join(append(faults, c.sqliteConn.Close())...)
}

// keptRows give their statement back when they are closed.
type keptRows struct {
	sqliteRows
	conn   *keepingConn
	stmt   keptStatement
	closed bool
}

// Close fulfils driver.Rows.
func (r *keptRows) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	if err := r.sqliteRows.Close(); err != nil {
		return errors.Join(err, r.stmt.Close())
	}
	return r.conn.put(r.stmt)
}
