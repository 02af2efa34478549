package domain

import (
	"context"
	"slices"
)

// The kinds of messages about requests, and of the asks that they bring. None
// holds the words of a request.
const (
	FundWanted     = "fund.asked"   // to who decides
	FundDecided    = "fund.decided" // to the person who asked
	AskFundDecide  = "fund.decide"  // to who decides; the request is the subject
	AskFundCost    = "fund.cost"    // to the person, or of a leaver to the owner
	AskFundMeasure = "fund.measure" // to the owner of a fund whose period is over
)

// decideAfterDays is how many working days a request waits before who decides is
// asked once more.
const decideAfterDays = 3

// FundApplication is a request as filled in.
type FundApplication struct {
	Item   ID
	Fund   ID
	What   string
	Amount Money
}

// FundChoices is what somebody may choose from who asks for an item.
type FundChoices struct {
	// Item is the one that was named, empty where none was; Items are the open
	// ones of the own plan.
	Item  PlanItem
	Items []PlanItem
	Funds []Fund
	// Readers are who can read a request to each fund.
	Readers map[ID][]Holder
	People  map[ID]Person
	Team    string
}

// itemsOffered is how many items of the own plan a menu offers.
const itemsOffered = 90

// Choices gives the funds that somebody may ask for an item of the own plan, or
// for one of them where item is empty.
func (s FundService) Choices(ctx context.Context, actor, item ID) (FundChoices, error) {
	c := FundChoices{Readers: map[ID][]Holder{}}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if c.Item = (PlanItem{Person: actor}); item != "" {
			if c.Item, err = tx.PlanItem(ctx, item); err != nil {
				return err
			}
		}
		who, err := s.Permitted(ctx, tx, Act{Actor: actor}, AskFund, Subject{Person: c.Item.Person})
		if err != nil {
			return err
		}
		if c.Items, err = tx.PlanItems(ctx, PlanFilter{People: []ID{actor}, Open: true, Limit: itemsOffered}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c.Team = version.Policy.PeopleTeam.Name
		if c.Funds, err = s.openTo(ctx, tx, who.Person, version.Policy); err != nil {
			return err
		}
		ids := []ID{actor}
		for _, f := range c.Funds {
			subject, action, err := s.deciding(ctx, tx, f, actor)
			if err != nil {
				return err
			}
			c.Readers[f.ID] = append(WhoCan(Table, ReadFundRequest, subject), standIns(action, subject)...)
			ids = append(ids, f.Owner)
		}
		c.People, err = peopleByID(ctx, tx, ids)
		return err
	})
	return c, err
}

// standIns are who reads a request in the place of the owner.
func standIns(action Action, subject Subject) []Holder {
	if action == DecideFund {
		return nil
	}
	return WhoCan(Table, action, subject)
}

// openTo are the funds that somebody may ask today.
func (s FundService) openTo(ctx context.Context, tx Tx, p Person, policy Policy) ([]Fund, error) {
	today, _ := s.organisationDay(tx, policy)
	funds, err := tx.Funds(ctx, FundFilter{Within: DateRange{Start: today, End: today}})
	return slices.DeleteFunc(funds, func(f Fund) bool { return !f.For(p) }), err
}

// deciding is who decides about a person's request to a fund: its owner, or the
// people team where the owner is the person, or is not there any more. The
// subject says who stands where, the action what has to be allowed.
func (p Practice) deciding(ctx context.Context, tx Tx, f Fund, person ID) (Subject, Action, error) {
	subject := Subject{Person: person, Owner: f.Owner}
	there, err := p.ownerThere(ctx, tx, f)
	if err != nil || there && f.Owner != person {
		return subject, DecideFund, err
	}
	subject.Owner = ""
	subject.PeopleTeam, err = p.concernsTeam(ctx, tx, []ID{person})
	return subject, DecideForOwner, err
}

// ownerThere tells whether a fund's owner can decide.
func (p Practice) ownerThere(ctx context.Context, tx Tx, f Fund) (bool, error) {
	owner, err := tx.Person(ctx, f.Owner)
	if err != nil {
		return false, err
	}
	version, err := tx.Policy(ctx)
	return owner.CanThank() && !p.hasLeft(owner, tx.Now(), version.Policy), err
}

