package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"

	"rapport/domain"
)

// serveLock keeps a second serve away from the same SQLite file.
type serveLock struct {
	mu   sync.Mutex
	held *sidecar
}

// LockServe claims the database for one serving process: two would each be
// right about Slack and wrong about each other. PostgreSQL needs no such claim
// and always grants it. The claim ends with Close, or with the process however
// it ends. Errors: Conflict where another process holds it.
func (d *DB) LockServe(ctx context.Context) error {
	if d.dialect != sqliteDialect {
		return nil
	}
	d.serve.mu.Lock()
	defer d.serve.mu.Unlock()
	if d.serve.held != nil {
		return nil
	}
	held, err := lockSidecar(ctx, d.path+".serve", 0)
	if isBusy(err) {
		return fmt.Errorf("%w: %w", domain.Refuse(domain.Conflict, "store.served_already"), err)
	}
	if err != nil {
		return fmt.Errorf("claim %s: %w", d.path, err)
	}
	d.serve.held = held
	return nil
}

func (l *serveLock) release() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		return nil
	}
	held := l.held
	l.held = nil
	return held.unlock()
}

// sidecar is an exclusive lock on an empty SQLite file beside the database.
// SQLite's own locks are released by the system when a process dies, and work
// alike on every system, which files with a process id in them do not.
type sidecar struct {
	db   *sql.DB
	conn *sql.Conn
}

// lockSidecar takes the lock, waiting at most so many milliseconds.
func lockSidecar(ctx context.Context, path string, wait int) (*sidecar, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	name.RawQuery = url.Values{"_busy_timeout": {strconv.Itoa(wait)}, "_journal_mode": {"MEMORY"}}.Encode()
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, tried("open the lock file", err)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if _, err := conn.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return nil, errors.Join(err, conn.Close(), db.Close())
	}
	return &sidecar{db: db, conn: conn}, nil
}

// unlock closes the connection, which ends its transaction and the lock.
func (s *sidecar) unlock() error {
	return errors.Join(s.conn.Close(), s.db.Close())
}
