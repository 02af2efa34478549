package scheduler

import (
	"rapport/domain"
)

// rounds ends feedback rounds that came to nothing, and lets reports come out.
func rounds(s Services) []Sweep {
	service := domain.RoundService{Practice: s.Practice}
	return []Sweep{{Name: "round.advance", Run: counted(service.Advance), Due: next(s.Practice.Store, domain.Tx.NextRound)}}
}
