package domain_test

import (
	"context"
	"testing"

	"rapport/domain"
)

func TestGoalService_List(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	var top domain.Goal
	for _, team := range []string{"Engineering", "Engineering/Platform", "Engineering/Web"} {
		d := b.draft(b.hanna)
		d.Level, d.Team, d.Title = domain.TeamGoal, team, team
		if g := b.mustSave(b.hanna, d); team == "Engineering" {
			top = g
		}
	}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		b.grace.Team = "Engineering/Platform"
		if b.grace, err = tx.UpdatePerson(ctx, b.grace); err != nil {
			return err
		}
		b.ada.Team = ""
		b.ada, err = tx.UpdatePerson(ctx, b.ada)
		return err
	})
	for reader, want := range map[domain.ID]int{b.grace.ID: 2, b.ada.ID: 0} {
		if list, err := b.goals().List(t.Context(), reader, domain.GoalPage{Level: domain.TeamGoal}); err != nil || len(list.Goals) != want {
			t.Errorf("got %d goals of the team, %v; want %d", len(list.Goals), err, want)
		}
	}
	// Closed goals are listed by pages, and keep their weight and parent when changed before.
	for i := range 17 {
		d := b.draft(b.grace)
		d.Due, d.Parent, d.Weight = b.today().AddDays(1+i), top.ID, 3
		g := b.mustSave(b.grace, d)
		d.ID, d.Version, d.Weight = g.ID, g.Version, 0
		if g = b.mustSave(b.grace, d); g.Weight != 3 || g.Parent != top.ID {
			t.Fatalf("got weight %d, parent %q; want both kept", g.Weight, g.Parent)
		}
		if _, err := b.goals().Close(t.Context(), b.act(b.grace), g.ID, domain.GoalEnd{State: domain.GoalAchieved, Lesson: "Begin."}); err != nil {
			t.Fatal(err)
		}
	}
	first, err := b.goals().List(t.Context(), b.grace.ID, domain.GoalPage{Closed: true})
	if err != nil || len(first.Goals) != 15 || !first.More {
		t.Fatalf("got %d closed goals, more: %t, %v", len(first.Goals), first.More, err)
	}
	rest, err := b.goals().List(t.Context(), b.grace.ID, domain.GoalPage{Closed: true, After: first.Goals[14].ID})
	if err != nil || len(rest.Goals) != 2 || rest.More {
		t.Errorf("got %d more closed goals, %v; want the last two", len(rest.Goals), err)
	}
	places, err := b.goals().Places(t.Context(), b.ada.ID, domain.Goal{Parent: top.ID})
	if err != nil || len(places.Parents) != 1 || places.Parents[0].ID != top.ID {
		t.Errorf("got %+v, %v; want the present parent among the places", places.Parents, err)
	}
}
