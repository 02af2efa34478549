package bot

import (
	"time"

	"rapport/domain"
)

// What the samples of conversations, goals, the digest and Home speak of: Grace
// and Lee, her manager, in November 2026. Their words try to be markup.

var (
	sampleNow   = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	sampleToday = domain.NewDate(2026, time.November, 24)

	aGrace = domain.Person{ID: "p-grace", Name: "Grace Hopper", SlackID: "UGRACE", Kind: domain.Member, Active: true, Zone: "Europe/Berlin"}
	aLee   = domain.Person{ID: "p-lee", Name: "Lee *Park*", SlackID: "ULEE", Kind: domain.Member, Active: true, Zone: "America/New_York"}
	anAda  = domain.Person{ID: "p-ada", Name: "Ada Lovelace", SlackID: "UADA", Kind: domain.Member, Active: true, Zone: "Europe/London"}
)

func samplePeople() map[domain.ID]domain.Person {
	return map[domain.ID]domain.Person{aGrace.ID: aGrace, aLee.ID: aLee, anAda.ID: anAda}
}

// sampleTalk is Grace's conversation of November, open and due on Friday.
func sampleTalk(change ...func(*domain.Talk)) domain.Talk {
	t := domain.Talk{
		Conversation: domain.Conversation{
			ID: "t1", Employee: aGrace.ID, Partner: aLee.ID, Kind: domain.RegularTalk, Period: "2026-11", State: domain.TalkOpen,
			Turn: domain.EmployeeTurn, TurnBegan: sampleNow, TurnEnds: sampleNow.AddDate(0, 0, 7), DueOn: sampleToday.AddDays(3), Version: 1,
		},
		People: samplePeople(), Policy: domain.DefaultPolicy(),
		Promises: []domain.Commitment{
			{ID: "c1", Conversation: "t0", Employee: aGrace.ID, Who: aLee.ID, What: "ask <!here> Legal", By: sampleToday.AddDays(6), State: domain.PromiseOpen},
			{ID: "c2", Conversation: "t0", Employee: aGrace.ID, Who: aGrace.ID, What: "write the page", State: domain.PromiseOpen},
		},
	}
	for _, c := range change {
		c(&t)
	}
	return t
}

// shared lets Grace have shared her preparation.
func shared(t *domain.Talk) {
	t.Conversation.EmployeeShared, t.Conversation.Turn = sampleNow, domain.PartnerTurn
	t.Theirs = domain.Preparation{Author: aGrace.ID, Shared: sampleNow, Answers: []domain.PreparedAnswer{
		{Question: "well", Prompt: "What went well, and what was your part in it?", Text: "The drill: <@ULEE> `restore` took *two* hours."},
		{Question: "harder", Prompt: "What is harder than it should be?"},
	}}
}

// planned sets the day.
func planned(t *domain.Talk) { t.Conversation.MeetAt = sampleNow.AddDate(0, 0, 2) }

// held lets the two have talked.
func held(t *domain.Talk) { t.Conversation.HeldOn = sampleToday.AddDays(-1) }

// recorded adds a summary by Lee.
func recorded(t *domain.Talk) {
	held(t)
	t.Summary = domain.Summary{Conversation: "t1", Author: aLee.ID, Text: "We *agreed* on one drill a month.", ProposedAt: sampleNow}
	t.Promises = append(t.Promises, domain.Commitment{ID: "c3", Conversation: "t1", Employee: aGrace.ID, Who: aLee.ID, What: "ask the board", State: domain.PromiseOpen})
}

// sampleGoal is Grace's goal with a number.
func sampleGoal(change ...func(*domain.Goal)) domain.Goal {
	g := domain.Goal{
		ID: "g1", Owner: aGrace.ID, Level: domain.PersonGoal, Dimension: domain.ResultGoal, Title: "Restore within *two* hours <!channel>",
		Why: "Customers wait.", Measure: domain.Measure{Kind: domain.NumberMeasure, Unit: "hours", Start: 8, Target: 2}, Standard: "At once",
		Due: domain.NewDate(2027, time.March, 31), State: domain.GoalAgreed, Confidence: domain.AtRisk, Value: 4.5, LastNews: sampleNow.AddDate(0, 0, -3), Version: 2,
	}
	for _, c := range change {
		c(&g)
	}
	return g
}

func milestones(g *domain.Goal) {
	g.ID, g.Title, g.Confidence = "g2", "Second region", domain.OnTrack
	g.Measure = domain.Measure{Kind: domain.MilestoneMeasure, Milestones: []domain.Milestone{{Title: "Plan", Done: true}, {Title: "Build"}}}
}
