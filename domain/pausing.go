package domain

import (
	"context"
	"time"
)

// Concerns tells whether the pause is meant for a person.
func (p Pause) Concerns(person Person) bool {
	return (p.Area == "" || p.Area == person.Area()) && (p.Location == "" || p.Location == person.Location)
}

// clockOf is a person's calendar as the turns of a conversation and the silence
// of goals count it: days on which the practice is paused are no working days,
// so that nothing is late because of them.
func (p Practice) clockOf(ctx context.Context, tx Tx, person Person, policy Policy) (WorkCalendar, error) {
	w, err := p.CalendarOf(ctx, tx, person, policy)
	if err != nil {
		return WorkCalendar{}, err
	}
	pauses, err := tx.Pauses(ctx, w.Today(tx.Now()).AddDays(-absenceHistory))
	if err != nil {
		return WorkCalendar{}, err
	}
	return w.pausedBy(pauses, person), nil
}

// pausedBy adds the pauses that are meant for a person as absences.
func (w WorkCalendar) pausedBy(pauses []Pause, person Person) WorkCalendar {
	for _, p := range pauses {
		if p.Concerns(person) {
			w.Absences = append(w.Absences, DateRange{Start: p.From, End: p.Until})
		}
	}
	return w
}

// longAwayOn is the absence that a day is in and that is longer than so many
// working days.
func (w WorkCalendar) longAwayOn(day Date, n int) (DateRange, bool) {
	for _, a := range w.Absences {
		if a.Contains(day) && !a.End.IsZero() && w.AbsenceLength(a) > n {
			return a, true
		}
	}
	return DateRange{}, false
}

// clocks are the calendars of the two.
func (p pair) clocks() []WorkCalendar {
	if p.partner.ID == "" {
		return []WorkCalendar{p.mine}
	}
	return []WorkCalendar{p.mine, p.theirs}
}

// pauseAt is when an open conversation pauses because one of the two is away
// for long, and the other can go nowhere with it.
func (p pair) pauseAt(c Conversation) (time.Time, bool) {
	since := c.OpenedAt
	if c.TurnBegan.After(since) {
		since = c.TurnBegan
	}
	var first time.Time
	for _, w := range p.clocks() {
		for _, a := range w.Absences {
			if a.End.IsZero() || a.End.Before(w.Today(since)) || w.AbsenceLength(a) <= p.policy.Time.PauseAfter {
				continue
			}
			if at := a.Start.In(w.Zone, 0); first.IsZero() || at.Before(first) {
				first = at
			}
		}
	}
	return first, !first.IsZero()
}

// returnAt is when a paused conversation goes on: in the employee's first
// working hour after the long absences of both.
func (p pair) returnAt(c Conversation) time.Time {
	day := p.mine.Today(c.AwaySince)
	for range 10 { // one absence may lead into the next; ten is plenty
		moved := false
		for _, w := range p.clocks() {
			if a, ok := w.longAwayOn(day, p.policy.Time.PauseAfter); ok {
				day, moved = a.End.AddDays(1), true
			}
		}
		if !moved {
			break
		}
	}
	at := day.In(p.mine.Zone, 0)
	if at.Before(c.AwaySince) {
		at = c.AwaySince
	}
	if next, ok := p.mine.NextAllowed(at); ok {
		return next
	}
	return at.AddDate(0, 1, 0)
}

// pauseForAbsence stops the clock of a conversation: nothing is asked, late or
// stale until both are back.
func (s ConversationService) pauseForAbsence(ctx context.Context, tx Tx, c *Conversation) error {
	c.State, c.AwaySince = TalkPaused, tx.Now()
	if err := tx.Record(ctx, Entry{Act: "conversation.pause", Subject: c.ID, Person: c.Employee, Version: c.Version + 1}); err != nil {
		return err
	}
	return s.closeAsks(ctx, tx, c.ID, "", "")
}

