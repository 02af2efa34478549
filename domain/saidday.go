package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// ParseSaidDay reads a day as people type it, seen from today: "2026-12-04",
// "4 December", "Dec 4th", "4.12.", "today", "tomorrow", "Friday", "next
// Friday", "in 2 weeks", "end of the month". A day without a year is the next
// one of that name, today included; a weekday is the next one after today. What
// could be two days, such as 3/4, is refused rather than guessed. Errors:
// Invalid, with what was typed.
func ParseSaidDay(text string, today Date) (Date, error) {
	words := dayWords(text)
	joined := strings.Join(words, " ")
	for _, read := range []func([]string, Date) (Date, bool){namedDay, isoDay, dottedDay, monthDay, weekday, laterDay} {
		if d, ok := read(words, today); ok {
			return d, nil
		}
	}
	if strings.Contains(joined, "/") {
		return Date{}, Refuse(Invalid, "date.two_ways", "Text", text)
	}
	return Date{}, Refuse(Invalid, "date.unknown", "Text", text)
}

// dayWords lowers a text and cuts it into words, without the ones that say
// nothing about the day.
func dayWords(text string) []string {
	text = strings.ToLower(strings.NewReplacer(",", " ", "–", "-", "—", "-", "’", "'").Replace(Tidy(text)))
	words := strings.Fields(text)
	return slices.DeleteFunc(words, func(w string) bool { return w == "the" || w == "on" || w == "of" })
}

// namedDay reads what names a day by its distance.
func namedDay(words []string, today Date) (Date, bool) {
	switch strings.Join(words, " ") {
	case "today", "tonight":
		return today, true
	case "tomorrow", "tmrw":
		return today.AddDays(1), true
	case "day after tomorrow":
		return today.AddDays(2), true
	case "end week", "end this week":
		return today.WeekStart().AddDays(daysPerWeek - 1), true
	case "end next week":
		return today.WeekStart().AddDays(2*daysPerWeek - 1), true
	case "end month", "end this month":
		return today.MonthEnd(), true
	case "end next month":
		return today.MonthStart().AddMonths(1).MonthEnd(), true
	case "end year", "end this year":
		return NewDate(today.Year, time.December, 31), true
	}
	return Date{}, false
}

func isoDay(words []string, _ Date) (Date, bool) {
	d, err := ParseDate(strings.Join(words, " "))
	return d, err == nil
}

// dottedDay reads "4.12." and "4.12.2026": where dots are written the day comes
// first everywhere.
func dottedDay(words []string, today Date) (Date, bool) {
	parts := strings.Split(strings.TrimSuffix(strings.Join(words, ""), "."), ".")
	if len(parts) != 2 && len(parts) != 3 {
		return Date{}, false
	}
	day, dayOK := digits(parts[0])
	month, monthOK := digits(parts[1])
	if !dayOK || !monthOK || month > 12 {
		return Date{}, false
	}
	if len(parts) == 2 {
		return upcoming(time.Month(month), day, today)
	}
	year, yearOK := yearOf(parts[2])
	return exactly(year, time.Month(month), day, yearOK)
}

// monthDay reads a day and the name of a month, in either order, with or
// without a year; a weekday before them says nothing more.
func monthDay(words []string, today Date) (Date, bool) {
	if len(words) > 0 {
		if _, ok := weekdayOf(words[0]); ok {
			words = words[1:]
		}
	}
	if len(words) < 2 || len(words) > 3 {
		return Date{}, false
	}
	month, monthOK := monthOf(words[1])
	day, dayOK := ordinal(words[0])
	if !monthOK || !dayOK {
		month, monthOK = monthOf(words[0])
		day, dayOK = ordinal(words[1])
	}
	if !monthOK || !dayOK {
		return Date{}, false
	}
	if len(words) == 2 {
		return upcoming(month, day, today)
	}
	year, ok := yearOf(words[2])
	return exactly(year, month, day, ok)
}

// weekday reads "friday" and "next friday", which is the one of the next week.
func weekday(words []string, today Date) (Date, bool) {
	next := len(words) == 2 && words[0] == "next"
	if next || len(words) == 2 && words[0] == "this" {
		words = words[1:]
	}
	if len(words) != 1 {
		return Date{}, false
	}
	day, ok := weekdayOf(words[0])
	if !ok {
		return Date{}, false
	}
	if next {
		return today.WeekStart().AddDays(daysPerWeek + (int(day)+daysPerWeek-1)%daysPerWeek), true
	}
	ahead := (int(day) - int(today.Weekday()) + daysPerWeek) % daysPerWeek
	if ahead == 0 {
		ahead = daysPerWeek
	}
	return today.AddDays(ahead), true
}

