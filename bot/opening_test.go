package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// TestCommands_ThatOpenAreAnswered lets somebody of another company type each
// command whose answer comes after its ack.
func TestCommands_ThatOpenAreAnswered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, route := range b.bot.Routes() {
		if route.Kind != bot.Command || route.Speed != bot.Opening {
			continue
		}
		before := len(b.slack.responses)
		payload := commandPayload("USTRANGER", route.ID, "", b.unique("trigger"))
		payload["team_id"] = "TOTHER"
		b.answered(socket.TypeCommand, payload)
		if got := len(b.slack.responses) - before; got != 1 {
			t.Errorf("%s is refused in %d answers, want 1", route.ID, got)
			continue
		}
		look(t, last(t, b.slack.responses)).wants("people of the organisation that runs it")
	}
}

func TestCommands_ThatOpenTellARefusal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.person("Gus Guest", func(p *domain.Person) { p.Kind = domain.Guest })
	for _, c := range []struct{ user, command, text string }{
		{"UGRACE", "/rapport", "person <@ULEE>"},
		{"UGUS", "/rapport", "file"},
	} {
		before := len(b.slack.responses)
		b.command(c.user, c.command, c.text)
		if got := len(b.slack.responses) - before; got != 1 {
			t.Errorf("%s %s is refused in %d answers, want 1", c.command, c.text, got)
		}
	}
}
