package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// A list by scope holds exactly the goals that Can allows, for everybody in a
// company whose lines and partners are drawn at random.
func TestScope_SelectsWhatCanAllows(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		draw := rand.New(rand.NewPCG(7, 11)) // the same company each time
		var people []domain.Person
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i := range 14 {
				p := domain.Person{
					SlackID: fmt.Sprint("U", i), Email: fmt.Sprint(i, "@example.com"), Name: fmt.Sprint("P", i), Zone: "UTC",
					Kind: domain.Member, Active: i%6 != 5, Team: fmt.Sprint("T", i%3),
				}
				if i%7 == 6 {
					p.Kind = domain.Guest
				}
				if i > 0 && draw.IntN(8) > 0 {
					p.Manager = people[draw.IntN(i)].ID
				}
				saved, err := tx.CreatePerson(ctx, p)
				if err != nil {
					return err
				}
				people = append(people, saved)
			}
			for i, p := range people {
				if i%3 == 0 {
					if err := tx.NamePartner(ctx, p.ID, people[draw.IntN(len(people))].ID, p.ID, tx.Now()); err != nil {
						return err
					}
				}
				for j, level := range []domain.GoalLevel{domain.PersonGoal, domain.TeamGoal, domain.CompanyGoal} {
					g := domain.Goal{
						ID: domain.ID(fmt.Sprint("g-", i, "-", j)), Owner: p.ID, Level: level, Title: "x", State: domain.GoalAgreed,
						Due: domain.Date{Year: 2026, Month: 12, Day: 1}, Weight: 1, Measure: domain.Measure{Kind: domain.YesNoMeasure}, At: tx.Now(),
					}
					if _, err := tx.CreateGoal(ctx, g); err != nil {
						return err
					}
				}
			}
			return nil
		})
		for _, reader := range people {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				return errors.Join(compareScope(ctx, t, tx, reader.ID, false), compareScope(ctx, t, tx, reader.ID, true))
			})
		}
	})
}

// compareScope lists by scope, and by asking the table about each goal: with a
// reason that is kept, or without.
func compareScope(ctx context.Context, t *testing.T, tx domain.Tx, reader domain.ID, reason bool) error {
	t.Helper()
	p, err := tx.Person(ctx, reader)
	if err != nil {
		return err
	}
	line, err := tx.LineAbove(ctx, reader)
	if err != nil {
		return err
	}
	standing := domain.Standing{Person: p, Line: line}
	all, err := tx.Goals(ctx, domain.GoalFilter{})
	if err != nil {
		return err
	}
	var want []domain.ID
	for _, g := range all {
		above, err := tx.LineAbove(ctx, g.Owner)
		if err != nil {
			return err
		}
		partner, err := tx.NamedPartner(ctx, g.Owner)
		if err != nil {
			return err
		}
		action := domain.ReadSharedGoal
		if g.Level == domain.PersonGoal {
			action = domain.ReadGoal
		}
		if rule, ok := domain.Can(standing, action, domain.Subject{Person: g.Owner, Partner: partner, Line: above}); ok && (reason || !rule.Reason) {
			want = append(want, g.ID)
		}
	}
	scope := domain.GoalScope{People: domain.ScopeOf(standing, domain.ReadGoal), Shared: domain.ScopeOf(standing, domain.ReadSharedGoal)}
	if reason {
		scope.People = domain.ScopeWithReason(standing, domain.ReadGoal)
	}
	listed, err := tx.Goals(ctx, domain.GoalFilter{Readable: &scope})
	if err != nil {
		return err
	}
	var got []domain.ID
	for _, g := range listed {
		got = append(got, g.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("goals that %s may read (-by the table +by the scope):\n%s", p.Name, diff)
	}
	return nil
}
