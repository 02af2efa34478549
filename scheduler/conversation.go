package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// sweepBatch is how many people or records one batch takes. They are done in
// small transactions, so that nobody waits long behind them.
const sweepBatch = 500

// conversations plans for those whom a change concerns, and takes every
// conversation on whose next step is due.
func conversations(s Services) []Sweep {
	talks := domain.ConversationService{Practice: s.Practice}
	return []Sweep{
		{Name: "conversation.plan", Run: counted(talks.Replan)},
		{Name: "conversation.advance", Run: counted(talks.Advance), Due: next(s.Practice.Store, domain.Tx.NextConversation)},
	}
}

// counted makes a sweep's run of a use case that takes a batch and tells how
// many it looked at.
func counted(batch func(ctx context.Context, limit int) (int, error)) func(context.Context, time.Time) (int, bool, error) {
	return func(ctx context.Context, _ time.Time) (int, bool, error) {
		n, err := batch(ctx, sweepBatch)
		return n, n == sweepBatch, err
	}
}

// next reads when the next thing of a kind becomes due.
func next(store domain.Store, read func(domain.Tx, context.Context, time.Time) (time.Time, bool, error)) func(context.Context, time.Time) (time.Time, bool, error) {
	return func(ctx context.Context, after time.Time) (time.Time, bool, error) {
		var at time.Time
		var ok bool
		err := store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
			at, ok, err = read(tx, ctx, after)
			return err
		})
		return at, ok, err
	}
}
