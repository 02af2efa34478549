package domain_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// goals are the use cases, and a goal that can be kept as it is.
func (b *bureau) goals() domain.GoalService { return domain.GoalService{Practice: b.Practice} }

func (b *bureau) draft(owner domain.Person) domain.GoalDraft {
	return domain.GoalDraft{
		Owner: owner.ID, Title: "Shorter waits", Why: "Nobody likes to wait.", Due: b.today().AddDays(60),
		Measure: domain.Measure{Kind: domain.NumberMeasure, Unit: "minutes", Start: 30, Target: 10},
	}
}

func (b *bureau) mustSave(by domain.Person, d domain.GoalDraft) domain.Goal {
	b.t.Helper()
	out, err := b.goals().Save(b.t.Context(), b.act(by), d)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.goal(out.Subject)
}

func (b *bureau) goal(id domain.ID) domain.Goal {
	b.t.Helper()
	var g domain.Goal
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		g, err = tx.Goal(ctx, id)
		return err
	})
	return g
}

// faultsOf names the fields that an error is about.
func faultsOf(err error) []string {
	var fields []string
	for _, f := range domain.FaultsOf(err) {
		fields = append(fields, f.Field)
	}
	slices.Sort(fields)
	return fields
}

func TestGoalService_Save(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		twice := b.act(b.grace)
		var ids []domain.ID
		for range 2 {
			out, err := b.goals().Save(t.Context(), twice, b.draft(b.grace))
			b.want(out, err, "", "proposed")
			ids = append(ids, out.Subject)
		}
		list, err := b.goals().List(t.Context(), b.grace.ID, domain.GoalPage{})
		if err != nil || len(list.Goals) != 1 || ids[0] != ids[1] {
			t.Fatalf("got %d goals, %v; want one for one form", len(list.Goals), err)
		}
		g := list.Goals[0]
		if g.Value != 30 || g.Progress() != 0 || g.Confidence != domain.OnTrack || g.Weight != 1 || g.Level != domain.PersonGoal {
			t.Errorf("got %+v, want it at its start", g)
		}
		d := b.draft(b.grace)
		d.ID, d.Version, d.Title = g.ID, g.Version, "  Much shorter waits "
		out, err := b.goals().Save(t.Context(), b.act(b.lee), d)
		b.want(out, err, "", "countered")
		if got := b.goal(g.ID); got.Title != "Much shorter waits" || got.Version != g.Version+1 {
			t.Errorf("got %+v, want the new title", got)
		}
		out, err = b.goals().Save(t.Context(), b.act(b.grace), d)
		b.want(out, err, domain.Conflict, "") // it was changed meanwhile
	})
}

