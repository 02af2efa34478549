package domain

import (
	"cmp"
	"context"
	"slices"
)

// The most that lists hold.
const (
	seasonListed  = 20  // seasons
	seasonShown   = 500 // people of a season
	seasonChanges = 20  // changes
)

// SeasonView is a season as one of those concerned sees it.
type SeasonView struct {
	Season Season
	Counts SeasonCounts
	// Cases are those that the reader may look into, by name: no order of merit
	// exists.
	Cases []SeasonCase
	// Moves are the changes of its days, with their reasons.
	Moves  []SeasonChange
	People map[ID]Person
	Reader ID
	// MaySteer is true for who may change its days and people, MayCompare for who
	// may compare some of its people.
	MaySteer, MayCompare bool
	Team                 string
	Today                Date
}

// Show gives a season to somebody concerned by it.
func (s SeasonService) Show(ctx context.Context, reader, id ID) (SeasonView, error) {
	var v SeasonView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		v, err = s.viewer(reader)(ctx, tx, Outcome{Subject: id})
		return err
	})
	return v, err
}

// viewer reads a season for somebody.
func (s SeasonService) viewer(reader ID) func(context.Context, Tx, Outcome) (SeasonView, error) {
	return func(ctx context.Context, tx Tx, out Outcome) (SeasonView, error) {
		season, subject, err := s.seasonOf(ctx, tx, out.Subject)
		if err != nil {
			return SeasonView{}, err
		}
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return SeasonView{}, err
		}
		v := SeasonView{Season: season, Reader: reader}
		_, v.MaySteer = Can(by, SteerSeason, subject)
		if err := s.addCases(ctx, tx, &v, by, subject); err != nil {
			return SeasonView{}, err
		}
		counts, err := tx.CountSeasonCases(ctx, []ID{season.ID})
		if err != nil {
			return SeasonView{}, err
		}
		v.Counts = counts[season.ID]
		all, err := tx.SeasonChanges(ctx, season.ID, "", seasonChanges)
		if err != nil {
			return SeasonView{}, err
		}
		ids := append(slices.Clone(season.Comparers), reader, season.OpenedBy, season.Group.Manager)
		for _, c := range all {
			if c.Kind == DaysChange || c.Kind == StopChange {
				v.Moves, ids = append(v.Moves, c), append(ids, c.By)
			}
		}
		for _, c := range v.Cases {
			ids = append(ids, c.Person, c.Writer)
		}
		return v, s.addAround(ctx, tx, &v, by, ids)
	}
}

// addAround reads who is named in a season, and what day it is for the reader.
func (s SeasonService) addAround(ctx context.Context, tx Tx, v *SeasonView, by Standing, ids []ID) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	v.Team, v.Today = version.Policy.PeopleTeam.Name, DateOf(tx.Now(), s.zoneOf(by.Person, version.Policy))
	if v.People, err = peopleByID(ctx, tx, eachOnce(ids)); err != nil {
		return err
	}
	sortByName(v.Cases, v.People)
	return nil
}

// sortByName orders cases by the names of their people, and by nothing else.
func sortByName(cases []SeasonCase, people map[ID]Person) {
	slices.SortFunc(cases, func(a, b SeasonCase) int {
		return cmp.Or(cmp.Compare(people[a.Person].Name, people[b.Person].Name), cmp.Compare(a.Person, b.Person))
	})
}

// addCases reads those cases that the reader may look into, and refuses who has
// nothing to do with the season.
func (s SeasonService) addCases(ctx context.Context, tx Tx, v *SeasonView, by Standing, subject Subject) error {
	own, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: v.Season.ID, Person: v.Reader, Limit: 1})
	if err != nil {
		return err
	}
	written, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: v.Season.ID, Writer: v.Reader, Limit: seasonShown})
	if err != nil {
		return err
	}
	v.Cases = slices.Concat(own, written)
	_, wide := Can(by, ReadSeason, subject)
	if wide && (by.HR || slices.Contains(v.Season.Comparers, v.Reader)) {
		if v.Cases, err = tx.SeasonCases(ctx, SeasonCaseFilter{Season: v.Season.ID, Limit: seasonShown}); err != nil {
			return err
		}
		v.Cases = slices.DeleteFunc(v.Cases, func(c SeasonCase) bool { return c.Person != v.Reader && slices.Contains(by.Line, c.Person) })
	}
	for i, c := range v.Cases {
		compared := subject
		compared.Person, compared.Author, compared.Line = c.Person, c.Writer, nil
		_, may := Can(by, CompareSeason, compared)
		v.MayCompare = v.MayCompare || may && c.Open()
		v.Cases[i].Text = "" // words stand in the view of a case alone
	}
	if wide {
		return nil
	}
	subject.Person, subject.Author = "", ""
	if len(own) > 0 {
		subject.Person = v.Reader
	}
	if len(written) > 0 {
		subject.Author = v.Reader
	}
	return Permit(by, ReadSeason, subject)
}

