package domain_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// plans are the use cases around plans.
func (b *bureau) plans() domain.GrowthService { return domain.GrowthService{Practice: b.Practice} }

// plan is something that Grace could want to learn.
func (b *bureau) plan() domain.PlanDraft {
	return domain.PlanDraft{What: "Speak Japanese", Why: "Our customers do.", Title: "A tutor", Cost: "450 EUR", Days: "3", Due: b.today().AddDays(120)}
}

func (b *bureau) mustPlan(by domain.Person, d domain.PlanDraft) domain.PlanItem {
	b.t.Helper()
	out, err := b.plans().Save(b.t.Context(), b.act(by), d)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.planItem(out.Subject)
}

func (b *bureau) planItem(id domain.ID) domain.PlanItem {
	b.t.Helper()
	var i domain.PlanItem
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		i, err = tx.PlanItem(ctx, id)
		return err
	})
	return i
}

// edited is a draft that changes an item.
func (b *bureau) edited(i domain.PlanItem, edit func(*domain.PlanDraft)) domain.PlanDraft {
	d := b.plan()
	d.ID, d.Version, d.Due = i.ID, i.Version, i.Due
	edit(&d)
	return d
}

// learnable gives Grace's role an expectation, and the list something to learn it
// from.
func (b *bureau) learnable() domain.Expectation {
	b.t.Helper()
	e := domain.Expectation{ID: "e-japanese", Version: 1, Dimension: domain.ActionGoal, Text: "Talks with customers in their language"}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		grace, err := tx.Person(ctx, b.grace.ID)
		if err != nil {
			return err
		}
		grace.Role = "Engineer"
		if b.grace, err = tx.UpdatePerson(ctx, grace); err != nil {
			return err
		}
		if err := tx.KeepWording(ctx, e); err != nil {
			return err
		}
		if _, err := tx.SaveRoleProfile(ctx, domain.RoleProfile{ID: "r1", Role: "Engineer", Expectations: []domain.Expectation{e}}); err != nil {
			return err
		}
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Version++
		v.Policy.Growth.Currency = "EUR"
		v.Policy.Growth.Sources = map[string][]domain.ListedSource{
			string(e.ID): {{Title: "Evening classes", Link: "https://example.com/classes", Cost: "300", Days: 5}},
		}
		return tx.SavePolicy(ctx, v)
	})
	return e
}

func TestGrowthService_Save(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		twice := b.act(b.grace)
		var ids []domain.ID
		for range 2 {
			out, err := b.plans().Save(t.Context(), twice, b.plan())
			b.want(out, err, "", "created")
			ids = append(ids, out.Subject)
		}
		list, err := b.plans().List(t.Context(), b.grace.ID, domain.PlanPage{})
		if err != nil || len(list.Items) != 1 || ids[0] != ids[1] {
			t.Fatalf("got %d items, %v; want one for one form", len(list.Items), err)
		}
		i := list.Items[0]
		want := domain.Source{Title: "A tutor", Cost: domain.Money{Minor: 45000, Currency: "EUR"}, Days: 3}
		if i.Source != want || i.State != domain.PlanOpen || i.Confidence != domain.OnTrack || !list.MayWrite[i.ID] || list.MaySupport[i.ID] {
			t.Errorf("got %+v", i)
		}
		if got := b.asked(b.lee, b.grace.ID); !slices.Equal(got, []string{domain.AskPlanSupport}) {
			t.Errorf("the manager is asked %v", got)
		}
		_, err = b.plans().Save(t.Context(), b.act(b.lee), b.edited(i, func(d *domain.PlanDraft) { d.What = "Speak Korean" }))
		b.want(domain.Outcome{}, err, domain.Forbidden, "") // a manager supports, and does not dictate
		d := b.edited(i, func(d *domain.PlanDraft) { d.Why, d.Days = "  They write to us. ", "" })
		out, err := b.plans().Save(t.Context(), b.act(b.grace), d)
		b.want(out, err, "", "changed")
		if got := b.planItem(i.ID); got.Why != "They write to us." || got.Source.Days != 0 || got.Version != i.Version+1 {
			t.Errorf("got %+v", got)
		}
		out, err = b.plans().Save(t.Context(), b.act(b.grace), d)
		b.want(out, err, domain.Conflict, "") // it was changed meanwhile
	})
}

