package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// negotiate writes how Grace and Lee came to a goal: she proposed it, he worded it
// differently, and a later day for it waits for his answer.
func (s *seeder) negotiate(ctx context.Context, g domain.Goal, agreed time.Time) error {
	grace, lee := s.ids["grace"], s.ids["lee"]
	terms := domain.GoalTerms{Title: g.Title, Measure: g.Measure, Due: g.Due}
	first, later := terms, terms
	first.Due = g.Due.AddDays(45)
	later.Due = g.Due.AddDays(30)
	for _, p := range []domain.GoalProposal{
		{Terms: first, By: grace, State: domain.ProposalCountered, AnsweredBy: lee, At: agreed.AddDate(0, 0, -5), SettledAt: agreed.AddDate(0, 0, -3)},
		{Was: first, Terms: terms, Why: "The audit is before that.", By: lee, State: domain.ProposalAgreed, AnsweredBy: grace, At: agreed.AddDate(0, 0, -3), SettledAt: agreed},
		{Was: terms, Terms: later, Why: "The second region is a month late.", By: grace, State: domain.ProposalOpen, At: s.now.AddDate(0, 0, -1)},
	} {
		p.ID, p.Goal = s.practice.IDs.New(), g.ID
		if err := s.tx.CreateGoalProposal(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
