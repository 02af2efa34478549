package scheduler

import (
	"context"
	"time"

	"rapport/domain"
)

// greetings introduces Rapport to people before it asks them anything.
func greetings(s Services) []Sweep {
	service := domain.GreetingService{Practice: s.Practice}
	return []Sweep{{Name: "person.greet", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
		return service.Greet(ctx, sweepBatch)
	}}}
}