func TestGrowthService_SaveRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.learnable()
	for name, c := range map[string]struct {
		edit func(*domain.PlanDraft)
		want []string
	}{
		"no title":                      {func(d *domain.PlanDraft) { d.What = " " }, []string{"what"}},
		"a title too long":              {func(d *domain.PlanDraft) { d.What = strings.Repeat("ä", domain.MaxPlanTitle+1) }, []string{"what"}},
		"a day in the past":             {func(d *domain.PlanDraft) { d.Due = b.today().AddDays(-1) }, []string{"due"}},
		"no day":                        {func(d *domain.PlanDraft) { d.Due = domain.Date{} }, []string{"due"}},
		"a cost that is none":           {func(d *domain.PlanDraft) { d.Cost = "abc" }, []string{"cost"}},
		"a cost of days":                {func(d *domain.PlanDraft) { d.Cost = "3 days" }, []string{"cost"}},
		"a cost below zero":             {func(d *domain.PlanDraft) { d.Cost = "-5 EUR" }, []string{"cost"}},
		"a cost in one of many dollars": {func(d *domain.PlanDraft) { d.Cost = "$ 20" }, []string{"cost"}},
		"days that are no number":       {func(d *domain.PlanDraft) { d.Days = "a week" }, []string{"days"}},
		"more days than a year has":     {func(d *domain.PlanDraft) { d.Days = "400" }, []string{"days"}},
		"an address that is none":       {func(d *domain.PlanDraft) { d.Link = "javascript:alert(1)" }, []string{"link"}},
		"both ways at once":             {func(d *domain.PlanDraft) { d.Listed = "something" }, []string{"listed", "title"}},
		"what the list never had":       {func(d *domain.PlanDraft) { d.Listed, d.Title = "something", "" }, []string{"listed"}},
		"an expectation of another":     {func(d *domain.PlanDraft) { d.Serves, d.ServesAsked = "e-other", true }, []string{"serves"}},
		"everything at one time":        {func(d *domain.PlanDraft) { d.What, d.Due, d.Cost, d.Days = "", b.today().AddDays(-1), "x", "-1" }, []string{"cost", "days", "due", "what"}},
	} {
		d := b.plan()
		c.edit(&d)
		_, err := b.plans().Save(t.Context(), b.act(b.grace), d)
		if got := faultsOf(err); !slices.Equal(got, c.want) {
			t.Errorf("%s: got faults of %v (%v), want %v", name, got, err, c.want)
		}
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		b.ada.Kind = domain.Guest
		_, err := tx.UpdatePerson(ctx, b.ada)
		return err
	})
	_, err := b.plans().Save(t.Context(), b.act(b.ada), b.plan())
	if got := faultsOf(err); !slices.Equal(got, []string{"what"}) {
		t.Errorf("a guest: got %v", err)
	}
}

func TestParseCost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]domain.Money{
		"": {}, "0": {}, "450": {Minor: 45000, Currency: "EUR"}, "1.200,50 €": {Minor: 120050, Currency: "EUR"},
		"USD 80": {Minor: 8000, Currency: "USD"}, "80 000 JPY": {Minor: 80000, Currency: "JPY"}, "£5": {},
	} {
		got, err := domain.ParseCost(text, "EUR")
		if text == "£5" {
			if err == nil {
				t.Errorf("%q is read as %v, and could be several", text, got)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
	if got, err := domain.ParseCost("£5", "GBP"); err != nil || got.Currency != "GBP" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := domain.ParseCost("450", ""); err == nil {
		t.Error("an amount without any currency is read")
	}
}

// What the list recommends brings its cost, its days, and what it is for.
func TestGrowthService_FromTheList(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		e := b.learnable()
		places, _, err := b.plans().Places(t.Context(), b.grace.ID, domain.PlanItem{})
		if err != nil || len(places.Sources) != 1 || len(places.Serves) != 1 {
			t.Fatalf("got %+v, %v", places, err)
		}
		d := domain.PlanDraft{What: "Speak Japanese", Listed: places.Sources[0].Source.Listed, Due: b.today().AddDays(90), ServesAsked: true}
		item := b.mustPlan(b.grace, d)
		if item.Source != places.Sources[0].Source || item.Source.Cost.String() != "300.00 EUR" || item.Source.Days != 5 {
			t.Errorf("got %+v", item.Source)
		}
		detail, err := b.plans().Show(t.Context(), b.lee.ID, item.ID)
		if err != nil || detail.Serves[item.ID].ID != e.ID {
			t.Fatalf("it serves %+v, %v", detail.Serves[item.ID], err)
		}
		// The list changes; what was taken from it stays, and stays choosable.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			v.Version++
			v.Policy.Growth.Sources = nil
			return errors.Join(err, tx.SavePolicy(ctx, v))
		})
		d.ID, d.Version, d.Serves, d.Why = item.ID, item.Version, e.ID, "To be understood."
		if got := b.mustPlan(b.grace, d); got.Source != item.Source {
			t.Errorf("got %+v, want it as it was taken", got.Source)
		}
		if places, _, err := b.plans().Places(t.Context(), b.grace.ID, item); err != nil || len(places.Sources) != 1 {
			t.Errorf("got %+v, %v; want the one that it has", places.Sources, err)
		}
		// Another role: the item keeps the wording that it served.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			grace, err := tx.Person(ctx, b.grace.ID)
			grace.Role = "Baker"
			_, saved := tx.UpdatePerson(ctx, grace)
			return errors.Join(err, saved)
		})
		d.Version, d.Steps = item.Version+1, "one lesson a week"
		b.mustPlan(b.grace, d)
		if detail, err := b.plans().Show(t.Context(), b.grace.ID, item.ID); err != nil || detail.Serves[item.ID].Text != e.Text {
			t.Errorf("it serves %+v, %v", detail.Serves[item.ID], err)
		}
	})
}

