package domain

import (
	"math/big"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Money is an amount in the smallest unit of its currency: cents of a euro, yen,
// fils of a dinar, tenths of a working day. Nothing about it is ever a float, and
// one currency is never turned into another.
type Money struct {
	Minor    int64
	Currency Currency
}

// Currency is a code of ISO 4217, or WorkingDays.
type Currency string

// WorkingDays is what funds of time are counted in, by tenths of a day.
const WorkingDays Currency = "days"

// MaxMinor is the most that an amount can be, in the smallest unit: ten million
// millions of euros. Two of them can be added in an int64, and in a table.
const MaxMinor int64 = 1_000_000_000_000_000

// The codes of ISO 4217 (list one, of January 2026) by how many digits their
// smallest unit has. Metals, testing codes, units of account and those of funds
// and indexes are left out, since nobody pays a course with them.
const (
	noMinor  = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
	twoMinor = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK " +
		"DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT " +
		"LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN " +
		"QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS " +
		"VED VES WST XCD XCG YER ZAR ZMW ZWG"
	threeMinor = "BHD IQD JOD KWD LYD OMR TND"
)

// currencyDigits is how many digits the smallest unit has, by code.
var currencyDigits = func() map[Currency]int {
	all := map[Currency]int{WorkingDays: 1}
	for codes, digits := range map[string]int{noMinor: 0, twoMinor: 2, threeMinor: 3} {
		for code := range strings.FieldsSeq(codes) {
			all[Currency(code)] = digits
		}
	}
	return all
}()

// ParseCurrency reads a code, in any case; false for what is none.
func ParseCurrency(text string) (Currency, bool) {
	c := Currency(strings.ToUpper(strings.TrimSpace(text)))
	if strings.EqualFold(string(c), string(WorkingDays)) {
		c = WorkingDays
	}
	_, known := currencyDigits[c]
	return c, known
}

// Currencies lists the codes of ISO 4217, sorted, without WorkingDays.
func Currencies() []Currency {
	var list []Currency
	for c := range currencyDigits {
		if c != WorkingDays {
			list = append(list, c)
		}
	}
	slices.Sort(list)
	return list
}

// Digits is how many digits the smallest unit has: 0, 2 or 3, and 1 for working
// days.
func (c Currency) Digits() int { return currencyDigits[c] }

// Known tells whether there is such a currency.
func (c Currency) Known() bool {
	_, known := currencyDigits[c]
	return known
}

// unit is how many of the smallest unit make one.
func (c Currency) unit() int64 {
	unit := int64(1)
	for range c.Digits() {
		unit *= 10
	}
	return unit
}

// Of makes an amount of this currency from the smallest unit.
func (c Currency) Of(minor int64) Money { return Money{Minor: minor, Currency: c} }

// String writes an amount for the ledger, with a point and without grouping:
// "1200.50 EUR".
func (m Money) String() string {
	whole, rest := m.Parts()
	if rest != "" {
		whole += "." + rest
	}
	return whole + " " + string(m.Currency)
}

// Parts are the digits before and behind the point; there are none behind it for
// a currency without a smaller unit. A minus stands before them.
func (m Money) Parts() (whole, rest string) {
	digits := m.Currency.Digits()
	text, minus := strings.CutPrefix(strconv.FormatInt(m.Minor, 10), "-")
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	whole, rest = text[:len(text)-digits], text[len(text)-digits:]
	if minus {
		whole = "-" + whole
	}
	return whole, rest
}

// Plus adds two amounts of one currency. Errors: Invalid where the currencies
// differ, or where the sum is more than any amount can be.
func (m Money) Plus(other Money) (Money, error) {
	sum := m.Minor + other.Minor
	over := (sum > m.Minor) != (other.Minor > 0) && other.Minor != 0
	switch {
	case m.Currency != other.Currency:
		return Money{}, Refuse(Invalid, "fund.other_currency", "Want", string(m.Currency), "Got", string(other.Currency))
	case over, sum > MaxMinor, sum < -MaxMinor:
		return Money{}, Refuse(Invalid, "fund.amount_huge", "Limit", m.Currency.Of(MaxMinor))
	}
	return m.Currency.Of(sum), nil
}

// Share is an amount times part and divided by whole, rounded down. Part and
// whole are counts; a whole of zero gives nothing.
func (m Money) Share(part, whole int64) Money {
	if part < 0 || whole <= 0 || m.Minor < 0 {
		return m.Currency.Of(0)
	}
	high, low := bits.Mul64(uint64(m.Minor), uint64(part))
	if high >= uint64(whole) {
		return m.Currency.Of(MaxMinor)
	}
	share, _ := bits.Div64(high, low, uint64(whole))
	return m.Currency.Of(int64(min(share, uint64(MaxMinor))))
}

// Each is what one of n costs when all of them cost m, rounded to the nearest
// smallest unit; n is a decimal number such as a goal's value, of either sign.
// False where there is none to divide by.
func (m Money) Each(n float64) (Money, bool) {
	whole, ok := new(big.Rat).SetString(strconv.FormatFloat(n, 'f', -1, 64))
	if !ok || whole.Sign() == 0 {
		return Money{}, false
	}
	each := new(big.Rat).Quo(new(big.Rat).SetInt64(m.Minor), whole.Abs(whole))
	half := big.NewRat(1, 2)
	each.Add(each, half)
	minor := new(big.Int).Quo(each.Num(), each.Denom())
	if !minor.IsInt64() || minor.Int64() > MaxMinor {
		return Money{}, false
	}
	return m.Currency.Of(minor.Int64()), true
}
