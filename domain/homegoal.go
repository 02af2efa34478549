package domain

import (
	"context"
)

// proposalsOnHome is how many proposals about goals stand on Home.
const proposalsOnHome = 5

// addProposals reads which proposals about goals wait for the person. They follow
// the reporting line of the moment, so that a new manager has those of before.
func (h *Home) addProposals(ctx context.Context, tx Tx) error {
	var err error
	scope := ScopeOf(h.Standing, AgreeGoal)
	if h.Proposed, err = tx.GoalProposalsFor(ctx, h.Standing.Person.ID, scope, proposalsOnHome); err != nil {
		return err
	}
	h.ProposedFor = map[ID]Goal{}
	for _, p := range h.Proposed {
		if h.ProposedFor[p.Goal], err = tx.Goal(ctx, p.Goal); err != nil {
			return err
		}
	}
	return nil
}
