package scheduler

import (
	"rapport/domain"
)

// growth asks about what people want to learn that is at risk, comes due, or had
// no news for long.
func growth(s Services) []Sweep {
	service := domain.GrowthService{Practice: s.Practice}
	return []Sweep{{Name: "growth.remind", Run: counted(service.Remind), Due: next(s.Practice.Store, domain.Tx.NextPlanItem)}}
}
