package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// reporting does the changes of managers whose day has come, reads managers
// from Slack's profiles, and the people team from its user groups.
func reporting(s Services) []Sweep {
	lines := domain.ReportingService{Practice: s.Practice, Directory: s.Directory}
	sweeps := []Sweep{{Name: "reporting.change", Run: counted(lines.Carry), Due: next(s.Practice.Store, domain.Tx.NextManagerChange)}}
	if s.Directory != nil {
		offices := domain.OfficeService{Practice: s.Practice, Directory: s.Directory}
		sweeps = append(sweeps, Sweep{Name: "person.office", Run: once(offices.Sync)})
	}
	if s.Directory != nil && s.Profiles != nil {
		fields := domain.ProfileFieldService{ReportingService: lines, Profiles: s.Profiles}
		sweeps = append(sweeps, Sweep{Name: "reporting.field", Run: once(fields.Sync)})
	}
	return sweeps
}

// once makes a sweep's run of a use case that knows by itself when it is due
// again, and tells how many it looked at.
func once(sync func(context.Context) (int, error)) func(context.Context, time.Time) (int, bool, error) {
	return func(ctx context.Context, _ time.Time) (int, bool, error) {
		n, err := sync(ctx)
		return n, false, err
	}
}
