package bot_test

import (
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

func TestGoal_IsAgreed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.submit("UGRACE", b.form("UGRACE", "/goals", "new"), shorterWaits()).wants("holds once the other of you agrees")
	goal := b.goalsOf("UGRACE")[0]
	told := of(b.delivered(), domain.GoalNews, domain.Post)
	if len(told) != 1 || told[0].Recipient != b.present("ULEE").ID {
		t.Fatalf("%d are told, want Lee", len(told))
	}
	told[0].wants("Grace Hopper proposes a goal")
	b.homeOf("ULEE").wants("Grace Hopper proposes a goal", "Shorter waits")
	view := lookAt(t, b.pressForm("ULEE", bot.PressGoalOpen, string(goal.ID)))
	view.wants("From 30 to 12.5 minutes", "Propose otherwise")
	agree := view.button(bot.PressGoalAgree)
	lookAt(t, b.pressForm("UGRACE", bot.PressGoalOpen, string(goal.ID))).wants("It waits for the other")
	b.press("UGRACE", pressed{ID: bot.PressGoalAgree, Value: agree, Modal: true})
	if got := b.goalsOf("UGRACE")[0]; got.State != domain.GoalProposed {
		t.Error("Grace agrees to what she proposed")
	}
	b.press("ULEE", pressed{ID: bot.PressGoalAgree, Value: agree, Modal: true})
	b.press("ULEE", pressed{ID: bot.PressGoalAgree, Value: agree, Modal: true}) // twice does it once
	if got := b.goalsOf("UGRACE")[0]; got.State != domain.GoalAgreed {
		t.Errorf("got %s", got.State)
	}
	b.homeOf("ULEE").lacks("proposes a goal")
	// Another date waits for Lee, who would leave it.
	edit := b.pressForm("UGRACE", bot.PressGoalEdit, string(goal.ID))
	b.submit("UGRACE", edit, object{bot.FieldGoalDue: day(domain.DateOf(start, time.UTC).AddDays(90)), bot.FieldGoalReason: typed("The supplier is late.")}).wants("until then what was agreed holds")
	view = lookAt(t, b.pressForm("ULEE", bot.PressGoalOpen, string(goal.ID)))
	view.wants("So far:", "Proposed:", "The supplier is late.", "Keep as agreed")
	decline := b.pressForm("ULEE", bot.PressGoalDecline, view.button(bot.PressGoalDecline))
	if problems := b.submit("ULEE", decline, object{bot.FieldGoalAnswer: typed(" ")}).errors(); problems[bot.FieldGoalAnswer] == "" {
		t.Errorf("no words give %v", problems)
	}
	b.submit("ULEE", decline, object{bot.FieldGoalAnswer: typed("We need it by then.")})
	lookAt(t, b.pressForm("UGRACE", bot.PressGoalOpen, string(goal.ID))).wants("How it came to be so", "We need it by then.", "Lee Park agreed")
}

func TestGoal_IsProposedToAReport(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	grace := string(b.present("UGRACE").ID)
	b.command("ULEE", "/goals", "<@UGRACE>").wants("Propose a goal")
	b.submit("ULEE", b.pressForm("ULEE", bot.PressGoalNew, grace), shorterWaits())
	if got := b.goalsOf("UGRACE"); len(got) != 1 || got[0].State != domain.GoalProposed || got[0].ProposedBy != b.present("ULEE").ID {
		t.Fatalf("got %+v", got)
	}
	b.homeOf("UGRACE").wants("Lee Park proposes a goal")
	// A colleague gets no form, and a form of their own is no way to another's goals.
	shown := len(b.slack.opened)
	b.press("UBO", pressed{ID: bot.PressGoalNew, Value: grace, Home: true})
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("What will be different?")
	}
}
