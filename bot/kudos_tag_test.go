package bot_test

import (
	"strings"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

func TestKudos_TagsThatAreNoValues(t *testing.T) {
	t.Parallel()

	t.Run("stay in the words, and the receipt names the nearest value", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		payload := commandPayload("UADA", "/kudos", "<@UGRACE> for the notes #crafd #Care", "trigger-1")
		first := b.answered("slash_commands", payload)
		first.wants("Sent to Grace Hopper", "“#crafd” is none of the values", "#craft, undo it", "Undo")
		first.lacks("“#Care”", "“#care”")
		if second := b.answered("slash_commands", payload); first.words() != second.words() {
			t.Errorf("delivered again it says %q, want %q", second.words(), first.words())
		}
		letter := last(t, of(b.delivered(), domain.KudosReceived, domain.Post))
		letter.wants("for the notes #crafd", "Care")
		letter.lacks("#Care")
	})
	t.Run("with none near are told all the same", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> fixed #flakytests today").wants("“#flakytests” is none of the values", "/kudos help")
		last(t, of(b.delivered(), domain.KudosPosted, domain.Post)).wants("fixed #flakytests today")
	})
	t.Run("are words like others where the company has no values", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.policy(func(p *domain.Policy) { p.Kudos.Values = nil })
		b.command("UADA", "/kudos", "<@UGRACE> for the notes #craft").lacks("none of the values")
		last(t, of(b.delivered(), domain.KudosPosted, domain.Post)).wants("for the notes #craft")
	})
	t.Run("do not keep a name that fits one person from being sent to", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "@Grace Hopper for the notes #crafd").wants("Send to Grace Hopper", "Did you mean #craft?")
	})
}

func TestKudos_ChannelsThatAreNamed(t *testing.T) {
	t.Parallel()
	b := team(t)
	b.command("UADA", "/kudos", "<@UGRACE> for helping in <#C9|support>, and in <#C8|> too <#C7|craft>").lacks("none of the values")
	post := last(t, of(b.delivered(), domain.KudosPosted, domain.Post))
	post.wants("for helping in #support, and in", "Craft")
	post.lacks("C9", "C8", "C7", "#craft")
}

// Whatever keeps thanks from being sent, the form has all that was typed.
func TestKudos_TagsComeBackInTheForm(t *testing.T) {
	t.Parallel()
	b := team(t)
	answer := b.command("UADA", "/kudos", "<@UADA> <@UGRACE> for the notes #crafd #CRAFT")
	answer.wants("cannot thank yourself")
	b.press("UADA", pressed{ID: bot.PressKudosForm, Value: answer.button(bot.PressKudosForm), Ephemeral: true})
	form := last(t, b.slack.opened)
	if got := strings.TrimSpace(everythingIn(t, form)); got != "for the notes #crafd" {
		t.Errorf("the words in the form are %q", got)
	}
	b.submit("UADA", form, object{bot.FieldKudosPeople: people("UGRACE")}).wants("Sent to Grace Hopper")
	last(t, of(b.delivered(), domain.KudosPosted, domain.Post)).wants("Craft", "#crafd")
}