func TestGoalService_SaveRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		b.ada.Kind = domain.Guest
		_, err := tx.UpdatePerson(ctx, b.ada)
		return err
	})
	for name, c := range map[string]struct {
		edit func(*domain.GoalDraft)
		want []string
	}{
		"no title":               {func(d *domain.GoalDraft) { d.Title = " " }, []string{"title"}},
		"a title too long":       {func(d *domain.GoalDraft) { d.Title = strings.Repeat("ä", domain.MaxGoalTitle+1) }, []string{"title"}},
		"a due day in the past":  {func(d *domain.GoalDraft) { d.Due = b.today().AddDays(-1) }, []string{"due"}},
		"no due day":             {func(d *domain.GoalDraft) { d.Due = domain.Date{} }, []string{"due"}},
		"a target at its start":  {func(d *domain.GoalDraft) { d.Measure.Target = 30 }, []string{"target"}},
		"no milestone":           {func(d *domain.GoalDraft) { d.Measure = domain.Measure{Kind: domain.MilestoneMeasure} }, []string{"milestones"}},
		"a parent that is gone":  {func(d *domain.GoalDraft) { d.Parent = "00000000-0000-7000-8000-000000000000" }, []string{"parent"}},
		"everything at one time": {func(d *domain.GoalDraft) { d.Title, d.Due, d.Measure.Target = "", b.today().AddDays(-1), 30 }, []string{"due", "target", "title"}},
	} {
		d := b.draft(b.grace)
		c.edit(&d)
		_, err := b.goals().Save(t.Context(), b.act(b.grace), d)
		if got := faultsOf(err); !slices.Equal(got, c.want) {
			t.Errorf("%s: got faults of %v (%v), want %v", name, got, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		by, owner domain.Person
		level     domain.GoalLevel
		team      string
		code      domain.Code
	}{
		"a colleague's":                           {by: b.hanna, owner: b.grace, code: domain.Forbidden},
		"that of one's manager":                   {by: b.grace, owner: b.lee, code: domain.Forbidden},
		"that of somebody two down":               {by: b.mara, owner: b.grace, code: domain.Forbidden},
		"that of a report":                        {by: b.lee, owner: b.grace},
		"a guest's":                               {by: b.lee, owner: b.ada, code: domain.Invalid},
		"the company's, by anybody":               {by: b.grace, owner: b.grace, level: domain.CompanyGoal, code: domain.Forbidden},
		"the company's, by HR":                    {by: b.hanna, owner: b.hanna, level: domain.CompanyGoal},
		"a team's, by who leads it":               {by: b.lee, owner: b.lee, level: domain.TeamGoal},
		"a team's, by a member":                   {by: b.grace, owner: b.grace, level: domain.TeamGoal, code: domain.Forbidden},
		"the company's, in the name of a report":  {by: b.lee, owner: b.grace, level: domain.CompanyGoal, code: domain.Forbidden},
		"another team's, in the name of a report": {by: b.lee, owner: b.grace, level: domain.TeamGoal, team: "Sales", code: domain.Forbidden},
	} {
		d := b.draft(c.owner)
		d.Level = c.level
		if c.level == domain.TeamGoal {
			d.Team = cmp.Or(c.team, "Engineering")
		}
		if _, err := b.goals().Save(t.Context(), b.act(c.by), d); domain.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", name, err, c.code)
		}
	}
}

// Goals of a team and the company are changed by who answers for them, by the
// team's leader and by the people team; who stands around that one person has
// no say.
func TestGoalService_SharedGoals(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.NamePartner(ctx, b.grace.ID, b.ada.ID, b.hanna.ID, tx.Now())
	})
	shared := map[domain.GoalLevel]domain.Goal{}
	for level, by := range map[domain.GoalLevel]domain.Person{domain.CompanyGoal: b.hanna, domain.TeamGoal: b.lee} {
		d := b.draft(b.grace)
		d.Level = level
		if level == domain.TeamGoal {
			d.Team = "Engineering"
		}
		shared[level] = b.mustSave(by, d)
	}
	for name, c := range map[string]struct {
		by    domain.Person
		level domain.GoalLevel
		may   bool
	}{
		"who answers for the company's":    {b.grace, domain.CompanyGoal, true},
		"the people team the company's":    {b.hanna, domain.CompanyGoal, true},
		"the manager of who answers":       {b.lee, domain.CompanyGoal, false},
		"the partner of who answers":       {b.ada, domain.CompanyGoal, false},
		"who answers for the team's":       {b.grace, domain.TeamGoal, true},
		"who leads the team":               {b.lee, domain.TeamGoal, true},
		"the people team the team's":       {b.hanna, domain.TeamGoal, true},
		"the partner of who answers there": {b.ada, domain.TeamGoal, false},
	} {
		want := domain.Forbidden
		if c.may {
			want = ""
		}
		g := b.goal(shared[c.level].ID)
		if _, err := b.goals().Tell(t.Context(), b.act(c.by), g.ID, domain.GoalWord{NoChange: true}); domain.CodeOf(err) != want {
			t.Errorf("%s tells news: got %v, want %q", name, err, want)
		}
		detail, err := b.goals().Show(t.Context(), c.by.ID, g.ID)
		if err != nil || detail.May[g.ID] != c.may {
			t.Errorf("%s is offered changes: got %t, %v", name, detail.May[g.ID], err)
		}
	}
	if out, err := b.goals().Close(t.Context(), b.act(b.grace), shared[domain.CompanyGoal].ID, domain.GoalEnd{State: domain.GoalAchieved}); err != nil {
		t.Errorf("who answers for it closes it: got %v, %v", out, err)
	}
}

