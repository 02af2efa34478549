package domain_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) accesses() domain.AccessService { return domain.AccessService{Practice: b.Practice} }

// ask asks to look, with a reason.
func (b *bureau) ask(who, at domain.Person, sheet domain.Sheet, change ...func(*domain.AccessDraft)) (domain.AccessView, error) {
	b.t.Helper()
	act, d := b.act(who), domain.AccessDraft{Person: at.ID, Sheet: sheet}
	act.Reason = "A complaint about promises"
	for _, c := range change {
		c(&d)
	}
	return b.accesses().Ask(b.t.Context(), act, d)
}

// mayLook gives a reason that is enough.
func (b *bureau) mayLook(who, at domain.Person, sheet domain.Sheet) {
	b.t.Helper()
	if _, err := b.ask(who, at, sheet); err != nil {
		b.t.Fatal(err)
	}
}

// mustWish asks to look, and wants it taken.
func (b *bureau) mustWish(who, at domain.Person, change ...func(*domain.AccessDraft)) domain.Access {
	b.t.Helper()
	view, err := b.ask(who, at, domain.RecordSheet, change...)
	if err != nil {
		b.t.Fatal(err)
	}
	return view.Access
}

func (b *bureau) answer(who domain.Person, a domain.Access, yes bool) (domain.AccessView, error) {
	b.t.Helper()
	return b.accesses().Answer(b.t.Context(), b.act(who), a.ID, yes, "")
}

// policy changes the policy in force.
func (b *bureau) policy(change func(*domain.Policy)) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		change(&v.Policy)
		v.Version++
		return tx.SavePolicy(ctx, v)
	})
}

// agreed lets Grace and Lee agree on a record.
func (b *bureau) agreed() {
	b.t.Helper()
	talk := b.open()
	b.must(b.talks.Propose(b.t.Context(), b.act(b.lee), talk.ID, domain.SummaryDraft{Text: "Restore time first.", HeldOn: b.today()}))
	talked, err := b.talks.See(b.t.Context(), b.grace.ID, talk.ID)
	b.must(talked, err)
	b.must(b.talks.Confirm(b.t.Context(), b.act(b.grace), talk.ID, domain.Confirmation{Version: talked.Summary.Version}))
}

// iris joins the people team, beside Hanna.
func (b *bureau) iris() domain.Person {
	b.t.Helper()
	iris := b.hire("iris", b.mara.ID)
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{iris.Email} })
	return iris
}

// The record opens with a reason and the yes of another, for some time; each look
// is kept and those concerned get one receipt.
func TestAccess_RecordWithASecondYes(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		ctx := t.Context()
		b.agreed()
		iris := b.iris()
		records := func() (domain.TalkRecords, error) { return b.talks.Records(ctx, b.hanna.ID, b.grace.ID) }
		if _, err := records(); !errors.Is(err, domain.ReasonNeeded{Person: b.grace.ID, Sheet: domain.RecordSheet}) {
			t.Fatalf("got %v, want it to need a reason", err)
		}
		a := b.mustWish(b.hanna, b.grace)
		if again := b.mustWish(b.hanna, b.grace); again.ID != a.ID {
			t.Error("asked twice, it is two wishes")
		}
		if _, err := records(); domain.CodeOf(err) != domain.Forbidden {
			t.Fatalf("opened without the yes: %v", err)
		}
		if n := b.waiting(iris, domain.AccessAsked); n != 1 {
			t.Errorf("the second person is told %d times", n)
		}
		b.must(b.answer(iris, a, true))
		if n := b.waiting(b.hanna, domain.AccessAnswered); n != 1 {
			t.Errorf("who asked is told %d times", n)
		}
		if n := b.waiting(b.grace, domain.AccessOpened); n != 0 {
			t.Errorf("%d receipts before anybody looked", n)
		}
		for range 2 {
			list, err := records()
			if err != nil || len(list.Records) != 1 || list.Records[0].Summary.Text != "Restore time first." {
				t.Fatalf("got %+v, %v", list.Records, err)
			}
		}
		received, err := b.accesses().Received(ctx, b.grace.ID)
		if err != nil || len(received.Accesses) != 1 || received.Accesses[0].Reason != "A complaint about promises" {
			t.Errorf("got %+v, %v", received.Accesses, err)
		}
		for _, who := range []domain.Person{b.grace, b.lee} {
			view, err := b.accesses().Show(ctx, who.ID, a.ID)
			if err != nil || len(view.Looks) != 2 || len(view.Access.Answers) != 1 {
				t.Errorf("%s reads %+v, %v", who.Name, view, err)
			}
		}
		if _, err := b.accesses().Show(ctx, b.ada.ID, a.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("a colleague: %v", err)
		}
		b.mustEntries(b.grace.ID, "hanna conversation.look", "hanna conversation.look")
		if got := b.receipts(); !slices.Equal(got, []string{"grace", "lee"}) {
			t.Errorf("receipts to %q, want one to each of the two", got)
		}
		b.Clock.Set(b.Clock.Now().Add(73 * time.Hour))
		if _, err := records(); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("after its hours: %v", err)
		}
	})
}

