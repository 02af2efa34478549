package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// directory reads everybody whom Slack knows: at the first start, and daily.
func directory(s Services) []Sweep {
	if s.Census == nil {
		return nil
	}
	people := domain.CensusService{Practice: s.Practice, Census: s.Census}
	return []Sweep{{Name: "person.sync", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		return people.Sync(ctx)
	}}}
}
