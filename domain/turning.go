package domain

import (
	"context"
	"time"
)

// dueAt is when the next automatic step of a conversation is due; zero where
// it waits for people only. A long absence of one of the two comes first.
func (p pair) dueAt(c Conversation) time.Time {
	switch {
	case c.State == TalkPlanned:
		return c.OpensAt
	case c.State == TalkPaused && !c.AwaySince.IsZero():
		return p.returnAt(c)
	case c.State == TalkClosed && !c.ClosedAt.IsZero():
		return c.ClosedAt.AddDate(0, p.policy.Conversations.PreparationMonths, 0)
	case c.State != TalkOpen:
		return time.Time{}
	}
	due := p.stepAt(c)
	if at, ok := p.pauseAt(c); ok && (due.IsZero() || at.Before(due)) {
		return at
	}
	return due
}

// stepAt is when the next step of an open conversation is due.
func (p pair) stepAt(c Conversation) time.Time {
	switch {
	case !c.SaidHeldAt.IsZero() && c.HeldOn.IsZero():
		return p.calendarOf(c.Other(c.SaidHeldBy)).after(c.SaidHeldAt, p.policy.Conversations.TurnDays)
	case c.Turn == EmployeeTurn, c.Turn == PartnerTurn:
		return c.TurnEnds
	case c.Turn == MeetTurn && c.RestAskedAt.IsZero() && c.Partner != "":
		return p.restAt(c)
	case c.Turn == RecordTurn:
		return c.SilentAt
	}
	return time.Time{}
}

// restAt is when the employee is asked once what to do with a conversation
// that did not come about: five working days after the due day.
func (p pair) restAt(c Conversation) time.Time {
	due := c.DueOn
	if !c.MeetAt.IsZero() {
		if meet := p.mine.Today(c.MeetAt); meet.After(due) {
			due = meet
		}
	}
	return p.mine.morning(due.In(p.mine.Zone, 0), p.policy.Conversations.TurnDays)
}

// Advance does the automatic steps that are due, of at most limit conversations.
// It tells how many it did.
func (s ConversationService) Advance(ctx context.Context, limit int) (int, error) {
	var ids []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		ids, err = tx.DueConversations(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.sweep(ctx, ids, sweeping{take: s.takeDue, taken: s.step, alone: s.step})
}

// takeDue takes some conversations and reads what their steps ask.
func (s ConversationService) takeDue(ctx context.Context, tx Tx, ids []ID) ([]ID, Tx, error) {
	taken, err := tx.TakeConversations(ctx, ids, tx.Now())
	if err != nil || len(taken) == 0 {
		return nil, tx, err
	}
	mine, employees := make([]ID, len(taken)), make([]ID, len(taken))
	for i, c := range taken {
		mine[i], employees[i] = c.ID, c.Employee
	}
	ahead, err := tx.Ahead(ctx, employees, aheadSince(tx))
	return mine, ahead, err
}

// step does what is due of one conversation. A second replica finds nothing
// due any more, or loses on the version.
func (s ConversationService) step(ctx context.Context, tx Tx, id ID) error {
	c, err := tx.Conversation(ctx, id)
	if err != nil {
		return err
	}
	pair, err := s.pair(ctx, tx, c)
	if err != nil {
		return err
	}
	counted := c
	pair.recount(&counted)
	due := pair.dueAt(counted)
	if due.IsZero() || due.After(tx.Now()) {
		_, err = s.save(ctx, tx, c) // the rule moved it meanwhile
		return err
	}
	if err := s.turn(ctx, tx, &c, pair); err != nil {
		return err
	}
	_, err = s.save(ctx, tx, c)
	return err
}

// turn does the one step that is due.
func (s ConversationService) turn(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	if at, ok := p.pauseAt(*c); ok && c.State == TalkOpen && !at.After(tx.Now()) {
		return s.pauseForAbsence(ctx, tx, c)
	}
	switch {
	case c.State == TalkPlanned:
		return s.open(ctx, tx, c, p)
	case c.State == TalkPaused:
		return s.resume(ctx, tx, c, p)
	case c.State == TalkClosed:
		return s.forget(ctx, tx, *c)
	case !c.SaidHeldAt.IsZero() && c.HeldOn.IsZero():
		return s.held(ctx, tx, c, Unconfirmed)
	case c.Turn == EmployeeTurn:
		if err := s.closeAsks(ctx, tx, c.ID, AskPrepare, c.Employee); err != nil {
			return err
		}
		return s.partnersTurn(ctx, tx, c, p)
	case c.Turn == PartnerTurn:
		c.Turn, c.TurnEnds = MeetTurn, time.Time{}
		return nil
	case c.Turn == MeetTurn:
		c.RestAskedAt = tx.Now()
		return s.fileAsk(ctx, tx, Ask{Person: c.Employee, Kind: AskRest, Subject: c.ID, Urgency: HasDate})
	case c.Turn == RecordTurn:
		return s.silent(ctx, tx, c)
	}
	return nil
}

// forget deletes the preparations of a conversation that closed long ago. The
// record of summary and promises stays.
func (s ConversationService) forget(ctx context.Context, tx Tx, c Conversation) error {
	if err := tx.ForgetPreparations(ctx, c.ID); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Act: "conversation.forget", Subject: c.ID, Person: c.Employee, Version: c.Version + 1})
}

// employeesTurn begins the employee's five working days.
func (s ConversationService) employeesTurn(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	c.TurnBegan = tx.Now()
	c.Turn, c.TurnEnds = EmployeeTurn, p.mine.after(tx.Now(), p.policy.Conversations.TurnDays)
	return s.fileTurn(ctx, tx, *c, p)
}

// partnersTurn begins the partner's.
func (s ConversationService) partnersTurn(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	if c.Partner == "" {
		c.Turn, c.TurnEnds = MeetTurn, time.Time{}
		return nil
	}
	c.TurnBegan = tx.Now()
	c.Turn, c.TurnEnds = PartnerTurn, p.theirs.after(tx.Now(), p.policy.Conversations.TurnDays)
	return s.fileTurn(ctx, tx, *c, p)
}

// reminderDays are the working days of a turn on which it is said again.
var reminderDays = [2]int{3, 5}

// fileTurn asks for a turn, with reminders on its days three and five.
func (s ConversationService) fileTurn(ctx context.Context, tx Tx, c Conversation, p pair) error {
	w := p.mine
	ask := Ask{Person: c.Employee, Kind: AskPrepare, Subject: c.ID, Urgency: SomebodyWaits, Expires: c.TurnEnds}
	if c.Turn == PartnerTurn {
		w = p.theirs
		ask.Person, ask.Kind = c.Partner, AskPartner
		// The partner's row also leads to planning and to the summary, so it
		// lives until the conversation closes.
		ask.Expires = time.Time{}
	}
	for _, n := range reminderDays {
		ask.Again = append(ask.Again, w.morning(tx.Now(), n))
	}
	return s.fileAsk(ctx, tx, ask)
}
