package domain

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"time"
)

// Deal gives conversations their days within a period. The day that a pair
// would like best follows from its name alone, at the same place in every
// period; it gives way to the nearest day in whose week the manager has room.
// Since a new pair is dealt round those already placed, nobody's day moves when
// somebody joins.
type Deal struct {
	// Days are the days to choose from, in order: as a rule the employee's
	// working days in the period, less those that are over.
	Days []Date
	// Placed are the days of the same manager's other conversations, those of
	// the neighbouring periods that fall into a shared week included.
	Placed []Date
	// PerWeek is the most conversations of a manager from Monday to Sunday; 0
	// and less is no limit.
	PerWeek int
}

// PairKey names an employee and the partner of the conversation for Deal and
// Opening.
func PairKey(employee, partner ID) string { return string(employee) + "/" + string(partner) }

// Day deals a day to the pair. fits is false where every week is full: the day
// is then in the week with the fewest conversations, and the manager should be
// offered a slower rhythm or a partner. Without any days it is the zero Date.
func (d Deal) Day(pair string) (day Date, fits bool) {
	if len(d.Days) == 0 {
		return Date{}, false
	}
	load := map[Date]int{}
	for _, placed := range d.Placed {
		load[placed.WeekStart()]++
	}
	least := d.Days[0]
	for i, candidate := range nearestFirst(d.Days, share(pair, "day", len(d.Days))) {
		week := load[candidate.WeekStart()]
		if d.PerWeek <= 0 || week < d.PerWeek {
			return candidate, true
		}
		if i == 0 || week < load[least.WeekStart()] {
			least = candidate
		}
	}
	return least, false
}

// All deals days to several pairs one after the other, each round those before
// it, and gives them in the same order. fits is false where one of them did not
// fit. A pair appended to the list moves nobody before it, so the order should
// be the one in which the pairs came to be.
func (d Deal) All(pairs []string) (days []Date, fits bool) {
	d.Placed = append([]Date(nil), d.Placed...)
	fits = true
	for _, pair := range pairs {
		day, ok := d.Day(pair)
		fits = fits && ok
		days = append(days, day)
		d.Placed = append(d.Placed, day)
	}
	return days, fits
}

// nearestFirst lists the days by their distance from the one at the index, the
// later of two at the same distance first.
func nearestFirst(days []Date, from int) []Date {
	sorted := make([]Date, 0, len(days))
	sorted = append(sorted, days[from])
	for distance := 1; len(sorted) < len(days); distance++ {
		if later := from + distance; later < len(days) {
			sorted = append(sorted, days[later])
		}
		if earlier := from - distance; earlier >= 0 {
			sorted = append(sorted, days[earlier])
		}
	}
	return sorted
}

// share spreads texts evenly over 0 to n-1. What it is for keeps the answers
// about one text independent of each other. It must give the same for ever, or
// everybody's slots would move on an upgrade.
func share(text, purpose string, n int) int {
	sum := sha256.Sum256([]byte(purpose + "\x00" + text))
	high, _ := bits.Mul64(binary.BigEndian.Uint64(sum[:8]), uint64(max(n, 0)))
	return int(high)
}

// Opening is the span of the day in which conversations open, From included and
// Until not. Each pair has its own minute in it, so that not all of a company
// is written to at once.
type Opening struct {
	From, Until TimeOfDay
}

// DefaultOpening is 9:00 to 10:30.
func DefaultOpening() Opening {
	return Opening{From: NewTimeOfDay(9, 0), Until: NewTimeOfDay(10, 30)}
}

// Time is the pair's time of day in the span.
func (o Opening) Time(pair string) TimeOfDay {
	return o.From + TimeOfDay(share(pair, "time", int(o.Until-o.From)))
}

// Within moves the span into somebody's hours: the part of it that lies in
// them, or else a span of the same length from their start on.
func (o Opening) Within(h Hours) Opening {
	if inside := (Opening{From: max(o.From, h.Start), Until: min(o.Until, h.End)}); inside.From < inside.Until {
		return inside
	}
	return Opening{From: h.Start, Until: min(h.Start+o.Until-o.From, h.End)}
}

// OpensAt is when the pair's conversation opens if it has that day: at the
// pair's minute on the first working day from d on. ok is false where two years
// hold none.
func (w WorkCalendar) OpensAt(d Date, o Opening, pair string) (at time.Time, ok bool) {
	day, ok := w.AddWorkingDays(d, 0)
	if !ok {
		return time.Time{}, false
	}
	minute := o.Within(w.hoursOn(day)).Time(pair)
	return w.NextAllowed(day.In(w.Zone, minute))
}
