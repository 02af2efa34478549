package domain

import (
	"context"
	"time"
)

// Claimed is the head of a lane, held by one replica until its lease ends. A
// lane is a Slack channel or a class of bulk work; its messages go in order.
type Claimed struct {
	Lane string
	// Fence rises with each claim; a settlement with an older fence changes
	// nothing, so that a replica that was away too long cannot interfere.
	Fence   int64
	Message Message
	// Doubtful is true where an earlier attempt may have arrived: it was begun
	// and neither finished nor refused.
	Doubtful bool
	// BegunAgo is how long ago that attempt began, in machine time.
	BegunAgo time.Duration
	// Lease is for how long it was claimed; Begin holds it for as long again.
	Lease time.Duration
}

// Settlement is what became of a claimed message.
type Settlement struct {
	// State is Sent, Dropped, Dead or Doubt to end it, Waiting to try again, and
	// Sending to look again later at an attempt that is still in doubt.
	State MessageState
	// Reason is Slack's error or ours.
	Reason string
	// Delivery is where it stands now, for a post that was sent.
	Delivery *Delivery
	// Pause is how long the lane rests, in machine time: pace, Retry-After or
	// back-off.
	Pause time.Duration
	// HoldUntil keeps this message back until then, in practice time, and lets
	// the lane go on without it.
	HoldUntil time.Time
}

// Outbox is the courier's side of the messages.
type Outbox interface {
	// Claim takes up to limit due lanes for the length of the lease, each with
	// its head.
	Claim(ctx context.Context, limit int, lease time.Duration) ([]Claimed, error)
	// Begin notes that the message is being handed to Slack. Conflict where
	// the claim is not held any more.
	Begin(ctx context.Context, c Claimed) error
	// Settle writes what became of it and frees the lane after the pause.
	Settle(ctx context.Context, c Claimed, s Settlement) error
	// Hurry ends the pause of the lanes whose next message was put back for one of
	// these reasons, and returns how many lanes.
	Hurry(ctx context.Context, reasons ...string) (int, error)
	// NextHold is when the next message that is held beyond an instant may go,
	// both in practice time; false where none is held so long.
	NextHold(ctx context.Context, after time.Time) (at time.Time, ok bool, err error)
	// Unclear tells whether a post of m's kind and subject, to its recipient and
	// channel where it names them, may stand in Slack without anybody knowing
	// where.
	Unclear(ctx context.Context, m Message) (bool, error)
	// Wake signals that something may be due; it may signal too often.
	Wake() <-chan struct{}
	// Backlog counts messages by state, for metrics and doctor.
	Backlog(ctx context.Context) (map[MessageState]int, error)
	// Oldest tells by kind since when, in practice time, the oldest message waits
	// that nothing holds back.
	Oldest(ctx context.Context) (map[string]time.Time, error)
	// Stuck lists dead and unclear messages, newest first.
	Stuck(ctx context.Context, limit int) ([]Message, error)
	// Requeue puts dead or unclear messages back; the operator has decided.
	Requeue(ctx context.Context, seqs []int64) (int, error)
	// Forget removes the deliveries of messages that were deleted in Slack.
	Forget(ctx context.Context, d Delivery) error
}

// Budget shares what Slack allows of a method among all lanes and replicas.
type Budget interface {
	// Take asks for one call of a method that may be called so often in a
	// minute. Zero means that it may be made now and is counted. Otherwise
	// nothing is counted, and it is worth asking again after the wait, in
	// machine time. It never fails: where replicas cannot be asked, each takes
	// its share.
	Take(ctx context.Context, method string, perMinute int) (wait time.Duration)
}
