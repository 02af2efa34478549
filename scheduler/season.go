package scheduler

import (
	"rapport/domain"
)

// seasons gathers the people of a season, tells them what changed, lets each read
// the own summary on its day, and notes silence.
func seasons(s Services) []Sweep {
	service := domain.SeasonService{Practice: s.Practice}
	return []Sweep{
		{Name: "season.work", Run: counted(service.Work), Due: next(s.Practice.Store, domain.Tx.NextSeason)},
		{Name: "season.advance", Run: counted(service.Advance), Due: next(s.Practice.Store, domain.Tx.NextSeasonCase)},
	}
}
