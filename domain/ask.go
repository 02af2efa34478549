package domain

import (
	"context"
	"time"
)

// Urgency orders the asks of one person: people who wait come before forms.
type Urgency int

// The urgencies, most pressing first.
const (
	SomebodyWaits Urgency = iota + 1 // another person cannot go on
	HasDate                          // a date comes near
	WheneverYouCan
)

// Ask is a wish of a feature to ask a person something. The planner merges a
// person's asks into at most one message a day, within the week's budget.
type Ask struct {
	ID     ID
	Person ID
	// Kind is noun.verb, such as "conversation.prepare", and names the row's
	// renderer in the bot.
	Kind string
	// Subject is the record that it is about. A person has one open ask for a
	// kind and subject; filing it again moves its dates.
	Subject ID
	Urgency Urgency
	// NotBefore is when it may be asked first; the planner moves that on to
	// the person's next working hour.
	NotBefore time.Time
	// Expires is when it makes no sense any more; zero for never.
	Expires time.Time
	// Again are further times to ask the same (reminders), at most two.
	Again []time.Time
	// PlanAt is the first allowed instant for it, kept by the planner.
	PlanAt time.Time
	State  AskState
	At     time.Time
}

// openAt tells whether the person can do something about it at an instant.
func (a Ask) openAt(at time.Time) bool {
	open := a.State == AskWaiting || a.State == AskTold
	return open && !a.NotBefore.After(at) && (a.Expires.IsZero() || a.Expires.After(at))
}

// asksOver holds, for the kinds of asks that nobody closes when what they ask for
// is done, what tells whether it is.
var asksOver = map[string]func(ctx context.Context, tx Tx, a Ask) (bool, error){
	AskRound: roundAskOver,
}

// over tells whether what an ask asks for is done, though nobody has closed it.
func (a Ask) over(ctx context.Context, tx Tx) (bool, error) {
	if done := asksOver[a.Kind]; done != nil && a.State == AskWaiting && !a.PlanAt.After(tx.Now()) {
		return done(ctx, tx, a)
	}
	return false, nil
}

// AskState is where an ask stands.
type AskState string

// The states of an ask.
const (
	AskWaiting AskState = "waiting" // not yet told, or to be told again
	AskTold    AskState = "told"    // in a card, nothing more planned
	AskAnswer  AskState = "answered"
	AskGone    AskState = "gone" // expired, or its subject ended
)

// Card is the one message of asks that a person gets in a day. It is edited in
// place through the day.
type Card struct {
	ID     ID
	Person ID
	Day    Date // in the person's zone
	Asks   []ID
	At     time.Time
}

// AskCard is the kind of the message that shows a card.
const AskCard = "ask.card"

// AskRows keeps asks. Features file and close; the rest is the planner's.
type AskRows interface {
	// FileAsk adds an ask, or moves the dates of the open one for the same
	// person, kind and subject. PlanAt is set to NotBefore where it is zero.
	FileAsk(ctx context.Context, a Ask) error
	// CloseAsks ends the open asks about a subject; kind "" means all kinds,
	// person "" everybody; subject "" all of a person and kind. It returns the cards that showed them, so that they
	// can be edited.
	CloseAsks(ctx context.Context, subject ID, kind string, person ID, state AskState) ([]Card, error)
}
