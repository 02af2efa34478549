package sentence_test

import (
	"testing"

	"golang.org/x/text/currency"

	"rapport/domain"
)

func TestVoice_Money(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en-US")
	for want, m := range map[string]domain.Money{
		"1,200.50 EUR": domain.Currency("EUR").Of(120050), "1,200 JPY": domain.Currency("JPY").Of(1200), "1.005 KWD": domain.Currency("KWD").Of(1005),
		"0.05 EUR": domain.Currency("EUR").Of(5), "-0.05 EUR": domain.Currency("EUR").Of(-5), "3 working days": domain.WorkingDays.Of(30),
		"1 working day": domain.WorkingDays.Of(10), "2.5 working days": domain.WorkingDays.Of(25),
		"10,000,000,000,000.00 EUR": domain.Currency("EUR").Of(domain.MaxMinor),
	} {
		if got := v.Money(m); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	amount := domain.Currency("EUR").Of(5)
	if got, want := v.Say("fund.amount_huge", "Limit", amount), "That is more than any amount can be: 0.05 EUR."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every code of ours is one of ISO 4217, also by Unicode's list.
func TestCurrencies_AreKnown(t *testing.T) {
	t.Parallel()
	younger := map[domain.Currency]bool{"XCG": true, "ZWG": true, "VED": true, "SLE": true, "MRU": true, "VES": true} // than Unicode's list here
	for _, c := range domain.Currencies() {
		if _, err := currency.ParseISO(string(c)); err != nil && !younger[c] {
			t.Errorf("%s: %v", c, err)
		}
	}
}
