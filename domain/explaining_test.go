package domain_test

import (
	"slices"
	"testing"

	"rapport/domain"
)

// What is explained is what the code decides: each row names an action that the
// person can do, and who has no part in it is told of none.
func TestExplainService(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	service := domain.ExplainService{Practice: b.Practice}
	for name, tt := range map[string]struct {
		of     domain.Person
		stands []domain.Relation
		may    domain.Action
		not    domain.Action
	}{
		"the manager":     {b.lee, []domain.Relation{domain.Manager}, domain.ReadGoal, domain.WriteNote},
		"a manager above": {b.mara, []domain.Relation{domain.SkipLevel}, domain.OpenRecord, domain.PrepareTalk},
		"the people team": {b.hanna, []domain.Relation{domain.HR, domain.SecondPerson}, domain.ErasePerson, domain.ChangePolicy},
		"a colleague":     {b.ada, nil, "", domain.ReadGoal},
		"oneself":         {b.grace, []domain.Relation{domain.Self}, domain.ReadMyData, domain.ReadDigest},
	} {
		e, err := service.Why(t.Context(), b.grace.ID, tt.of.ID)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(e.Stands, tt.stands) || e.Person.ID != tt.of.ID {
			t.Errorf("%s stands as %v, want %v", name, e.Stands, tt.stands)
		}
		has := func(action domain.Action) bool {
			return slices.ContainsFunc(e.Rules, func(r domain.Rule) bool { return r.Action == action })
		}
		if tt.may != "" && !has(tt.may) || has(tt.not) {
			t.Errorf("%s: %s %t, %s %t; want the first alone", name, tt.may, has(tt.may), tt.not, has(tt.not))
		}
		for _, rule := range e.Rules {
			if len(rule.Relations) != 1 || !slices.Contains(tt.stands, rule.Relations[0]) {
				t.Errorf("%s: %s is explained by %v", name, rule.Action, rule.Relations)
			}
		}
	}
	if _, err := service.Why(t.Context(), b.grace.ID, "nobody"); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("got %v for nobody", err)
	}
}
