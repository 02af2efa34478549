package domain

import (
	"context"
	"time"
)

// lettersShown is how many letters are shown at once; the rest follows.
const lettersShown = 40

// Returned is what arrived while somebody was away for long.
type Returned struct {
	Person  Person
	Letters []Letter
	// UpTo is the last of them, read or lapsed.
	UpTo int64
}

// Returned lists what waits for a person's return. What has lapsed meanwhile,
// as an undone thanks, is left out.
func (s AwayService) Returned(ctx context.Context, person ID) (Returned, error) {
	var back Returned
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if back.Person, err = tx.Person(ctx, person); err != nil {
			return err
		}
		all, err := tx.Letters(ctx, person, lettersShown)
		if err != nil {
			return err
		}
		for _, l := range all {
			back.UpTo = l.Seq
			reason := ""
			if lapse := lapses[l.Kind]; lapse != nil {
				if reason, err = lapse(ctx, tx, l.Message()); err != nil {
					return err
				}
			}
			if reason == "" {
				back.Letters = append(back.Letters, l)
			}
		}
		return nil
	})
	return back, err
}

// Read forgets letters up to a number, once their reader has seen them.
func (s AwayService) Read(ctx context.Context, act Act, upTo int64) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if err := tx.DropLetters(ctx, act.Actor, upTo); err != nil {
			return Outcome{}, err
		}
		done := Outcome{Word: OutcomeDone, Subject: act.Actor}
		left, err := tx.Letters(ctx, act.Actor, 1)
		if err != nil || len(left) > 0 {
			return done, err
		}
		return done, s.answered(ctx, tx, act.Actor, AskReturned, act.Actor)
	}, nil)
	return err
}

// gather keeps a message for its reader's return. They are all shown in one
// place, to which one row of the card of the first day leads.
func (p Practice) gather(ctx context.Context, m Message) error {
	return p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		letter := Letter{Seq: m.Seq, Person: m.Recipient, Kind: m.Kind, Subject: m.Subject, Detail: m.Detail, At: m.At}
		if err := tx.KeepLetter(ctx, letter); err != nil {
			return err
		}
		open, err := tx.OpenAsks(ctx, m.Recipient)
		if err != nil {
			return err
		}
		for _, a := range open {
			if a.Kind == AskReturned && a.State == AskWaiting {
				return nil
			}
		}
		return p.fileAsk(ctx, tx, Ask{Person: m.Recipient, Kind: AskReturned, Subject: m.Recipient, Urgency: SomebodyWaits})
	})
}

// statusAtLeast is how far ahead a Slack status has to end to be taken for an
// absence: shorter ones are meetings and days from home.
const statusAtLeast = 36 * time.Hour

// SuggestFromStatus asks once whether a person is away until the end of a Slack
// status. Neither the words of the status nor its emoji are looked at or kept.
func (s AwayService) SuggestFromStatus(ctx context.Context, person ID, ends time.Time) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		if ends.Sub(tx.Now()) < statusAtLeast {
			return nil
		}
		w, err := s.calendarByID(ctx, tx, person)
		if err != nil {
			return err
		}
		until := w.Today(ends.Add(-time.Second)) // a status that ends at midnight covers the day before
		if until.DaysSince(w.Today(tx.Now())) > longestAway || w.IsAway(until) {
			return nil
		}
		once := RequestRecord{Actor: person, Key: "status:" + until.String(), Outcome: OutcomeDone, At: tx.Now()}
		if _, fresh, err := tx.ClaimRequest(ctx, once); err != nil || !fresh {
			return err
		}
		ask := Ask{Person: person, Kind: AskSuggest, Subject: ID(until.String()), Urgency: WheneverYouCan, Expires: ends}
		return s.fileAsk(ctx, tx, ask)
	})
}

// Decline answers a suggestion with no: nothing is kept.
func (s AwayService) Decline(ctx context.Context, act Act, until Date) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		return Outcome{Word: OutcomeDone}, s.answered(ctx, tx, ID(until.String()), AskSuggest, act.Actor)
	}, nil)
	return err
}
