package domain

import (
	"time"
)

// The limits of texts in a conversation, in characters.
const (
	MaxAnswer  = 3000
	MaxSummary = 3000
	MaxPromise = 500
	MaxNote    = 3000
)

// ConversationKind says why a conversation takes place.
type ConversationKind string

// The kinds of conversations.
const (
	RegularTalk ConversationKind = "regular" // by the cadence
	JoinerTalk  ConversationKind = "joiner"  // first one, then 30, 60, 90 days
	ClosingTalk ConversationKind = "closing" // before somebody leaves
	AskedTalk   ConversationKind = "asked"   // asked for by the employee
	OwnNotes    ConversationKind = "own"     // nobody to talk with; counted apart
)

// ConversationState is where a conversation stands.
type ConversationState string

// The states of a conversation, in their order.
const (
	TalkPlanned ConversationState = "planned" // has its slot, not open yet
	TalkOpen    ConversationState = "open"
	TalkPaused  ConversationState = "paused" // absence or change of manager
	TalkClosed  ConversationState = "closed"
)

// Ending says how a conversation closed.
type Ending string

// The endings. Silence is neutral: "not held" is no verdict.
const (
	Held        Ending = "held"
	Unconfirmed Ending = "unconfirmed" // one said so, the other said nothing
	NotHeld     Ending = "not_held"
	LeftOut     Ending = "left_out" // left out this time, said to the employee
	Rested      Ending = "rested"   // the employee let it rest
	Ended       Ending = "ended"    // somebody left
)

// Conversation is one prepared talk of an employee and a partner in a period.
type Conversation struct {
	ID       ID
	Employee ID
	Partner  ID
	Kind     ConversationKind
	// Period and Ordinal make it the only one: employee, period, ordinal.
	Period  string
	Ordinal int
	State   ConversationState
	Ending  Ending

	// OpensAt is when it opens (UTC), with the rule it was computed from.
	OpensAt time.Time
	Rule    DueRule
	// OpenedAt is when it did.
	OpenedAt time.Time
	// DueOn is the day by which both turns are over.
	DueOn Date

	// EmployeeShared and PartnerShared are when each shared the preparation.
	EmployeeShared time.Time
	PartnerShared  time.Time
	// RatherTalk is the employee's wish to talk without preparing; it counts
	// as prepared.
	RatherTalk bool
	// TurnEnds is when the turn in progress ends; Turn says whose it is.
	// TurnBegan is when it began, from which its end is counted in the working
	// days of whose turn it is.
	Turn      Turn
	TurnBegan time.Time
	TurnEnds  time.Time
	// AwaySince is when it was paused because one of the two is away for long;
	// zero otherwise.
	AwaySince time.Time

	// MeetAt is the planned meeting; zero while no day is planned.
	MeetAt time.Time
	// SaidHeldBy said that the talk took place, at SaidHeldAt; the other
	// confirms or says nothing for five working days.
	SaidHeldBy ID
	SaidHeldAt time.Time
	// SaidHeldFor is the day that was said.
	SaidHeldFor Date
	// HeldOn is the day of the talk, once both agree or the other was silent.
	HeldOn Date
	// LeftOutWhy is why the partner leaves it out this time (sealed), and
	// LeaveOutAsked when the employee was asked to agree to a second time.
	LeftOutWhy    string
	LeaveOutAsked time.Time
	// About is what the employee wrote when asking for it. Sealed.
	About string
	// RestAskedAt is when the employee was asked what to do with a talk that
	// did not come about.
	RestAskedAt time.Time
	// SilentAt is when a summary without an answer counts as not confirmed.
	SilentAt time.Time

	// DueAt is when the next automatic step is due; zero where people move.
	DueAt    time.Time
	ClosedAt time.Time
	Version  int
}

// Turn says whose move it is.
type Turn string

// The turns.
const (
	EmployeeTurn Turn = "employee"
	PartnerTurn  Turn = "partner"
	MeetTurn     Turn = "meet"   // both prepared or time is up: plan and talk
	RecordTurn   Turn = "record" // held, the summary is open
	NoTurn       Turn = ""
)

// DueRule is what a stored due time was computed from. When it no longer fits
// the person, the row is moved.
type DueRule struct {
	Day   Date
	At    TimeOfDay
	Zone  string
	Basis int // version of what it was computed from
}

// Preparation is what one side writes before the talk. Its words are read by
// its author, and once shared by the other of the two.
type Preparation struct {
	Conversation ID
	Author       ID
	Answers      []PreparedAnswer
	// TypedAt is Slack's action time of the newest draft; older ones are
	// ignored.
	TypedAt string
	Shared  time.Time
	Version int
}

// PreparedAnswer is one answered question.
type PreparedAnswer struct {
	// Question is the id of the prompt; Prompt is its text as it was asked.
	Question string
	Prompt   string
	Text     string // sealed
}

// Summary is the record of a conversation: what was agreed. One side proposes,
// the other confirms or adds.
type Summary struct {
	Conversation ID
	Author       ID
	Text         string // sealed
	ProposedAt   time.Time
	// ConfirmedAt is when the other confirmed; Added is what they added. Both
	// stay unchanged for their retention.
	ConfirmedAt time.Time
	Added       string // sealed
	// Silent is true after the policy's days: not confirmed; no answer is not
	// agreement.
	Silent  bool
	Version int
}

// Commitment is a promise of one of the two.
type Commitment struct {
	ID           ID
	Conversation ID
	Employee     ID // whose conversation it belongs to
	Who          ID
	What         string // sealed
	By           Date
	State        CommitmentState
	DoneAt       time.Time
	Version      int
}

// CommitmentState is where a promise stands.
type CommitmentState string

// The states of a promise.
const (
	PromiseOpen    CommitmentState = "open"
	PromiseDone    CommitmentState = "done"
	PromiseDropped CommitmentState = "dropped"
)

// Note is the author's own: in no report, packet or digest, and never moved.
type Note struct {
	ID      ID
	Author  ID
	About   ID
	Text    string // sealed
	At      time.Time
	Version int
}

// Usefulness is the answer to "Was it worth the time?".
type Usefulness string

// The answers.
const (
	Worth       Usefulness = "yes"
	PartlyWorth Usefulness = "partly"
	NotWorth    Usefulness = "no"
)
