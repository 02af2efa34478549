package domain

import (
	"context"
	"slices"
)

// concernsTeam tells whether some people are of the people team or above one of
// its members, who could not act as the people team on them.
func (p Practice) concernsTeam(ctx context.Context, tx Tx, people []ID) (bool, error) {
	team, err := p.peopleTeam(ctx, tx, "")
	if err != nil {
		return false, err
	}
	for _, member := range team {
		line, err := tx.LineAbove(ctx, member.ID)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(append(line, member.ID), func(id ID) bool { return slices.Contains(people, id) }) {
			return true, nil
		}
	}
	return false, nil
}

// peopleTeam finds the people of the people team, the actor apart.
func (p Practice) peopleTeam(ctx context.Context, tx Tx, without ID) ([]Person, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	inGroup, err := tx.Office(ctx, OfficeHR)
	if err != nil {
		return nil, err
	}
	named, err := peopleNamed(ctx, tx, slices.Concat(inGroup, version.Policy.PeopleTeam.Members, p.FirstHR))
	if err != nil {
		return nil, err
	}
	var team []Person
	for _, person := range named {
		if person.ID != without && person.CanThank() {
			team = append(team, person)
		}
	}
	return team, nil
}
