package bot_test

import (
	"context"
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

func TestSent_ByThePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.command("ULEE", "/kudos", "<@UGRACE> for the drill")
	b.delivered()
	if !b.homeOf("UGRACE").has(bot.PressSent) {
		t.Fatal("nothing on Home leads to what was sent")
	}
	mine := func(user string) seen {
		b.press(user, pressed{ID: bot.PressSent, Home: true})
		return lookAt(b.t, last(t, b.slack.opened))
	}
	got := mine("UGRACE")
	got.wants("24 November 2026, 10:00: thanks, from somebody. Sent.", "back to 26 August 2026")
	got.lacks("drill", "Lee")
	mine("UBO").wants("Rapport has sent you nothing since 26 August 2026")
}

func TestSent_AsCountsForThePeopleTeamAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lee, grace, bo, hanna := b.line()
	five := []domain.Person{lee, grace, bo, hanna, b.person("Ada Lovelace")}
	if !b.homeOf("UHANNA").has(bot.PressSentFigures) || b.homeOf("ULEE").has(bot.PressSentFigures) {
		t.Error("the counts are for the people team's Home and no other")
	}
	figures := func(user string) seen {
		opened := len(b.slack.opened)
		b.press(user, pressed{ID: bot.PressSentFigures, Home: true})
		if len(b.slack.opened) == opened {
			t.Fatal("nothing was opened")
		}
		return lookAt(b.t, last(t, b.slack.opened))
	}
	figures("UHANNA").wants("Week from Monday, 23 November 2026", "Week from Monday, 16 November 2026", "Fewer than 5 people were sent something")
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, p := range five {
			if err := tx.Tell(ctx, domain.Message{Kind: domain.AwaySet, Class: domain.FromPeople, Recipient: p.ID, Subject: "a1"}); err != nil {
				return err
			}
		}
		return nil
	})
	b.sendAll()
	figures("UHANNA").wants("From people", "Sent: 5")
	for _, user := range []string{"ULEE", "UGRACE"} {
		refused := figures(user)
		refused.wants("Not done")
		refused.lacks("Sent: 5", "Week from")
	}
}

// sendAll lets everything in the outbox be sent, without looking at its words.
func (b *bench) sendAll() {
	b.t.Helper()
	outbox := b.DB.Outbox()
	for {
		claims, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claims) == 0 {
			return
		}
		for _, c := range claims {
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}
