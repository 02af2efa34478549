package scheduler

import (
	"rapport/domain"
)

// funds ends what waits in funds whose period is over, and asks whether what was
// finished some time ago helped.
func funds(s Services) []Sweep {
	service := domain.FundService{Practice: s.Practice}
	return []Sweep{
		{Name: "fund.end", Run: counted(service.EndPeriods), Due: next(s.Practice.Store, domain.Tx.NextFund)},
		{Name: "fund.help", Run: counted(service.AskHelp), Due: next(s.Practice.Store, domain.Tx.NextHelp)},
	}
}