func TestGoalService_Tree(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	company := b.draft(b.hanna)
	company.Level, company.Title = domain.CompanyGoal, "Happy customers"
	top := b.mustSave(b.hanna, company)
	child := func(weight int, value float64) domain.Goal {
		d := b.draft(b.grace)
		d.Parent, d.Weight = top.ID, weight
		g := b.mustSave(b.grace, d)
		if _, err := b.goals().Tell(t.Context(), b.act(b.grace), g.ID, domain.GoalWord{Value: value}); err != nil {
			t.Fatal(err)
		}
		return g
	}
	child(3, 20) // half of the way
	full := child(1, 10)
	list, err := b.goals().List(t.Context(), b.ada.ID, domain.GoalPage{Level: domain.CompanyGoal})
	if err != nil || len(list.Goals) != 1 {
		t.Fatalf("a colleague sees %d goals of the company, %v", len(list.Goals), err)
	}
	if got, want := list.Progress[top.ID], (3*0.5+1*1.0)/4; got != want {
		t.Errorf("got progress %v, want that of the children by weight: %v", got, want)
	}
	if kids, err := b.goals().List(t.Context(), b.ada.ID, domain.GoalPage{Below: top.ID}); err != nil || len(kids.Goals) > 0 {
		t.Errorf("a colleague reads people's goals below it: %+v, %v", kids.Goals, err)
	}
	if kids, err := b.goals().List(t.Context(), b.lee.ID, domain.GoalPage{Below: top.ID}); err != nil || len(kids.Goals) != 2 {
		t.Errorf("the manager reads %d goals below it, %v; want both", len(kids.Goals), err)
	}
	d := b.draft(b.grace)
	d.ID, d.Version, d.Parent = full.ID, b.goal(full.ID).Version, full.ID
	if _, err := b.goals().Save(t.Context(), b.act(b.grace), d); !slices.Equal(faultsOf(err), []string{"parent"}) {
		t.Errorf("got %v for a goal below itself, want it refused", err)
	}
	team := b.draft(b.lee)
	team.Level, team.Team, team.Parent = domain.TeamGoal, "Engineering", full.ID
	if _, err := b.goals().Save(t.Context(), b.act(b.lee), team); !slices.Equal(faultsOf(err), []string{"parent"}) {
		t.Errorf("got %v for a team's goal below one of a person, want it refused", err)
	}
	// A goal that one may not read is no parent to choose, and its title is not shown.
	secret := b.mustSave(b.lee, b.draft(b.lee))
	d = b.draft(b.grace)
	d.Parent = secret.ID
	if _, err := b.goals().Save(t.Context(), b.act(b.grace), d); !slices.Equal(faultsOf(err), []string{"parent"}) {
		t.Errorf("got %v for a parent that Grace may not read, want it refused", err)
	}
	d = b.draft(b.grace)
	d.Parent = secret.ID
	below := b.mustSave(b.lee, d) // who may read it may set it
	if detail, err := b.goals().Show(t.Context(), b.grace.ID, below.ID); err != nil || detail.Parent.ID != "" {
		t.Errorf("Grace reads the parent %+v, %v", detail.Parent, err)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		counts, err := tx.GoalCountsOf(ctx, map[domain.ID]time.Time{b.grace.ID: b.Clock.Now(), b.lee.ID: b.Clock.Now()})
		if got := counts[b.grace.ID]; got.Open != 3 || got.Alone != 0 {
			t.Errorf("Grace: got %+v, want three, each under another", got)
		}
		if got := counts[b.lee.ID]; got.Open != 1 || got.Alone != 1 {
			t.Errorf("Lee: got %+v, want one, under none", got)
		}
		return err
	})
}

