package domain

import (
	"context"
	"time"
)

// ErasureAsked is the kind of message that asks for the second yes.
const ErasureAsked = "erasure.asked"

// MaxErasureReason is the most characters of its reason.
const MaxErasureReason = 500

// Erasure is the erasing of somebody who has left (GDPR, article 17): by the word
// of two of the people team, or of whoever runs the machine.
type Erasure struct {
	ID     ID
	Person ID
	Reason string // sealed
	// AskedBy is empty where the machine was told to.
	AskedBy ID
	At      time.Time
	YesBy   ID
	YesAt   time.Time
	// EndedAt is when it was done or refused; Done tells which.
	EndedAt time.Time
	Done    bool
}

// ErasureCount is how many records of a type go, and how many stay since they are
// others'.
type ErasureCount struct {
	Type        RecordName
	Gone, Stays int
}

// ErasureRows erases people.
type ErasureRows interface {
	// CreateErasure adds one. Conflict where one of the person is open.
	CreateErasure(ctx context.Context, e Erasure) error
	// Erasure gives one. NotFound otherwise.
	Erasure(ctx context.Context, id ID) (Erasure, error)
	// OpenErasures lists those that have not ended, oldest first.
	OpenErasures(ctx context.Context, limit int) ([]Erasure, error)
	// UpdateErasure writes yes and end of one that has not ended. Conflict where it
	// has.
	UpdateErasure(ctx context.Context, e Erasure) error
	// CountErasable counts by type in how many rows a person stands that go, and
	// that stay.
	CountErasable(ctx context.Context, person ID) ([]ErasureCount, error)
	// EraseSome erases about limit rows of what goes with a person, and tells how
	// many; 0 where nothing is left.
	EraseSome(ctx context.Context, person ID, limit int) (int, error)
	// EraseRest empties the person's own row and the words of the ledger about the
	// person.
	EraseRest(ctx context.Context, person ID) error
}

// erasureLapse ends what asks about an erasure that is decided.
func erasureLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	e, err := tx.Erasure(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && (e.YesBy != "" || !e.EndedAt.IsZero()):
		return "over", nil
	}
	return "", err
}