// receipts are to whom receipts wait in the outbox, by name.
func (b *bureau) receipts() []string {
	b.t.Helper()
	var names []string
	outbox := b.DB.Outbox()
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claimed) == 0 {
			slices.Sort(names)
			return names
		}
		for _, c := range claimed {
			for _, p := range []domain.Person{b.mara, b.lee, b.grace, b.ada, b.hanna} {
				if c.Message.Kind == domain.AccessOpened && c.Message.Recipient == p.ID {
					names = append(names, p.Name)
				}
			}
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

func TestAccess_WhoMayAnswer(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	iris := b.iris()
	below := b.hire("bela", b.hanna.ID) // of the team, but below who asks
	named := b.hire("nora", b.hanna.ID) // below, too, and named by the policy
	deputy := b.hire("dora", b.mara.ID)
	b.policy(func(p *domain.Policy) {
		p.PeopleTeam.Members = append(p.PeopleTeam.Members, below.Email)
		p.PeopleTeam.Deputies = []string{deputy.Email}
		p.Access.Seconds = []string{named.Email}
	})
	a := b.mustWish(b.hanna, b.grace)
	for _, who := range []domain.Person{b.hanna, b.grace, b.lee, b.mara, b.ada, below, deputy} {
		if _, err := b.answer(who, a, true); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s may answer: %v", who.Name, err)
		}
	}
	view, err := b.accesses().Show(t.Context(), b.hanna.ID, a.ID)
	if err != nil || len(view.Seconds) != 2 {
		t.Errorf("got %v, %v, want Iris and Nora", view.Seconds, err)
	}
	b.must(b.answer(named, a, false))
	if _, err := b.answer(iris, a, true); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("after a no: %v", err)
	}
}

func TestAccess_MoreYesesThanOne(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.agreed()
	iris, nora := b.iris(), b.hire("nora", b.mara.ID)
	b.policy(func(p *domain.Policy) { p.Access.Yeses, p.Access.Seconds = 2, []string{nora.Email} })
	a := b.mustWish(b.hanna, b.grace)
	b.must(b.answer(iris, a, true))
	if _, err := b.answer(iris, a, true); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("the same person says yes twice: %v", err)
	}
	if _, err := b.talks.Records(t.Context(), b.hanna.ID, b.grace.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("one of two is enough: %v", err)
	}
	b.must(b.answer(nora, a, true))
	b.must(b.talks.Records(t.Context(), b.hanna.ID, b.grace.ID))
}

// Nobody opens a record alone: where nobody else may agree, it is refused when it
// is asked; the deputy answers where the people team has nobody.
func TestAccess_NobodyToAgree(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	if _, err := b.ask(b.hanna, b.grace, domain.RecordSheet); !slices.Equal(faultsOf(err), []string{"reason"}) {
		t.Fatalf("got %v", err)
	}
	deputy := b.hire("dora", b.mara.ID)
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Deputies = []string{deputy.Email} })
	a := b.mustWish(b.hanna, b.grace)
	b.must(b.answer(deputy, a, true))
	// Mara is above them all: nobody could say no to her.
	if _, err := b.ask(b.mara, b.grace, domain.RecordSheet); !slices.Equal(faultsOf(err), []string{"reason"}) {
		t.Errorf("got %v", err)
	}
	b.policy(func(p *domain.Policy) { p.Access.Seconds = []string{deputy.Email} })
	b.mustWish(b.mara, b.grace)
}

// The people team's own records are the deputy's to ask for, and never those of
// the asker or anybody above.
func TestAccess_PeopleTeamItself(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	iris, deputy := b.iris(), b.hire("dora", b.mara.ID)
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Deputies = []string{deputy.Email} })
	for _, c := range []struct{ who, at domain.Person }{{b.hanna, b.hanna}, {b.hanna, b.mara}, {deputy, b.grace}, {deputy, deputy}, {b.ada, b.grace}, {b.lee, b.grace}, {b.grace, b.grace}} {
		if _, err := b.ask(c.who, c.at, domain.RecordSheet); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s at %s: %v", c.who.Name, c.at.Name, err)
		}
	}
	// Hanna's talks are with Mara, who is above Dora and Iris, too.
	if _, err := b.ask(deputy, b.hanna, domain.RecordSheet); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("what is Mara's as well: %v", err)
	}
	paul := b.hire("paul", iris.ID)
	a := b.mustWish(deputy, paul)
	if _, err := b.answer(iris, a, true); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("Iris holds Paul's conversations: %v", err)
	}
	b.must(b.answer(b.hanna, a, true))
}

