package domain

import (
	"context"
)

// growthOnHome is how many items of each sort Home shows; the rest is behind a
// button.
const growthOnHome = 3

// HomeGrowth is what the person and the team want to learn, as Home shows it.
type HomeGrowth struct {
	// Mine are open items of the own plan, those due first at the top; More tells
	// that there are more.
	Mine []PlanItem
	More bool
	// Unsupported are items of the team to which nobody has said yes.
	Unsupported []PlanItem
}

// people are all who are named.
func (h HomeGrowth) people() []ID {
	var ids []ID
	for _, i := range append(h.Mine, h.Unsupported...) {
		ids = append(ids, i.Person, i.Supporter)
	}
	return ids
}

// addGrowth reads the own plan, and of the team's what waits for a yes.
func (h *Home) addGrowth(ctx context.Context, tx Tx) error {
	me := h.Standing.Person
	if me.Converses() {
		mine, err := tx.PlanItems(ctx, PlanFilter{People: []ID{me.ID}, Open: true, Limit: growthOnHome + 1})
		if err != nil {
			return err
		}
		h.Growth.More = len(mine) > growthOnHome
		h.Growth.Mine = mine[:min(len(mine), growthOnHome)]
	}
	team := h.TeamIDs()
	if len(team) == 0 {
		return nil
	}
	scope := ScopeOf(h.Standing, ReadPlan)
	f := PlanFilter{People: team, Open: true, Unsupported: true, Readable: &scope, Limit: growthOnHome}
	var err error
	h.Growth.Unsupported, err = tx.PlanItems(ctx, f)
	return err
}
