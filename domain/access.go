package domain

import (
	"context"
	"time"
)

// MaxReason is the longest reason for looking at somebody's record, and the
// longest answer to one, in characters.
const MaxReason = 500

// The kinds of messages about access. None holds words or names.
const (
	AccessAsked    = "access.asked"    // to who may say yes
	AccessAnswered = "access.answered" // to who asked
	AccessOpened   = "access.opened"   // the receipt, to whom it concerns
)

// The actions around looking at the record of somebody for whom one is not
// responsible anyway.
const (
	OpenRecord   Action = "access.open_record" // summaries and promises of the conversations
	AnswerAccess Action = "access.answer"      // say yes or no to that
	ReadAccess   Action = "access.read"        // who looked, why, and who said yes
	CountAccess  Action = "access.count"       // how many there were
)

// Sheet is a part of what is kept about a person, as it is opened by somebody
// whose business it is not anyway: the people team, its deputy, or a manager
// above the manager.
type Sheet string

// The sheets.
const (
	// RecordSheet is what was agreed in the conversations: summaries and promises.
	// Preparations and notes stand on no sheet.
	RecordSheet Sheet = "record"
	// GoalSheet is the person's goals with their news.
	GoalSheet Sheet = "goals"
	// ExpectedSheet is what is expected of the person.
	ExpectedSheet Sheet = "expected"
	// ArrangedSheet is absences, last day, partner and kind.
	ArrangedSheet Sheet = "arranged"
)

// sheets tell on which sheet stands what an action reads. Each action whose rule
// asks for a reason, and that reads a person's record, is among them.
var sheets = map[Action]Sheet{
	OpenRecord: RecordSheet, ReadGoal: GoalSheet, ReadExpected: ExpectedSheet, ReadLeaving: ArrangedSheet, ReadAway: ArrangedSheet,
}

// AccessState is where an access stands.
type AccessState string

// The states of an access. What is asked lapses, and what is open ends, by time.
const (
	AccessWaiting AccessState = "asked"
	AccessOpen    AccessState = "open"
	AccessRefused AccessState = "refused"
	AccessEnded   AccessState = "ended" // by who asked
)

// Access is somebody's wish to look at a sheet of another's record, its reason,
// who said yes, and how long it holds.
type Access struct {
	ID     ID
	Asker  ID
	Person ID // whose record it is
	Sheet  Sheet
	Reason string // sealed
	// Yeses is how many others have to say yes; 0 where the reason is enough.
	Yeses int
	// OfTeam is true where the people team is concerned itself or nobody of it may
	// say yes, so that its deputy may, too.
	OfTeam bool
	// HoldUntil is the day on which those concerned get their receipt, where the
	// second person agreed that they must not yet; the zero Date is at once.
	// HoldWhy says why. Sealed.
	HoldUntil Date
	HoldWhy   string
	State     AccessState
	At        time.Time
	// Until is when it ends: the answer while it is asked, the opening once it is
	// open.
	Until time.Time
	// OpenedAt is the first look; zero where nobody has looked.
	OpenedAt time.Time
	Version  int
	// Answers are those given so far, oldest first.
	Answers []AccessAnswer
}

// AccessAnswer is what a second person said.
type AccessAnswer struct {
	Access ID
	Second ID
	Yes    bool
	Why    string // sealed; it may be empty
	At     time.Time
}

// AccessLook is one look.
type AccessLook struct {
	Access ID
	Act    string // as in the ledger
	At     time.Time
}

// Waits tells whether somebody may still answer.
func (a Access) Waits(now time.Time) bool { return a.State == AccessWaiting && now.Before(a.Until) }

// Holds tells whether the asker may look.
func (a Access) Holds(now time.Time) bool { return a.State == AccessOpen && now.Before(a.Until) }

// held tells whether the receipt has to wait at a time.
func (a Access) held(zone *time.Location, now time.Time) bool {
	return !a.HoldUntil.IsZero() && now.Before(a.HoldUntil.In(zone, 0))
}

// yeses are those who agreed.
func (a Access) yeses() []ID {
	var ids []ID
	for _, answer := range a.Answers {
		if answer.Yes {
			ids = append(ids, answer.Second)
		}
	}
	return ids
}

// answered tells whether somebody has answered.
func (a Access) answered(second ID) bool {
	for _, answer := range a.Answers {
		if answer.Second == second {
			return true
		}
	}
	return false
}

// AccessReceipt is that somebody concerned is told of an access, from Due on.
type AccessReceipt struct {
	Access ID
	Person ID
	Due    time.Time
}

// AccessFilter selects accesses, newest first.
type AccessFilter struct {
	Asker ID
	// Concerns is who has a receipt of it, and ToldSince from when on.
	Concerns  ID
	ToldSince time.Time
	// State leaves those in one state.
	State AccessState
	// Live leaves those that have not ended by time.
	Live time.Time
	// Before and BeforeID page by (At, ID).
	Before   time.Time
	BeforeID ID
	Limit    int
}

// AccessCount is how often a sheet was opened, and how many of these openings
// needed a second yes.
type AccessCount struct {
	Sheet  Sheet
	Opened int
	Held   int // whose receipts still wait
}

// AccessRows keeps who looked at whose record, and why.
type AccessRows interface {
	// CreateAccess adds one.
	CreateAccess(ctx context.Context, a Access) error
	// Access gives one with its answers. NotFound otherwise.
	Access(ctx context.Context, id ID) (Access, error)
	// TakeAccess is Access that keeps others from changing it until the
	// transaction ends.
	TakeAccess(ctx context.Context, id ID) (Access, error)
	// SettleAccess writes state and end of one that was taken.
	SettleAccess(ctx context.Context, a Access) error
	// AddAccessAnswer keeps an answer; false where that person has answered.
	AddAccessAnswer(ctx context.Context, a AccessAnswer) (bool, error)
	// OpenAccess finds the asker's access to a person's sheet that holds now.
	OpenAccess(ctx context.Context, asker, person ID, sheet Sheet, now time.Time) (Access, bool, error)
	// Accesses lists by filter.
	Accesses(ctx context.Context, f AccessFilter) ([]Access, error)
	// NoteLook keeps a look; the first is when the access was opened.
	NoteLook(ctx context.Context, l AccessLook) error
	// Looks lists the looks of an access, oldest first.
	Looks(ctx context.Context, access ID, limit int) ([]AccessLook, error)
	// OweReceipt notes that somebody is to be told; what is noted stays as it is.
	OweReceipt(ctx context.Context, r AccessReceipt) error
	// DueReceipts lists up to limit of those that are due and were not told.
	DueReceipts(ctx context.Context, now time.Time, limit int) ([]AccessReceipt, error)
	// NextReceipt is when the next is due after a time.
	NextReceipt(ctx context.Context, after time.Time) (time.Time, bool, error)
	// TellReceipt notes that it is told; false where it was, or is not owed.
	TellReceipt(ctx context.Context, r AccessReceipt, at time.Time) (bool, error)
	// HasReceipt tells whether somebody was told of an access.
	HasReceipt(ctx context.Context, access, person ID) (bool, error)
	// CountAccesses counts what was first opened after from and until to.
	CountAccesses(ctx context.Context, from, to time.Time) ([]AccessCount, error)
}

// accessLapse ends what tells of a request that was answered meanwhile.
func accessLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	a, err := tx.Access(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && m.Kind == AccessAsked && (!a.Waits(tx.Now()) || a.answered(m.Recipient)):
		return "over", nil
	}
	return "", err
}
