package domain

import (
	"context"
	"time"
)

// The limits of a plan's texts, in characters, and of its other values.
const (
	MaxPlanTitle    = 150  // what the person wants to learn
	MaxPlanText     = 1000 // why, the steps, and a word on it
	MaxPlanReason   = 300  // why it was dropped, and its one-line lesson
	MaxSourceTitle  = 150
	MaxSourceLink   = 500
	MaxLearningDays = 260 // the working days of a year
)

// The actions around what people want to learn.
const (
	WritePlan   Action = "growth.write"   // add, change and end items of a plan
	ReadPlan    Action = "growth.read"    // a plan and what is said about it
	SupportPlan Action = "growth.support" // say yes to an item
	WordOnPlan  Action = "growth.comment"
	ReadAreas   Action = "growth.areas" // what many in a role want to learn
)

// PlanItem is one thing that a person wants to learn: a line of the person's own
// plan. The person alone writes it; the manager and who holds the conversation
// read it, comment on it and may say yes to it.
//
// An item is open from the moment it is written. It ends once, as finished or as
// dropped, and stays as it was then: an ended item is neither changed nor opened
// again. Whether somebody supports it is no state; an item without a yes is as
// open as one with it.
type PlanItem struct {
	ID     ID
	Person ID
	// What the person wants to learn, Why it helps the person and the company,
	// and the Steps to it. Sealed; the last two may be empty. Which expectation
	// it serves is a Citation of the kind CitedByPlan.
	What, Why, Steps string
	// Source is from what or whom it is learned.
	Source Source
	// Due is the day by which.
	Due   Date
	State PlanState
	// Confidence is how the person sees it.
	Confidence Confidence
	// Supporter said yes to it, at SupportedAt; empty while nobody has. A
	// supporter who is the person's manager no more stays named.
	Supporter   ID
	SupportedAt time.Time
	// LastNews is when the person last said something about it; AskAt is when the
	// person should be asked next, and zero once it has ended.
	LastNews, AskAt time.Time
	// Reason is why it was dropped, Lesson what was learned in one line. Sealed.
	Reason, Lesson string
	// EndedAt and EndedBy are when and by whom it was ended; zero while it is
	// open.
	EndedAt time.Time
	EndedBy ID
	At      time.Time
	Version int
}

// PlanState is where an item of a plan stands.
type PlanState string

// The states of an item. Open comes first; the others are final.
const (
	PlanOpen     PlanState = "open"
	PlanFinished PlanState = "finished"
	PlanDropped  PlanState = "dropped"
)

// Ended tells whether nothing more is expected of it.
func (i PlanItem) Ended() bool { return i.State != PlanOpen }

// Source is from what or whom something is learned: one of the people team's
// list, or whatever the person wrote.
type Source struct {
	// Listed is the Key of the entry of the people team's list that it was taken
	// from; empty for the person's own.
	Listed string
	// Title and Link are as the list had them, or as the person wrote them.
	// Sealed; both may be empty.
	Title, Link string
	// Cost is what it costs, and Days how many working days it takes. Zero is
	// nothing, or not known.
	Cost Money
	Days int
}

// PlanWord is something said about an item. Each is kept, none is changed.
type PlanWord struct {
	ID     ID
	Item   ID
	Author ID
	Kind   PlanWordKind
	// Confidence is how the person sees it, in news; empty otherwise.
	Confidence Confidence
	Text       string // sealed; it may be empty but in a comment
	At         time.Time
}

// PlanWordKind is what kind of word it is.
type PlanWordKind string

// The kinds of words.
const (
	PlanNews    PlanWordKind = "news"    // the person tells how it goes
	PlanComment PlanWordKind = "comment" // anybody of those who read it
	PlanSupport PlanWordKind = "support" // the yes of the manager or of who holds the conversation
)

// PlanFilter selects items, those due first at the top; of those that have ended,
// the newest end first.
type PlanFilter struct {
	// People are whose plans; empty for everybody's.
	People []ID
	Open   bool // only those not ended
	Ended  bool // only those ended
	// EndedFrom and EndedBefore bound the end of those ended; zero does not.
	EndedFrom, EndedBefore time.Time
	// Unsupported leaves those to which nobody has said yes.
	Unsupported bool
	// Readable leaves those that a reader may see; nil leaves all.
	Readable *Scope
	After    ID  // only those behind this one in the order
	Limit    int // 0 is all
}

// PlanRows keeps plans.
type PlanRows interface {
	// CreatePlanItem adds one, as its first version.
	CreatePlanItem(ctx context.Context, i PlanItem) (PlanItem, error)
	// PlanItem gives one. NotFound otherwise.
	PlanItem(ctx context.Context, id ID) (PlanItem, error)
	// GuardPlanItem is PlanItem for who decides by what it reads: until the
	// transaction ends nobody else changes or ends the item.
	GuardPlanItem(ctx context.Context, id ID) (PlanItem, error)
	// UpdatePlanItem writes one by version. Conflict otherwise.
	UpdatePlanItem(ctx context.Context, i PlanItem) (PlanItem, error)
	// PutPlanItemOff writes when an item is asked about next, and leaves its version
	// alone.
	PutPlanItemOff(ctx context.Context, id ID, at time.Time) error
	// PlanItems lists by filter.
	PlanItems(ctx context.Context, f PlanFilter) ([]PlanItem, error)
	// AddPlanWord keeps what somebody said.
	AddPlanWord(ctx context.Context, w PlanWord) error
	// PlanWords lists what was said about an item, newest first.
	PlanWords(ctx context.Context, item ID, limit int) ([]PlanWord, error)
	// DuePlanItems lists up to limit open items whose AskAt is at or before now.
	DuePlanItems(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextPlanItem is the earliest AskAt after a time; false where there is none.
	NextPlanItem(ctx context.Context, after time.Time) (time.Time, bool, error)
}
