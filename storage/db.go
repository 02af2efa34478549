package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// DB is the database. It fulfils domain.Store; Outbox gives the courier's side.
type DB struct {
	dialect dialect
	box     Box
	clock   domain.Clock
	logger  *slog.Logger
	skew    func() time.Duration
	release string
	path    string // of the SQLite file

	write pool
	read  pool

	// policy is the document of the policy that was read last.
	policy atomic.Pointer[readPolicy]

	wake  *waker
	serve serveLock

	// keyNoted is true once a commit has noted the present key as used.
	keyNoted atomic.Bool

	// closing is held for reading while work begins, so that Close waits for
	// everything that began before it.
	closing sync.RWMutex
	closed  bool
	work    sync.WaitGroup
}

// pool is one set of connections, as database/sql and as GORM know it.
type pool struct {
	sql  *sql.DB
	gorm *gorm.DB
}

// dialect is what differs between the two databases.
type dialect string

const (
	postgresDialect dialect = "postgres"
	sqliteDialect   dialect = "sqlite"
)

// errClosed is what work gets that comes after Close.
var errClosed = errors.New("database is closed")

// Open connects. A database that has been migrated is checked at once: it is
// refused where this release is too old for it, or where a key is missing that
// stored text is sealed with. An empty one waits for Migrate.
func Open(ctx context.Context, c Config) (*DB, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	d := &DB{
		dialect: sqliteDialect, box: c.Box, clock: c.Clock, logger: c.Logger,
		skew: c.Skew, release: c.Release, path: c.sqlitePath(),
	}
	if c.postgres() {
		d.dialect = postgresDialect
		err = d.openPostgres(ctx, c)
	} else {
		err = d.openSQLite(ctx, c)
	}
	if err == nil {
		err = d.checkWhereMigrated(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, d.closePools())
	}
	d.wake = newWaker(ctx, c.Redis, c.Logger)
	return d, nil
}

// checkWhereMigrated checks a database that has a schema.
func (d *DB) checkWhereMigrated(ctx context.Context) error {
	migrated, err := d.migrated(ctx)
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	if !migrated {
		return nil
	}
	return d.check(ctx)
}

// Ping asks both pools for an answer, for health and doctor.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.write.sql.PingContext(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	if err := d.read.sql.PingContext(ctx); err != nil {
		return fmt.Errorf("ping the database for reading: %w", err)
	}
	return nil
}

// Close waits for everything that began, commits without an answer included,
// and closes the connections. It may be called twice.
func (d *DB) Close() error {
	d.closing.Lock()
	again := d.closed
	d.closed = true
	d.closing.Unlock()
	if again {
		return nil
	}
	d.work.Wait()
	d.wake.close()
	return errors.Join(d.serve.release(), d.closePools())
}

func (d *DB) closePools() error {
	var faults []error
	if d.read.sql != nil && d.read.sql != d.write.sql {
		faults = append(faults, d.read.sql.Close())
	}
	if d.write.sql != nil {
		faults = append(faults, d.write.sql.Close())
	}
	return errors.Join(faults...)
}

// enter registers work that Close waits for; leave ends it. ok is false after
// Close.
func (d *DB) enter() (leave func(), ok bool) {
	d.closing.RLock()
	defer d.closing.RUnlock()
	if d.closed {
		return nil, false
	}
	d.work.Add(1)
	return d.work.Done, true
}

// now is practice time as a transaction freezes it: UTC, and in microseconds,
// which is as fine as both databases keep.
func (d *DB) now() time.Time {
	return d.clock.Now().UTC().Truncate(time.Microsecond)
}

// newGORM puts GORM on a pool. Statements are not prepared twice (pgx does it
// already), single writes get no transaction of their own, and columns are
// named, so that an old replica survives a column that a newer one added.
func newGORM(dialector gorm.Dialector, logger *slog.Logger) (*gorm.DB, error) {
	orm, err := gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction:   true,
		PrepareStmt:              false,
		QueryFields:              true,
		DisableAutomaticPing:     true,
		DisableNestedTransaction: true,
		CreateBatchSize:          500,
		Logger:                   slowLog{logger: logger, slow: slowStatement},
	})
	return orm, tried("put gorm on the connections", err)
}
