package domain

import (
	"context"
	"slices"
)

// longestPause is how many days the practice may be paused at once.
const longestPause = 366

// PauseService is the use cases around pausing asks and digests.
type PauseService struct {
	Practice
}

// PauseDraft is a pause as filled in, with whom it concerns.
type PauseDraft struct {
	Area, Location string
	Until          Date
}

// PauseEffect is what a pause would do, for the second question.
type PauseEffect struct {
	PauseDraft
	From Date
	// People is how many it concerns.
	People int
}

// Foresee tells what a pause would do, and writes nothing. Errors: Faults about
// the days and the place.
func (s PauseService) Foresee(ctx context.Context, actor ID, d PauseDraft) (PauseEffect, error) {
	effect := PauseEffect{PauseDraft: d}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		standing, err := s.Permitted(ctx, tx, Act{Actor: actor}, PausePrompts, Subject{})
		if err != nil {
			return err
		}
		if effect.From, err = s.check(ctx, tx, standing.Person, d); err != nil {
			return err
		}
		effect.People, err = s.concerned(ctx, tx, d)
		return err
	})
	return effect, err
}

// check looks at the days and gives the first.
func (s PauseService) check(ctx context.Context, tx Tx, actor Person, d PauseDraft) (Date, error) {
	w, err := s.calendarByID(ctx, tx, actor.ID)
	if err != nil {
		return Date{}, err
	}
	today := w.Today(tx.Now())
	switch {
	case d.Until.IsZero():
		return Date{}, RefuseField("until", "pause.until_missing")
	case d.Until.Before(today):
		return Date{}, RefuseField("until", "pause.over", "Until", d.Until)
	case d.Until.DaysSince(today) > longestPause:
		return Date{}, RefuseField("until", "pause.long", "Until", d.Until)
	}
	return today, nil
}

// pageOfPeople is how many people are read at once.
const pageOfPeople = 500

// words are a pause as the ledger keeps it.
func (p Pause) words() string {
	return "area " + p.Area + ", location " + p.Location + ", " + p.From.String() + " to " + p.Until.String()
}

// concerned counts whom a pause concerns.
func (s PauseService) concerned(ctx context.Context, tx Tx, d PauseDraft) (int, error) {
	f := PersonFilter{Active: true, Area: d.Area, Location: d.Location, Limit: pageOfPeople}
	count := 0
	for {
		people, err := tx.People(ctx, f)
		if err != nil {
			return 0, err
		}
		for _, p := range people {
			if p.CanThank() {
				count++
			}
			f.After = p.ID
		}
		if len(people) < pageOfPeople {
			return count, nil
		}
	}
}

// Start pauses asks and digests for everybody, an area or a location until a
// day. Thanks still travel.
func (s PauseService) Start(ctx context.Context, act Act, d PauseDraft) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		standing, err := s.Permitted(ctx, tx, act, PausePrompts, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		from, err := s.check(ctx, tx, standing.Person, d)
		if err != nil {
			return Outcome{}, err
		}
		p := Pause{ID: s.IDs.New(), Area: d.Area, Location: d.Location, From: from, Until: d.Until, SetBy: act.Actor, At: tx.Now()}
		if err := tx.CreatePause(ctx, p); err != nil {
			return Outcome{}, err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "pause.start", Subject: p.ID, Content: p.words()}); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "paused", Subject: p.ID}, s.planAnew(ctx, tx, d)
	}, nil)
}

// planAnew counts the turns of all whom a pause concerns again, in bulk and in
// the background.
func (s PauseService) planAnew(ctx context.Context, tx Tx, d PauseDraft) error {
	if d.Area == "" && d.Location == "" {
		return tx.MarkForPlanning(ctx, nil, tx.Now())
	}
	people, err := tx.People(ctx, PersonFilter{Active: true, Area: d.Area, Location: d.Location})
	if err != nil {
		return err
	}
	return tx.MarkForPlanning(ctx, idsOf(people), tx.Now())
}

// Lift ends a pause now. What it held comes merged, at most one message a day
// to a person.
func (s PauseService) Lift(ctx context.Context, act Act, id ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		standing, err := s.Permitted(ctx, tx, act, PausePrompts, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		w, err := s.calendarByID(ctx, tx, standing.Person.ID)
		if err != nil {
			return Outcome{}, err
		}
		today := w.Today(tx.Now())
		all, err := tx.Pauses(ctx, today)
		if err != nil {
			return Outcome{}, err
		}
		i := slices.IndexFunc(all, func(p Pause) bool { return p.ID == id })
		if i < 0 {
			return Outcome{}, Refuse(NotFound, "pause.not_found")
		}
		if err := tx.LiftPause(ctx, id, today.AddDays(-1), tx.Now()); err != nil {
			return Outcome{}, err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "pause.lift", Subject: id}); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "lifted", Subject: id}, s.planAnew(ctx, tx, PauseDraft{Area: all[i].Area, Location: all[i].Location})
	}, nil)
}

// PauseChoices are the areas and locations that can be paused alone, sorted.
type PauseChoices struct {
	Areas, Locations []string
	// Today is the day of who chooses.
	Today Date
}

// Choices lists what can be paused alone.
func (s PauseService) Choices(ctx context.Context, actor ID) (PauseChoices, error) {
	var choices PauseChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		standing, err := s.Permitted(ctx, tx, Act{Actor: actor}, PausePrompts, Subject{})
		if err != nil {
			return err
		}
		w, err := s.calendarByID(ctx, tx, standing.Person.ID)
		if err != nil {
			return err
		}
		choices.Today = w.Today(tx.Now())
		choices.Areas, choices.Locations, err = tx.Places(ctx)
		return err
	})
	return choices, err
}
