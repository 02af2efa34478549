package domain

import (
	"context"
	"time"
)

// RecordCursor is how far somebody has come who goes through the records of a
// type, oldest first. The zero cursor is the beginning.
type RecordCursor struct {
	// Place is which of the places where rows of the type lie; ID is empty at the
	// beginning of each.
	Place int
	At    time.Time
	ID    ID
}

// EndedRecord is a record whose time has begun to run.
type EndedRecord struct {
	ID ID
	// Since is from when its term counts.
	Since time.Time
	// Owners are those whose record it is; the longest term of their countries
	// holds. Named are all who stand in it.
	Owners, Named []ID
	// Next is where to go on behind it.
	Next RecordCursor
}

// RecordRows goes through records of every type by their age, and purges them.
type RecordRows interface {
	// EndedRecords lists records of a type that ended before an instant, behind a
	// cursor, oldest first, and where to go on: the zero cursor where that was all of
	// the type. A page may be empty though more follow.
	EndedRecords(ctx context.Context, name RecordName, before time.Time, after RecordCursor, limit int) (page []EndedRecord, next RecordCursor, err error)
	// PurgeRecords purges records of a type by their ids: the rows, what stands in
	// Slack of them and their words in the ledger, where another entry says that
	// they were erased. What is gone already is no fault. It tells how many went.
	PurgeRecords(ctx context.Context, name RecordName, ids []ID) (int, error)
	// PurgeRoutine deletes at most limit rows of a routine type that are older than
	// an instant and name none of those who are held, and tells how many went.
	PurgeRoutine(ctx context.Context, name RecordName, before time.Time, held []ID, limit int) (int, error)
}

// day is the length of one, for terms of routine.
const day = 24 * time.Hour

// RoutineService purges traces that hold no words.
type RoutineService struct {
	Practice
}

// Purge deletes one batch of what is older than its fixed term, of one type, and
// tells how many rows went. It may run on several replicas at once.
func (s RoutineService) Purge(ctx context.Context, name RecordName, limit int) (int, error) {
	t, _ := RecordTypeOf(name)
	if !t.Routine {
		return 0, Refuse(Invalid, "retention.term_unknown", "Text", string(name))
	}
	purged := 0
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		held, err := heldOn(ctx, tx)
		if err != nil {
			return err
		}
		purged, err = tx.PurgeRoutine(ctx, name, tx.Now().Add(-time.Duration(t.Days)*day), held.people, limit)
		return err
	})
	return purged, err
}
