package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullFeedback has something in every field.
func fullFeedback() domain.Feedback {
	return domain.Feedback{
		ID: "f-full", Giver: "p-giver", Receiver: "p-receiver", Reader: "p-reader", Situation: "on *Tuesday* 🎉", Behaviour: "asked",
		Impact: "an hour", Next: "again", Goal: "g1", Value: "craft",
		About: domain.MessageLink{Channel: "C2", TS: "1.2", URL: "https://example.com/p1", Private: true},
		State: domain.FeedbackGiven, InFile: true, At: start.Add(time.Minute), Version: 1,
	}
}

func mustFeedback(t testing.TB, db *storage.DB, f domain.Feedback) domain.Feedback {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		if err := tx.CreateFeedback(ctx, f); err != nil {
			return err
		}
		var err error
		f, err = tx.Feedback(ctx, f.ID)
		return err
	})
	return f
}

func TestFeedback_CreateAndRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := fullFeedback()
		if diff := cmp.Diff(want, mustFeedback(t, db, want)); diff != "" {
			t.Error(diff)
		}
		err := db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.Feedback(ctx, "f0")
			return err
		})
		wantCode(t, err, domain.NotFound)
	})
}

func TestFeedback_List(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for i := range 5 {
			mustFeedback(t, db, domain.Feedback{
				ID: domain.ID(fmt.Sprint("f", i)), Giver: "p1", Receiver: "p2", State: domain.FeedbackGiven,
				At: start.Add(time.Duration(i/2) * time.Minute), // two at the same time
			})
		}
		mustFeedback(t, db, domain.Feedback{ID: "f-other", Giver: "p2", Receiver: "p3", Reader: "p1", State: domain.FeedbackGiven, At: start})
		mustList(t, db, map[string]filtered[domain.FeedbackFilter]{
			"given, newest first":         {domain.FeedbackFilter{Giver: "p1", Limit: 3}, []domain.ID{"f4", "f3", "f2"}},
			"the page after":              {domain.FeedbackFilter{Giver: "p1", Before: start.Add(time.Minute), BeforeID: "f2"}, []domain.ID{"f1", "f0"}},
			"received or shared":          {domain.FeedbackFilter{For: "p1"}, []domain.ID{"f-other"}},
			"a reader without a relation": {domain.FeedbackFilter{Readable: &domain.Scope{Actor: "p1"}}, nil},
			"as a receiver alone": {
				domain.FeedbackFilter{Readable: &domain.Scope{Actor: "p3", Relations: []domain.Relation{domain.Receiver}}}, []domain.ID{"f-other"},
			},
		}, domain.Tx.ListFeedback, func(r domain.Feedback) domain.ID { return r.ID })
	})
}

// Of a reading and a withdrawing at once exactly one succeeds.
func TestFeedback_ReadingAndWithdrawingRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for round := range 10 {
			id := domain.ID(fmt.Sprint("f", round))
			mustFeedback(t, db, domain.Feedback{ID: id, Giver: "p1", Receiver: "p2", State: domain.FeedbackGiven, At: start})
			var won [4]bool
			err := parallel(len(won), func(i int) error {
				return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
					if i%2 == 0 {
						won[i], err = tx.MarkFeedbackRead(ctx, id, tx.Now())
						return err
					}
					won[i], err = tx.WithdrawFeedback(ctx, id)
					return err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			winners := 0
			for _, w := range won {
				if w {
					winners++
				}
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				f, err := tx.Feedback(ctx, id)
				if read := won[0] || won[2]; winners != 1 || read == f.ReadAt.IsZero() || read != (f.State == domain.FeedbackGiven) {
					t.Errorf("%d succeeded, and it is %s, read at %s", winners, f.State, f.ReadAt)
				}
				return err
			})
		}
	})
}

func TestFeedback_Narrow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		f := mustFeedback(t, db, fullFeedback())
		narrow := func(version int) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.NarrowFeedback(ctx, f.ID, version) })
		}
		wantCode(t, narrow(7), domain.Conflict)
		if err := narrow(f.Version); err != nil {
			t.Fatal(err)
		}
		wantCode(t, narrow(f.Version), domain.Conflict)
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Feedback(ctx, f.ID)
			f.Reader, f.Version = "", f.Version+1
			if diff := cmp.Diff(f, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

// A list by scope holds exactly what the table lets its reader read.
func TestFeedback_ScopeSelectsWhatCanAllows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		people := []domain.ID{"p0", "p1", "p2", "p3"}
		n := 0
		for _, giver := range people {
			for _, receiver := range people {
				for _, reader := range append([]domain.ID{""}, people...) {
					n++
					mustFeedback(t, db, domain.Feedback{
						ID: domain.ID(fmt.Sprintf("f%03d", n)), Giver: giver, Receiver: receiver, Reader: reader, State: domain.FeedbackGiven, At: start,
					})
				}
			}
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			all, err := tx.ListFeedback(ctx, domain.FeedbackFilter{})
			if err != nil || len(all) != n {
				return fmt.Errorf("listed %d of %d: %w", len(all), n, err)
			}
			for _, id := range people {
				reader := domain.Standing{Person: domain.Person{ID: id, Kind: domain.Member, Active: true}, HR: true}
				scope := domain.ScopeOf(reader, domain.ReadFeedback)
				listed, err := tx.ListFeedback(ctx, domain.FeedbackFilter{Readable: &scope})
				if err != nil {
					return err
				}
				var want, got []domain.ID
				for _, f := range all {
					if _, ok := domain.Can(reader, domain.ReadFeedback, f.Subject()); ok {
						want = append(want, f.ID)
					}
				}
				for _, f := range listed {
					got = append(got, f.ID)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-by the table +by the scope):\n%s", id, diff)
				}
			}
			return nil
		})
	})
}

