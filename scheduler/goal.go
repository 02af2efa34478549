package scheduler

import (
	"rapport/domain"
)

// goals asks about goals that are at risk, come due, or had no news for long.
func goals(s Services) []Sweep {
	service := domain.GoalService{Practice: s.Practice}
	return []Sweep{{Name: "goal.remind", Run: counted(service.Remind), Due: next(s.Practice.Store, domain.Tx.NextGoal)}}
}
