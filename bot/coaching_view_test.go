package bot

import (
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// coachingSamples are the cards of one minute, and what cites an expectation.
func coachingSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "halo"}
	cited := domain.CitedList{
		Person: aGrace, Expectations: sampleRole().Expectations, People: samplePeople(), More: true,
		Records: map[domain.ID][]domain.CitedRecord{"e1": {
			{Citation: domain.Citation{Kind: domain.CitedByKudos, At: sampleNow}, Text: "for the <!here> *drill*", From: anAda.ID},
			{Citation: domain.Citation{Kind: domain.CitedByGoal, At: sampleNow}, Text: "Restore in *two* hours"},
			{Citation: domain.Citation{Kind: domain.CitedByPromise, At: sampleNow}, Text: "ask <@U1>", From: aLee.ID},
		}},
	}
	return map[string]any{
		"coaching_list":    coachingView(v, domain.Coaching{Done: map[domain.CoachCard]bool{"halo": true}, Missing: []domain.CoachCard{"recency"}, Next: "parts"}),
		"coaching_card":    coachCardForm(v, "halo", meta),
		"coaching_fits":    coachAnswerView(v, domain.CoachAnswer{Card: "halo", Right: "c", Fits: true, Missing: []domain.CoachCard{"recency"}}),
		"coaching_not":     coachAnswerView(v, domain.CoachAnswer{Card: "parts", Right: "b"}),
		"coaching_on_card": withCoach(v, cardMessage(v, []cardRow{partnerCard(v, sampleTalk(shared), sampleNow)}, domain.MonthTally{}), "asking"),
		"citation_list":    citedView(v, cited, aLee.ID),
		"citation_kudos":   kudosCiteForm(v, sampleRole().Expectations, "", Metadata{Nonce: "n1", Subject: "k1"}),
	}
}

// Slack shows 75 characters of an answer.
func TestCoachCards_FitIntoSlack(t *testing.T) {
	t.Parallel()
	v := testVoice(t)
	for _, card := range domain.CoachCards() {
		for _, choice := range domain.CoachAnswers() {
			if text := coachSay(v, card, choice); blockkit.Units(text) > 75 {
				t.Errorf("%s %s has %d characters", card, choice, blockkit.Units(text))
			}
		}
	}
}