func TestFeedbackRequest_CreateEndAndList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := domain.FeedbackRequest{
			ID: "r1", Asker: "p1", About: "p2", Giver: "p3", Question: "the *talk*", Reader: "p1", State: domain.RequestOpen, At: start,
		}
		other := domain.FeedbackRequest{ID: "r2", Asker: "p1", About: "p1", Giver: "p4", State: domain.RequestOpen, At: start}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateFeedbackRequest(ctx, want); err != nil {
				return err
			}
			return tx.CreateFeedbackRequest(ctx, other)
		})
		want.State, want.Why, want.Feedback, want.EndedAt = domain.RequestDeclined, "no *time*", "f1", start.Add(time.Hour)
		for _, first := range []bool{true, false} {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				ended, err := tx.EndFeedbackRequest(ctx, want)
				if ended != first {
					t.Errorf("ended: %t, want %t", ended, first)
				}
				return err
			})
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.FeedbackRequest(ctx, "r1")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			for filter, n := range map[domain.FeedbackRequestFilter]int{
				{Asker: "p1"}: 2, {With: "p2"}: 1, {With: "p3", Open: true}: 0, {With: "p4", Open: true}: 1, {Asker: "p1", Before: start, BeforeID: "r2"}: 1, {Asker: "p1", Limit: 1}: 1,
			} {
				if list, err := tx.FeedbackRequests(ctx, filter); err != nil || len(list) != n {
					t.Errorf("%+v lists %d, %v; want %d", filter, len(list), err, n)
				}
			}
			_, err = tx.FeedbackRequest(ctx, "r0")
			wantCode(t, err, domain.NotFound)
			return nil
		})
	})
}

func TestFeedbackAsked_OnceInATime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		var won [6]bool
		err := parallel(len(won), func(i int) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
				var last time.Time
				if last, won[i], err = tx.NoteFeedbackAsked(ctx, "p1", "p2", start.Add(time.Hour), start); err == nil && !won[i] && !last.Equal(start.Add(time.Hour)) {
					t.Errorf("last asked at %s", last)
				}
				return err
			})
		})
		n := 0
		for _, w := range won {
			if w {
				n++
			}
		}
		if err != nil || n != 1 {
			t.Errorf("%d succeeded, %v; want one", n, err)
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			_, ok, err := tx.NoteFeedbackAsked(ctx, "p1", "p2", start.Add(3*time.Hour), start.Add(2*time.Hour))
			if !ok {
				t.Error("after the time it is refused")
			}
			return err
		})
	})
}

func TestFeedbackReplies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		f := mustFeedback(t, db, fullFeedback())
		want := []domain.FeedbackReply{
			{ID: "r1", Feedback: f.ID, Author: "p-receiver", Kind: domain.ReplyIntent, Text: "what *for*?", At: start},
			{ID: "r2", Feedback: f.ID, Author: "p-receiver", Kind: domain.ReplyThanks, At: start.Add(time.Second)},
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, r := range append(want, domain.FeedbackReply{ID: "r3", Feedback: f.ID, Author: "p-receiver", Kind: domain.ReplyThanks, At: start}) {
				added, err := tx.AddFeedbackReply(ctx, r)
				if err != nil {
					return err
				}
				if added != (r.ID != "r3") {
					t.Errorf("%s: added %t", r.ID, added)
				}
			}
			return tx.PutFeedbackInFile(ctx, f.ID, false)
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.FeedbackReplies(ctx, []domain.ID{f.ID, "f0"})
			if diff := cmp.Diff(map[domain.ID][]domain.FeedbackReply{f.ID: want}, got); diff != "" {
				t.Error(diff)
			}
			if list, err := tx.ListFeedback(ctx, domain.FeedbackFilter{For: f.Receiver, InFile: true}); err != nil || len(list) != 0 {
				t.Errorf("left out, it is in the file: %d, %v", len(list), err)
			}
			return err
		})
	})
}
