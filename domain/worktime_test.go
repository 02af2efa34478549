package domain_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// holidays is a calendar of one place.
type holidays map[domain.Date]string

func (h holidays) Holiday(location string, d domain.Date) (string, bool) {
	name, ok := h[d]
	return name, ok && location == "DE-BY"
}

// everyDay is a calendar on which nobody ever works; it counts the questions.
type everyDay struct{ asked *int }

func (e everyDay) Holiday(string, domain.Date) (string, bool) {
	*e.asked++
	return "Sunday for ever", true
}

func mustPattern(t *testing.T, text string) domain.Pattern {
	t.Helper()
	p, err := domain.ParsePattern(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// berlin works in Munich over Christmas 2026 and is away in the week after.
func berlin(t *testing.T) domain.WorkCalendar {
	t.Helper()
	return domain.WorkCalendar{
		Zone: mustZone(t, "Europe/Berlin"), Pattern: domain.DefaultPattern(), Location: "DE-BY",
		Holidays: holidays{
			date(2026, 12, 25): "Weihnachtstag", date(2026, 12, 26): "Zweiter Weihnachtsfeiertag",
			date(2027, 1, 1): "Neujahr", date(2027, 1, 6): "Heilige Drei Könige",
		},
		Absences: []domain.DateRange{{Start: date(2026, 12, 28), End: date(2026, 12, 30)}},
	}
}

func TestWorkCalendar_IsWorkingDay(t *testing.T) {
	t.Parallel()
	ada := berlin(t)
	elsewhere := ada
	elsewhere.Location = "FR"
	sundays := domain.WorkCalendar{Pattern: mustPattern(t, "sun-thu 8:30-16:30")}
	apia := domain.WorkCalendar{Zone: mustZone(t, "Pacific/Apia")}
	tests := []struct {
		name     string
		calendar domain.WorkCalendar
		day      domain.Date
		want     bool
	}{
		{"a Thursday", ada, date(2026, 12, 24), true},
		{"a holiday", ada, date(2026, 12, 25), false},
		{"that holiday at another place", elsewhere, date(2026, 12, 25), true},
		{"a Sunday", ada, date(2026, 12, 27), false},
		{"the first day of an absence", ada, date(2026, 12, 28), false},
		{"the last day of an absence", ada, date(2026, 12, 30), false},
		{"the day after an absence", ada, date(2026, 12, 31), true},
		{"a Sunday of somebody who works on Sundays", sundays, date(2026, 12, 27), true},
		{"a Friday of somebody who does not", sundays, date(2026, 12, 25), false},
		{"a Monday where nothing is set", domain.WorkCalendar{}, date(2026, 11, 30), true},
		{"a Saturday where nothing is set", domain.WorkCalendar{}, date(2026, 11, 28), false},
		{"the Friday that Apia left out", apia, date(2011, 12, 30), false},
		{"the Friday after it", apia, date(2012, 1, 6), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.calendar.IsWorkingDay(test.day); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestWorkCalendar_AddWorkingDays(t *testing.T) {
	t.Parallel()
	ada := berlin(t)
	tests := []struct {
		name string
		from domain.Date
		n    int
		want domain.Date
	}{
		{"the next one is after the weekend", date(2026, 11, 27), 1, date(2026, 11, 30)},
		{"five are a week", date(2026, 11, 25), 5, date(2026, 12, 2)},
		{"from a weekend the first is Monday", date(2026, 11, 28), 1, date(2026, 11, 30)},
		{"holidays, an absence and New Year do not count", date(2026, 12, 23), 3, date(2027, 1, 4)},
		{"none from a working day stays", date(2026, 11, 27), 0, date(2026, 11, 27)},
		{"none from a holiday moves on", date(2026, 12, 25), 0, date(2026, 12, 31)},
		{"one back over the same days", date(2027, 1, 4), -2, date(2026, 12, 24)},
		{"one back from a weekend", date(2026, 11, 29), -1, date(2026, 11, 27)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, ok := ada.AddWorkingDays(test.from, test.n); !ok || got != test.want {
				t.Errorf("got %v, %v, want %v", got, ok, test.want)
			}
		})
	}
}

func TestWorkCalendar_Periods(t *testing.T) {
	t.Parallel()
	ada := berlin(t)
	december := domain.Monthly.Period(date(2026, 12, 5))
	t.Run("the working days of a month, from both ends", func(t *testing.T) {
		t.Parallel()
		for n, want := range map[int]domain.Date{
			1: date(2026, 12, 1), 2: date(2026, 12, 2), 19: date(2026, 12, 31), -1: date(2026, 12, 31), -2: date(2026, 12, 24), -19: date(2026, 12, 1),
		} {
			if got, ok := ada.NthWorkingDayOfPeriod(december, n); !ok || got != want {
				t.Errorf("%d: got %v, %v, want %v", n, got, ok, want)
			}
		}
	})
	t.Run("no day beyond them", func(t *testing.T) {
		t.Parallel()
		for _, n := range []int{0, 20, -20, 1000, -1000} {
			if got, ok := ada.NthWorkingDayOfPeriod(december, n); ok || !got.IsZero() {
				t.Errorf("%d: got %v", n, got)
			}
		}
		if got, ok := ada.NthWorkingDayOfPeriod(domain.Period{}, 1); ok {
			t.Errorf("got %v of no period", got)
		}
	})
	t.Run("how long an absence is, whether or not it is already known", func(t *testing.T) {
		t.Parallel()
		for r, want := range map[domain.DateRange]int{
			ada.Absences[0]: 3,
			{Start: date(2026, 12, 24), End: date(2027, 1, 10)}:  9,
			{Start: date(2026, 12, 25), End: date(2026, 12, 27)}: 0,
			{}: 0,
			{Start: date(2026, 12, 25), End: date(2026, 12, 24)}: 0,
		} {
			if got := ada.AbsenceLength(r); got != want {
				t.Errorf("%v: got %d working days, want %d", r, got, want)
			}
		}
	})
	t.Run("an absence until further notice is long, not endless", func(t *testing.T) {
		t.Parallel()
		for _, r := range []domain.DateRange{{Start: date(2026, 12, 1)}, {Start: date(2026, 12, 1), End: date(9999, 12, 31)}} {
			if got := ada.AbsenceLength(r); got < 500 || got > 530 {
				t.Errorf("%v: got %d working days, want about two years", r, got)
			}
		}
	})
}

// anyWorkCalendar draws somebody in any zone, with holidays and absences.
func anyWorkCalendar(t *rapid.T, groups []zoneGroup) domain.WorkCalendar {
	free := holidays{}
	w := domain.WorkCalendar{
		Zone: rapid.SampledFrom(groups).Draw(t, "zone").zone, Location: "DE-BY", Pattern: anyPattern(t), Holidays: free,
	}
	for range rapid.IntRange(0, 10).Draw(t, "holidays") {
		free[anyPracticeDay(t)] = "a holiday"
	}
	for range rapid.IntRange(0, 2).Draw(t, "absences") {
		start := anyPracticeDay(t)
		w.Absences = append(w.Absences, domain.DateRange{Start: start, End: start.AddDays(rapid.IntRange(0, 40).Draw(t, "days away"))})
	}
	return w
}

// anyPracticeDay draws from a year of leap day, so that what is drawn meets.
func anyPracticeDay(t *rapid.T) domain.Date {
	return date(2027, 10, 1).AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
}

func TestWorkCalendar_DaysProperties(t *testing.T) {
	t.Parallel()
	groups := mustZoneGroups(t)
	rapid.Check(t, func(t *rapid.T) {
		w, from := anyWorkCalendar(t, groups), anyPracticeDay(t)
		n := rapid.IntRange(-30, 30).Draw(t, "n")
		day, ok := w.AddWorkingDays(from, n)
		if !ok || !w.IsWorkingDay(day) {
			t.Fatalf("%v plus %d is %v, %v, no working day", from, n, day, ok)
		}
		if n > 0 && !day.After(from) || n < 0 && !day.Before(from) || n == 0 && day.Before(from) {
			t.Fatalf("%v plus %d is %v", from, n, day)
		}
		if got := w.WorkingDaysBetween(from, day); n != 0 && got != n {
			t.Fatalf("%v plus %d is %v, but between them are %d", from, n, day, got)
		}
		if next, _ := w.AddWorkingDays(from, n+1); n > 0 && w.WorkingDaysBetween(day, next) != 1 {
			t.Fatalf("%v plus %d is %v, and one more is %v", from, n, day, next)
		}
		if back, _ := w.AddWorkingDays(day, -n); n > 0 && w.IsWorkingDay(from) && back != from {
			t.Fatalf("%v plus %d is %v, and as many back %v", from, n, day, back)
		}
		year := domain.DateRange{Start: from, End: from.AddDays(200)}
		days := w.WorkingDays(year)
		if !slices.IsSortedFunc(days, domain.Date.Compare) || slices.ContainsFunc(days, func(d domain.Date) bool { return !year.Contains(d) || !w.IsWorkingDay(d) }) {
			t.Fatalf("%v are not the working days of %v", days, year)
		}
	})
}

// TestWorkCalendar_Bounded holds that nothing is searched for ever: somebody
// who never works gets no day, after two years of looking.
func TestWorkCalendar_Bounded(t *testing.T) {
	t.Parallel()
	monday, noon := date(2026, 11, 30), time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	never := func() (domain.WorkCalendar, *int) {
		asked := 0
		return domain.WorkCalendar{Holidays: everyDay{asked: &asked}}, &asked
	}
	searches := map[string]func(domain.WorkCalendar) bool{
		"a day forward":  func(w domain.WorkCalendar) bool { _, ok := w.AddWorkingDays(monday, 1); return ok },
		"a day back":     func(w domain.WorkCalendar) bool { _, ok := w.AddWorkingDays(monday, -1); return ok },
		"very many days": func(w domain.WorkCalendar) bool { _, ok := w.AddWorkingDays(monday, 1<<40); return ok },
		"an instant":     func(w domain.WorkCalendar) bool { _, ok := w.NextAllowed(noon); return ok },
		"now":            func(w domain.WorkCalendar) bool { return w.IsAllowed(noon) },
		"an opening": func(w domain.WorkCalendar) bool {
			_, ok := w.OpensAt(monday, domain.DefaultOpening(), "ada/bo")
			return ok
		},
	}
	for name, search := range searches {
		t.Run("where every day is a holiday: "+name, func(t *testing.T) {
			t.Parallel()
			w, asked := never()
			if search(w) || *asked > 800 {
				t.Errorf("found something, or asked %d times", *asked)
			}
		})
		t.Run("where somebody is away for good: "+name, func(t *testing.T) {
			t.Parallel()
			if search(domain.WorkCalendar{Absences: []domain.DateRange{{Start: date(2000, 1, 1)}}}) {
				t.Error("found something")
			}
		})
	}
	t.Run("whoever comes back within two years is found", func(t *testing.T) {
		t.Parallel()
		w := domain.WorkCalendar{Absences: []domain.DateRange{{Start: monday, End: monday.AddDays(700)}}}
		if got, ok := w.AddWorkingDays(monday, 1); !ok || got.DaysSince(monday) < 701 || got.DaysSince(monday) > 703 {
			t.Errorf("got %v, %v", got, ok)
		}
	})
}
