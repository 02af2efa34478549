package domain

import (
	"context"
	"time"
)

// Work goes on with seasons whose people wait for something: a page of people of
// each, in a transaction of its own. It tells for how many seasons it was done.
func (s SeasonService) Work(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueSeasons(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.work)
}

func (s SeasonService) work(ctx context.Context, tx Tx, id ID) error {
	season, err := tx.Season(ctx, id)
	if err != nil || season.Work == "" || season.WorkAt.After(tx.Now()) {
		return err
	}
	var done int
	if season.Work == SeasonGathers {
		done, err = s.gatherPage(ctx, tx, &season)
	} else {
		done, err = s.casePage(ctx, tx, &season)
	}
	if err != nil {
		return err
	}
	season.WorkAt = tx.Now().Add(seasonPause)
	if done < seasonPage {
		season.Work, season.WorkAt, season.Worked = "", time.Time{}, ""
	}
	return tx.NoteSeasonWork(ctx, season)
}

// gatherPage gives a page of a group their cases.
func (s SeasonService) gatherPage(ctx context.Context, tx Tx, season *Season) (int, error) {
	filter := season.Group.Filter()
	filter.After, filter.Limit = season.Worked, seasonPage
	people, err := tx.People(ctx, filter)
	if err != nil {
		return 0, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return 0, err
	}
	for _, person := range people {
		season.Worked = person.ID
		if !person.Converses() || s.hasLeft(person, tx.Now(), version.Policy) {
			continue
		}
		if err := s.begin(ctx, tx, *season, person, Bulk); err != nil {
			return 0, err
		}
	}
	return len(people), nil
}

// casePage tells a page of the people of a season that its days changed, or that
// it was called off.
func (s SeasonService) casePage(ctx context.Context, tx Tx, season *Season) (int, error) {
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: season.ID, Open: true, After: season.Worked, Limit: seasonPage})
	if err != nil {
		return 0, err
	}
	kind := SeasonMoved
	if season.Work == SeasonStops {
		kind = SeasonStopped
	}
	for _, c := range cases {
		season.Worked = c.Person
		if kind == SeasonStopped {
			c.State, c.Ending = CaseEnded, CaseCalledOff
			err = s.endCase(ctx, tx, c)
		} else {
			err = s.planCase(ctx, tx, *season, c)
		}
		if err != nil {
			return 0, err
		}
		if err := s.tellOnce(ctx, tx, c, kind, Bulk); err != nil {
			return 0, err
		}
	}
	return len(cases), nil
}

// tellOnce tells the person of a case, and who writes it, once for all of theirs
// in the season: with the first by the order of the cases.
func (s SeasonService) tellOnce(ctx context.Context, tx Tx, c SeasonCase, kind string, class Class) error {
	m := Message{Kind: kind, Deed: Post, Class: class, Recipient: c.Person, Subject: c.Season, Detail: string(Self)}
	if err := tx.Tell(ctx, m); err != nil || c.Writer == "" {
		return err
	}
	first, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: c.Season, Writer: c.Writer, Limit: 1})
	if err != nil || len(first) == 0 || first[0].ID != c.ID {
		return err
	}
	m.Recipient, m.Detail = c.Writer, string(Author)
	return tx.Tell(ctx, m)
}

// begin gives a person a case in a season, tells them and who writes, and asks the
// writer for the summary once the facts are gathered. Who has a case already keeps
// it.
func (s SeasonService) begin(ctx context.Context, tx Tx, season Season, person Person, class Class) error {
	c := SeasonCase{ID: s.IDs.New(), Season: season.ID, Person: person.ID, State: CaseWriting, At: tx.Now()}
	var err error
	if c.Writer, err = s.writerFor(ctx, tx, person.ID); err != nil {
		return err
	}
	fresh, err := tx.CreateSeasonCase(ctx, c)
	if err != nil || !fresh {
		return err
	}
	entry := Entry{Actor: season.OpenedBy, Act: "season.begin", Subject: c.ID, Person: c.Person, Version: 1}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.tellOnce(ctx, tx, c, SeasonOpened, class); err != nil {
		return err
	}
	return s.askDraft(ctx, tx, season, c)
}

// writerFor is who writes about a person: the nearest manager who is here and not
// away for long; empty where there is none.
func (s SeasonService) writerFor(ctx context.Context, tx Tx, person ID) (ID, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return "", err
	}
	line, err := tx.LineAbove(ctx, person)
	if err != nil {
		return "", err
	}
	for _, id := range line {
		fits, err := s.canPartner(ctx, tx, id, version.Policy, false)
		if err != nil {
			return "", err
		}
		if fits {
			return id, nil
		}
	}
	return "", nil
}

// AskSeasonDraft is the kind of the ask for the summaries that somebody has to
// write in a season; its subject is the season.
const AskSeasonDraft = "season.draft"

// askDraft asks who writes once the facts are gathered, and again two days before
// the summaries are due.
func (s SeasonService) askDraft(ctx context.Context, tx Tx, season Season, c SeasonCase) error {
	if c.Writer == "" || c.State != CaseWriting {
		return nil
	}
	again := season.Days.Draft.AddDays(-2).In(time.UTC, 0)
	a := Ask{
		Person: c.Writer, Kind: AskSeasonDraft, Subject: season.ID, Urgency: SomebodyWaits,
		NotBefore: season.Days.Facts.In(time.UTC, 0), Expires: season.Days.Decide.AddDays(1).In(time.UTC, 0),
	}
	if again.After(a.NotBefore) {
		a.Again = []time.Time{again}
	}
	return s.fileAsk(ctx, tx, a)
}

// planCase brings what becomes due with a case in line with the days of its
// season.
func (s SeasonService) planCase(ctx context.Context, tx Tx, season Season, c SeasonCase) error {
	if err := s.setDue(ctx, tx, season, &c); err != nil {
		return err
	}
	if err := tx.UpdateSeasonCase(ctx, c); err != nil {
		return err
	}
	return s.askDraft(ctx, tx, season, c)
}

// endCase writes a case that is over, and asks nobody about it any more.
func (s SeasonService) endCase(ctx context.Context, tx Tx, c SeasonCase) error {
	c.DueAt = time.Time{}
	if err := tx.UpdateSeasonCase(ctx, c); err != nil {
		return err
	}
	entry := Entry{Act: "season.end", Subject: c.ID, Person: c.Person, Version: c.Version + 1, Content: string(c.Ending) + "\n" + c.Why}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.closeAsks(ctx, tx, c.ID, "", ""); err != nil {
		return err
	}
	return s.draftsDone(ctx, tx, c.Season, c.Writer)
}

// draftsDone asks a writer no more for the summaries of a season where none is
// left to write.
func (s SeasonService) draftsDone(ctx context.Context, tx Tx, season, writer ID) error {
	if writer == "" {
		return nil
	}
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: season, Writer: writer, Open: true})
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.State == CaseWriting {
			return nil
		}
	}
	return s.answered(ctx, tx, season, AskSeasonDraft, writer)
}
