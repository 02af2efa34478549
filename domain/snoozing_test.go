package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// snooze puts Grace's ask off and gives what was said, how many rows her card
// shows then, and when it is posted again.
func (b *bureau) snooze(c domain.Conversation, until time.Time) (said time.Time, rows int, posted time.Time) {
	b.t.Helper()
	said, err := b.talks.Snooze(b.t.Context(), b.act(b.grace), c.ID, until)
	if err != nil {
		b.t.Fatal(err)
	}
	waiting, err := b.asks.Waiting(b.t.Context(), b.grace.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	b.tick()
	b.cards()
	for range 80 { // an hour each
		b.Clock.Set(b.Clock.Now().Add(time.Hour))
		b.tick()
		if b.cards() > 0 {
			return said, len(waiting.Asks), b.Clock.Now()
		}
	}
	b.t.Fatal("it is not asked again")
	return said, 0, time.Time{}
}

// cards settles what waits and counts the cards that Grace is sent.
func (b *bureau) cards() int {
	b.t.Helper()
	cards := 0
	for {
		claims, err := b.DB.Outbox().Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claims) == 0 {
			return cards
		}
		for _, c := range claims {
			if c.Message.Kind == domain.AskCard && c.Message.Deed == domain.Post && c.Message.Recipient == b.grace.ID {
				cards++
			}
			if err := b.DB.Outbox().Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

// openOn has Grace's first conversation open at an instant, with the card of
// that day.
func (b *bureau) openOn(now time.Time) domain.Conversation {
	b.t.Helper()
	c := b.talk()
	b.Clock.Set(now)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		c.State, c.OpensAt, c.OpenedAt, c.Turn = domain.TalkOpen, now, now, domain.EmployeeTurn
		c.DueOn, c.DueAt = domain.DateOf(now, time.UTC).AddDays(21), now.AddDate(0, 0, 21)
		if _, err := tx.UpdateConversation(ctx, c); err != nil {
			return err
		}
		ask := domain.Ask{ID: b.IDs.New(), Person: b.grace.ID, Kind: domain.AskPrepare, Subject: c.ID, Urgency: domain.HasDate, NotBefore: now, At: now}
		return tx.FileAsk(ctx, ask)
	})
	b.tick()
	if b.cards() != 1 {
		b.t.Fatal("no card is sent")
	}
	return b.talk()
}

func TestConversationService_Snooze(t *testing.T) {
	t.Parallel()
	berlin, err := domain.LoadZone("Europe/Berlin", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	friday := domain.NewDate(2026, time.December, 11)
	at := func(day domain.Date, hour int) time.Time { return day.In(berlin, domain.NewTimeOfDay(hour, 0)) }
	for name, test := range map[string]struct{ now, until, want time.Time }{
		"later on the day, in its hours": {at(friday, 11), at(friday, 13), at(friday, 13)},
		"later on the day, after hours":  {at(friday.AddDays(-1), 16), at(friday.AddDays(-1), 18), at(friday, 9)},
		"on a Saturday":                  {at(friday, 11), at(friday.AddDays(1), 9), at(friday.AddDays(3), 9)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			c := b.openOn(test.now)
			said, rows, posted := b.snooze(c, test.until)
			if !said.Equal(test.want) || rows != 0 || !posted.Equal(test.want) {
				t.Errorf("said %v, asked again %v with %d rows meanwhile; want %v and none", said, posted, rows, test.want)
			}
		})
	}
}
