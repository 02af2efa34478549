package domain

import (
	"context"
	"slices"
)

// linesShown is how many people a list about reporting lines holds at once.
const linesShown = 20

// LineWork is what the people team has to do about reporting lines.
type LineWork struct {
	// Without are people for whom nothing can open.
	Without []Person
	// Late are choices that the manager named has not answered.
	Late []ReportingLine
	// Differences are what the sources do not agree on, and nobody looked at.
	Differences []LineDifference
	// People are all who are named.
	People map[ID]Person
	// More is true where there are more than the list holds.
	More bool
}

// Work lists what waits for the people team.
func (s ReportingService) Work(ctx context.Context, actor ID) (LineWork, error) {
	var work LineWork
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadDirectory, Subject{}); err != nil {
			return err
		}
		var err error
		work, err = readWork(ctx, tx)
		return err
	})
	return work, err
}

func readWork(ctx context.Context, tx Tx) (LineWork, error) {
	var work LineWork
	var err error
	if work.Without, err = tx.WithoutManager(ctx, linesShown); err != nil {
		return LineWork{}, err
	}
	if work.Late, err = tx.LateLines(ctx, tx.Now(), linesShown); err != nil {
		return LineWork{}, err
	}
	if work.Differences, err = tx.Differences(ctx, linesShown); err != nil {
		return LineWork{}, err
	}
	work.More = len(work.Without) == linesShown || len(work.Late) == linesShown || len(work.Differences) == linesShown
	var ids []ID
	for _, l := range work.Late {
		ids = append(ids, l.Person, l.Manager)
	}
	for _, d := range work.Differences {
		ids = append(ids, d.Person, d.Manager, d.InForce)
	}
	work.People, err = peopleByID(ctx, tx, slices.DeleteFunc(ids, func(id ID) bool { return id == "" }))
	return work, err
}

// Looked notes that the people team has looked at the differences about people
// and leaves everything as it is. They are not shown again. NotFound where nobody
// is named.
func (s ReportingService) Looked(ctx context.Context, act Act, people []ID) (Outcome, error) {
	if len(people) == 0 {
		return Outcome{}, Refuse(NotFound, "person.unknown")
	}
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		for _, id := range people {
			person, err := tx.Person(ctx, id)
			if err != nil {
				return Outcome{}, err
			}
			if err := s.mayAssign(ctx, tx, act, person); err != nil {
				return Outcome{}, err
			}
			if err := tx.SettleDifferences(ctx, id, tx.Now()); err != nil {
				return Outcome{}, err
			}
			if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "person.look_at_line", Subject: id, Person: id}); err != nil {
				return Outcome{}, err
			}
		}
		return Outcome{Word: OutcomeDone}, nil
	}, nil)
}

// MyLine is what a person sees of the own reporting line.
type MyLine struct {
	// Manager is the one in force; empty where there is none.
	Manager Person
	// Asked is whom the person named and who has not answered; empty where
	// nobody is asked.
	Asked Person
}

// Mine gives the actor's own line.
func (s ReportingService) Mine(ctx context.Context, actor ID) (MyLine, error) {
	var mine MyLine
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		person, err := tx.Person(ctx, actor)
		if err != nil {
			return err
		}
		if person.Manager != "" {
			if mine.Manager, err = tx.Person(ctx, person.Manager); err != nil {
				return err
			}
		}
		choice, err := s.choiceOf(ctx, tx, actor)
		if CodeOf(err) == NotFound || err == nil && choice.State != LineAsked {
			return nil
		}
		if err == nil {
			mine.Asked, err = tx.Person(ctx, choice.Manager)
		}
		return err
	})
	return mine, err
}

// NamedBy gives the person who named the reader as manager and waits for the
// answer. NotFound where nobody does any more.
func (s ReportingService) NamedBy(ctx context.Context, reader, person ID) (Person, error) {
	var who Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		choice, err := s.choiceOf(ctx, tx, person)
		if err != nil {
			return err
		}
		if choice.Manager != reader || choice.State != LineAsked {
			return Refuse(NotFound, "reporting.no_choice")
		}
		who, err = tx.Person(ctx, person)
		return err
	})
	return who, err
}

// LineNews is a change of manager as one of those concerned reads it.
type LineNews struct {
	Reader  Person
	Changes []ManagerChange
	People  map[ID]Person
}

// Moves gives the changes of a batch that concern a manager.
func (s ReportingService) Moves(ctx context.Context, reader, batch ID) (LineNews, error) {
	return s.news(ctx, reader, func(ctx context.Context, tx Tx) ([]ManagerChange, error) {
		changes, err := tx.ManagerChangesIn(ctx, batch)
		return slices.DeleteFunc(changes, func(c ManagerChange) bool { return c.Former != reader && c.Manager != reader }), err
	})
}

// Told gives one change to the person whom it is about.
func (s ReportingService) Told(ctx context.Context, reader, change ID) (LineNews, error) {
	return s.news(ctx, reader, func(ctx context.Context, tx Tx) ([]ManagerChange, error) {
		c, err := tx.ManagerChange(ctx, change)
		if err == nil && c.Person != reader {
			err = Refuse(Forbidden, "permission.refused")
		}
		return []ManagerChange{c}, err
	})
}

func (s ReportingService) news(ctx context.Context, reader ID, read func(context.Context, Tx) ([]ManagerChange, error)) (LineNews, error) {
	var news LineNews
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		changes, err := read(ctx, tx)
		if err != nil {
			return err
		}
		ids := []ID{reader}
		for _, c := range changes {
			for _, id := range []ID{c.Person, c.Former, c.Manager} {
				if id != "" {
					ids = append(ids, id)
				}
			}
		}
		news.Changes = changes
		news.People, err = peopleByID(ctx, tx, ids)
		news.Reader = news.People[reader]
		return err
	})
	return news, err
}

// lineLapse ends what says that a manager changes, where the change was dropped
// before it was told.
func lineLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	if m.Kind == LineMoved {
		changes, err := tx.ManagerChangesIn(ctx, m.Subject)
		if err != nil || len(changes) > 0 {
			return "", err
		}
		return "subject_gone", nil
	}
	c, err := tx.ManagerChange(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound, err == nil && c.Dropped:
		return "subject_gone", nil
	}
	return "", err
}

// List gives the active people of the organisation with their managers, by id
// from after on, for whoever runs the machine.
func (s ReportingService) List(ctx context.Context, after ID, limit int) ([]Reporting, error) {
	var list []Reporting
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		people, err := tx.People(ctx, PersonFilter{Active: true, After: after, Limit: limit})
		if err != nil {
			return err
		}
		ids := make([]ID, 0, len(people))
		for _, p := range people {
			if p.Manager != "" {
				ids = append(ids, p.Manager)
			}
		}
		managers, err := peopleByID(ctx, tx, ids)
		list = nil
		for _, p := range people {
			list = append(list, Reporting{Person: p, Manager: managers[p.Manager]})
		}
		return err
	})
	return list, err
}
