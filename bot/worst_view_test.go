package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// The worst that each view may have to show: the longest texts, of characters
// that grow when they are escaped, from people with the longest names, in the
// longest lists.

// many is as many rows as a list may bring.
const many = 100

// longest is a text of n characters that tries to be more.
func longest(n int) string {
	return string([]rune(strings.Repeat("<&>*😀_ü ", n))[:n])
}

// crowded are many people with the longest names that Slack takes.
func crowded() (people map[domain.ID]domain.Person, ids []domain.ID) {
	people = samplePeople()
	for i := range many {
		p := domain.Person{
			ID: domain.ID(fmt.Sprintf("018f7a5e-0000-7000-8000-%012d", i)), SlackID: fmt.Sprintf("U%010d", i), Name: longest(80),
			Kind: domain.Member, Active: true, Zone: "Europe/Berlin",
		}
		people[p.ID], ids = p, append(ids, p.ID)
	}
	for id, p := range people {
		p.Name = longest(80)
		people[id] = p
	}
	return people, ids
}

func worstKudos(ids []domain.ID, people map[domain.ID]domain.Person) kudosLetter {
	values := make([]string, 20)
	for i := range values {
		values[i] = longest(60)
	}
	l := kudosLetter{Values: values, Reader: ids[0], Home: "https://acme.example/"}
	l.People = people
	l.Kudos = domain.Kudos{ID: ids[0], Giver: ids[1], Text: longest(domain.MaxKudosText), Reason: longest(domain.MaxKudosText), Channel: "C0THANKS", Joined: ids, At: sampleNow}
	l.Kudos.About = domain.MessageLink{URL: "https://acme.example/" + strings.Repeat("x", 2000)}
	for _, id := range ids {
		l.Kudos.Receivers = append(l.Kudos.Receivers, domain.KudosReceiver{Person: id})
		l.Unknown = append(l.Unknown, domain.UnknownTag{Tag: longest(80), Nearest: longest(80)})
	}
	return l
}

func worstKudosViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	letter := worstKudos(ids, people)
	list := domain.KudosList{People: people, More: true}
	for range domain.KudosPage {
		list.Kudos = append(list.Kudos, letter.Kudos)
	}
	choices := sampleChoices
	choices.Team, choices.Contact = longest(200), longest(200)
	for i := range many {
		choices.Values = append(choices.Values, domain.Value{Tag: fmt.Sprint(longest(60), i), Name: longest(100), Meaning: longest(300)})
	}
	note := kudosNote{Text: longest(3000), Groups: make([]string, many)}
	return map[string]any{
		"kudos_posted": kudosPosted(v, letter), "kudos_received": kudosReceived(v, letter), "kudos_receipt": kudosReceipt(v, letter.KudosReceipt, false),
		"kudos_sent": kudosSentView(v, letter.KudosReceipt, false), "kudos_undone": kudosUndone(v, letter.KudosReceipt),
		"kudos_taken_back": kudosTakenBack(v, letter, longest(200)), "kudos_list": kudosListView(v, list, listReceived, ids[0]),
		"kudos_list_modal": noticeView(v, kudosListView(v, list, listReceived, ids[0])),
		"kudos_usage":      kudosUsage(v, choices, longest(3000)), "kudos_form": sampleForm(v, note, choices, longest(3000)),
	}
}

func worstTalk(ids []domain.ID, people map[domain.ID]domain.Person) domain.Talk {
	talk := sampleTalk(shared, planned, recorded)
	talk.People = people
	for i, id := range ids {
		talk.Promises = append(talk.Promises, domain.Commitment{ID: id, Conversation: "t1", Employee: aGrace.ID, Who: ids[i], What: longest(domain.MaxPromise), By: sampleToday, State: domain.PromiseOpen})
	}
	answers := make([]domain.PreparedAnswer, 4)
	for i := range answers {
		answers[i] = domain.PreparedAnswer{Question: fmt.Sprint("own", i), Prompt: longest(300), Text: longest(domain.MaxAnswer)}
		talk.Policy.Conversations.EmployeePrompts = append(talk.Policy.Conversations.EmployeePrompts, longest(300))
	}
	talk.Mine, talk.Theirs = domain.Preparation{Author: aLee.ID, Answers: answers, Shared: sampleNow}, domain.Preparation{Author: aGrace.ID, Answers: answers, Shared: sampleNow}
	talk.Summary.Text, talk.Summary.Added, talk.Conversation.LeftOutWhy = longest(domain.MaxSummary), longest(domain.MaxSummary), longest(domain.MaxSummary)
	return talk
}

func worstGoal(id domain.ID) domain.Goal {
	g := sampleGoal()
	g.ID, g.Title, g.Why, g.Standard = id, longest(domain.MaxGoalTitle), longest(domain.MaxGoalText), longest(domain.MaxGoalText)
	g.Measure.Unit, g.Lesson, g.Team = longest(domain.MaxUnit), longest(domain.MaxGoalText), longest(200)
	for range domain.MaxMilestones {
		g.Measure.Milestones = append(g.Measure.Milestones, domain.Milestone{Title: longest(domain.MaxGoalTitle)})
	}
	return g
}

