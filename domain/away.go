package domain

import (
	"context"
)

// The kinds of messages and asks about absences.
const (
	AwaySet     = "absence.set"     // somebody else noted that the reader is away
	AskReturned = "absence.letters" // what arrived while the reader was away
	AskSuggest  = "absence.suggest" // a Slack status that ends later: are you away until then?
)

// The limits of an absence, in days: how long it may be, and how far from today
// it may begin.
const (
	longestAway  = 731
	farthestAway = 366
	earliestAway = 92
)

// AwayService is the use cases around absences. No reason is asked or stored.
type AwayService struct {
	Practice
}

// AwayReceipt is what holds after an absence was noted, changed or called off.
type AwayReceipt struct {
	Outcome
	Person  Person
	Absence Absence
	// Calendar is the person's, with the absence in it.
	Calendar WorkCalendar
	// FirstDay is the first working day after it; zero where none is in sight.
	FirstDay Date
	// Long is true where conversations and goals pause.
	Long bool
}

// Set notes that a person is away: by the person, the manager or the people
// team. Days without a Start begin today, or with the absence that is running;
// what overlaps an earlier one changes or extends it. Errors: Faults about the
// days.
func (s AwayService) Set(ctx context.Context, act Act, person ID, days DateRange) (AwayReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		w, err := s.mayNote(ctx, tx, act, person)
		if err != nil {
			return Outcome{}, err
		}
		today := w.Today(tx.Now())
		known, err := tx.Absences(ctx, person, today)
		if err != nil {
			return Outcome{}, err
		}
		days := beginning(days, known, today)
		if err := checkAway(days, today).Err(); err != nil {
			return Outcome{}, err
		}
		absence := Absence{ID: s.IDs.New(), Person: person, SetBy: act.Actor, At: tx.Now()}
		absence.Days, known = joinAway(days, known, today)
		for _, old := range known {
			if err := tx.EndAbsence(ctx, old.ID, tx.Now()); err != nil {
				return Outcome{}, err
			}
		}
		return s.write(ctx, tx, act, absence)
	}, nil}, s.receipt)
}

// mayNote asks permission and gives the person's calendar.
func (s AwayService) mayNote(ctx context.Context, tx Tx, act Act, person ID) (WorkCalendar, error) {
	subject, err := s.about(ctx, tx, person)
	if err != nil {
		return WorkCalendar{}, err
	}
	if _, err := s.Permitted(ctx, tx, act, SetAway, subject); err != nil {
		return WorkCalendar{}, err
	}
	return s.calendarByID(ctx, tx, person)
}

// about is the subject of what is done about a person.
func (p Practice) about(ctx context.Context, tx Tx, person ID) (Subject, error) {
	standing, err := p.StandingOf(ctx, tx, person)
	if err != nil {
		return Subject{}, err
	}
	return Subject{Person: person, Line: standing.Line, PeopleTeam: standing.HR}, nil
}

// calendarByID is CalendarOf for an id.
func (p Practice) calendarByID(ctx context.Context, tx Tx, id ID) (WorkCalendar, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return WorkCalendar{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return WorkCalendar{}, err
	}
	return p.CalendarOf(ctx, tx, person, version.Policy)
}

// beginning gives days without a start theirs.
func beginning(days DateRange, known []Absence, today Date) DateRange {
	if !days.Start.IsZero() {
		return days
	}
	days.Start = today
	for _, a := range known {
		if a.Days.Contains(today) {
			days.Start = a.Days.Start
		}
	}
	return days
}

// checkAway tells what is wrong with the days of an absence.
func checkAway(days DateRange, today Date) Faults {
	switch {
	case days.End.IsZero():
		return Faults{RefuseField("until", "absence.until_missing")}
	case days.End.Before(days.Start):
		return Faults{RefuseField("until", "absence.backwards", "From", days.Start, "Until", days.End)}
	case days.End.Before(today):
		return Faults{RefuseField("until", "absence.over", "Until", days.End)}
	case days.Start.DaysSince(today) > farthestAway:
		return Faults{RefuseField("from", "absence.far", "From", days.Start)}
	case today.DaysSince(days.Start) > earliestAway:
		return Faults{RefuseField("from", "absence.early", "From", days.Start)}
	case days.Days() > longestAway:
		return Faults{RefuseField("until", "absence.long", "Until", days.End)}
	}
	return nil
}

// joinAway gives the days of an absence that takes the place of those that it
// overlaps. Days that lie inside an earlier absence correct it; what reaches
// over its edge extends it. What is past is never forgotten.
func joinAway(days DateRange, known []Absence, today Date) (DateRange, []Absence) {
	var replaced []Absence
	for _, old := range known {
		if !old.Days.Overlaps(days) {
			continue
		}
		replaced = append(replaced, old)
		corrects := !days.Start.Before(old.Days.Start) && !days.End.After(old.Days.End)
		if old.Days.Start.Before(days.Start) && (!corrects || old.Days.Start.Before(today)) {
			days.Start = old.Days.Start
		}
		if old.Days.End.After(days.End) && !corrects {
			days.End = old.Days.End
		}
	}
	return days, replaced
}

// write adds an absence with what follows from it.
func (s AwayService) write(ctx context.Context, tx Tx, act Act, a Absence) (Outcome, error) {
	if err := tx.CreateAbsence(ctx, a); err != nil {
		return Outcome{}, err
	}
	if act.Actor != a.Person {
		m := Message{Kind: AwaySet, Deed: Post, Class: FromPeople, Recipient: a.Person, Subject: a.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return Outcome{}, err
		}
	}
	return s.noted(ctx, tx, act, "away", a)
}

