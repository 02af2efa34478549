package domain

import (
	"context"
	"slices"
)

// fundsOnHome is how many wishes and funds Home shows; the rest is behind a
// button.
const fundsOnHome = 3

// HomeFunds is a person's part in funds, as Home shows it: without words.
type HomeFunds struct {
	Mine  []FundRequest // those that are open
	Owned []Fund        // those of today
	// Any is true where a fund is open to the person, or the person looks after
	// all of them.
	Any bool
	// Of are the funds of the wishes.
	Of map[ID]Fund
}

// addFunds reads the own wishes that are open, and the own funds.
func (h *Home) addFunds(ctx context.Context, tx Tx, p Practice) error {
	me := h.Standing.Person
	live := []FundRequestState{FundAsked, FundGranted}
	mine, err := tx.FundRequests(ctx, FundRequestFilter{Person: me.ID, States: live, Limit: fundsOnHome})
	if err != nil {
		return err
	}
	h.Funds.Of = map[ID]Fund{}
	for i := range mine {
		mine[i].What, mine[i].Reason = "", ""
		if h.Funds.Of[mine[i].Fund], err = tx.Fund(ctx, mine[i].Fund); err != nil {
			return err
		}
	}
	h.Funds.Mine = mine
	today, _ := p.organisationDay(tx, h.Policy.Policy)
	funds, err := tx.Funds(ctx, FundFilter{Within: DateRange{Start: today, End: today}})
	if err != nil {
		return err
	}
	_, all := Can(h.Standing, ChangeFund, Subject{})
	h.Funds.Any = all || slices.ContainsFunc(funds, func(f Fund) bool { return f.For(me) && me.Converses() })
	for _, f := range funds {
		if f.Owner == me.ID && len(h.Funds.Owned) < fundsOnHome {
			h.Funds.Owned = append(h.Funds.Owned, f)
		}
	}
	return nil
}
