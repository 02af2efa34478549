package domain

import (
	"context"
	"slices"
)

// seconds are those who may say the second yes to what a subject's author asks:
// the people team and those whom the policy names, and where fewer than least of
// them can, the deputies, too; ofTeam says that it came to that, or that the
// people team is concerned anyway.
func (p Practice) seconds(ctx context.Context, tx Tx, action Action, subject Subject, least int) (found []Person, ofTeam bool, err error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, false, err
	}
	team, err := p.peopleTeam(ctx, tx, subject.Author)
	if err != nil {
		return nil, false, err
	}
	named, err := peopleNamed(ctx, tx, slices.Concat(version.Policy.Access.Seconds, version.Policy.PeopleTeam.Deputies))
	if err != nil {
		return nil, false, err
	}
	for {
		found, err := p.whoMay(ctx, tx, append(slices.Clone(team), named...), action, subject)
		if err != nil || subject.PeopleTeam || len(found) >= least {
			return found, subject.PeopleTeam, err
		}
		subject.PeopleTeam = true
	}
}

// whoMay keeps those of some people who may do something, each once.
func (p Practice) whoMay(ctx context.Context, tx Tx, people []Person, action Action, subject Subject) ([]Person, error) {
	var found []Person
	for _, person := range people {
		standing, err := p.StandingOf(ctx, tx, person.ID)
		if err != nil {
			return nil, err
		}
		known := slices.ContainsFunc(found, func(f Person) bool { return f.ID == person.ID })
		if _, may := Can(standing, action, subject); may && !known {
			found = append(found, standing.Person)
		}
	}
	return found, nil
}
