package domain

import (
	"context"
	"time"
)

// AskSeasonRead is the kind of the ask to read the own summary; its subject is the
// case.
const AskSeasonRead = "season.read"

// readAgainDays is after how many working days a person is asked to read.
const readAgainDays = 2

// Advance does what is due with cases: lets people read the own summary, and
// notes the silence of those whose day has passed.
func (s SeasonService) Advance(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueSeasonCases(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.advance)
}

func (s SeasonService) advance(ctx context.Context, tx Tx, id ID) error {
	c, err := tx.SeasonCase(ctx, id)
	if err != nil || c.DueAt.IsZero() || c.DueAt.After(tx.Now()) {
		return err
	}
	season, err := tx.Season(ctx, c.Season)
	if err != nil {
		return err
	}
	// Days, absences and hours may have changed since: only what is due by the
	// present ones is done.
	if err := s.setDue(ctx, tx, season, &c); err != nil {
		return err
	}
	switch {
	case c.DueAt.IsZero(), c.DueAt.After(tx.Now()):
		return tx.UpdateSeasonCase(ctx, c)
	case c.State == CaseHanded:
		return s.share(ctx, tx, season, c)
	}
	return s.noteSilence(ctx, tx, c)
}

// share lets the person read the summary, and tells them that it is there.
func (s SeasonService) share(ctx context.Context, tx Tx, season Season, c SeasonCase) error {
	person, err := tx.Person(ctx, c.Person)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	w, err := s.CalendarOf(ctx, tx, person, version.Policy)
	if err != nil {
		return err
	}
	c.State, c.SharedAt, c.SharedOn = CaseShared, tx.Now(), w.Today(tx.Now())
	c.Worked, c.Away = season.worked(w, person)
	if err := s.setDue(ctx, tx, season, &c); err != nil {
		return err
	}
	if err := tx.UpdateSeasonCase(ctx, c); err != nil {
		return err
	}
	entry := Entry{Act: "season.share", Subject: c.ID, Person: c.Person, Version: c.Version + 1, Content: c.Text}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	ask := Ask{Person: c.Person, Kind: AskSeasonRead, Subject: c.ID, Urgency: SomebodyWaits, Expires: c.AckUntil.AddDays(1).In(w.Zone, 0).UTC()}
	if again, ok := w.AddWorkingDays(c.SharedOn, readAgainDays); ok {
		ask.NotBefore = again.In(w.Zone, 0).UTC()
	}
	if err := s.fileAsk(ctx, tx, ask); err != nil {
		return err
	}
	return s.tellCase(ctx, tx, c, "shared", c.Person, c.Writer)
}

// worked counts the working days of the time that is looked back on, from the
// person's first day on: those worked, and those away. Time away shortens the
// time, and nothing else.
func (s Season) worked(w WorkCalendar, person Person) (worked, away int) {
	span := DateRange{Start: s.From, End: s.Until}
	if person.Start.After(span.Start) {
		span.Start = person.Start
	}
	if span.End.Before(span.Start) {
		return 0, 0
	}
	worked = len(w.WorkingDays(span))
	return worked, w.AbsenceLength(span) - worked
}

// noteSilence notes that the day for a word has passed without one: that is
// silence, and no agreement.
func (s SeasonService) noteSilence(ctx context.Context, tx Tx, c SeasonCase) error {
	c.SilentAt, c.DueAt = tx.Now(), time.Time{}
	if err := tx.UpdateSeasonCase(ctx, c); err != nil {
		return err
	}
	if err := tx.Record(ctx, Entry{Act: "season.silent", Subject: c.ID, Person: c.Person, Version: c.Version + 1}); err != nil {
		return err
	}
	if err := s.closeAsks(ctx, tx, c.ID, AskSeasonRead, c.Person); err != nil {
		return err
	}
	return s.tellCase(ctx, tx, c, "silent", c.Writer)
}
