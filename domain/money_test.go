package domain_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

func TestParseMoney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		in   domain.Currency
		want int64
	}{
		{"1200", "EUR", 120000}, {"1.200,50 €", "EUR", 120050}, {"1,200.50", "EUR", 120050}, {"EUR 1 200,5", "EUR", 120050},
		{"1\u202f200,50\u00a0€", "EUR", 120050}, {"1'200.-", "CHF", 120000}, {"Fr. 1’200.50", "CHF", 120050}, {"1.200,-", "EUR", 120000},
		{"1.200,–  €", "EUR", 120000}, {"$1,200", "CAD", 120000}, {"1.200", "EUR", 120000}, {"1.20", "EUR", 120}, {"0,5", "EUR", 50},
		{"0.99", "USD", 99}, {"1,00,000.50", "INR", 10000050}, {"１２００\u5186", "JPY", 1200}, {"¥1,200", "JPY", 1200}, {"1200", "JPY", 1200},
		{"1.234.567", "EUR", 123456700}, {"1234.567", "KWD", 1234567}, {"1.200", "KWD", 1200}, {"1,234.5", "KWD", 1234500}, {"0", "EUR", 0}, {"+5", "EUR", 500},
		{"2,5 days", domain.WorkingDays, 25}, {"3", domain.WorkingDays, 30}, {"1 200 kr", "SEK", 120000}, {"10000000000000", "EUR", 1e15},
		{"eur 5", "EUR", 500}, {"007", "EUR", 700},
	} {
		got, err := domain.ParseMoney(c.text, c.in)
		if err != nil || got != c.in.Of(c.want) {
			t.Errorf("%q in %s gives %v %v, want %d", c.text, c.in, got, err, c.want)
		}
	}
}

func TestParseMoney_Refuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		in   domain.Currency
		want string
	}{
		{"", "EUR", "fund.amount_missing"}, {"  \t", "EUR", "fund.amount_missing"}, {"much", "EUR", "fund.amount_unreadable"},
		{"-5", "EUR", "fund.amount_negative"}, {"−5 €", "EUR", "fund.amount_negative"}, {"(5)", "EUR", "fund.amount_negative"}, {"5-", "EUR", "fund.amount_negative"},
		{"1200 $", "EUR", "fund.other_currency"}, {"1200 USD", "EUR", "fund.other_currency"}, {"€1200", "JPY", "fund.other_currency"},
		{"12k", "EUR", "fund.other_currency"}, {"3 days", "EUR", "fund.other_currency"}, {"3 €", domain.WorkingDays, "fund.other_currency"},
		{"1e9", "EUR", "fund.amount_unreadable"}, {"12abc34", "EUR", "fund.amount_unreadable"}, {"1..2", "EUR", "fund.amount_unreadable"},
		{"1,200", "KWD", "fund.amount_two_ways"}, {"12.5", "JPY", "fund.amount_no_minor"}, {"1.2345", "EUR", "fund.amount_precise"},
		{"0.500", "EUR", "fund.amount_precise"}, {"0,25", domain.WorkingDays, "fund.amount_precise"}, {"1.20.300", "EUR", "fund.amount_unclear"},
		{"12,34,567.00.1", "EUR", "fund.amount_unclear"}, {"1,200 300", "EUR", "fund.amount_unclear"}, {"1 23", "EUR", "fund.amount_unclear"},
		{"10000000000000.01", "EUR", "fund.amount_huge"}, {strings.Repeat("9", 400), "EUR", "fund.amount_huge"},
		{"9223372036854775808", "JPY", "fund.amount_huge"},
	} {
		got, err := domain.ParseMoney(c.text, c.in)
		faults := domain.FaultsOf(err)
		if len(faults) != 1 || faults[0].Sentence != c.want || faults[0].Field != "amount" {
			t.Errorf("%q in %s gives %v %v, want %s", c.text, c.in, got, err, c.want)
		}
	}
}

// What Rapport writes it reads, in every currency.
func TestMoney_WrittenAndRead(t *testing.T) {
	t.Parallel()
	all := append(domain.Currencies(), domain.WorkingDays)
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(all).Draw(t, "currency").Of(rapid.Int64Range(0, domain.MaxMinor).Draw(t, "minor"))
		text := m.String()
		got, err := domain.ParseMoney(text, m.Currency)
		if err != nil || got != m {
			t.Fatalf("%s is read as %v, %v", text, got, err)
		}
	})
}

