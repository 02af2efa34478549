package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// sampleRole is the profile of Grace's role.
func sampleRole() domain.RoleProfile {
	return domain.RoleProfile{
		ID: "r1", Role: "Engineer <!channel>", Version: 3, Outcomes: []string{"Features *in use*", "Services that recover"},
		Processes: []string{"Design notes", "On-call"}, Impact: "Customers can <@U1> rely on us.",
		Expectations: []domain.Expectation{
			{ID: "e1", Version: 1, Dimension: domain.ResultGoal, Text: "Takes the *cause* of incidents away"},
			{ID: "e2", Version: 2, Dimension: domain.ActionGoal, Text: "Tests before mending"},
			{ID: "e3", Version: 1, Dimension: domain.BehaviourGoal, Text: "Says early when a plan does not hold"},
		},
		KPIs: []domain.KPI{
			{ID: "k1", Version: 1, Name: "Change failures", Unit: "% of deployments", Target: "at most 5", Standard: "0"}, {ID: "k2", Version: 1, Name: "Lead time"},
		},
		Levels: []domain.RoleLevel{{Name: "Junior", Differs: "asks after an hour"}, {Name: "Lead", Differs: "shapes designs"}},
	}
}

// sampleExpected is what is expected of Grace, as she reads it.
func sampleExpected() domain.Expected {
	role := sampleRole()
	own := sampleRole()
	own.Expectations[1].Owner, own.Expectations[1].Text = aGrace.ID, "Writes the failing test first"
	own.Expectations = append(own.Expectations, domain.Expectation{ID: "e9", Owner: aGrace.ID, Version: 1, Dimension: domain.ActionGoal, Text: "Guides *two* students"})
	return domain.Expected{
		Differs: []domain.Adaptation{
			{ID: "a1", About: "e2", Kind: domain.RewordExpectation, Was: "Tests before mending", Text: "Writes the failing test first"},
			{ID: "a2", About: "e9", Kind: domain.AddExpectation, Text: "Guides *two* students"},
			{ID: "a3", About: "e8", Kind: domain.LeaveOut, Was: "Answers the <@U1> phone"},
		},
		Open: []domain.Adaptation{
			{ID: "a4", Person: aGrace.ID, By: aLee.ID, About: "k1", Kind: domain.SetTarget, Was: "at most 5", Text: "at most *3*", Why: "We are there.", State: domain.AdaptationProposed, Version: 1},
			{
				ID: "a5", Person: aGrace.ID, By: aGrace.ID, About: "e3", Kind: domain.LeaveOut, Was: "Says early when a plan does not hold", State: domain.AdaptationAnswered,
				Answer: "It <!here> matters to me.", AnsweredBy: aLee.ID, Version: 2,
			},
		},
		Person: aGrace, Role: role, Own: own, Reader: aGrace.ID, MayAgree: true, People: samplePeople(),
		Purpose: domain.Purpose{Person: aGrace.ID, Profile: "r1", Seen: 2, Text: "Recovery within *two* hours.", Version: 1},
	}
}

// expectationSamples are the views of what is expected.
func expectationSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: aGrace.ID, Version: 1}
	mine, theirs, unsaid := sampleExpected(), sampleExpected(), sampleExpected()
	theirs.Reader = aLee.ID
	unsaid.Purpose = domain.Purpose{}
	list := domain.RoleList{
		Profiles: []domain.RoleProfile{sampleRole(), {ID: "r2", Role: "Typist", Retired: true}}, Counts: map[string]int{"Engineer <!channel>": 12, "Welder *": 1},
		Without: []string{"Welder *"}, More: true,
	}
	templates := []domain.RoleTemplate{{Industry: "technology", Profile: domain.RoleProfile{Role: "Software engineer"}}, {Industry: "non_profit", Profile: domain.RoleProfile{Role: "Social worker"}}}
	retired := sampleRole()
	retired.Retired = true
	return map[string]any{
		"expectation_adapt":        adaptForm(v, adaptable(mine, "e2"), meta),
		"expectation_adapt_add":    adaptForm(v, adaptable(mine, ""), meta),
		"expectation_adapt_target": adaptForm(v, adaptable(mine, "k1"), meta),
		"expectation_adapt_out":    adaptForm(v, adaptable(mine, "e8"), meta),
		"expectation_answer":       adaptAnswerForm(v, mine, mine.Open[0], meta),
		"expectation_told":         adaptationTold(v, mine, aLee, "proposed"),
		"expectation_told_other":   adaptationTold(v, theirs, aGrace, "agreed"),
		"expectation_differing": differingView(v, domain.Differing{
			Role: sampleRole(), People: []domain.DifferingPerson{{Person: aGrace, Differs: mine.Differs}}, More: true,
		}),
		"expectation_differing_none": differingView(v, domain.Differing{Role: sampleRole()}),
		"expectation_roles":          rolesView(v, list),
		"expectation_roles_none":     rolesView(v, domain.RoleList{}),
		"expectation_role":           roleView(v, sampleRole(), 12),
		"expectation_role_empty":     roleView(v, domain.RoleProfile{ID: "r3", Role: "Welder", Version: 1, At: sampleNow}, 0),
		"expectation_start":          roleStartForm(v, "Welder *", templates, meta),
		"expectation_frame":          roleFrameForm(v, retired, meta),
		"expectation_item":           roleItemForm(v, sampleRole().Expectations[1], meta),
		"expectation_item_new":       roleItemForm(v, domain.Expectation{Dimension: domain.ResultGoal}, meta),
		"expectation_kpi":            roleKPIForm(v, sampleRole().KPIs[0], meta),
		"expectation_mine":           expectedView(v, mine),
		"expectation_theirs":         expectedView(v, theirs),
		"expectation_unsaid":         expectedView(v, unsaid),
		"expectation_none":           expectedView(v, domain.Expected{Person: aGrace, Reader: aGrace.ID}),
		"expectation_none_other":     expectedView(v, domain.Expected{Person: aGrace, Reader: aLee.ID}),
		"expectation_purpose":        purposeForm(v, mine, meta),
		"expectation_card":           cardMessage(v, []cardRow{purposeCard(v, unsaid)}, domain.MonthTally{}),
		"expectation_card_again":     cardMessage(v, []cardRow{purposeCard(v, mine)}, domain.MonthTally{}),
	}
}
