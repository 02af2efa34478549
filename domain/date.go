package domain

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day in the civil calendar, without a zone: a birthday, a due day,
// the first day of a period. The zero Date means that no day is known. Two
// Dates are the same day exactly when they are ==, so Dates serve as map keys.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate makes a Date and carries what is out of range over, as time.Date
// does: 31 November is 1 December.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the day that the calendar on the wall shows at t in the zone; a nil
// zone is UTC.
func DateOf(t time.Time, zone *time.Location) Date {
	return dateOf(t.In(zoneOrUTC(zone)))
}

func dateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads "2026-11-30", and nothing looser, so that 3/4 is never taken
// for the wrong month. Errors: Invalid.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, Refuse(Invalid, "date.unreadable", "Text", text)
	}
	return dateOf(t), nil
}

// String gives "2026-11-30", and nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// IsZero tells that no day is known.
func (d Date) IsZero() bool { return d == Date{} }

// Valid tells whether there is such a day in the calendar; the zero Date is
// none.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d == NewDate(d.Year, d.Month, d.Day)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// AddDays goes n days forward, or back where n is negative.
func (d Date) AddDays(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// AddMonths goes n months forward or back and keeps the day of the month; where
// that month is shorter, it is the month's last day.
func (d Date) AddMonths(n int) Date {
	first := NewDate(d.Year, d.Month+time.Month(n), 1)
	first.Day = min(d.Day, first.MonthEnd().Day)
	return first
}

// DaysSince counts the days from other to d; it is negative where d is earlier.
func (d Date) DaysSince(other Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int((d.midnight().Unix() - other.midnight().Unix()) / secondsPerDay)
}

// Compare is -1 where d is earlier than other, 0 on the same day, and 1 later.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before tells whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After tells whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// MonthStart is the first day of the month.
func (d Date) MonthStart() Date { return Date{Year: d.Year, Month: d.Month, Day: 1} }

// MonthEnd is the last day of the month.
func (d Date) MonthEnd() Date { return NewDate(d.Year, d.Month+1, 0) }

// WeekStart is the Monday of the week, as ISO 8601 counts weeks.
func (d Date) WeekStart() Date {
	sinceMonday := (int(d.Weekday()) + 6) % 7
	return d.AddDays(-sinceMonday)
}

// In is the instant of that time of day on this day in the zone. See Resolve
// for what holds at a change of the clock.
func (d Date) In(zone *time.Location, at TimeOfDay) time.Time { return Resolve(d, at, zone) }

// MarshalText writes the Date as String does, for JSON and YAML too.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// midnight carries the Date through the arithmetic of time.Time. UTC has no
// clock changes, so each day there has 24 hours.
func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
