package domain

import (
	"context"
	"time"
)

// caseAt is a case with what permission around it is asked about.
type caseAt struct {
	season  Season
	c       SeasonCase
	subject Subject
	by      Standing
}

// caseAtID reads a case with who stands around it.
func (s SeasonService) caseAtID(ctx context.Context, tx Tx, id ID) (caseAt, error) {
	c, err := tx.SeasonCase(ctx, id)
	if err != nil {
		return caseAt{}, err
	}
	season, err := tx.Season(ctx, c.Season)
	if err != nil {
		return caseAt{}, err
	}
	around, err := aroundPerson(ctx, tx, c.Person)
	if err != nil {
		return caseAt{}, err
	}
	at := caseAt{season: season, c: c, subject: c.subject(season, around)}
	at.subject.PeopleTeam, err = s.concernsTeam(ctx, tx, []ID{c.Person})
	return at, err
}

// caseEdit changes a case by the version that a form showed. A press that shows
// no version has 0, and is checked by the state alone.
type caseEdit struct {
	id      ID
	version int
	action  Action
	edit    func(ctx context.Context, tx Tx, at caseAt) error
}

// alter changes a case for who may, and gives it as it stands then.
func (s SeasonService) alter(ctx context.Context, act Act, e caseEdit) (SeasonCaseView, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		at, err := s.caseAtID(ctx, tx, e.id)
		if err != nil {
			return Outcome{}, err
		}
		if at.by, err = s.Permitted(ctx, tx, act, e.action, at.subject); err != nil {
			return Outcome{}, err
		}
		if e.version != 0 && e.version != at.c.Version {
			return Outcome{}, Refuse(Conflict, "season.case_changed")
		}
		return Outcome{Word: OutcomeDone, Subject: e.id}, e.edit(ctx, tx, at)
	}, nil}, s.caseViewer(act.Actor))
}

// setDue writes when the next thing becomes due with a case: that the person can
// read it, or that their day for a word has passed.
func (s SeasonService) setDue(ctx context.Context, tx Tx, season Season, c *SeasonCase) error {
	c.DueAt = time.Time{}
	if c.State != CaseHanded && c.State != CaseShared {
		return nil
	}
	w, err := s.calendarByID(ctx, tx, c.Person)
	if err != nil {
		return err
	}
	if c.State == CaseHanded {
		at := season.Days.Packet.In(w.Zone, 0)
		if at.Before(tx.Now()) {
			at = tx.Now()
		}
		c.DueAt = at
		if next, ok := w.NextAllowed(at); ok {
			c.DueAt = next.UTC()
		}
		return nil
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	c.ReplyUntil, c.AckUntil, c.DecideFrom = season.Days.ownDays(w, c.SharedOn, version.Policy.Seasons.readDays())
	if c.AckAt.IsZero() && c.SilentAt.IsZero() {
		c.DueAt = c.AckUntil.AddDays(1).In(w.Zone, 0).UTC()
	}
	return nil
}
