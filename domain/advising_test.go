package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// figure is that of a fund of this year with 1,000.00 of a currency.
func figure(id domain.ID, c domain.Currency, spent int64, yes, no int) domain.FundFigure {
	return domain.FundFigure{
		Fund: domain.Fund{
			ID: id, Amount: c.Of(100_000), Spent: spent,
			Period: domain.DateRange{Start: domain.NewDate(2026, time.January, 1), End: domain.NewDate(2026, time.December, 31)},
		},
		Mine: domain.Opinion{Yes: yes, No: no},
	}
}

var lateInTheYear = domain.NewDate(2026, time.November, 24)

func TestAdvise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		figures []domain.FundFigure
		want    map[domain.ID]domain.AdviceReason
		next    map[domain.ID]int64
	}{
		"what helps few gives to what helps and is used up": {
			[]domain.FundFigure{figure("a", "EUR", 90_000, 9, 1), figure("b", "EUR", 90_000, 1, 9)},
			map[domain.ID]domain.AdviceReason{"a": domain.AdviceHelps, "b": domain.AdviceUnhelpful}, map[domain.ID]int64{"a": 120_000, "b": 80_000},
		},
		"what is little used gives half of what is left, at most a fifth": {
			[]domain.FundFigure{figure("a", "EUR", 90_000, 9, 1), figure("b", "EUR", 10_000, 9, 1)},
			map[domain.ID]domain.AdviceReason{"a": domain.AdviceHelps, "b": domain.AdviceUnused}, map[domain.ID]int64{"a": 120_000, "b": 80_000},
		},
		"of which too few have answered keeps its amount": {
			[]domain.FundFigure{figure("a", "EUR", 90_000, 9, 1), figure("b", "EUR", 0, 0, 0)},
			map[domain.ID]domain.AdviceReason{"a": domain.AdviceNoGiver, "b": domain.AdviceTooFew}, map[domain.ID]int64{"a": 100_000, "b": 100_000},
		},
		"without anybody who gets more nothing moves": {
			[]domain.FundFigure{figure("a", "EUR", 70_000, 9, 1), figure("b", "EUR", 90_000, 1, 9)},
			map[domain.ID]domain.AdviceReason{"a": domain.AdviceSame, "b": domain.AdviceNoTaker}, map[domain.ID]int64{"a": 100_000, "b": 100_000},
		},
		"nothing moves between currencies": {
			[]domain.FundFigure{figure("a", "EUR", 90_000, 9, 1), figure("b", "USD", 90_000, 1, 9)},
			map[domain.ID]domain.AdviceReason{"a": domain.AdviceNoGiver, "b": domain.AdviceNoTaker}, map[domain.ID]int64{"a": 100_000, "b": 100_000},
		},
	} {
		for _, a := range domain.Advise(c.figures, lateInTheYear) {
			if a.Reason != c.want[a.Fund] || a.Next.Minor != c.next[a.Fund] {
				t.Errorf("%s: %s is %s and gets %v", name, a.Fund, a.Reason, a.Next)
			}
		}
	}
	early := domain.Advise([]domain.FundFigure{figure("a", "EUR", 0, 0, 9)}, domain.NewDate(2026, time.May, 1))
	if early[0].Reason != domain.AdviceEarly || early[0].Next != early[0].Now {
		t.Errorf("in May it suggests %+v", early[0])
	}
}

// Whatever the figures are, the sum of each currency stays, no fund gives more
// than a fifth, and none goes below zero.
func TestAdvise_KeepsTheSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var figures []domain.FundFigure
		for i := range rapid.IntRange(0, 8).Draw(t, "funds") {
			f := figure(domain.ID(rune('a'+i)), rapid.SampledFrom([]domain.Currency{"EUR", "JPY", domain.WorkingDays}).Draw(t, "currency"), 0,
				rapid.IntRange(0, 9).Draw(t, "yes"), rapid.IntRange(0, 9).Draw(t, "no"))
			f.Fund.Amount.Minor = rapid.Int64Range(1, domain.MaxMinor/16).Draw(t, "amount")
			f.Fund.Spent = rapid.Int64Range(0, f.Fund.Amount.Minor).Draw(t, "spent")
			f.Fund.Reserved = rapid.Int64Range(0, f.Fund.Amount.Minor-f.Fund.Spent).Draw(t, "reserved")
			figures = append(figures, f)
		}
		sums := map[domain.Currency]int64{}
		advice := domain.Advise(figures, lateInTheYear)
		for _, a := range advice {
			sums[a.Now.Currency] += a.Next.Minor - a.Now.Minor
			if a.Next.Minor < 0 || a.Now.Minor-a.Next.Minor > a.Now.Minor/5 || a.Moves.Minor < 0 {
				t.Fatalf("got %+v", a)
			}
		}
		for c, sum := range sums {
			if sum != 0 || len(advice) != len(figures) {
				t.Fatalf("%s changes by %d", c, sum)
			}
		}
	})
}
