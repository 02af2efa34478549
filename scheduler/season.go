package scheduler

import (
	"rapport/domain"
)

// seasons gathers the people of a season and tells them what changed.
func seasons(s Services) []Sweep {
	service := domain.SeasonService{Practice: s.Practice}
	return []Sweep{
		{Name: "season.work", Run: counted(service.Work), Due: next(s.Practice.Store, domain.Tx.NextSeason)},
	}
}
