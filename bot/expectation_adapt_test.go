package bot_test

import (
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

func TestExpectations_AreAgreed(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	grace, tests := string(b.present("UGRACE").ID), b.role("Engineer").Expectations[1]
	value := grace + ":" + string(tests.ID)
	form := b.pressForm("UGRACE", bot.PressAdapt, value)
	older := b.pressForm("UGRACE", bot.PressAdapt, value)
	if problems := b.submit("UGRACE", form, object{bot.FieldExpectation: typed(" ")}).errors(); problems[bot.FieldExpectation] == "" {
		t.Errorf("no words give %v", problems)
	}
	sent := b.submitPayload("UGRACE", form, object{bot.FieldExpectation: typed("Says it on day one"), bot.FieldAdaptWhy: typed("early is vague")})
	b.answered(socket.TypeInteraction, sent)
	b.answered(socket.TypeInteraction, sent)
	told := of(b.delivered(), domain.AdaptationNews, domain.Post)
	if len(told) != 1 || told[0].Recipient != b.present("ULEE").ID {
		t.Fatalf("%d are told of the proposal, want Lee once", len(told))
	}
	told[0].wants("Grace Hopper proposes a change")
	told[0].lacks("day one")
	if notification := text(told[0].object["text"]); strings.Contains(notification, "vague") {
		t.Errorf("the lock screen shows %q", notification)
	}
	view := lookAt(t, b.pressForm("ULEE", bot.PressExpected, told[0].button(bot.PressExpected)))
	view.wants("So far: Says early when a plan does not hold", "Proposed: Says it on day one", "early is vague")
	agree := pressed{ID: bot.PressAdaptAgree, Value: view.button(bot.PressAdaptAgree), Modal: true, Repeat: "1700000001.1"}
	b.press("ULEE", pressed{ID: bot.PressAdaptAnswer, Value: view.button(bot.PressAdaptAnswer)})
	b.submit("ULEE", last(t, b.slack.opened), object{bot.FieldAdaptAnswer: typed("Day two is fine, too")}).wants("Lee Park answers: Day two is fine, too")
	// The button showed the state before the answer.
	b.press("ULEE", agree)
	if e := b.expectedOf("UGRACE"); len(e.Differs) > 0 || len(e.Open) != 1 {
		t.Fatalf("an older button agreed: %+v", e.Differs)
	}
	b.press("UGRACE", pressed{ID: bot.PressAdaptAgree, Value: string(b.expectedOf("UGRACE").Open[0].ID) + ":2", Modal: true})
	if e := b.expectedOf("UGRACE"); len(e.Differs) > 0 {
		t.Fatal("Grace agreed to her own proposal")
	}
	view = lookAt(t, b.pressForm("ULEE", bot.PressExpected, grace))
	for range 2 {
		b.press("ULEE", pressed{ID: bot.PressAdaptAgree, Value: view.button(bot.PressAdaptAgree), Modal: true, Repeat: "1700000002.1"})
	}
	e := b.expectedOf("UGRACE")
	if len(e.Differs) != 1 || e.Own.Expectations[1].Text != "Says it on day one" {
		t.Fatalf("got %+v", e.Own.Expectations)
	}
	lookAt(t, b.form("UGRACE", "/rapport", "expectations")).wants("Says it on day one", "The role says: Says early")
	// A form that showed the wording before saves nothing, and gives both texts.
	again := b.submit("UGRACE", older, object{bot.FieldExpectation: typed("Says it by noon")})
	again.wants("changed meanwhile", "Says it on day one")
	if words := again.stands(bot.FieldExpectation); words != "Says it by noon" {
		t.Errorf("what was typed came back as %q", words)
	}
	// The people team sees what differs.
	lookAt(t, b.pressForm("UHANNA", bot.PressDiffering, string(e.Role.ID)+":")).wants("Grace Hopper", "Other words: Says it on day one. The role says: Says early")
}

func TestExpectations_AgreementIsNotTheirs(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	grace := string(b.present("UGRACE").ID)
	form := b.pressForm("UGRACE", bot.PressAdapt, grace+":")
	b.submit("UGRACE", form, object{bot.FieldExpectation: typed("Guides students")})
	a := b.expectedOf("UGRACE").Open[0]
	id := string(a.ID)
	answer := b.pressForm("ULEE", bot.PressAdaptAnswer, id)
	shown := len(b.slack.opened)
	for _, user := range []string{"UBO", "UHANNA"} {
		for press, value := range map[string]string{
			bot.PressAdapt: grace + ":", bot.PressAdaptAgree: id + ":1", bot.PressAdaptAnswer: id, bot.PressAdaptBack: id,
		} {
			b.press(user, pressed{ID: press, Value: value, Home: true})
		}
		b.submit(user, form, object{bot.FieldExpectation: typed("Something else")})
		b.submit(user, answer, object{bot.FieldAdaptAnswer: typed("no")})
	}
	b.press("UGRACE", pressed{ID: bot.PressDiffering, Value: string(b.role("Engineer").ID) + ":", Home: true})
	if e := b.expectedOf("UGRACE"); len(e.Open) != 1 || e.Open[0].Version != a.Version {
		t.Errorf("got %+v, want it as Grace left it", e.Open)
	}
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("Guides students")
	}
	b.press("UGRACE", pressed{ID: bot.PressAdaptBack, Value: id, Modal: true})
	b.press("ULEE", pressed{ID: bot.PressAdaptAgree, Value: id + ":1", Modal: true})
	if e := b.expectedOf("UGRACE"); len(e.Open)+len(e.Differs) > 0 {
		t.Errorf("got %+v, want it taken back", e)
	}
}
