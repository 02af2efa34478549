package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Cadence is how often something comes round: each month, each quarter, or
// every so many weeks. The zero Cadence means that none is set, so that
// cmp.Or(person, role, team, organisation) is the narrowest one that is.
type Cadence struct {
	months int // 1 or 3, or 0 where weeks are counted
	weeks  int
}

// The rhythms by calendar month.
var (
	Monthly   = Cadence{months: 1}
	Quarterly = Cadence{months: 3}
)

// MaxCadenceWeeks is the longest rhythm in weeks, half a year: what comes
// less often is no conversation that goes on.
const MaxCadenceWeeks = 26

// EveryWeeks is a rhythm of n weeks. Outside 1 to MaxCadenceWeeks it is the
// zero Cadence.
func EveryWeeks(n int) Cadence {
	if n < 1 || n > MaxCadenceWeeks {
		return Cadence{}
	}
	return Cadence{weeks: n}
}

// ParseCadence reads "monthly", "quarterly", "weekly" and "every 2 weeks", in
// any case. Errors: Invalid.
func ParseCadence(text string) (Cadence, error) {
	words := strings.Fields(strings.ToLower(text))
	switch strings.Join(words, " ") {
	case "monthly", "every month":
		return Monthly, nil
	case "quarterly", "every quarter":
		return Quarterly, nil
	case "weekly", "every week":
		return EveryWeeks(1), nil
	}
	if len(words) != 3 || words[0] != "every" || words[2] != "weeks" && words[2] != "week" {
		return Cadence{}, Refuse(Invalid, "cadence.unreadable", "Text", text)
	}
	n, err := strconv.Atoi(words[1])
	if err != nil {
		return Cadence{}, Refuse(Invalid, "cadence.unreadable", "Text", text)
	}
	if EveryWeeks(n).IsZero() {
		return Cadence{}, Refuse(Invalid, "cadence.weeks_out_of_range", "Text", text, "Most", MaxCadenceWeeks)
	}
	return EveryWeeks(n), nil
}

// String gives what ParseCadence reads, and nothing for the zero Cadence. It is
// the form for files; people read a sentence of the catalogue.
func (c Cadence) String() string {
	switch {
	case c == Monthly:
		return "monthly"
	case c == Quarterly:
		return "quarterly"
	case c.weeks == 1:
		return "weekly"
	case c.weeks > 1:
		return fmt.Sprintf("every %d weeks", c.weeks)
	}
	return ""
}

// IsZero tells that no rhythm is set.
func (c Cadence) IsZero() bool { return c == Cadence{} }

// Months is the length in months, or 0 for a rhythm in weeks.
func (c Cadence) Months() int { return c.months }

// Weeks is the length in weeks, or 0 for a rhythm in months.
func (c Cadence) Weeks() int { return c.weeks }

// MarshalText writes the Cadence as String does.
func (c Cadence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what ParseCadence reads; an empty text is the zero
// Cadence.
func (c *Cadence) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = Cadence{}
		return nil
	}
	parsed, err := ParseCadence(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// Next is the first time strictly after the given instant at which the rhythm
// comes round. The anchor gives the phase: the day of the month (on shorter
// months the last day, without drifting: 31 January, 28 February, 31 March), or
// the weekday and the week. It may lie before or after. Exactly one occurrence
// falls into each month, quarter or block of weeks. The time of day holds in
// the zone, by the rule of Resolve. The zero Cadence never comes round: the
// zero time.
func (c Cadence) Next(after time.Time, anchor Date, at TimeOfDay, zone *time.Location) time.Time {
	if c.IsZero() {
		return time.Time{}
	}
	if anchor.IsZero() {
		anchor = cadenceEpoch
	}
	// Start one step early, for a local date may be a day off the resolved one.
	for step := c.steps(anchor, DateOf(after, zone)) - 1; ; step++ {
		if t := c.occurrence(anchor, step).In(zone, at); t.After(after) {
			return t
		}
	}
}

// steps counts the whole steps of the rhythm from one date to another, by
// month or by week.
func (c Cadence) steps(from, to Date) int {
	if c.months > 0 {
		return floorDiv(monthNumber(to)-monthNumber(from), c.months)
	}
	return floorDiv(to.DaysSince(from), daysPerWeek*c.weeks)
}

// occurrence is the date that lies n steps from the anchor. It counts from the
// anchor itself and never from the last occurrence, or the 31st would drift.
func (c Cadence) occurrence(anchor Date, n int) Date {
	if c.months > 0 {
		return anchor.AddMonths(n * c.months)
	}
	return anchor.AddDays(n * daysPerWeek * c.weeks)
}

const (
	daysPerWeek      = 7
	monthsPerYear    = 12
	monthsPerQuarter = 3
)

// monthNumber counts the months since the year 0.
func monthNumber(d Date) int { return d.Year*monthsPerYear + int(d.Month) - 1 }

// floorDiv divides and rounds down, below zero too.
func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
