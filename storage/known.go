package storage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rapport/domain"
)

// remembers gives what is known, nil where nothing is any more.
func (a aheadTx) remembers() *known { return a.ahead.known }

// aside lets a statement run that depends on nothing that is kept and changes
// nothing that is known; what it gives ends that.
func (a aheadTx) aside() func() {
	if a.ahead.known == nil {
		return func() {}
	}
	a.ahead.aside = true
	return func() { a.ahead.aside = false }
}

// Policy gives the one in force, which nothing kept changes.
func (a aheadTx) Policy(ctx context.Context) (domain.PolicyVersion, error) {
	back := a.aside()
	defer back()
	return a.tx.Policy(ctx)
}

// Person gives one person.
func (a aheadTx) Person(ctx context.Context, id domain.ID) (domain.Person, error) {
	if k := a.remembers(); k != nil {
		if person, there := k.people[id]; there {
			return person, nil
		}
	}
	back := a.aside()
	defer back()
	return a.tx.Person(ctx, id)
}

// Absences lists those of a person.
func (a aheadTx) Absences(ctx context.Context, person domain.ID, from domain.Date) ([]domain.Absence, error) {
	if k := a.remembers(); k != nil && !from.Before(k.since) {
		if _, there := k.people[person]; there {
			return slices.DeleteFunc(slices.Clone(k.away[person]), func(a domain.Absence) bool { return a.Days.End.Before(from) }), nil
		}
	}
	back := a.aside()
	defer back()
	return a.tx.Absences(ctx, person, from)
}

// Pauses lists those that end on or after a day.
func (a aheadTx) Pauses(ctx context.Context, from domain.Date) ([]domain.Pause, error) {
	if k := a.remembers(); k != nil && !from.Before(k.since) {
		return slices.DeleteFunc(slices.Clone(k.pauses), func(p domain.Pause) bool { return p.Until.Before(from) }), nil
	}
	back := a.aside()
	defer back()
	return a.tx.Pauses(ctx, from)
}

// LineAbove lists the managers above a person.
func (a aheadTx) LineAbove(ctx context.Context, id domain.ID) ([]domain.ID, error) {
	if k := a.remembers(); k != nil && k.asked[id] {
		return slices.Clone(k.lines[id]), nil
	}
	back := a.aside()
	defer back()
	return a.tx.LineAbove(ctx, id)
}

// NamedPartner gives the partner named for an employee.
func (a aheadTx) NamedPartner(ctx context.Context, employee domain.ID) (domain.ID, error) {
	if k := a.remembers(); k != nil && k.asked[employee] {
		return k.named[employee], nil
	}
	back := a.aside()
	defer back()
	return a.tx.NamedPartner(ctx, employee)
}

// StepIn tells who steps in.
func (a aheadTx) StepIn(ctx context.Context, employee domain.ID) (domain.StepIn, bool, error) {
	if k := a.remembers(); k != nil && k.asked[employee] {
		step, stands := k.stepIns[employee]
		return step, stands, nil
	}
	back := a.aside()
	defer back()
	return a.tx.StepIn(ctx, employee)
}

// ManagesSince tells since when a person manages.
func (a aheadTx) ManagesSince(ctx context.Context, manager domain.ID) (time.Time, error) {
	if k := a.remembers(); k != nil && k.asked[manager] {
		return k.manages[manager], nil
	}
	back := a.aside()
	defer back()
	return a.tx.ManagesSince(ctx, manager)
}

// Deliveries lists where messages about a subject stand.
func (a aheadTx) Deliveries(ctx context.Context, kind string, subject domain.ID) ([]domain.Delivery, error) {
	if k := a.remembers(); k != nil && kind == domain.FirstContact && k.asked[subject] {
		return slices.Clone(k.met[subject]), nil
	}
	back := a.aside()
	defer back()
	return a.tx.Deliveries(ctx, kind, subject)
}

// Conversation gives one.
func (a aheadTx) Conversation(ctx context.Context, id domain.ID) (domain.Conversation, error) {
	if k := a.remembers(); k != nil {
		if c, there := k.talks[id]; there {
			return c, nil
		}
	}
	back := a.aside()
	defer back()
	return a.tx.Conversation(ctx, id)
}

// Conversations lists by filter, newest first.
func (a aheadTx) Conversations(ctx context.Context, f domain.TalkFilter) ([]domain.Conversation, error) {
	if k := a.remembers(); k != nil && k.answers(f) {
		return k.conversations(f), nil
	}
	if err := a.writeTalksOf(ctx, f.Employee, f.Partner, f.Either); err != nil {
		return nil, err
	}
	back := a.aside()
	defer back()
	return a.tx.Conversations(ctx, f)
}

