package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// since is from when on tests read ahead.
var since = domain.DateOf(start, time.UTC).AddDays(-400)

// aheadTalk is a planned conversation of Grace's with every column filled that
// has a form of its own.
func aheadTalk(employee domain.ID) domain.Conversation {
	return domain.Conversation{
		ID: "talk", Employee: employee, Partner: "p-lee", Kind: domain.RegularTalk, Period: "2000-01", State: domain.TalkPlanned,
		OpensAt: start, DueAt: start, Rule: domain.DueRule{Day: domain.NewDate(2000, time.January, 1), At: 545, Zone: "Europe/Berlin"},
		About: `"words" \ and 'more', ünïcode`, RatherTalk: true,
	}
}

func TestAhead_WritesWhatItKeeps(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace := mustPerson(t, db, "Grace")
		want := aheadTalk(grace.ID)
		ask := domain.Ask{ID: "ask", Person: grace.ID, Kind: domain.AskPrepare, Subject: "talk", Urgency: domain.HasDate, NotBefore: start, At: start, Again: []time.Time{start.AddDate(0, 0, 3)}}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			tx, err := tx.Ahead(ctx, []domain.ID{grace.ID}, since)
			if err != nil {
				return err
			}
			if err := tx.CreateConversation(ctx, want); err != nil {
				return err
			}
			created, err := tx.Conversations(ctx, domain.TalkFilter{Employee: grace.ID, States: []domain.ConversationState{domain.TalkPlanned}})
			if err != nil || len(created) != 1 {
				t.Fatalf("got %+v, %v, want what was just created", created, err)
			}
			want = created[0]
			want.State, want.OpenedAt, want.Turn = domain.TalkOpen, start, domain.EmployeeTurn
			if want, err = tx.UpdateConversation(ctx, want); err != nil {
				return err
			}
			for _, err := range []error{
				tx.FileAsk(ctx, ask), tx.Record(ctx, domain.Entry{Act: "conversation.open", Subject: "talk", Person: grace.ID, Content: "words"}),
				tx.LogAsk(ctx, domain.AskLog{Person: grace.ID, Kind: ask.Kind, Subject: "talk", What: "held", Reason: "week", Until: start.AddDate(0, 0, 2), At: start}),
				tx.MarkForPlanning(ctx, []domain.ID{grace.ID}, start.Add(time.Hour)), tx.MarkForPlanning(ctx, []domain.ID{grace.ID}, start),
				tx.MarkForPlanning(ctx, []domain.ID{grace.ID}, start.Add(2*time.Hour)),
			} {
				if err != nil {
					return err
				}
			}
			return nil
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Conversation(ctx, "talk")
			if diff := cmp.Diff(got, want); diff != "" || err != nil {
				t.Errorf("%v, conversation (- got, + want):\n%s", err, diff)
			}
			asks, err := tx.OpenAsks(ctx, grace.ID)
			if err != nil || len(asks) != 1 || len(asks[0].Again) != 1 || !asks[0].PlanAt.Equal(start) {
				t.Errorf("got asks %+v, %v", asks, err)
			}
			entries, err := tx.EntriesOf(ctx, "talk")
			if err != nil || len(entries) != 1 || entries[0].Content != "words" {
				t.Errorf("got entries %+v, %v", entries, err)
			}
			logs, err := tx.AskLogs(ctx, grace.ID, 9)
			if err != nil || len(logs) != 1 || logs[0].Until.IsZero() {
				t.Errorf("got logs %+v, %v", logs, err)
			}
			marked, err := tx.MarkedForPlanning(ctx, start, 9)
			if err != nil || len(marked) != 1 {
				t.Errorf("got %v, %v marked, want the earliest of three marks to hold", marked, err)
			}
			return nil
		})
	})
}

func TestAhead_WhatElseIsAskedSeesWhatWasKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace, lee := mustPerson(t, db, "Grace"), mustPerson(t, db, "Lee")
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			tx, err := tx.Ahead(ctx, []domain.ID{grace.ID, lee.ID}, since)
			if err != nil {
				return err
			}
			talk := aheadTalk(grace.ID)
			talk.Partner = lee.ID
			if err := tx.CreateConversation(ctx, talk); err != nil {
				return err
			}
			slots, err := tx.SlotsOf(ctx, lee.ID, "", domain.DateRange{Start: since, End: since.AddDays(800)})
			if err != nil || len(slots) != 1 {
				t.Errorf("got slots %v, %v, want the one that was just taken", slots, err)
			}
			if err := tx.FileAsk(ctx, domain.Ask{ID: "ask", Person: lee.ID, Kind: domain.AskPartner, Subject: "talk", NotBefore: start, At: start}); err != nil {
				return err
			}
			due, err := tx.DuePeople(ctx, start, 9)
			if err != nil || len(due) != 1 {
				t.Errorf("got %v, %v due, want who was just asked", due, err)
			}
			lee.Name = "Lee B."
			if _, err := tx.UpdatePerson(ctx, lee); err != nil {
				return err
			}
			if got, err := tx.Person(ctx, lee.ID); err != nil || got.Name != "Lee B." {
				t.Errorf("got %q, %v, want the name that was just written", got.Name, err)
			}
			return nil
		})
	})
}

