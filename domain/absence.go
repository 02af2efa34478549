package domain

import (
	"context"
	"time"
)

// Absence is a time in which a person is away. No reason is asked or stored.
type Absence struct {
	ID     ID
	Person ID
	Days   DateRange // both days included, in the person's zone
	SetBy  ID
	At     time.Time
	// EndedAt is when it was called off; zero while it counts.
	EndedAt time.Time
}

// AbsenceRows keeps absences.
type AbsenceRows interface {
	// CreateAbsence adds one.
	CreateAbsence(ctx context.Context, a Absence) error
	// Absence gives one, also one that was called off. NotFound where there is
	// none.
	Absence(ctx context.Context, id ID) (Absence, error)
	// EndAbsences calls off the person's absences that reach beyond a day and
	// returns them.
	EndAbsences(ctx context.Context, person ID, day Date, at time.Time) ([]Absence, error)
	// EndAbsence calls off one. NotFound where it does not count any more.
	EndAbsence(ctx context.Context, id ID, at time.Time) error
	// Absences lists those of a person that end on or after a day.
	Absences(ctx context.Context, person ID, from Date) ([]Absence, error)
	// AbsencesOf is Absences for many people at once.
	AbsencesOf(ctx context.Context, people []ID, from Date) (map[ID][]Absence, error)

	// KeepLetter keeps a message for the return of its reader; keeping it again
	// changes nothing.
	KeepLetter(ctx context.Context, l Letter) error
	// Letters lists what waits for a person's return, oldest first.
	Letters(ctx context.Context, person ID, limit int) ([]Letter, error)
	// DropLetters forgets those up to a number, once they are read.
	DropLetters(ctx context.Context, person ID, upTo int64) error
}

// Letter is a message that waits for its reader's return, to be shown with the
// others in one.
type Letter struct {
	Seq     int64 // its number in the outbox
	Person  ID
	Kind    string
	Subject ID
	Detail  string
	At      time.Time // when its cause happened
}

// Message is the letter as the message that it was.
func (l Letter) Message() Message {
	return Message{Seq: l.Seq, Kind: l.Kind, Deed: Post, Class: FromPeople, Recipient: l.Person, Subject: l.Subject, Detail: l.Detail, At: l.At}
}

// absenceHistory is how far back absences matter for a person's calendar.
const absenceHistory = 400 // days

// CalendarOf is when a person works: the own pattern, or that of the location,
// or that of all; the holidays there; the absences.
func (p Practice) CalendarOf(ctx context.Context, tx Tx, person Person, policy Policy) (WorkCalendar, error) {
	zone := p.zoneOf(person, policy)
	from := DateOf(tx.Now(), zone).AddDays(-absenceHistory)
	absences, err := tx.Absences(ctx, person.ID, from)
	if err != nil {
		return WorkCalendar{}, err
	}
	return p.calendar(person, policy, absences), nil
}

// calendar builds the work calendar from what is known. A pattern that cannot
// be read was refused when it was set, so the next wider one stands in.
func (p Practice) calendar(person Person, policy Policy, absences []Absence) WorkCalendar {
	w := WorkCalendar{Zone: p.zoneOf(person, policy), Location: person.Location, Holidays: p.Holidays}
	for _, text := range []string{person.Pattern, policy.Time.Locations[person.Location], policy.Time.Hours} {
		if text == "" {
			continue
		}
		if pattern, err := ParsePattern(text); err == nil {
			w.Pattern = pattern
			break
		}
	}
	for _, a := range absences {
		if a.EndedAt.IsZero() {
			w.Absences = append(w.Absences, a.Days)
		}
	}
	return w
}

// daysAway counts the days of absences between two instants: time away is never
// silence.
func (w WorkCalendar) daysAway(from, to time.Time) int {
	first, last := w.Today(from).AddDays(1), w.Today(to)
	var near WorkCalendar // most absences of a year are not near
	for _, a := range w.Absences {
		if !a.Start.After(last) && (a.End.IsZero() || !a.End.Before(first)) {
			near.Absences = append(near.Absences, a)
		}
	}
	n := 0
	if len(near.Absences) == 0 {
		return n
	}
	for day := first; !day.After(last); day = day.AddDays(1) {
		if near.IsAway(day) {
			n++
		}
	}
	return n
}
