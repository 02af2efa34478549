package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// conversationSamples are the cards, forms and views of conversations.
func conversationSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "t1", Version: 1}
	facts := domain.TalkFacts{
		Since: domain.NewDate(2026, time.November, 2), Givers: []domain.Person{anAda, aLee}, Thanks: []domain.Kudos{{Text: "for the *drill*"}, {}},
		Reached: []domain.Goal{sampleGoal()}, Kept: 1, Goals: []domain.Goal{sampleGoal(milestones)}, Silent: 1, MostDays: 34,
	}
	before := sampleTalk(func(t *domain.Talk) {
		t.Before = domain.Conversation{ID: "t0", Kind: domain.RegularTalk, Period: "2026-10", Ending: domain.NotHeld}
	})
	notes := sampleTalk(func(t *domain.Talk) {
		t.Conversation.Kind, t.Conversation.Partner, t.Before.Ending = domain.OwnNotes, "", domain.NotHeld
	})
	prepared := sampleTalk(shared, planned)
	ours := sampleTalk(recorded)
	team := domain.TalkList{People: samplePeople(), Talks: []domain.Conversation{
		prepared.Conversation,
		{ID: "t2", Employee: anAda.ID, Partner: aLee.ID, Kind: domain.RegularTalk, Period: "2026-12", State: domain.TalkPlanned, Rule: domain.DueRule{Day: sampleToday.AddDays(9)}},
	}}
	slots := proposals{now: sampleNow, times: []time.Time{sampleNow.Add(26 * time.Hour), sampleNow.Add(50 * time.Hour)}}
	joiner := sampleTalk(func(t *domain.Talk) { t.Conversation.Kind, t.Conversation.Ordinal = domain.JoinerTalk, 0 })
	closing := sampleTalk(func(t *domain.Talk) { t.Conversation.Kind = domain.ClosingTalk })
	own := sampleTalk(func(t *domain.Talk) {
		t.Policy.Conversations.EmployeePrompts = []string{"What did you *learn*?", "Two", "Three", "Four"}
	})
	return map[string]any{
		"conversation_card_prepare":     cardMessage(v, []cardRow{prepareCard(v, sampleTalk(), sampleNow)}, domain.MonthTally{}),
		"conversation_card_own":         cardMessage(v, []cardRow{prepareCard(v, notes, sampleNow)}, domain.MonthTally{}),
		"conversation_card_not_held":    cardMessage(v, []cardRow{prepareCard(v, before, sampleNow)}, domain.MonthTally{}),
		"conversation_card_twice":       cardMessage(v, []cardRow{partnerCard(v, before, sampleNow)}, domain.MonthTally{}),
		"conversation_card_partner":     cardMessage(v, []cardRow{partnerCard(v, prepared, sampleNow)}, domain.MonthTally{}),
		"conversation_card_bundle":      cardMessage(v, []cardRow{partnerCard(v, prepared, sampleNow), partnerCard(v, sampleTalk(held), sampleNow), goalCard(v, sampleGoal(), sampleToday)}, domain.MonthTally{}),
		"conversation_waiting":          waitingView(v, []cardRow{partnerCard(v, prepared, sampleNow), partnerCard(v, sampleTalk(held), sampleNow), goalCard(v, sampleGoal(), sampleToday)}),
		"conversation_card_month":       cardMessage(v, []cardRow{partnerCard(v, prepared, sampleNow), partnerCard(v, sampleTalk(held), sampleNow)}, domain.MonthTally{Month: sampleToday.Month, Held: 4, All: 12}),
		"conversation_card_rest":        cardMessage(v, []cardRow{restCard(v, sampleTalk())}, domain.MonthTally{}),
		"conversation_card_held":        cardMessage(v, []cardRow{heldCard(v, sampleTalk(func(t *domain.Talk) { t.Conversation.SaidHeldBy, t.Conversation.SaidHeldFor = aLee.ID, sampleToday }), aGrace.ID)}, domain.MonthTally{}),
		"conversation_card_nothing":     cardMessage(v, nil, domain.MonthTally{}),
		"conversation_told_shared":      talkNewsMessage(v, "conversation.told_shared", prepared, aLee.ID, sampleNow),
		"conversation_told_meeting":     talkNewsMessage(v, "conversation.told_meeting", prepared, aGrace.ID, sampleNow),
		"conversation_told_planned":     talkNewsMessage(v, "conversation.told_planned", prepared, aLee.ID, sampleNow),
		"conversation_told_wanted":      talkNewsMessage(v, "conversation.told_wanted", prepared, aLee.ID, sampleNow),
		"conversation_told_summary":     talkNewsMessage(v, "conversation.told_summary", ours, aGrace.ID, sampleNow),
		"conversation_prepare_round":    prepareForm(v, aGrace.ID, sampleTalk(func(t *domain.Talk) { t.Round = "d1" }), facts, meta),
		"conversation_prepare":          prepareForm(v, aGrace.ID, sampleTalk(), facts, meta),
		"conversation_prepare_joiner":   prepareForm(v, aGrace.ID, joiner, domain.TalkFacts{}, meta),
		"conversation_prepare_host":     prepareForm(v, aLee.ID, joiner, domain.TalkFacts{}, meta),
		"conversation_prepare_closing":  prepareForm(v, aGrace.ID, closing, domain.TalkFacts{}, meta),
		"conversation_prepare_farewell": prepareForm(v, aLee.ID, closing, domain.TalkFacts{}, meta),
		"conversation_prepare_own":      prepareForm(v, aGrace.ID, own, domain.TalkFacts{}, meta),
		"conversation_prepare_lee":      prepareForm(v, aLee.ID, prepared, facts, meta),
		"conversation_facts":            factsView(v, facts),
		"conversation_facts_none":       factsView(v, domain.TalkFacts{}),
		"conversation_plan":             planForm(v, aLee, slots, meta),
		"conversation_held":             heldForm(v, prepared, aLee.ID, sampleToday, meta),
		"conversation_leave_out":        leaveOutForm(v, prepared, meta),
		"conversation_record":           withServes(v, recordForm(v, aLee.ID, sampleTalk(held), sampleToday, meta), sampleRole().Expectations, "e1"),
		"conversation_confirm":          confirmForm(v, aGrace.ID, ours, meta),
		"conversation_view_grace":       talkView(v, aGrace.ID, ours, sampleNow),
		"conversation_view_lee":         talkView(v, aLee.ID, prepared, sampleNow),
		"conversation_list":             talkList(v, domain.TalkList{Talks: []domain.Conversation{prepared.Conversation}, People: samplePeople()}, team, sampleNow),
		"conversation_list_none":        talkList(v, domain.TalkList{}, domain.TalkList{}, sampleNow),
		"conversation_team":             teamView(v, team, sampleNow),
		"conversation_ask":              talkAskForm(v, []domain.Person{aLee, anAda}, meta),
		"conversation_notes":            notesForm(v, []domain.Note{{ID: "n1", Text: "Ask about <@UADA>.", At: sampleNow}}, meta),
	}
}
