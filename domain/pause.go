package domain

import (
	"context"
	"slices"
	"time"
)

// Pause stops all asks and digests for everybody, an area or a location until
// a date. Thanks still travel, nothing is late because of it, and nothing is
// sent afterwards in a burst.
type Pause struct {
	ID ID
	// Area and Location narrow it; both empty means everybody.
	Area, Location string
	// From and Until are the first and the last day, each in the person's zone.
	From, Until Date
	SetBy       ID
	At          time.Time
	// EndedAt is when it was lifted before its time.
	EndedAt time.Time
}

// Covers tells whether the pause holds for a person on a day.
func (p Pause) Covers(person Person, day Date) bool {
	switch {
	case !p.EndedAt.IsZero(), day.Before(p.From), day.After(p.Until):
		return false
	case p.Area != "" && p.Area != person.Area():
		return false
	case p.Location != "" && p.Location != person.Location:
		return false
	}
	return true
}

// PauseRows keeps pauses.
type PauseRows interface {
	// CreatePause adds one.
	CreatePause(ctx context.Context, p Pause) error
	// Pauses lists those that are not lifted and end on or after a day.
	Pauses(ctx context.Context, from Date) ([]Pause, error)
	// LiftPause ends one early: last is the last day that was paused, and a
	// pause that had not begun by then is taken away as a whole. NotFound where
	// there is none.
	LiftPause(ctx context.Context, id ID, last Date, at time.Time) error
}

// pausedOn gives the last paused day for a person on a day, if any pause
// covers it.
func pausedOn(pauses []Pause, person Person, day Date) (Date, bool) {
	var until Date
	for _, p := range pauses {
		if p.Covers(person, day) && p.Until.After(until) {
			until = p.Until
		}
	}
	return until, !until.IsZero()
}

// pausedForAll tells whether everything is paused for everybody on a day: no
// digest of that day is sent.
func pausedForAll(ctx context.Context, tx Tx, day Date) (bool, error) {
	pauses, err := tx.Pauses(ctx, day)
	return slices.ContainsFunc(pauses, func(p Pause) bool { return p.Covers(Person{}, day) && p.Area == "" && p.Location == "" }), err
}
