package domain

import (
	"context"
	"time"
)

// These are the working days after which a manager who was named and said
// nothing is asked again, and after which the people team sees it.
const (
	askedAgainAfter = 3
	askedLateAfter  = 10
)

// Assignment is the people team's word on a person's manager.
type Assignment struct {
	Person ID
	// Manager's account in Slack; empty with Top.
	Manager string
	// Top says that nobody stands above the person.
	Top bool
	// On is the first day with the new manager; zero or past is today.
	On Date
}

// Assign names a person's manager for the people team. Faults: Forbidden, or
// Invalid for the person themself, somebody who is no active member, and a
// loop, which is spelled out.
func (s ReportingService) Assign(ctx context.Context, act Act, a Assignment) (Outcome, error) {
	var manager Person
	if !a.Top {
		var err error
		if manager, err = s.named(ctx, a.Manager); err != nil {
			return Outcome{}, err
		}
	}
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		person, err := tx.Person(ctx, a.Person)
		if err != nil {
			return Outcome{}, err
		}
		if err := s.mayAssign(ctx, tx, act, person); err != nil {
			return Outcome{}, err
		}
		if err := s.refuseManager(ctx, tx, person, manager.ID); err != nil {
			return Outcome{}, err
		}
		line := ReportingLine{Person: person.ID, Source: LineByHR, Manager: manager.ID, State: LineHolds, At: tx.Now()}
		if err := tx.SaveReportingLine(ctx, line); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(ChangeReporting), Subject: person.ID, Person: person.ID, Version: person.Version, Reason: act.Reason, Content: string(manager.ID)}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		d := decision{batch: s.IDs.New(), by: act.Actor, on: a.On, source: LineByHR}
		if err := s.settleAndTell(ctx, tx, person, d); err != nil {
			return Outcome{}, err
		}
		// Who decides has seen what the sources say.
		return Outcome{Word: OutcomeDone, Subject: person.ID}, tx.SettleDifferences(ctx, person.ID, tx.Now())
	}, nil)
}

// PrepareAssign gives the person whose manager somebody is about to name. Forbidden
// where that is not the actor's to say.
func (s ReportingService) PrepareAssign(ctx context.Context, actor, id ID) (Person, error) {
	var person Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if person, err = tx.Person(ctx, id); err != nil {
			return err
		}
		return s.mayAssign(ctx, tx, Act{Actor: actor}, person)
	})
	return person, err
}

// named meets whom a form names as the manager.
func (s ReportingService) named(ctx context.Context, slackID string) (Person, error) {
	if slackID == "" {
		return Person{}, RefuseField("manager", "reporting.nobody_named")
	}
	people := PeopleService(s)
	manager, err := people.Meet(ctx, slackID)
	if CodeOf(err) == NotFound {
		return Person{}, RefuseField("manager", "reporting.no_manager", "Name", "")
	}
	if err == nil && !manager.Converses() {
		return Person{}, RefuseField("manager", "reporting.no_manager", "Name", manager.Name)
	}
	return manager, err
}

// mayAssign asks the table; for somebody of the people team the deputy acts.
func (s ReportingService) mayAssign(ctx context.Context, tx Tx, act Act, person Person) error {
	standing, err := s.StandingOf(ctx, tx, person.ID)
	if err != nil {
		return err
	}
	_, err = s.Permitted(ctx, tx, act, ChangeReporting, Subject{Person: person.ID, PeopleTeam: standing.HR})
	return err
}

// refuseManager refuses the person themself, a leaver and a loop.
func (s ReportingService) refuseManager(ctx context.Context, tx Tx, person Person, manager ID) error {
	if manager == person.ID {
		return RefuseField("manager", "reporting.oneself")
	}
	return s.stillFits(ctx, tx, person, manager)
}

// settleAndTell settles one person's line and tells whom it concerns.
func (p Practice) settleAndTell(ctx context.Context, tx Tx, person Person, d decision) error {
	c, changed, err := p.settleLine(ctx, tx, person, d)
	if err != nil || !changed {
		return err
	}
	return p.tellChanges(ctx, tx, d.batch, []ManagerChange{c})
}

// Choose is a person's own word on who the manager is. Whoever is named is
// asked, and once more after three working days; after ten without an answer
// the people team has it on its list. The line holds from their yes on.
func (s ReportingService) Choose(ctx context.Context, act Act, slackID string) (Outcome, error) {
	manager, err := s.named(ctx, slackID)
	if err != nil {
		return Outcome{}, err
	}
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		actor, err := s.Permitted(ctx, tx, act, ChooseManager, Subject{Person: act.Actor})
		if err != nil {
			return Outcome{}, err
		}
		person := actor.Person
		if err := s.refuseManager(ctx, tx, person, manager.ID); err != nil {
			return Outcome{}, err
		}
		if err := s.closeAsks(ctx, tx, person.ID, AskManager, ""); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(ChooseManager), Subject: person.ID, Person: person.ID, Version: person.Version, Content: string(manager.ID)}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		line := ReportingLine{Person: person.ID, Source: LineByChoice, Manager: manager.ID, State: LineHolds, At: tx.Now()}
		if person.Manager == manager.ID {
			// They are the manager already; nobody has to be asked.
			return Outcome{Word: "there", Subject: manager.ID}, tx.SaveReportingLine(ctx, line)
		}
		line.State = LineAsked
		if line.LateAt, err = s.askManager(ctx, tx, person, manager); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "asked", Subject: manager.ID}, tx.SaveReportingLine(ctx, line)
	}, nil)
}

