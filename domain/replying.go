package domain

import (
	"context"
	"time"
)

// MaxReplies is how often each of the two may say something below a feedback.
const MaxReplies = 10

// FeedbackReplied is the kind of message that tells one of the two what the
// other did below a feedback. It holds no words.
const FeedbackReplied = "feedback.replied"

// ReplyKind is what somebody says below a feedback.
type ReplyKind string

// The kinds of replies.
const (
	ReplyWords  ReplyKind = "reply"
	ReplyIntent ReplyKind = "intent" // asks what was meant
	ReplyThanks ReplyKind = "thanks" // one tap, without words, once
)

// FeedbackReply is what receiver or giver said below a feedback. It stays with
// the record as long as that stands, and is shown wherever that is shown.
type FeedbackReply struct {
	ID       ID
	Feedback ID
	Author   ID
	Kind     ReplyKind
	Text     string // sealed
	At       time.Time
}

// FeedbackReplyRows keeps replies.
type FeedbackReplyRows interface {
	// AddFeedbackReply adds one; false where the author has thanked before.
	AddFeedbackReply(ctx context.Context, r FeedbackReply) (bool, error)
	// FeedbackReplies lists those below some feedback, oldest first.
	FeedbackReplies(ctx context.Context, feedback []ID) (map[ID][]FeedbackReply, error)
	// PutFeedbackInFile puts it into the receiver's own file, or takes it out.
	PutFeedbackInFile(ctx context.Context, id ID, in bool) error
}

// Reply says something below a feedback: the receiver at any time, for ever; the
// giver, once the receiver has said something and not only thanked.
func (s FeedbackService) Reply(ctx context.Context, act Act, id ID, kind ReplyKind, text string) (FeedbackReceipt, error) {
	text = Tidy(text)
	if kind == ReplyThanks {
		text = ""
	} else if text == "" {
		return FeedbackReceipt{}, RefuseField("text", "text.empty")
	}
	if faults := TooLong("text", text, MaxFeedbackText); len(faults) > 0 {
		return FeedbackReceipt{}, faults
	}
	act.Digest = DigestOf(string(id), string(kind), text)
	return s.change(ctx, act, id, ReplyFeedback, func(ctx context.Context, tx Tx, f Feedback) error {
		all, err := tx.FeedbackReplies(ctx, []ID{id})
		if err != nil {
			return err
		}
		if err := f.mayReply(act.Actor, kind, all[id]); err != nil {
			return err
		}
		reply := FeedbackReply{ID: s.IDs.New(), Feedback: id, Author: act.Actor, Kind: kind, Text: text, At: tx.Now()}
		added, err := tx.AddFeedbackReply(ctx, reply)
		if err != nil || !added {
			return err // thanks are said once
		}
		other := f.Giver
		if act.Actor == f.Giver {
			other = f.Receiver
		}
		return tx.Tell(ctx, Message{Kind: FeedbackReplied, Deed: Post, Class: FromPeople, Recipient: other, Subject: id, Detail: string(kind)})
	})
}

// mayReply refuses a giver who has nothing to answer, and the eleventh reply.
func (f Feedback) mayReply(author ID, kind ReplyKind, replies []FeedbackReply) error {
	mine := 0
	for _, r := range replies {
		if r.Author == author {
			mine++
		}
	}
	switch {
	case author == f.Giver && (kind != ReplyWords || !f.Answerable(replies)):
		return Refuse(Conflict, "feedback.nothing_to_answer")
	case mine >= MaxReplies:
		return Refuse(Conflict, "feedback.too_many_replies", "Limit", MaxReplies)
	}
	return nil
}

// Answerable tells whether the giver has something to answer: the receiver spoke
// last.
func (f Feedback) Answerable(replies []FeedbackReply) bool {
	open := false
	for _, r := range replies {
		if r.Kind != ReplyThanks {
			open = r.Author == f.Receiver
		}
	}
	return open
}

// PutInFile puts a feedback into the receiver's own file, or takes it out again.
func (s FeedbackService) PutInFile(ctx context.Context, act Act, id ID, in bool) (FeedbackReceipt, error) {
	return s.change(ctx, act, id, SettleFeedback, func(ctx context.Context, tx Tx, _ Feedback) error {
		return tx.PutFeedbackInFile(ctx, id, in)
	})
}
