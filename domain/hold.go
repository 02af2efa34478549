package domain

import (
	"context"
	"slices"
	"time"
)

// The kinds of messages about holds, to those of the people team who may know of
// them. None says whose they are.
const (
	HoldIsSet = "hold.set"
	HoldEnds  = "hold.end"
)

// The limits of a hold: its reason in characters, and how far away its end may be,
// in days. One that has to go on is set again, so that somebody asks why.
const (
	MaxHoldReason = 500
	farthestHold  = 3 * 366
)

// Hold keeps all records in which a person stands, or one record, from purge and
// erasure, as a dispute or an inquiry demands. The person is not told of it.
type Hold struct {
	ID ID
	// Person is whose records are held; empty where it is one record, Item, of a
	// kind, Type.
	Person ID
	Type   RecordName
	Item   ID
	Reason string // sealed
	// Ends is the last day on which it holds.
	Ends Date
	By   ID
	At   time.Time
	// LiftedBy and LiftedAt are who ended it before, and when.
	LiftedBy ID
	LiftedAt time.Time
	// ToldAt is when the people team was told that its end is over.
	ToldAt time.Time
}

// Holds tells whether it is in force on a day.
func (h Hold) Holds(on Date) bool { return h.LiftedAt.IsZero() && !h.Ends.Before(on) }

// HoldRows keeps holds.
type HoldRows interface {
	// CreateHold adds one.
	CreateHold(ctx context.Context, h Hold) error
	// Hold gives one. NotFound otherwise.
	Hold(ctx context.Context, id ID) (Hold, error)
	// Holds lists those that are not lifted and end on a day or later, by their
	// end.
	Holds(ctx context.Context, from Date) ([]Hold, error)
	// EndedHolds lists those that ended before a day and of which nobody was told.
	EndedHolds(ctx context.Context, before Date, limit int) ([]Hold, error)
	// LiftHold writes who lifts it and when, where it is not lifted; false
	// otherwise.
	LiftHold(ctx context.Context, h Hold) (bool, error)
	// NoteHoldTold notes that its end was told.
	NoteHoldTold(ctx context.Context, id ID, at time.Time) error
}

// holding is what is held at a moment.
type holding struct {
	people []ID
	items  map[RecordName][]ID
}

// heldOn reads what is held on the day of the transaction.
func heldOn(ctx context.Context, tx Tx) (holding, error) {
	holds, err := tx.Holds(ctx, DateOf(tx.Now(), time.UTC))
	h := holding{items: map[RecordName][]ID{}}
	for _, one := range holds {
		if one.Person != "" {
			h.people = append(h.people, one.Person)
		} else {
			h.items[one.Type] = append(h.items[one.Type], one.Item)
		}
	}
	return h, err
}

// keeps tells whether a record of a type is held: itself, or somebody in it.
func (h holding) keeps(name RecordName, r EndedRecord) bool {
	return slices.Contains(h.items[name], r.ID) || slices.ContainsFunc(r.Named, func(id ID) bool { return slices.Contains(h.people, id) })
}

// keepsPerson tells whether somebody's records are held.
func (h holding) keepsPerson(id ID) bool { return slices.Contains(h.people, id) }

// holdLapse ends what tells of a hold that is over.
func holdLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	h, err := tx.Hold(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && !h.LiftedAt.IsZero():
		return "over", nil
	}
	return "", err
}
