package scheduler

import (
	"rapport/domain"
)

// scorecards counts the last quarter when a new one has begun.
func scorecards(s Services) []Sweep {
	service := domain.ScorecardService{Practice: s.Practice}
	return []Sweep{{Name: "scorecard.make", Run: counted(service.Make), Due: service.Next}}
}
