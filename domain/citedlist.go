package domain

import (
	"context"
	"slices"
)

// citedShown is how many records are read for the list of what shows an
// expectation.
const citedShown = 40

// CitedRecord is a record that cites an expectation, with its words.
type CitedRecord struct {
	Citation
	Text string
	// From is who gave or promised it; empty for the person's own.
	From ID
}

// CitedList is what cites the expectations of a person, newest first below each.
type CitedList struct {
	Person Person
	// Expectations are those of the person now, and what was worded otherwise when
	// it was cited, as it was worded then.
	Expectations []Expectation
	Records      map[ID][]CitedRecord // by the expectation
	People       map[ID]Person
	// More is true where there is more than is shown.
	More bool
}

// Cited lists what cites the expectations of a person, as far as the reader may
// read the citing records.
func (s ExpectationService) Cited(ctx context.Context, reader, person ID) (CitedList, error) {
	list := CitedList{Records: map[ID][]CitedRecord{}}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := aroundPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		by, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadCitations, subject)
		if err != nil {
			return err
		}
		e, err := expectedOf(ctx, tx, person)
		if err != nil {
			return err
		}
		list.Person, list.Expectations = e.Person, slices.Clone(e.Own.Expectations)
		all, err := tx.CitationsAbout(ctx, person)
		if err != nil {
			return err
		}
		slices.Reverse(all)
		list.More = len(all) > citedShown
		return list.fill(ctx, tx, by, subject, all[:min(len(all), citedShown)])
	})
	return list, err
}

// fill reads the records that the reader may read.
func (l *CitedList) fill(ctx context.Context, tx Tx, by Standing, around Subject, all []Citation) error {
	var ids []ID
	for _, c := range all {
		record, may, err := citedRecord(ctx, tx, by, around, c)
		if code := CodeOf(err); code == NotFound {
			continue // it was purged, and its citation goes with it
		}
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if !slices.ContainsFunc(l.Expectations, func(e Expectation) bool { return e.ID == c.Expectation }) {
			old, err := tx.Wording(ctx, c.Expectation, c.Owner, c.Version)
			if err != nil {
				return err
			}
			l.Expectations = append(l.Expectations, old)
		}
		l.Records[c.Expectation] = append(l.Records[c.Expectation], record)
		ids = append(ids, record.From)
	}
	var err error
	l.People, err = peopleByID(ctx, tx, ids)
	return err
}

// citedRecord reads a record with what the table says of its reader.
func citedRecord(ctx context.Context, tx Tx, by Standing, around Subject, c Citation) (CitedRecord, bool, error) {
	r := CitedRecord{Citation: c}
	can := func(action Action, subject Subject) bool {
		_, may := Can(by, action, subject)
		return may
	}
	switch c.Kind {
	case CitedByGoal:
		g, err := tx.Goal(ctx, c.Record)
		r.Text = g.Title
		return r, can(ReadGoal, around), err
	case CitedByKudos:
		kudos, _ := kudosOfCitation(c.Record)
		k, err := tx.Kudos(ctx, kudos)
		r.Text, r.From = k.Text, k.Giver
		posted := k.postedAbout(c.Person) && can(ReadPosted, around)
		return r, err == nil && k.State == KudosGiven && (can(ReadKudos, k.Subject()) || posted), err
	case CitedByPromise:
		p, err := tx.Commitment(ctx, c.Record)
		r.Text, r.From = p.What, p.Who
		return r, p.State != PromiseDropped && can(ReadRecord, around), err
	case CitedByPlan:
		i, err := tx.PlanItem(ctx, c.Record)
		r.Text = i.What
		return r, can(ReadPlan, around), err
	case CitedByFeedback:
		f, err := tx.Feedback(ctx, c.Record)
		r.Text, r.From = f.Behaviour, f.Giver
		// What nobody has opened can still be taken back, and is opened elsewhere.
		return r, err == nil && !f.ReadAt.IsZero() && can(ReadFeedback, f.Subject()), err
	case CitedByKept: // stands in the own file
	}
	return r, false, nil
}
