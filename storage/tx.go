package storage

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

var _ domain.Store = (*DB)(nil)

// How often a transaction begins again, and how long it waits before: the
// n-th time at most n times retryPause, so that rivals part.
const (
	maxAttempts = 10
	retryPause  = 15 * time.Millisecond
)

// tx is one transaction. Every noun adds its rows to it in a file of its own.
type tx struct {
	db  *DB
	orm *gorm.DB
	at  time.Time
	// told are the messages that Tell took; they are written together just
	// before COMMIT, so that their lanes are held as shortly as can be.
	told []domain.Message
	// policy is the one that was read, nil before.
	policy *domain.PolicyVersion
	// ahead is what the transaction has read for many and keeps to write; nil
	// where it does one thing.
	ahead *ahead
	// stirs is true where the courier has something to do after COMMIT.
	stirs bool
}

var _ domain.Tx = (*tx)(nil)

// Now is the practice time at which the transaction began.
func (t *tx) Now() time.Time { return t.at }

// g is GORM on this transaction and context. What was kept to be written goes
// first, where the statement may depend on it.
func (t *tx) g(ctx context.Context) *gorm.DB {
	orm := t.orm.WithContext(ctx)
	if t.ahead != nil && !t.ahead.aside {
		t.ahead.known = nil
		if err := t.writeKept(ctx); err != nil {
			_ = orm.AddError(err) // which is returned in the place of the statement's own
		}
	}
	return orm
}

// InTx runs do in a transaction; see domain.Store. It begins again after
// serialization failures, deadlocks, a busy SQLite file and a connection that
// was lost before COMMIT.
func (d *DB) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	return d.inTx(ctx, func(ctx context.Context, t *tx) error { return do(ctx, t) })
}

// inTx is InTx for this package, which needs more of a transaction.
func (d *DB) inTx(ctx context.Context, do func(context.Context, *tx) error) error {
	leave, ok := d.enter()
	if !ok {
		return notSaved(errClosed)
	}
	defer leave()
	for attempt := 1; ; attempt++ {
		err := d.attempt(ctx, do)
		if err == nil || attempt == maxAttempts || domain.CodeOf(err) == domain.Unclear || !passing(err) || !rest(ctx, attempt) {
			return notSaved(err)
		}
		d.logger.DebugContext(ctx, "transaction begins again", slog.Int("attempt", attempt), slog.Any("error", err))
	}
}

// rest waits before the next attempt; false where the context ends first.
func rest(ctx context.Context, attempt int) bool {
	timer := time.NewTimer(rand.N(retryPause * time.Duration(attempt))) //nolint:gosec // rivals have to part; a pause is no secret
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt runs do once.
//
// The transaction lives in a context of its own, because database/sql rolls
// back when that context ends, and pgx breaks off a COMMIT: until just before
// COMMIT the caller's context ends it, and from then on nothing does but an
// answer or the patience of conclude.
func (d *DB) attempt(ctx context.Context, do func(context.Context, *tx) error) error {
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	detach := context.AfterFunc(ctx, end)
	row, err := d.write.sql.BeginTx(life, nil)
	if err != nil {
		detach()
		end()
		return tried("begin a transaction", errors.Join(err, ctx.Err()))
	}
	t := &tx{db: d, orm: onTx(ctx, d.write.gorm, row), at: d.now()}
	finished := false
	defer func() {
		if !finished { // do failed or panicked
			detach()
			d.rollback(ctx, end, row)
		}
	}()
	if err := do(ctx, t); err != nil {
		return err
	}
	if err := errors.Join(t.noteKey(ctx), t.writeKept(ctx), t.flush(ctx)); err != nil {
		return err
	}
	if !detach() {
		return tried("run a transaction", ctx.Err())
	}
	finished = true
	if err := d.commit(ctx, end, row, t); err != nil {
		return err
	}
	d.keyNoted.Store(true)
	return nil
}

// onTx puts GORM on a transaction that database/sql began.
func onTx(ctx context.Context, orm *gorm.DB, row *sql.Tx) *gorm.DB {
	session := orm.Session(&gorm.Session{NewDB: true, Context: ctx})
	session.Statement.ConnPool = row
	return session
}

// Read runs do on one snapshot. Writes fail. Errors: what do returned;
// Unavailable where the database does not answer.
func (d *DB) Read(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	return d.readTx(ctx, func(ctx context.Context, t *tx) error { return do(ctx, t) })
}

// readTx is Read for this package.
func (d *DB) readTx(ctx context.Context, do func(context.Context, *tx) error) error {
	leave, ok := d.enter()
	if !ok {
		return unavailable(errClosed)
	}
	defer leave()
	for attempt := 1; ; attempt++ {
		err := d.readOnce(ctx, do)
		if err == nil || attempt == maxAttempts || !passing(err) || !rest(ctx, attempt) {
			return unavailable(err)
		}
	}
}

func (d *DB) readOnce(ctx context.Context, do func(context.Context, *tx) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if d.dialect == postgresDialect {
		options.Isolation = sql.LevelRepeatableRead
	}
	life, end := context.WithCancel(ctx)
	row, err := d.read.sql.BeginTx(life, options)
	if err != nil {
		end()
		return tried("begin to read", err)
	}
	defer d.rollback(ctx, end, row)
	return do(ctx, &tx{db: d, orm: onTx(ctx, d.read.gorm, row), at: d.now()})
}
