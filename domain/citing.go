package domain

import (
	"context"
	"slices"
	"time"
)

// Citation says that a record is about an expectation of a person, in the wording
// of its time: it stays readable when the expectation is worded anew or left out.
type Citation struct {
	Kind   CitationKind
	Record ID
	Person ID
	// Expectation, Owner and Version name the wording.
	Expectation ID
	Owner       ID
	Version     int
	By          ID
	At          time.Time
}

// CitationKind is the kind of the citing record.
type CitationKind string

// The kinds of records that cite an expectation of the person.
const (
	CitedByGoal     CitationKind = "goal"
	CitedByPlan     CitationKind = "plan" // an item of the plan
	CitedByKudos    CitationKind = "kudos"
	CitedByFeedback CitationKind = "feedback"
	CitedByPromise  CitationKind = "promise"
	CitedByKept     CitationKind = "kept"
)

// CitationRows keeps citations, one a record.
type CitationRows interface {
	// Cite writes the citation of a record over the one before.
	Cite(ctx context.Context, c Citation) error
	// Uncite takes that of a record away.
	Uncite(ctx context.Context, kind CitationKind, record ID) error
	// Citation gives that of a record. NotFound where it cites nothing.
	Citation(ctx context.Context, kind CitationKind, record ID) (Citation, error)
}

// Citable gives the expectations of a person that a record can cite, the one it
// cites now among them, and which that is. There are none for who may not read
// them, and for who has none.
func (s ExpectationService) Citable(ctx context.Context, reader, person ID, kind CitationKind, record ID) ([]Expectation, ID, error) {
	e, err := s.Show(ctx, reader, person)
	if CodeOf(err) == Forbidden {
		return nil, "", nil
	}
	if err != nil || record == "" {
		return e.Own.Expectations, "", err
	}
	var now Expectation
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		now, err = cited(ctx, tx, kind, record)
		return err
	})
	list := slices.Clone(e.Own.Expectations)
	if now.ID != "" && !slices.ContainsFunc(list, func(x Expectation) bool { return x.ID == now.ID }) {
		list = append(list, now)
	}
	return list, now.ID, err
}

// cited is the wording that a record cites, or an empty one.
func cited(ctx context.Context, tx Tx, kind CitationKind, record ID) (Expectation, error) {
	c, err := tx.Citation(ctx, kind, record)
	if CodeOf(err) == NotFound {
		return Expectation{}, nil
	}
	if err != nil {
		return Expectation{}, err
	}
	return tx.Wording(ctx, c.Expectation, c.Owner, c.Version)
}

// cite lets a record cite an expectation of its person as it is worded now, or
// none. What it cites already keeps its wording.
func (p Practice) cite(ctx context.Context, tx Tx, act Act, c Citation) error {
	before, err := cited(ctx, tx, c.Kind, c.Record)
	if err != nil || before.ID == c.Expectation {
		return err
	}
	if c.Expectation == "" {
		if err := tx.Uncite(ctx, c.Kind, c.Record); err != nil {
			return err
		}
		return tx.Record(ctx, Entry{Actor: act.Actor, Act: "expectation.uncite", Subject: c.Record, Person: c.Person})
	}
	e, err := expectedOf(ctx, tx, c.Person)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Own.Expectations, func(x Expectation) bool { return x.ID == c.Expectation })
	if i < 0 {
		return RefuseField("serves", "expectation.gone")
	}
	now := e.Own.Expectations[i]
	c.Owner, c.Version, c.By, c.At = now.Owner, now.Version, act.Actor, tx.Now()
	if err := tx.Cite(ctx, c); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Actor: act.Actor, Act: "expectation.cite", Subject: c.Record, Person: c.Person, Content: now.Text})
}
