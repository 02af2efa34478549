package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

func (b *bureau) expected() domain.ExpectationService {
	return domain.ExpectationService{Practice: b.Practice}
}

// engineer is a profile for the role of Grace and Ada.
func engineer() domain.RoleProfile {
	return domain.RoleProfile{
		Role: "Engineer", Outcomes: []string{"Features in use"}, Processes: []string{"Design notes"}, Impact: "Customers can rely on us.",
		Expectations: []domain.Expectation{
			{Dimension: domain.ResultGoal, Text: "Takes the cause of incidents away"},
			{Dimension: domain.ActionGoal, Text: "Tests before mending"},
			{Dimension: domain.BehaviourGoal, Text: "Says early when a plan does not hold"},
		},
		KPIs:   []domain.KPI{{Name: "Change failures", Unit: "%", Target: "at most 5", Standard: "0"}},
		Levels: []domain.RoleLevel{{Name: "Junior", Differs: "asks after an hour"}},
	}
}

// mustApply puts a file in force.
func (b *bureau) mustApply(profiles ...domain.RoleProfile) []domain.RoleChange {
	b.t.Helper()
	changes, err := b.expected().ApplyRoleFile(b.t.Context(), profiles)
	if err != nil {
		b.t.Fatal(err)
	}
	return changes
}

// role is the profile of a role.
func (b *bureau) role(name string) domain.RoleProfile {
	b.t.Helper()
	var p domain.RoleProfile
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.RoleProfileOf(ctx, name)
		return err
	})
	return p
}

// assign lets people have a role.
func (b *bureau) assign(role string, people ...*domain.Person) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, p := range people {
			fresh, err := tx.Person(ctx, p.ID)
			if err != nil {
				return err
			}
			fresh.Role = role
			if *p, err = tx.UpdatePerson(ctx, fresh); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestExpectationService_ApplyRoleFile(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace, &b.ada)
		changes := b.mustApply(engineer())
		if len(changes) != 1 || !changes[0].New || changes[0].People != 2 {
			t.Fatalf("got %+v, want a new profile of two people", changes)
		}
		first := b.role("Engineer")
		// Reworded it keeps its id, moved as well; one goes and one comes.
		file := first
		file.Expectations = []domain.Expectation{
			{ID: first.Expectations[1].ID, Dimension: domain.ActionGoal, Text: "Writes the failing test first"},
			{Dimension: domain.ResultGoal, Text: "takes the cause of incidents away"},
			{Dimension: domain.ResultGoal, Text: "Keeps services quick"},
		}
		looked, err := b.expected().CompareRoleFile(t.Context(), []domain.RoleProfile{file})
		if err != nil || b.role("Engineer").Version != 1 {
			t.Fatalf("a look writes, or %v", err)
		}
		applied := b.mustApply(file)
		if diff := cmp.Diff(looked, applied); diff != "" {
			t.Errorf("what was shown is not what was done: %s", diff)
		}
		second := b.role("Engineer")
		got := second.Expectations
		if got[0].ID != first.Expectations[1].ID || got[0].Version != 2 || got[1].ID != first.Expectations[0].ID || got[1].Version != 2 || got[2].Version != 1 {
			t.Errorf("got %+v, want ids kept and versions counted", got)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			gone := first.Expectations[2]
			old, err := tx.Wording(ctx, gone.ID, "", 1)
			if err != nil || old.Text != gone.Text {
				t.Errorf("got %+v, %v, want what was left out still readable", old, err)
			}
			entries, err := tx.EntriesOf(ctx, second.ID)
			if len(entries) != 2 || !strings.Contains(entries[1].Content, "Keeps services quick") {
				t.Errorf("the ledger has %d entries", len(entries))
			}
			return err
		})
		// The same file once more: its version is of the past by now.
		if _, err := b.expected().ApplyRoleFile(t.Context(), []domain.RoleProfile{file}); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

func TestExpectationService_ApplyRoleFileRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.mustApply(engineer())
	long := strings.Repeat("ä", domain.MaxRoleLine+1)
	for name, c := range map[string]struct {
		edit func(*domain.RoleProfile)
		want string
	}{
		"no role":              {func(p *domain.RoleProfile) { p.Role = " " }, "role"},
		"an outcome too long":  {func(p *domain.RoleProfile) { p.Outcomes = []string{long} }, "outcomes"},
		"too many processes":   {func(p *domain.RoleProfile) { p.Processes = strings.Split(strings.Repeat("a,", 8)+"a", ",") }, "processes"},
		"a text too long":      {func(p *domain.RoleProfile) { p.Expectations[0].Text = long }, "expectations.1.text"},
		"an unknown dimension": {func(p *domain.RoleProfile) { p.Expectations[1].Dimension = "mood" }, "expectations.2.dimension"},
		"the same text twice":  {func(p *domain.RoleProfile) { p.Expectations[1].Text = p.Expectations[0].Text }, "expectations.2.text"},
		"an id mistyped":       {func(p *domain.RoleProfile) { p.Expectations[2].ID = "e9" }, "expectations.3.id"},
		"half a level":         {func(p *domain.RoleProfile) { p.Levels[0].Differs = "" }, "levels"},
		"a figure unnamed":     {func(p *domain.RoleProfile) { p.KPIs[0].Name = "" }, "kpis.1.name"},
	} {
		p := engineer()
		c.edit(&p)
		other := engineer()
		other.Role = "Tester"
		_, err := b.expected().ApplyRoleFile(t.Context(), []domain.RoleProfile{other, p})
		role := strings.TrimSpace(p.Role)
		if got := faultsOf(err); !slices.Contains(got, role+"."+c.want) {
			t.Errorf("%s: got faults of %v (%v), want %s", name, got, err, c.want)
		}
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if all, err := tx.RoleProfiles(ctx, domain.RoleFilter{}); len(all) != 1 || err != nil {
			t.Errorf("got %d profiles, %v, want nothing half-applied", len(all), err)
		}
		return nil
	})
}
