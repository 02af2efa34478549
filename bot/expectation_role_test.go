package bot_test

import (
	"context"
	"testing"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/domain"
)

// role is the profile of a role.
func (b *bench) role(name string) domain.RoleProfile {
	b.t.Helper()
	var p domain.RoleProfile
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.RoleProfileOf(ctx, name)
		return err
	})
	return p
}

// pressForm presses something on the profile and gives the form that opens.
func (b *bench) pressForm(user, id, value string) blockkit.Modal {
	b.t.Helper()
	opened := len(b.slack.opened)
	b.press(user, pressed{ID: id, Value: value, Home: true})
	if got := len(b.slack.opened) - opened; got != 1 {
		b.t.Fatalf("%s opened %d forms", id, got)
	}
	return last(b.t, b.slack.opened)
}

func TestRoles_FromATemplate(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	b.assign("UBO", "Welder")
	b.homeOf("UHANNA").wants("Roles")
	list := lookAt(t, b.pressForm("UHANNA", bot.PressRoles, ""))
	list.wants("Engineer", "Welder")
	form := b.pressForm("UHANNA", bot.PressRoleStart, "Welder")
	if problems := b.submit("UHANNA", form, object{bot.FieldRoleTemplate: choice("technology:Nobody")}).errors(); problems[bot.FieldRoleTemplate] == "" {
		t.Errorf("a template that is gone gives %v", problems)
	}
	fill := object{bot.FieldRoleTemplate: choice("technology:Tester")}
	b.submit("UHANNA", form, fill).wants("Welder", "Faults found early", "Tries what nobody thought of")
	b.submit("UHANNA", form, fill)
	if p := b.role("Welder"); p.Version != 1 || p.By != b.present("UHANNA").ID || len(p.Expectations) != 1 || p.Expectations[0].ID == "" {
		t.Errorf("got %+v, want the template for the role, once", p)
	}
	again := b.pressForm("UHANNA", bot.PressRoleStart, "Welder")
	if problems := b.submit("UHANNA", again, fill).errors(); problems[bot.FieldRole] == "" {
		t.Errorf("a role that has a profile gives %v", problems)
	}
}

func TestRoles_AreEdited(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	p := b.role("Engineer")
	id := string(p.ID)
	frame := b.pressForm("UHANNA", bot.PressRoleFrame, id)
	problems := b.submit("UHANNA", frame, object{bot.FieldRoleLevels: typed("Junior"), bot.FieldRole: typed(" ")}).errors()
	if problems[bot.FieldRoleLevels] == "" || problems[bot.FieldRole] == "" {
		t.Errorf("half a level and no role give %v", problems)
	}
	b.submit("UHANNA", frame, object{bot.FieldRoleLevels: typed("Junior: asks\nLead: shapes: designs"), bot.FieldRoleOutcomes: typed("Features in use\nQuiet nights")}).wants("Quiet nights", "shapes: designs")
	older := b.pressForm("UHANNA", bot.PressRoleItem, id+":"+string(p.Expectations[0].ID))
	item := b.pressForm("UHANNA", bot.PressRoleItem, id+":"+string(p.Expectations[0].ID))
	if problems := b.submit("UHANNA", item, object{bot.FieldExpectation: typed("Says early when a plan does not hold")}).errors(); problems[bot.FieldExpectation] == "" {
		t.Errorf("the same text twice gives %v", problems)
	}
	b.submit("UHANNA", item, object{bot.FieldExpectation: typed("Mends the cause")}).wants("Mends the cause")
	b.submit("UHANNA", b.pressForm("UHANNA", bot.PressRoleItem, id+":"), object{bot.FieldDimension: choice("action"), bot.FieldExpectation: typed("Pairs each week")})
	out := b.pressForm("UHANNA", bot.PressRoleItem, id+":"+string(p.Expectations[1].ID))
	b.submit("UHANNA", out, object{bot.FieldLeaveOut: object{"type": "checkboxes", "selected_options": []any{object{"value": "yes"}}}})
	kpi := b.pressForm("UHANNA", bot.PressRoleKPI, id+":"+string(p.KPIs[0].ID))
	b.submit("UHANNA", kpi, object{bot.FieldKPITarget: typed("at most 3")}).wants("at most 3")
	got := b.role("Engineer")
	if got.Version != 6 || len(got.Expectations) != 2 || got.Expectations[0].ID != p.Expectations[0].ID || got.Expectations[0].Version != 2 || got.Expectations[1].Text != "Pairs each week" {
		t.Errorf("got %+v", got)
	}
	// A form of an older version saves nothing, and gives both texts.
	again := b.submit("UHANNA", older, object{bot.FieldExpectation: typed("Finds the cause")})
	again.wants("changed meanwhile", "Mends the cause")
	if words := again.stands(bot.FieldExpectation); words != "Finds the cause" || b.role("Engineer").Version != 6 {
		t.Errorf("what was typed came back as %q", words)
	}
	// What changes nothing is no new version.
	b.submit("UHANNA", b.pressForm("UHANNA", bot.PressRoleFrame, id), nil)
	if v := b.role("Engineer").Version; v != 6 {
		t.Errorf("nothing changed and it has version %d", v)
	}
}

func TestRoles_NotTheirs(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	p := b.role("Engineer")
	presses := map[string]string{
		bot.PressRoles: "", bot.PressRole: string(p.ID), bot.PressRoleStart: "", bot.PressRoleFrame: string(p.ID),
		bot.PressRoleItem: string(p.ID) + ":" + string(p.Expectations[0].ID), bot.PressRoleKPI: string(p.ID) + ":" + string(p.KPIs[0].ID),
	}
	var forms []blockkit.Modal
	for id, value := range presses {
		forms = append(forms, b.pressForm("UHANNA", id, value))
	}
	shown := len(b.slack.opened)
	for _, user := range []string{"UGRACE", "ULEE", "UBO"} {
		for id, value := range presses {
			b.press(user, pressed{ID: id, Value: value, Home: true})
		}
		for _, form := range forms {
			if form.Submit.Plain() != "" {
				b.submit(user, form, nil)
			}
		}
	}
	if got := b.role("Engineer"); got.Version != p.Version {
		t.Errorf("got version %d, want %d", got.Version, p.Version)
	}
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("Takes the cause")
	}
}