func TestAhead_ToldOfChangesMeanwhile(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace := mustPerson(t, db, "Grace")
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.CreateConversation(ctx, aheadTalk(grace.ID)) })
		change := func(meanwhile func() error) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				tx, err := tx.Ahead(ctx, []domain.ID{grace.ID}, since)
				if err != nil {
					return err
				}
				c, err := tx.Conversation(ctx, "talk")
				if err != nil {
					return err
				}
				if err := meanwhile(); err != nil {
					return err
				}
				_, err = tx.UpdateConversation(ctx, c)
				return err
			})
		}
		if isPostgres(t) { // SQLite lets nobody write meanwhile
			wantCode(t, change(func() error {
				return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					c, err := tx.Conversation(ctx, "talk")
					if err != nil {
						return err
					}
					_, err = tx.UpdateConversation(ctx, c)
					return err
				})
			}), domain.Conflict)
		}
		if err := change(func() error { return nil }); err != nil {
			t.Errorf("got %v for a change that nobody else made", err)
		}
		err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			tx, err := tx.Ahead(ctx, []domain.ID{grace.ID}, since)
			if err != nil {
				return err
			}
			again := aheadTalk(grace.ID)
			again.ID = "talk2" // the same employee, period and ordinal
			return tx.CreateConversation(ctx, again)
		})
		wantCode(t, err, domain.Conflict)
	})
}

// Two replicas that sweep at once take what the other has not.
func TestTake_LeavesWhatAnotherHas(t *testing.T) {
	t.Parallel()
	config := storagetest.PostgresConfig(t) // SQLite has one writer
	db := storagetest.OpenWith(t, config)
	ids := []domain.ID{"p-1", "p-2"}
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		for _, id := range ids {
			c := aheadTalk(id)
			c.ID = "talk-" + id
			if err := tx.CreateConversation(ctx, c); err != nil {
				return err
			}
		}
		return tx.MarkForPlanning(ctx, ids, start)
	})
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		talks, err := tx.TakeConversations(ctx, []domain.ID{"talk-p-1"}, start)
		if err != nil || len(talks) != 1 {
			t.Errorf("got %v, %v, want the one that was asked for", talks, err)
		}
		marked, err := tx.TakeMarked(ctx, ids[:1], start)
		if err != nil || len(marked) != 1 {
			t.Errorf("got %v, %v, want the one that was asked for", marked, err)
		}
		return db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			talks, err := tx.TakeConversations(ctx, []domain.ID{"talk-p-1", "talk-p-2"}, start)
			if err != nil || len(talks) != 1 || talks[0].ID != "talk-p-2" {
				t.Errorf("got %v, %v, want what the other has not", talks, err)
			}
			marked, err := tx.TakeMarked(ctx, ids, start)
			if err != nil || len(marked) != 1 || marked[0] != "p-2" {
				t.Errorf("got %v, %v, want what the other has not", marked, err)
			}
			return nil
		})
	})
}

// TestAhead_ClosesAsOneByOne closes asks about a conversation for many, and tells
// of the same cards as a transaction that does one thing.
func TestAhead_ClosesAsOneByOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		grace, lee := mustPerson(t, db, "Grace"), mustPerson(t, db, "Lee")
		talk := aheadTalk(grace.ID)
		talk.Partner, talk.State, talk.OpenedAt = lee.ID, domain.TalkOpen, start
		asks := []domain.Ask{
			{ID: "mine", Person: grace.ID, Kind: domain.AskPrepare, Subject: "talk", NotBefore: start, At: start},
			{ID: "theirs", Person: lee.ID, Kind: domain.AskPartner, Subject: "talk", NotBefore: start, At: start},
			{ID: "else", Person: lee.ID, Kind: domain.AskPartner, Subject: "other", NotBefore: start, At: start},
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			errs := []error{tx.CreateConversation(ctx, talk)}
			for _, ask := range asks {
				errs = append(errs, tx.FileAsk(ctx, ask))
			}
			card := domain.Card{ID: "card", Person: lee.ID, Day: domain.DateOf(start, time.UTC), Asks: []domain.ID{"theirs", "else"}, At: start}
			return errors.Join(append(errs, tx.CreateCard(ctx, card))...)
		})
		again := domain.Ask{ID: "again", Person: grace.ID, Kind: domain.AskPrepare, Subject: "talk", NotBefore: start, At: start}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			tx, err := tx.Ahead(ctx, []domain.ID{grace.ID, lee.ID}, since)
			if err != nil {
				return err
			}
			for _, step := range []struct {
				kind  string
				cards int
			}{{domain.AskPrepare, 0}, {domain.AskRest, 0}, {"", 1}, {"", 0}} {
				cards, err := tx.CloseAsks(ctx, "talk", step.kind, "", domain.AskGone)
				if err != nil || len(cards) != step.cards {
					t.Errorf("closing %q gives %v, %v, want %d cards", step.kind, cards, err, step.cards)
				}
			}
			if left, err := tx.OpenAsks(ctx, lee.ID); err != nil || len(left) != 1 || left[0].ID != "else" {
				t.Errorf("%v, Lee is asked %v, want the other subject alone", err, left)
			}
			if err := tx.FileAsk(ctx, again); err != nil {
				return err
			}
			// What was filed since is closed too, and filed once more.
			if _, err := tx.CloseAsks(ctx, "talk", domain.AskPrepare, grace.ID, domain.AskAnswer); err != nil {
				return err
			}
			again.ID = "last"
			return tx.FileAsk(ctx, again)
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			left, err := tx.OpenAsks(ctx, grace.ID)
			if err != nil || len(left) != 1 || left[0].ID != "last" {
				t.Errorf("%v, Grace is asked %v, want what was filed last", err, left)
			}
			was, err := tx.AsksOfCard(ctx, domain.Card{Asks: []domain.ID{"mine", "theirs", "again"}})
			if err != nil || len(was) != 3 || was[0].State != domain.AskGone || was[1].State != domain.AskGone || was[2].State != domain.AskAnswer {
				t.Errorf("%v, got %+v, want two that are gone and one answered", err, was)
			}
			return nil
		})
	})
}
