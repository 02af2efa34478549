package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestFairness_Counts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
			lee, err := tx.CreatePerson(ctx, domain.Person{SlackID: "ULEE", Kind: domain.Member, Active: true})
			if err != nil {
				return err
			}
			grace, err := tx.CreatePerson(ctx, domain.Person{SlackID: "UGRACE", Kind: domain.Member, Active: true, Manager: lee.ID})
			if err != nil {
				return err
			}
			for id, f := range map[domain.ID]domain.Feedback{
				"f1": {Giver: lee.ID, Actionable: true, At: start.Add(time.Hour)}, "f2": {Giver: "p9", At: start.Add(time.Hour)},
				"f3": {Giver: lee.ID, Actionable: true, At: start.Add(-time.Hour)},
			} {
				f.ID, f.Receiver, f.State = id, grace.ID, domain.FeedbackGiven
				if err := tx.CreateFeedback(ctx, f); err != nil {
					return err
				}
			}
			people, until := []domain.ID{grace.ID, lee.ID}, start.AddDate(0, 0, 1)
			counts, err := tx.FeedbackCountsOf(ctx, people, start, until)
			if diff := cmp.Diff(map[domain.ID]domain.FeedbackCount{grace.ID: {Given: 2, Actionable: 1}}, counts); diff != "" || err != nil {
				t.Error(diff, err)
			}
			k := domain.Kudos{ID: "k1", Giver: lee.ID, State: domain.KudosGiven, At: start.Add(time.Hour), Receivers: []domain.KudosReceiver{{Person: grace.ID}, {Person: lee.ID}}}
			if err := tx.CreateKudos(ctx, k); err != nil {
				return err
			}
			thanked, told, err := tx.ByOwnManager(ctx, people, start, until)
			want := map[domain.ID]bool{grace.ID: true}
			if cmp.Diff(want, thanked) != "" || cmp.Diff(want, told) != "" || err != nil {
				t.Errorf("got thanked %v, told %v, %v", thanked, told, err)
			}
			r := domain.FeedbackRequest{ID: "r1", Asker: grace.ID, About: grace.ID, Giver: lee.ID, At: start, State: domain.RequestOpen}
			if err := tx.CreateFeedbackRequest(ctx, r); err != nil {
				return err
			}
			r.State, r.Feedback, r.EndedAt = domain.RequestAnswered, "f1", start.Add(2*time.Hour)
			if _, err := tx.EndFeedbackRequest(ctx, r); err != nil {
				return err
			}
			list, err := tx.AnsweredRequests(ctx, start, until)
			if err != nil || len(list) != 1 || !list[0][1].Equal(start.Add(2*time.Hour)) {
				t.Errorf("got %v, %v", list, err)
			}
			return nil
		})
	})
}
