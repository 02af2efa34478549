package domain

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// comparedAtOnce is how many people one view compares.
const comparedAtOnce = 30

// SeasonComparison lays what summaries rest on side by side: per expectation, and
// within it by name. Nothing is computed from it but how many people said
// something, and nothing is ordered by that.
type SeasonComparison struct {
	// Missing are the cards that the reader is asked to read first.
	Missing []CoachCard
	View    SeasonView
	Topics  []ComparedTopic
	// Unwritten are those whose summary is not handed in.
	Unwritten []SeasonCase

	figures bool // of one person may be shown to who is not the manager
}

// ComparedTopic is one expectation with what is cited about it of each person.
type ComparedTopic struct {
	// Expectation is empty for what speaks to none.
	Expectation Expectation
	Rows        []ComparedRow
}

// ComparedRow is what is cited about an expectation of one person.
type ComparedRow struct {
	Case  SeasonCase
	Lines []CitedLine
	// Sources is how many people other than the person said one of the lines that
	// stand. Counted is false where the policy keeps such figures of one person from
	// the reader.
	Sources int
	Counted bool
}

// Compare shows who may compare what the summaries rest on that are handed in: who
// writes those of their own people, and who was named, or is of the people team,
// of all. That somebody looked who is watched is kept for each person.
func (s SeasonService) Compare(ctx context.Context, reader, id ID) (SeasonComparison, error) {
	var c SeasonComparison
	var looks []Entry
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		c, looks = SeasonComparison{}, nil
		view, err := s.viewer(reader)(ctx, tx, Outcome{Subject: id})
		if err != nil {
			return err
		}
		c.View = view
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c.figures = version.Policy.Discloses(PersonFigures)
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		compared := 0
		for _, item := range view.Cases {
			if compared == comparedAtOnce || !item.Open() {
				continue
			}
			at, err := s.caseAtID(ctx, tx, item.ID)
			if err != nil {
				return err
			}
			at.by = by
			if _, may := Can(by, CompareSeason, at.subject); !may {
				continue
			}
			if at.c.HandedAt.IsZero() {
				c.Unwritten = append(c.Unwritten, item)
				continue
			}
			compared++
			if watchedOnly(by, CompareSeason, at.subject) {
				looks = append(looks, Entry{Actor: reader, Act: string(CompareSeason), Subject: item.ID, Person: item.Person, Version: item.Version})
			}
			if err := s.addCompared(ctx, tx, &c, at); err != nil {
				return err
			}
		}
		if len(c.Topics)+len(c.Unwritten) == 0 {
			return Refuse(Forbidden, "season.nothing_to_compare")
		}
		if c.Missing, err = s.Coached(ctx, tx, reader); err != nil {
			return err
		}
		return c.addAuthors(ctx, tx)
	})
	if err != nil {
		return SeasonComparison{}, err
	}
	c.order()
	return c, s.seen(ctx, looks...)
}

// addCompared adds what the summary of one person rests on.
func (s SeasonService) addCompared(ctx context.Context, tx Tx, c *SeasonComparison, at caseAt) error {
	cited, err := tx.SeasonCitations(ctx, []ID{at.c.ID})
	if err != nil {
		return err
	}
	lines, err := s.citedOf(ctx, tx, at, cited)
	if err != nil {
		return err
	}
	expected, err := expectedOf(ctx, tx, at.c.Person)
	if err != nil {
		return err
	}
	at.c.Text, at.c.Why = "", ""
	for _, x := range append(slices.Clone(expected.Own.Expectations), Expectation{}) {
		row := ComparedRow{Case: at.c}
		for _, line := range lines {
			known := slices.ContainsFunc(expected.Own.Expectations, func(e Expectation) bool { return e.ID == line.Expectation })
			if line.Expectation == x.ID || x.ID == "" && !known {
				row.Lines = append(row.Lines, line)
			}
		}
		if x.ID == "" && len(row.Lines) == 0 && len(expected.Own.Expectations) > 0 {
			continue
		}
		if row.Counted = c.figures || at.c.Writer == at.by.Person.ID; row.Counted {
			row.Sources = sources(row.Lines, at.c.Person)
		}
		c.add(x, row)
	}
	return nil
}

// addAuthors reads who said what is cited.
func (c *SeasonComparison) addAuthors(ctx context.Context, tx Tx) error {
	var ids []ID
	for _, t := range c.Topics {
		for _, row := range t.Rows {
			for _, line := range row.Lines {
				ids = append(ids, line.Evidence.Author)
			}
		}
	}
	people, err := peopleByID(ctx, tx, eachOnce(ids))
	maps.Copy(c.View.People, people)
	return err
}

// add puts a row under its expectation: whose role is the same share one.
func (c *SeasonComparison) add(x Expectation, row ComparedRow) {
	i := slices.IndexFunc(c.Topics, func(t ComparedTopic) bool { return t.Expectation.ID == x.ID })
	if i < 0 {
		c.Topics = append(c.Topics, ComparedTopic{Expectation: x})
		i = len(c.Topics) - 1
	}
	c.Topics[i].Rows = append(c.Topics[i].Rows, row)
}

// sources counts the people other than the person who said one of the lines that
// stand.
func sources(lines []CitedLine, person ID) int {
	var said []ID
	for _, line := range lines {
		author := line.Evidence.Author
		stands := line.State == CitedShown || line.State == CitedOthers
		if stands && author != "" && author != person && !slices.Contains(said, author) {
			said = append(said, author)
		}
	}
	return len(said)
}

// order orders topics by dimension and words, what speaks to none at the end, and
// the people of each by name.
func (c *SeasonComparison) order() {
	dimensions := []Dimension{ResultGoal, ActionGoal, BehaviourGoal, ""}
	slices.SortStableFunc(c.Topics, func(a, b ComparedTopic) int {
		x, y := a.Expectation, b.Expectation
		return cmp.Or(cmp.Compare(slices.Index(dimensions, x.Dimension), slices.Index(dimensions, y.Dimension)), cmp.Compare(x.Text, y.Text), cmp.Compare(x.ID, y.ID))
	})
	people := c.View.People
	for _, t := range c.Topics {
		slices.SortStableFunc(t.Rows, func(a, b ComparedRow) int {
			return cmp.Or(cmp.Compare(people[a.Case.Person].Name, people[b.Case.Person].Name), cmp.Compare(a.Case.Person, b.Case.Person))
		})
	}
}
