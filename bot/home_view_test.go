package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// homeSamples are the Home tabs of an employee, a manager, HR and a guest, with
// much and with nothing.
func homeSamples(v *sentence.Voice) map[string]any {
	talk := sampleTalk(shared, planned)
	thanks := []domain.Kudos{{ID: "k1", Giver: anAda.ID, Text: "for the <!here> *drill*", At: sampleNow}}
	employee := domain.Home{
		Standing: domain.Standing{Person: aGrace}, Policy: domain.PolicyVersion{Policy: domain.DefaultPolicy()}, People: samplePeople(), Today: sampleToday,
		Talk: domain.TalkList{Talks: []domain.Conversation{sampleTalk().Conversation}, People: samplePeople()}, Promises: talk.Promises,
		Goals: []domain.Goal{sampleGoal(), sampleGoal(milestones), sampleGoal(), sampleGoal()}, Thanks: thanks,
		HasRole: true, Priorities: samplePriorities().Now,
		Away: []domain.Absence{{ID: "a1", Person: aGrace.ID, Days: domain.DateRange{Start: sampleToday.AddDays(20), End: sampleToday.AddDays(30)}}},
	}
	employee.Feedback.Unread = []domain.Feedback{sampleFeedback().Feedback}
	proposal := sampleProposed(domain.GoalAgreed, true)
	employee.Proposed, employee.ProposedFor = []domain.GoalProposal{proposal.Open}, map[domain.ID]domain.Goal{proposal.Open.Goal: proposal.Goals[0]}
	employee.Growth.Mine = []domain.PlanItem{sampleItem()}
	employee.Given = domain.Kudos{ID: "k9", Giver: aGrace.ID, Receivers: []domain.KudosReceiver{{Person: anAda.ID}}, At: sampleNow}
	employee.Seasons = domain.SeasonList{Own: []domain.SeasonCase{sampleCase()}, Seasons: map[domain.ID]domain.Season{"s1": sampleSeason()}, Today: sampleToday}
	manager := employee
	manager.Seasons = sampleSeasonList()
	manager.Seasons.All = nil
	manager.Given = domain.Kudos{}
	manager.Standing.Person, manager.Promises, manager.Away = aLee, nil, nil
	manager.Team = []domain.Conversation{
		talk.Conversation,
		{ID: "t2", Employee: anAda.ID, Partner: aLee.ID, Kind: domain.RegularTalk, Period: "2026-12", State: domain.TalkPlanned, Rule: domain.DueRule{Day: sampleToday.AddDays(9)}},
	}
	manager.Growth.Unsupported = []domain.PlanItem{sampleItem(fromList)}
	manager.TeamOpen, manager.TeamGoals = map[domain.ID]int{aGrace.ID: 2}, map[domain.ID]domain.GoalCounts{anAda.ID: {Silent: 1}}
	manager.TeamThanked = map[domain.ID]bool{anAda.ID: true}
	manager.TeamAway = map[domain.ID]domain.Date{anAda.ID: sampleToday.AddDays(6)}
	hr := employee
	hr.Standing = domain.Standing{Person: anAda, HR: true}
	hr.Digest = sampleDigest().Digest
	hr.Policy.Policy.Conversations.Start = domain.NewDate(2026, 6, 1)
	hr.Concerns = []domain.Concern{sampleConcern().Concern}
	hr.Seasons = domain.SeasonList{All: []domain.Season{sampleSeason()}, Counts: map[domain.ID]domain.SeasonCounts{"s1": {All: 40, Handed: 34, Read: 12}}, Today: sampleToday}
	hr.Unassigned, hr.Differences, hr.Late = 5, 1, 2
	hr.Pauses = []domain.Pause{{ID: "p1", Area: "Sales", From: sampleToday, Until: sampleToday.AddDays(9)}}
	hr.Sealed = domain.LedgerHead{Number: 4711, At: sampleNow.Add(-time.Minute)}
	unsealed := domain.Home{
		Standing: hr.Standing, Policy: hr.Policy, Today: sampleToday, Sealed: hr.Sealed,
		Unsealed: domain.LedgerTail{Count: 12, Since: sampleNow.Add(-time.Hour)},
	}
	guest := domain.Home{Standing: domain.Standing{Person: domain.Person{ID: "p-guest", Name: "Gil", Kind: domain.Guest, Active: true}}, Policy: employee.Policy, Thanks: thanks, People: samplePeople(), Today: sampleToday}
	nothing := domain.Home{Standing: domain.Standing{Person: aGrace}, Policy: employee.Policy, Today: sampleToday, Alone: true, MayPublish: true}
	waits := []cardRow{prepareCard(v, sampleTalk(), sampleNow), goalCard(v, sampleGoal(), sampleToday)}
	return map[string]any{
		"home_employee": homePage(v, employee, waits, sampleNow),
		"home_manager":  homePage(v, manager, []cardRow{partnerCard(v, talk, sampleNow)}, sampleNow),
		"home_hr":       homePage(v, hr, nil, sampleNow),
		"home_unsealed": homePage(v, unsealed, nil, sampleNow),
		"home_guest":    homePage(v, guest, nil, sampleNow),
		"home_nothing":  homePage(v, nothing, nil, sampleNow),
		"settings":      settingsView(v, aGrace),
	}
}
