package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) seasons() domain.SeasonService { return domain.SeasonService{Practice: b.Practice} }

// december are the days of a season that begins on 24 November 2026: ten working
// days lie between reading and decisions.
func december() domain.SeasonDays {
	day := func(n int) domain.Date { return domain.NewDate(2026, time.December, n) }
	return domain.SeasonDays{Facts: day(1), Draft: day(4), Compare: day(8), Packet: day(9), Reply: day(17), Ack: day(18), Decide: day(23)}
}

// spring is a season for a group, as filled in.
func spring(group domain.Group) domain.SeasonDraft {
	return domain.SeasonDraft{
		Name: "Half a year", From: domain.NewDate(2026, time.May, 1), Until: domain.NewDate(2026, time.October, 31), Days: december(), Group: group,
	}
}

// work lets the sweeps of seasons do what is due.
func (b *bureau) work() {
	b.t.Helper()
	if _, err := b.seasons().Work(b.t.Context(), 100); err != nil {
		b.t.Fatal(err)
	}
}

// season opens one for Lee's people, with their cases.
func (b *bureau) season(change ...func(*domain.SeasonDraft)) domain.Season {
	b.t.Helper()
	d := spring(domain.Group{Manager: b.lee.ID})
	for _, c := range change {
		c(&d)
	}
	view, err := b.seasons().Open(b.t.Context(), b.act(b.hanna), d)
	if err != nil {
		b.t.Fatal(err)
	}
	b.work()
	return b.seasonNow(view.Season.ID)
}

func (b *bureau) seasonNow(id domain.ID) domain.Season {
	b.t.Helper()
	var s domain.Season
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		s, err = tx.Season(ctx, id)
		return err
	})
	return s
}

// caseOf is a person's case in a season, ended or not.
func (b *bureau) caseOf(season domain.ID, p domain.Person) domain.SeasonCase {
	b.t.Helper()
	var list []domain.SeasonCase
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.SeasonCases(ctx, domain.SeasonCaseFilter{Season: season, Person: p.ID})
		return err
	})
	if len(list) != 1 {
		b.t.Fatalf("%s has %d cases", p.Name, len(list))
	}
	return list[0]
}

// mailed takes everything out of the outbox: how many messages, by kind, name and
// detail.
func (b *bureau) mailed() map[string]int {
	b.t.Helper()
	names := map[domain.ID]string{}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		people, err := tx.People(ctx, domain.PersonFilter{})
		for _, p := range people {
			names[p.ID] = p.Name
		}
		return err
	})
	counts, outbox := map[string]int{}, b.DB.Outbox()
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return counts
		}
		for _, c := range claimed {
			counts[c.Message.Kind+" "+names[c.Message.Recipient]+" "+c.Message.Detail]++
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

// wantMail tells whether messages were sent, each once.
func wantMail(t *testing.T, got map[string]int, want ...string) {
	t.Helper()
	for _, key := range want {
		if got[key] != 1 {
			t.Errorf("%q was sent %d times of %v", key, got[key], got)
		}
	}
}

// wantCode tells whether an error has a code.
func wantCode(t *testing.T, err error, code domain.Code) {
	t.Helper()
	if got := domain.CodeOf(err); got != code {
		t.Errorf("got %v, want a code %q", err, code)
	}
}

// assignTo gives somebody another manager today.
func (b *bureau) assignTo(p, manager domain.Person) {
	b.t.Helper()
	lines := domain.ReportingService{Practice: b.Practice}
	b.must(lines.Assign(b.t.Context(), b.act(b.hanna), domain.Assignment{Person: p.ID, Manager: manager.SlackID}))
}

func TestSeason_OpensForAGroup(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		s := b.season(func(d *domain.SeasonDraft) { d.Comparers = []domain.ID{b.mara.ID} })
		if s.Busy() || s.Version != 1 {
			t.Errorf("got %+v", s)
		}
		for _, p := range []domain.Person{b.grace, b.ada} {
			if c := b.caseOf(s.ID, p); c.Writer != b.lee.ID || c.State != domain.CaseWriting {
				t.Errorf("%s: got %+v", p.Name, c)
			}
		}
		// Who writes about two is told once.
		wantMail(t, b.mailed(), "season.opened grace self", "season.opened ada self", "season.opened lee author", "season.opened mara comparer")
		view, err := b.seasons().Show(t.Context(), b.grace.ID, s.ID)
		if err != nil || len(view.Cases) != 1 || view.MaySteer {
			t.Errorf("Grace sees %+v, %v", view.Cases, err)
		}
		_, err = b.seasons().Show(t.Context(), b.hire("zoe", "").ID, s.ID)
		wantCode(t, err, domain.Forbidden)
		view, err = b.seasons().Show(t.Context(), b.hanna.ID, s.ID)
		if err != nil || len(view.Cases) != 2 || !view.MaySteer || view.Cases[0].Person != b.ada.ID {
			t.Errorf("the people team sees %+v, %v", view.Cases, err)
		}
	})
}

