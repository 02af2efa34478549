package domain_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

// actions are all that have a rule.
func actions() []domain.Action {
	var list []domain.Action
	for _, rule := range domain.Table {
		if !slices.Contains(list, rule.Action) {
			list = append(list, rule.Action)
		}
	}
	return list
}

// everywhere is a subject around which a person stands in every way at once.
func everywhere(id domain.ID) domain.Subject {
	return domain.Subject{
		Person: id, Partner: id, Author: id, Receivers: []domain.ID{id}, Readers: []domain.ID{id}, Line: []domain.ID{id, id}, Former: []domain.ID{id},
		Concerned: []domain.ID{id}, PeopleTeam: true,
	}
}

func TestCan_NobodyWithoutAnAccountHere(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]domain.Person{
		"somebody who has left":             {ID: "p", Kind: domain.Member, Active: false},
		"an outsider of a shared channel":   {ID: "p", Kind: domain.Outsider, Active: true},
		"a bot":                             {ID: "p", Kind: domain.Bot, Active: true},
		"somebody of whom nothing is known": {},
	} {
		s := domain.Standing{Person: p, HR: true, Deputy: true, Admin: true, Observer: true}
		for _, action := range actions() {
			if rule, ok := domain.Can(s, action, everywhere(p.ID)); ok {
				t.Errorf("%s may %s by %v", name, action, rule.Relations)
			}
			if got := domain.ScopeOf(s, action); len(got.Relations) > 0 {
				t.Errorf("%s lists %s by %v", name, action, got.Relations)
			}
		}
	}
	active := domain.Standing{Person: domain.Person{ID: "p", Kind: domain.Member, Active: true}}
	if _, ok := domain.Can(active, "salary.read", everywhere("p")); ok {
		t.Error("what has no rule is allowed")
	}
}

