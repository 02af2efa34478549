package scheduler

import (
	"rapport/domain"
)

// priorities asks people anew what their role serves, once the company's
// priorities have changed.
func priorities(s Services) []Sweep {
	service := domain.PriorityService{Practice: s.Practice}
	return []Sweep{{Name: "priority.tell", Run: counted(service.TellPriorities), Due: next(s.Practice.Store, domain.Tx.NextPriorities)}}
}