func TestSeason_ChecksItsDays(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	for name, c := range map[string]struct {
		change func(*domain.SeasonDraft)
		field  string
	}{
		"a day is missing":                     {func(d *domain.SeasonDraft) { d.Days.Reply = domain.Date{} }, "reply"},
		"the order":                            {func(d *domain.SeasonDraft) { d.Days.Compare = d.Days.Draft.AddDays(-1) }, "compare"},
		"reading comes after comparing":        {func(d *domain.SeasonDraft) { d.Days.Packet = d.Days.Compare }, "packet"},
		"decisions come after the last word":   {func(d *domain.SeasonDraft) { d.Days.Decide = d.Days.Ack }, "decide"},
		"four working days are too few":        {func(d *domain.SeasonDraft) { d.Days.Packet = domain.NewDate(2026, time.December, 16) }, "decide"},
		"the past":                             {func(d *domain.SeasonDraft) { d.Days.Facts = domain.NewDate(2026, time.November, 20) }, "facts"},
		"two groups":                           {func(d *domain.SeasonDraft) { d.Group.Area = "Engineering" }, "people"},
		"no group":                             {func(d *domain.SeasonDraft) { d.Group.Manager = "" }, "people"},
		"a group without people":               {func(d *domain.SeasonDraft) { d.Group.Manager = b.ada.ID }, "people"},
		"somebody of another company":          {func(d *domain.SeasonDraft) { d.Strangers = 1 }, "people"},
		"a name":                               {func(d *domain.SeasonDraft) { d.Name = " " }, "name"},
		"what is looked back on has an order":  {func(d *domain.SeasonDraft) { d.Until = d.From.AddDays(-1) }, "until"},
		"the last day looked back on is first": {func(d *domain.SeasonDraft) { d.Until = d.Days.Facts.AddDays(1) }, "facts"},
	} {
		d := spring(domain.Group{Manager: b.lee.ID})
		c.change(&d)
		_, err := b.seasons().Open(t.Context(), b.act(b.hanna), d)
		wantField(t, name, err, c.field)
	}
	// Of one who is away between reading and decisions, the days do not suffice.
	b.mustAway(b.ada, domain.NewDate(2026, time.December, 9), domain.NewDate(2026, time.December, 21))
	_, err := b.seasons().Open(t.Context(), b.act(b.hanna), spring(domain.Group{Manager: b.lee.ID}))
	wantField(t, "away", err, "decide")
	_, err = b.seasons().Open(t.Context(), b.act(b.lee), spring(domain.Group{Manager: b.lee.ID}))
	wantCode(t, err, domain.Forbidden)
}

// wantField tells whether a refusal names a field.
func wantField(t *testing.T, name string, err error, field string) {
	t.Helper()
	for _, f := range domain.FaultsOf(err) {
		if f.Field == field {
			return
		}
	}
	t.Errorf("%s: got %v, want a fault of %q", name, err, field)
}

func TestSeason_AboutOnePerson(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	d := spring(domain.Group{})
	d.Person = b.grace.ID
	for _, by := range []domain.Person{b.ada, b.hanna, b.mara} {
		_, err := b.seasons().Open(t.Context(), b.act(by), d)
		wantCode(t, err, domain.Forbidden)
	}
	act := b.act(b.grace)
	view, err := b.seasons().Open(t.Context(), act, d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.seasons().Open(t.Context(), act, d)
	if err != nil || again.Season.ID != view.Season.ID {
		t.Errorf("pressed twice: got %v, %v", again.Season.ID, err)
	}
	if c := b.caseOf(view.Season.ID, b.grace); c.Writer != b.lee.ID {
		t.Errorf("got %+v", c)
	}
	// Mara has nobody above her: who writes is named.
	d.Person = b.mara.ID
	top, err := b.seasons().Open(t.Context(), b.act(b.mara), d)
	if err != nil {
		t.Fatal(err)
	}
	c := b.caseOf(top.Season.ID, b.mara)
	if c.Writer != "" {
		t.Errorf("%q writes about Mara", c.Writer)
	}
	// Hanna stands below her, and may not say who does.
	_, err = b.seasons().NameWriter(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: c.ID, Version: c.Version, Why: "He knows."}, b.lee.ID)
	wantCode(t, err, domain.Forbidden)
}

