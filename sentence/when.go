package sentence

import (
	"strconv"
	"time"

	"rapport/domain"
)

// Date says a day with its year: "2 November 2026". The zero Date says nothing.
func (v *Voice) Date(d domain.Date) string {
	if d.IsZero() {
		return ""
	}
	return v.Say("date.long", "Day", strconv.Itoa(d.Day), "Month", v.Month(d.Month), "Year", strconv.Itoa(d.Year))
}

// ShortDate says a day without its year: "2 November".
func (v *Voice) ShortDate(d domain.Date) string {
	if d.IsZero() {
		return ""
	}
	return v.Say("date.short", "Day", strconv.Itoa(d.Day), "Month", v.Month(d.Month))
}

// Month says the name of a month.
func (v *Voice) Month(m time.Month) string { return v.Say("date.month_" + strconv.Itoa(int(m))) }

// MonthOf says month and year: "November 2026".
func (v *Voice) MonthOf(d domain.Date) string {
	return v.Say("date.month_year", "Month", v.Month(d.Month), "Year", strconv.Itoa(d.Year))
}

// Weekday says the name of a day of the week.
func (v *Voice) Weekday(d time.Weekday) string {
	return v.Say("date.weekday_" + strconv.Itoa(int(d)))
}

// Day names a day as people do on another day, today: "today", "tomorrow",
// "Thursday" within the next six days, "Thursday 26 November" within half a
// year to either side, and the long date beyond.
func (v *Voice) Day(d, today domain.Date) string {
	const halfAYear = 183
	switch n := d.DaysSince(today); {
	case d.IsZero():
		return ""
	case n == 0:
		return v.Say("date.today")
	case n == 1:
		return v.Say("date.tomorrow")
	case n == -1:
		return v.Say("date.yesterday")
	case n > 1 && n < 7:
		return v.Weekday(d.Weekday())
	case n > -halfAYear && n < halfAYear:
		return v.Say("date.weekday_short", "Weekday", v.Weekday(d.Weekday()), "Date", v.ShortDate(d))
	default:
		return v.Date(d)
	}
}

// Time says the time of day in the reader's zone: "14:00".
func (v *Voice) Time(t time.Time) string { return t.In(v.zone).Format("15:04") }

// When says day and time in the reader's zone, seen from now: "Thursday 14:00".
func (v *Voice) When(t, now time.Time) string {
	day := v.Day(domain.DateOf(t, v.zone), domain.DateOf(now, v.zone))
	return v.Say("date.day_time", "Day", day, "Time", v.Time(t))
}

// Moment says date and time in the reader's zone, wherever it is read:
// "2 November 2026, 14:00".
func (v *Voice) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.Say("date.moment", "Date", v.Date(domain.DateOf(t, v.zone)), "Time", v.Time(t))
}

// Duration says a length in its largest fitting unit, rounded: "40 seconds",
// "10 minutes", "3 hours", "2 days".
func (v *Voice) Duration(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < 90*time.Second:
		return v.Say("date.seconds", "Count", int(d.Round(time.Second)/time.Second))
	case d < 90*time.Minute:
		return v.Say("date.minutes", "Count", int(d.Round(time.Minute)/time.Minute))
	case d < 36*time.Hour:
		return v.Say("date.hours", "Count", int(d.Round(time.Hour)/time.Hour))
	default:
		const day = 24 * time.Hour
		return v.Say("date.days", "Count", int(d.Round(day)/day))
	}
}
