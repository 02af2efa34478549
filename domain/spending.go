package domain

import (
	"context"
	"time"
)

// Withdraw takes one's own request back. What was reserved for it is free again.
func (s FundService) Withdraw(ctx context.Context, act Act, id ID) (FundRequestView, error) {
	return s.conclude(ctx, act, id, func(_ context.Context, _ Tx, view FundRequestView) (FundRequest, error) {
		r := view.Request
		switch {
		case view.Withdraws:
		case r.Live():
			return r, Refuse(Forbidden, "permission.refused")
		default:
			return r, r.over()
		}
		r.State = FundWithdrawn
		return r, nil
	})
}

// Spend says what it cost in the end, and frees what was not used: by the person
// up to what was granted, by the owner also more, if the fund has it left.
func (s FundService) Spend(ctx context.Context, act Act, id ID, cost Money) (FundRequestView, error) {
	act.Digest = DigestOf(string(id), cost.String())
	return s.conclude(ctx, act, id, func(_ context.Context, _ Tx, view FundRequestView) (FundRequest, error) {
		r := view.Request
		if !view.Spends {
			return r, r.over()
		}
		switch {
		case cost.Currency != r.Granted.Currency:
			return r, RefuseField("amount", "fund.other_currency", "Want", string(r.Granted.Currency), "Got", string(cost.Currency))
		case cost.Minor < 0:
			return r, RefuseField("amount", "fund.amount_negative")
		case cost.Minor > r.Granted.Minor && act.Actor == r.Person:
			return r, RefuseField("amount", "fund.more_than_granted", "Granted", r.Granted)
		}
		r.State, r.Cost = FundSpent, cost
		return r, nil
	})
}

// over says why nothing more can be done with a request.
func (r FundRequest) over() error {
	switch r.State {
	case FundAsked:
		return Refuse(Conflict, "fund.not_granted")
	case FundGranted:
		return Refuse(Forbidden, "permission.refused")
	case FundRefused, FundWithdrawn, FundSpent, FundLapsed:
	}
	return Refuse(Conflict, "fund.over_already")
}

// conclude ends a live request as do says, for somebody who may read it.
func (s FundService) conclude(ctx context.Context, act Act, id ID, do func(context.Context, Tx, FundRequestView) (FundRequest, error)) (FundRequestView, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		view, err := s.view(ctx, tx, act.Actor, id)
		if err != nil {
			return Outcome{}, err
		}
		r, err := do(ctx, tx, view)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: string(r.State), Subject: r.ID}, s.end(ctx, tx, act, view.Request, r)
	}, nil}, func(ctx context.Context, tx Tx, out Outcome) (FundRequestView, error) {
		return s.view(ctx, tx, act.Actor, out.Subject)
	})
}

// end writes the end of a live request: what was reserved for it becomes what it
// cost, and what asks about it ends.
func (s FundService) end(ctx context.Context, tx Tx, act Act, before, after FundRequest) error {
	// The request goes first: who comes second to it is told so, not that the
	// fund has nothing reserved for it any more.
	after.EndedAt = tx.Now()
	after, err := tx.UpdateFundRequest(ctx, after)
	if err != nil {
		return err
	}
	if before.State == FundGranted {
		ok, err := tx.SpendFund(ctx, after.Fund, before.Granted.Minor, after.Cost.Minor)
		if err != nil {
			return err
		}
		if !ok {
			f, err := tx.Fund(ctx, after.Fund)
			if err != nil {
				return err
			}
			return RefuseField("amount", "fund.cost_too_high", "Left", f.Amount.Currency.Of(f.Left().Minor+before.Granted.Minor))
		}
	}
	entry := Entry{Actor: act.Actor, Act: "fund." + string(after.State), Subject: after.ID, Person: after.Person, Version: after.Version, Content: after.Cost.String()}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.answered(ctx, tx, after.ID, AskFundCost, ""); err != nil {
		return err
	}
	return s.unasked(ctx, tx, after)
}

