package domain

import (
	"context"
	"slices"
	"time"
)

// FundDecision is what who decides filled in.
type FundDecision struct {
	// Grant is false to refuse.
	Grant  bool
	Amount Money
	// Reason has to be given for a refusal, and may be given with a part.
	Reason string
}

// FundRequestView is a request with what its reader may know and do.
type FundRequestView struct {
	Request FundRequest
	Fund    Fund
	People  map[ID]Person
	Team    string
	// Decides, Withdraws and Spends are what the reader may do with it now.
	Decides, Withdraws, Spends bool
	// Readers are who can read it.
	Readers []Holder
}

// Request shows a request to those who may read it. That the people team looked
// is kept in the ledger.
func (s FundService) Request(ctx context.Context, reader, id ID) (FundRequestView, error) {
	var view FundRequestView
	var looks []Entry
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if view, err = s.view(ctx, tx, reader, id); err != nil {
			return err
		}
		if looks = nil; reader != view.Request.Person && reader != view.Fund.Owner {
			looks = []Entry{{Actor: reader, Act: "fund.look", Subject: id, Person: view.Request.Person}}
		}
		return nil
	})
	if err != nil {
		return FundRequestView{}, err
	}
	return view, s.seen(ctx, looks...)
}

// view reads a request for somebody; Forbidden for who may not read it.
func (s FundService) view(ctx context.Context, tx Tx, reader, id ID) (FundRequestView, error) {
	view, err := s.bare(ctx, tx, id)
	if err != nil {
		return view, err
	}
	r := view.Request
	subject, action, err := s.deciding(ctx, tx, view.Fund, r.Person)
	if err != nil {
		return view, err
	}
	standing, err := s.StandingOf(ctx, tx, reader)
	if err != nil {
		return view, err
	}
	_, reads := Can(standing, ReadFundRequest, subject)
	_, decides := Can(standing, action, subject)
	if !reads && !decides {
		return view, s.notYours(ctx, tx, view.Fund, reader)
	}
	_, withdraws := Can(standing, WithdrawFund, subject)
	_, spends := Can(standing, SpendFund, subject)
	view.Decides = decides && r.State == FundAsked
	view.Withdraws = withdraws && r.Live()
	view.Spends = (spends || action == DecideForOwner && decides) && r.State == FundGranted
	view.Readers = append(WhoCan(Table, ReadFundRequest, subject), standIns(action, subject)...)
	return view, nil
}

// notYours refuses who neither asked nor decides. Somebody who decided before is
// told whose fund it is now.
func (s FundService) notYours(ctx context.Context, tx Tx, f Fund, reader ID) error {
	sent, err := tx.Deliveries(ctx, FundOwned, f.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(sent, func(d Delivery) bool { return d.Recipient == reader }) {
		return Refuse(Forbidden, "permission.refused")
	}
	owner, err := tx.Person(ctx, f.Owner)
	if err != nil {
		return err
	}
	return Refuse(Forbidden, "fund.owner_now", "Name", owner.Name)
}

// bare reads a request with its fund and its people, and asks for no permission.
func (s FundService) bare(ctx context.Context, tx Tx, id ID) (FundRequestView, error) {
	r, err := tx.FundRequest(ctx, id)
	if err != nil {
		return FundRequestView{}, err
	}
	view := FundRequestView{Request: r}
	if view.Fund, err = tx.Fund(ctx, r.Fund); err != nil {
		return view, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return view, err
	}
	view.Team = version.Policy.PeopleTeam.Name
	view.People, err = peopleByID(ctx, tx, []ID{r.Person, r.Decider, view.Fund.Owner})
	return view, err
}

// Told gives a request for a message about it: without its words, whoever reads.
func (s FundService) Told(ctx context.Context, id ID) (FundRequestView, error) {
	var view FundRequestView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		view, err = s.bare(ctx, tx, id)
		return err
	})
	view.Request.What, view.Request.Reason = "", ""
	return view, err
}

// Decide grants a request, all of it or a part, or refuses it: by who decides at
// this moment. What is granted is reserved in the same transaction. Errors:
// Conflict where it was decided before, or where person, item or period are
// gone; a fault of the amount where less is left, which says how much.
func (s FundService) Decide(ctx context.Context, act Act, id ID, d FundDecision) (FundRequestView, error) {
	d.Reason = oneLine(d.Reason)
	act.Digest = DigestOf(string(id), d.Amount.String(), d.Reason)
	decide := func(ctx context.Context, tx Tx) (Outcome, error) { return s.decide(ctx, tx, act, id, d) }
	return receipted(ctx, s.Practice, asked{act, decide, nil}, func(ctx context.Context, tx Tx, out Outcome) (FundRequestView, error) {
		return s.view(ctx, tx, act.Actor, out.Subject)
	})
}

