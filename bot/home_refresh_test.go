package bot_test

import (
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// refreshed counts the Homes that are published anew by what happens.
func (b *bench) refreshed(happens func()) int {
	b.t.Helper()
	b.bot.RefreshNow(b.t.Context())
	before := len(b.slack.homes)
	happens()
	b.bot.RefreshNow(b.t.Context())
	return len(b.slack.homes) - before
}

func TestHome_IsRefreshedWhileItIsLookedAt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"UHANNA", "UBO"} })
	b.homeOf("UBO")
	b.homeOf("ULEE")
	tomorrow := "until " + domain.DateOf(start, time.UTC).AddDays(3).String()
	savePolicy := func() {
		b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
		b.submit("UHANNA", last(t, b.slack.opened), nil)
	}
	if got := b.refreshed(savePolicy); got != 1 {
		t.Errorf("a policy that a colleague changed refreshes %d Homes, want Bo's", got)
	}
	if got := b.refreshed(func() { b.command("UGRACE", "/rapport", "away "+tomorrow) }); got != 1 {
		t.Errorf("an absence of Grace refreshes %d Homes, want Lee's", got)
	}
	b.Clock.Advance(11 * time.Minute)
	if got := b.refreshed(savePolicy); got != 0 {
		t.Errorf("%d Homes are refreshed that nobody has looked at for 11 minutes", got)
	}
}

func TestHome_IsLeftAloneWhereNothingOfItChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.homeOf("ULEE")
	status := func(name string) func() {
		return func() { b.happens("user_change", account("ULEE", name)) }
	}
	if got := b.refreshed(status("Lee Parker")); got != 1 {
		t.Errorf("a new name refreshes %d Homes, want 1", got)
	}
	if got := b.refreshed(status("Lee Parker")); got != 0 {
		t.Errorf("a new status refreshes %d Homes, want none", got)
	}
	before := len(b.slack.homes)
	b.answered(socket.TypeEvent, b.eventPayload(object{"type": "app_home_opened", "user": "ULEE", "tab": "messages"}))
	if len(b.slack.homes) != before {
		t.Error("who reads the messages is shown a Home")
	}
}
