package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// proposed is the one open proposal about a person.
func (b *bureau) proposed(p domain.Person) domain.Adaptation {
	b.t.Helper()
	e := b.show(p, p)
	if len(e.Open) != 1 {
		b.t.Fatalf("got %d open proposals, want one", len(e.Open))
	}
	return e.Open[0]
}

// mustPropose proposes, and gives what is open then.
func (b *bureau) mustPropose(by, person domain.Person, d domain.AdaptationDraft) domain.Adaptation {
	b.t.Helper()
	d.Person = person.ID
	if _, err := b.expected().Propose(b.t.Context(), b.act(by), d); err != nil {
		b.t.Fatal(err)
	}
	return b.proposed(person)
}

// mustAgree proposes by the one, and accepts by the other.
func (b *bureau) mustAgree(by, other, person domain.Person, d domain.AdaptationDraft) {
	b.t.Helper()
	a := b.mustPropose(by, person, d)
	if _, err := b.expected().Accept(b.t.Context(), b.act(other), a.ID, a.Version); err != nil {
		b.t.Fatal(err)
	}
}

func TestExpectationService_Agree(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace, &b.ada)
		b.mustApply(engineer())
		role := b.role("Engineer")
		incidents, tests, early, failures := role.Expectations[0], role.Expectations[1], role.Expectations[2], role.KPIs[0]

		// The person proposes, the manager answers, then agrees: both texts stand.
		a := b.mustPropose(b.grace, b.grace, domain.AdaptationDraft{Kind: domain.RewordExpectation, About: tests.ID, Stand: tests.Stand(), Text: "Writes the failing test first", Why: "clearer"})
		if a.Was != tests.Text || b.waiting(b.lee, domain.AdaptationNews) != 1 {
			t.Errorf("got %+v, want both texts, and Lee told", a)
		}
		out, err := b.expected().Answer(t.Context(), b.act(b.lee), a.ID, a.Version, "For mending, too?")
		b.want(out, err, "", "answered")
		_, err = b.expected().Accept(t.Context(), b.act(b.lee), a.ID, a.Version)
		b.want(domain.Outcome{}, err, domain.Conflict, "") // the version before the answer
		a = b.proposed(b.grace)
		yes := b.act(b.lee)
		for range 2 {
			out, err = b.expected().Accept(t.Context(), yes, a.ID, a.Version)
			b.want(out, err, "", "agreed")
		}
		if n := b.waiting(b.grace, domain.AdaptationNews); n != 2 {
			t.Errorf("Grace is told %d times, want of the answer and of the yes", n)
		}

		// The manager proposes the rest, the person agrees.
		b.mustAgree(b.lee, b.grace, b.grace, domain.AdaptationDraft{Kind: domain.AddExpectation, Dimension: domain.ActionGoal, Text: "Guides two students"})
		b.mustAgree(b.lee, b.grace, b.grace, domain.AdaptationDraft{Kind: domain.LeaveOut, About: early.ID})
		b.mustAgree(b.lee, b.grace, b.grace, domain.AdaptationDraft{Kind: domain.SetTarget, About: failures.ID, Stand: failures.Stand(), Text: "at most 3"})
		e := b.show(b.grace, b.grace)
		own := e.Own.Expectations
		if len(own) != 3 || own[0].ID != incidents.ID || own[0].Owner != "" || own[1].Text != "Writes the failing test first" || own[1].Owner != b.grace.ID || own[2].Text != "Guides two students" || e.Own.KPIs[0].Target != "at most 3" || len(e.Differs) != 4 {
			t.Errorf("got %+v, %+v", own, e.Own.KPIs)
		}
		if other := b.show(b.ada, b.ada); len(other.Differs) > 0 || other.Own.Expectations[1].Text != tests.Text {
			t.Error("what Grace agreed on is Ada's, too")
		}

		// What was added is worded anew, and what was changed is the role's again.
		added := own[2]
		b.mustAgree(b.grace, b.lee, b.grace, domain.AdaptationDraft{Kind: domain.RewordExpectation, About: added.ID, Stand: added.Stand(), Text: "Guides one student"})
		b.mustAgree(b.grace, b.lee, b.grace, domain.AdaptationDraft{Kind: domain.AsTheRole, About: tests.ID})
		b.mustAgree(b.grace, b.lee, b.grace, domain.AdaptationDraft{Kind: domain.AsTheRole, About: early.ID})
		e = b.show(b.grace, b.grace)
		own = e.Own.Expectations
		if len(own) != 4 || own[1].Text != tests.Text || own[1].Owner != "" || own[3].Text != "Guides one student" || own[3].ID != added.ID || own[3].Version != 2 || len(e.Differs) != 2 {
			t.Errorf("got %+v", own)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			for version, want := range map[int]string{1: "Guides two students", 2: "Guides one student"} {
				if w, err := tx.Wording(ctx, added.ID, b.grace.ID, version); err != nil || w.Text != want {
					t.Errorf("got %+v, %v, want each wording readable", w, err)
				}
			}
			return nil
		})
	})
}

