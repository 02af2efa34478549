package domain

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// PlannerRows is the planner's side of the asks.
type PlannerRows interface {
	// DuePeople lists up to limit people who have a waiting ask whose PlanAt
	// is at or before now, earliest first.
	DuePeople(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextPlan is the earliest PlanAt after a time; false where none waits.
	NextPlan(ctx context.Context, after time.Time) (time.Time, bool, error)
	// GuardAsks keeps the open asks of a person as they are for everybody else:
	// what is read of them after it stays true until the transaction ends.
	GuardAsks(ctx context.Context, person ID) error
	// OpenAsks lists the waiting and told asks of a person that are not gone.
	OpenAsks(ctx context.Context, person ID) ([]Ask, error)
	// AsksOfCard lists the asks of a card, open or not, in their order.
	AsksOfCard(ctx context.Context, c Card) ([]Ask, error)
	// MoveAsk writes PlanAt, Again and State of an ask.
	MoveAsk(ctx context.Context, a Ask) error
	// SpendAsk counts one message in the person's week (named by its Monday)
	// if fewer than perWeek were sent in it.
	SpendAsk(ctx context.Context, person ID, week Date, perWeek int) (bool, error)
	// CreateCard adds a card. Conflict where the person has one for that day.
	CreateCard(ctx context.Context, c Card) error
	// Card gives one. NotFound otherwise.
	Card(ctx context.Context, id ID) (Card, error)
	// CardOf is the card of a person's day. NotFound where there is none.
	CardOf(ctx context.Context, person ID, day Date) (Card, error)
	// RemoveCard takes a card away that was never sent: what was logged of its
	// asks since then goes with it, and it does not count in the week.
	RemoveCard(ctx context.Context, c Card) error
	// AddToCard puts further asks on a card.
	AddToCard(ctx context.Context, card ID, asks []ID) error
	// CardsShowing lists the cards of the last seven days that show open asks
	// about a subject.
	CardsShowing(ctx context.Context, subject ID) ([]Card, error)
}

// AskService plans asks.
type AskService struct {
	Practice
}

// Plan gives due people their card: at most limit people, and as many as there
// is room for in the outbox; the others wait, and what comes due for them
// meanwhile is merged into their card. It tells how many were looked at. It is
// safe to run on several replicas at once: one after the other plans a person,
// and the day has one card.
func (s AskService) Plan(ctx context.Context, limit int) (int, error) {
	var people []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		people, err = tx.DuePeople(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil || len(people) == 0 {
		return 0, err
	}
	return s.sweep(ctx, people, sweeping{take: s.takeAsked, taken: s.planPerson, alone: s.planIfRoom})
}

// takeAsked takes as many people as there is room for, and reads what planning
// them asks.
func (s AskService) takeAsked(ctx context.Context, tx Tx, people []ID) ([]ID, Tx, error) {
	room, _, err := s.room(ctx, tx)
	mine := people[:min(len(people), room.posts)]
	if err != nil || len(mine) == 0 {
		return nil, tx, err
	}
	ahead, err := tx.Ahead(ctx, mine, aheadSince(tx))
	return mine, ahead, err
}

// planIfRoom plans one person by themselves.
func (s AskService) planIfRoom(ctx context.Context, tx Tx, id ID) error {
	room, _, err := s.room(ctx, tx)
	if err != nil || room.posts == 0 {
		return err
	}
	return s.planPerson(ctx, tx, id)
}

// planning is what one person's plan is made from.
type planning struct {
	person   Person
	policy   Policy
	calendar WorkCalendar
	pauses   []Pause
	day      Date
}

func (s AskService) planPerson(ctx context.Context, tx Tx, id ID) error {
	plan, err := s.planning(ctx, tx, id)
	if err != nil {
		return err
	}
	// Another replica may be giving out the same card: what is due is what it
	// leaves.
	if err := tx.GuardAsks(ctx, id); err != nil {
		return err
	}
	asks, err := tx.OpenAsks(ctx, id)
	if err != nil {
		return err
	}
	due, err := s.sift(ctx, tx, plan, asks)
	if err != nil || len(due) == 0 {
		return err
	}
	if at, reason := plan.firstAllowed(tx.Now()); at.After(tx.Now()) {
		return s.postpone(ctx, tx, due, at, reason)
	}
	if at, wait, err := s.introduction(ctx, tx, plan); err != nil || wait {
		return errors.Join(err, s.postpone(ctx, tx, due, at, "met"))
	}
	return s.tell(ctx, tx, plan, due)
}

// introduction tells until when a person is asked nothing because Rapport has
// not introduced itself a working day ago. Before the practice has started only
// those are asked who began something themselves.
func (s AskService) introduction(ctx context.Context, tx Tx, plan planning) (time.Time, bool, error) {
	if plan.policy.Conversations.Start.IsZero() || !plan.person.Converses() {
		return time.Time{}, false, nil
	}
	met, err := s.metBy(ctx, tx, plan.person, plan.calendar)
	if err != nil || met {
		return time.Time{}, false, err
	}
	next, ok := plan.calendar.AddWorkingDays(plan.day, 1)
	if !ok {
		return time.Time{}, false, nil
	}
	return next.In(plan.calendar.Zone, 0), true, nil
}

func (s AskService) planning(ctx context.Context, tx Tx, id ID) (planning, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return planning{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return planning{}, err
	}
	calendar, err := s.CalendarOf(ctx, tx, person, version.Policy)
	if err != nil {
		return planning{}, err
	}
	day := calendar.Today(tx.Now())
	pauses, err := tx.Pauses(ctx, day)
	if err != nil {
		return planning{}, err
	}
	return planning{person: person, policy: version.Policy, calendar: calendar, pauses: pauses, day: day}, nil
}

// sift ends what has expired or has nobody to ask, and returns what is due.
func (s AskService) sift(ctx context.Context, tx Tx, plan planning, asks []Ask) ([]Ask, error) {
	var due []Ask
	for _, a := range asks {
		expired := !a.Expires.IsZero() && !tx.Now().Before(a.Expires)
		over, err := a.over(ctx, tx)
		if err != nil {
			return nil, err
		}
		switch {
		case expired, over, !plan.person.CanThank():
			if err := s.end(ctx, tx, a, expired); err != nil {
				return nil, err
			}
		case a.State == AskWaiting && !a.PlanAt.After(tx.Now()):
			due = append(due, a)
		}
	}
	slices.SortStableFunc(due, func(a, b Ask) int {
		return cmp.Or(cmp.Compare(a.Urgency, b.Urgency), a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ID, b.ID))
	})
	return due, nil
}

// end ends an ask, and notes it where its time had passed before it was sent.
func (s AskService) end(ctx context.Context, tx Tx, a Ask, expired bool) error {
	waited := a.State == AskWaiting
	a.State = AskGone
	if err := tx.MoveAsk(ctx, a); err != nil || !expired || !waited {
		return err
	}
	return tx.LogAsk(ctx, AskLog{Person: a.Person, Kind: a.Kind, Subject: a.Subject, What: "dropped", Reason: "expired", At: tx.Now()})
}

// firstAllowed is the first instant from now at which the person may be asked:
// inside working hours on a working day, after every pause.
func (p planning) firstAllowed(now time.Time) (time.Time, string) {
	at, reason := now, ""
	for range 10 { // a pause may end inside an absence, and so on; ten is plenty
		next, ok := p.calendar.NextAllowed(at)
		if !ok {
			// Away for longer than can be planned: look again in a month.
			return now.AddDate(0, 1, 0), "away"
		}
		if next.After(at) {
			at, reason = next, p.whyLater(at)
		}
		until, paused := pausedOn(p.pauses, p.person, p.calendar.Today(at))
		if !paused {
			return at, reason
		}
		at, reason = until.AddDays(1).In(p.calendar.Zone, 0), "paused"
	}
	return at, reason
}

// whyLater says why an instant is not allowed.
func (p planning) whyLater(at time.Time) string {
	if p.calendar.IsAway(p.calendar.Today(at)) {
		return "away"
	}
	return "hours"
}

// postpone moves asks to a later instant and notes why.
func (s AskService) postpone(ctx context.Context, tx Tx, asks []Ask, at time.Time, reason string) error {
	for _, a := range asks {
		a.PlanAt = at
		if err := tx.MoveAsk(ctx, a); err != nil {
			return err
		}
		if reason == "hours" {
			continue // the night is no news
		}
		if err := tx.LogAsk(ctx, AskLog{Person: a.Person, Kind: a.Kind, Subject: a.Subject, What: "held", Reason: reason, Until: at, At: tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// tell gives the person the card of the day. What comes due when the day's
// message was sent goes onto that card, quietly; what does not fit into the
// week waits for the next.
func (s AskService) tell(ctx context.Context, tx Tx, plan planning, due []Ask) error {
	card, err := tx.CardOf(ctx, plan.person.ID, plan.day)
	switch {
	case err == nil:
		return s.extend(ctx, tx, card, due)
	case CodeOf(err) != NotFound:
		return err
	}
	free, err := tx.SpendAsk(ctx, plan.person.ID, plan.day.WeekStart(), plan.person.asksPerWeek(plan.policy))
	if err != nil {
		return err
	}
	if !free {
		next := plan.day.WeekStart().AddDays(daysPerWeek).In(plan.calendar.Zone, 0)
		return s.postpone(ctx, tx, due, next, "week")
	}
	card = Card{ID: s.IDs.New(), Person: plan.person.ID, Day: plan.day, At: tx.Now()}
	for _, a := range due {
		card.Asks = append(card.Asks, a.ID)
	}
	if err := tx.CreateCard(ctx, card); err != nil {
		return err
	}
	what := "sent"
	if len(due) > 1 {
		what = "merged"
	}
	if err := s.told(ctx, tx, due, what); err != nil {
		return err
	}
	return tx.Tell(ctx, Message{Kind: AskCard, Deed: Post, Class: FromRapport, Recipient: card.Person, Subject: card.ID})
}

// extend puts asks onto the card that was sent earlier on the same day, quietly
// but for those that were put off until later on it.
func (s AskService) extend(ctx context.Context, tx Tx, card Card, due []Ask) error {
	ids := make([]ID, len(due))
	again := false
	for i, a := range due {
		ids[i] = a.ID
		again = again || slices.Contains(card.Asks, a.ID)
	}
	if err := tx.AddToCard(ctx, card.ID, ids); err != nil {
		return err
	}
	if err := s.told(ctx, tx, due, "merged"); err != nil {
		return err
	}
	if again {
		return s.post(ctx, tx, card)
	}
	return s.edit(ctx, tx, card)
}

// post sends a card again in the place of the message that was sent, because
// its person asked to be asked later on the same day.
func (s AskService) post(ctx context.Context, tx Tx, card Card) error {
	m := Message{Kind: AskCard, Deed: Delete, Class: Quiet, Recipient: card.Person, Subject: card.ID}
	if err := tx.Tell(ctx, m); err != nil {
		return err
	}
	m.Deed, m.Class = Post, FromRapport
	return tx.Tell(ctx, m)
}

// edit shows a card's present state.
func (p Practice) edit(ctx context.Context, tx Tx, card Card) error {
	return tx.Tell(ctx, Message{Kind: AskCard, Deed: Update, Class: Quiet, Recipient: card.Person, Subject: card.ID})
}

// told plans the next reminder of each ask, or ends its planning.
func (s AskService) told(ctx context.Context, tx Tx, asks []Ask, what string) error {
	for _, a := range asks {
		// A reminder that came due meanwhile is in this card already.
		for len(a.Again) > 0 && !a.Again[0].After(tx.Now()) {
			a.Again = a.Again[1:]
		}
		if len(a.Again) > 0 {
			a.PlanAt, a.Again = a.Again[0], a.Again[1:]
		} else {
			a.State = AskTold
		}
		if err := tx.MoveAsk(ctx, a); err != nil {
			return err
		}
		if err := tx.LogAsk(ctx, AskLog{Person: a.Person, Kind: a.Kind, Subject: a.Subject, What: what, At: tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// fileAsk files an ask from this moment on, or from its own NotBefore.
func (p Practice) fileAsk(ctx context.Context, tx Tx, a Ask) error {
	a.ID, a.At = p.IDs.New(), tx.Now()
	if a.NotBefore.IsZero() {
		a.NotBefore = a.At
	}
	return tx.FileAsk(ctx, a)
}

// answered ends the asks about a subject because the person has done what was
// asked, and brings the cards that showed them up to date.
func (p Practice) answered(ctx context.Context, tx Tx, subject ID, kind string, person ID) error {
	cards, err := tx.CloseAsks(ctx, subject, kind, person, AskAnswer)
	if err != nil {
		return err
	}
	return p.editEach(ctx, tx, cards)
}

// closeAsks ends asks that nobody has to answer any more, and brings the cards
// that showed them up to date.
func (p Practice) closeAsks(ctx context.Context, tx Tx, subject ID, kind string, person ID) error {
	cards, err := tx.CloseAsks(ctx, subject, kind, person, AskGone)
	if err != nil {
		return err
	}
	return p.editEach(ctx, tx, cards)
}

// editEach shows the present state of cards.
func (p Practice) editEach(ctx context.Context, tx Tx, cards []Card) error {
	for _, card := range cards {
		if err := p.edit(ctx, tx, card); err != nil {
			return err
		}
	}
	return nil
}

// CardView is a card with what its rows are made from.
type CardView struct {
	Card   Card
	Person Person
	// Asks are those that are open, in the order of the card.
	Asks     []Ask
	Calendar WorkCalendar
	Policy   Policy
	Now      time.Time
	// Tally is that of the person as a partner; counted for a card alone.
	Tally MonthTally
	// Coach is the card of one minute for who leads people; empty for everybody
	// else.
	Coach CoachCard
}

// ShowCard gives a card for rendering: its person's, as it stands now.
func (s AskService) ShowCard(ctx context.Context, id ID) (CardView, error) {
	var view CardView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		card, err := tx.Card(ctx, id)
		if err != nil {
			return err
		}
		asks, err := tx.AsksOfCard(ctx, card)
		if err != nil {
			return err
		}
		if view, err = s.view(ctx, tx, card.Person, asks); err != nil {
			return err
		}
		view.Card = card
		if view.Tally, err = tally(ctx, tx, card.Person, view.Calendar.Today(tx.Now())); err != nil {
			return err
		}
		return view.addCoach(ctx, tx)
	})
	return view, err
}

// Waiting gives everything that waits for a person, for Home.
func (s AskService) Waiting(ctx context.Context, person ID) (CardView, error) {
	var view CardView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		asks, err := tx.OpenAsks(ctx, person)
		if err != nil {
			return err
		}
		view, err = s.view(ctx, tx, person, asks)
		return err
	})
	return view, err
}

func (s AskService) view(ctx context.Context, tx Tx, id ID, asks []Ask) (CardView, error) {
	plan, err := s.planning(ctx, tx, id)
	if err != nil {
		return CardView{}, err
	}
	view := CardView{Person: plan.person, Calendar: plan.calendar, Policy: plan.policy, Now: tx.Now()}
	for _, a := range asks {
		if a.openAt(tx.Now()) {
			view.Asks = append(view.Asks, a)
		}
	}
	return view, nil
}
