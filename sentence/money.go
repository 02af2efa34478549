package sentence

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/number"

	"rapport/domain"
)

// Money writes an amount with the reader's signs, and its code: "1,200.50 EUR".
// Its digits are taken as they are and pass through no float.
func (v *Voice) Money(m domain.Money) string {
	amount, days := v.Amount(m), 2 // what is no whole number of days is many
	if m.Minor%10 == 0 {
		days = int(m.Minor / 10)
	}
	if m.Currency == domain.WorkingDays {
		return v.Say("fund.days", "Count", days, "Amount", amount)
	}
	return v.Say("fund.money", "Amount", amount, "Currency", string(m.Currency))
}

// Amount is Money without its currency, as a form's field holds it.
func (v *Voice) Amount(m domain.Money) string {
	whole, rest := m.Parts()
	if m.Currency == domain.WorkingDays && strings.Trim(rest, "0") == "" {
		rest = "" // 3 days rather than 3.0
	}
	if rest != "" {
		rest = v.point() + rest
	}
	return v.grouped(whole) + rest
}

// grouped puts the reader's signs between the thousands.
func (v *Voice) grouped(whole string) string {
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return whole
	}
	text := v.printer.Sprint(number.Decimal(n))
	if n == 0 && strings.HasPrefix(whole, "-") {
		return "-" + text
	}
	return text
}

// point is the reader's sign before fractions.
func (v *Voice) point() string {
	return strings.TrimFunc(v.printer.Sprint(number.Decimal(1.5)), unicode.IsDigit)
}
