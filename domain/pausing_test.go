package domain_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// mail is what somebody was sent, and when.
type mail struct {
	to   domain.ID
	kind string
	at   time.Time
}

// deliver hands out what may go, as the courier does, and gives the new posts.
func (b *bureau) deliver() []mail {
	b.t.Helper()
	judge := domain.DeliveryService{Practice: b.Practice, Directory: officePlaces{office: &postOffice{}}}
	outbox := b.DB.Outbox()
	if _, err := (domain.ReleaseService{Practice: b.Practice}).Release(b.t.Context(), 1000); err != nil {
		b.t.Fatal(err)
	}
	var posts []mail
	for {
		claims, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claims) == 0 {
			return posts
		}
		for _, c := range claims {
			verdict, err := judge.Deliverable(b.t.Context(), c.Message)
			if err != nil {
				b.t.Fatal(err)
			}
			settlement := domain.Settlement{State: domain.Sent}
			switch {
			case !verdict.Send && verdict.Until.IsZero():
				settlement = domain.Settlement{State: domain.Dropped, Reason: verdict.Reason}
			case !verdict.Send:
				settlement = domain.Settlement{State: domain.Waiting, Reason: verdict.Reason, HoldUntil: verdict.Until}
			case c.Message.Deed == domain.Post:
				posts = append(posts, mail{c.Message.Recipient, c.Message.Kind, b.Clock.Now()})
			}
			if err := outbox.Settle(b.t.Context(), c, settlement); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

// file wishes that somebody is asked, from an instant on.
func (b *bureau) file(who domain.Person, kind string, from time.Time) domain.ID {
	b.t.Helper()
	subject := b.IDs.New()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.FileAsk(ctx, domain.Ask{ID: b.IDs.New(), Person: who.ID, Kind: kind, Subject: subject, Urgency: domain.HasDate, NotBefore: from, At: tx.Now()})
	})
	return subject
}

// press lets Hanna pause everything until a day.
func (b *bureau) press(until domain.Date) domain.ID {
	b.t.Helper()
	out, err := domain.PauseService{Practice: b.Practice}.Start(b.t.Context(), b.act(b.hanna), domain.PauseDraft{Until: until})
	if err != nil {
		b.t.Fatal(err)
	}
	return out.Subject
}

// became is what became of what Grace was asked about a subject, oldest first.
func (b *bureau) became(subject domain.ID) []string {
	b.t.Helper()
	var what []string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		what = nil
		logs, err := tx.AskLogs(ctx, b.grace.ID, 100)
		for _, l := range slices.Backward(logs) {
			if l.Subject == subject {
				what = append(what, l.What+" "+l.Reason)
			}
		}
		return err
	})
	return what
}

// cardsOf are the cards of asks among what somebody was sent.
func cardsOf(posts []mail, who domain.Person) []mail {
	return slices.DeleteFunc(slices.Clone(posts), func(m mail) bool { return m.to != who.ID || m.kind != domain.AskCard })
}

// onward lets time pass by the half hour and gives what was sent meanwhile.
func (b *bureau) onward(until time.Time) []mail {
	b.t.Helper()
	var posts []mail
	for next := b.Clock.Now().Add(30 * time.Minute); !next.After(until); next = next.Add(30 * time.Minute) {
		b.Clock.Set(next)
		b.tick()
		posts = append(posts, b.deliver()...)
	}
	return posts
}

// queued has Grace's card of the day in the queue when everything is paused
// until the end of the next day but one, a Thursday.
func (b *bureau) queued() domain.ID {
	b.t.Helper()
	b.deliver()
	subject := b.file(b.grace, domain.AskGoal, b.Clock.Now())
	b.tick()
	b.press(domain.NewDate(2026, time.November, 26))
	if posts := b.deliver(); len(posts) > 0 {
		b.t.Fatalf("got %v after the pause was pressed, want nothing", posts)
	}
	return subject
}

