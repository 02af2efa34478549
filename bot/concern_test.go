package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/domain"
)

func TestConcern_RaisedAndAnswered(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.person("Hanna Hr")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hanna@example.com"} })
	b.tell("UADA", "UGRACE", filled())
	id := last(t, of(b.delivered(), domain.FeedbackShared, domain.Post)).button(bot.PressFeedbackRead)
	view := b.openWords("UGRACE", id)
	b.press("UGRACE", pressed{ID: bot.PressConcern, Value: view.button(bot.PressConcern)})
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("Something is wrong here", "Rapport does not tell who sent it to you.")
	b.submit("UGRACE", form, object{bot.FieldConcernText: typed("It was *not* me.")}).wants("You are told when it is answered.")
	letters := b.delivered()
	raised := last(t, of(letters, domain.ConcernRaised, domain.Post))
	raised.wants("Something was reported")
	raised.lacks("Grace", "Ada", "not me")
	if len(letters) != 1 {
		t.Errorf("%d messages, want Hanna's alone", len(letters))
	}
	b.homeOf("UHANNA").wants("Something was reported on")
	b.press("UHANNA", pressed{ID: bot.PressConcernRead, Value: raised.button(bot.PressConcernRead)})
	answer := last(t, b.slack.opened)
	lookAt(t, answer).wants("Grace Hopper", "about feedback from Ada Lovelace", "what the customer had tried", "It was *not* me.")
	b.submit("UHANNA", answer, object{bot.FieldConcernAnswer: typed("I talked with both teams.")}).wants("Answered. Grace Hopper is told privately.")
	told := last(t, of(b.delivered(), domain.ConcernAnswered, domain.Post))
	told.wants("What you reported is answered.")
	told.lacks("both teams")
	b.press("UGRACE", pressed{ID: bot.PressConcernRead, Value: told.button(bot.PressConcernRead)})
	lookAt(t, last(t, b.slack.opened)).wants("I talked with both teams.", "Answered by Hanna Hr")
	b.homeOf("UHANNA").lacks("Something was reported on")
	b.press("UADA", pressed{ID: bot.PressConcernRead, Value: told.button(bot.PressConcernRead)})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}

// The menu of thanks is the same mechanism.
func TestConcern_AboutThanks(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.person("Hanna Hr")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hanna@example.com"} })
	b.command("UADA", "/kudos", "<@UGRACE> for the dress")
	received := last(t, of(b.delivered(), domain.KudosReceived, domain.Post))
	b.press("UGRACE", pressed{ID: bot.PressKudosSettle, Option: received.option("Something is wrong here")})
	b.submit("UGRACE", last(t, b.slack.opened), object{bot.FieldConcernText: typed("That is not about my work.")}).wants("You are told when it is answered.")
	raised := last(t, of(b.delivered(), domain.ConcernRaised, domain.Post))
	b.press("UHANNA", pressed{ID: bot.PressConcernRead, Value: raised.button(bot.PressConcernRead)})
	lookAt(t, last(t, b.slack.opened)).wants("about thanks from Ada Lovelace", "for the dress", "That is not about my work.")
}
