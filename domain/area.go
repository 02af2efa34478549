package domain

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// areasShown is how many learning areas of a role the people team sees, and
// areaMonths how many months before the present quarter are looked at.
const (
	areasShown = 3
	areaMonths = 12
)

// LearningCount says how many people something was chosen by.
type LearningCount struct {
	Expectation ID
	// Listed is the Key of an entry of the people team's list; empty where all
	// that was chosen is counted.
	Listed string
	People int
}

// AreaRows counts what people chose to learn.
type AreaRows interface {
	// CountLearning counts, by the expectation that they serve, the people who put
	// something into their plan from a time on and before another.
	CountLearning(ctx context.Context, from, to time.Time) ([]LearningCount, error)
	// CountHelped counts, by expectation and entry of the list, the people who
	// finished something that was taken from it and of whom somebody said that it
	// helped.
	CountHelped(ctx context.Context) ([]LearningCount, error)
}

// LearningArea is an expectation of a role that many chose to learn. Neither the
// people nor their number are part of it.
type LearningArea struct {
	Expectation Expectation
	// Helped are the titles of the list by which many of them were helped before.
	Helped []string
}

// RoleAreas are the learning areas of a role, that most chose first.
type RoleAreas struct {
	Role  string
	Areas []LearningArea
}

// LearningAreas are what people of each role chose to learn, as far as the people
// team sees it.
type LearningAreas struct {
	Roles []RoleAreas
	// From and Before bound the time: four closed quarters. Since nothing changes
	// within a quarter, nobody can tell from it who chose what on which day.
	From, Before Date
	// Least is how many people have to have chosen the same.
	Least int
}

// Areas gives the three learning areas of each role that most people chose, where
// enough of them did. Roles without one are left out. The wording is the role's;
// what was agreed for one person alone is no area.
func (s GrowthService) Areas(ctx context.Context, reader ID) (LearningAreas, error) {
	var all LearningAreas
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadAreas, Subject{})
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		today := DateOf(tx.Now(), s.zoneOf(by.Person, version.Policy))
		if all, err = learningAreas(ctx, tx, version.Policy.Growth, today); err != nil || len(all.Roles) == 0 {
			return err
		}
		helped, err := tx.CountHelped(ctx)
		for _, role := range all.Roles {
			role.Areas = withHelp(role.Areas, helped, version.Policy.Growth, all.Least)
		}
		return err
	})
	return all, err
}

// learningAreas are those of the four quarters that closed before a day, without
// what helped.
func learningAreas(ctx context.Context, tx Tx, growth GrowthPolicy, day Date) (LearningAreas, error) {
	all := LearningAreas{Least: max(growth.AreasFrom, LeastArea), Before: NewDate(day.Year, time.Month((quarter(day)-1)*monthsPerQuarter+1), 1)}
	all.From = all.Before.AddMonths(-areaMonths)
	chosen, err := tx.CountLearning(ctx, all.From.In(time.UTC, 0), all.Before.In(time.UTC, 0))
	if err != nil {
		return all, err
	}
	roles, err := tx.RoleProfiles(ctx, RoleFilter{InForce: true})
	for _, role := range roles {
		if areas := areasOf(role, chosen, all.Least); len(areas) > 0 {
			all.Roles = append(all.Roles, RoleAreas{Role: role.Role, Areas: areas})
		}
	}
	return all, err
}

// areasOf are the expectations of a role that enough people chose, the most chosen
// first.
func areasOf(role RoleProfile, chosen []LearningCount, least int) []LearningArea {
	people := map[ID]int{}
	for _, c := range chosen {
		people[c.Expectation] = c.People
	}
	cells := make([]Cell, len(role.Expectations))
	for i, e := range role.Expectations {
		cells[i].People = people[e.ID]
	}
	// People may have chosen several, and no sum is shown: what counts is each by
	// itself.
	shown := Publishable(cells, least).Alone
	var list []Expectation
	for i, e := range role.Expectations {
		if shown[i] {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b Expectation) int { return cmp.Compare(people[b.ID], people[a.ID]) })
	areas := make([]LearningArea, min(len(list), areasShown))
	for i := range areas {
		areas[i].Expectation = list[i]
	}
	return areas
}

// withHelp adds to areas what of the list helped enough people before.
func withHelp(areas []LearningArea, helped []LearningCount, growth GrowthPolicy, least int) []LearningArea {
	for i, a := range areas {
		var cells []Cell
		var keys []string
		for _, h := range helped {
			if h.Expectation == a.Expectation.ID {
				cells, keys = append(cells, Cell{People: h.People}), append(keys, h.Listed)
			}
		}
		for n, alone := range Publishable(cells, least).Alone {
			if offer, there := growth.listed(keys[n]); alone && there {
				areas[i].Helped = append(areas[i].Helped, offer.Source.Title)
			}
		}
	}
	return areas
}

// Sources gives a role's profile with what the list has for it, to the people
// team, and the version of the policy in which that stands.
func (s GrowthService) Sources(ctx context.Context, reader, profile ID) (RoleProfile, PolicyVersion, error) {
	role, _, err := (ExpectationService{Practice: s.Practice}).ShowRole(ctx, reader, profile)
	if err != nil {
		return RoleProfile{}, PolicyVersion{}, err
	}
	policy, err := PolicyService(s).Get(ctx, reader)
	return role, policy, err
}

// ListSources replaces what the list has for an expectation, in the version of the
// policy that the form showed. Entries in which nothing stands are left out. The
// faults name the fields of the file.
func (s GrowthService) ListSources(ctx context.Context, act Act, version int, expectation ID, list []ListedSource) (PolicyVersion, error) {
	var kept []ListedSource
	for _, entry := range list {
		if entry = entry.tidy(); !entry.Empty() {
			kept = append(kept, entry)
		}
	}
	return PolicyService(s).Change(ctx, act, version, func(p *Policy) {
		sources := make(map[string][]ListedSource, len(p.Growth.Sources)+1)
		maps.Copy(sources, p.Growth.Sources)
		if delete(sources, string(expectation)); len(kept) > 0 {
			sources[string(expectation)] = kept
		}
		p.Growth.Sources = sources
	})
}