func TestSeason_MovesItsDaysWithAReason(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	days := s.Days
	days.Decide = days.Decide.AddDays(5)
	_, err := b.seasons().Move(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: " "}, days)
	wantField(t, "no reason", err, "why")
	_, err = b.seasons().Move(t.Context(), b.act(b.lee), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: "The board meets later."}, days)
	wantCode(t, err, domain.Forbidden)
	_, err = b.seasons().Move(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: "For fun."}, s.Days)
	wantCode(t, err, domain.Conflict)
	if _, err = b.seasons().Move(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: "The board meets later."}, days); err != nil {
		t.Fatal(err)
	}
	// The other form was of the older state.
	_, err = b.seasons().Move(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: "The board meets later."}, days)
	wantCode(t, err, domain.Conflict)
	b.work()
	wantMail(t, b.mailed(), "season.moved grace self", "season.moved ada self", "season.moved lee author")
	view, err := b.seasons().Show(t.Context(), b.grace.ID, s.ID)
	if err != nil || len(view.Moves) != 1 || view.Moves[0].Why != "The board meets later." {
		t.Errorf("got %+v, %v", view.Moves, err)
	}
	// A day that is over stays as it was.
	b.until(days.Facts.AddDays(1))
	now := b.seasonNow(s.ID)
	days.Facts = days.Facts.AddDays(1)
	_, err = b.seasons().Move(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: now.Version, Why: "More facts."}, days)
	wantField(t, "a day that is over", err, "facts")
}

func TestSeason_PeopleComeAndGo(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	bo := b.hire("bo", b.mara.ID)
	change := domain.SeasonPeopleDraft{Add: []domain.ID{bo.ID}, TakeOut: []domain.ID{b.ada.ID}, Comparers: []domain.ID{b.mara.ID}, Why: "Ada is new."}
	if _, err := b.seasons().ChangePeople(t.Context(), b.act(b.hanna), s.ID, s.Version, change); err != nil {
		t.Fatal(err)
	}
	if c := b.caseOf(s.ID, bo); c.Writer != b.mara.ID {
		t.Errorf("got %+v", c)
	}
	if c := b.caseOf(s.ID, b.ada); c.Ending != domain.CaseTakenOut || c.Why != "Ada is new." {
		t.Errorf("got %+v", c)
	}
	wantMail(t, b.mailed(), "season.news ada taken_out", "season.news lee taken_out", "season.opened bo self", "season.opened mara comparer")
	back := domain.SeasonPeopleDraft{Add: []domain.ID{b.ada.ID}, Comparers: []domain.ID{b.mara.ID}, Why: "By mistake."}
	if _, err := b.seasons().ChangePeople(t.Context(), b.act(b.hanna), s.ID, s.Version+1, back); err != nil {
		t.Fatal(err)
	}
	if c := b.caseOf(s.ID, b.ada); c.State != domain.CaseWriting || c.Ending != "" {
		t.Errorf("got %+v", c)
	}
	back.Add = nil
	_, err := b.seasons().ChangePeople(t.Context(), b.act(b.hanna), s.ID, s.Version+2, back)
	wantField(t, "nothing changes", err, "add")
}

func TestSeason_FollowsTheManager(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	b.assignTo(b.grace, b.mara)
	c := b.caseOf(s.ID, b.grace)
	if c.Writer != b.mara.ID || len(c.Former) != 1 || c.Former[0] != b.lee.ID {
		t.Errorf("got %+v", c)
	}
	wantMail(t, b.mailed(), "season.news grace writer", "season.news mara writer", "season.news lee writer")
	// Who was named stays, whoever the manager is.
	named := b.caseOf(s.ID, b.ada)
	if _, err := b.seasons().NameWriter(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: named.ID, Version: named.Version, Why: "Lee is new."}, b.hanna.ID); err != nil {
		t.Fatal(err)
	}
	b.assignTo(b.ada, b.mara)
	if c := b.caseOf(s.ID, b.ada); c.Writer != b.hanna.ID {
		t.Errorf("got %+v", c)
	}
	_, err := b.seasons().NameWriter(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: named.ID, Version: named.Version, Why: "Again."}, b.lee.ID)
	wantCode(t, err, domain.Conflict)
}

func TestSeason_IsCalledOff(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	if _, err := b.seasons().CallOff(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version, Why: "We talk instead."}); err != nil {
		t.Fatal(err)
	}
	b.work()
	if c := b.caseOf(s.ID, b.grace); c.Ending != domain.CaseCalledOff {
		t.Errorf("got %+v", c)
	}
	wantMail(t, b.mailed(), "season.stopped grace self", "season.stopped lee author")
	_, err := b.seasons().CallOff(t.Context(), b.act(b.hanna), domain.SeasonEdit{ID: s.ID, Version: s.Version + 1, Why: "Again."})
	wantCode(t, err, domain.Conflict)
}
