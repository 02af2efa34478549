package scheduler

import (
	"rapport/domain"
)

// asks makes the day's card of those who have something waiting. It comes after
// the sweeps that file asks, so that what became due in this tick is merged
// into it.
func asks(s Services) []Sweep {
	service := domain.AskService{Practice: s.Practice}
	return []Sweep{{Name: "ask.plan", Run: counted(service.Plan), Due: next(s.Practice.Store, domain.Tx.NextPlan)}}
}
