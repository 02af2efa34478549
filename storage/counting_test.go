package storage_test

import (
	stdcmp "cmp"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestCounts_OfATeam(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		people := []domain.ID{"p-bo", "p-cy", "p-di"}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			talk := domain.Conversation{ID: "t1", Employee: "p-bo", Partner: "p-ada", Kind: domain.RegularTalk, Period: "2000-01", State: domain.TalkOpen, Version: 1}
			if err := tx.CreateConversation(ctx, talk); err != nil {
				return err
			}
			for id, state := range map[domain.ID]domain.CommitmentState{"c1": domain.PromiseOpen, "c2": domain.PromiseOpen, "c3": domain.PromiseDone} {
				promise := domain.Commitment{ID: id, Conversation: "t1", Employee: "p-bo", Who: "p-ada", What: "ask Legal", State: state}
				if err := tx.CreateCommitment(ctx, promise); err != nil {
					return err
				}
			}
			asked := domain.Conversation{ID: "t2", Employee: "p-bo", Partner: "p-hr", Kind: domain.AskedTalk, Period: "asked:1", State: domain.TalkOpen}
			if err := tx.CreateConversation(ctx, asked); err != nil {
				return err
			}
			promise := domain.Commitment{ID: "c4", Conversation: "t2", Employee: "p-bo", Who: "p-bo", What: "write it down", State: domain.PromiseOpen}
			if err := tx.CreateCommitment(ctx, promise); err != nil {
				return err
			}
			for i, k := range []struct {
				giver, to domain.ID
				at        time.Time
			}{{"p-ada", "p-bo", start}, {"p-ada", "p-cy", start.AddDate(0, 0, -80)}, {"p-eve", "p-di", start}} {
				kudos := domain.Kudos{
					ID: domain.ID("k" + string(rune('1'+i))), Giver: k.giver, Units: 1, State: domain.KudosGiven, At: k.at,
					Receivers: []domain.KudosReceiver{{Person: k.to}},
				}
				if err := tx.CreateKudos(ctx, kudos); err != nil {
					return err
				}
			}
			return nil
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			// Those of what was asked for count for whom it was asked of alone.
			for partner, want := range map[domain.ID]int{"p-ada": 2, "p-hr": 3} {
				promises, err := tx.OpenPromises(ctx, partner, people)
				if err != nil {
					return err
				}
				if len(promises) != 1 || promises["p-bo"] != want {
					t.Errorf("open promises for %s: %v", partner, promises)
				}
			}
			thanked, err := tx.ThankedBy(ctx, "p-ada", people, start.AddDate(0, 0, -56))
			if len(thanked) != 1 || !thanked["p-bo"] {
				t.Errorf("thanked by Ada: %v", thanked)
			}
			return err
		})
	})
}

