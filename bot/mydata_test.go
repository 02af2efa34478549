package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// Whatever somebody types or presses, they get their own data and nobody else's.
func TestMyData_IsOnesOwn(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.delivered()
	b.command("UADA", "/rapport", "my-data").wants("It comes to your messages with Rapport")
	letters := b.delivered()
	ready := of(letters, domain.MyDataReady, domain.Post)
	if len(ready) != 1 {
		t.Fatalf("%d messages, want one to Ada", len(ready))
	}
	ready[0].wants("Here is everything about you", "Slack keeps them until you delete them")
	b.press("UGRACE", pressed{ID: bot.PressMyData, Value: "UADA"})
	if more := of(b.delivered(), domain.MyDataReady, domain.Post); len(more) != 1 {
		t.Fatalf("%d messages, want one to Grace", len(more))
	}
	b.command("UGRACE", "/rapport", "my-data @ada").lacks("It comes to your messages")
	b.press("UADA", pressed{ID: bot.PressSettings})
	lookAt(t, last(t, b.slack.opened)).wants("Everything that Rapport keeps about you")
}