// planEnded does what the end of an item of a plan brings to funds: what was only
// asked for lapses, for what was granted the person is asked what it cost, and
// of what was finished is asked some time later whether it helped.
func (p Practice) planEnded(ctx context.Context, tx Tx, item PlanItem) error {
	s := FundService{Practice: p}
	live, err := tx.FundRequests(ctx, FundRequestFilter{Item: item.ID, States: []FundRequestState{FundAsked, FundGranted}})
	if err != nil {
		return err
	}
	for _, r := range live {
		if r.State == FundAsked {
			err = s.lapse(ctx, tx, r)
		} else {
			err = s.fileAsk(ctx, tx, Ask{Person: r.Person, Kind: AskFundCost, Subject: r.ID, Urgency: WheneverYouCan})
		}
		if err != nil {
			return err
		}
	}
	if item.State != PlanFinished {
		return nil
	}
	return s.askHelpLater(ctx, tx, item)
}

// lapse ends a request that nobody decided about.
func (s FundService) lapse(ctx context.Context, tx Tx, r FundRequest) error {
	after := r
	after.State = FundLapsed
	return s.end(ctx, tx, Act{}, r, after)
}

// departFunds does what a leaver's last day brings to funds: what was asked
// lapses, what is reserved is for the owner to settle, and what waits for the
// leaver's own decision goes to the people team.
func (s FundService) departFunds(ctx context.Context, tx Tx, leaver ID) error {
	live, err := tx.FundRequests(ctx, FundRequestFilter{Person: leaver, States: []FundRequestState{FundAsked, FundGranted}})
	if err != nil {
		return err
	}
	for _, r := range live {
		if r.State == FundAsked {
			err = s.lapse(ctx, tx, r)
		} else {
			err = s.askSettle(ctx, tx, r)
		}
		if err != nil {
			return err
		}
	}
	owned, err := tx.Funds(ctx, FundFilter{Owner: leaver})
	if err != nil {
		return err
	}
	for _, f := range owned {
		if err := s.askAnew(ctx, tx, f); err != nil {
			return err
		}
	}
	return nil
}

// askSettle asks those who decide about a fund what became of a leaver's
// reservation.
func (s FundService) askSettle(ctx context.Context, tx Tx, r FundRequest) error {
	f, err := tx.Fund(ctx, r.Fund)
	if err != nil {
		return err
	}
	deciders, err := s.deciders(ctx, tx, f, r.Person)
	if err != nil {
		return err
	}
	for _, id := range deciders {
		if err := s.fileAsk(ctx, tx, Ask{Person: id, Kind: AskFundCost, Subject: r.ID, Urgency: WheneverYouCan}); err != nil {
			return err
		}
	}
	return nil
}

// EndPeriods ends what waits in funds whose period is over, and asks their owners
// where the outcome stands: at most limit funds. It tells how many.
func (s FundService) EndPeriods(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueFunds(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.endPeriod)
}

func (s FundService) endPeriod(ctx context.Context, tx Tx, id ID) error {
	f, err := tx.Fund(ctx, id)
	if err != nil || f.EndsAt.IsZero() || f.EndsAt.After(tx.Now()) {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	f.EndsAt = time.Time{}
	if today, zone := s.organisationDay(tx, version.Policy); !today.After(f.Period.End) {
		f.EndsAt = f.Period.End.AddDays(1).In(zone, 0) // the organisation's zone is another one now
	}
	if f, _, err = tx.UpdateFund(ctx, f); err != nil || !f.EndsAt.IsZero() {
		return err
	}
	waiting, err := tx.FundRequests(ctx, FundRequestFilter{Fund: id, States: []FundRequestState{FundAsked}})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := s.lapse(ctx, tx, r); err != nil {
			return err
		}
		if err := s.tellAsker(ctx, tx, r); err != nil {
			return err
		}
	}
	there, err := s.ownerThere(ctx, tx, f)
	if err != nil || !there {
		return err
	}
	return s.fileAsk(ctx, tx, Ask{Person: f.Owner, Kind: AskFundMeasure, Subject: f.ID, Urgency: WheneverYouCan})
}
