package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestGoalProposal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		terms := domain.GoalTerms{Title: "quiet", Measure: domain.Measure{Kind: domain.MilestoneMeasure, Milestones: []domain.Milestone{{Title: "plan", Done: true}}}, Due: domain.NewDate(2000, 3, 1)}
		want := domain.GoalProposal{ID: "w1", Goal: "g1", Was: terms, Terms: terms, Why: "late", Answer: "no", State: domain.ProposalOpen, By: "p1", AnsweredBy: "p2", At: start, SettledAt: start.Add(time.Hour)}
		mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
			if err := tx.CreateGoalProposal(ctx, want); err != nil {
				return err
			}
			got, err := tx.GoalProposal(ctx, "w1")
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			return nil
		})
	})
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		var lee, grace domain.Person
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
			if lee, err = tx.CreatePerson(ctx, domain.Person{SlackID: "ULEE", Kind: domain.Member, Active: true}); err != nil {
				return err
			}
			if grace, err = tx.CreatePerson(ctx, domain.Person{SlackID: "UGRACE", Kind: domain.Member, Active: true, Manager: lee.ID}); err != nil {
				return err
			}
			for id, by := range map[domain.ID]domain.ID{"g1": grace.ID, "g2": lee.ID} {
				if _, err := tx.CreateGoal(ctx, domain.Goal{ID: id, Owner: grace.ID, Level: domain.PersonGoal, State: domain.GoalProposed, At: start}); err != nil {
					return err
				}
				if err := tx.CreateGoalProposal(ctx, domain.GoalProposal{ID: "w" + id, Goal: id, State: domain.ProposalOpen, By: by, At: start}); err != nil {
					return err
				}
			}
			return nil
		})
		err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			return tx.CreateGoalProposal(ctx, domain.GoalProposal{ID: "w9", Goal: "g1", State: domain.ProposalOpen, At: start})
		})
		wantCode(t, err, domain.Conflict)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for person, want := range map[domain.Person]domain.ID{lee: "wg1", grace: "wg2"} {
				scope := domain.ScopeOf(domain.Standing{Person: person}, domain.AgreeGoal)
				list, err := tx.GoalProposalsFor(ctx, person.ID, scope, 5)
				if err != nil || len(list) != 1 || list[0].ID != want {
					t.Errorf("%s: got %+v, %v, want %s", person.SlackID, list, err, want)
				}
			}
			p := domain.GoalProposal{ID: "wg1", State: domain.ProposalDeclined, Answer: "no", AnsweredBy: lee.ID, SettledAt: start}
			if err := tx.SettleGoalProposal(ctx, p); err != nil {
				return err
			}
			wantCode(t, tx.SettleGoalProposal(ctx, p), domain.Conflict)
			return nil
		})
	})
}
