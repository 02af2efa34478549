package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

func TestFundService_AskAndGrant(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		r := b.mustWant(b.grace, f, 45_000)
		if n := b.waiting(b.lee, domain.FundWanted); n != 1 {
			t.Errorf("the owner has %d messages", n)
		}
		view, err := b.funds().Request(t.Context(), b.lee.ID, r.ID)
		if err != nil || !view.Decides || view.Withdraws || view.Request.What != "the course in May" {
			t.Errorf("the owner sees %+v, %v", view, err)
		}
		view, err = b.funds().Request(t.Context(), b.grace.ID, r.ID)
		if err != nil || view.Decides || !view.Withdraws || view.Spends {
			t.Errorf("who asked sees %+v, %v", view, err)
		}
		for name, p := range map[string]domain.Person{"a colleague": b.ada, "the people team": b.hanna, "the manager's manager": b.mara} {
			if _, err := b.funds().Request(t.Context(), p.ID, r.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s reads it with %v", name, err)
			}
			if _, err := b.funds().Decide(t.Context(), b.act(p), r.ID, domain.FundDecision{Grant: true, Amount: eur(1)}); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s decides with %v", name, err)
			}
		}
		if _, err := b.funds().Decide(t.Context(), b.act(b.grace), r.ID, domain.FundDecision{Grant: true, Amount: eur(1)}); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("who asked decides with %v", err)
		}
		act := b.act(b.lee)
		for range 2 { // the same click delivered twice
			if _, err := b.funds().Decide(t.Context(), act, r.ID, domain.FundDecision{Grant: true, Amount: eur(40_000), Reason: "the rest next year"}); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.fund(f.ID); got.Reserved != 40_000 {
			t.Errorf("%d are reserved", got.Reserved)
		}
		if n := b.waiting(b.grace, domain.FundDecided); n != 1 {
			t.Errorf("who asked has %d messages", n)
		}
		_, err = b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Grant: true, Amount: eur(45_000)})
		if fault := sentenceOf(t, err, "fund.granted_already"); fault.Args["Name"] != "lee" {
			t.Errorf("got %v", fault.Args)
		}
	})
}

func TestFundService_AskRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	f := b.mustFund(b.aFund())
	sales := b.aFund()
	sales.Areas = []string{"Sales"}
	elsewhere := b.mustFund(sales)
	next := b.aFund()
	next.Period = domain.DateRange{Start: domain.NewDate(2027, time.January, 1), End: domain.NewDate(2027, time.December, 31)}
	ahead := b.mustFund(next)
	item := b.item(b.grace)
	ended := b.item(b.grace)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		ended.State, ended.EndedAt = domain.PlanDropped, tx.Now()
		_, err := tx.UpdatePlanItem(ctx, ended)
		return err
	})
	for want, a := range map[string]domain.FundApplication{
		"permission.refused":   b.application(f, b.item(b.ada), 5),
		"growth.not_found":     {Item: "i0", Fund: f.ID, What: "x", Amount: eur(5)},
		"fund.not_found":       {Item: item.ID, Fund: "f0", What: "x", Amount: eur(5)},
		"fund.item_ended":      b.application(f, ended, 5),
		"fund.not_for_you":     b.application(elsewhere, item, 5),
		"fund.period_ahead":    b.application(ahead, item, 5),
		"fund.amount_zero":     b.application(f, item, 0),
		"fund.what_missing":    {Item: item.ID, Fund: f.ID, What: " ", Amount: eur(5)},
		"fund.other_currency":  {Item: item.ID, Fund: f.ID, What: "x", Amount: domain.Currency("USD").Of(5)},
		"fund.too_little_left": b.application(f, item, 100_001),
	} {
		_, err := b.funds().Ask(t.Context(), b.act(b.grace), a)
		wantSentence(t, err, want)
	}
	_, err := b.funds().Ask(t.Context(), b.act(b.grace), b.application(f, item, -5))
	wantSentence(t, err, "fund.amount_zero")
	if _, err := b.funds().Ask(t.Context(), b.act(b.grace), b.application(f, item, 5)); err != nil {
		t.Fatal(err)
	}
	_, err = b.funds().Ask(t.Context(), b.act(b.grace), b.application(f, item, 5))
	wantSentence(t, err, "fund.asked_already")
	choices, err := b.funds().Choices(t.Context(), b.grace.ID, item.ID)
	if err != nil || len(choices.Funds) != 1 || choices.Funds[0].ID != f.ID {
		t.Errorf("she may choose from %v, %v", choices.Funds, err)
	}
}