func TestGrowthService_Support(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		item := b.mustPlan(b.grace, b.plan())
		b.waiting(b.grace, domain.PlanTold)
		for _, who := range []domain.Person{b.grace, b.ada, b.mara, b.hanna} {
			_, err := b.plans().Support(t.Context(), b.act(who), item.ID, item.Version, "")
			b.want(domain.Outcome{}, err, domain.Forbidden, "")
		}
		out, err := b.plans().Support(t.Context(), b.act(b.lee), item.ID, item.Version, "Take the time you need.")
		b.want(out, err, "", "supported")
		if got := b.waiting(b.grace, domain.PlanTold); got != 1 {
			t.Errorf("the person is told %d times", got)
		}
		if got := b.asked(b.lee, b.grace.ID); len(got) != 0 {
			t.Errorf("the manager is still asked %v", got)
		}
		item = b.planItem(item.ID)
		_, err = b.plans().Support(t.Context(), b.act(b.lee), item.ID, item.Version, "")
		b.want(domain.Outcome{}, err, domain.Conflict, "") // said already
		out, err = b.plans().Comment(t.Context(), b.act(b.grace), item.ID, "Thank you.")
		b.want(out, err, "", "commented")
		out, err = b.plans().Save(t.Context(), b.act(b.grace), b.edited(item, func(d *domain.PlanDraft) { d.Cost = "400 EUR" }))
		b.want(out, err, "", "changed") // a word beside it left forms good, and less needs no new yes
		if b.planItem(item.ID).Supporter != b.lee.ID {
			t.Error("the yes is gone")
		}
		item = b.planItem(item.ID)
		out, err = b.plans().Save(t.Context(), b.act(b.grace), b.edited(item, func(d *domain.PlanDraft) { d.Cost = "4000 EUR" }))
		b.want(out, err, "", "changed_unsupported")
		if b.planItem(item.ID).Supporter != "" || len(b.asked(b.lee, b.grace.ID)) != 1 {
			t.Error("a yes to 400 EUR counts for 4,000")
		}
		detail, err := b.plans().Show(t.Context(), b.lee.ID, item.ID)
		if err != nil || len(detail.Words) != 2 || detail.Words[1].Kind != domain.PlanSupport {
			t.Errorf("got %+v, %v", detail.Words, err)
		}
	})
}

// A new manager reads the plan and may say yes; the former one does not any more.
func TestGrowthService_AnotherManager(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	item := b.mustPlan(b.grace, b.plan())
	if _, err := b.plans().Support(t.Context(), b.act(b.lee), item.ID, item.Version, ""); err != nil {
		t.Fatal(err)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		grace, err := tx.Person(ctx, b.grace.ID)
		grace.Manager = b.hanna.ID
		_, saved := tx.UpdatePerson(ctx, grace)
		return errors.Join(err, saved)
	})
	if _, err := b.plans().Show(t.Context(), b.lee.ID, item.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("the former manager reads it: %v", err)
	}
	detail, err := b.plans().Show(t.Context(), b.hanna.ID, item.ID)
	if err != nil || detail.People[b.lee.ID].Name != "lee" || !detail.MaySupport[item.ID] {
		t.Errorf("got %+v, %v; want who said yes before", detail.People, err)
	}
	team, err := b.plans().List(t.Context(), b.hanna.ID, domain.PlanPage{Team: true})
	if err != nil || len(team.Items) != 1 {
		t.Errorf("got %d items, %v", len(team.Items), err)
	}
	team, err = b.plans().List(t.Context(), b.ada.ID, domain.PlanPage{Team: true})
	if err != nil || len(team.Items) != 0 {
		t.Errorf("who has no team reads %d items, %v", len(team.Items), err)
	}
}