func worstRole() domain.RoleProfile {
	p := domain.RoleProfile{ID: "018f7a5e-0000-7000-8000-000000000000", Role: longest(domain.MaxRoleName), Impact: longest(domain.MaxImpact), Version: 9999}
	for range domain.MaxOutcomes {
		p.Outcomes = append(p.Outcomes, longest(domain.MaxRoleLine))
	}
	for range domain.MaxProcesses {
		p.Processes = append(p.Processes, longest(domain.MaxRoleLine))
	}
	for i := range domain.MaxExpectations {
		p.Expectations = append(p.Expectations, domain.Expectation{ID: domain.ID(fmt.Sprint("e", i)), Dimension: domain.Dimensions()[i%3], Text: longest(domain.MaxRoleLine)})
	}
	for range domain.MaxKPIs {
		p.KPIs = append(p.KPIs, domain.KPI{ID: "k1", Name: longest(domain.MaxKPIName), Unit: longest(domain.MaxUnit), Target: longest(domain.MaxKPIValue), Standard: longest(domain.MaxKPIValue)})
	}
	for range domain.MaxLevels {
		p.Levels = append(p.Levels, domain.RoleLevel{Name: longest(domain.MaxLevelName), Differs: longest(domain.MaxLevelText)})
	}
	return p
}

// worstExpected is a profile to which as much was added as can be.
func worstExpected(role domain.RoleProfile, ids []domain.ID, people map[domain.ID]domain.Person) domain.Expected {
	own := role
	for range domain.MaxAdded {
		own.Expectations = append(own.Expectations, domain.Expectation{ID: ids[2], Owner: ids[0], Dimension: domain.ActionGoal, Text: longest(domain.MaxRoleLine)})
	}
	var open, differs []domain.Adaptation
	for range domain.MaxOpenProposals {
		open = append(open, domain.Adaptation{
			ID: ids[3], Person: ids[0], By: ids[1], AnsweredBy: ids[0], Kind: domain.RewordExpectation, Was: longest(domain.MaxRoleLine), Text: longest(domain.MaxRoleLine),
			Why: longest(domain.MaxAdaptationWord), Answer: longest(domain.MaxAdaptationWord),
		})
	}
	for _, e := range role.Expectations {
		differs = append(differs, domain.Adaptation{About: e.ID, Kind: domain.RewordExpectation, Was: longest(domain.MaxRoleLine), Text: longest(domain.MaxRoleLine)})
	}
	return domain.Expected{
		Open: open, Differs: differs,
		Person: people[ids[0]], Role: role, Own: own, Reader: ids[0], MayAgree: true, People: people,
		Purpose: domain.Purpose{Text: longest(domain.MaxPurpose)},
	}
}

func worstPracticeViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	talk, meta := worstTalk(ids, people), Metadata{Nonce: ids[0], Subject: ids[1], Version: 9999}
	facts := domain.TalkFacts{Since: sampleToday, Kept: many, Silent: many, MostDays: 999}
	home := domain.Home{
		Standing: domain.Standing{Person: aGrace, HR: true}, Policy: domain.PolicyVersion{Policy: domain.DefaultPolicy()}, People: people,
		Promises: talk.Promises, Today: sampleToday, Digest: sampleDigest().Digest, Unassigned: many, Differences: many, Late: many, Alone: true,
		Given: worstKudos(ids, people).Kudos,
	}
	goal := worstGoal("g0")
	home.Concerns = make([]domain.Concern, many)
	home.Feedback = domain.HomeFeedback{Unread: []domain.Feedback{{Giver: ids[0], Receiver: ids[1]}, {Giver: ids[0], Receiver: ids[1]}, {Giver: ids[0], Receiver: aGrace.ID}}}
	item := worstItem(ids[0])
	home.Growth = domain.HomeGrowth{Mine: []domain.PlanItem{item, item, item}, More: true, Unsupported: []domain.PlanItem{item, item, item}}
	facts.Growth = []domain.PlanItem{item, item, item, item, item, item, item, item, item, item}
	facts.Learned = facts.Growth
	home.Policy.Policy.PeopleTeam.Name, home.Policy.Policy.PeopleTeam.HelpContact = longest(200), longest(200)
	team, goals := domain.TalkList{People: people}, domain.GoalList{People: people, More: true, Progress: map[domain.ID]float64{}, Below: map[domain.ID][]domain.Goal{}}
	sent := domain.SentLog{Since: sampleNow, More: true}
	var rows []cardRow
	var updates []domain.GoalUpdate
	work := domain.LineWork{People: people, More: true}
	file := domain.File{People: people, Next: domain.FileCursor{At: sampleNow, ID: ids[0]}}
	for i, id := range ids {
		c := talk.Conversation
		c.ID, c.Employee, c.Partner = id, id, ids[many-1-i]
		team.Talks = append(team.Talks, c)
		home.Pauses = append(home.Pauses, domain.Pause{ID: id, Area: longest(200), Location: longest(200), From: sampleToday, Until: sampleToday})
		home.Away = append(home.Away, domain.Absence{ID: id, Person: aGrace.ID, Days: domain.DateRange{Start: sampleToday, End: sampleToday}})
		goals.Goals = append(goals.Goals, worstGoal(id))
		facts.Givers, facts.Thanks, facts.Goals, facts.Reached = append(facts.Givers, people[id]), append(facts.Thanks, home.Given), append(facts.Goals, goal), append(facts.Reached, goal)
		row := talk
		row.Conversation = c
		rows = append(rows, partnerCard(v, row, sampleNow), goalCard(v, goal, sampleToday))
		sent.Lines = append(sent.Lines, domain.SentLine{Kind: domain.AskPrepare, Class: domain.FromRapport, What: "held", Reason: "week", At: sampleNow, Until: sampleNow})
		updates = append(updates, domain.GoalUpdate{Confidence: domain.AtRisk, Why: longest(domain.MaxGoalText), Next: longest(domain.MaxGoalText), At: sampleNow})
		work.Without = append(work.Without, people[id])
		work.Late = append(work.Late, domain.ReportingLine{Person: id, Manager: ids[0]})
		work.Differences = append(work.Differences, domain.LineDifference{Person: id, Source: domain.LineByField, Manager: ids[0], InForce: ids[1]})
		file.Entries = append(file.Entries, domain.FileEntry{Kept: domain.Kept{ID: id, Words: longest(domain.MaxKeptWords), Quote: longest(domain.MaxKeptQuote), At: sampleNow}})
	}
	home.Talk, home.Team, home.Goals, home.Thanks = team, team.Talks, goals.Goals, facts.Thanks
	detail := domain.GoalDetail{GoalList: goals, Parent: goal, Updates: updates}
	role := worstRole()
	return map[string]any{
		"role": roleView(v, role, 99999), "role_frame": roleFrameForm(v, role, meta), "role_item": roleItemForm(v, role.Expectations[0], meta),
		"role_kpi": roleKPIForm(v, role.KPIs[0], meta), "expected": expectedView(v, worstExpected(role, ids, people)),
		"differing": differingView(v, domain.Differing{Role: role, People: []domain.DifferingPerson{{Person: people[ids[0]], Differs: worstExpected(role, ids, people).Differs}}}),
		"purpose":   purposeForm(v, worstExpected(role, ids, people), meta),
		"home":      homePage(v, home, rows, sampleNow), "sent": sentView(v, sent),
		"card": cardMessage(v, rows, domain.MonthTally{Month: sampleToday.Month, Held: many, All: many}), "card_alone": cardMessage(v, rows[:1], domain.MonthTally{}),
		"prepare": prepareForm(v, aGrace.ID, talk, facts, meta), "facts": factsView(v, facts),
		"record": recordForm(v, aLee.ID, talk, sampleToday, meta), "confirm": confirmForm(v, aGrace.ID, talk, meta), "talk": talkView(v, aGrace.ID, talk, sampleNow),
		"talks": talkList(v, team, team, sampleNow), "team": teamView(v, team, sampleNow),
		"goals": goalList(v, goals, aGrace.ID), "goal": goalView(v, detail), "goal_news": goalNewsForm(v, goal, meta),
		"lines": lineWorkView(v, work, meta), "file": fileView(v, file, true, meta),
	}
}

func TestViews_StayWithinSlacksLimitsAtTheirWorst(t *testing.T) {
	t.Parallel()
	v := testVoice(t)
	for _, views := range []map[string]any{worstKudosViews(v), worstFeedbackViews(v), worstConcernViews(v), worstAccessViews(v), worstRoundViews(v), worstPracticeViews(v), worstGrowthViews(v), worstRetentionViews(v)} {
		for name, view := range views {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				checkView(t, view)
			})
		}
	}
}

// checkSizes holds the sums that Slack limits: all texts of a message, and a view
// as it is sent.
func checkSizes(t *testing.T, view any, sent map[string]any) {
	t.Helper()
	if _, isMessage := view.(blockkit.Message); !isMessage {
		raw, err := json.Marshal(sent["blocks"])
		if err != nil || len(raw) > blockkit.LimitViewBytes {
			t.Errorf("the blocks of the view have %d bytes, %v; Slack takes %d", len(raw), err, blockkit.LimitViewBytes)
		}
		return
	}
	texts := 0
	blocks, _ := sent["blocks"].([]any)
	for _, block := range blocks {
		shown, _ := block.(map[string]any)
		if kind := shown["type"]; kind != "table" && kind != "data_table" && kind != "data_visualization" {
			walk(block, func(object map[string]any) { texts += blockkit.Units(text(object["text"])) })
		}
	}
	if texts > blockkit.LimitMessageText {
		t.Errorf("all texts have %d characters, want at most %d", texts, blockkit.LimitMessageText)
	}
}