// noted records the change and plans anew whoever it concerns: the person, and
// those whose conversations the person holds.
func (s AwayService) noted(ctx context.Context, tx Tx, act Act, word string, a Absence) (Outcome, error) {
	entry := Entry{Actor: act.Actor, Act: "absence." + word, Subject: a.ID, Person: a.Person, Content: a.Days.Start.String() + " to " + a.Days.End.String()}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	if err := s.answered(ctx, tx, "", AskSuggest, a.Person); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: word, Subject: a.ID}, s.planAround(ctx, tx, a.Person)
}

// planAround marks a person and everybody whose conversations the person holds.
func (p Practice) planAround(ctx context.Context, tx Tx, person ID) error {
	ids, err := tx.PartneredWith(ctx, person)
	if err != nil {
		return err
	}
	reports, err := tx.People(ctx, PersonFilter{Manager: person, Active: true})
	if err != nil {
		return err
	}
	ids = append(ids, person)
	for _, r := range reports {
		ids = append(ids, r.ID)
	}
	return tx.MarkForPlanning(ctx, ids, tx.Now())
}

// CallOff ends an absence: one that has begun ended yesterday, another never
// was.
func (s AwayService) CallOff(ctx context.Context, act Act, id ID) (AwayReceipt, error) {
	return s.end(ctx, act, func(ctx context.Context, tx Tx) (Absence, error) { return tx.Absence(ctx, id) })
}

// Back ends the absence that a person is in. Errors: NotFound where the person
// is not away.
func (s AwayService) Back(ctx context.Context, act Act, person ID) (AwayReceipt, error) {
	return s.end(ctx, act, func(ctx context.Context, tx Tx) (Absence, error) {
		w, err := s.calendarByID(ctx, tx, person)
		if err != nil {
			return Absence{}, err
		}
		today := w.Today(tx.Now())
		known, err := tx.Absences(ctx, person, today)
		if err != nil {
			return Absence{}, err
		}
		for _, a := range known {
			if a.Days.Contains(today) {
				return a, nil
			}
		}
		return Absence{}, Refuse(NotFound, "absence.not_away")
	})
}

func (s AwayService) end(ctx context.Context, act Act, find func(context.Context, Tx) (Absence, error)) (AwayReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		a, err := find(ctx, tx)
		if err != nil {
			return Outcome{}, err
		}
		w, err := s.mayNote(ctx, tx, act, a.Person)
		if err != nil {
			return Outcome{}, err
		}
		today := w.Today(tx.Now())
		if a.Days.End.Before(today) {
			return Outcome{}, Refuse(NotFound, "absence.not_found")
		}
		if err := tx.EndAbsence(ctx, a.ID, tx.Now()); err != nil {
			return Outcome{}, err
		}
		if a.Days.Start.Before(today) { // what is past stays, so that reports show it
			past := Absence{ID: s.IDs.New(), Person: a.Person, Days: DateRange{Start: a.Days.Start, End: today.AddDays(-1)}, SetBy: a.SetBy, At: a.At}
			if err := tx.CreateAbsence(ctx, past); err != nil {
				return Outcome{}, err
			}
		}
		return s.noted(ctx, tx, act, "back", a)
	}, nil}, s.receipt)
}

// receipt reads what holds now.
func (s AwayService) receipt(ctx context.Context, tx Tx, out Outcome) (AwayReceipt, error) {
	r := AwayReceipt{Outcome: out}
	var err error
	if r.Absence, err = tx.Absence(ctx, out.Subject); err != nil {
		return r, err
	}
	if r.Person, err = tx.Person(ctx, r.Absence.Person); err != nil {
		return r, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return r, err
	}
	if r.Calendar, err = s.CalendarOf(ctx, tx, r.Person, version.Policy); err != nil {
		return r, err
	}
	r.FirstDay, _ = r.Calendar.AddWorkingDays(r.Absence.Days.End, 1)
	r.Long = r.Calendar.AbsenceLength(r.Absence.Days) > version.Policy.Time.PauseAfter
	return r, nil
}

// Show gives an absence with its person, for telling about it.
func (s AwayService) Show(ctx context.Context, id ID) (AwayReceipt, error) {
	var r AwayReceipt
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		r, err = s.receipt(ctx, tx, Outcome{Subject: id})
		return err
	})
	return r, err
}

// AwayPlan is what a person's absences are from today on.
type AwayPlan struct {
	Person   Person
	Absences []Absence
	Today    Date
}

// Plan lists a person's absences from today on, for those who may note one. The
// people team says why it looks, and the person is told.
func (s AwayService) Plan(ctx context.Context, actor, person ID) (AwayPlan, error) {
	var plan AwayPlan
	var looks []look
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		w, err := s.mayNote(ctx, tx, Act{Actor: actor}, person)
		if err != nil {
			return err
		}
		subject, err := s.about(ctx, tx, person)
		if err != nil {
			return err
		}
		standing, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		access, err := s.looking(ctx, tx, standing, ReadAway, subject)
		if err != nil {
			return err
		}
		looks = looked(access, Entry{Actor: actor, Act: "absence.look", Subject: person, Person: person})
		plan.Today = w.Today(tx.Now())
		if plan.Person, err = tx.Person(ctx, person); err != nil {
			return err
		}
		plan.Absences, err = tx.Absences(ctx, person, plan.Today)
		return err
	})
	if err != nil {
		return AwayPlan{}, err
	}
	return plan, s.opened(ctx, looks...)
}
