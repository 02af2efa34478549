package bot_test

import (
	"context"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// expected are the use cases behind the forms.
func (b *bench) expected() domain.ExpectationService {
	return domain.ExpectationService{Practice: b.Practice}
}

// assign gives somebody a role.
func (b *bench) assign(slackID, role string) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.PersonBySlack(ctx, slackID)
		if err != nil {
			return err
		}
		p.Role = role
		_, err = tx.UpdatePerson(ctx, p)
		return err
	})
}

// engineers is a company in which Grace has a role with a profile.
func engineers(t *testing.T, change ...func(*domain.RoleProfile)) *bench {
	t.Helper()
	b := setup(t)
	b.line()
	b.assign("UGRACE", "Engineer")
	p := domain.RoleProfile{
		Role: "Engineer", Outcomes: []string{"Features in use"}, Impact: "Customers can rely on us.",
		Expectations: []domain.Expectation{
			{Dimension: domain.ResultGoal, Text: "Takes the cause of incidents away"},
			{Dimension: domain.BehaviourGoal, Text: "Says early when a plan does not hold"},
		},
		KPIs: []domain.KPI{{Name: "Change failures", Unit: "%", Target: "at most 5", Standard: "0"}},
	}
	for _, c := range change {
		c(&p)
	}
	if _, err := b.expected().ApplyRoleFile(t.Context(), []domain.RoleProfile{p}); err != nil {
		t.Fatal(err)
	}
	return b
}

// expectedOf is what is expected of somebody, as they read it.
func (b *bench) expectedOf(slackID string) domain.Expected {
	b.t.Helper()
	id := b.present(slackID).ID
	e, err := b.expected().Show(b.t.Context(), id, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

func TestExpectations_AreRead(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	lookAt(t, b.form("UGRACE", "/rapport", "expectations")).wants("Features in use", "Takes the cause of incidents away", "The direction to strive in", "Not said yet")
	b.homeOf("UGRACE").wants("My expectations")
	theirs := lookAt(t, b.form("ULEE", "/rapport", "expectations <@UGRACE>"))
	theirs.wants("Grace Hopper", "Takes the cause")
	theirs.lacks("Say it")
	lookAt(t, b.form("ULEE", "/rapport", "expectations")).wants("has no profile")
	shown := len(b.slack.opened)
	for _, user := range []string{"UBO", "UHANNA"} {
		b.command(user, "/rapport", "expectations <@UGRACE>")
		b.press(user, pressed{ID: bot.PressExpected, Value: string(b.present("UGRACE").ID)})
	}
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("Takes the cause")
	}
}

func TestExpectations_ServeTheCompany(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	b.press("UGRACE", pressed{ID: bot.PressPurpose, Home: true})
	older := last(t, b.slack.opened)
	b.press("UGRACE", pressed{ID: bot.PressPurpose, Home: true})
	form := last(t, b.slack.opened)
	if problems := b.submit("UGRACE", form, object{bot.FieldPurpose: typed(" ")}).errors(); problems[bot.FieldPurpose] == "" {
		t.Errorf("nothing gives %v", problems)
	}
	b.submit("UGRACE", form, object{bot.FieldPurpose: typed("Two hours to recover.")}).wants("Two hours to recover.", "Takes the cause")
	if got := b.expectedOf("UGRACE"); !got.UpToDate() || got.Purpose.Text != "Two hours to recover." {
		t.Errorf("got %+v", got.Purpose)
	}
	// The form that showed none yet changes nothing, and gives both texts.
	again := b.submit("UGRACE", older, object{bot.FieldPurpose: typed("One hour.")})
	again.wants("changed meanwhile", "Two hours to recover.")
	if words := again.stands(bot.FieldPurpose); words != "One hour." {
		t.Errorf("what was typed came back as %q", words)
	}
	// Whoever has no profile, or another's form, writes nothing.
	b.submit("ULEE", form, object{bot.FieldPurpose: typed("Mine.")})
	if got := b.expectedOf("UGRACE"); got.Purpose.Text != "Two hours to recover." || b.expectedOf("ULEE").Purpose.Text != "" {
		t.Errorf("got %+v", got.Purpose)
	}
}

func TestExpectations_AreServedByGoals(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	cause := b.role("Engineer").Expectations[0]
	fill := shorterWaits()
	fill[bot.FieldGoalServes] = choice(string(cause.ID))
	b.submit("UGRACE", b.form("UGRACE", "/goals", "new"), fill)
	goal := b.goalsOf("UGRACE")[0]
	lookAt(t, b.pressForm("ULEE", bot.PressGoalOpen, string(goal.ID))).wants("It serves what is expected", "Takes the cause of incidents away")
	// Changed by somebody else it stays, since the form shows it.
	b.submit("ULEE", b.pressForm("ULEE", bot.PressGoalEdit, string(goal.ID)), object{bot.FieldGoalTitle: typed("No waits")})
	lookAt(t, b.pressForm("UGRACE", bot.PressGoalOpen, string(goal.ID))).wants("No waits", "Takes the cause of incidents away")
}