// resume lets a conversation go on where it stood; whose turn it was has the
// whole turn again.
func (s ConversationService) resume(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	c.AwaySince = time.Time{}
	if c.OpenedAt.IsZero() {
		c.State = TalkPlanned
		*c = s.at(*c, p.mine.Today(tx.Now()), p.mine, p.policy)
		return nil
	}
	c.State, c.TurnBegan = TalkOpen, tx.Now()
	if due, ok := p.mine.AddWorkingDays(p.mine.Today(tx.Now()), p.policy.Conversations.TurnDays); ok && due.After(c.DueOn) {
		c.DueOn = due
	}
	if c.MeetAt.Before(tx.Now()) && c.HeldOn.IsZero() {
		c.MeetAt = time.Time{} // the day that was planned has passed without the two
	}
	if !c.SaidHeldAt.IsZero() && c.HeldOn.IsZero() {
		c.SaidHeldAt = tx.Now()
		return s.fileAsk(ctx, tx, Ask{Person: c.Other(c.SaidHeldBy), Kind: AskHeld, Subject: c.ID, Urgency: SomebodyWaits})
	}
	return s.resumeTurn(ctx, tx, c, p)
}

func (s ConversationService) resumeTurn(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	if err := tx.Record(ctx, Entry{Act: "conversation.resume", Subject: c.ID, Person: c.Employee, Version: c.Version + 1}); err != nil {
		return err
	}
	switch c.Turn {
	case EmployeeTurn:
		return s.employeesTurn(ctx, tx, c, p)
	case PartnerTurn:
		return s.partnersTurn(ctx, tx, c, p)
	case RecordTurn:
		summary, err := tx.Summary(ctx, c.ID)
		if err == nil {
			return s.askToConfirm(ctx, tx, c, p, summary.Author)
		}
		if CodeOf(err) != NotFound {
			return err
		}
	case MeetTurn, NoTurn:
	}
	if c.Partner == "" {
		return nil
	}
	asked := *c
	asked.Turn = PartnerTurn // the partner's row leads to planning and to the summary
	return s.fileTurn(ctx, tx, asked, p)
}

// recount sets the ends of a turn and of the conversation by the calendars as
// they are now: an absence, a pause or other hours move them. It tells whether
// the end of the turn moved.
func (p pair) recount(c *Conversation) bool {
	if c.State != TalkOpen {
		return false
	}
	days := p.policy.Conversations.TurnDays
	if due, ok := p.mine.AddWorkingDays(p.mine.Today(c.OpenedAt), turnsOf(*c, days)); ok && due.After(c.DueOn) {
		c.DueOn = due
	}
	if c.TurnBegan.IsZero() {
		return false
	}
	ends := c.TurnEnds
	switch c.Turn {
	case EmployeeTurn:
		ends = p.mine.after(c.TurnBegan, days)
	case PartnerTurn:
		ends = p.theirs.after(c.TurnBegan, days)
	case MeetTurn, RecordTurn, NoTurn:
	}
	moved := !ends.Equal(c.TurnEnds)
	c.TurnEnds = ends.UTC()
	return moved
}

// turnsOf is how many working days both turns have together.
func turnsOf(c Conversation, days int) int {
	if c.FirstOfJoiner() {
		return 3 // held by working day 5
	}
	return 2 * days
}

// moveTurn lets the ask of a turn whose end moved live as long as the turn.
func (s ConversationService) moveTurn(ctx context.Context, tx Tx, c Conversation, p pair) error {
	if c.Turn != EmployeeTurn {
		return nil
	}
	open, err := tx.OpenAsks(ctx, c.Employee)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Kind != AskPrepare || a.Subject != c.ID {
			continue
		}
		a.Expires, a.Again = c.TurnEnds, nil
		for _, n := range reminderDays {
			if at := p.mine.morning(c.TurnBegan, n); at.After(tx.Now()) {
				a.Again = append(a.Again, at)
			}
		}
		if a.State == AskTold || a.PlanAt.After(tx.Now()) {
			if len(a.Again) == 0 {
				return nil
			}
			a.PlanAt, a.Again = a.Again[0], a.Again[1:]
		}
		return tx.FileAsk(ctx, a)
	}
	return nil
}
