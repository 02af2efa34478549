package domain_test

import (
	"testing"

	"rapport/domain"
)

func TestFundService_Spend(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		r := b.mustWant(b.grace, f, 60_000)
		spend := func(by domain.Person, minor int64) error {
			_, err := b.funds().Spend(t.Context(), b.act(by), r.ID, eur(minor))
			return err
		}
		wantSentence(t, spend(b.grace, 5), "fund.not_granted")
		b.mustGrant(b.lee, r, 50_000)
		wantSentence(t, spend(b.grace, 50_001), "fund.more_than_granted")
		wantSentence(t, spend(b.grace, -1), "fund.amount_negative")
		if fault := sentenceOf(t, spend(b.lee, 100_001), "fund.cost_too_high"); fault.Args["Left"] != eur(100_000) {
			t.Errorf("got %v", fault.Args)
		}
		if code := domain.CodeOf(spend(b.hanna, 5)); code != domain.Forbidden {
			t.Errorf("the people team spends with %v", code)
		}
		if err := spend(b.grace, 42_000); err != nil {
			t.Fatal(err)
		}
		if got := b.fund(f.ID); got.Reserved != 0 || got.Spent != 42_000 || got.Left() != eur(58_000) {
			t.Errorf("got %+v", got)
		}
		wantSentence(t, spend(b.grace, 42_000), "fund.over_already")
		_, err := b.funds().Withdraw(t.Context(), b.act(b.grace), r.ID)
		wantSentence(t, err, "fund.over_already")
		// The owner may say that it was more, where the fund has it.
		r = b.mustWant(b.ada, f, 8_000)
		b.mustGrant(b.lee, r, 8_000)
		if err := spend(b.lee, 58_000); err != nil || b.fund(f.ID).Left() != eur(0) {
			t.Errorf("got %v and %v left", err, b.fund(f.ID).Left())
		}
	})
}

func TestFundService_Withdraw(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		asked, granted := b.mustWant(b.grace, f, 60_000), b.mustWant(b.grace, f, 30_000)
		b.mustGrant(b.lee, granted, 30_000)
		for _, r := range []domain.FundRequest{asked, granted} {
			if _, err := b.funds().Withdraw(t.Context(), b.act(b.lee), r.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("the owner takes it back with %v", err)
			}
			view, err := b.funds().Withdraw(t.Context(), b.act(b.grace), r.ID)
			if err != nil || view.Request.State != domain.FundWithdrawn {
				t.Errorf("got %+v, %v", view.Request, err)
			}
		}
		if got := b.fund(f.ID); got.Reserved != 0 || got.Spent != 0 {
			t.Errorf("got %+v", got)
		}
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), asked.ID, domain.FundDecision{Grant: true, Amount: eur(1)})
		wantSentence(t, err, "fund.withdrawn_already")
		if waits, err := b.asks.Waiting(t.Context(), b.lee.ID); err != nil || len(waits.Asks) != 0 {
			t.Errorf("for the owner waits %v, %v", waits.Asks, err)
		}
	})
}

// What a leaver asked for lapses, and the owner says what was spent of what was
// granted.
func TestFundService_LeaverWithAReservation(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		f := b.mustFund(b.aFund())
		open, granted := b.mustWant(b.grace, f, 60_000), b.mustWant(b.grace, f, 30_000)
		b.mustGrant(b.lee, granted, 30_000)
		b.leave(b.grace)
		_, err := b.funds().Decide(t.Context(), b.act(b.lee), open.ID, domain.FundDecision{Grant: true, Amount: eur(1)})
		wantSentence(t, err, "fund.lapsed_already")
		waits, err := b.asks.Waiting(t.Context(), b.lee.ID)
		if err != nil || len(waits.Asks) != 1 || waits.Asks[0].Kind != domain.AskFundCost || waits.Asks[0].Subject != granted.ID {
			t.Errorf("for the owner waits %v, %v", waits.Asks, err)
		}
		if _, err := b.funds().Spend(t.Context(), b.act(b.lee), granted.ID, eur(0)); err != nil {
			t.Fatal(err)
		}
		if got := b.fund(f.ID); got.Left() != eur(100_000) {
			t.Errorf("%v are left", got.Left())
		}
		if waits, err := b.asks.Waiting(t.Context(), b.lee.ID); err != nil || len(waits.Asks) != 0 {
			t.Errorf("then waits %v, %v", waits.Asks, err)
		}
	})
}
