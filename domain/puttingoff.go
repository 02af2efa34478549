package domain

import (
	"context"
	"slices"
)

// cardLapse ends a card on which nothing waits any more: what it asked was done
// or is over, or it was put off.
func cardLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	card, err := tx.Card(ctx, m.Subject)
	if CodeOf(err) == NotFound {
		return "put_off", nil
	}
	if err != nil {
		return "", err
	}
	asks, err := tx.AsksOfCard(ctx, card)
	if err != nil || slices.ContainsFunc(asks, func(a Ask) bool { return a.openAt(tx.Now()) }) {
		return "", err
	}
	return "over", nil
}

// onItsDay holds a card that may go, but whose day is over, as when Slack did
// not answer for a night.
func onItsDay(ctx context.Context, tx Tx, m Message, today Date) (Verdict, error) {
	card, err := tx.Card(ctx, m.Subject)
	if err != nil || !card.Day.Before(today) {
		return Verdict{Send: err == nil}, err
	}
	return Verdict{Until: tx.Now(), Reason: "hours"}, nil
}

// putOffCard takes back the card of a day on which it cannot be sent, because of
// a pause, an absence or the end of the hours. Held as it is it would come
// beside the card of the day on which it may go; so its asks are planned anew
// for then, and merged with what is asked on that day.
func (s DeliveryService) putOffCard(ctx context.Context, m Message, v Verdict) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.GuardAsks(ctx, m.Recipient); err != nil {
			return err
		}
		card, err := tx.Card(ctx, m.Subject)
		if CodeOf(err) == NotFound {
			return nil // it was put off before, and the answer to that was lost
		}
		if err != nil {
			return err
		}
		asks, err := tx.AsksOfCard(ctx, card)
		if err != nil {
			return err
		}
		// A card that was sent earlier on its day has been read: it stays as it
		// was counted and logged.
		if m.At.Equal(card.At) {
			if err := tx.RemoveCard(ctx, card); err != nil {
				return err
			}
		}
		asks = slices.DeleteFunc(asks, func(a Ask) bool { return !a.openAt(tx.Now()) })
		for i, a := range asks {
			if a.State == AskWaiting && a.PlanAt.After(v.Until) { // a reminder that was planned when the card was made
				asks[i].Again = slices.Insert(a.Again, 0, a.PlanAt)
			}
			asks[i].State = AskWaiting
		}
		return AskService{s.Practice}.postpone(ctx, tx, asks, v.Until, v.Reason)
	})
}
