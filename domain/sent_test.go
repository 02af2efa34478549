package domain_test

import (
	"cmp"
	"context"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// told is a message that is stored and has met with something.
func (b *bureau) told(m domain.Message, s domain.Settlement) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		m.Subject, m.Class = cmp.Or(m.Subject, "s"), cmp.Or(m.Class, domain.FromPeople)
		return tx.Tell(ctx, m)
	})
	outbox := b.DB.Outbox()
	claims, err := outbox.Claim(b.t.Context(), 100, time.Minute)
	if err != nil || len(claims) != 1 {
		b.t.Fatalf("claimed %v, %v", claims, err)
	}
	if err := outbox.Settle(b.t.Context(), claims[0], s); err != nil {
		b.t.Fatal(err)
	}
	b.Clock.Advance(time.Minute)
}

// logged is an ask of which the planner notes something.
func (b *bureau) logged(l domain.AskLog) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		l.Subject, l.At = "s", tx.Now()
		return tx.LogAsk(ctx, l)
	})
	b.Clock.Advance(time.Minute)
}

func (b *bureau) sentTo(p domain.Person) domain.SentLog {
	b.t.Helper()
	log, err := domain.SentService{Practice: b.Practice}.List(b.t.Context(), p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return log
}

func TestSent_ListsAllThatPostsSomethingNew(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.waiting(b.grace, "")
		zoe := b.hire("zoe", b.lee.ID)
		sent, dropped := domain.Settlement{State: domain.Sent}, func(why string) domain.Settlement {
			return domain.Settlement{State: domain.Dropped, Reason: why}
		}
		b.told(domain.Message{Kind: domain.GoalNews, Recipient: zoe.ID}, sent)
		b.Clock.Advance(domain.MessagesKept)
		later := b.Clock.Now().Add(20 * time.Hour).UTC()
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: zoe.ID}, sent)
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: zoe.ID, Deed: domain.Update, Class: domain.Quiet}, sent)
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: b.ada.ID}, sent)
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: zoe.ID}, dropped("undone"))
		b.told(domain.Message{Kind: domain.TalkMeeting, Recipient: zoe.ID}, dropped("gathered"))
		b.told(domain.Message{Kind: domain.DigestPage, Recipient: zoe.ID, Class: domain.OnItsDay}, dropped("paused"))
		b.told(domain.Message{Kind: domain.PersonLeaves, Recipient: zoe.ID}, dropped("user_disabled"))
		b.told(domain.Message{Kind: domain.LineTold, Recipient: zoe.ID}, domain.Settlement{State: domain.Dead, Reason: "msg_too_long"})
		b.told(domain.Message{Kind: domain.AskCard, Recipient: zoe.ID, Class: domain.FromRapport}, sent)
		b.logged(domain.AskLog{Person: zoe.ID, Kind: domain.AskPrepare, What: "merged"})
		b.logged(domain.AskLog{Person: zoe.ID, Kind: domain.AskGoal, What: "held", Reason: "week", Until: later})
		b.told(domain.Message{Kind: domain.FirstContact, Recipient: zoe.ID, Class: domain.Bulk},
			domain.Settlement{State: domain.Waiting, Reason: "hours", HoldUntil: later})

		type line struct {
			Kind, Became string
			Class        domain.Class
		}
		var got []line
		log := b.sentTo(zoe)
		for _, l := range log.Lines {
			got = append(got, line{l.Kind, l.What + " " + l.Reason, l.Class})
			if held := l.Reason == "week" || l.Reason == "hours"; l.Until.Equal(later) != held {
				t.Errorf("%s is held until %v", l.Kind, l.Until)
			}
		}
		want := []line{
			{domain.FirstContact, "held hours", domain.Bulk},
			{domain.AskGoal, "held week", domain.FromRapport},
			{domain.AskPrepare, "merged ", domain.FromRapport},
			{domain.LineTold, "dead ", domain.FromPeople},
			{domain.PersonLeaves, "dropped slack", domain.FromPeople},
			{domain.DigestPage, "dropped paused", domain.OnItsDay},
			{domain.TalkMeeting, "held return", domain.FromPeople},
			{domain.KudosReceived, "dropped taken_back", domain.FromPeople},
			{domain.KudosReceived, "sent ", domain.FromPeople},
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if since := b.Clock.Now().Add(-domain.MessagesKept); log.More || !log.Since.Equal(since) {
			t.Errorf("it reaches back to %v with more %t, want to %v and no more", log.Since, log.More, since)
		}
	})
}

