package demo

import (
	"context"

	"rapport/domain"
)

// scorecards counts the two quarters that are over when the story begins.
func (s *seeder) scorecards(ctx context.Context) error {
	last := domain.Quarterly.Period(domain.DateOf(s.now, s.now.Location())).Previous()
	service := domain.ScorecardService{Practice: s.practice}
	for _, quarter := range []domain.Period{last.Previous(), last} {
		if err := service.Backfill(ctx, s.tx, quarter); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tale) scorecardScenes() []scene {
	return []scene{
		{"2027-01-04 11:00", scoring, t.hannaReadsQuarter},
		{"2027-07-01 11:00", scoring, t.hannaReadsQuarter},
	}
}

func (t *Tale) hannaReadsQuarter(ctx context.Context) error {
	t.saysf("Hanna reads the scorecard of the quarter: per figure what changed, what it may mean and what it cannot tell, and what to change with reasons.")
	hanna := t.at(ctx, hr)
	hanna.opens("Open", "The scorecard of")
	hanna.sees("Conversations held", "May mean:", "Cannot tell:", "What to change")
	return hanna.closes()
}
