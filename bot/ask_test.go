package bot_test

import (
	"testing"

	"rapport/bot"
)

// Home shows the first of many, and all of them behind one button, in which each
// can be answered.
func TestAsk_All(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	names := []string{"Ada Lovelace", "Ben Quist", "Cleo Marsh", "Dina Roth", "Emil Falk", "Fay Moss", "Gus Hale"}
	for i, name := range names {
		b.person(name)
		who := []string{"UADA", "UBEN", "UCLEO", "UDINA", "UEMIL", "UFAY", "UGUS"}[i]
		b.press(who, pressed{ID: bot.PressLineOpen, Home: true})
		b.submit(who, last(t, b.slack.opened), object{bot.FieldManager: user("ULEE")})
	}
	home := b.homeOf("ULEE")
	home.wants("All 7")
	b.press("ULEE", pressed{ID: bot.PressAskAll, Value: home.button(bot.PressAskAll), Home: true})
	all := lookAt(t, last(t, b.slack.opened))
	all.wants("7 things wait for you.")
	all.wants(names...)
	b.press("ULEE", pressed{ID: bot.PressLineYes, Value: all.button(bot.PressLineYes)})
	b.press("ULEE", pressed{ID: bot.PressAskAll, Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("6 things wait for you.")
	if !b.homeOf("ULEE").has(bot.PressAskAll) {
		t.Error("six of which five are shown have no button for all")
	}
}