func TestGrowthService_End(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		item := b.mustPlan(b.grace, b.plan())
		_, err := b.plans().End(t.Context(), b.act(b.grace), item.ID, domain.PlanEnd{State: domain.PlanDropped})
		if got := faultsOf(err); !slices.Equal(got, []string{"reason"}) {
			t.Errorf("dropped without a reason: %v", err)
		}
		_, err = b.plans().End(t.Context(), b.act(b.grace), item.ID, domain.PlanEnd{State: "open"})
		if got := faultsOf(err); !slices.Equal(got, []string{"ending"}) {
			t.Errorf("ended as open: %v", err)
		}
		_, err = b.plans().End(t.Context(), b.act(b.lee), item.ID, domain.PlanEnd{State: domain.PlanFinished})
		b.want(domain.Outcome{}, err, domain.Forbidden, "")
		out, err := b.plans().End(t.Context(), b.act(b.grace), item.ID, domain.PlanEnd{Version: item.Version, State: domain.PlanFinished, Lesson: "Speak\nfrom day one."})
		b.want(out, err, "", "finished")
		got := b.planItem(item.ID)
		if got.State != domain.PlanFinished || got.EndedBy != b.grace.ID || !got.EndedAt.Equal(b.Clock.Now()) || got.Lesson != "Speak from day one." || !got.AskAt.IsZero() {
			t.Errorf("got %+v", got)
		}
		if asks := b.asked(b.lee, b.grace.ID); len(asks) != 0 {
			t.Errorf("the manager is still asked %v", asks)
		}
		_, err = b.plans().Tell(t.Context(), b.act(b.grace), item.ID, domain.PlanReport{Confidence: domain.OnTrack})
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		_, err = b.plans().Save(t.Context(), b.act(b.grace), b.edited(got, func(*domain.PlanDraft) {}))
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		_, err = b.plans().Support(t.Context(), b.act(b.lee), item.ID, got.Version, "")
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		out, err = b.plans().Comment(t.Context(), b.act(b.lee), item.ID, "It shows.")
		b.want(out, err, "", "commented") // a word is welcome afterwards
		list, err := b.plans().List(t.Context(), b.grace.ID, domain.PlanPage{Ended: true})
		if err != nil || len(list.Items) != 1 {
			t.Errorf("got %d items, %v", len(list.Items), err)
		}
	})
}

// What comes due is asked about by the planner, after the conversation's own
// preparation, and not of somebody who leaves.
func TestGrowthService_Remind(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	item := b.mustPlan(b.ada, b.plan())
	at := b.Clock.Now()
	if want := item.AskAt; want.Sub(at).Hours() < 24*59 || want.Sub(at).Hours() > 24*61 {
		t.Errorf("it is asked about at %v, want after 60 days without news", want)
	}
	out, err := b.plans().Tell(t.Context(), b.act(b.ada), item.ID, domain.PlanReport{Confidence: domain.AtRisk, Text: "No tutor yet."})
	b.want(out, err, "", "told")
	item = b.planItem(item.ID)
	if got := item.AskAt.Sub(at).Hours(); got < 24*6 || got > 24*8 {
		t.Errorf("at risk it is asked about after %v hours, want a week", got)
	}
	b.Clock.Set(item.AskAt)
	mustRemind(t, b)
	if got := b.asked(b.ada, item.ID); len(got) != 1 || got[0] != domain.AskPlan {
		t.Errorf("asked %v", got)
	}
	if got := b.planItem(item.ID); got.Version != item.Version || !got.AskAt.After(item.AskAt) {
		t.Errorf("got %+v, want a form that was open to stay good", got)
	}
	out, err = b.plans().Tell(t.Context(), b.act(b.ada), item.ID, domain.PlanReport{NoChange: true})
	b.want(out, err, "", "told")
	if got := b.asked(b.ada, item.ID); len(got) != 0 {
		t.Errorf("still asked %v", got)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		ada, err := tx.Person(ctx, b.ada.ID)
		ada.Leaves = b.today().AddDays(40)
		_, saved := tx.UpdatePerson(ctx, ada)
		return errors.Join(err, saved)
	})
	b.Clock.Set(b.planItem(item.ID).AskAt)
	mustRemind(t, b)
	if got := b.asked(b.ada, item.ID); len(got) != 0 {
		t.Errorf("who leaves is asked %v", got)
	}
}

func mustRemind(t *testing.T, b *bureau) {
	t.Helper()
	if _, err := b.plans().Remind(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
}

// Two who change the same at once: one of them is told.
func TestGrowthService_TwoAtOnce(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		item := b.mustPlan(b.grace, b.plan())
		acts := []domain.Act{b.act(b.grace), b.act(b.grace)}
		faults := make(chan error, len(acts))
		for n, act := range acts {
			d := b.edited(item, func(d *domain.PlanDraft) { d.Why = strings.Repeat("x", n+1) })
			go func() {
				_, err := b.plans().Save(t.Context(), act, d)
				faults <- err
			}()
		}
		var codes []domain.Code
		for range acts {
			codes = append(codes, domain.CodeOf(<-faults))
		}
		slices.Sort(codes)
		if !slices.Equal(codes, []domain.Code{"", domain.Conflict}) {
			t.Errorf("got %v, want one saved and one told", codes)
		}
	})
}
