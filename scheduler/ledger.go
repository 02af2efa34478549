package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// ledger seals what was done. It is the last of the sweeps, so that a tick seals
// what the others do in it.
func ledger(s Services) []Sweep {
	service := domain.LedgerService{Practice: s.Practice}
	return []Sweep{{Name: "ledger.seal", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		return service.Seal(ctx, domain.SealedAtOnce)
	}}}
}
