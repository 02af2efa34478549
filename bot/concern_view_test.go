package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

func sampleConcern() domain.ConcernView {
	return domain.ConcernView{People: samplePeople(), Team: "the people team", Concern: domain.Concern{
		ID: "c1", Raiser: aGrace.ID, Sender: anAda.ID, Item: domain.ConcernKudos, Received: "for the *dress* <!here>", Words: "That is <@U1> not my work.", At: sampleNow,
	}}
}

// concernSamples are the messages, forms and views of concerns.
func concernSamples(v *sentence.Voice) map[string]any {
	open, answered := sampleConcern(), sampleConcern()
	answered.Concern.Item = domain.ConcernFeedback
	answered.Concern.Answer, answered.Concern.AnsweredBy, answered.Concern.AnsweredAt = "I *talked* with both.", aLee.ID, sampleNow
	return map[string]any{
		"concern_form":        concernForm(v, "the people team", Metadata{Nonce: "n1", Subject: "k1"}),
		"concern_answer_form": concernAnswerForm(v, open, Metadata{Nonce: "n1", Subject: "c1"}),
		"concern_view":        concernView(v, open),
		"concern_view_done":   concernView(v, answered),
		"concern_raised":      concernMessage(v, "concern.raised_notice", "c1"),
		"concern_answered":    concernMessage(v, "concern.answered_notice", "c1"),
	}
}

func worstConcernViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	view := domain.ConcernView{People: people, Team: longest(200), Concern: domain.Concern{
		ID: ids[0], Raiser: ids[1], Sender: ids[2], Item: domain.ConcernKudos, Received: longest(2 * domain.MaxConcernText),
		Words: longest(domain.MaxConcernText), Answer: longest(domain.MaxConcernText), AnsweredBy: ids[3], AnsweredAt: sampleNow, At: sampleNow,
	}}
	return map[string]any{
		"concern": concernView(v, view), "concern_answer": concernAnswerForm(v, view, Metadata{}), "concern_form": concernForm(v, longest(200), Metadata{}),
	}
}
