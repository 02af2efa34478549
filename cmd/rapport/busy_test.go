package main

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"rapport/domain"
	"rapport/sentence"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// A busy year, and how long each format of its packet may take, from the question
// to the bytes.
const (
	busyKudos    = 120
	busyFeedback = 40
	busyTalks    = 12
	busyGoals    = 15
	busyNews     = 8 // of each goal
	packetBudget = 2 * time.Second
)

// busyYear is a company of three, one of whom had a busy year, all of it in the
// ledger and sealed.
type busyYear struct {
	storagetest.Bench
	dossiers    domain.DossierService
	grace, lee  domain.Person
	voice       *sentence.Voice
	period      domain.DateRange
	ids         int
	from, until time.Time
}

func setupBusyYear(t testing.TB, config storage.Config) *busyYear {
	t.Helper()
	y := &busyYear{Bench: storagetest.PracticeOn(t, config)}
	y.until = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)
	y.from = y.until.AddDate(-1, 0, 1)
	y.Clock.Set(y.until)
	y.dossiers = domain.DossierService{Practice: y.Practice}
	y.period = domain.DateRange{Start: domain.DateOf(y.from, time.UTC), End: domain.DateOf(y.until, time.UTC)}
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	y.voice = book.In("en").At(time.UTC)
	err = y.DB.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		var err error
		if y.lee, err = tx.CreatePerson(ctx, domain.Person{SlackID: "ULEE", Name: "Lee Park", Kind: domain.Member, Active: true}); err != nil {
			return err
		}
		grace := domain.Person{SlackID: "UGRACE", Name: "Grace Hopper", Kind: domain.Member, Active: true, Manager: y.lee.ID}
		if y.grace, err = tx.CreatePerson(ctx, grace); err != nil {
			return err
		}
		for _, fill := range []func(context.Context, domain.Tx) error{y.thank, y.tell, y.talk, y.aim} {
			if err := fill(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = y.DB.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		_, err := tx.SealEntries(ctx, 10_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// at is the time of the n-th of so many things in the year.
func (y *busyYear) at(n, of int) time.Time {
	return y.from.Add(y.until.Sub(y.from) * time.Duration(n) / time.Duration(of+1)).Truncate(time.Second)
}

// id is a fresh one, with its entry in the ledger.
func (y *busyYear) id(ctx context.Context, tx domain.Tx, act string, at time.Time) (domain.ID, error) {
	y.ids++
	id := domain.ID(fmt.Sprintf("busy-%05d", y.ids))
	return id, tx.Record(ctx, domain.Entry{Subject: id, Act: act, Actor: y.lee.ID, Person: y.grace.ID, At: at, Content: "words"})
}

const busyWords = "for staying with the migration on Thursday until the last customer was back 🎉 本当に助かりました" //nolint:gosmopolitan // it has to be drawn

func (y *busyYear) thank(ctx context.Context, tx domain.Tx) error {
	for i := range busyKudos {
		at := y.at(i, busyKudos)
		id, err := y.id(ctx, tx, "kudos.give", at)
		if err != nil {
			return err
		}
		k := domain.Kudos{ID: id, Giver: y.lee.ID, Text: busyWords, Channel: "CTHANKS", State: domain.KudosGiven, At: at, Version: 1,
			Receivers: []domain.KudosReceiver{{Person: y.grace.ID}}}
		if err := tx.CreateKudos(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

func (y *busyYear) tell(ctx context.Context, tx domain.Tx) error {
	for i := range busyFeedback {
		at := y.at(i, busyFeedback)
		id, err := y.id(ctx, tx, string(domain.GiveFeedback), at)
		if err != nil {
			return err
		}
		f := domain.Feedback{ID: id, Giver: y.lee.ID, Receiver: y.grace.ID, Situation: busyWords, Behaviour: busyWords, Impact: busyWords, Next: busyWords,
			State: domain.FeedbackGiven, ReadAt: at.Add(time.Hour), At: at}
		if err := tx.CreateFeedback(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

func (y *busyYear) talk(ctx context.Context, tx domain.Tx) error {
	for i := range busyTalks {
		at := y.at(i, busyTalks)
		id, err := y.id(ctx, tx, "conversation.summarised", at)
		if err != nil {
			return err
		}
		c := domain.Conversation{ID: id, Employee: y.grace.ID, Partner: y.lee.ID, Kind: domain.RegularTalk, Period: at.Format("2006-01-02"), State: domain.TalkClosed,
			Ending: domain.Held, OpensAt: at, HeldOn: domain.DateOf(at, time.UTC), ClosedAt: at, Version: 1}
		if err := tx.CreateConversation(ctx, c); err != nil {
			return err
		}
		if _, err := tx.SaveSummary(ctx, domain.Summary{Conversation: id, Author: y.lee.ID, Text: busyWords, ProposedAt: at, ConfirmedAt: at}); err != nil {
			return err
		}
		for range 2 {
			y.ids++
			p := domain.Commitment{ID: domain.ID(fmt.Sprintf("promise-%d", y.ids)), Conversation: id, Employee: y.grace.ID, Who: y.lee.ID, What: busyWords, By: c.HeldOn, State: domain.PromiseDone}
			if err := tx.CreateCommitment(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (y *busyYear) aim(ctx context.Context, tx domain.Tx) error {
	for i := range busyGoals {
		at := y.at(i, busyGoals)
		id, err := y.id(ctx, tx, "goal.created", at)
		if err != nil {
			return err
		}
		g := domain.Goal{ID: id, Owner: y.grace.ID, Level: domain.PersonGoal, Title: busyWords, Why: busyWords, Due: y.period.End, State: domain.GoalAgreed,
			ProposedBy: y.grace.ID, Confidence: domain.OnTrack, At: at, Measure: domain.Measure{Kind: domain.NumberMeasure, Unit: "h", Start: 9, Target: 3}}
		if _, err := tx.CreateGoal(ctx, g); err != nil {
			return err
		}
		for n := range busyNews {
			y.ids++
			u := domain.GoalUpdate{ID: domain.ID(fmt.Sprintf("news-%d", y.ids)), Goal: id, Author: y.grace.ID, Value: 5, Confidence: domain.AtRisk, Why: busyWords, At: at.Add(time.Duration(n) * time.Minute)}
			if err := tx.AddGoalUpdate(ctx, u); err != nil {
				return err
			}
		}
	}
	return nil
}

// write makes a packet of the year by Grace's manager, reads it and writes it.
func (y *busyYear) write(t testing.TB, format domain.PacketFormat) (lines int, took time.Duration) {
	t.Helper()
	y.ids++
	began := time.Now()
	act := domain.Act{Actor: y.grace.ID, Key: fmt.Sprint("key", y.ids)}
	packet, err := y.dossiers.Order(t.Context(), act, domain.PacketDraft{Person: y.grace.ID, Period: y.period, Format: format})
	if err != nil {
		t.Fatal(err)
	}
	d, err := y.dossiers.Unpack(t.Context(), y.grace.ID, packet.ID)
	if err != nil {
		t.Fatal(err)
	}
	data, err := packetWriters[format](y.voice, d)
	if err != nil || len(data) == 0 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	return len(d.Lines), time.Since(began)
}

// A packet of a busy year is written in under two seconds on a machine that does
// nothing else; here it may take some times as long.
func TestPacket_OfABusyYear(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		y := setupBusyYear(t, config(t))
		want := busyKudos + busyFeedback + 3*busyTalks + busyGoals*(1+busyNews)
		for format := range packetWriters {
			if lines, took := y.write(t, format); lines != want || took > 5*packetBudget {
				t.Errorf("%s: %d lines in %s, want %d in %s at most", format, lines, took, want, 5*packetBudget)
			}
		}
	})
}

// BenchmarkPacket tells how long a packet of a busy year takes on SQLite and,
// where RAPPORT_TEST_POSTGRES_URL is set, on PostgreSQL.
func BenchmarkPacket(b *testing.B) {
	configs := map[string]func(testing.TB) storage.Config{"sqlite": storagetest.Config}
	if os.Getenv(storagetest.PostgresURL) != "" {
		configs["postgres"] = storagetest.PostgresConfig
	}
	for name, config := range configs {
		y := setupBusyYear(b, config(b))
		for format := range packetWriters {
			b.Run(name+"/"+string(format), func(b *testing.B) {
				for b.Loop() {
					y.write(b, format)
				}
			})
		}
	}
}
