package domain

import (
	"context"
)

// OwnHours are a person's working days and hours beside those of everybody.
type OwnHours struct {
	Person Person
	// Own is what the person set; zero where those of the place hold.
	Own Pattern
	// Usual are those that hold without: of the location, or of all.
	Usual Pattern
}

// Hours gives a person's own working time.
func (s PeopleService) Hours(ctx context.Context, id ID) (OwnHours, error) {
	var hours OwnHours
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		if hours.Person, err = tx.Person(ctx, id); err != nil {
			return err
		}
		if hours.Person.Pattern != "" {
			if hours.Own, err = ParsePattern(hours.Person.Pattern); err != nil {
				return err
			}
		}
		without := hours.Person
		without.Pattern = ""
		hours.Usual = s.calendar(without, version.Policy, nil).Pattern
		if hours.Usual.IsZero() {
			hours.Usual = DefaultPattern()
		}
		return nil
	})
	return hours, err
}

// SetHours sets a person's own working days and hours; the zero Pattern leaves
// them to the place again. Everything that is due is planned anew by them.
func (s PeopleService) SetHours(ctx context.Context, act Act, p Pattern) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		person, err := tx.Person(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		person.Pattern = p.String()
		if person, err = tx.UpdatePerson(ctx, person); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "person.hours", Subject: person.ID, Person: person.ID, Version: person.Version, Content: person.Pattern}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: person.ID}, s.planAround(ctx, tx, person.ID)
	}, nil)
	return err
}

// EvenPattern works the same hours on each of the days. Errors: Faults where
// the hours are none.
func EvenPattern(days []int, start, end TimeOfDay) (Pattern, error) {
	h := Hours{Start: start, End: end}
	if end < start {
		h.End += EndOfDay // a night shift
	}
	if !h.Valid() {
		return Pattern{}, RefuseField("hours_until", "pattern.hours_empty", "Text", start.String()+"-"+end.String())
	}
	var p Pattern
	for _, day := range days {
		if day >= 0 && day < daysPerWeek {
			p[day] = h
		}
	}
	return p, nil
}