func TestCan_Named(t *testing.T) {
	t.Parallel()
	member := func(id domain.ID) domain.Standing {
		return domain.Standing{Person: domain.Person{ID: id, Kind: domain.Member, Active: true}, Line: []domain.ID{"boss", "top"}}
	}
	hr := member("hr")
	hr.HR = true
	deputy := member("deputy")
	deputy.Deputy = true
	grace := domain.Subject{Person: "grace", Partner: "partner", Line: []domain.ID{"lee", "mara"}}
	for name, c := range map[string]struct {
		by      domain.Standing
		action  domain.Action
		subject domain.Subject
		want    bool
	}{
		"the employee reads the conversation":        {member("grace"), domain.ReadTalk, grace, true},
		"the partner does":                           {member("partner"), domain.ReadTalk, grace, true},
		"the manager who is not the partner not":     {member("lee"), domain.ReadTalk, grace, false},
		"but the records":                            {member("lee"), domain.ReadRecord, grace, true},
		"the manager's manager neither":              {member("mara"), domain.ReadRecord, grace, false},
		"nor the people team":                        {hr, domain.ReadRecord, grace, false},
		"who may ask to":                             {hr, domain.OpenRecord, grace, true},
		"and so may the managers above":              {member("mara"), domain.OpenRecord, grace, true},
		"the manager need not":                       {member("lee"), domain.OpenRecord, grace, false},
		"two levels above, goals are read":           {member("mara"), domain.ReadGoal, grace, true},
		"and not changed":                            {member("mara"), domain.ChangeGoal, grace, false},
		"who answers for a shared goal changes it":   {member("grace"), domain.ChangeShared, domain.Subject{Author: "grace"}, true},
		"who leads the team does":                    {member("lee"), domain.ChangeShared, domain.Subject{Author: "grace", Line: []domain.ID{"lee"}}, true},
		"so does the people team":                    {hr, domain.ChangeShared, domain.Subject{Author: "grace"}, true},
		"and nobody else":                            {member("ada"), domain.ChangeShared, domain.Subject{Author: "grace"}, false},
		"what is expected is read two levels above":  {member("mara"), domain.ReadExpected, grace, true},
		"and agreed with the manager or partner":     {member("partner"), domain.AgreeExpected, grace, true},
		"not with anybody further up":                {member("mara"), domain.AgreeExpected, grace, false},
		"the people team reads what differs":         {hr, domain.CompareExpected, grace, true},
		"not of who is above them":                   {hr, domain.CompareExpected, domain.Subject{Person: "top"}, false},
		"and not all that is expected":               {hr, domain.ReadExpected, grace, false},
		"how a role serves is the employee's to say": {member("lee"), domain.SayPurpose, grace, false},
		"what cites is read by the manager":          {member("lee"), domain.ReadCitations, grace, true},
		"and by no colleague":                        {member("ada"), domain.ReadCitations, grace, false},
		"a plan is written by its person alone":      {member("lee"), domain.WritePlan, grace, false},
		"read by the manager":                        {member("lee"), domain.ReadPlan, grace, true},
		"and by who holds the conversation":          {member("partner"), domain.ReadPlan, grace, true},
		"not further up":                             {member("mara"), domain.ReadPlan, grace, false},
		"nor by the people team":                     {hr, domain.ReadPlan, grace, false},
		"the manager says yes to it":                 {member("lee"), domain.SupportPlan, grace, true},
		"never the person":                           {member("grace"), domain.SupportPlan, grace, false},
		"the file is the employee's":                 {member("lee"), domain.ReadFile, grace, false},
		"the people team moves a line":               {hr, domain.ChangeReporting, grace, true},
		"not the own":                                {hr, domain.ChangeReporting, domain.Subject{Person: "hr"}, false},
		"nor that of who is above":                   {hr, domain.ChangeReporting, domain.Subject{Person: "top"}, false},
		"the deputy stands in for the people team":   {deputy, domain.ChangeReporting, domain.Subject{Person: "hr", PeopleTeam: true}, true},
		"and for nobody else":                        {deputy, domain.ChangeReporting, grace, false},
		"and not in the own case":                    {deputy, domain.ChangeReporting, domain.Subject{Person: "deputy", PeopleTeam: true}, false},
		"nor where somebody above is concerned":      {deputy, domain.RetractKudos, domain.Subject{Concerned: []domain.ID{"boss"}, PeopleTeam: true}, false},
		"kudos of others, by the people team":        {hr, domain.RetractKudos, domain.Subject{Concerned: []domain.ID{"ada", "bo"}}, true},
		"not what was given to them":                 {hr, domain.RetractKudos, domain.Subject{Concerned: []domain.ID{"ada", "hr"}}, false},
		"nor to somebody above them":                 {hr, domain.RetractKudos, domain.Subject{Concerned: []domain.ID{"ada", "top"}}, false},
	} {
		if _, ok := domain.Can(c.by, c.action, c.subject); ok != c.want {
			t.Errorf("%s: got %t", name, ok)
		}
		if err := domain.Permit(c.by, c.action, c.subject); (err == nil) != c.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// freeOf keeps the relations of an action that need no reason.
func freeOf(action domain.Action, relations []domain.Relation) []domain.Relation {
	return slices.DeleteFunc(slices.Clone(relations), func(r domain.Relation) bool {
		return !slices.ContainsFunc(domain.Table, func(rule domain.Rule) bool {
			return rule.Action == action && !rule.Reason && slices.Contains(rule.Relations, r)
		})
	})
}

// A scope never opens what Can refuses for every record: whoever may do
// something to some record has a relation for it in the scope, and nobody else.
func TestScopeOf_HoldsWhatCanNeeds(t *testing.T) {
	t.Parallel()
	ids := []domain.ID{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SampledFrom(ids)
		some := rapid.SliceOfNDistinct(one, 0, 3, rapid.ID)
		kinds := rapid.SampledFrom([]domain.Kind{domain.Member, domain.Guest, domain.Contractor, domain.Bot, domain.Outsider})
		actor := domain.Standing{
			Person: domain.Person{ID: one.Draw(t, "me"), Kind: kinds.Draw(t, "kind"), Active: rapid.Bool().Draw(t, "active")},
			Line:   some.Draw(t, "above me"),
			HR:     rapid.Bool().Draw(t, "hr"), Deputy: rapid.Bool().Draw(t, "deputy"),
			Admin: rapid.Bool().Draw(t, "admin"), Observer: rapid.Bool().Draw(t, "observer"),
		}
		subject := domain.Subject{
			Person: one.Draw(t, "person"), Partner: one.Draw(t, "partner"), Author: one.Draw(t, "author"),
			Receivers: some.Draw(t, "receivers"), Readers: some.Draw(t, "readers"), Line: some.Draw(t, "above"), Former: some.Draw(t, "former"),
			Concerned: some.Draw(t, "concerned"), PeopleTeam: rapid.Bool().Draw(t, "people team"),
		}
		action := rapid.SampledFrom(actions()).Draw(t, "action")
		rule, ok := domain.Can(actor, action, subject)
		scope := domain.ScopeWithReason(actor, action)
		if ok && !rule.Reason && !slices.Equal(domain.ScopeOf(actor, action).Relations, freeOf(action, scope.Relations)) {
			t.Fatalf("without a reason the scope holds %v", domain.ScopeOf(actor, action).Relations)
		}
		if ok && !slices.ContainsFunc(rule.Relations, func(r domain.Relation) bool { return slices.Contains(scope.Relations, r) }) {
			t.Fatalf("%s is allowed by %v, the scope holds %v", action, rule.Relations, scope.Relations)
		}
		if len(scope.Relations) == 0 && ok {
			t.Fatalf("%s is allowed, the scope selects nothing", action)
		}
	})
}

// Who is said to be able to do something is exactly who can, as far as the
// record tells it.
func TestWhoCan_NamesWhomCanAllows(t *testing.T) {
	t.Parallel()
	ids := []domain.ID{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SampledFrom(ids)
		some := rapid.SliceOfNDistinct(one, 0, 3, rapid.ID)
		subject := domain.Subject{
			Person: one.Draw(t, "person"), Partner: one.Draw(t, "partner"), Author: one.Draw(t, "author"),
			Receivers: some.Draw(t, "receivers"), Readers: some.Draw(t, "readers"), Line: some.Draw(t, "above"), Former: some.Draw(t, "former"),
		}
		action := rapid.SampledFrom(actions()).Draw(t, "action")
		holders := domain.WhoCan(domain.Table, action, subject)
		offices := slices.ContainsFunc(holders, func(h domain.Holder) bool { return h.People == nil })
		for _, id := range ids {
			// Somebody without any office, to whom only the record can give a right.
			plain := domain.Standing{Person: domain.Person{ID: id, Kind: domain.Contractor, Active: true}}
			_, ok := domain.Can(plain, action, subject)
			said := slices.ContainsFunc(holders, func(h domain.Holder) bool { return slices.Contains(h.People, id) })
			if said && !ok || ok && !said && !offices {
				t.Fatalf("%s by %s: allowed %t, said %t of %v", action, id, ok, said, subject)
			}
		}
	})
}
