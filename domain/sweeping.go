package domain

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// togetherAtMost is how many records a sweep does in one transaction: enough to
// share what they ask of the database, and few enough that who wants to change
// one of them meanwhile does not notice.
const togetherAtMost = 50

// AheadRows lets a sweep do the same for many people with few statements.
type AheadRows interface {
	// Ahead reads what the rules ask about employees: their conversations that
	// are not closed, partners, managers, and absences and pauses since a day. It
	// gives the transaction by which to go on: that one answers from what was
	// read and from what it wrote itself, and writes what is of the same kind
	// together, at its end at the latest. A Conflict is told then.
	Ahead(ctx context.Context, employees []ID, since Date) (Tx, error)
}

// sweeping is how a sweep does its records.
type sweeping struct {
	// take takes those of some that are due still and that nobody else does, and
	// gives the transaction to do them in.
	take func(context.Context, Tx, []ID) ([]ID, Tx, error)
	// taken does one that was taken, alone does one by itself.
	taken, alone func(context.Context, Tx, ID) error
}

// sweep does what is due for every id, some of them in one transaction. Where
// one of those fails they are done again, each alone, so that it costs the others
// nothing. It tells how many were done here, and the failures together.
func (p Practice) sweep(ctx context.Context, ids []ID, d sweeping) (int, error) {
	done := 0
	var failed []error
	for some := range slices.Chunk(ids, togetherAtMost) {
		var taken int
		err := p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
			mine, tx, err := d.take(ctx, patient{tx}, some)
			taken = len(mine)
			for _, id := range mine {
				if err != nil {
					break
				}
				err = d.taken(ctx, tx, id)
			}
			return err
		})
		if err != nil {
			taken, err = p.each(ctx, some, d.alone)
		}
		done += taken
		if err != nil {
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return done, errors.Join(failed...)
}

// each does what is due for every id, each in a transaction of its own. On a
// Conflict somebody else was first, and nothing is left to do. Any other
// failure belongs to that one record: the rest goes on, and the failures are
// returned together, each with its id, beside how many did not fail.
func (p Practice) each(ctx context.Context, ids []ID, do func(context.Context, Tx, ID) error) (int, error) {
	done := 0
	var failed []error
	for _, id := range ids {
		if ctx.Err() != nil {
			return done, errors.Join(append(failed, ctx.Err())...)
		}
		err := p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return do(ctx, patient{tx}, id) })
		if err != nil && CodeOf(err) != Conflict {
			failed = append(failed, fmt.Errorf("do what is due for %s: %w", id, err))
			continue
		}
		done++
	}
	return done, errors.Join(failed...)
}
