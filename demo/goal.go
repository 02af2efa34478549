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

func (t *Tale) goalScenes() []scene {
	return []scene{
		{"2026-11-11 16:00", goalAgreeing, t.leeKeeps},
		{"2026-11-11 16:30", goalAgreeing, t.leeProposesGoal},
		{"2026-11-12 17:00", goalAgreeing, t.graceCounters},
		{"2026-11-12 18:00", goalAgreeing, t.leeAgreesToGoal},
	}
}

func (t *Tale) leeKeeps(ctx context.Context) error {
	t.saysf("Grace has asked for a later day for one of her goals. Lee finds it on Home, and would leave it as it was agreed; he says why.")
	lee := t.at(ctx, "lee")
	lee.home("proposes another target or date")
	lee.row("proposes another target or date", "Open")
	lee.sees("So far:", "Keep as agreed")
	lee.presses("Keep as agreed")
	lee.sees("Why should it stay as it was agreed?")
	lee.fills("Why should it stay as it was agreed? One line", t.hidden("The audit does not move, and you are nearly there."))
	lee.sends()
	return lee.closes()
}

// drilled is the goal that Lee proposes to Grace.
const drilled = "Two colleagues can lead the drill"

func (t *Tale) leeProposesGoal(ctx context.Context) error {
	t.saysf("Lee proposes a goal to Grace. It holds once she agrees.")
	lee := t.at(ctx, "lee")
	lee.types("/goals", "@grace")
	lee.told("Propose a goal")
	lee.opens("Propose a goal", "Goals of Grace Hopper")
	lee.sees("What will be different?")
	lee.fills("What will be different?", drilled, "How is it measured?", "A number", "Unit, for a number", "colleagues", "Where it starts", "0",
		"Where it should get to", "2", "By when?", "2027-01-29", "Why does it matter?", t.hidden("You could be away in a week when it happens."))
	lee.sends()
	lee.sees("It holds once the other of you agrees")
	return lee.closes()
}

func (t *Tale) graceCounters(ctx context.Context) error {
	t.saysf("Grace agrees to what, and not to when: she proposes a day two months later.")
	grace := t.at(ctx, "grace")
	grace.opens("Open", "Lee Park proposes a goal for you", drilled)
	grace.sees("Propose otherwise")
	grace.presses("Propose otherwise")
	grace.sees("What will be different?")
	grace.fills("By when?", "2027-03-31")
	grace.sends()
	grace.sees("both stay readable")
	return grace.closes()
}

func (t *Tale) leeAgreesToGoal(ctx context.Context) error {
	t.saysf("Lee sees both texts side by side, and agrees. The history stays below the goal.")
	lee := t.at(ctx, "lee")
	lee.opens("Open", "Grace Hopper proposes something else for a goal", drilled)
	lee.sees("29 January 2027", "31 March 2027")
	lee.presses("Agree")
	lee.sees("How it came to be so")
	return lee.closes()
}
