package scheduler

import (
	"rapport/domain"
)

// rounds gives the people of a group their feedback rounds, ends those
// that came to nothing, and lets reports come out.
func rounds(s Services) []Sweep {
	service := domain.RoundService{Practice: s.Practice}
	return []Sweep{
		{Name: "round.launch", Run: counted(service.Spread)},
		{Name: "round.advance", Run: counted(service.Advance), Due: next(s.Practice.Store, domain.Tx.NextRound)},
	}
}
