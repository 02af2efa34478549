package storage_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullRound has something in every field.
func fullRound() domain.Round {
	day := domain.NewDate(2026, time.November, 24)
	return domain.Round{
		ID: "d-full", Subject: "p-subject", Launch: "l1", By: "p-hr", Reader: "p-manager", State: domain.RoundOut, Ending: domain.RoundLeft,
		RoundDates: domain.RoundDates{NominateBy: day, AnswerBy: day.AddDays(14), ReleaseOn: day.AddDays(17)}, DueAt: start.Add(time.Hour),
		Numbers: 4, Texts: 5, Questions: []domain.RoundQuestion{{Expectation: "e1", Owner: "p-subject", Version: 2}, {Expectation: "e2", Version: 1}},
		Report: domain.RoundReport{
			Lines: []domain.RoundLine{{Self: 1, Manager: 4, Others: []domain.RoundCell{{As: domain.AsPeer, People: 4, Halves: 7}}}},
			Texts: []domain.RoundText{{Question: domain.KeepText, As: domain.AsPeer, Texts: []string{"*one* 🎉", "two"}}}, Few: []domain.Perspective{domain.AsReport},
		},
		ReadAt: start.Add(time.Minute), At: start, Version: 1,
	}
}

func TestRound_CreateReadAndUpdate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := fullRound()
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateRound(ctx, want); err != nil {
				return err
			}
			got, err := tx.Round(ctx, want.ID)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			want.Reader, want.ReadAt = "", time.Time{}
			if got, err = tx.UpdateRound(ctx, want); err != nil || got.Version != 2 {
				t.Errorf("version %d, %v", got.Version, err)
			}
			_, err = tx.UpdateRound(ctx, want)
			wantCode(t, err, domain.Conflict)
			_, err = tx.Round(ctx, "d0")
			wantCode(t, err, domain.NotFound)
			return nil
		})
	})
}

func TestRound_OneIsOpen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
			for i, state := range []domain.RoundState{domain.RoundOver, domain.RoundOut, domain.RoundNominating} {
				r := fullRound()
				r.ID, r.State, r.At = domain.ID(fmt.Sprint("d", i)), state, start.Add(time.Duration(i)*time.Hour)
				if err := tx.CreateRound(ctx, r); err != nil {
					return err
				}
			}
			r := fullRound()
			r.State = domain.RoundAnswering
			wantCode(t, tx.CreateRound(ctx, r), domain.Conflict)
			list, err := tx.Rounds(ctx, domain.RoundFilter{Subject: r.Subject, Reader: r.Reader, Launch: r.Launch, States: []domain.RoundState{domain.RoundOut, domain.RoundNominating}})
			if err != nil || len(list) != 2 || list[0].ID != "d2" {
				t.Errorf("got %v, %v", list, err)
			}
			due, err := tx.DueRounds(ctx, r.DueAt, 10)
			if err != nil || !slices.Equal(due, []domain.ID{"d2"}) {
				t.Errorf("got %v, %v", due, err)
			}
			if at, ok, err := tx.NextRound(ctx, start); err != nil || !ok || !at.Equal(r.DueAt) {
				t.Errorf("got %v, %v, %v", at, ok, err)
			}
			return nil
		})
	})
}

func TestRound_Givers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
			r := fullRound()
			r.State = domain.RoundAnswering
			if err := tx.CreateRound(ctx, r); err != nil {
				return err
			}
			givers := []domain.RoundGiver{
				{Round: r.ID, Person: "p3", As: domain.AsPeer}, {Round: r.ID, Person: "p1", As: domain.AsPeer, Declined: true}, {Round: r.ID, Person: "p2", As: domain.AsManager},
			}
			for range 2 { // the second time replaces the first
				if err := tx.SetRoundGivers(ctx, r.ID, givers); err != nil {
					return err
				}
			}
			got, err := tx.RoundGivers(ctx, r.ID)
			slices.SortFunc(givers, func(a, b domain.RoundGiver) int { return cmp.Compare(a.Person, b.Person) })
			if diff := gocmp.Diff(givers, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
			counts, err := tx.CountAsked(ctx, []domain.ID{"p1", "p2", "p3"})
			if err != nil || fmt.Sprint(counts) != "map[p3:1]" {
				t.Errorf("got %v, %v", counts, err)
			}
			for person, want := range map[domain.ID]int{"p1": 0, "p2": 1, "p3": 1, "p4": 0} {
				if asking, err := tx.RoundsAsking(ctx, person); err != nil || len(asking) != want {
					t.Errorf("%s: got %v, %v", person, asking, err)
				}
			}
			return nil
		})
	})
}

// All answer at once, each twice: each is counted once, and no answer is lost.
func TestRoundBox_AllAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		const people = 8
		db := open(t)
		r := fullRound()
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateRound(ctx, r); err != nil {
				return err
			}
			return tx.OpenRoundBox(ctx, r.ID)
		})
		fresh := make([]bool, 2*people)
		var all sync.WaitGroup
		for i := range fresh {
			all.Go(func() {
				person := domain.ID(fmt.Sprint("p", i%people))
				answers := []domain.RoundAnswer{{As: domain.AsPeer, Mark: 1 + i%people%4}, {As: domain.AsPeer, Question: domain.KeepText, Text: string(person)}}
				err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
					fresh[i], err = tx.CastRoundAnswers(ctx, r.ID, person, answers)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i := range people {
			if fresh[i] == fresh[i+people] {
				t.Errorf("p%d: counted %v and %v", i, fresh[i], fresh[i+people])
			}
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if has, err := tx.HasAnswered(ctx, r.ID, "p0"); err != nil || !has {
				t.Errorf("p0 has answered: %v, %v", has, err)
			}
			if has, err := tx.HasAnswered(ctx, r.ID, "p9"); err != nil || has {
				t.Errorf("p9 has answered: %v, %v", has, err)
			}
			answers, err := tx.EmptyRoundBox(ctx, r.ID)
			texts := map[string]int{}
			for _, a := range answers {
				texts[a.Text]++
			}
			if err != nil || len(answers) != 2*people || len(texts) != people+1 {
				t.Errorf("got %v, %v", texts, err)
			}
			again, err := tx.EmptyRoundBox(ctx, r.ID)
			if err != nil || len(again) > 0 {
				t.Errorf("an empty box gives %v, %v", again, err)
			}
			_, err = tx.CastRoundAnswers(ctx, r.ID, "p9", answers)
			wantCode(t, err, domain.NotFound)
			has, err := tx.HasAnswered(ctx, r.ID, "p0")
			if err != nil || has {
				t.Errorf("after the close p0 has answered: %v, %v", has, err)
			}
			return nil
		})
	})
}
