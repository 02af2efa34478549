package bot_test

import (
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// goalsOf are somebody's open goals, as they read them.
func (b *bench) goalsOf(slackID string) []domain.Goal {
	b.t.Helper()
	list, err := domain.GoalService{Practice: b.Practice}.List(b.t.Context(), b.present(slackID).ID, domain.GoalPage{})
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Goals
}

// shorterWaits fills in a goal that is measured by a number.
func shorterWaits() object {
	return object{
		bot.FieldGoalTitle: typed("Shorter waits"), bot.FieldGoalMeasure: choice(string(domain.NumberMeasure)),
		bot.FieldGoalStart: typed("30"), bot.FieldGoalTarget: typed("12,5"), bot.FieldGoalUnit: typed("minutes"),
		bot.FieldGoalDue: day(domain.DateOf(start, time.UTC).AddDays(60)),
	}
}

func TestGoal_ByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	form := b.form("UGRACE", "/goals", "new")
	wrong := shorterWaits()
	wrong[bot.FieldGoalTitle], wrong[bot.FieldGoalTarget] = typed(" "), typed("a lot")
	if problems := b.submit("UGRACE", form, wrong).errors(); problems[bot.FieldGoalTarget] == "" {
		t.Errorf("no number gives %v", problems)
	}
	wrong[bot.FieldGoalTarget], wrong[bot.FieldGoalDue] = typed("30"), day(domain.DateOf(start, time.UTC).AddDays(-1))
	problems := b.submit("UGRACE", form, wrong).errors()
	for _, field := range []string{bot.FieldGoalTitle, bot.FieldGoalTarget, bot.FieldGoalDue} {
		if problems[field] == "" {
			t.Errorf("nothing stands under %q: %v", field, problems)
		}
	}
	if got := b.goalsOf("UGRACE"); len(got) > 0 {
		t.Fatalf("a refused form wrote %+v", got)
	}
	sent := b.submitPayload("UGRACE", form, shorterWaits())
	b.answered(socket.TypeInteraction, sent)
	b.answered(socket.TypeInteraction, sent)
	got := b.goalsOf("UGRACE")
	if len(got) != 1 || got[0].Measure.Target != 12.5 || got[0].Value != 30 {
		t.Fatalf("got %+v, want one goal, with a comma read", got)
	}

	// News by the list's button; the manager reads the goal, a colleague does not.
	list := b.command("UGRACE", "/goals", "")
	list.wants("Shorter waits")
	b.press("UGRACE", pressed{ID: bot.PressGoalUpdate, Value: list.button(bot.PressGoalUpdate)})
	news := last(t, b.slack.opened)
	b.submit("UGRACE", news, object{
		bot.FieldGoalValue: typed("20"), bot.FieldGoalConfidence: choice(string(domain.AtRisk)), bot.FieldGoalWhy: typed("The supplier is late."),
	})
	if got := b.goalsOf("UGRACE")[0]; got.Value != 20 || got.Confidence != domain.AtRisk {
		t.Errorf("got %+v, want the news", got)
	}
	// The form that showed the older state changes nothing, and says so.
	b.submit("UGRACE", news, object{bot.FieldGoalValue: typed("29")})
	if got := b.goalsOf("UGRACE")[0]; got.Value != 20 {
		t.Errorf("an older form set %v", got.Value)
	}
	b.press("UGRACE", pressed{ID: bot.PressGoalUpdate, Value: string(got[0].ID)})
	b.submit("UGRACE", last(t, b.slack.opened), object{bot.FieldGoalValue: typed("")})
	if got := b.goalsOf("UGRACE")[0]; got.Value != 20 {
		t.Errorf("an empty field set %v, want the last value to stay", got.Value)
	}
	b.command("ULEE", "/goals", "<@UGRACE>").wants("Shorter waits")
	b.command("UBO", "/goals", "<@UGRACE>").lacks("Shorter waits")
}

// A form that somebody filled in while another changed the goal saves nothing,
// whichever form it is.
func TestGoal_FormsOfAnOlderState(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.submit("UGRACE", b.form("UGRACE", "/goals", "new"), shorterWaits())
	goal := b.goalsOf("UGRACE")[0]
	var forms []blockkit.Modal
	for _, press := range []string{bot.PressGoalUpdate, bot.PressGoalEdit, bot.PressGoalClose} {
		b.press("UGRACE", pressed{ID: press, Value: string(goal.ID)})
		forms = append(forms, last(t, b.slack.opened))
	}
	b.press("ULEE", pressed{ID: bot.PressGoalSame, Value: string(goal.ID)})
	changed := b.goalsOf("UGRACE")[0]
	if changed.Version == goal.Version {
		t.Fatal("Lee's word changed nothing")
	}
	fills := []object{{bot.FieldGoalValue: typed("29")}, {bot.FieldGoalTitle: typed("Long waits")}, {bot.FieldGoalEnding: choice(string(domain.GoalAchieved))}}
	for i, form := range forms {
		b.submit("UGRACE", form, fills[i]).wants("changed meanwhile")
	}
	// What was typed comes back beside what stands there, and can be sent now.
	edited := b.submit("UGRACE", forms[1], fills[1])
	edited.wants("What stands there now:", "Shorter waits")
	if words := edited.stands(bot.FieldGoalTitle); words != "Long waits" {
		t.Errorf("what was typed came back as %q", words)
	}
	got := b.goalsOf("UGRACE")
	if len(got) != 1 || got[0].Version != changed.Version {
		t.Errorf("got %+v, want it as Lee left it", got)
	}
	told := of(b.delivered(), domain.GoalNews, domain.Post)[1:] // behind what Lee was asked to agree to
	if len(told) != 1 || told[0].Recipient != b.present("UGRACE").ID {
		t.Fatalf("%d are told that Lee told news, want Grace", len(told))
	}
	told[0].wants("Lee Park", "Shorter waits")
	if notification := text(told[0].object["text"]); strings.Contains(notification, "Shorter waits") {
		t.Errorf("the lock screen shows %q", notification)
	}
}

func TestGoal_NotTheirs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	form := b.form("UGRACE", "/goals", "new")
	b.submit("UGRACE", form, shorterWaits())
	goal := b.goalsOf("UGRACE")[0]
	for _, press := range []string{bot.PressGoalEdit, bot.PressGoalUpdate, bot.PressGoalClose} {
		b.press("UGRACE", pressed{ID: press, Value: string(goal.ID)})
	}
	forms, shown := b.slack.opened, len(b.slack.opened)
	outsider := b.person("Olga Outside", func(p *domain.Person) { p.Kind = domain.Outsider; p.TeamID = "T9" })
	for _, user := range []string{"UBO", "UHANNA", outsider.SlackID} {
		for _, press := range []string{bot.PressGoalEdit, bot.PressGoalUpdate, bot.PressGoalSame, bot.PressGoalOpen, bot.PressGoalClose} {
			b.press(user, pressed{ID: press, Value: string(goal.ID)})
		}
		for _, form := range forms[1:] { // the first is for a new one of their own
			b.submit(user, form, nil)
		}
	}
	if got := b.goalsOf("UGRACE")[0]; got.Version != goal.Version {
		t.Errorf("got version %d, want %d", got.Version, goal.Version)
	}
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("Shorter waits")
	}
}
