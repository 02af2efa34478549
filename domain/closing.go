package domain

import (
	"context"
	"slices"
)

// closingPeriod is the period of the one closing conversation.
const closingPeriod = "closing"

// closingDays is how many working days before the last one the closing
// conversation opens.
const closingDays = 5

// endPlans ends planned conversations that must not be.
func (s ConversationService) endPlans(ctx context.Context, tx Tx, planned []Conversation) error {
	for _, c := range planned {
		if err := s.closeNow(ctx, tx, c, Ended); err != nil {
			return err
		}
	}
	return nil
}

// planLeaving plans the one closing conversation of somebody who leaves. Where
// it is to be quiet, or the last day is over, what is open ends without a word.
func (s ConversationService) planLeaving(ctx context.Context, tx Tx, person Person, policy Policy, planned []Conversation) error {
	w, err := s.clockOf(ctx, tx, person, policy)
	if err != nil {
		return err
	}
	today := w.Today(tx.Now())
	if person.LeavesQuietly || today.After(person.Leaves) {
		open, err := tx.Conversations(ctx, TalkFilter{Employee: person.ID, States: []ConversationState{TalkOpen, TalkPaused}})
		if err != nil {
			return err
		}
		return s.endPlans(ctx, tx, append(open, planned...))
	}
	had, err := tx.Conversations(ctx, TalkFilter{Employee: person.ID, Period: closingPeriod, Limit: 1})
	if err != nil {
		return err
	}
	partner, err := s.PartnerOf(ctx, tx, person, policy)
	if err != nil {
		return err
	}
	day, ok := w.AddWorkingDays(person.Leaves, -closingDays)
	if !ok || day.Before(today) {
		day = today
	}
	day = laterOf(day, policy.Conversations.Start)
	closing := Conversation{Employee: person.ID, Partner: partner, State: TalkPlanned, Kind: ClosingTalk, Period: closingPeriod}
	if first, ok := w.AddWorkingDays(day, 0); ok {
		day = first
	}
	closing = s.at(closing, day, w, policy)
	switch {
	case partner == "", day.After(person.Leaves):
		return s.endPlans(ctx, tx, planned)
	case len(had) == 0:
		if err := s.endPlans(ctx, tx, planned); err != nil {
			return err
		}
		closing.ID, closing.DueAt = s.IDs.New(), closing.OpensAt
		return tx.CreateConversation(ctx, closing)
	case had[0].State == TalkPlanned:
		closing.Ordinal = had[0].Ordinal // it may have moved from another partner
		return s.move(ctx, tx, had[0], closing)
	case had[0].State == TalkClosed && had[0].Ending == Ended:
		// The day was taken back and set again.
		closing.ID, closing.Version, closing.DueAt = had[0].ID, had[0].Version, closing.OpensAt
		closing.Ordinal = had[0].Ordinal
		if err := s.endPlans(ctx, tx, planned); err != nil {
			return err
		}
		_, err := tx.UpdateConversation(ctx, closing)
		return err
	}
	return s.endPlans(ctx, tx, planned)
}

// countAnew counts the turns of a person's open conversations by the calendars
// as they are now.
func (s ConversationService) countAnew(ctx context.Context, tx Tx, person Person) error {
	open, err := tx.Conversations(ctx, TalkFilter{Either: person.ID, States: []ConversationState{TalkOpen, TalkPaused}, Limit: maxReports})
	if err != nil {
		return err
	}
	for _, c := range open {
		p, err := s.pair(ctx, tx, c)
		if err != nil {
			return err
		}
		counted := c
		p.recount(&counted)
		counted.DueAt = p.dueAt(counted)
		if counted.DueOn == c.DueOn && counted.TurnEnds.Equal(c.TurnEnds) && counted.DueAt.Equal(c.DueAt) {
			continue
		}
		if _, err := s.save(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// wake lets go what was held for an absence or a pause that ended earlier than
// was known: asks are planned again, messages judged again.
func (s ConversationService) wake(ctx context.Context, tx Tx, person ID) error {
	plan, err := AskService(s).planning(ctx, tx, person)
	if err != nil {
		return err
	}
	at, _ := plan.firstAllowed(tx.Now())
	open, err := tx.OpenAsks(ctx, person)
	if err != nil {
		return err
	}
	later := slices.DeleteFunc(open, func(a Ask) bool { return a.State != AskWaiting || !a.PlanAt.After(at) })
	if len(later) == 0 {
		return tx.Hasten(ctx, person, at)
	}
	logs, err := tx.AskLogs(ctx, person, logShown)
	if err != nil {
		return err
	}
	for _, a := range later {
		if !heldForTime(logs, a) {
			continue
		}
		a.PlanAt = at
		if err := tx.MoveAsk(ctx, a); err != nil {
			return err
		}
	}
	return tx.Hasten(ctx, person, at)
}

// heldForTime tells whether an ask waits because its person was away or the
// practice was paused.
func heldForTime(logs []AskLog, a Ask) bool {
	for _, l := range logs {
		if l.Kind == a.Kind && l.Subject == a.Subject {
			return l.What == "held" && (l.Reason == reasonAway || l.Reason == "paused")
		}
	}
	return false
}