func FuzzParseMoney(f *testing.F) {
	for _, text := range []string{"1.200,50 €", "-1", "1'000", "9999999999999999999", "(1)", "€", "1,2,3", "\x00", "١٢"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []domain.Currency{"EUR", "JPY", "KWD", domain.WorkingDays} {
			m, err := domain.ParseMoney(text, c)
			if err == nil && (m.Minor < 0 || m.Minor > domain.MaxMinor || m.Currency != c) {
				t.Errorf("%q gives %v", text, m)
			}
			if err != nil && len(domain.FaultsOf(err)) != 1 {
				t.Errorf("%q gives %v", text, err)
			}
		}
	})
}

func TestMoney_String(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]domain.Money{
		"1200.50 EUR": domain.Currency("EUR").Of(120050), "0.05 EUR": domain.Currency("EUR").Of(5), "-0.05 EUR": domain.Currency("EUR").Of(-5),
		"1200 JPY": domain.Currency("JPY").Of(1200), "1.005 KWD": domain.Currency("KWD").Of(1005), "2.5 days": domain.WorkingDays.Of(25),
	} {
		if got := m.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMoney_Plus(t *testing.T) {
	t.Parallel()
	eur := domain.Currency("EUR")
	if got, err := eur.Of(5).Plus(eur.Of(7)); err != nil || got != eur.Of(12) {
		t.Errorf("got %v, %v", got, err)
	}
	for name, c := range map[string][2]domain.Money{
		"another currency": {eur.Of(1), domain.Currency("USD").Of(1)},
		"too much":         {eur.Of(domain.MaxMinor), eur.Of(1)},
		"over the edge":    {eur.Of(math.MaxInt64), eur.Of(1)},
		"under the edge":   {eur.Of(math.MinInt64), eur.Of(-1)},
	} {
		if got, err := c[0].Plus(c[1]); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestMoney_Share(t *testing.T) {
	t.Parallel()
	eur := domain.Currency("EUR")
	for _, c := range []struct {
		minor, part, whole, want int64
	}{
		{1000, 1, 3, 333}, {1000, 3, 3, 1000}, {1000, 0, 3, 0}, {1000, 1, 0, 0}, {1000, -1, 3, 0}, {domain.MaxMinor, domain.MaxMinor, domain.MaxMinor, domain.MaxMinor},
		{domain.MaxMinor, math.MaxInt64, 1, domain.MaxMinor},
	} {
		if got := eur.Of(c.minor).Share(c.part, c.whole); got != eur.Of(c.want) {
			t.Errorf("%d times %d by %d gives %v, want %d", c.minor, c.part, c.whole, got, c.want)
		}
	}
}

func TestMoney_Each(t *testing.T) {
	t.Parallel()
	eur := domain.Currency("EUR")
	for _, c := range []struct {
		minor int64
		n     float64
		want  int64
	}{{1000, 3, 333}, {2000, 3, 667}, {1000, -4, 250}, {1000, 0.1, 10000}, {100, 8, 13}} {
		if got, ok := eur.Of(c.minor).Each(c.n); !ok || got != eur.Of(c.want) {
			t.Errorf("%d by %v gives %v, want %d", c.minor, c.n, got, c.want)
		}
	}
	for _, n := range []float64{0, math.NaN(), math.Inf(1), 1e-300} {
		if got, ok := eur.Of(1000).Each(n); ok {
			t.Errorf("by %v it gives %v", n, got)
		}
	}
}

// The list follows ISO 4217: three letters each, and 0, 2 or 3 digits.
func TestCurrencies(t *testing.T) {
	t.Parallel()
	digits := map[int]int{}
	for _, c := range domain.Currencies() {
		if len(c) != 3 || strings.ToUpper(string(c)) != string(c) {
			t.Errorf("%q is no code", c)
		}
		digits[c.Digits()]++
	}
	if digits[0] != 16 || digits[3] != 7 || digits[2] < 130 || len(digits) != 3 {
		t.Errorf("got %v", digits)
	}
	for text, want := range map[string]domain.Currency{"eur": "EUR", "Days": domain.WorkingDays} {
		if got, ok := domain.ParseCurrency(text); !ok || got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
	if c, ok := domain.ParseCurrency("ABC"); ok {
		t.Errorf("got %q", c)
	}
}
