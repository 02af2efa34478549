package domain

import (
	"context"
	"time"
)

// proposalsShown is how many times are proposed for a meeting.
const proposalsShown = 5

// Proposals are times in both people's hours in the next ten working days, at
// most five, each a full or half hour.
func (s ConversationService) Proposals(ctx context.Context, actor, id ID) ([]time.Time, error) {
	var times []time.Time
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadTalk, c.Subject()); err != nil {
			return err
		}
		p, err := s.pair(ctx, tx, c)
		if err != nil {
			return err
		}
		times = p.common(tx.Now(), time.Duration(p.policy.Conversations.Minutes)*time.Minute)
		return nil
	})
	return times, err
}

// common finds times that fit both, one a day, mornings and afternoons in turn.
func (p pair) common(now time.Time, length time.Duration) []time.Time {
	const step = 30 * time.Minute
	var times []time.Time
	day := p.mine.Today(now).AddDays(1)
	for n := 0; n < 20 && len(times) < proposalsShown; n, day = n+1, day.AddDays(1) {
		from, until, ok := p.mine.WorkingHours(day)
		if !ok {
			continue
		}
		var fits []time.Time
		for at := from; !at.Add(length).After(until); at = at.Add(step) {
			if p.theirs.IsAllowed(at) && p.theirs.IsAllowed(at.Add(length-time.Second)) {
				fits = append(fits, at)
			}
		}
		if len(fits) > 0 {
			times = append(times, fits[(len(fits)-1)*(1+2*(len(times)%2))/4])
		}
	}
	return times
}

// PlanMeeting sets or moves the day of the talk and tells both, each with a file
// for the calendar.
func (s ConversationService) PlanMeeting(ctx context.Context, act Act, id ID, at time.Time) (Outcome, error) {
	return s.alter(ctx, act, id, PlanTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		switch {
		case c.State != TalkOpen:
			return "", Refuse(Conflict, "conversation.closed")
		case at.Before(tx.Now()):
			return "", RefuseField("at", "conversation.meeting_past")
		case at.After(tx.Now().AddDate(0, 6, 0)):
			return "", RefuseField("at", "conversation.meeting_far")
		}
		c.MeetAt = at.UTC()
		if err := tellMeeting(ctx, tx, *c, act.Actor); err != nil {
			return "", err
		}
		return "meeting", s.editCards(ctx, tx, c.ID)
	})
}

// tellMeeting tells the day to the one who planned it and to the other, if there
// is one.
func tellMeeting(ctx context.Context, tx Tx, c Conversation, planner ID) error {
	if other := c.Other(planner); other != "" {
		m := Message{Kind: TalkMeeting, Class: FromPeople, Recipient: other, Subject: c.ID}
		if err := tellWithFile(ctx, tx, m, TalkCalendar); err != nil {
			return err
		}
	}
	return tellWithFile(ctx, tx, Message{Kind: TalkDaySet, Class: Answer, Recipient: planner, Subject: c.ID}, TalkCalendar)
}

// meetingLapse ends what says on which day two people talk.
func meetingLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	c, err := tx.Conversation(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err != nil:
		return "", err
	case c.State != TalkOpen, c.MeetAt.IsZero(), !c.HeldOn.IsZero():
		return "no_meeting", nil
	}
	return "", nil
}

// SayHeld says that the two have talked. It counts when the other says yes, or
// says nothing for five working days (shown as unconfirmed).
func (s ConversationService) SayHeld(ctx context.Context, act Act, id ID, on Date) (Outcome, error) {
	return s.alter(ctx, act, id, PlanTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		p, err := s.pair(ctx, tx, *c)
		if err != nil {
			return "", err
		}
		today := p.calendarOf(act.Actor).Today(tx.Now())
		if on.IsZero() {
			on = today
		}
		switch {
		case c.State != TalkOpen:
			return "", Refuse(Conflict, "conversation.closed")
		case !c.HeldOn.IsZero():
			return "", Refuse(Conflict, "conversation.held_already")
		case on.After(today):
			return "", RefuseField("on", "conversation.held_future")
		case !c.SaidHeldAt.IsZero() && c.SaidHeldBy != act.Actor, c.Partner == "":
			return "held", s.heldOn(ctx, tx, c, on)
		}
		c.SaidHeldBy, c.SaidHeldAt, c.SaidHeldFor = act.Actor, tx.Now(), on
		ask := Ask{Person: c.Other(act.Actor), Kind: AskHeld, Subject: c.ID, Urgency: SomebodyWaits}
		if err := s.fileAsk(ctx, tx, ask); err != nil {
			return "", err
		}
		// Nobody is asked to prepare or to plan what one of them calls held.
		for _, kind := range []string{AskPrepare, AskPartner} {
			if err := s.closeAsks(ctx, tx, c.ID, kind, ""); err != nil {
				return "", err
			}
		}
		return "said_held", s.editCards(ctx, tx, c.ID)
	})
}

