package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

const (
	// requestsFor is how long a request's key is remembered. Slack repeats an
	// event for an hour at most; a person may press send again days later.
	requestsFor = 30 * 24 * time.Hour
	// housekeepingBatch is how many rows one batch takes: short enough to keep
	// nobody waiting.
	housekeepingBatch = 500
)

// housekeeping gives held messages free when their time has come, and forgets
// what has served its purpose.
func housekeeping(s Services) []Sweep {
	return []Sweep{releaseHeld(s), purgeEnded(s.Outbox), purgeRequests(s.Practice.Store)}
}

// releaseHeld gives messages back to their lanes whose hold has ended.
func releaseHeld(s Services) Sweep {
	service := domain.ReleaseService{Practice: s.Practice}
	return Sweep{Name: "outbox.release", Due: s.Outbox.NextHold, Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		n, err := service.Release(ctx, housekeepingBatch)
		return n, false, err
	}}
}

// purgeEnded forgets messages that were sent long ago. What was told stays with
// its subject; where it stands in Slack stays too, so that it can be deleted.
func purgeEnded(o domain.Outbox) Sweep {
	return Sweep{Name: "outbox.purge", Run: func(ctx context.Context, now time.Time) (int, bool, error) {
		n, err := o.PurgeEnded(ctx, now.Add(-domain.MessagesKept), housekeepingBatch)
		return n, n == housekeepingBatch, err
	}}
}

// purgeRequests forgets the requests of long ago.
func purgeRequests(store domain.Store) Sweep {
	return Sweep{Name: "request.purge", Run: func(ctx context.Context, now time.Time) (int, bool, error) {
		n := 0
		err := store.InTx(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
			n, err = tx.PurgeRequests(ctx, now.Add(-requestsFor), housekeepingBatch)
			return err
		})
		return n, n == housekeepingBatch, err
	}}
}