func TestGoalService_Tell(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	d := b.draft(b.grace)
	d.Measure = domain.Measure{Kind: domain.MilestoneMeasure, Milestones: []domain.Milestone{{Title: "Plan"}, {Title: "Build"}, {Title: " "}}}
	g := b.mustSave(b.grace, d)
	for name, c := range map[string]struct {
		by   domain.Person
		word domain.GoalWord
		code domain.Code
	}{
		"a colleague":       {b.ada, domain.GoalWord{NoChange: true}, domain.Forbidden},
		"two levels above":  {b.mara, domain.GoalWord{NoChange: true}, domain.Forbidden},
		"too many words":    {b.grace, domain.GoalWord{Why: strings.Repeat("a", domain.MaxGoalText+1)}, domain.Invalid},
		"of an older state": {b.grace, domain.GoalWord{Version: g.Version + 7}, domain.Conflict},
	} {
		if _, err := b.goals().Tell(t.Context(), b.act(c.by), g.ID, c.word); domain.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", name, err, c.code)
		}
	}
	word := domain.GoalWord{Version: g.Version, Done: []bool{true, false, true}, Confidence: domain.AtRisk, Why: "The supplier is late.", Next: "Ask another."}
	if _, err := b.goals().Tell(t.Context(), b.act(b.grace), g.ID, word); err != nil {
		t.Fatal(err)
	}
	got := b.goal(g.ID)
	if got.Progress() != 0.5 || got.Confidence != domain.AtRisk {
		t.Errorf("got %v, %q; want one of two done, at risk", got.Progress(), got.Confidence)
	}
	if _, err := b.goals().Tell(t.Context(), b.act(b.lee), g.ID, domain.GoalWord{NoChange: true}); err != nil {
		t.Fatal(err)
	}
	b.mayLook(b.mara, b.grace, domain.GoalSheet)
	detail, err := b.goals().Show(t.Context(), b.mara.ID, g.ID) // reads, and does not change
	if err != nil || len(detail.Updates) != 2 || detail.May[g.ID] {
		t.Fatalf("got %+v, %v; want both pieces of news to read", detail.Updates, err)
	}
	if newest := detail.Updates[0]; !newest.NoChange || newest.Author != b.lee.ID || newest.Confidence != domain.AtRisk {
		t.Errorf("got %+v, want the manager's word, which changes nothing", newest)
	}
}

func TestGoalService_Close(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	g := b.mustSave(b.grace, b.draft(b.grace))
	_, err := b.goals().Close(t.Context(), b.act(b.grace), g.ID, domain.GoalEnd{State: domain.GoalDropped})
	if got := faultsOf(err); !slices.Equal(got, []string{"lesson"}) {
		t.Errorf("dropped without a reason: got %v", err)
	}
	_, err = b.goals().Close(t.Context(), b.act(b.grace), g.ID, domain.GoalEnd{State: domain.GoalAgreed})
	if got := faultsOf(err); !slices.Equal(got, []string{"ending"}) {
		t.Errorf("an ending that is none: got %v", err)
	}
	older := g.Version
	if _, err := b.goals().Tell(t.Context(), b.act(b.lee), g.ID, domain.GoalWord{NoChange: true}); err != nil {
		t.Fatal(err)
	}
	out, err := b.goals().Close(t.Context(), b.act(b.grace), g.ID, domain.GoalEnd{Version: older, State: domain.GoalAchieved})
	b.want(out, err, domain.Conflict, "") // the form showed it without Lee's news
	out, err = b.goals().Close(t.Context(), b.act(b.grace), g.ID, domain.GoalEnd{Version: b.goal(g.ID).Version, State: domain.GoalDropped, Lesson: "The product was given up."})
	b.want(out, err, "", "closed")
	if got := b.goal(g.ID); got.State != domain.GoalDropped || got.Lesson == "" || !got.AskAt.IsZero() {
		t.Errorf("got %+v, want it dropped with its reason, and nothing more to ask", got)
	}
	out, err = b.goals().Tell(t.Context(), b.act(b.grace), g.ID, domain.GoalWord{NoChange: true})
	b.want(out, err, domain.Conflict, "")
	if list, err := b.goals().List(t.Context(), b.grace.ID, domain.GoalPage{}); err != nil || len(list.Goals) > 0 {
		t.Errorf("got %+v, %v; want it off the list", list.Goals, err)
	}
}

