package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/domain"
)

func TestFeedback_AskedAndAnswered(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.command("UGRACE", "/feedback", "ask <@UADA> <@ULIN> about my talk on Tuesday").wants("Asked Ada Lovelace and Lin Wu.")
	letters := of(b.delivered(), domain.FeedbackAsked, domain.Post)
	if len(letters) != 2 {
		t.Fatalf("%d messages, want 2", len(letters))
	}
	letters[0].wants("Grace Hopper asks for your feedback.")
	letters[0].lacks("talk on Tuesday")
	id := letters[0].button(bot.PressFeedbackAnswer)
	b.homeOf("UADA").wants("Grace Hopper asks for your feedback.")
	b.press("UADA", pressed{ID: bot.PressFeedbackAnswer, Value: id})
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("For Grace Hopper", "Grace Hopper asks about:", "my talk on Tuesday")
	b.submit("UADA", form, filled()).wants("Sent to Grace Hopper.")
	last(t, of(b.delivered(), domain.FeedbackAsked, domain.Update)).wants("Answered")
	b.press("UADA", pressed{ID: bot.PressFeedbackAnswer, Value: id})
	look(t, last(t, b.slack.responses)).wants("You have answered this already")
	b.press("UGRACE", pressed{ID: bot.PressFeedbackList, Value: "asked", Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("Asked by you", "Ada Lovelace", "Answered", "No answer yet")
	b.homeOf("UADA").lacks("asks for your feedback")
}

func TestFeedback_Declined(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.command("UGRACE", "/feedback", "ask <@UADA> my talk")
	id := last(t, of(b.delivered(), domain.FeedbackAsked, domain.Post)).button(bot.PressFeedbackRefuse)
	b.press("UADA", pressed{ID: bot.PressFeedbackRefuse, Value: id})
	form := last(t, b.slack.opened)
	b.submit("UADA", form, object{bot.FieldFeedbackWhy: typed("I was not there.")}).wants("Declined. Grace Hopper is told")
	told := last(t, of(b.delivered(), domain.FeedbackDeclined, domain.Post))
	told.wants("Ada Lovelace cannot give feedback this time.")
	told.lacks("not there")
	b.press("UGRACE", pressed{ID: bot.PressFeedbackRequest, Value: told.button(bot.PressFeedbackRequest)})
	lookAt(t, last(t, b.slack.opened)).wants("I was not there.", "Declined this time")
}

func TestFeedback_AsksAgainWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.command("UGRACE", "/feedback", "ask <@UADA> my talk")
	answer := b.command("UGRACE", "/feedback", "ask <@UADA> about my other talk")
	answer.wants("Ada Lovelace was asked about Grace Hopper not long ago", "can be asked again from", "my other talk")
	b.press("UGRACE", pressed{ID: bot.PressFeedbackAsk, Value: answer.button(bot.PressFeedbackAsk), Ephemeral: true})
	form := last(t, b.slack.opened)
	if got := lookAt(t, form).stands(bot.FieldFeedbackQuestion); got != "my other talk" {
		t.Errorf("the form holds %q", got)
	}
	if errors := b.submit("UGRACE", form, object{}).errors(); errors[bot.FieldFeedbackGivers] == "" {
		t.Errorf("got %v", errors)
	}
	b.submit("UGRACE", form, object{bot.FieldFeedbackGivers: people("ULIN")}).wants("Asked Lin Wu.")
	b.command("UGRACE", "/feedback", "ask about my talk").wants("Name at least one person", "my talk")
	if b.command("UGRACE", "/feedback", "ask"); len(b.slack.opened) != 2 {
		t.Errorf("%d forms were opened, want 2", len(b.slack.opened))
	}
}

// A manager asks about a report: the form says that both read the answer.
func TestFeedback_ManagerAsks(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	form := b.form("ULEE", "/feedback", "ask")
	grace := b.find("UGRACE")
	b.submit("ULEE", form, object{
		bot.FieldFeedbackGivers: people("UADA"), bot.FieldFeedbackQuestion: typed("the plan"), bot.FieldFeedbackAbout: choice(string(grace.ID)),
	}).wants("Asked Ada Lovelace about Grace Hopper.")
	asked := last(t, of(b.delivered(), domain.FeedbackAsked, domain.Post))
	asked.wants("Lee Park asks for your feedback about Grace Hopper.")
	b.press("UADA", pressed{ID: bot.PressFeedbackAnswer, Value: asked.button(bot.PressFeedbackAnswer)})
	answer := last(t, b.slack.opened)
	lookAt(t, answer).wants("You, Grace Hopper and Lee Park can read this, and nobody else.")
	b.submit("UADA", answer, filled()).wants("You, Grace Hopper and Lee Park can read this")
	if got := of(b.delivered(), domain.FeedbackShared, domain.Post); len(got) != 2 {
		t.Errorf("%d are told, want Grace and Lee", len(got))
	}
}
