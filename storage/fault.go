package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"rapport/domain"
)

// This file alone knows what the databases' errors mean. It goes by their
// codes, never by their text.

// laneGone is the constraint that a message breaks whose lane was removed at
// the same moment; the transaction begins again and makes a new lane.
const laneGone = "outbox_queued_lane"

// Codes of PostgreSQL, from appendix A of its manual.
const (
	pgSerialization  = "40001"
	pgDeadlock       = "40P01"
	pgUnknownOutcome = "40003"
	pgStalePlan      = "0A000" // "cached plan must not change result type", during an upgrade
	pgNoStatement    = "26000" // a pooler gave us another session
	pgUnique         = "23505"
	pgForeignKey     = "23503"
	pgReadOnly       = "25006" // we reached a standby during a failover
	pgLockTimeout    = "55P03"
	pgCancelled      = "57014"
	pgShutdown       = "57P01" // the session was ended, as when the server restarts
)

// passing tells whether the same transaction may well succeed when it runs
// again at once.
func passing(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case pgSerialization, pgDeadlock, pgStalePlan, pgNoStatement, pgShutdown:
			return true
		case pgForeignKey:
			return pg.ConstraintName == laneGone
		}
		return false
	}
	return isBusy(err) || lost(err)
}

// lost tells whether the connection went away under a transaction that had
// not sent COMMIT, as when the server was restarted. The pool opens another.
func lost(err error) bool {
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) || ended(err) {
		return false
	}
	if network, ok := errors.AsType[*net.OpError](err); ok {
		return !network.Timeout()
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// ended tells whether the caller's own time ran out.
func ended(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// isBusy tells whether another process holds SQLite's lock.
func isBusy(err error) bool {
	code, ok := sqliteCode(err)
	return ok && (code&0xff == lib.SQLITE_BUSY || code&0xff == lib.SQLITE_LOCKED)
}

// unreachable tells whether the database did not answer, or not as a database
// that works: connections, time limits, a full disk.
func unreachable(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case pgLockTimeout, pgCancelled, pgReadOnly, pgSerialization, pgDeadlock:
			return true
		}
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "53") || strings.HasPrefix(pg.Code, "57P")
	}
	if code, ok := sqliteCode(err); ok {
		switch code & 0xff {
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_READONLY,
			lib.SQLITE_CANTOPEN, lib.SQLITE_INTERRUPT:
			return true
		}
		return false
	}
	var network net.Error
	return ended(err) || lost(err) || errors.As(err, &network) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, sql.ErrTxDone) || errors.Is(err, errClosed)
}

// undone tells whether an error that COMMIT returned proves that nothing was
// written. Every other error leaves it open.
func undone(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		// A server that shuts down may have committed before it said so.
		return pg.Code != pgUnknownOutcome && !strings.HasPrefix(pg.Code, "08") && !strings.HasPrefix(pg.Code, "57P")
	}
	if code, ok := sqliteCode(err); ok {
		return code&0xff != lib.SQLITE_IOERR
	}
	return errors.Is(err, pgx.ErrTxCommitRollback) || errors.Is(err, sql.ErrTxDone) || pgconn.SafeToRetry(err)
}

// duplicate tells whether a row with that key is there already.
func duplicate(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == pgUnique
	}
	code, ok := sqliteCode(err)
	return ok && (code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func sqliteCode(err error) (int, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}

// found turns GORM's "no such record" into a fault, and says what was tried
// for everything else.
func found(err error, missing, tried string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return domain.Refuse(domain.NotFound, missing)
	}
	return fmt.Errorf("%s: %w", tried, err)
}

// tried says what was tried when an error came; nil stays nil.
func tried(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// notSaved is the fault of a transaction of which nothing was written. Faults
// of the domain stay as they are, and so does what is a bug.
func notSaved(err error) error {
	if len(domain.FaultsOf(err)) > 0 || !unreachable(err) {
		return err
	}
	return fmt.Errorf("%w: %w", domain.Refuse(domain.NotSaved, "store.not_saved"), err)
}

// unclear is the fault of a COMMIT without an answer.
func unclear(err error) error {
	return fmt.Errorf("%w: %w", domain.Refuse(domain.Unclear, "store.unclear"), err)
}

// unavailable is the fault of reading from a database that does not answer.
func unavailable(err error) error {
	if len(domain.FaultsOf(err)) > 0 || !unreachable(err) {
		return err
	}
	return fmt.Errorf("%w: %w", domain.Refuse(domain.Unavailable, "store.unavailable"), err)
}
