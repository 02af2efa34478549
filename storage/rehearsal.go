package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rapport/domain"
)

// rehearsal is a Store whose every transaction is a step of one that is always
// rolled back. What is done in it is seen by what follows in it, and by nobody
// else, ever.
type rehearsal struct {
	db    *DB
	row   *sql.Tx
	clock domain.Clock
	tell  func(domain.Message)
}

var _ domain.Store = (*rehearsal)(nil)

// rehearsedTx gives messages to who watches, in the place of the outbox.
type rehearsedTx struct {
	*tx
	tell func(domain.Message)
}

// Tell hands a message on that nobody will get. What follows sees it as
// delivered, when it is held no more.
func (t rehearsedTx) Tell(ctx context.Context, m domain.Message) error {
	if m.At.IsZero() {
		m.At = t.at
	}
	t.tell(m)
	if m.Deed != domain.Post {
		return nil
	}
	d := domain.Delivery{
		Kind: m.Kind, Subject: m.Subject, Recipient: m.Recipient, At: m.HoldUntil,
		Channel: "rehearsal", TS: string(m.Subject) + m.Kind + string(m.Recipient) + m.At.String(),
	}
	return t.deliver(ctx, d)
}

// Ahead reads nothing ahead: one person is rehearsed.
func (t rehearsedTx) Ahead(context.Context, []domain.ID, domain.Date) (domain.Tx, error) {
	return t, nil
}

// Rehearse lets do act on the database by a clock of its own; what people would
// be told goes to tell. All of it is rolled back when do returns. Nothing can
// be sent, since couriers see only what was committed. While it lasts, other
// writers of a SQLite file wait, and with PostgreSQL those of the same rows.
// Errors: what do returned; Unavailable where the database does not answer.
func (d *DB) Rehearse(ctx context.Context, clock domain.Clock, tell func(domain.Message), do func(domain.Store) error) error {
	leave, ok := d.enter()
	if !ok {
		return unavailable(errClosed)
	}
	defer leave()
	life, end := context.WithCancel(ctx)
	row, err := d.write.sql.BeginTx(life, nil)
	if err != nil {
		end()
		return tried("begin a rehearsal", err)
	}
	defer d.rollback(ctx, end, row)
	return do(&rehearsal{db: d, row: row, clock: clock, tell: tell})
}

// InTx runs do as a step that is undone alone where it fails.
func (r *rehearsal) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	if _, err := r.row.ExecContext(ctx, "SAVEPOINT step"); err != nil {
		return fmt.Errorf("begin a step of a rehearsal: %w", err)
	}
	var told []domain.Message
	step := rehearsedTx{tx: r.tx(ctx), tell: func(m domain.Message) { told = append(told, m) }}
	if err := do(ctx, step); err != nil {
		_, undone := r.row.ExecContext(ctx, "ROLLBACK TO SAVEPOINT step")
		return errors.Join(err, undone)
	}
	if _, err := r.row.ExecContext(ctx, "RELEASE SAVEPOINT step"); err != nil {
		return fmt.Errorf("end a step of a rehearsal: %w", err)
	}
	for _, m := range told {
		r.tell(m)
	}
	return nil
}

// Read runs do on what the steps before have left.
func (r *rehearsal) Read(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	return do(ctx, r.tx(ctx))
}

func (r *rehearsal) tx(ctx context.Context) *tx {
	return &tx{db: r.db, orm: onTx(ctx, r.db.write.gorm, r.row), at: instant(r.clock.Now())}
}
