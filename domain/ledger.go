package domain

import (
	"context"
	"time"
)

// Entry is one line of the ledger: who did what to which record, and when. The
// words themselves are in Content, which is stored sealed and can be erased;
// the chain holds ids and a commitment to the content only.
type Entry struct {
	ID      ID
	At      time.Time
	Actor   ID
	Act     string // noun.verb, such as "kudos.give"
	Subject ID
	// Person is whom the record is about, so that the person can see it.
	Person ID
	// Version is that of the record after the act.
	Version int
	// Reason is why HR or a skip-level manager looked. Sealed.
	Reason string
	// Content is what was written or changed, as text for people. Sealed.
	Content string
}

// LedgerRows keeps the ledger.
type LedgerRows interface {
	// Record appends an entry. Time and id are filled where empty.
	Record(ctx context.Context, e Entry) error
	// EntriesOf lists the entries about a subject, oldest first.
	EntriesOf(ctx context.Context, subject ID) ([]Entry, error)
}
