package domain

import "time"

// WorkCalendar answers when one person works: by their own days and hours, the
// holidays at their place and their absences. "Working day" in every rule of
// the practice means a working day of this person. The zero WorkCalendar works
// by DefaultPattern, in UTC, without holidays.
type WorkCalendar struct {
	Zone     *time.Location
	Pattern  Pattern
	Location string   // as Holidays knows it
	Holidays Calendar // nil knows no holidays
	Absences []DateRange
}

// searchDays is how far a search for a working day goes before it gives up, two
// years: whoever is away that long is planned again on return.
const searchDays = 2 * 366

// Today is the person's day at t.
func (w WorkCalendar) Today(t time.Time) Date { return DateOf(t, w.Zone) }

// IsWorkingDay tells whether the person works on that day.
func (w WorkCalendar) IsWorkingDay(d Date) bool { return w.worksOn(d) && !w.IsAway(d) }

// IsAway tells whether the day is in one of the person's absences.
func (w WorkCalendar) IsAway(d Date) bool {
	for _, absence := range w.Absences {
		if absence.Contains(d) {
			return true
		}
	}
	return false
}

// worksOn tells whether the person would work on that day if no absence were
// in the way.
func (w WorkCalendar) worksOn(d Date) bool {
	if w.hoursOn(d).IsZero() || !w.exists(d) {
		return false
	}
	if w.Holidays == nil {
		return true
	}
	_, holiday := w.Holidays.Holiday(w.Location, d)
	return !holiday
}

// hoursOn is the pattern's hours on the day's weekday.
func (w WorkCalendar) hoursOn(d Date) Hours {
	if w.Pattern.IsZero() {
		return DefaultPattern().On(d.Weekday())
	}
	return w.Pattern.On(d.Weekday())
}

// exists tells whether the zone had such a day: one that moved over the date
// line left a day out.
func (w WorkCalendar) exists(d Date) bool { return DateOf(d.In(w.Zone, 0), w.Zone) == d }

// WorkingHours is the first instant of the person's work on that day and the
// first one after it. ok is false where it is no working day.
func (w WorkCalendar) WorkingHours(d Date) (from, until time.Time, ok bool) {
	if !w.IsWorkingDay(d) {
		return time.Time{}, time.Time{}, false
	}
	h := w.hoursOn(d)
	from, until = d.In(w.Zone, h.Start), d.In(w.Zone, h.End)
	return from, until, from.Before(until) // a change of the clock may swallow a short shift
}

// AddWorkingDays is the n-th working day after d, or before it where n is
// negative; d itself need not be one. For 0 it is the first working day from d
// on. ok is false where two years hold no further working day.
func (w WorkCalendar) AddWorkingDays(d Date, n int) (day Date, ok bool) {
	switch {
	case n == 0:
		return w.search(d, 1)
	case n < 0:
		return w.walk(d, -n, -1)
	}
	return w.walk(d, n, 1)
}

// walk goes n working days in the direction of step, which is 1 or -1.
func (w WorkCalendar) walk(d Date, n, step int) (Date, bool) {
	for range n {
		next, ok := w.search(d.AddDays(step), step)
		if !ok {
			return Date{}, false
		}
		d = next
	}
	return d, true
}

// search finds the nearest working day from d on in the direction of step.
func (w WorkCalendar) search(d Date, step int) (Date, bool) {
	for i := range searchDays {
		if day := d.AddDays(i * step); w.IsWorkingDay(day) {
			return day, true
		}
	}
	return Date{}, false
}

// WorkingDaysBetween counts the working days after a up to and with b. It is
// the n for which AddWorkingDays(a, n) is b, where b is a working day; where b
// is before a, it is negative.
func (w WorkCalendar) WorkingDaysBetween(a, b Date) int {
	if b.Before(a) {
		return -len(w.WorkingDays(DateRange{Start: b, End: a.AddDays(-1)}))
	}
	return len(w.WorkingDays(DateRange{Start: a.AddDays(1), End: b}))
}

// WorkingDays lists the working days in the range, in order. A range without an
// End has none.
func (w WorkCalendar) WorkingDays(r DateRange) []Date {
	var days []Date
	for i := range r.Days() {
		if d := r.Start.AddDays(i); w.IsWorkingDay(d) {
			days = append(days, d)
		}
	}
	return days
}

// NthWorkingDayOfPeriod is the n-th working day of the period, counted from 1,
// or from its end where n is negative. ok is false where it has fewer.
func (w WorkCalendar) NthWorkingDayOfPeriod(p Period, n int) (day Date, ok bool) {
	days := w.WorkingDays(p.Range())
	if n < 0 {
		n += len(days) + 1
	}
	if n < 1 || n > len(days) {
		return Date{}, false
	}
	return days[n-1], true
}

// AbsenceLength counts the days in the range on which the person would work if
// no absence were in the way: how long it is in working days. It looks at two
// years at most, and so far where the range has no End.
func (w WorkCalendar) AbsenceLength(r DateRange) int {
	days := min(r.Days(), searchDays)
	if !r.IsEmpty() && r.End.IsZero() {
		days = searchDays
	}
	count := 0
	for i := range days {
		if w.worksOn(r.Start.AddDays(i)) {
			count++
		}
	}
	return count
}

// IsAllowed tells whether t is within the person's working hours, so that a
// message may be sent then.
func (w WorkCalendar) IsAllowed(t time.Time) bool {
	allowed, ok := w.nextAllowed(t, shiftReach)
	return ok && allowed.Equal(t)
}

// NextAllowed is the first instant at or after t within the person's working
// hours. ok is false where two years hold none.
func (w WorkCalendar) NextAllowed(t time.Time) (at time.Time, ok bool) {
	return w.nextAllowed(t, searchDays)
}

// shiftReach is how many days around an instant may have a shift that holds
// it: two before, since a shift may run on into the next day and the clocks may
// be set back over midnight, and one after.
const shiftReach = 4

func (w WorkCalendar) nextAllowed(t time.Time, days int) (time.Time, bool) {
	first := w.Today(t).AddDays(-2)
	// Shifts begin in the order of their days, so the first that has not ended
	// holds the earliest instant.
	for i := range days {
		from, until, ok := w.WorkingHours(first.AddDays(i))
		switch {
		case !ok || !until.After(t):
			continue
		case from.After(t):
			return from, true
		}
		return t.In(zoneOrUTC(w.Zone)), true
	}
	return time.Time{}, false
}
