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
	lee.sees("Lee Park agreed.")
	return lee.closes()
}

// reached are goals that ended, with what was learned from them.
var reached = []struct {
	title, why, unit string
	start, target    float64
	state            domain.GoalState
	lesson           string
}{
	{"Answer the first call within an hour", "A customer who waits calls twice.", "minutes", 140, 60, domain.GoalAchieved, "One list for all calls did it."},
	{"Halve the open invoices", "Money that is ours lies with others.", "invoices", 90, 45, domain.GoalAchieved, "Calling worked, writing did not."},
	{"Three teams on the new calendar", "Two calendars mean two truths.", "teams", 0, 3, domain.GoalPartly, "The third needs it in its own language."},
	{"Restore in under an hour", "A night without customers costs a month.", "minutes", 180, 60, domain.GoalAchieved, "Practise with somebody who has never done it."},
	{"Two talks at schools", "Nobody knows what we do.", "talks", 0, 2, domain.GoalMissed, "Ask in spring; autumn is full."},
}

// endedGoals writes goals that ended in the two quarters before this one: of every
// third of the company in each.
func (s *seeder) endedGoals(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	for i, m := range s.members {
		if i%3 == 2 {
			continue
		}
		of := reached[i%len(reached)]
		goal := s.goalFrom(m.handle, of.title, of.why, today.AddMonths(-1-3*(i%3)).AddDays(-10-i%14))
		goal.Measure = domain.Measure{Kind: domain.NumberMeasure, Unit: of.unit, Start: of.start, Target: of.target}
		goal.Value, goal.State, goal.Lesson = of.target, of.state, of.lesson
		if of.state != domain.GoalAchieved {
			goal.Value = (of.start + of.target) / 2
		}
		goal.Priority = s.first[i%len(s.first)]
		goal.ClosedAt, goal.AskAt = goal.LastNews, time.Time{}
		if _, err := s.tx.CreateGoal(ctx, goal); err != nil {
			return err
		}
		past := domain.Entry{Act: "goal.created", Subject: goal.ID, Actor: goal.Owner, Person: goal.Owner, At: goal.At, Version: 1, Content: goal.Title}
		if err := s.recorded(ctx, past, ""); err != nil {
			return err
		}
		past.Act, past.At, past.Version, past.Content = "goal.closed", goal.ClosedAt, 2, goal.Lesson
		if err := s.recorded(ctx, past, ""); err != nil {
			return err
		}
	}
	return nil
}

// goalFrom is the common part of a goal that was due, and ended, on a day.
func (s *seeder) goalFrom(owner, title, why string, due domain.Date) domain.Goal {
	ended := due.In(time.UTC, domain.NewTimeOfDay(10, 0))
	return domain.Goal{
		ID: s.practice.IDs.New(), Owner: s.ids[owner], Level: domain.PersonGoal, Weight: 1, Dimension: domain.ResultGoal, Title: title, Why: why, Due: due,
		ProposedBy: s.ids[owner], AgreedAt: ended.AddDate(0, 0, -58), Confidence: domain.OnTrack, LastNews: ended, At: ended.AddDate(0, 0, -60),
	}
}
