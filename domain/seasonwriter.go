package domain

import (
	"context"
	"slices"
)

// NameWriter says who writes about a person, where that is not the manager, or
// where there is none. The people team does it with a reason; of its own people
// the deputy may.
func (s SeasonService) NameWriter(ctx context.Context, act Act, e SeasonEdit, writer ID) (SeasonCaseView, error) {
	e.Why = Tidy(e.Why)
	faults := checkReason(e.Why)
	if writer == "" {
		faults = append(faults, RefuseField("writer", "season.writer_missing"))
	}
	if len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(e.ID), string(writer), e.Why)
	return s.alter(ctx, act, caseEdit{e.ID, e.Version, NameSeasonWriter, func(ctx context.Context, tx Tx, at caseAt) error {
		c := at.c
		p, err := tx.Person(ctx, writer)
		if err != nil {
			return err
		}
		switch {
		case c.Person == writer:
			return RefuseField("writer", "season.writer_oneself")
		case !p.Active || p.Kind != Member:
			return RefuseField("writer", "season.writer_guest", "Name", p.Name)
		case c.Writer == writer:
			return RefuseField("writer", "season.writer_same", "Name", p.Name)
		}
		change := SeasonChange{Season: c.Season, Case: c.ID, Kind: WriterChange, Before: string(c.Writer), After: string(writer), Why: e.Why, By: act.Actor}
		if err := s.keepChange(ctx, tx, change, c.Person, c.Version+1); err != nil {
			return err
		}
		return s.setWriter(ctx, tx, at.season, c, writer)
	}})
}

// setWriter lets another person write a case: what the former one handed in stays
// as it is, and words that were not handed in stay with who wrote them, who may
// give them on.
func (s SeasonService) setWriter(ctx context.Context, tx Tx, season Season, c SeasonCase, writer ID) error {
	former := c.Writer
	if former != "" && !slices.Contains(c.Former, former) {
		c.Former = append(slices.Clone(c.Former), former)
	}
	c.Former = slices.DeleteFunc(slices.Clone(c.Former), func(id ID) bool { return id == writer })
	c.Writer = writer
	if err := tx.UpdateSeasonCase(ctx, c); err != nil {
		return err
	}
	if err := s.draftsDone(ctx, tx, c.Season, former); err != nil {
		return err
	}
	if err := s.askDraft(ctx, tx, season, c); err != nil {
		return err
	}
	return s.tellCase(ctx, tx, c, "writer", c.Person, c.Writer, former)
}

// handOver lets a new manager write where the former one did, or nobody. Where
// nothing is written any more, the case stays with who wrote it.
func (s SeasonService) handOver(ctx context.Context, tx Tx, person, former ID) error {
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Person: person, Open: true})
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.Writer != former && c.Writer != "" {
			continue // the people team named who writes
		}
		over, err := s.decidable(ctx, tx, c)
		if err == nil && !over {
			err = s.nextWriter(ctx, tx, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// decidable tells whether a case is done but for decisions: the person could read
// it, and the day has come from which decisions may be recorded.
func (s SeasonService) decidable(ctx context.Context, tx Tx, c SeasonCase) (bool, error) {
	if c.State != CaseShared {
		return false, nil
	}
	season, err := tx.Season(ctx, c.Season)
	if err != nil {
		return false, err
	}
	today, err := s.todayOf(ctx, tx, c.Person)
	return !today.Before(season.Days.Decide), err
}

// nextWriter finds who writes a case now, and notes it where that is another one.
func (s SeasonService) nextWriter(ctx context.Context, tx Tx, c SeasonCase) error {
	writer, err := s.writerFor(ctx, tx, c.Person)
	if err != nil || writer == c.Writer {
		return err
	}
	season, err := tx.Season(ctx, c.Season)
	if err != nil {
		return err
	}
	entry := Entry{Act: "season.writer", Subject: c.ID, Person: c.Person, Version: c.Version + 1, Content: string(c.Writer) + " -> " + string(writer)}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	return s.setWriter(ctx, tx, season, c, writer)
}

// depart ends the cases of a leaver, and gives those that the leaver writes to
// who is above.
func (s SeasonService) depart(ctx context.Context, tx Tx, leaver ID) error {
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Person: leaver, Open: true})
	if err != nil {
		return err
	}
	for _, c := range cases {
		c.State, c.Ending = CaseEnded, CaseLeft
		if err := s.endCase(ctx, tx, c); err != nil {
			return err
		}
	}
	written, err := tx.SeasonCases(ctx, SeasonCaseFilter{Writer: leaver, Open: true})
	if err != nil {
		return err
	}
	for _, c := range written {
		if err := s.nextWriter(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}