// mostAhead bounds "in 2 weeks" and the like.
const mostAhead = 1000

// laterDay reads "in 2 weeks", "10 days" and "next week".
func laterDay(words []string, today Date) (Date, bool) {
	if len(words) > 0 && words[0] == "in" {
		words = words[1:]
	}
	if len(words) != 2 {
		return Date{}, false
	}
	n, ok := digits(words[0])
	if words[0] == "a" || words[0] == "one" || words[0] == "next" {
		n, ok = 1, true
	}
	if !ok || n > mostAhead {
		return Date{}, false
	}
	switch strings.TrimSuffix(words[1], "s") {
	case "day":
		return today.AddDays(n), true
	case "week":
		return today.AddDays(n * daysPerWeek), true
	case "month":
		return today.AddMonths(n), true
	}
	return Date{}, false
}

// upcoming is the next day of that month and number, today included.
func upcoming(month time.Month, day int, today Date) (Date, bool) {
	for year := today.Year; year <= today.Year+8; year++ { // the 29th of February may be eight years away
		d := Date{Year: year, Month: month, Day: day}
		if d.Valid() && !d.Before(today) {
			return d, true
		}
	}
	return Date{}, false
}

func exactly(year int, month time.Month, day int, ok bool) (Date, bool) {
	d := Date{Year: year, Month: month, Day: day}
	return d, ok && d.Valid()
}

// digits reads a small number written with digits alone.
func digits(text string) (int, bool) {
	if text == "" || len(text) > 4 || strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}

// ordinal reads "4", "4." and "4th".
func ordinal(text string) (int, bool) {
	return digits(strings.TrimRightFunc(strings.TrimSuffix(text, "."), unicode.IsLetter))
}

// yearOf reads "2026" and "26".
func yearOf(text string) (int, bool) {
	n, ok := digits(text)
	if ok && len(text) == 2 {
		n += 2000
	}
	return n, ok && n >= 1900
}

// fewest letters that name a month or weekday.
const fewestLetters = 3

func monthOf(word string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		if abbreviates(word, m.String()) {
			return m, true
		}
	}
	return 0, false
}

func weekdayOf(word string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if abbreviates(word, d.String()) {
			return d, true
		}
	}
	return 0, false
}

// abbreviates tells whether a word is a name or the beginning of it.
func abbreviates(word, name string) bool {
	word = strings.TrimSuffix(word, ".")
	return len(word) >= fewestLetters && strings.HasPrefix(strings.ToLower(name), word)
}

// SaidAway is what somebody typed after "away".
type SaidAway struct {
	// Days are the days away; without a Start they begin today, or when the
	// present absence began.
	Days DateRange
	// Back is true where the person says that they are back.
	Back bool
}

// ParseAway reads "until DATE", "DATE", "from DATE until DATE", "DATE to DATE"
// and "back". Errors: Invalid with what was typed.
func ParseAway(text string, today Date) (SaidAway, error) {
	words := strings.Fields(strings.ToLower(Tidy(text)))
	if len(words) == 1 && (words[0] == "back" || words[0] == "off" || words[0] == "over") {
		return SaidAway{Back: true}, nil
	}
	if len(words) == 0 {
		return SaidAway{}, RefuseField("until", "absence.until_missing")
	}
	from, until := cutAway(words)
	var said SaidAway
	var err error
	if from != "" {
		if said.Days.Start, err = ParseSaidDay(from, today); err != nil {
			return SaidAway{}, err
		}
		today = said.Days.Start // "from Monday until Friday" is one week
	}
	if said.Days.End, err = ParseSaidDay(until, today); err != nil {
		return SaidAway{}, err
	}
	return said, nil
}

// cutAway cuts the words at the one that leads to the end; what stands before
// it is the start.
func cutAway(words []string) (from, until string) {
	last := -1
	for i, w := range words {
		if slices.Contains([]string{"until", "till", "til", "to", "through", "-", "–"}, w) {
			last = i
		}
	}
	if last < 0 {
		return "", strings.Join(words, " ")
	}
	start := words[:last]
	if len(start) > 0 && start[0] == "from" {
		start = start[1:]
	}
	return strings.Join(start, " "), strings.Join(words[last+1:], " ")
}
