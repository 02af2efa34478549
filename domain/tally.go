package domain

import (
	"context"
	"time"
)

// MonthTally is how many of the conversations that a partner has in a calendar
// month were held. The partner alone reads it, on the card that bundles several.
type MonthTally struct {
	Month     time.Month
	Held, All int
}

// mostTallied is more conversations than a partner has in two months.
const mostTallied = 300

// tally counts the partner's conversations of the month of a day: those that
// open in it, the ones to come too. One that ended because somebody left is none.
func tally(ctx context.Context, tx Tx, partner ID, today Date) (MonthTally, error) {
	count := MonthTally{Month: today.Month}
	list, err := tx.Conversations(ctx, TalkFilter{Partner: partner, Limit: mostTallied})
	if err != nil {
		return count, err
	}
	for _, c := range list {
		if c.Rule.Day.MonthEnd() != today.MonthEnd() || c.Ending == Ended {
			continue
		}
		count.All++
		if !c.HeldOn.IsZero() {
			count.Held++
		}
	}
	return count, nil
}
