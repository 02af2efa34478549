package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// housekeepingBatch is how many rows one batch takes: short enough to keep nobody
// waiting.
const housekeepingBatch = 500

// housekeeping gives held messages free when their time has come.
func housekeeping(s Services) []Sweep {
	return []Sweep{releaseHeld(s)}
}

// releaseHeld gives messages back to their lanes whose hold has ended.
func releaseHeld(s Services) Sweep {
	service := domain.ReleaseService{Practice: s.Practice}
	return Sweep{Name: "outbox.release", Due: s.Outbox.NextHold, Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		n, err := service.Release(ctx, housekeepingBatch)
		return n, false, err
	}}
}
