package storage

import (
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"rapport/domain"
)

// closing is that asks are to get a state in which they are not open.
type closing struct {
	state domain.AskState
	asks  []domain.ID
}

// CloseAsks ends the open asks about a subject and gives the cards with them.
// About a conversation that is known it answers from memory, and keeps what it
// closes.
func (a aheadTx) CloseAsks(ctx context.Context, subject domain.ID, kind string, person domain.ID, state domain.AskState) ([]domain.Card, error) {
	if err := a.readAbout(ctx, subject); err != nil {
		return nil, err
	}
	if k := a.remembers(); k != nil {
		if open, there := k.about[subject]; there {
			return a.closeKnown(subject, open, func(ask domain.Ask) bool {
				return (kind == "" || ask.Kind == kind) && (person == "" || ask.Person == person)
			}, state), nil
		}
	}
	if err := a.writeAsksOf(ctx, person, subject); err != nil {
		return nil, err
	}
	if k := a.remembers(); k != nil {
		k.asks, k.about = nil, nil
	}
	back := a.aside()
	defer back()
	return a.tx.CloseAsks(ctx, subject, kind, person, state)
}

// closeKnown closes some of the open asks about a subject.
func (a aheadTx) closeKnown(subject domain.ID, open []domain.Ask, which func(domain.Ask) bool, state domain.AskState) []domain.Card {
	k, l := a.remembers(), &a.ahead.later
	var ended []domain.ID
	var cards []domain.Card
	for _, ask := range open {
		if !which(ask) {
			continue
		}
		ended = append(ended, ask.ID)
		for _, card := range k.showing[ask.ID] {
			if !slices.ContainsFunc(cards, func(c domain.Card) bool { return c.ID == card.ID }) {
				cards = append(cards, card)
			}
		}
		delete(k.asks, ask.Person)
		note(&l.askers, ask.Person)
	}
	if len(ended) > 0 {
		l.closings = append(l.closings, closing{state, ended})
		k.about[subject] = slices.DeleteFunc(open, which)
	}
	return cards
}

// readAbout reads the open asks about a conversation, and about all others of
// those known that are under way: who closes one of many closes most of them.
// They are taken, so that nobody shows one on a new card meanwhile.
func (a aheadTx) readAbout(ctx context.Context, subject domain.ID) error {
	k := a.remembers()
	if k == nil || k.about != nil {
		return nil
	}
	if talk, there := k.talks[subject]; !there || talk.State == domain.TalkPlanned {
		return nil
	}
	k.about = map[domain.ID][]domain.Ask{}
	var talks []domain.ID
	for id, talk := range k.talks {
		if talk.State != domain.TalkPlanned && !a.ahead.later.askers[id] {
			talks, k.about[id] = append(talks, id), nil
		}
	}
	slices.Sort(talks)
	back := a.aside()
	defer back()
	q := a.g(ctx).Where("subject "+a.among()+" AND "+askIsOpen, a.list(talks)).Order("id")
	if a.db.dialect == postgresDialect {
		q = q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
	}
	var rows []askRow
	if err := q.Find(&rows).Error; err != nil {
		return tried("list the asks about conversations", err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ask, err := row.ask()
		if err != nil {
			return err
		}
		ids[i], k.about[ask.Subject] = row.ID, append(k.about[ask.Subject], ask)
	}
	if len(ids) == 0 {
		return nil
	}
	cards, err := a.cardsWith(ctx, ids)
	if err != nil {
		return err
	}
	k.showing = map[domain.ID][]domain.Card{}
	for _, card := range cards {
		for _, ask := range card.Asks {
			k.showing[ask] = append(k.showing[ask], card)
		}
	}
	return nil
}

// closeAll writes what was closed.
func (t *tx) closeAll(ctx context.Context, list []closing) error {
	for _, c := range together(list) {
		err := t.g(ctx).Exec(`UPDATE asks SET state = ? WHERE id `+t.among()+` AND `+askIsOpen, string(c.state), t.list(c.asks)).Error
		if err != nil {
			return tried("close asks", err)
		}
	}
	return nil
}

// together is what was closed, by state.
func together(list []closing) []closing {
	var by []closing
	for _, c := range list {
		i := slices.IndexFunc(by, func(b closing) bool { return b.state == c.state })
		if i < 0 {
			by = append(by, closing{state: c.state})
			i = len(by) - 1
		}
		by[i].asks = append(by[i].asks, c.asks...)
	}
	return by
}

// MoveAsk writes what the planner decides.
func (a aheadTx) MoveAsk(ctx context.Context, ask domain.Ask) error {
	if err := a.writeAsksOf(ctx, ask.Person, ask.Subject); err != nil {
		return err
	}
	a.forgetAsks(ask.Person, ask.Subject)
	back := a.aside()
	defer back()
	return a.tx.MoveAsk(ctx, ask)
}

// GuardAsks takes the rows of a person's open asks.
func (a aheadTx) GuardAsks(ctx context.Context, person domain.ID) error {
	if err := a.writeAsksOf(ctx, person, ""); err != nil {
		return err
	}
	a.forgetAsks(person, "")
	back := a.aside()
	defer back()
	return a.tx.GuardAsks(ctx, person)
}

// forgetAsks lets what a person is asked, and what is asked about a subject, be
// read anew.
func (a aheadTx) forgetAsks(person, subject domain.ID) {
	if k := a.remembers(); k != nil {
		delete(k.asks, person)
		delete(k.about, subject)
	}
}
