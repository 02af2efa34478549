package domain

import (
	"context"
	"slices"
)

// Moved is the ending of a conversation that was open when the employee's
// partner changed: it goes on with the new one.
const Moved Ending = "moved"

const (
	// moveDays is how many working days a conversation pauses when it moves to
	// a new partner, so that the two can find each other first.
	moveDays = 3
	// movedOrdinal is added to the ordinal of a conversation that goes on with
	// somebody else: both belong to the same period.
	movedOrdinal = 100
)

// touchedTalks are the open conversations that a change of manager moves: those
// in which the two have not talked yet. One that was held stays with the two
// who held it until its record is written, one that was asked for with whom
// the employee asked.
func (p Practice) touchedTalks(ctx context.Context, tx Tx, employee Person) ([]Conversation, error) {
	named, err := tx.NamedPartner(ctx, employee.ID)
	if err != nil {
		return nil, err
	}
	open, err := tx.Conversations(ctx, TalkFilter{Employee: employee.ID, States: []ConversationState{TalkOpen, TalkPaused}})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(open, func(c Conversation) bool {
		return c.Kind == AskedTalk || !c.HeldOn.IsZero() || named != "" && c.Partner == named
	}), nil
}

// handOver moves an employee's open conversations to whoever is the partner
// now, and tells how many moved.
func (s ConversationService) handOver(ctx context.Context, tx Tx, employee Person) (int, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return 0, err
	}
	partner, err := s.PartnerOf(ctx, tx, employee, version.Policy)
	if err != nil {
		return 0, err
	}
	talks, err := tx.Conversations(ctx, TalkFilter{Employee: employee.ID, States: []ConversationState{TalkOpen, TalkPaused}})
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, c := range talks {
		if c.Kind == AskedTalk || !c.HeldOn.IsZero() || c.Partner == partner {
			continue
		}
		if err := s.moveOpen(ctx, tx, c, partner); err != nil {
			return 0, err
		}
		moved++
	}
	return moved, nil
}

// moveOpen closes a conversation with the former partner and lets one with the
// new partner open some working days later. What was shared with the former
// stays in the closed one, which the new partner cannot read; the employee's
// answers stand in the new one as a draft, to pass on or not.
func (s ConversationService) moveOpen(ctx context.Context, tx Tx, c Conversation, partner ID) error {
	if err := s.closeNow(ctx, tx, c, Moved); err != nil {
		return err
	}
	next := Conversation{
		ID: s.IDs.New(), Employee: c.Employee, Kind: c.Kind, State: TalkPlanned,
		Period: c.Period, Ordinal: c.Ordinal + movedOrdinal,
	}
	next.joinedBy(partner)
	p, err := s.pair(ctx, tx, next)
	if err != nil {
		return err
	}
	today := p.mine.Today(tx.Now())
	day, ok := p.mine.AddWorkingDays(today, moveDays)
	if !ok {
		day = today.AddDays(moveDays)
	}
	next = s.at(next, day, p.mine, p.policy)
	covering, covered, err := s.covering(ctx, tx, next, p)
	if err != nil {
		return err
	}
	if covered {
		return s.passDraft(ctx, tx, c, covering)
	}
	next.DueAt = next.OpensAt
	if err := tx.CreateConversation(ctx, next); err != nil {
		return err
	}
	return s.passDraft(ctx, tx, c, next)
}

// joinedBy sets the partner; with nobody a regular conversation is own notes.
func (c *Conversation) joinedBy(partner ID) {
	c.Partner = partner
	switch {
	case partner == "" && c.Kind == RegularTalk:
		c.Kind = OwnNotes
	case partner != "" && c.Kind == OwnNotes:
		c.Kind = RegularTalk
	}
}

// goOnWith lets the conversations that moved and are not open yet go on with
// whoever is the partner now: until they open, the partner may change again,
// come back, or be waited for.
func (s ConversationService) goOnWith(ctx context.Context, tx Tx, person Person, policy Policy, planned []Conversation) error {
	partner, err := s.PartnerOf(ctx, tx, person, policy)
	if err != nil {
		return err
	}
	for _, c := range planned {
		if c.Ordinal < movedOrdinal || c.Partner == partner {
			continue
		}
		c.joinedBy(partner)
		if _, err := s.save(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// covering is the employee's next planned conversation, where it opens so soon
// that it takes the place of the moved one.
func (s ConversationService) covering(ctx context.Context, tx Tx, next Conversation, p pair) (Conversation, bool, error) {
	planned, err := tx.Conversations(ctx, TalkFilter{Employee: next.Employee, States: []ConversationState{TalkPlanned}})
	if err != nil {
		return Conversation{}, false, err
	}
	until := p.mine.after(next.OpensAt, p.policy.Conversations.TurnDays)
	i := slices.IndexFunc(planned, func(c Conversation) bool { return c.OpensAt.Before(until) })
	if i < 0 {
		return Conversation{}, false, nil
	}
	return planned[i], true, nil
}

// passDraft puts the employee's answers into the new conversation, not shared.
func (s ConversationService) passDraft(ctx context.Context, tx Tx, from, to Conversation) error {
	old, err := tx.Preparation(ctx, from.ID, from.Employee)
	if err != nil || len(old.Answers) == 0 {
		return err
	}
	_, err = tx.SavePreparation(ctx, Preparation{Conversation: to.ID, Author: to.Employee, Answers: old.Answers})
	return err
}

// notMoved leaves out the conversations that were moved to another partner:
// they have a day of their own and no place in the rhythm.
func notMoved(list []Conversation) []Conversation {
	return slices.DeleteFunc(slices.Clone(list), func(c Conversation) bool { return c.Ordinal >= movedOrdinal })
}

// FirstOfJoiner tells whether it is a joiner's very first conversation, also
// where it moved to another partner.
func (c Conversation) FirstOfJoiner() bool {
	return c.Kind == JoinerTalk && c.Ordinal%movedOrdinal == 0
}
