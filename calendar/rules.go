package calendar

import (
	"maps"
	"slices"
	"time"

	"github.com/rickar/cal/v2"

	"rapport/domain"
)

// The library reckons in the zone of the machine. Where that zone's clocks skip
// midnight, a holiday would slip to the day before.
func init() { //nolint:gochecknoinits // a setting of the library for the whole process, before anything is computed
	cal.DefaultLoc = time.UTC
}

// rules is one or several lists of holidays. Of several, a day counts only
// where all of them have it: a country known by its regions has what these
// share.
type rules [][]*cal.Holiday

// days computes the holidays of a year.
func (r rules) days(year int) map[domain.Date]string {
	if len(r) == 0 {
		return map[domain.Date]string{}
	}
	days := listDays(r[0], year)
	for _, list := range r[1:] {
		others := listDays(list, year)
		maps.DeleteFunc(days, func(d domain.Date, _ string) bool {
			_, shared := others[d]
			return !shared
		})
	}
	return days
}

// listDays computes the days of one list on which people are off. That is the
// day on which a holiday is observed, which may lie in the neighbouring year;
// on a weekend it is the day itself as well, for those who work then.
func listDays(list []*cal.Holiday, year int) map[domain.Date]string {
	days := map[domain.Date]string{}
	for _, holiday := range list {
		for y := year - 1; y <= year+1; y++ {
			// A copy, for some of the library's rules write into the holiday.
			rule := *holiday
			actual, observed := rule.Calc(y)
			if actual.IsZero() {
				continue // not held in that year
			}
			add(days, observed, year, holiday.Name)
			if cal.IsWeekend(actual) {
				add(days, actual, year, holiday.Name)
			}
		}
	}
	return days
}

// add notes a day that lies in the year. The first name stays where two
// holidays meet.
func add(days map[domain.Date]string, t time.Time, year int, name string) {
	d := domain.DateOf(t, time.UTC)
	if _, taken := days[d]; !taken && d.Year == year {
		days[d] = name
	}
}

// without leaves some holidays out of a list.
func without(list []*cal.Holiday, left ...*cal.Holiday) []*cal.Holiday {
	return slices.DeleteFunc(slices.Clone(list), func(h *cal.Holiday) bool { return slices.Contains(left, h) })
}

// with adds holidays to a list.
func with(list []*cal.Holiday, more ...*cal.Holiday) []*cal.Holiday { return slices.Concat(list, more) }

// fixed is a holiday on the same date each year.
func fixed(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// since is a fixed holiday that began in that year.
func since(year int, name string, month time.Month, day int) *cal.Holiday {
	h := fixed(name, month, day)
	h.StartYear = year
	return h
}

// easter is a holiday so many days after Easter Sunday, or before it.
func easter(name string, offset int) *cal.Holiday {
	return &cal.Holiday{Name: name, Offset: offset, Func: cal.CalcEasterOffset}
}

// nth is a holiday on the n-th such weekday of a month, or the n-th last.
func nth(name string, n int, day time.Weekday, month time.Month) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Weekday: day, Offset: n, Func: cal.CalcWeekdayOffset}
}

// moved sets on which day a holiday is observed, by the weekday on which it
// falls.
func moved(h *cal.Holiday, by ...cal.AltDay) *cal.Holiday {
	h.Observed = by
	return h
}

// sortedKeys lists a table's codes in order.
func sortedKeys(table map[string]rules) []string { return slices.Sorted(maps.Keys(table)) }