func TestAccess_HeldReceipt(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.agreed()
	iris := b.iris()
	day := b.today().AddDays(10)
	hold := func(d *domain.AccessDraft) {
		d.HoldUntil, d.HoldWhy = day, "An inquiry that evidence could vanish from"
	}
	for name, change := range map[string]func(*domain.AccessDraft){
		"no reason": func(d *domain.AccessDraft) { d.HoldUntil = day },
		"no day":    func(d *domain.AccessDraft) { d.HoldWhy = "why" },
		"too long":  func(d *domain.AccessDraft) { hold(d); d.HoldUntil = b.today().AddDays(31) },
		"today":     func(d *domain.AccessDraft) { hold(d); d.HoldUntil = b.today() },
	} {
		if _, err := b.ask(b.hanna, b.grace, domain.RecordSheet, change); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.ask(b.mara, b.grace, domain.GoalSheet, hold); domain.CodeOf(err) != domain.Invalid {
		t.Errorf("held without a second yes: %v", err)
	}
	a := b.mustWish(b.hanna, b.grace, hold)
	b.must(b.answer(iris, a, true))
	b.must(b.talks.Records(t.Context(), b.hanna.ID, b.grace.ID))
	hidden := func() bool {
		received, err := b.accesses().Received(t.Context(), b.grace.ID)
		b.must(received, err)
		_, err = b.accesses().Show(t.Context(), b.grace.ID, a.ID)
		home, errHome := domain.HomeService{Practice: b.Practice}.Show(t.Context(), b.grace.ID)
		b.must(home, errHome)
		sent, errSent := domain.SentService{Practice: b.Practice}.List(t.Context(), b.grace.ID)
		b.must(sent, errSent)
		line := slices.ContainsFunc(sent.Lines, func(l domain.SentLine) bool { return l.Kind == domain.AccessOpened })
		return len(received.Accesses) == 0 && domain.CodeOf(err) == domain.Forbidden && len(home.Access.Opened) == 0 && !line && len(b.entries(b.grace.ID)) == 0
	}
	if !hidden() || len(b.receipts()) > 0 {
		t.Fatal("told before its day")
	}
	b.Clock.Set(day.In(time.UTC, 0).Add(-time.Minute))
	b.must(b.accesses().Release(t.Context(), 10))
	if !hidden() {
		t.Fatal("told before its day")
	}
	b.Clock.Set(day.In(time.UTC, 0))
	b.must(b.accesses().Release(t.Context(), 10))
	if got := b.receipts(); hidden() || !slices.Equal(got, []string{"grace", "lee"}) {
		t.Errorf("receipts to %q on the day", got)
	}
	b.must(b.accesses().Release(t.Context(), 10))
	if got := b.receipts(); len(got) > 0 {
		t.Errorf("told again: %q", got)
	}
}

func TestAccess_LapsesAndEnds(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.agreed()
	iris := b.iris()
	a := b.mustWish(b.hanna, b.grace)
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 8))
	if _, err := b.answer(iris, a, true); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("answered after it lapsed: %v", err)
	}
	a = b.mustWish(b.hanna, b.grace)
	b.must(b.answer(iris, a, true))
	if _, err := b.accesses().End(t.Context(), b.act(iris), a.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("ended by another: %v", err)
	}
	b.must(b.accesses().End(t.Context(), b.act(b.hanna), a.ID))
	if _, err := b.talks.Records(t.Context(), b.hanna.ID, b.grace.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("after its end: %v", err)
	}
}

// The counts are for the people team and the observer, and name nobody.
func TestAccess_Counts(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	olga := b.hire("olga", b.mara.ID)
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Observers = []string{olga.Email} })
	b.mayLook(b.mara, b.grace, domain.GoalSheet)
	b.mayLook(b.mara, b.ada, domain.GoalSheet) // never looked at
	b.must(domain.GoalService{Practice: b.Practice}.List(t.Context(), b.mara.ID, domain.GoalPage{Level: domain.PersonGoal, Person: b.grace.ID}))
	from, to := b.Clock.Now().Add(-time.Hour), b.Clock.Now()
	for _, who := range []domain.Person{b.hanna, olga} {
		counts, err := b.accesses().Counts(t.Context(), who.ID, from, to)
		if err != nil || !slices.Equal(counts, []domain.AccessCount{{Sheet: domain.GoalSheet, Opened: 1}}) {
			t.Errorf("%s: got %+v, %v", who.Name, counts, err)
		}
	}
	if _, err := b.accesses().Counts(t.Context(), b.mara.ID, from, to); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v", err)
	}
}
