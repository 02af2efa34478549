package domain

import (
	"context"
	"time"
)

// LedgerService seals what was done.
type LedgerService struct {
	Practice
}

// SealedAtOnce is how many entries one batch seals: some ten milliseconds, in
// which the rows are held.
const SealedAtOnce = 1000

// SealedLate is how long an entry may wait for its seal before somebody should
// look: the sweep comes each minute.
const SealedLate = 15 * time.Minute

// Seal seals up to limit entries, where any wait. It may run on several replicas
// at once: one of them seals. It tells how many, and whether more wait.
func (s LedgerService) Seal(ctx context.Context, limit int) (int, bool, error) {
	waits := false
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		waits, err = tx.EntriesWait(ctx)
		return err
	})
	if err != nil || !waits {
		return 0, false, err
	}
	sealed := 0
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		sealed, err = tx.SealEntries(ctx, limit)
		return err
	})
	return sealed, sealed == limit, err
}

// Late tells whether something has waited too long for its seal.
func (t LedgerTail) Late(now time.Time) bool {
	return t.Count > 0 && now.Sub(t.Since) > SealedLate
}