func TestExpectationService_AgreeRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.assign("Engineer", &b.grace, &b.ada, &b.mara)
	b.mustApply(engineer())
	tests := b.role("Engineer").Expectations[1]
	reword := domain.AdaptationDraft{Person: b.grace.ID, Kind: domain.RewordExpectation, About: tests.ID, Stand: tests.Stand(), Text: "Other words"}
	for name, c := range map[string]struct {
		by   domain.Person
		edit func(*domain.AdaptationDraft)
		code domain.Code
	}{
		"by a colleague":       {b.ada, nil, domain.Forbidden},
		"by somebody two up":   {b.mara, nil, domain.Forbidden},
		"by the people team":   {b.hanna, nil, domain.Forbidden},
		"without words":        {b.grace, func(d *domain.AdaptationDraft) { d.Text = " " }, domain.Invalid},
		"too long":             {b.grace, func(d *domain.AdaptationDraft) { d.Text = strings.Repeat("ü", domain.MaxRoleLine+1) }, domain.Invalid},
		"what holds already":   {b.grace, func(d *domain.AdaptationDraft) { d.Text = tests.Text }, domain.Invalid},
		"of an older wording":  {b.grace, func(d *domain.AdaptationDraft) { d.Stand = 7 }, domain.Conflict},
		"about what is gone":   {b.grace, func(d *domain.AdaptationDraft) { d.About = "e0" }, domain.Conflict},
		"back to what it is":   {b.grace, func(d *domain.AdaptationDraft) { d.Kind = domain.AsTheRole }, domain.Conflict},
		"of an unknown kind":   {b.grace, func(d *domain.AdaptationDraft) { d.Kind = "praise" }, domain.Conflict},
		"with nobody to agree": {b.mara, func(d *domain.AdaptationDraft) { d.Person = b.mara.ID }, domain.Conflict},
	} {
		d := reword
		if c.edit != nil {
			c.edit(&d)
		}
		if _, err := b.expected().Propose(t.Context(), b.act(c.by), d); domain.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", name, err, c.code)
		}
	}
	a := b.mustPropose(b.grace, b.grace, reword)
	if _, err := b.expected().Propose(t.Context(), b.act(b.lee), reword); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("a second about the same: got %v", err)
	}
	for _, by := range []domain.Person{b.grace, b.ada, b.mara, b.hanna} {
		if _, err := b.expected().Accept(t.Context(), b.act(by), a.ID, a.Version); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s accepts: %v", by.Name, err)
		}
	}
	if _, err := b.expected().Withdraw(t.Context(), b.act(b.lee), a.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("another takes it back: %v", err)
	}
	out, err := b.expected().Withdraw(t.Context(), b.act(b.grace), a.ID)
	b.want(out, err, "", "withdrawn")
	_, err = b.expected().Accept(t.Context(), b.act(b.lee), a.ID, a.Version)
	b.want(domain.Outcome{}, err, domain.Conflict, "")
	// What the role no longer has cannot be agreed on.
	a = b.mustPropose(b.grace, b.grace, reword)
	role := b.role("Engineer")
	role.Expectations = slices.Delete(role.Expectations, 1, 2)
	b.mustApply(role)
	_, err = b.expected().Accept(t.Context(), b.act(b.lee), a.ID, a.Version)
	b.want(domain.Outcome{}, err, domain.Conflict, "")
}

func TestExpectationService_Differing(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.assign("Engineer", &b.grace, &b.hanna, &b.lee)
	b.mustApply(engineer())
	role := b.role("Engineer")
	add := domain.AdaptationDraft{Kind: domain.AddExpectation, Dimension: domain.ActionGoal, Text: "Guides two students"}
	b.mustAgree(b.grace, b.lee, b.grace, add)
	b.mustAgree(b.hanna, b.mara, b.hanna, add)
	b.mustPropose(b.lee, b.lee, add) // not agreed
	page, err := b.expected().Differing(t.Context(), b.hanna.ID, role.ID, "")
	if err != nil || len(page.People) != 1 || page.People[0].Person.ID != b.grace.ID || page.People[0].Differs[0].Text != add.Text {
		t.Errorf("got %+v, %v, want Grace alone: not the own, not what is open", page.People, err)
	}
	for _, reader := range []domain.Person{b.grace, b.lee, b.mara} {
		if _, err := b.expected().Differing(t.Context(), reader.ID, role.ID, ""); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s: got %v", reader.Name, err)
		}
	}
}
