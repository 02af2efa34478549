package domain

import (
	"context"
	"errors"
	"fmt"
)

// each does what is due for every id, each in a transaction of its own. On a
// Conflict somebody else was first, and nothing is left to do. Any other
// failure belongs to that one record: the rest goes on, and the failures are
// returned together, each with its id.
func (p Practice) each(ctx context.Context, ids []ID, do func(context.Context, Tx, ID) error) error {
	var failed []error
	for _, id := range ids {
		if ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
		err := p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return do(ctx, tx, id) })
		if err != nil && CodeOf(err) != Conflict {
			failed = append(failed, fmt.Errorf("do what is due for %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}
