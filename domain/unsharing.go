package domain

import (
	"context"
)

// Withdraw takes feedback back: by its giver, until somebody has opened the
// words. Of opening and withdrawing at the same moment the database lets one
// happen.
func (s FeedbackService) Withdraw(ctx context.Context, act Act, id ID) (FeedbackReceipt, error) {
	return s.change(ctx, act, id, WithdrawFeedback, func(ctx context.Context, tx Tx, f Feedback) error {
		done, err := tx.WithdrawFeedback(ctx, id)
		if err != nil {
			return err
		}
		if !done && f.State == FeedbackWithdrawn {
			return Refuse(Conflict, "feedback.withdrawn_before")
		}
		if !done {
			return Refuse(Conflict, "feedback.withdraw_late")
		}
		if _, err := tx.Withdraw(ctx, FeedbackShared, id, string(FeedbackWithdrawn)); err != nil {
			return err
		}
		for _, reader := range f.people()[1:] {
			if err := s.untell(ctx, tx, f, reader); err != nil {
				return err
			}
		}
		return nil
	})
}

// Narrow takes the one other reader away: giver and receiver may, at any time.
// There is no way back.
func (s FeedbackService) Narrow(ctx context.Context, act Act, id ID) (FeedbackReceipt, error) {
	return s.change(ctx, act, id, NarrowFeedback, func(ctx context.Context, tx Tx, f Feedback) error {
		if f.Reader == "" {
			return Refuse(Conflict, "feedback.narrow_already")
		}
		if err := tx.NarrowFeedback(ctx, id, f.Version); err != nil {
			return err
		}
		return s.untell(ctx, tx, f, f.Reader)
	})
}

// untell deletes the message by which a reader was told.
func (s FeedbackService) untell(ctx context.Context, tx Tx, f Feedback, reader ID) error {
	return tx.Tell(ctx, Message{Kind: FeedbackShared, Deed: Delete, Class: Quiet, Recipient: reader, Subject: f.ID})
}

// change loads a feedback, asks permission, and does something to it with its
// ledger entry.
func (s FeedbackService) change(ctx context.Context, act Act, id ID, action Action, do func(context.Context, Tx, Feedback) error) (FeedbackReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		f, err := tx.Feedback(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, action, f.Subject()); err != nil {
			return Outcome{}, err
		}
		if err := do(ctx, tx, f); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(action), Subject: id, Person: f.Receiver, Version: f.Version + 1}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.Record(ctx, entry)
	}, nil}, s.told(act.Actor))
}