// The owner is told what somebody else does with the goal, and nobody what they
// do themselves.
func TestGoalService_TellsTheOwner(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	told := func(what string, want int) {
		t.Helper()
		if n := b.waiting(b.grace, domain.GoalNews); n != want {
			t.Errorf("%s: Grace is told %d times, want %d", what, n, want)
		}
	}
	g := b.mustSave(b.grace, b.draft(b.grace))
	told("she adds it", 0)
	g = b.mustAgreeGoal(b.lee, g)
	told("Lee agrees to it", 1)
	d := b.draft(b.grace)
	d.ID, d.Version, d.Title = g.ID, g.Version, "Much shorter waits"
	b.mustSave(b.lee, d)
	told("Lee changes it", 1)
	for by, want := range map[*domain.Person]int{&b.lee: 1, &b.grace: 0} {
		if _, err := b.goals().Tell(t.Context(), b.act(*by), g.ID, domain.GoalWord{NoChange: true}); err != nil {
			t.Fatal(err)
		}
		told(by.Name+" tells news", want)
	}
	if _, err := b.goals().Close(t.Context(), b.act(b.lee), g.ID, domain.GoalEnd{State: domain.GoalAchieved}); err != nil {
		t.Fatal(err)
	}
	told("Lee closes it", 1)
	b.mustSave(b.lee, b.draft(b.grace))
	told("Lee proposes one to her", 1)
}

func TestGoalService_Remind(t *testing.T) {
	t.Parallel()
	remind := func(b *bureau) {
		for range 5 {
			if n, err := b.goals().Remind(b.t.Context(), 10); err != nil {
				b.t.Fatal(err)
			} else if n == 0 {
				return
			}
		}
		b.t.Fatal("it does not come to rest")
	}
	t.Run("a silent goal is asked about once in its days", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		g := b.mustSave(b.lee, b.draft(b.lee)) // whose conversations are not planned here
		b.Clock.Set(g.AskAt.Add(-time.Minute))
		remind(b)
		if got := b.asked(b.lee, g.ID); len(got) > 0 {
			t.Errorf("asked %v before its day", got)
		}
		b.Clock.Set(g.AskAt)
		remind(b)
		if got := b.asked(b.lee, g.ID); !slices.Equal(got, []string{domain.AskGoal}) {
			t.Errorf("asked %v, want news of it", got)
		}
		if _, err := b.goals().Tell(t.Context(), b.act(b.lee), g.ID, domain.GoalWord{NoChange: true}); err != nil {
			t.Fatal(err)
		}
		if got := b.asked(b.lee, g.ID); len(got) > 0 {
			t.Errorf("still asked %v after the answer", got)
		}
	})
	t.Run("where a conversation is near, its preparation asks instead", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		g := b.mustSave(b.grace, b.draft(b.grace))
		c := b.open()
		b.Clock.Set(b.Clock.Now().Add(time.Hour))
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			g.AskAt = tx.Now()
			g, err = tx.UpdateGoal(ctx, g)
			return err
		})
		remind(b)
		if got := b.asked(b.grace, g.ID); len(got) > 0 {
			t.Errorf("asked %v beside conversation %s", got, c.Period)
		}
	})
}
