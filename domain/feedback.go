package domain

import (
	"context"
	"time"
)

// The limits of feedback. Texts are in characters.
const (
	MaxFeedbackText = 1000 // of each of its parts
	FeedbackPage    = 10   // entries on one page of a list
)

// FeedbackShared is the kind of message that tells a reader that something was
// shared. It holds no words.
const FeedbackShared = "feedback.shared"

// FeedbackState is where a feedback stands.
type FeedbackState string

// The states of a feedback. The record stays in each of them.
const (
	FeedbackGiven     FeedbackState = "given"
	FeedbackWithdrawn FeedbackState = "withdrawn" // by the giver, before anybody read it
)

// Feedback is what one person tells another, named: in which situation, what
// the other did, and what came of it (SBI).
type Feedback struct {
	ID       ID
	Giver    ID
	Receiver ID
	// Reader is the one other person who may read it, fixed when it was sent;
	// empty where there is none. It is emptied, and never filled again.
	Reader    ID
	Situation string // sealed
	Behaviour string // sealed
	Impact    string // sealed
	Next      string // sealed: what to keep or to try; it may be empty
	// Goal and Value are what it is linked to: a goal that giver and receiver
	// may read, and the tag of a company's value.
	Goal  ID
	Value string
	// About is the message that it is about.
	About MessageLink
	// Actionable tells whether it names an occasion and what to keep or try. It is
	// counted, and shown of no single one.
	Actionable bool
	State      FeedbackState
	// InFile is the receiver's wish to have it in the own file.
	InFile bool
	// ReadAt is when somebody first opened the words. From then on it cannot be
	// withdrawn.
	ReadAt  time.Time
	At      time.Time
	Version int
}

// Subject is what permission is asked about. What was withdrawn is its giver's
// alone.
func (f Feedback) Subject() Subject {
	if f.State == FeedbackWithdrawn {
		return Subject{Author: f.Giver}
	}
	s := Subject{Author: f.Giver, Receivers: []ID{f.Receiver}}
	if f.Reader != "" {
		s.Readers = []ID{f.Reader}
	}
	return s
}

// people are all who have a part in it.
func (f Feedback) people() []ID {
	ids := []ID{f.Giver, f.Receiver}
	if f.Reader != "" {
		ids = append(ids, f.Reader)
	}
	return ids
}

// words are its texts, for the ledger.
func (f Feedback) words() string {
	return f.Situation + "\n" + f.Behaviour + "\n" + f.Impact + "\n" + f.Next
}

// FeedbackFilter selects what is given and not withdrawn, newest first.
type FeedbackFilter struct {
	Giver ID
	// For is whom it was given to, or who may read it.
	For ID
	// Unread leaves what nobody has opened.
	Unread bool
	// InFile leaves what its receiver, who is For, put into the own file.
	InFile bool
	// Readable leaves what a reader may see; nil leaves all.
	Readable *Scope
	// Before and BeforeID page by (At, ID).
	Before   time.Time
	BeforeID ID
	Limit    int
}

// FeedbackRows keeps feedback.
type FeedbackRows interface {
	// CreateFeedback adds one, as its first version.
	CreateFeedback(ctx context.Context, f Feedback) error
	// Feedback gives one. NotFound otherwise.
	Feedback(ctx context.Context, id ID) (Feedback, error)
	// ListFeedback lists by filter.
	ListFeedback(ctx context.Context, f FeedbackFilter) ([]Feedback, error)
	// MarkFeedbackRead notes when the words were first opened, where nobody has
	// yet and it was not withdrawn; it tells whether this was the first time. Of
	// a reading and a withdrawing at the same moment one alone succeeds.
	MarkFeedbackRead(ctx context.Context, id ID, at time.Time) (bool, error)
	// WithdrawFeedback takes it back where nobody has read it; false otherwise.
	WithdrawFeedback(ctx context.Context, id ID) (bool, error)
	// NarrowFeedback takes its one other reader away where the version is still
	// that. Conflict otherwise. There is no way to name a reader again.
	NarrowFeedback(ctx context.Context, id ID, version int) error
}

// feedbackLapse ends what tells a reader of something that was withdrawn, or
// that is not for that reader any more.
func feedbackLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	f, err := tx.Feedback(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err != nil:
		return "", err
	case f.State != FeedbackGiven, m.Recipient != f.Receiver && m.Recipient != f.Reader:
		return "taken_back", nil
	}
	return "", nil
}