// SeasonList is what somebody has to do with seasons.
type SeasonList struct {
	// Own are the person's cases, Writing those that the person writes in seasons
	// that go on.
	Own, Writing []SeasonCase
	// Compare are seasons in which the person compares; All are those of groups,
	// for the people team.
	Compare, All []Season
	Counts       map[ID]SeasonCounts
	Seasons      map[ID]Season
	People       map[ID]Person
	Reader       ID
	// MayOpen is true for who may open one for a group, Converses for who may open
	// one about themselves. Reports are those about whom the person may.
	MayOpen, Converses bool
	Reports            []Person
	Today              Date
}

// seasonSince is how long after its last day a season stands in lists.
const seasonSince = 60

// List gives what somebody has to do with seasons.
func (s SeasonService) List(ctx context.Context, reader ID) (SeasonList, error) {
	l := SeasonList{Reader: reader, Seasons: map[ID]Season{}}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		l.Today = DateOf(tx.Now(), s.zoneOf(by.Person, version.Policy))
		_, l.MayOpen = Can(by, OpenSeason, Subject{})
		l.Converses = by.Person.Converses()
		if l.Reports, err = tx.People(ctx, PersonFilter{Manager: reader, Active: true, Limit: reportsOffered}); err != nil {
			return err
		}
		return l.read(ctx, tx)
	})
	return l, err
}

// read reads the cases and seasons of a list.
func (l *SeasonList) read(ctx context.Context, tx Tx) error {
	since := l.Today.AddDays(-seasonSince)
	var err error
	if l.MayOpen {
		if l.All, err = tx.Seasons(ctx, SeasonFilter{Group: true, Since: since, Limit: seasonListed}); err != nil {
			return err
		}
	}
	if l.Compare, err = tx.Seasons(ctx, SeasonFilter{Comparer: l.Reader, Since: since, Limit: seasonListed}); err != nil {
		return err
	}
	if l.Own, err = tx.SeasonCases(ctx, SeasonCaseFilter{Person: l.Reader, Limit: seasonShown}); err != nil {
		return err
	}
	if l.Writing, err = tx.SeasonCases(ctx, SeasonCaseFilter{Writer: l.Reader, Open: true, Limit: seasonShown}); err != nil {
		return err
	}
	var ids, people []ID
	for _, c := range append(slices.Clone(l.Own), l.Writing...) {
		ids, people = append(ids, c.Season), append(people, c.Person, c.Writer)
	}
	if ids = eachOnce(ids); len(ids) > 0 {
		list, err := tx.Seasons(ctx, SeasonFilter{IDs: ids})
		if err != nil {
			return err
		}
		for _, season := range list {
			l.Seasons[season.ID] = season
		}
	}
	l.keepPresent(since)
	if l.People, err = peopleByID(ctx, tx, eachOnce(append(people, l.Reader))); err != nil {
		return err
	}
	sortByName(l.Writing, l.People)
	return l.count(ctx, tx)
}

// keepPresent takes the words away, and what the person wrote in seasons that
// are long over.
func (l *SeasonList) keepPresent(since Date) {
	for _, list := range [][]SeasonCase{l.Own, l.Writing} {
		for i := range list {
			list[i].Text, list[i].Why = "", ""
		}
	}
	l.Writing = slices.DeleteFunc(l.Writing, func(c SeasonCase) bool {
		season := l.Seasons[c.Season]
		return season.State != SeasonOpen || season.Days.Decide.Before(since)
	})
	slices.SortFunc(l.Own, func(a, b SeasonCase) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
}

// count reads how far the seasons of the lists are.
func (l *SeasonList) count(ctx context.Context, tx Tx) error {
	var ids []ID
	for _, season := range append(slices.Clone(l.All), l.Compare...) {
		ids = append(ids, season.ID)
	}
	var err error
	if len(ids) > 0 {
		l.Counts, err = tx.CountSeasonCases(ctx, eachOnce(ids))
	}
	return err
}

// addSeasons reads the person's part in seasons that go on.
func (h *Home) addSeasons(ctx context.Context, tx Tx, p Practice) error {
	person := h.Standing.Person
	h.Seasons = SeasonList{Reader: person.ID, Seasons: map[ID]Season{}, Today: DateOf(tx.Now(), p.zoneOf(person, h.Policy.Policy))}
	_, h.Seasons.MayOpen = Can(h.Standing, OpenSeason, Subject{})
	if err := h.Seasons.read(ctx, tx); err != nil {
		return err
	}
	h.Seasons.Own = slices.DeleteFunc(h.Seasons.Own, func(c SeasonCase) bool {
		season := h.Seasons.Seasons[c.Season]
		return !c.Open() || season.State != SeasonOpen || season.Days.Decide.Before(h.Seasons.Today)
	})
	return nil
}