// AnswerHeld is the other's yes or no to "we already talked".
func (s ConversationService) AnswerHeld(ctx context.Context, act Act, id ID, yes bool) (Outcome, error) {
	return s.alter(ctx, act, id, PlanTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.SaidHeldAt.IsZero() || c.SaidHeldBy == act.Actor || !c.HeldOn.IsZero() || c.State != TalkOpen {
			return "", Refuse(Conflict, "conversation.nothing_to_confirm")
		}
		if err := s.answered(ctx, tx, c.ID, AskHeld, act.Actor); err != nil {
			return "", err
		}
		if !yes {
			c.SaidHeldBy, c.SaidHeldAt, c.SaidHeldFor = "", time.Time{}, Date{}
			return "not_yet", s.askOn(ctx, tx, *c)
		}
		return "held", s.heldOn(ctx, tx, c, c.SaidHeldFor)
	})
}

// askOn asks again for what a talk that did not take place waits for.
func (s ConversationService) askOn(ctx context.Context, tx Tx, c Conversation) error {
	if c.Turn != MeetTurn {
		p, err := s.pair(ctx, tx, c)
		if err != nil {
			return err
		}
		return s.fileTurn(ctx, tx, c, p)
	}
	return s.fileAsk(ctx, tx, Ask{Person: c.Partner, Kind: AskPartner, Subject: c.ID, Urgency: HasDate})
}

// held notes that the talk took place though the other said nothing.
func (s ConversationService) held(ctx context.Context, tx Tx, c *Conversation, ending Ending) error {
	c.Ending = ending
	if err := tx.Record(ctx, Entry{Act: "conversation." + string(ending), Subject: c.ID, Person: c.Employee, Version: c.Version + 1}); err != nil {
		return err
	}
	return s.heldOn(ctx, tx, c, c.SaidHeldFor)
}

// heldOn begins the last turn: the summary.
func (s ConversationService) heldOn(ctx context.Context, tx Tx, c *Conversation, on Date) error {
	c.HeldOn, c.Turn, c.TurnEnds = on, RecordTurn, time.Time{}
	c.LeaveOutAsked, c.LeftOutWhy = time.Time{}, "" // it was not left out
	for _, kind := range []string{AskPrepare, AskRest, AskHeld} {
		if err := s.closeAsks(ctx, tx, c.ID, kind, ""); err != nil {
			return err
		}
	}
	if c.Partner == "" {
		return s.close(ctx, tx, c, Held)
	}
	// The summary is the partner's row on the card; either may write it.
	if err := s.fileAsk(ctx, tx, Ask{Person: c.Partner, Kind: AskPartner, Subject: c.ID, Urgency: HasDate}); err != nil {
		return err
	}
	return s.editCards(ctx, tx, c.ID)
}

// LeaveOut leaves the conversation out this time: the employee is told who and
// why. Twice running needs the employee's yes.
func (s ConversationService) LeaveOut(ctx context.Context, act Act, id ID, why string) (Outcome, error) {
	why = Tidy(why)
	if why == "" {
		return Outcome{}, RefuseField("why", "conversation.leave_out_why")
	}
	if faults := TooLong("why", why, MaxPromise); len(faults) > 0 {
		return Outcome{}, faults
	}
	return s.alterWith(ctx, act, talkChange{id, LeaveOutTalk, why}, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen || !c.HeldOn.IsZero() {
			return "", Refuse(Conflict, "conversation.closed")
		}
		before, err := s.before(ctx, tx, *c)
		if err != nil {
			return "", err
		}
		c.LeftOutWhy = why
		if err := tx.Tell(ctx, Message{Kind: TalkLeftOut, Deed: Post, Class: FromPeople, Recipient: c.Employee, Subject: c.ID}); err != nil {
			return "", err
		}
		if before.Ending == LeftOut && act.Actor != c.Employee {
			c.LeaveOutAsked = tx.Now()
			return "leave_out_asked", s.editCards(ctx, tx, c.ID)
		}
		return "left_out", s.close(ctx, tx, c, LeftOut)
	})
}

