package domain_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rapport/domain"
)

// finish ends something of somebody's plan, as finished today.
func (b *bureau) finish(item domain.ID, state domain.PlanState) {
	b.t.Helper()
	end := domain.PlanEnd{State: state, Reason: "the plan changed"}
	var p domain.PlanItem
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.PlanItem(ctx, item)
		return err
	})
	service := domain.GrowthService{Practice: b.Practice}
	if _, err := service.End(b.t.Context(), b.act(domain.Person{ID: p.Person}), item, end); err != nil {
		b.t.Fatal(err)
	}
}

func TestFundService_ItemEnds(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		waits, granted := b.mustWant(b.grace, f, 10_000), b.mustWant(b.grace, f, 20_000)
		b.mustGrant(b.lee, granted, 20_000)
		b.finish(waits.Item, domain.PlanDropped)
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), waits.ID, domain.FundDecision{Grant: true, Amount: eur(1)})
		wantSentence(t, err, "fund.lapsed_already")
		b.finish(granted.Item, domain.PlanFinished)
		if got := b.fund(f.ID); got.Reserved != 20_000 {
			t.Errorf("after the end %d are reserved: what it cost is still to be said", got.Reserved)
		}
		open, err := b.asks.Waiting(t.Context(), b.grace.ID)
		if err != nil || len(open.Asks) != 1 || open.Asks[0].Kind != domain.AskFundCost {
			t.Errorf("for her waits %v, %v", open.Asks, err)
		}
		if _, err := b.funds().Spend(t.Context(), b.act(b.grace), granted.ID, eur(15_000)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFundService_AsksBothWhetherItHelped(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		item := b.item(b.grace)
		b.finish(item.ID, domain.PlanFinished)
		ask := func() int {
			n, err := b.funds().AskHelp(t.Context(), 10)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 59))
		if n := ask(); n != 0 {
			t.Errorf("asked %d after 59 days", n)
		}
		if _, err := b.funds().SayHelp(t.Context(), b.act(b.grace), item.ID, domain.Worth, ""); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("answered before it was asked with %v", err)
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 1))
		if n, again := ask(), ask(); n != 1 || again != 0 {
			t.Errorf("asked %d and %d after 60 days", n, again)
		}
		for name, p := range map[string]domain.Person{"Grace": b.grace, "Lee": b.lee} {
			if waits, err := b.asks.Waiting(t.Context(), p.ID); err != nil || len(waits.Asks) != 1 || waits.Asks[0].Kind != domain.AskHelp {
				t.Errorf("for %s waits %v, %v", name, waits.Asks, err)
			}
		}
		view, err := b.funds().SayHelp(t.Context(), b.act(b.grace), item.ID, domain.PartlyWorth, "half of it was known")
		if err != nil || view.Mine == nil || view.Others != nil {
			t.Errorf("got %+v, %v", view, err)
		}
		_, err = b.funds().SayHelp(t.Context(), b.act(b.grace), item.ID, domain.Worth, "")
		wantSentence(t, err, "fund.help_answered")
		// Lee answers without having read hers, and then reads it.
		if view, err := b.funds().Help(t.Context(), b.lee.ID, item.ID); err != nil || view.Others != nil || view.Item.ID != item.ID {
			t.Errorf("before his answer he sees %+v, %v", view, err)
		}
		if view, err := b.funds().SayHelp(t.Context(), b.act(b.lee), item.ID, domain.Worth, ""); err != nil || view.Others == nil || view.Others.Words != "half of it was known" {
			t.Errorf("after it %+v, %v", view, err)
		}
		for name, p := range map[string]domain.Person{"the people team": b.hanna, "a colleague": b.ada, "the manager's manager": b.mara} {
			if _, err := b.funds().Help(t.Context(), p.ID, item.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s reads it with %v", name, err)
			}
			if _, err := b.funds().SayHelp(t.Context(), b.act(p), item.ID, domain.Worth, ""); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s answers with %v", name, err)
			}
		}
	})
}

// Figures count answers by whole groups of five, so that none of them gives a
// single one away.
func TestPractice_FundFigures(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		year := f.Period
		figures := func(days domain.DateRange) domain.FundFigure {
			t.Helper()
			var got []domain.FundFigure
			b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
				got, err = b.FundFigures(ctx, tx, days)
				return err
			})
			if len(got) != 1 {
				t.Fatalf("got %d funds", len(got))
			}
			return got[0]
		}
		answers := []domain.Usefulness{domain.Worth, domain.Worth, domain.NotWorth, domain.PartlyWorth, domain.Worth, domain.Worth}
		items := make([]domain.ID, len(answers))
		for i := range answers {
			p := b.hire(fmt.Sprint("member", i), b.lee.ID)
			r := b.mustWant(p, f, 10_000)
			b.mustGrant(b.lee, r, 10_000)
			b.finish(r.Item, domain.PlanFinished)
			if _, err := b.funds().Spend(t.Context(), b.act(p), r.ID, eur(9_000)); err != nil {
				t.Fatal(err)
			}
			items[i] = r.Item
		}
		if got := figures(year); got.Finished != 6 || got.Spent != eur(54_000) || got.Mine.Answers() != 0 {
			t.Errorf("before anybody answered: %+v", got)
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 60))
		if _, err := b.funds().AskHelp(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		later := domain.DateRange{Start: domain.NewDate(2026, time.December, 1), End: domain.NewDate(2027, time.March, 31)}
		for i, item := range items {
			var h domain.Help
			b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
				h, err = tx.Help(ctx, item)
				return err
			})
			for _, id := range []domain.ID{h.Person, h.Other} {
				if _, err := b.funds().SayHelp(t.Context(), b.act(domain.Person{ID: id}), item, answers[i], "because"); err != nil {
					t.Fatal(err)
				}
			}
			want := 0
			if i >= 4 {
				want = 5 // and the sixth waits for four more
			}
			if got := figures(later); got.Mine.Answers() != want || got.Theirs.Answers() != 0 {
				t.Errorf("after %d answers %+v and %+v are shown", i+1, got.Mine, got.Theirs)
			}
		}
		got := figures(later)
		if got.Mine != (domain.Opinion{Yes: 3, Partly: 1, No: 1}) || got.MineCost != eur(45_000) {
			t.Errorf("got %+v at %v", got.Mine, got.MineCost)
		}
		if each, ok := got.PerHelped(); !ok || each != eur(15_000) {
			t.Errorf("each that helped cost %v", each)
		}
		if _, err := b.funds().Measure(t.Context(), b.act(b.lee), f.ID, f.Version, 5); err != nil {
			t.Fatal(err)
		}
		if each, ok := figures(year).PerUnit(); !ok || each != eur(18_000) {
			t.Errorf("an hour gained cost %v", each)
		}
	})
}