func TestSent_ListIsBounded(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.waiting(b.grace, "")
	zoe := b.hire("zoe", b.lee.ID)
	for i := range 40 {
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: zoe.ID, Subject: domain.ID(strconv.Itoa(i))}, domain.Settlement{State: domain.Sent})
		b.logged(domain.AskLog{Person: zoe.ID, Kind: domain.AskGoal, What: "sent"})
	}
	log := b.sentTo(zoe)
	if len(log.Lines) != 30 || !log.More || log.Lines[0].Kind != domain.AskGoal || log.Lines[1].Kind != domain.KudosReceived {
		t.Errorf("got %d lines, more %t, want the newest 30 of both", len(log.Lines), log.More)
	}
}

func TestSent_TellsOfAnAskWhoseTimePassed(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	zoe := b.hire("zoe", b.lee.ID)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.FileAsk(ctx, domain.Ask{
			ID: "a1", Person: zoe.ID, Kind: domain.AskGoal, Subject: "g1", Urgency: domain.HasDate,
			NotBefore: tx.Now(), Expires: tx.Now().AddDate(0, 0, 1), At: tx.Now(),
		})
	})
	b.Clock.Advance(48 * time.Hour)
	b.tick()
	if lines := b.sentTo(zoe).Lines; len(lines) != 1 || lines[0].What != "dropped" || lines[0].Reason != "expired" {
		t.Errorf("got %+v", lines)
	}
}

func TestSent_Figures(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.waiting(b.grace, "")
		b.Clock.Set(officeTuesday.AddDate(0, 0, 7))
		sent := domain.Settlement{State: domain.Sent}
		figures := func() domain.SentFigures {
			t.Helper()
			got, err := domain.SentService{Practice: b.Practice}.Figures(t.Context(), b.hanna.ID)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		all := []domain.Person{b.mara, b.lee, b.grace, b.ada, b.hanna}
		for i, p := range all {
			if got := figures().Weeks[0]; len(got.Counts) > 0 {
				t.Fatalf("counted with %d people: %+v", i, got)
			}
			// Sunday evening in London is Monday in Berlin, where the week begins.
			b.Clock.Set(time.Date(2026, time.November, 29, 23, 30+i, 0, 0, time.UTC))
			b.told(domain.Message{Kind: domain.KudosReceived, Recipient: p.ID}, sent)
		}
		b.Clock.Set(officeTuesday.AddDate(0, 0, 7))
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: b.ada.ID}, sent)
		b.told(domain.Message{Kind: domain.KudosPosted, Channel: "C1"}, sent)
		b.told(domain.Message{Kind: domain.KudosReceived, Recipient: b.ada.ID, Deed: domain.Delete, Class: domain.Quiet}, sent)
		b.told(domain.Message{Kind: domain.AskCard, Recipient: b.ada.ID, Class: domain.FromRapport}, sent)
		for _, why := range []string{"undone", "retracted"} {
			b.told(domain.Message{Kind: domain.KudosReceived, Recipient: b.ada.ID}, domain.Settlement{State: domain.Dropped, Reason: why})
		}
		for _, p := range all {
			b.told(domain.Message{Kind: domain.FirstContact, Recipient: p.ID, Class: domain.Bulk},
				domain.Settlement{State: domain.Waiting, Reason: "hours", HoldUntil: b.Clock.Now().AddDate(0, 0, 1)})
			b.logged(domain.AskLog{Person: p.ID, Kind: domain.AskGoal, What: "merged"})
			b.logged(domain.AskLog{Person: p.ID, Kind: domain.AskPrepare, What: "merged"})
		}
		want := domain.SentFigures{Minimum: 5, Weeks: []domain.SentWeek{
			{Monday: domain.NewDate(2026, time.November, 30), Counts: []domain.SentCount{
				{Class: domain.FromPeople, What: "sent", Count: 6, People: 5},
				{Class: domain.FromPeople, What: "dropped", Reason: "taken_back"}, // of one person: no number
				{Class: domain.FromRapport, What: "merged", Count: 10, People: 5},
				{Class: domain.Bulk, What: "held", Reason: "hours", Count: 5, People: 5},
			}},
			{Monday: domain.NewDate(2026, time.November, 23)},
		}}
		if diff := gocmp.Diff(want, figures()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		b.Clock.Set(officeTuesday.AddDate(0, 0, 14))
		if diff := gocmp.Diff(want.Weeks[0], figures().Weeks[1]); diff != "" {
			t.Errorf("a week later it is the last (-want +got)\n%s", diff)
		}
	})
}

func TestSent_FiguresAreForThePeopleTeam(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	for _, p := range []domain.Person{b.mara, b.lee, b.grace} {
		_, err := domain.SentService{Practice: b.Practice}.Figures(t.Context(), p.ID)
		if domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s: got %v, want it forbidden", p.Name, err)
		}
	}
}