// AnswerLeaveOut is the employee's yes or no where it would be the second time
// running.
func (s ConversationService) AnswerLeaveOut(ctx context.Context, act Act, id ID, yes bool) (Outcome, error) {
	return s.alter(ctx, act, id, RestTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen || c.LeaveOutAsked.IsZero() || !c.HeldOn.IsZero() {
			return "", Refuse(Conflict, "conversation.nothing_to_confirm")
		}
		c.LeaveOutAsked = time.Time{}
		if yes {
			return "left_out", s.close(ctx, tx, c, LeftOut)
		}
		c.LeftOutWhy = ""
		told := Message{Kind: TalkWanted, Deed: Post, Class: FromPeople, Recipient: c.Partner, Subject: c.ID}
		if err := tx.Tell(ctx, told); err != nil {
			return "", err
		}
		return "kept", s.editCards(ctx, tx, c.ID)
	})
}

// Rest is the employee's answer when a conversation did not come about.
type Rest string

// The answers.
const (
	AskAgain     Rest = "ask_again"
	SomebodyElse Rest = "somebody_else"
	LetItRest    Rest = "let_it_rest"
)

// AnswerRest does what the employee chose.
func (s ConversationService) AnswerRest(ctx context.Context, act Act, id ID, choice Rest) (Outcome, error) {
	return s.alter(ctx, act, id, RestTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen || !c.HeldOn.IsZero() {
			return "", Refuse(Conflict, "conversation.closed")
		}
		if err := s.answered(ctx, tx, c.ID, AskRest, act.Actor); err != nil {
			return "", err
		}
		switch choice {
		case AskAgain:
			return "asked_again", s.fileAsk(ctx, tx, Ask{Person: c.Partner, Kind: AskPartner, Subject: c.ID, Urgency: SomebodyWaits})
		case LetItRest, SomebodyElse: // for somebody else the form for asking opens
			return "rested", s.close(ctx, tx, c, Rested)
		}
		return "", Refuse(NotFound, "request.unknown")
	})
}

// AskNow asks for a conversation at any time: with the manager, the manager's
// manager, or somebody of the people team. Who is passed over is not told.
func (s ConversationService) AskNow(ctx context.Context, act Act, with ID, about string) (Outcome, error) {
	about = Tidy(about)
	if faults := TooLong("about", about, MaxPromise); len(faults) > 0 {
		return Outcome{}, faults
	}
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		actor, err := s.Permitted(ctx, tx, act, AskForTalk, Subject{Person: act.Actor})
		if err != nil {
			return Outcome{}, err
		}
		if err := s.mayBeAsked(ctx, tx, actor, with); err != nil {
			return Outcome{}, err
		}
		c := Conversation{
			ID: s.IDs.New(), Employee: act.Actor, Partner: with, Kind: AskedTalk, Period: "asked:" + string(s.IDs.New()),
			State: TalkOpen, OpensAt: tx.Now(), OpenedAt: tx.Now(), About: about, Turn: MeetTurn,
		}
		p, err := s.pair(ctx, tx, c)
		if err != nil {
			return Outcome{}, err
		}
		if due, ok := p.mine.AddWorkingDays(p.mine.Today(tx.Now()), 2*p.policy.Conversations.TurnDays); ok {
			c.DueOn = due
		}
		c.DueAt = p.dueAt(c)
		if err := tx.CreateConversation(ctx, c); err != nil {
			return Outcome{}, err
		}
		if err := s.fileAsk(ctx, tx, Ask{Person: with, Kind: AskPartner, Subject: c.ID, Urgency: SomebodyWaits}); err != nil {
			return Outcome{}, err
		}
		if err := tx.Tell(ctx, Message{Kind: TalkAskedFor, Deed: Post, Class: FromPeople, Recipient: with, Subject: c.ID}); err != nil {
			return Outcome{}, err
		}
		// No Person in the entry: the ledger shows it to nobody who was passed over.
		return Outcome{Word: "asked", Subject: c.ID}, tx.Record(ctx, Entry{Actor: act.Actor, Act: string(AskForTalk), Subject: c.ID, Version: 1, Content: about})
	}, nil)
}

// mayBeAsked refuses people who are neither above the actor nor of the people
// team.
func (s ConversationService) mayBeAsked(ctx context.Context, tx Tx, actor Standing, with ID) error {
	for i, above := range actor.Line {
		if i < 2 && above == with {
			return nil
		}
	}
	other, err := s.StandingOf(ctx, tx, with)
	if err != nil {
		return err
	}
	if (other.HR || other.Deputy) && with != actor.Person.ID && other.Person.CanThank() {
		return nil
	}
	return RefuseField("with", "conversation.ask_whom")
}