func TestFundService_DecideRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	f := b.mustFund(b.aFund())
	r := b.mustWant(b.grace, f, 45_000)
	for want, d := range map[string]domain.FundDecision{
		"fund.reason_missing":  {},
		"fund.grant_zero":      {Grant: true, Amount: eur(0)},
		"fund.more_than_asked": {Grant: true, Amount: eur(45_001)},
		"fund.other_currency":  {Grant: true, Amount: domain.Currency("JPY").Of(45)},
	} {
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), r.ID, d)
		wantSentence(t, err, want)
	}
	_, err := b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Grant: true, Amount: eur(-5)})
	wantSentence(t, err, "fund.grant_zero")
	view, err := b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Reason: "not this year"})
	if err != nil || view.Request.State != domain.FundRefused || b.fund(f.ID).Reserved != 0 {
		t.Errorf("got %+v, %v", view.Request, err)
	}
	_, err = b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Reason: "not this year"})
	wantSentence(t, err, "fund.refused_already")
}

// The owner's own wish is decided by somebody else, and so is that of a fund
// whose owner is not there any more.
func TestFundService_NobodyDecidesForThemselves(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		own := b.mustWant(b.lee, f, 10_000)
		if n := b.waiting(b.lee, domain.FundWanted); n != 0 {
			t.Errorf("the owner is asked about the own wish")
		}
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), own.ID, domain.FundDecision{Grant: true, Amount: eur(10_000)})
		wantSentence(t, err, "permission.refused")
		b.mustGrant(b.hanna, own, 10_000)
		// Hanna may not decide for somebody above her.
		mara := b.aFund()
		mara.Owner = b.mara.ID
		_, err = b.funds().Ask(t.Context(), b.act(b.mara), b.application(b.mustFund(mara), b.item(b.mara), 5))
		wantSentence(t, err, "fund.nobody_decides")
		// With a deputy somebody may.
		dora := b.hire("dora", "")
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			if err != nil {
				return err
			}
			v.Version++
			v.Policy.PeopleTeam.Deputies = []string{dora.Email}
			return tx.SavePolicy(ctx, v)
		})
		b.mustGrant(dora, b.mustWant(b.mara, b.mustFund(mara), 5_000), 5_000)
		r := b.mustWant(b.grace, f, 20_000)
		b.leave(b.lee)
		if n := b.waiting(b.hanna, domain.FundWanted); n != 1 {
			t.Errorf("of what waited for who left, the people team has %d messages", n)
		}
		b.mustGrant(b.hanna, r, 20_000)
	})
}

func TestFundService_FormerOwner(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		r := b.mustWant(b.grace, f, 20_000)
		d := b.aFund()
		d.Owner = b.ada.ID
		if _, err := b.funds().Change(t.Context(), b.act(b.hanna), f.ID, f.Version, d); err != nil {
			t.Fatal(err)
		}
		if n := b.waiting(b.ada, domain.FundWanted); n != 1 {
			t.Errorf("the new owner has %d messages", n)
		}
		waits, err := b.asks.Waiting(t.Context(), b.lee.ID)
		if err != nil || len(waits.Asks) != 0 {
			t.Errorf("for the former owner waits %v, %v", waits.Asks, err)
		}
		if _, err := b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Grant: true, Amount: eur(1)}); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("the former owner decides with %v", err)
		}
		b.mustGrant(b.ada, r, 20_000)
	})
}

func TestFundService_GrantsNothingThatIsOver(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	f := b.mustFund(b.aFund())
	r := b.mustWant(b.grace, f, 20_000)
	grant := func(r domain.FundRequest) error {
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), r.ID, domain.FundDecision{Grant: true, Amount: eur(1_000)})
		return err
	}
	// The item was dropped past the use case, as by an older replica.
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		i, err := tx.PlanItem(ctx, r.Item)
		if err != nil {
			return err
		}
		i.State, i.EndedAt = domain.PlanDropped, tx.Now()
		_, err = tx.UpdatePlanItem(ctx, i)
		return err
	})
	wantSentence(t, grant(r), "fund.item_over")
	// The period is over, and the sweep comes later.
	late := b.mustWant(b.ada, f, 20_000)
	b.Clock.Set(time.Date(2027, time.January, 1, 9, 0, 0, 0, time.UTC))
	wantSentence(t, grant(late), "fund.period_over")
	if n, err := b.funds().EndPeriods(t.Context(), 10); n != 1 || err != nil {
		t.Fatalf("ended %d periods, %v", n, err)
	}
	wantSentence(t, grant(late), "fund.lapsed_already")
	if n := b.waiting(b.ada, domain.FundDecided); n != 1 {
		t.Errorf("who waited has %d messages", n)
	}
	waits, err := b.asks.Waiting(t.Context(), b.lee.ID)
	if err != nil || len(waits.Asks) != 1 || waits.Asks[0].Kind != domain.AskFundMeasure {
		t.Errorf("for the owner waits %v, %v", waits.Asks, err)
	}
	if n, err := b.funds().EndPeriods(t.Context(), 10); n != 0 || err != nil {
		t.Errorf("ended %d periods again, %v", n, err)
	}
}
