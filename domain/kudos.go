package domain

import (
	"context"
	"time"
)

// MaxKudosText is the longest kudos, in characters.
const MaxKudosText = 2000

// SameWithin is how soon the same thanks again asks first.
const SameWithin = 2 * time.Minute

// The kinds of messages about kudos.
const (
	KudosReceived  = "kudos.received"  // DM to a receiver, with the words
	KudosPosted    = "kudos.posted"    // the post in the channel
	KudosTakenBack = "kudos.retracted" // DM to giver and receivers after the people team took it back
)

// KudosState is where a kudos stands.
type KudosState string

// The states of a kudos. The record stays in each of them.
const (
	KudosGiven     KudosState = "given"
	KudosUndone    KudosState = "undone"    // by the giver, soon after
	KudosRetracted KudosState = "retracted" // by the people team, with a reason
)

// Kudos is one person's thanks to others.
type Kudos struct {
	ID    ID
	Giver ID
	// Receivers are the people thanked, with what each of them decided.
	Receivers []KudosReceiver
	// Text is why; it may be empty. Sealed.
	Text string
	// Values are tags of the company's values.
	Values []string
	// Channel is the Slack channel of the public post, or empty when private.
	Channel string
	// About is the message that the thanks are for.
	About MessageLink
	// Joined are those who thanked too, in order.
	Joined []ID
	// Units is what it cost of the giver's allowance: a group counts once.
	Units int
	State KudosState
	// Reason is why the people team took it back. Sealed.
	Reason  string
	At      time.Time
	Version int
}

// KudosReceiver is one person thanked.
type KudosReceiver struct {
	Person ID
	// Private is true where this person is thanked without being named in the
	// public post.
	Private bool
	// OutOfFile is the person's wish to leave it out of the own file.
	OutOfFile bool
}

// MessageLink points to a message in Slack.
type MessageLink struct {
	Channel string
	TS      string
	URL     string
	// Private is true where not everybody can see the message; it is never
	// linked in public then.
	Private bool
}

// Public tells whether the kudos has a post in a channel.
func (k Kudos) Public() bool { return k.Channel != "" }

// ReceiverIDs lists the people thanked.
func (k Kudos) ReceiverIDs() []ID {
	ids := make([]ID, len(k.Receivers))
	for i, r := range k.Receivers {
		ids[i] = r.Person
	}
	return ids
}

// Subject is what permission is asked about.
func (k Kudos) Subject() Subject {
	return Subject{Author: k.Giver, Receivers: k.ReceiverIDs(), Concerned: k.people()}
}

// people are all whose record it is.
func (k Kudos) people() []ID { return append(k.ReceiverIDs(), k.Giver) }

// KudosFilter selects kudos for a list, newest first.
type KudosFilter struct {
	Giver    ID
	Receiver ID
	// InFile leaves out what the receiver left out of the own file.
	InFile bool
	Since  time.Time
	// Before and BeforeID page by (At, ID), newest first.
	Before   time.Time
	BeforeID ID
	Limit    int
}

// KudosRows keeps kudos.
type KudosRows interface {
	// CreateKudos adds a kudos with its receivers, and notes for each receiver
	// when they were last thanked.
	CreateKudos(ctx context.Context, k Kudos) error
	// Kudos gives one with receivers and joined people. NotFound otherwise.
	Kudos(ctx context.Context, id ID) (Kudos, error)
	// UpdateKudos writes text, values, state, reason, channel and receivers
	// where the version is still k.Version. Conflict otherwise.
	UpdateKudos(ctx context.Context, k Kudos) (Kudos, error)
	// ListKudos lists given ones by filter (state given only), newest first.
	ListKudos(ctx context.Context, f KudosFilter) ([]Kudos, error)
	// JoinKudos adds a person who thanks too; false where already there.
	JoinKudos(ctx context.Context, kudos, person ID, at time.Time) (bool, error)
	// LeaveKudos takes the person out again; false where not there.
	LeaveKudos(ctx context.Context, kudos, person ID) (bool, error)
	// SpendAllowance adds n to what the person gave on that day if it stays
	// within limit, and returns what is left. Where it does not fit, nothing
	// changes and ok is false.
	SpendAllowance(ctx context.Context, giver ID, day Date, n, limit int) (left int, ok bool, err error)
	// RefundAllowance takes n back.
	RefundAllowance(ctx context.Context, giver ID, day Date, n int) error
	// LastThanked tells when the person was last thanked; zero for never.
	LastThanked(ctx context.Context, person ID) (time.Time, error)
	// ThankedBy tells whom of the people somebody has thanked since a time.
	ThankedBy(ctx context.Context, giver ID, people []ID, since time.Time) (map[ID]bool, error)
}