// askManager files the ask, and gives when it counts as unanswered.
func (s ReportingService) askManager(ctx context.Context, tx Tx, person, manager Person) (time.Time, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return time.Time{}, err
	}
	w, err := s.CalendarOf(ctx, tx, manager, version.Policy)
	if err != nil {
		return time.Time{}, err
	}
	ask := Ask{
		Person: manager.ID, Kind: AskManager, Subject: person.ID, Urgency: SomebodyWaits,
		Again: []time.Time{w.morning(tx.Now(), askedAgainAfter)},
	}
	return w.after(tx.Now(), askedLateAfter), s.fileAsk(ctx, tx, ask)
}

// Answer is what the manager named says: yes, and the line holds; no, and the
// person can name another.
func (s ReportingService) Answer(ctx context.Context, act Act, person ID, yes bool) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		line, err := s.choiceOf(ctx, tx, person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, AnswerLine, Subject{Person: person, Receivers: []ID{line.Manager}}); err != nil {
			return Outcome{}, err
		}
		if line.State != LineAsked {
			return Outcome{}, Refuse(Conflict, "reporting.answered_already")
		}
		if err := s.answered(ctx, tx, person, AskManager, act.Actor); err != nil {
			return Outcome{}, err
		}
		if !yes {
			return s.decline(ctx, tx, line)
		}
		return s.agree(ctx, tx, act, line)
	}, nil)
}

// choiceOf is the person's own choice. NotFound where there is none any more.
func (p Practice) choiceOf(ctx context.Context, tx Tx, person ID) (ReportingLine, error) {
	lines, err := tx.ReportingLines(ctx, person)
	if err != nil {
		return ReportingLine{}, err
	}
	for _, l := range lines {
		if l.Source == LineByChoice {
			return l, nil
		}
	}
	return ReportingLine{}, Refuse(NotFound, "reporting.no_choice")
}

func (s ReportingService) decline(ctx context.Context, tx Tx, line ReportingLine) (Outcome, error) {
	line.State, line.LateAt = LineDeclined, time.Time{}
	if err := tx.SaveReportingLine(ctx, line); err != nil {
		return Outcome{}, err
	}
	m := Message{Kind: LineAnswered, Deed: Post, Class: FromPeople, Recipient: line.Person, Subject: line.Person, Detail: string(line.Manager)}
	if err := tx.Tell(ctx, m); err != nil {
		return Outcome{}, err
	}
	entry := Entry{Actor: line.Manager, Act: "person.decline_line", Subject: line.Person, Person: line.Person, Content: string(line.Manager)}
	return Outcome{Word: "declined", Subject: line.Person}, tx.Record(ctx, entry)
}

// agree lets the line hold. Where a source that goes first names another, that
// one stays, and the people team is shown the difference.
func (s ReportingService) agree(ctx context.Context, tx Tx, act Act, line ReportingLine) (Outcome, error) {
	person, err := tx.Person(ctx, line.Person)
	if err != nil {
		return Outcome{}, err
	}
	line.State, line.LateAt = LineHolds, time.Time{}
	if err := tx.SaveReportingLine(ctx, line); err != nil {
		return Outcome{}, err
	}
	entry := Entry{Actor: act.Actor, Act: "person.agree_line", Subject: line.Person, Person: line.Person, Version: person.Version, Content: string(line.Manager)}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	d := decision{batch: s.IDs.New(), by: act.Actor, source: LineByChoice}
	c, changed, err := s.settleLine(ctx, tx, person, d)
	if err != nil {
		return Outcome{}, err
	}
	if changed && c.Manager == line.Manager {
		return Outcome{Word: "agreed", Subject: line.Person}, s.tellChanges(ctx, tx, d.batch, []ManagerChange{c})
	}
	return Outcome{Word: "differs", Subject: line.Person}, nil
}

// Carry does the changes of managers whose day has come, at most limit, each in
// a transaction of its own. It tells how many it looked at.
func (s ReportingService) Carry(ctx context.Context, limit int) (int, error) {
	var due []ManagerChange
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueManagerChanges(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	ids := make([]ID, len(due))
	for i, c := range due {
		ids[i] = c.ID
	}
	return s.each(ctx, ids, s.carry)
}

// carry does one change, unless another replica did, or it makes no sense any
// more: the manager left meanwhile, or a loop came about.
func (s ReportingService) carry(ctx context.Context, tx Tx, id ID) error {
	if err := tx.GuardLine(ctx); err != nil {
		return err
	}
	c, err := tx.ManagerChange(ctx, id)
	if err != nil || !c.DoneAt.IsZero() || c.Dropped {
		return err
	}
	person, err := tx.Person(ctx, c.Person)
	if err != nil {
		return err
	}
	err = s.stillFits(ctx, tx, person, c.Manager)
	if CodeOf(err) == Invalid {
		d := LineDifference{Person: c.Person, Source: c.Source, Manager: c.Manager, InForce: person.Manager, Loop: true}
		if _, err := tx.NoteDifference(ctx, d); err != nil {
			return err
		}
		return dropChange(ctx, tx, c)
	}
	if err != nil {
		return err
	}
	_, err = s.carryOut(ctx, tx, person, c, tx.UpdateManagerChange)
	return err
}

func (s ReportingService) stillFits(ctx context.Context, tx Tx, person Person, manager ID) error {
	if manager == "" {
		return nil
	}
	who, err := tx.Person(ctx, manager)
	if err != nil {
		return err
	}
	fits, err := s.mayManage(ctx, tx, who)
	if err != nil {
		return err
	}
	if !fits {
		return RefuseField("manager", "reporting.no_manager", "Name", who.Name)
	}
	return s.refuseLoop(ctx, tx, person, manager)
}
