package domain

import (
	"context"
	"time"
)

// The limits of what a person keeps, in characters.
const (
	MaxKeptWords = 2000 // own words
	MaxKeptQuote = 1200 // of the message's text
)

// FilePage is the number of entries on one page of a file.
const FilePage = 10

// fileMonths is how many calendar months the line about the own file looks
// back over, the present one included.
const fileMonths = 5

// Kept is something that a person put aside for the own file: a message in
// Slack, own words, or both. Nobody else reads it until its owner puts it into a
// packet or a preparation.
type Kept struct {
	ID    ID
	Owner ID
	// Words are the owner's. Sealed.
	Words string
	// Quote is the text of the message, and only where everybody in the
	// organisation could read it. Sealed.
	Quote string
	// About is the message; empty where only words are kept.
	About MessageLink
	At    time.Time
	// SharedAt is when its owner put it into a packet or a preparation; zero while
	// nobody else may read it.
	SharedAt time.Time
	Version  int
}

// Subject is what permission is asked about.
func (k Kept) Subject() Subject { return Subject{Person: k.Owner, Author: k.Owner} }

// FileEntry is one line of a file: something kept, a kudos received, or a
// feedback that its receiver put there. One of them is set.
type FileEntry struct {
	Kept     Kept
	Kudos    Kudos
	Feedback Feedback
	// Replies are those below the feedback: they are shown wherever it is.
	Replies []FeedbackReply
	// About is the expectation that its owner says it is about, or empty.
	About ID
}

// Cites names the entry as what cites an expectation. A kudos has several
// receivers, each with a file of their own.
func (e FileEntry) Cites(owner ID) (CitationKind, ID) {
	switch {
	case e.IsKudos():
		return CitedByKudos, kudosCite(e.Kudos.ID, owner)
	case e.IsFeedback():
		return CitedByFeedback, e.Feedback.ID
	}
	return CitedByKept, e.Kept.ID
}

// kudosCite names a kudos in the file of one of its receivers.
func kudosCite(kudos, receiver ID) ID { return kudos + ":" + receiver }

// IsFeedback tells whether it is a feedback.
func (e FileEntry) IsFeedback() bool { return e.Feedback.ID != "" }

// IsKudos tells which of the two it is.
func (e FileEntry) IsKudos() bool { return e.Kudos.ID != "" }

// At is when it happened.
func (e FileEntry) At() time.Time {
	if e.IsKudos() {
		return e.Kudos.At
	}
	if e.IsFeedback() {
		return e.Feedback.At
	}
	return e.Kept.At
}

// ID is that of the record.
func (e FileEntry) ID() ID {
	if e.IsKudos() {
		return e.Kudos.ID
	}
	if e.IsFeedback() {
		return e.Feedback.ID
	}
	return e.Kept.ID
}

// FileCounts is what a file holds of a time, for the one line on its owner's
// Home. Thanks are not among it: they are quoted and never counted.
type FileCounts struct {
	Since         Date
	Conversations int // held
	Goals         int // reached
	Kept          int
}

// FileCursor is the place in a file after which the next page begins; the
// zero cursor is its top.
type FileCursor struct {
	At time.Time
	ID ID
}

// DossierRows keeps what people put aside.
type DossierRows interface {
	// CreateKept adds one.
	CreateKept(ctx context.Context, k Kept) error
	// Kept gives one. NotFound otherwise.
	Kept(ctx context.Context, id ID) (Kept, error)
	// UpdateKept writes the words where the version is still k.Version.
	// Conflict otherwise.
	UpdateKept(ctx context.Context, k Kept) (Kept, error)
	// ShareKept notes since when others may read some of them, where nobody may
	// yet.
	ShareKept(ctx context.Context, ids []ID, at time.Time) error
	// DeleteKept deletes one; its words are gone then.
	DeleteKept(ctx context.Context, id ID) error
	// ListKept lists a person's, newest first, behind the cursor.
	ListKept(ctx context.Context, owner ID, after FileCursor, limit int) ([]Kept, error)
	// CountFile counts what a person's file holds since a day, which begins at
	// the instant given.
	CountFile(ctx context.Context, owner ID, since Date, begins time.Time) (FileCounts, error)
}
