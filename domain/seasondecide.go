package domain

import (
	"context"
	"time"
)

// SeasonDecision is something that was decided about a person after a season. It
// counts once a second entitled person has confirmed it; then the person reads it.
type SeasonDecision struct {
	ID   ID
	Case ID
	Kind DecisionKind
	// What was decided, and Why. Sealed.
	What, Why   string
	By          ID
	At          time.Time
	ConfirmedBy ID
	ConfirmedAt time.Time
}

// DecisionKind says what a decision is about.
type DecisionKind string

// The kinds of decisions.
const (
	PayDecision       DecisionKind = "pay"
	PromotionDecision DecisionKind = "promotion"
	RoleDecision      DecisionKind = "role"
	NoChangeDecision  DecisionKind = "none" // that all stays as it is
)

// DecisionKinds are all kinds, as a form offers them.
func DecisionKinds() []DecisionKind {
	return []DecisionKind{PayDecision, PromotionDecision, RoleDecision, NoChangeDecision}
}

// SeasonDecisionRows keeps decisions.
type SeasonDecisionRows interface {
	// AddSeasonDecision adds one.
	AddSeasonDecision(ctx context.Context, d SeasonDecision) error
	// SeasonDecision gives one. NotFound otherwise.
	SeasonDecision(ctx context.Context, id ID) (SeasonDecision, error)
	// SeasonDecisions lists those of a case, oldest first.
	SeasonDecisions(ctx context.Context, about ID) ([]SeasonDecision, error)
	// ConfirmSeasonDecision writes who confirmed it and when, where nobody has
	// yet; false otherwise.
	ConfirmSeasonDecision(ctx context.Context, d SeasonDecision) (bool, error)
}

// check tells what is wrong with a decision as filled in.
func (d SeasonDecision) check() Faults {
	var faults Faults
	switch d.Kind {
	case PayDecision, PromotionDecision, RoleDecision, NoChangeDecision:
	default:
		faults = append(faults, RefuseField("kind", "season.kind_missing"))
	}
	for _, f := range []struct{ field, text string }{{"what", d.What}, {"why", d.Why}} {
		faults = append(faults, Needed(f.field, f.text, MaxSeasonNote)...)
	}
	return faults
}

// Decide records a decision about a person with its rationale: never about
// oneself, and never before the person's own days for reading are over.
func (s SeasonService) Decide(ctx context.Context, act Act, id ID, d SeasonDecision) (SeasonCaseView, error) {
	d.What, d.Why = Tidy(d.What), Tidy(d.Why)
	if faults := d.check(); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(id), string(d.Kind), d.What, d.Why)
	if err := s.notOneself(ctx, act, id); err != nil {
		return SeasonCaseView{}, err
	}
	return s.alter(ctx, act, caseEdit{id, 0, DecideSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		if err := s.daysOver(ctx, tx, at); err != nil {
			return err
		}
		d.ID, d.Case, d.By, d.At = s.IDs.New(), id, act.Actor, tx.Now()
		d.ConfirmedBy, d.ConfirmedAt = "", time.Time{}
		if err := tx.AddSeasonDecision(ctx, d); err != nil {
			return err
		}
		content := string(d.Kind) + "\n" + d.What + "\n" + d.Why
		return tx.Record(ctx, Entry{Actor: act.Actor, Act: string(DecideSeason), Subject: id, Person: at.c.Person, Version: at.c.Version, Content: content})
	}})
}

// notOneself refuses a decision about oneself in words that say who can record it.
func (s SeasonService) notOneself(ctx context.Context, act Act, id ID) error {
	return s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.SeasonCase(ctx, id)
		if err != nil || c.Person != act.Actor {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		return Refuse(Forbidden, "season.decide_oneself", "Team", version.Policy.PeopleTeam.Name)
	})
}

// daysOver refuses a decision before the person's days are over, by the working
// days as they are known now: who was away since has more time.
func (s SeasonService) daysOver(ctx context.Context, tx Tx, at caseAt) error {
	c := at.c
	switch {
	case c.SharedAt.IsZero():
		return Refuse(Conflict, "season.decide_unshared")
	case c.State == CaseEnded:
		return Refuse(Conflict, "season.case_over")
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	w, err := s.calendarByID(ctx, tx, c.Person)
	if err != nil {
		return err
	}
	_, _, from := at.season.Days.ownDays(w, c.SharedOn, version.Policy.Seasons.readDays())
	if from = laterOf(from, c.DecideFrom); w.Today(tx.Now()).Before(from) {
		return Refuse(Conflict, "season.decide_early", "Day", from)
	}
	return nil
}

// ConfirmDecision is the yes of a second entitled person. From then on it stands in
// the person's record, and the person is told that it is there.
func (s SeasonService) ConfirmDecision(ctx context.Context, act Act, decision ID) (SeasonCaseView, error) {
	act.Digest = DigestOf(string(decision))
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		d, err := tx.SeasonDecision(ctx, decision)
		if err != nil {
			return Outcome{}, err
		}
		at, err := s.caseAtID(ctx, tx, d.Case)
		if err != nil {
			return Outcome{}, err
		}
		at.subject.Author = d.By
		if _, err := s.Permitted(ctx, tx, act, ConfirmSeason, at.subject); err != nil {
			return Outcome{}, err
		}
		out := Outcome{Word: OutcomeDone, Subject: d.Case}
		if d.By == act.Actor {
			return out, Refuse(Forbidden, "season.confirm_oneself")
		}
		d.ConfirmedBy, d.ConfirmedAt = act.Actor, tx.Now()
		done, err := tx.ConfirmSeasonDecision(ctx, d)
		if err != nil || !done {
			return out, err // somebody else was first
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: string(ConfirmSeason), Subject: d.Case, Person: at.c.Person, Version: at.c.Version}); err != nil {
			return out, err
		}
		return out, s.tellCase(ctx, tx, at.c, "decided", at.c.Person, d.By)
	}, nil}, s.caseViewer(act.Actor))
}
