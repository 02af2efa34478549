package bot

import (
	"testing"

	"rapport/domain"
	"rapport/sentence"
)

// goalSamples are the card, forms and views of goals.
func goalSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "g1", Version: 2}
	goal, steps := sampleGoal(), sampleGoal(milestones)
	company := domain.Goal{ID: "g0", Level: domain.CompanyGoal, Title: "No <#C1> night lost", Measure: domain.Measure{Kind: domain.YesNoMeasure}, State: domain.GoalAgreed, Confidence: domain.OnTrack, Due: goal.Due}
	list := domain.GoalList{
		Goals: []domain.Goal{goal, steps}, People: samplePeople(), May: map[domain.ID]bool{goal.ID: true}, Policy: domain.DefaultPolicy(),
	}
	closed := sampleGoal(func(g *domain.Goal) {
		g.State, g.Lesson, g.ClosedAt = domain.GoalPartly, "Start with the *index*.", sampleNow
	})
	draft := domain.GoalDraft{
		ID: goal.ID, Version: 2, Level: domain.PersonGoal, Owner: aGrace.ID, Parent: company.ID, Dimension: domain.ResultGoal,
		Title: goal.Title, Why: goal.Why, Measure: goal.Measure, Standard: goal.Standard, Due: goal.Due,
	}
	tree := domain.GoalList{
		Page: domain.GoalPage{Level: domain.CompanyGoal}, Below: map[domain.ID][]domain.Goal{company.ID: {goal, steps}}, More: true, Goals: []domain.Goal{company}, Progress: map[domain.ID]float64{company.ID: 0.635}, People: samplePeople(),
	}
	return map[string]any{
		"goal_card_past":  cardMessage(v, []cardRow{goalCard(v, goal, goal.Due.AddDays(1))}, domain.MonthTally{}),
		"goal_card":       cardMessage(v, []cardRow{goalCard(v, goal, sampleToday)}, domain.MonthTally{}),
		"goal_list":       goalList(v, list, aGrace.ID),
		"goal_list_none":  goalList(v, domain.GoalList{}, aGrace.ID),
		"goal_company":    goalList(v, tree, aGrace.ID),
		"goal_form":       goalForm(v, domain.GoalDraft{Level: domain.PersonGoal, Dimension: domain.ResultGoal}, domain.GoalPlaces{Parents: []domain.Goal{company}, Levels: []domain.GoalLevel{domain.PersonGoal, domain.TeamGoal}, Serves: sampleRole().Expectations, Priorities: samplePriorities().Now.Entries}, goalFrame{meta: meta}),
		"goal_form_edit":  goalForm(v, draft, domain.GoalPlaces{Parents: []domain.Goal{company, {ID: "g9"}}}, goalFrame{negotiated: true, meta: meta}),
		"goal_form_for":   goalForm(v, domain.GoalDraft{Level: domain.PersonGoal, Owner: anAda.ID}, domain.GoalPlaces{}, goalFrame{owner: anAda, meta: meta}),
		"goal_saved":      goalSaved(v, draft, "change_proposed", nil),
		"goal_saved_weak": goalSaved(v, draft, "proposed", domain.GoalDraft{Title: "Be better", Measure: domain.Measure{Kind: domain.YesNoMeasure}}.Weaknesses(sampleToday)),
		"goal_news":       goalNewsForm(v, goal, meta),
		"goal_news_steps": goalNewsForm(v, steps, meta),
		"goal_view": goalView(v, domain.GoalDetail{GoalList: list, Parent: company, Priority: samplePriorities().Now.Entries[0], Serves: sampleRole().Expectations[0], Updates: []domain.GoalUpdate{
			{Confidence: domain.AtRisk, Value: 4.5, Why: "Two *drills* failed.", Next: "A third one.", At: sampleNow},
			{NoChange: true, At: sampleNow.AddDate(0, 0, -10)},
		}}),
		"goal_view_closed":   goalView(v, domain.GoalDetail{GoalList: domain.GoalList{Goals: []domain.Goal{closed}, People: samplePeople()}}),
		"goal_close":         goalCloseForm(v, goal, meta),
		"goal_told":          goalTold(v, goal, goalDeed{reader: goal.Owner, by: aLee, word: "changed"}),
		"goal_told_other":    goalTold(v, goal, goalDeed{reader: aLee.ID, by: aGrace, word: "change_proposed"}),
		"goal_proposed":      goalView(v, sampleProposed(domain.GoalAgreed, true)),
		"goal_proposed_mine": goalView(v, sampleProposed(domain.GoalAgreed, false)),
		"goal_proposed_new":  goalView(v, sampleProposed(domain.GoalProposed, true)),
		"goal_decline":       goalDeclineForm(v, sampleProposed(domain.GoalAgreed, true), meta),
	}
}

// sampleProposed is a goal about which Grace proposes something, as Lee reads it
// where he may agree, else as she does.
func sampleProposed(state domain.GoalState, agrees bool) domain.GoalDetail {
	goal := sampleGoal(func(g *domain.Goal) { g.State = state })
	was := domain.GoalTerms{Title: goal.Title, Measure: goal.Measure, Due: goal.Due}
	terms := was
	terms.Measure.Target, terms.Due = 45, goal.Due.AddDays(30)
	open := domain.GoalProposal{ID: "w1", Goal: goal.ID, Was: was, Terms: terms, Why: "The <!here> *supplier* is late.", State: domain.ProposalOpen, By: aGrace.ID, At: sampleNow}
	declined := open
	declined.ID, declined.State, declined.AnsweredBy, declined.Answer, declined.SettledAt = "w2", domain.ProposalDeclined, aLee.ID, "We *need* it by then.", sampleNow.AddDate(0, 0, -9)
	first := domain.GoalProposal{ID: "w3", Goal: goal.ID, Terms: was, State: domain.ProposalAgreed, By: aGrace.ID, AnsweredBy: aLee.ID, SettledAt: sampleNow.AddDate(0, -2, 0)}
	alone := first
	alone.AnsweredBy = ""
	if state == domain.GoalProposed {
		open.Was = domain.GoalTerms{}
		declined.State, declined.Answer = domain.ProposalCountered, ""
	}
	return domain.GoalDetail{
		GoalList: domain.GoalList{Goals: []domain.Goal{goal}, People: samplePeople(), May: map[domain.ID]bool{goal.ID: true}},
		History:  []domain.GoalProposal{open, declined, first, alone}, Open: open, MayAgree: agrees, MayTakeBack: !agrees,
	}
}

func TestPlainNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"12": "12", "12,5": "12.5", "12.5": "12.5", "-3,25": "-3.25", "1,000,000": "1000000", "1.000.000": "1000000", "1.234,5": "1234.5",
		"1,234.5": "1234.5", "1 000 000": "1000000", "0,125": "0.125", "10000": "10000", "1.234,567": "1234.567",
	} {
		if got, certain := plainNumber(text); got != want || !certain {
			t.Errorf("%q: got %q, %t; want %q", text, got, certain, want)
		}
	}
	for _, text := range []string{"10,000", "10.000", "1,00,000", "1,2,3", "12345,678", "1.23,5"} {
		if got, certain := plainNumber(text); certain {
			t.Errorf("%q is read as %q, want it refused", text, got)
		}
	}
}
