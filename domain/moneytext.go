package domain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// symbols are the signs that people write in the place of a code, with the
// currencies that each may stand for. What a fund is kept in decides among them.
var symbols = map[string]string{
	"€": "EUR", "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD UYU XCD",
	"us$": "USD", "r$": "BRL", "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP", "¥": "JPY CNY", "\u5186": "JPY", "\u5143": "CNY TWD", "₹": "INR", "rs": "INR LKR MUR NPR PKR SCR",
	"₩": "KRW", "zł": "PLN", "kr": "SEK NOK DKK ISK", "fr": "CHF", "fr.": "CHF", "sfr": "CHF", "kč": "CZK", "ft": "HUF", "lei": "RON MDL",
	"₺": "TRY", "₴": "UAH", "₫": "VND", "₱": "PHP", "₪": "ILS", "₦": "NGN", "₽": "RUB", "₡": "CRC", "₲": "PYG", "₸": "KZT", "₾": "GEL", "฿": "THB",
	"euro": "EUR", "euros": "EUR", "dollar": "USD CAD AUD NZD SGD HKD", "dollars": "USD CAD AUD NZD SGD HKD", "yen": "JPY",
	"day": "days", "days": "days", "d": "days", "working days": "days", "working day": "days",
}

// The forms in which people write amounts, once the currency is taken away.
var (
	evenAmount    = regexp.MustCompile(`^[.,][-–—]{1,2}`) // 1.200,- is 1200
	numberShape   = regexp.MustCompile(`^\d+([.,' ]\d+)*$`)
	grouped       = regexp.MustCompile(`^\d{1,3}([.,' ]\d{3})+$`)
	groupedByTwos = regexp.MustCompile(`^\d{1,2}(,\d{2})*,\d{3}$`) // 1,00,000
)

// plainNumber brings what keyboards make of digits, blanks and signs into one
// form.
var plainNumber = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\t", " ", "’", "'", "ʼ", "'", "−", "-", "，", ",", "．", ".")

// ParseMoney reads an amount as people write it, in the currency that is wanted:
// "1.200,50 €", "1,200.50", "EUR 1 200", "1'200.-". Where a text can be read in
// two ways it is refused, not guessed. Errors, of the field "amount": another
// currency, a number below zero or that is none, more digits than the currency
// has, more than any amount can be. Zero is an amount.
func ParseMoney(text string, want Currency) (Money, error) {
	text = strings.TrimSpace(plainNumber.Replace(strings.Map(asciiDigit, text)))
	if text == "" {
		return Money{}, RefuseField("amount", "fund.amount_missing")
	}
	number, mark, minus := cutCurrency(text)
	if got, other := otherCurrency(mark, want); other {
		return Money{}, RefuseField("amount", "fund.other_currency", "Want", string(want), "Got", got)
	}
	if minus {
		return Money{}, RefuseField("amount", "fund.amount_negative")
	}
	if !numberShape.MatchString(number) {
		return Money{}, RefuseField("amount", "fund.amount_unreadable", "Example", want.Of(want.unit()*examplePrice))
	}
	whole, rest, fault := splitNumber(number, want)
	if fault != "" {
		return Money{}, RefuseField("amount", fault, "Currency", string(want), "Digits", want.Digits(), "Typed", text)
	}
	minor, err := strconv.ParseInt(whole+rest+strings.Repeat("0", want.Digits()-len(rest)), 10, 64)
	if err != nil || minor > MaxMinor {
		return Money{}, RefuseField("amount", "fund.amount_huge", "Limit", want.Of(MaxMinor))
	}
	return want.Of(minor), nil
}

// examplePrice is what the sentence about an unreadable amount shows.
const examplePrice = 1200

// asciiDigit turns the wide digits of East Asian keyboards into usual ones.
func asciiDigit(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// cutCurrency takes the words and signs around a number away.
func cutCurrency(text string) (number, mark string, minus bool) {
	first, last := strings.IndexFunc(text, isDigit), strings.LastIndexFunc(text, isDigit)
	if first < 0 {
		return text, "", false
	}
	before := strings.TrimSpace(text[:first])
	after := strings.TrimSpace(evenAmount.ReplaceAllString(text[last+1:], ""))
	minus = strings.ContainsAny(before, "-(") || strings.HasPrefix(after, "-")
	mark = strings.TrimSpace(strings.Trim(before, "-+( ") + " " + strings.Trim(after, "-) "))
	return text[first : last+1], mark, minus
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// otherCurrency tells whether the words around a number name another currency
// than the one that is wanted, and which. Words that name none count as another.
func otherCurrency(mark string, want Currency) (got string, other bool) {
	if mark == "" {
		return "", false
	}
	codes, known := symbols[strings.ToLower(mark)]
	if c, isCode := ParseCurrency(mark); isCode {
		codes, known = string(c), true
	}
	if known && slices.Contains(strings.Fields(codes), string(want)) {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, mark), true
}

// splitNumber finds the digits before and behind the decimal sign. Three digits
// behind a single point or comma are thousands, unless the currency has three
// digits: then a point is the decimal sign, as Rapport writes it, and a comma can
// be either, so nobody guesses.
func splitNumber(number string, want Currency) (whole, rest, fault string) {
	at := strings.LastIndexAny(number, ".,")
	if at < 0 || strings.Count(number, number[at:at+1]) > 1 {
		return ungrouped(number)
	}
	before, behind := number[:at], number[at+1:]
	alone := !strings.ContainsAny(before, "., '")
	thousands := alone && len(behind) == 3 && len(before) <= 3 && !strings.HasPrefix(before, "0")
	switch {
	case strings.ContainsAny(behind, " '"):
		return "", "", "fund.amount_unclear"
	case thousands && want.Digits() == 3 && number[at] == ',':
		return "", "", "fund.amount_two_ways"
	case thousands && want.Digits() == 3:
		return before, behind, ""
	case thousands:
		return before + behind, "", ""
	case len(behind) > want.Digits() && want.Digits() == 0:
		return "", "", "fund.amount_no_minor"
	case len(behind) > want.Digits():
		return "", "", "fund.amount_precise"
	}
	whole, _, fault = ungrouped(before)
	return whole, behind, fault
}

// ungrouped takes the signs between thousands away; they must stand where they
// belong, and be all the same.
func ungrouped(number string) (whole, rest, fault string) {
	signs := strings.Map(func(r rune) rune {
		if isDigit(r) {
			return -1
		}
		return r
	}, number)
	if signs == "" {
		return number, "", ""
	}
	same := strings.Count(signs, signs[:1]) == len(signs)
	if !same || !grouped.MatchString(number) && !groupedByTwos.MatchString(number) {
		return "", "", "fund.amount_unclear"
	}
	return strings.ReplaceAll(number, signs[:1], ""), "", ""
}
