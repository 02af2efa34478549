package scheduler

import (
	"rapport/domain"
)

// accesses tells those whose receipt was held back.
func accesses(s Services) []Sweep {
	service := domain.AccessService{Practice: s.Practice}
	return []Sweep{{Name: "access.release", Run: counted(service.Release), Due: next(s.Practice.Store, domain.Tx.NextReceipt)}}
}
