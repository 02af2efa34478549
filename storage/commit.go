package storage

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"
)

const (
	// commitPatience is how long a COMMIT may go on after its caller was told
	// that its outcome is unclear. Then the connection is given up.
	commitPatience = 30 * time.Second
	// cancelGrace is how long a COMMIT is waited for when the caller was
	// cancelled rather than late, as at a shutdown: an answer is then near.
	cancelGrace = time.Second
)

// errNoAnswer is what stands behind Unclear.
var errNoAnswer = errors.New("no answer to COMMIT")

// commit sends COMMIT in a goroutine that the caller's context does not end,
// and waits for it until that context does. Close waits for the goroutine.
func (d *DB) commit(ctx context.Context, end context.CancelFunc, row *sql.Tx, t *tx) error {
	answer := d.conclude(end, func() error {
		err := row.Commit()
		if err == nil && t.stirs {
			d.wake.stir()
		}
		return tried("commit", err)
	})
	select {
	case err := <-answer:
		return committed(err)
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		grace := time.NewTimer(cancelGrace)
		defer grace.Stop()
		select {
		case err := <-answer:
			return committed(err)
		case <-grace.C:
		}
	}
	d.logger.WarnContext(ctx, "commit has not answered in time")
	return unclear(errNoAnswer)
}

// committed sorts what COMMIT answered: nil is saved, some errors prove that
// nothing was, all others leave it open.
func committed(err error) error {
	if err == nil {
		return nil
	}
	if undone(err) {
		return err
	}
	return unclear(err)
}

// rollback ends a transaction without a trace. It does not keep a caller whose
// time is over, and its own error changes nothing: a connection that cannot
// roll back is closed, and the server rolls back then.
func (d *DB) rollback(ctx context.Context, end context.CancelFunc, row *sql.Tx) {
	answer := d.conclude(end, row.Rollback)
	select {
	case err := <-answer:
		if err != nil && !errors.Is(err, sql.ErrTxDone) {
			d.logger.DebugContext(ctx, "rollback failed", slog.Any("error", err))
		}
	case <-ctx.Done():
	}
}

// conclude runs the last step of a transaction in a goroutine of its own, for
// at most commitPatience, and ends the transaction's context after it.
func (d *DB) conclude(end context.CancelFunc, step func() error) <-chan error {
	answer := make(chan error, 1)
	d.work.Go(func() {
		patience := time.AfterFunc(commitPatience, end)
		defer patience.Stop()
		defer end()
		answer <- step()
	})
	return answer
}

// closeQuietly closes what does not matter any more, and says so where it
// fails.
func (d *DB) closeQuietly(what string, closing func() error) {
	if err := closing(); err != nil {
		d.logger.Warn("closing failed", slog.String("what", what), slog.Any("error", err))
	}
}
