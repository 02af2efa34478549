package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Period is one round of a Cadence: a month, a quarter, or a block of weeks.
// Which period a day belongs to follows from the cadence alone, so everybody
// with the same rhythm has the same periods and nothing has to be stored.
type Period struct {
	Cadence Cadence
	// Start and End are its first and last day.
	Start, End Date
	// Ordinal numbers the periods of one cadence without a gap.
	Ordinal int
	// Key is unique over all cadences and sorts by time within one: "2026-11",
	// "2026-Q4", "2026-11-16/2w". It never changes once it is stored.
	Key string
}

// cadenceEpoch is where blocks of weeks are counted from: a Monday, and the
// first day of a month and quarter.
var cadenceEpoch = Date{Year: 2001, Month: time.January, Day: 1}

// Period is the period that holds the day. The zero Cadence has none: the zero
// Period.
func (c Cadence) Period(d Date) Period {
	switch {
	case c.months > 0:
		return c.period(floorDiv(monthNumber(d), c.months))
	case c.weeks > 0:
		return c.period(c.steps(cadenceEpoch, d))
	}
	return Period{}
}

// period builds the period of that number.
func (c Cadence) period(ordinal int) Period {
	p := Period{Cadence: c, Ordinal: ordinal}
	switch {
	case c.months > 0:
		p.Start = NewDate(0, time.January+time.Month(ordinal*c.months), 1)
		p.End = p.Start.AddMonths(c.months - 1).MonthEnd()
	default:
		p.Start = c.occurrence(cadenceEpoch, ordinal)
		p.End = p.Start.AddDays(daysPerWeek*c.weeks - 1)
	}
	switch c {
	case Monthly:
		p.Key = fmt.Sprintf("%04d-%02d", p.Start.Year, int(p.Start.Month))
	case Quarterly:
		p.Key = fmt.Sprintf("%04d-Q%d", p.Start.Year, quarter(p.Start))
	default:
		p.Key = fmt.Sprintf("%s/%dw", p.Start, c.weeks)
	}
	return p
}

// ParsePeriod finds the period of a stored Key. Errors: Invalid.
func ParsePeriod(key string) (Period, error) {
	if p, ok := periodOfKey(key); ok && p.Key == key {
		return p, nil
	}
	return Period{}, Refuse(Invalid, "period.unreadable", "Text", key)
}

// periodOfKey guesses the period; the caller checks that it has this key.
func periodOfKey(key string) (Period, bool) {
	if start, weeks, found := strings.Cut(key, "/"); found {
		n, err := strconv.Atoi(strings.TrimSuffix(weeks, "w"))
		d, dateErr := ParseDate(start)
		return EveryWeeks(n).Period(d), err == nil && dateErr == nil
	}
	if year, q, found := strings.Cut(key, "-Q"); found {
		n, err := strconv.Atoi(q)
		d, dateErr := ParseDate(year + "-01-01")
		ok := err == nil && dateErr == nil && n >= 1 && n <= monthsPerYear/monthsPerQuarter
		return Quarterly.Period(d.AddMonths((n - 1) * monthsPerQuarter)), ok
	}
	d, err := ParseDate(key + "-01")
	return Monthly.Period(d), err == nil
}

// IsZero tells that there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Range is the days of the period.
func (p Period) Range() DateRange { return DateRange{Start: p.Start, End: p.End} }

// Contains tells whether the day is in the period.
func (p Period) Contains(d Date) bool { return p.Range().Contains(d) }

// Next is the period after this one; of the zero Period it is the zero Period.
func (p Period) Next() Period { return p.neighbour(1) }

// Previous is the period before this one; of the zero Period it is the zero
// Period.
func (p Period) Previous() Period { return p.neighbour(-1) }

func (p Period) neighbour(n int) Period {
	if p.Cadence.IsZero() {
		return Period{}
	}
	return p.Cadence.period(p.Ordinal + n)
}

// PeriodName is how people call a period, as facts for the catalogue, which
// knows the words of each language. One of Month, Quarter and Weeks is set.
type PeriodName struct {
	Year    int
	Month   time.Month // of a monthly period, else 0
	Quarter int        // 1 to 4 of a quarterly one, else 0
	Weeks   int        // the length of any other, to be named by its days, else 0
	Start   Date
	End     Date
}

// Name gives the facts that the period is called by.
func (p Period) Name() PeriodName {
	name := PeriodName{Year: p.Start.Year, Start: p.Start, End: p.End}
	switch p.Cadence {
	case Monthly:
		name.Month = p.Start.Month
	case Quarterly:
		name.Quarter = quarter(p.Start)
	default:
		name.Weeks = p.Cadence.weeks
	}
	return name
}

// quarter is the quarter of the year, 1 to 4.
func quarter(d Date) int { return (int(d.Month)-1)/monthsPerQuarter + 1 }
