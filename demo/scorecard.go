package demo

import (
	"context"

	"rapport/domain"
)

// scorecards counts the last quarter, which is over when the story begins.
func (s *seeder) scorecards(ctx context.Context) error {
	last := domain.Quarterly.Period(domain.DateOf(s.now, s.now.Location())).Previous()
	return domain.ScorecardService{Practice: s.practice}.Backfill(ctx, s.tx, last)
}