func TestPause_WhatWaitsInTheQueue(t *testing.T) {
	t.Parallel()
	friday := time.Date(2026, time.November, 27, 8, 0, 0, 0, time.UTC) // nine in Berlin
	t.Run("comes once, with what came due meanwhile", func(t *testing.T) {
		t.Parallel()
		eachBureau(t, func(t *testing.T, b *bureau) {
			subject := b.queued()
			if what := b.became(subject); !slices.Equal(what, []string{"held paused"}) {
				t.Errorf("Grace reads %q of what was asked, want that it is held", what)
			}
			b.file(b.grace, domain.AskGoal, b.Clock.Now().Add(24*time.Hour))
			if posts := cardsOf(b.onward(friday.Add(-time.Minute)), b.grace); len(posts) > 0 {
				t.Errorf("got %v while paused", posts)
			}
			posts := cardsOf(b.onward(friday.Add(8*time.Hour)), b.grace)
			if len(posts) != 1 {
				t.Fatalf("got %d cards on the day after, want 1: %v", len(posts), posts)
			}
			waiting, err := b.asks.Waiting(t.Context(), b.grace.ID)
			if err != nil {
				t.Fatal(err)
			}
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				card, err := tx.CardOf(ctx, b.grace.ID, domain.DateOf(friday, time.UTC))
				if err == nil && len(card.Asks) < 2 || len(card.Asks) < len(waiting.Asks) {
					t.Errorf("got %d of %d asks on the card", len(card.Asks), len(waiting.Asks))
				}
				return err
			})
		})
	})
	t.Run("never comes where its subject is over by then", func(t *testing.T) {
		t.Parallel()
		eachBureau(t, func(t *testing.T, b *bureau) {
			subject := b.queued()
			b.Clock.Set(b.Clock.Now().Add(24 * time.Hour))
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.CloseAsks(ctx, subject, "", "", domain.AskGone)
				return err
			})
			if posts := cardsOf(b.onward(friday.Add(4*time.Hour)), b.grace); len(posts) > 0 {
				t.Errorf("got %v about what is over", posts)
			}
		})
	})
	t.Run("comes on the same day where the pause is lifted", func(t *testing.T) {
		t.Parallel()
		eachBureau(t, func(t *testing.T, b *bureau) {
			b.deliver()
			b.file(b.grace, domain.AskGoal, b.Clock.Now())
			b.tick()
			id := b.press(domain.NewDate(2026, time.November, 26))
			b.deliver()
			b.Clock.Set(b.Clock.Now().Add(time.Hour))
			if _, err := (domain.PauseService{Practice: b.Practice}).Lift(t.Context(), b.act(b.hanna), id); err != nil {
				t.Fatal(err)
			}
			if posts := cardsOf(b.onward(b.Clock.Now().Add(4*time.Hour)), b.grace); len(posts) != 1 {
				t.Errorf("got %d cards after the pause was lifted, want 1: %v", len(posts), posts)
			}
		})
	})
}

func TestDelivery_ACardIsSentOnItsDayOnly(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.deliver()
		b.file(b.grace, domain.AskGoal, b.Clock.Now())
		b.tick()
		// Slack does not answer until the next morning, when more is asked.
		morning := b.Clock.Now().Add(23 * time.Hour)
		b.file(b.grace, domain.AskGoal, morning)
		b.Clock.Set(morning)
		b.tick()
		if posts := cardsOf(append(b.deliver(), b.onward(morning.Add(8*time.Hour))...), b.grace); len(posts) != 1 {
			t.Errorf("got %d cards on one day, want 1: %v", len(posts), posts)
		}
	})
}

func TestDelivery_ADigestOfAPausedDayIsNotPosted(t *testing.T) {
	t.Parallel()
	o := setupPostOffice(t)
	o.place = domain.Place{ID: "C1", Member: true}
	digest := domain.Message{Kind: domain.DigestWeekly, Deed: domain.Post, Class: domain.OnItsDay, Channel: "C1", Subject: "d"}
	o.pause("Sales", domain.DateOf(officeTuesday, time.UTC), domain.DateOf(officeTuesday, time.UTC))
	if got := o.verdict(digest); got != sendNow {
		t.Errorf("got %+v while an area is paused, want it sent", got)
	}
	o.pause("", domain.DateOf(officeTuesday, time.UTC), domain.DateOf(officeTuesday, time.UTC))
	if got := o.verdict(digest); got != droppedFor("paused") {
		t.Errorf("got %+v while everything is paused, want it dropped", got)
	}
}
