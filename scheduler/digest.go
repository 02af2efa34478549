package scheduler

import (
	"rapport/domain"
)

// digests makes the week's digest when its hour has come, and those that
// somebody asked for.
func digests(s Services) []Sweep {
	service := domain.DigestService{Practice: s.Practice, Directory: s.Directory}
	return []Sweep{{Name: "digest.make", Run: counted(service.Make), Due: service.Next}}
}