// answers tells whether all conversations that a filter may select are known.
func (k *known) answers(f domain.TalkFilter) bool {
	if f.Partner != "" || f.Period != "" || f.Settled || !f.Before.IsZero() || len(f.States) == 0 {
		return false
	}
	whole := []domain.ConversationState{domain.TalkOpen, domain.TalkPaused}
	who := f.Either
	if f.Employee != "" && f.Either == "" {
		who, whole = f.Employee, append(whole, domain.TalkPlanned)
	}
	inside := func(s domain.ConversationState) bool { return slices.Contains(whole, s) }
	return k.asked[who] && (f.Employee == "" || f.Either == "") && !slices.ContainsFunc(f.States, func(s domain.ConversationState) bool { return !inside(s) })
}

func (k *known) conversations(f domain.TalkFilter) []domain.Conversation {
	var list []domain.Conversation
	for _, c := range k.talks {
		if (c.Employee == f.Employee || f.Either != "" && c.Has(f.Either)) && slices.Contains(f.States, c.State) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b domain.Conversation) int {
		return cmp.Or(b.OpensAt.Compare(a.OpensAt), cmp.Compare(b.ID, a.ID))
	})
	if f.Limit > 0 {
		list = list[:min(f.Limit, len(list))]
	}
	return list
}

// HadTalk looks for one that is not planned any more.
func (a aheadTx) HadTalk(ctx context.Context, employee domain.ID, period string) (bool, error) {
	if k := a.remembers(); k != nil {
		for _, c := range k.talks {
			if c.Employee == employee && c.Period == period && c.State != domain.TalkPlanned {
				return true, nil
			}
		}
	}
	if err := a.writeTalksOf(ctx, employee); err != nil {
		return false, err
	}
	back := a.aside()
	defer back()
	return a.tx.HadTalk(ctx, employee, period)
}

// SlotsOf gives the days taken in a partner's weeks.
func (a aheadTx) SlotsOf(ctx context.Context, partner, without domain.ID, days domain.DateRange) ([]domain.Date, error) {
	if err := a.writeTalksOf(ctx, partner); err != nil {
		return nil, err
	}
	back := a.aside()
	defer back()
	return a.tx.SlotsOf(ctx, partner, without, days)
}

// OpenAsks lists what a person is or will be asked.
func (a aheadTx) OpenAsks(ctx context.Context, person domain.ID) ([]domain.Ask, error) {
	if err := a.writeAsksOf(ctx, person, ""); err != nil {
		return nil, err
	}
	if k := a.remembers(); k != nil {
		if list, there := k.asks[person]; there {
			return slices.Clone(list), nil
		}
	}
	back := a.aside()
	defer back()
	return a.tx.OpenAsks(ctx, person)
}

// AskLogs lists a person's newest ones.
func (a aheadTx) AskLogs(ctx context.Context, person domain.ID, limit int) ([]domain.AskLog, error) {
	if slices.ContainsFunc(a.ahead.later.logs, func(l domain.AskLog) bool { return l.Person == person }) {
		if err := a.writeKept(ctx); err != nil {
			return nil, err
		}
	}
	back := a.aside()
	defer back()
	return a.tx.AskLogs(ctx, person, limit)
}

// CardOf gives the card of a person's day.
func (a aheadTx) CardOf(ctx context.Context, person domain.ID, day domain.Date) (domain.Card, error) {
	back := a.aside()
	defer back()
	return a.tx.CardOf(ctx, person, day)
}

// CreateCard adds a card with its asks.
func (a aheadTx) CreateCard(ctx context.Context, c domain.Card) error {
	back := a.aside()
	defer back()
	return a.tx.CreateCard(ctx, c)
}

// AddToCard puts further asks on a card.
func (a aheadTx) AddToCard(ctx context.Context, card domain.ID, asks []domain.ID) error {
	back := a.aside()
	defer back()
	return a.tx.AddToCard(ctx, card, asks)
}

// SpendAsk counts one message in the person's week where it fits.
func (a aheadTx) SpendAsk(ctx context.Context, person domain.ID, week domain.Date, perWeek int) (bool, error) {
	back := a.aside()
	defer back()
	return a.tx.SpendAsk(ctx, person, week, perWeek)
}