// deciders are those who may decide about a request.
func (p Practice) deciders(ctx context.Context, tx Tx, f Fund, person ID) ([]ID, error) {
	subject, action, err := p.deciding(ctx, tx, f, person)
	if err != nil {
		return nil, err
	}
	if action == DecideFund {
		return []ID{f.Owner}, nil
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	team, err := p.peopleTeam(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	deputies, err := peopleNamed(ctx, tx, version.Policy.PeopleTeam.Deputies)
	if err != nil {
		return nil, err
	}
	var who []ID
	for _, q := range append(team, deputies...) {
		standing, err := p.StandingOf(ctx, tx, q.ID)
		if err != nil {
			return nil, err
		}
		if _, may := Can(standing, action, subject); may && !slices.Contains(who, q.ID) {
			who = append(who, q.ID)
		}
	}
	return who, nil
}

// Ask asks a fund for something of the own plan, and tells who decides. All
// faults are told at once.
func (s FundService) Ask(ctx context.Context, act Act, a FundApplication) (FundRequestView, error) {
	a.What = oneLine(a.What)
	act.Digest = DigestOf(string(a.Item), string(a.Fund), a.What, a.Amount.String())
	ask := func(ctx context.Context, tx Tx) (Outcome, error) { return s.ask(ctx, tx, act, a) }
	return receipted(ctx, s.Practice, asked{act, ask, nil}, func(ctx context.Context, tx Tx, out Outcome) (FundRequestView, error) {
		return s.view(ctx, tx, act.Actor, out.Subject)
	})
}

// ask is the inside of the transaction.
func (s FundService) ask(ctx context.Context, tx Tx, act Act, a FundApplication) (Outcome, error) {
	item, err := tx.GuardPlanItem(ctx, a.Item)
	if err != nil {
		return Outcome{}, err
	}
	who, err := s.Permitted(ctx, tx, act, AskFund, Subject{Person: item.Person})
	if err != nil {
		return Outcome{}, err
	}
	f, err := tx.Fund(ctx, a.Fund)
	if err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	today, _ := s.organisationDay(tx, version.Policy)
	if err := a.check(f, item, who.Person, today).Err(); err != nil {
		return Outcome{}, err
	}
	deciders, err := s.deciders(ctx, tx, f, item.Person)
	if err != nil {
		return Outcome{}, err
	}
	if len(deciders) == 0 {
		return Outcome{}, RefuseField("fund", "fund.nobody_decides")
	}
	r := FundRequest{ID: s.IDs.New(), Fund: f.ID, Person: item.Person, Item: item.ID, What: a.What, Asked: a.Amount, State: FundAsked, At: tx.Now()}
	r.Granted, r.Cost = f.Amount.Currency.Of(0), f.Amount.Currency.Of(0)
	if r, err = tx.CreateFundRequest(ctx, r); err != nil {
		return Outcome{}, err
	}
	entry := Entry{Actor: act.Actor, Act: "fund.ask", Subject: r.ID, Person: r.Person, Version: r.Version, Content: a.Amount.String() + "\n" + a.What}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: OutcomeDone, Subject: r.ID}, s.tellDeciders(ctx, tx, r, deciders)
}

// check tells everything that is wrong with an application.
func (a FundApplication) check(f Fund, item PlanItem, who Person, today Date) Faults {
	faults := required("what", a.What, MaxPlanTitle, "fund.what_missing")
	switch {
	case !who.Converses():
		faults = append(faults, RefuseField("fund", "fund.not_for_you"))
	case item.Ended():
		faults = append(faults, RefuseField("fund", "fund.item_ended"))
	case today.After(f.Period.End):
		faults = append(faults, RefuseField("fund", "fund.period_over", "Day", f.Period.End))
	case today.Before(f.Period.Start):
		faults = append(faults, RefuseField("fund", "fund.period_ahead", "Day", f.Period.Start))
	case !f.For(who):
		faults = append(faults, RefuseField("fund", "fund.not_for_you"))
	}
	switch {
	case a.Amount.Currency != f.Amount.Currency:
		faults = append(faults, RefuseField("amount", "fund.other_currency", "Want", string(f.Amount.Currency), "Got", string(a.Amount.Currency)))
	case a.Amount.Minor <= 0:
		faults = append(faults, RefuseField("amount", "fund.amount_zero"))
	case a.Amount.Minor > f.Left().Minor:
		faults = append(faults, RefuseField("amount", "fund.too_little_left", "Left", f.Left()))
	}
	return faults
}

// tellDeciders tells those who decide at once, and asks once more after some
// working days.
func (s FundService) tellDeciders(ctx context.Context, tx Tx, r FundRequest, deciders []ID) error {
	for _, id := range deciders {
		calendar, err := s.calendarByID(ctx, tx, id)
		if err != nil {
			return err
		}
		again := Ask{Person: id, Kind: AskFundDecide, Subject: r.ID, Urgency: SomebodyWaits, PlanAt: calendar.morning(tx.Now(), decideAfterDays)}
		if err := s.fileAsk(ctx, tx, again); err != nil {
			return err
		}
		if err := tx.Tell(ctx, Message{Kind: FundWanted, Deed: Post, Class: FromPeople, Recipient: id, Subject: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// handOver brings what waits for a decision to the new owner of a fund.
func (s FundService) handOver(ctx context.Context, tx Tx, before, after Fund) error {
	if before.Owner == after.Owner {
		return nil
	}
	if err := s.closeAsks(ctx, tx, after.ID, AskFundMeasure, before.Owner); err != nil {
		return err
	}
	return s.askAnew(ctx, tx, after)
}

// askAnew asks those who decide about a fund now about all that waits.
func (s FundService) askAnew(ctx context.Context, tx Tx, f Fund) error {
	waiting, err := tx.FundRequests(ctx, FundRequestFilter{Fund: f.ID, States: []FundRequestState{FundAsked}})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		deciders, err := s.deciders(ctx, tx, f, r.Person)
		if err != nil {
			return err
		}
		if err := s.unasked(ctx, tx, r); err != nil {
			return err
		}
		if err := s.tellDeciders(ctx, tx, r, deciders); err != nil {
			return err
		}
	}
	return nil
}

// unasked ends what asks for a decision, and lets the messages say what became
// of it.
func (s FundService) unasked(ctx context.Context, tx Tx, r FundRequest) error {
	if err := s.answered(ctx, tx, r.ID, AskFundDecide, ""); err != nil {
		return err
	}
	sent, err := tx.Deliveries(ctx, FundWanted, r.ID)
	if err != nil {
		return err
	}
	for _, d := range sent {
		if err := tx.Tell(ctx, Message{Kind: FundWanted, Deed: Update, Class: Quiet, Recipient: d.Recipient, Subject: r.ID}); err != nil {
			return err
		}
	}
	return nil
}
