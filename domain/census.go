package domain

import (
	"context"
	"time"
)

// SweepState is how far a sweep has come that goes through something page by
// page, and when it is due again.
type SweepState struct {
	Name   string
	Cursor string
	DueAt  time.Time
}

// SweepRows keeps the states of sweeps.
type SweepRows interface {
	// ClaimSweep gives the state of a sweep that is due, and moves its due time
	// on to until, so that no other replica takes it meanwhile. ok is false
	// where it is not due. A sweep that nobody knows is due.
	ClaimSweep(ctx context.Context, name string, now, until time.Time) (state SweepState, ok bool, err error)
	// SaveSweep writes the state.
	SaveSweep(ctx context.Context, s SweepState) error
}

// CensusService reads the directory.
type CensusService struct {
	Practice
	Census Census
}

const (
	censusName  = "person.sync"
	censusLease = 10 * time.Minute // one page, with every account written
	censusEvery = 24 * time.Hour
)

// Sync reads the next page of the directory where that is due: at the first
// start, and daily. Each account is written and forgotten, and only where
// something differs. It tells how many accounts it looked at, and whether
// there are more.
func (s CensusService) Sync(ctx context.Context) (int, bool, error) {
	now := s.Clock.Now()
	var state SweepState
	var due bool
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		state, due, err = tx.ClaimSweep(ctx, censusName, now, now.Add(censusLease))
		return err
	})
	if err != nil || !due {
		return 0, false, err
	}
	people, next, err := s.Census.Accounts(ctx, state.Cursor)
	if err != nil {
		return 0, false, err
	}
	enrol := PeopleService{Practice: s.Practice}
	for _, person := range people {
		if _, err := enrol.Enrol(ctx, person); err != nil {
			return 0, false, err
		}
	}
	state.Cursor, state.DueAt = next, now
	if next == "" {
		state.DueAt = now.Add(censusEvery)
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveSweep(ctx, state) })
	return len(people), next != "", err
}
