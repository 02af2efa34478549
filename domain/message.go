package domain

import (
	"context"
	"time"
)

// Class orders messages by who waits for them.
type Class string

// The classes of messages. They differ in what may hold them back.
const (
	// FromPeople is what one person does for another: thanks, an answer, a
	// decision. It goes at once and is never counted.
	FromPeople Class = "people"
	// Answer is what Rapport owes the person who acted: a receipt or a
	// resolution. It goes at once.
	Answer Class = "answer"
	// FromRapport is an ask: at most one message a day from all features.
	FromRapport Class = "ask"
	// OnItsDay is a digest.
	OnItsDay Class = "digest"
	// Bulk is what everybody gets once: it keeps to the hours as asks do, and
	// goes after all that somebody waits for.
	Bulk Class = "bulk"
	// Quiet is an edit or a deletion of something sent before; it notifies
	// nobody.
	Quiet Class = "quiet"
)

// Deed is what the courier does with a message.
type Deed string

// The deeds.
const (
	Post   Deed = "post"
	Update Deed = "update" // edits every delivery of kind and subject in place
	Delete Deed = "delete" // deletes every delivery of kind and subject
	// Attach puts a file into the thread of the delivery about the same subject,
	// to the same reader.
	Attach Deed = "attach"
)

// Message is something that people must be told. It is stored in the same
// transaction as its cause and holds no words: its kind says how to render the
// subject's present state for the reader.
type Message struct {
	// Seq is the place in the outbox, given by storage.
	Seq int64
	// Kind is noun.verb and names the renderer; it is never renamed.
	Kind string
	Deed Deed
	// Class decides what may hold the message back.
	Class Class
	// Recipient is the person to be told in a DM; empty for a channel post.
	Recipient ID
	// Channel is the Slack channel of a post; empty for a DM.
	Channel string
	// Subject is the record that it speaks of.
	Subject ID
	// Detail holds ids or state words that the renderer needs beside the
	// subject, never free text.
	Detail string
	// Nonce is the opaque random id in the Slack message's metadata, by which
	// a message that may have been sent can be found again.
	Nonce string
	// HoldUntil is the practice time before which it waits; zero for none.
	HoldUntil time.Time
	// At is when its cause happened.
	At time.Time
	// Attempts is how often it was tried.
	Attempts int
	// Reason is why it is dead or was dropped: a code of Slack's or of ours.
	Reason string
	// State tells where it is on its way.
	State MessageState
	// EndedAt is the practice time at which it was sent, dropped or given up;
	// zero while it is on its way.
	EndedAt time.Time
}

// MessageState is where a message is on its way.
type MessageState string

// The states of a message.
const (
	Waiting MessageState = "waiting" // in its lane
	Sending MessageState = "sending" // handed to Slack, no answer yet
	Sent    MessageState = "sent"
	Dropped MessageState = "dropped" // nobody has to be told any more
	Dead    MessageState = "dead"    // Slack refuses for good; an operator may requeue
	Doubt   MessageState = "unclear" // may have arrived; not repeated
)

// Delivery is where a message stands in Slack.
type Delivery struct {
	Kind      string
	Subject   ID
	Recipient ID
	Channel   string // Slack's C… or D… id
	TS        string
	At        time.Time
}

// tellWithFile tells something by a post, with a file of a kind behind it.
func tellWithFile(ctx context.Context, tx Tx, m Message, file string) error {
	m.Deed = Post
	if err := tx.Tell(ctx, m); err != nil {
		return err
	}
	m.Kind, m.Deed = file, Attach
	return tx.Tell(ctx, m)
}

// MessageRows is the outbox as use cases see it. The courier's side (lanes,
// leases) is storage's own.
type MessageRows interface {
	// Tell stores a message for delivery.
	Tell(ctx context.Context, m Message) error
	// Deliveries lists where messages about a subject stand; kind "" means
	// all kinds.
	Deliveries(ctx context.Context, kind string, subject ID) ([]Delivery, error)
	// MoveDeliveries follows a channel to its new id: what stands in it, and
	// what waits to be posted there.
	MoveDeliveries(ctx context.Context, old, fresh string) error
	// Withdraw drops the messages of a kind ("" for all) about a subject that
	// are still waiting, and returns how many.
	Withdraw(ctx context.Context, kind string, subject ID, reason string) (int, error)
	// Hasten lets messages for a person that are held beyond a time be judged
	// again at that time.
	Hasten(ctx context.Context, recipient ID, at time.Time) error
}

// Verdict is what to do with a message that is about to go.
type Verdict struct {
	// Send is true to send now.
	Send bool
	// Until is when to look again, where it is held.
	Until time.Time
	// Reason is why it is held or dropped; empty when sent.
	Reason string
}
