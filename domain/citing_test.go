package domain_test

import (
	"slices"
	"testing"

	"rapport/domain"
)

func TestExpectationService_Citations(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace, &b.ada)
		b.mustApply(engineer())
		role := b.role("Engineer")
		tests := role.Expectations[1]
		d := b.draft(b.grace)
		d.Serves, d.ServesAsked = tests.ID, true
		g := b.mustSave(b.grace, d)
		// Worded anew and then left out, the goal still says what it was about.
		role.Expectations[1].Text = "Proves each mending by a test"
		b.mustApply(role)
		role = b.role("Engineer")
		role.Expectations = slices.Delete(role.Expectations, 1, 2)
		b.mustApply(role)
		d.ID, d.Version, d.Title = g.ID, g.Version, "Even shorter waits"
		g = b.mustSave(b.lee, d)
		b.mayLook(b.mara, b.grace, domain.GoalSheet)
		for _, reader := range []domain.Person{b.grace, b.lee, b.mara} {
			detail, err := b.goals().Show(t.Context(), reader.ID, g.ID)
			if err != nil || detail.Serves.Text != tests.Text || detail.Serves.Version != 1 {
				t.Errorf("%s reads %+v, %v", reader.Name, detail.Serves, err)
			}
		}
		cited := func(reader domain.Person) ([]domain.CitedRecord, error) {
			list, err := b.expected().Cited(t.Context(), reader.ID, b.grace.ID)
			return list.Records[tests.ID], err
		}
		list, err := cited(b.lee)
		if err != nil || len(list) != 1 || list[0].Record != g.ID || list[0].By != b.grace.ID || list[0].Version != 1 {
			t.Errorf("got %+v, %v", list, err)
		}
		for _, reader := range []domain.Person{b.ada, b.mara, b.hanna} {
			if _, err := cited(reader); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s: got %v", reader.Name, err)
			}
		}
		citable, now, err := b.expected().Citable(t.Context(), b.grace.ID, b.grace.ID, domain.CitedByGoal, g.ID)
		if err != nil || now != tests.ID || len(citable) != 3 {
			t.Errorf("got %d, %q, %v, want what is cited among them", len(citable), now, err)
		}
		if none, _, err := b.expected().Citable(t.Context(), b.ada.ID, b.grace.ID, domain.CitedByGoal, ""); err != nil || len(none) > 0 {
			t.Errorf("somebody else is offered %d, %v", len(none), err)
		}
		// A form that did not ask leaves it; one that says none takes it away.
		d.Version, d.ServesAsked, d.Serves = g.Version, false, ""
		g = b.mustSave(b.grace, d)
		if list, _ := cited(b.grace); len(list) != 1 {
			t.Errorf("a form that did not ask changed it: %+v", list)
		}
		d.Version, d.ServesAsked = g.Version, true
		g = b.mustSave(b.grace, d)
		if list, _ := cited(b.grace); len(list) != 0 {
			t.Errorf("got %+v, want none", list)
		}
		d.Version, d.Serves = g.Version, tests.ID
		if _, err := b.goals().Save(t.Context(), b.act(b.grace), d); !slices.Equal(faultsOf(err), []string{"serves"}) {
			t.Errorf("what is not expected is cited: %v", err)
		}
	})
}