// decide is the inside of the transaction.
func (s FundService) decide(ctx context.Context, tx Tx, act Act, id ID, d FundDecision) (Outcome, error) {
	view, err := s.view(ctx, tx, act.Actor, id)
	if err != nil {
		return Outcome{}, err
	}
	r, f := view.Request, view.Fund
	if err := r.undecided(view.People[r.Decider].Name); err != nil {
		return Outcome{}, err
	}
	if !view.Decides {
		return Outcome{}, Refuse(Forbidden, "permission.refused")
	}
	if err := d.check(r).Err(); err != nil {
		return Outcome{}, err
	}
	r.State, r.Decider, r.DecidedAt, r.Reason = FundRefused, act.Actor, tx.Now(), d.Reason
	r.EndedAt = tx.Now()
	if d.Grant {
		if err := s.grantable(ctx, tx, f, r); err != nil {
			return Outcome{}, err
		}
		r.State, r.Granted, r.EndedAt = FundGranted, d.Amount, time.Time{}
	}
	// The request goes before the fund: who comes second to it is told so, not
	// that too little is left.
	if r, err = tx.UpdateFundRequest(ctx, r); err != nil {
		return Outcome{}, err
	}
	if d.Grant {
		if err := s.reserve(ctx, tx, f, d.Amount); err != nil {
			return Outcome{}, err
		}
	}
	entry := Entry{
		Actor: act.Actor, Act: "fund." + string(r.State), Subject: r.ID, Person: r.Person, Version: r.Version,
		Content: r.Granted.String() + " of " + r.Asked.String() + "\n" + r.Reason,
	}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	if err := s.unasked(ctx, tx, r); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: string(r.State), Subject: r.ID}, s.tellAsker(ctx, tx, r)
}

// tellAsker tells the person what became of a request.
func (s FundService) tellAsker(ctx context.Context, tx Tx, r FundRequest) error {
	return tx.Tell(ctx, Message{Kind: FundDecided, Deed: Post, Class: FromPeople, Recipient: r.Person, Subject: r.ID})
}

// check tells what is wrong with a decision about a request.
func (d FundDecision) check(r FundRequest) Faults {
	faults := TooLong("reason", d.Reason, MaxPlanReason)
	switch {
	case !d.Grant && d.Reason == "":
		faults = append(faults, RefuseField("reason", "fund.reason_missing"))
	case !d.Grant:
	case d.Amount.Currency != r.Asked.Currency:
		faults = append(faults, RefuseField("amount", "fund.other_currency", "Want", string(r.Asked.Currency), "Got", string(d.Amount.Currency)))
	case d.Amount.Minor <= 0:
		faults = append(faults, RefuseField("amount", "fund.grant_zero"))
	case d.Amount.Minor > r.Asked.Minor:
		faults = append(faults, RefuseField("amount", "fund.more_than_asked", "Asked", r.Asked))
	}
	return faults
}

// undecided refuses a request that was decided or has ended, and says how.
func (r FundRequest) undecided(decider string) error {
	switch r.State {
	case FundGranted, FundSpent:
		return Refuse(Conflict, "fund.granted_already", "Name", decider, "Amount", r.Granted)
	case FundRefused:
		return Refuse(Conflict, "fund.refused_already", "Name", decider)
	case FundWithdrawn:
		return Refuse(Conflict, "fund.withdrawn_already")
	case FundLapsed:
		return Refuse(Conflict, "fund.lapsed_already")
	case FundAsked:
	}
	return nil
}

// grantable refuses what makes no sense any more: somebody who has left, an item
// that has ended, a period that is over. The item stays as it is until the
// transaction ends.
func (s FundService) grantable(ctx context.Context, tx Tx, f Fund, r FundRequest) error {
	person, err := tx.Person(ctx, r.Person)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	item, err := tx.GuardPlanItem(ctx, r.Item)
	if err != nil && CodeOf(err) != NotFound {
		return err
	}
	today, _ := s.organisationDay(tx, version.Policy)
	switch {
	case !person.Converses() || s.hasLeft(person, tx.Now(), version.Policy):
		return Refuse(Conflict, "fund.asker_left", "Name", person.Name)
	case err != nil || item.Ended():
		return Refuse(Conflict, "fund.item_over", "Name", person.Name)
	case today.After(f.Period.End):
		return Refuse(Conflict, "fund.period_over", "Day", f.Period.End)
	}
	return nil
}

// reserve takes an amount out of what is left of a fund. Where others were
// faster and it is not enough, it says what is left.
func (s FundService) reserve(ctx context.Context, tx Tx, f Fund, m Money) error {
	ok, err := tx.ReserveFund(ctx, f.ID, f.Version, m.Minor)
	if err != nil || ok {
		return err
	}
	now, err := tx.Fund(ctx, f.ID)
	switch {
	case err != nil:
		return err
	case now.Version != f.Version:
		return Refuse(Conflict, "fund.changed")
	}
	return RefuseField("amount", "fund.too_little_left", "Left", now.Left())
}

// fundLapse ends what asks for a decision that was taken meanwhile, or that is for
// somebody else by now.
func fundLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	r, err := tx.FundRequest(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && r.State != FundAsked:
		return "over", nil
	}
	return "", err
}

// fundOwnedLapse ends what tells somebody of a fund that has another owner now.
func fundOwnedLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	f, err := tx.Fund(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && f.Owner != m.Recipient:
		return "over", nil
	}
	return "", err
}
