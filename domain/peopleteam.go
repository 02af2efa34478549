package domain

import (
	"context"
	"slices"
)

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
