package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// Everything that a person may set is behind one button of Home, and each leads
// to a form or settles at once.
func TestSettings_FromHome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	home := b.homeOf("UADA")
	b.press("UADA", pressed{ID: bot.PressSettings, Value: home.button(bot.PressSettings), Home: true})
	settings := last(t, b.slack.opened)

	b.pressIn("UADA", settings, bot.PressHours)
	lookAt(t, last(t, b.slack.pushed)).wants("My working time")
	b.pressIn("UADA", settings, bot.PressKudosManner)
	b.submit("UADA", last(t, b.slack.pushed), object{bot.FieldKudosManner: choice(bot.ReachPrivate)}).wants("come as a message only")
	if !b.present("UADA").Privately {
		t.Error("the wish for private thanks is not kept")
	}
	b.pressIn("UADA", settings, bot.PressLineOpen)
	if form := last(t, b.slack.pushed); form.ID != bot.LineChooseForm {
		t.Errorf("the manager leads to %s", form.ID)
	}

	b.pressIn("UADA", settings, bot.PressQuieter)
	lookAt(t, last(t, b.slack.updated)).wants("at most one message a week")
	again := b.form("UADA", "/rapport", "settings")
	lookAt(t, again).wants("at most once a week, because you wished so")
	b.pressIn("UADA", again, bot.PressUsual)
	if b.present("UADA").Quieter {
		t.Error("still quieter")
	}
}

// A guest has no conversation, and so no manager to correct.
func TestSettings_OfAGuest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Gil Stern", func(p *domain.Person) { p.Kind = domain.Guest })
	settings := lookAt(t, b.form("UGIL", "/rapport", "settings"))
	settings.button(bot.PressHours)
	if settings.has(bot.PressLineOpen) {
		t.Error("a guest may name a manager")
	}
}
