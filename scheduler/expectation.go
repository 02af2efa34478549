package scheduler

import (
	"rapport/domain"
)

// expectations tells the people of a role that its profile changed.
func expectations(s Services) []Sweep {
	service := domain.ExpectationService{Practice: s.Practice}
	return []Sweep{{Name: "expectation.tell", Run: counted(service.TellRoles), Due: next(s.Practice.Store, domain.Tx.NextRole)}}
}