func TestCounts_OfADigest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("who was thanked within a time, also who was thanked again after it", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			from, to := start.AddDate(0, 0, -56), start
			for person, times := range map[domain.ID][]time.Time{
				"within": {to.Add(-time.Hour)}, "at the end": {to}, "at the beginning": {from}, "before": {from.Add(-time.Hour)},
				"after": {to.Add(time.Hour)}, "again": {from.Add(time.Hour), to.Add(time.Hour)}, "before and after": {from, to.Add(time.Hour)},
			} {
				for i, at := range times {
					mustKudos(t, db, domain.Kudos{
						ID: person + domain.ID(rune('1'+i)), Giver: "ada", Units: 1, State: domain.KudosGiven, At: at,
						Receivers: []domain.KudosReceiver{{Person: person}},
					})
				}
			}
			undone := domain.Kudos{
				ID: "undone1", Giver: "ada", Units: 1, State: domain.KudosGiven, At: to, Receivers: []domain.KudosReceiver{{Person: "undone"}},
			}
			mustKudos(t, db, undone)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				undone.State, undone.Version = domain.KudosUndone, 1
				_, err := tx.UpdateKudos(ctx, undone)
				return err
			})
			people := []domain.ID{"within", "at the end", "at the beginning", "before", "after", "again", "before and after", "undone", "never"}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.ThankedWithin(ctx, people, from, to)
				want := map[domain.ID]bool{"within": true, "at the end": true, "again": true}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("thanked (-want +got):\n%s", diff)
				}
				return err
			})
		})
		t.Run("goals of people whose silence begins at times of their own", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for i, g := range []domain.Goal{
					{Owner: "bo", LastNews: start, Parent: "top"},
					{Owner: "bo", At: start.Add(time.Hour)}, // news came later than its silence, though there never was any
					{Owner: "bo", LastNews: start, Confidence: domain.AtRisk},
					{Owner: "bo", LastNews: start, Confidence: domain.OffTrack},
					{Owner: "bo", LastNews: start, State: domain.GoalAchieved},
					{Owner: "bo", LastNews: start, Level: domain.TeamGoal},
					{Owner: "cy", LastNews: start}, {Owner: "cy", LastNews: start.Add(2 * time.Hour), State: domain.GoalProposed},
					{Owner: "di", LastNews: start},
				} {
					g.ID = domain.ID("g" + string(rune('1'+i)))
					g.Level, g.State = stdcmp.Or(g.Level, domain.PersonGoal), stdcmp.Or(g.State, domain.GoalAgreed)
					g.Confidence = stdcmp.Or(g.Confidence, domain.OnTrack)
					if _, err := tx.CreateGoal(ctx, g); err != nil {
						return err
					}
				}
				got, err := tx.GoalCountsOf(ctx, map[domain.ID]time.Time{"bo": start, "cy": start.Add(-time.Second), "never": start})
				want := map[domain.ID]domain.GoalCounts{
					"bo": {Open: 4, AtRisk: 1, OffTrack: 1, Silent: 1, Alone: 3}, "cy": {Open: 2, Alone: 2},
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("goals (-want +got):\n%s", diff)
				}
				return err
			})
		})
		t.Run("conversations that are due, and answers of a time", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			meets := start.Add(time.Hour)
			day := func(n int) domain.Date { return domain.NewDate(2000, time.January, n) }
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for i, c := range []domain.Conversation{
					{Employee: "bo", DueOn: day(3), HeldOn: day(2), State: domain.TalkClosed, Ending: domain.Held},
					{Employee: "bo", DueOn: day(2), MeetAt: meets, State: domain.TalkOpen},
					{Employee: "bo", DueOn: day(4), State: domain.TalkOpen}, {Employee: "cy", DueOn: day(3), State: domain.TalkOpen},
					{Employee: "bo", DueOn: day(3), Kind: domain.AskedTalk, State: domain.TalkOpen},
				} {
					c.ID, c.Period, c.Partner, c.Kind = domain.ID("t"+string(rune('1'+i))), string(rune('1'+i)), "ada", stdcmp.Or(c.Kind, domain.RegularTalk)
					if err := tx.CreateConversation(ctx, c); err != nil {
						return err
					}
					if err := tx.Rate(ctx, c.ID, "bo", domain.Worth, start.Add(time.Duration(i)*time.Hour)); err != nil {
						return err
					}
				}
				talks, err := tx.TalksDue(ctx, []domain.ID{"bo"}, domain.DateRange{Start: day(2), End: day(3)})
				if err != nil {
					return err
				}
				want := []domain.DueTalk{
					{ID: "t2", Employee: "bo", Partner: "ada", State: domain.TalkOpen, DueOn: day(2), MeetAt: meets},
					{ID: "t1", Employee: "bo", Partner: "ada", State: domain.TalkClosed, Ending: domain.Held, DueOn: day(3), HeldOn: day(2)},
				}
				if diff := cmp.Diff(want, talks); diff != "" {
					t.Errorf("due (-want +got):\n%s", diff)
				}
				ratings, err := tx.RatingsOf(ctx, []domain.ID{"bo", "cy"}, start, start.Add(time.Hour))
				rated := map[domain.ID][]domain.Rating{"bo": {{Answer: domain.Worth, At: start.Add(time.Hour)}}}
				if diff := cmp.Diff(rated, ratings); diff != "" {
					t.Errorf("answers (-want +got):\n%s", diff)
				}
				return err
			})
		})
	})
}
