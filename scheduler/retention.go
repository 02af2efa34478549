package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// retention purges what has reached the end of its life.
func retention(s Services) []Sweep {
	runs, holds := domain.RetentionService{Practice: s.Practice}, domain.HoldService{Practice: s.Practice}
	erasures := domain.ErasureService{Practice: s.Practice}
	return []Sweep{
		{Name: "hold.end", Run: counted(holds.TellEnded)},
		{Name: "erasure.advance", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
			return erasures.Advance(ctx, housekeepingBatch)
		}},
		{Name: "retention.begin", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
			n, err := runs.Begin(ctx)
			return n, false, err
		}},
		{Name: "retention.advance", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
			return runs.Advance(ctx, housekeepingBatch)
		}},
		routine(s, "outbox.purge", domain.RecordMessage), routine(s, "request.purge", domain.RecordTrace),
		routine(s, "ask.purge", domain.RecordAsk), routine(s, "sight.purge", domain.RecordSight),
	}
}

// routine deletes traces without words when their fixed term is over.
func routine(s Services, name string, record domain.RecordName) Sweep {
	service := domain.RoutineService{Practice: s.Practice}
	return Sweep{Name: name, Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		n, err := service.Purge(ctx, record, housekeepingBatch)
		return n, n == housekeepingBatch, err
	}}
}
