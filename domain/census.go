package domain

import (
	"context"
	"errors"
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
	censusLease = 3 * time.Minute // one page, with every account written, has one
	censusEvery = 24 * time.Hour
	// censusAgain is when a page is tried again that could not be read or written.
	censusAgain = time.Minute
)

// Sync reads the next page of the directory where that is due: at the first
// start, and daily. Each account is written and forgotten, and only where
// something differs. Who is on no page any more stays as known: Slack keeps
// closed accounts on its list and says that they are. A replica that dies on
// its page leaves it to the next one, when its lease is over. It tells how many
// accounts it looked at, and whether there are more.
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
		return 0, false, s.putOff(ctx, state, now, err)
	}
	if err := (PeopleService{Practice: s.Practice}).EnrolAll(ctx, people); err != nil {
		state.DueAt = now.Add(censusAgain)
		return 0, false, errors.Join(err, s.save(ctx, state))
	}
	state.Cursor, state.DueAt = next, now
	if next == "" {
		state.DueAt = now.Add(censusEvery)
	}
	return len(people), next != "", s.save(ctx, state)
}

// putOff gives back a page that Slack did not give, to be asked for again soon.
// That Slack wants a pause is no fault: it gives twenty pages a minute, and a
// large organisation has hundreds. A cursor that Slack forgot begins anew.
func (s CensusService) putOff(ctx context.Context, state SweepState, now time.Time, fault error) error {
	state.DueAt = now.Add(censusAgain)
	limited, isLimit := errors.AsType[Limited](fault)
	switch {
	case isLimit:
		state.DueAt, fault = now.Add(limited.After), nil
	case CodeOf(fault) == NotFound && state.Cursor != "":
		state.Cursor, state.DueAt, fault = "", now, nil
	}
	return errors.Join(fault, s.save(ctx, state))
}

func (s CensusService) save(ctx context.Context, state SweepState) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveSweep(ctx, state) })
}
