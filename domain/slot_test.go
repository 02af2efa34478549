package domain_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// november2026 is the working days of a month with five weeks, 21 of them.
func november2026() []domain.Date {
	return domain.WorkCalendar{}.WorkingDays(domain.Monthly.Period(date(2026, 11, 1)).Range())
}

func pairs(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = domain.PairKey(domain.ID(fmt.Sprintf("employee-%d", i)), "lin")
	}
	return names
}

func byWeek(days []domain.Date) map[domain.Date]int {
	weeks := map[domain.Date]int{}
	for _, day := range days {
		weeks[day.WeekStart()]++
	}
	return weeks
}

func TestDeal_Day(t *testing.T) {
	t.Parallel()
	pair := domain.PairKey("grace", "lin")
	free := domain.Deal{Days: november2026(), PerWeek: 4}
	liked, fits := free.Day(pair)
	if !fits {
		t.Fatal("an empty month does not fit one conversation")
	}
	full := func(n int) domain.Deal {
		deal := free
		for range n {
			deal.Placed = append(deal.Placed, liked.WeekStart().AddDays(6))
		}
		return deal
	}
	t.Run("stays where it is while the week has room", func(t *testing.T) {
		t.Parallel()
		if got, fits := full(3).Day(pair); got != liked || !fits {
			t.Errorf("got %v, %v, want %v", got, fits, liked)
		}
	})
	t.Run("gives way to a neighbouring week when its own is full", func(t *testing.T) {
		t.Parallel()
		got, fits := full(4).Day(pair)
		if got.WeekStart() == liked.WeekStart() || !fits || max(got.DaysSince(liked), liked.DaysSince(got)) > 7 {
			t.Errorf("got %v, %v, liked %v", got, fits, liked)
		}
	})
	t.Run("says so where every week is full, and takes the emptiest", func(t *testing.T) {
		t.Parallel()
		deal := free
		for _, monday := range []domain.Date{date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30)} {
			for range 4 {
				deal.Placed = append(deal.Placed, monday)
			}
			if monday != date(2026, 11, 16) {
				deal.Placed = append(deal.Placed, monday)
			}
		}
		got, fits := deal.Day(pair)
		if got.WeekStart() != date(2026, 11, 16) || fits {
			t.Errorf("got %v, %v, want a day of the emptiest week and that it does not fit", got, fits)
		}
	})
	t.Run("has no limit where none is set", func(t *testing.T) {
		t.Parallel()
		deal := full(50)
		deal.PerWeek = 0
		if got, fits := deal.Day(pair); got != liked || !fits {
			t.Errorf("got %v, %v, want %v", got, fits, liked)
		}
	})
	t.Run("has no day where there is none", func(t *testing.T) {
		t.Parallel()
		if got, fits := (domain.Deal{PerWeek: 4}).Day(pair); fits || !got.IsZero() {
			t.Errorf("got %v, %v", got, fits)
		}
	})
}

// TestDeal_NeverChanges freezes days and minutes: whoever changes how they are
// spread moves the slots of everybody in every company.
func TestDeal_NeverChanges(t *testing.T) {
	t.Parallel()
	for pair, want := range map[string]string{
		"grace/lin": "2026-11-03 9:54", "sam/lin": "2026-11-17 9:27", "0197f6d2-0000-7000-8000-000000000001/0197f6d2-0000-7000-8000-000000000002": "2026-11-11 10:11",
	} {
		day, _ := domain.Deal{Days: november2026(), PerWeek: 4}.Day(pair)
		if got := fmt.Sprint(day, " ", domain.DefaultOpening().Time(pair)); got != want {
			t.Errorf("%s: got %s, want %s", pair, got, want)
		}
	}
}

func TestDeal_All(t *testing.T) {
	t.Parallel()
	t.Run("keeps the limit as long as people fit", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			c := anyCadence(t)
			period := c.Period(anyPracticeDay(t))
			perWeek := rapid.IntRange(1, 6).Draw(t, "per week")
			// As many as Fits allows; every week of the period has a Wednesday.
			reports := perWeek * rapid.IntRange(1, max(1, period.Range().Days()/7)).Draw(t, "weeks")
			if !domain.Fits(reports, c, perWeek) {
				return
			}
			deal := domain.Deal{Days: domain.WorkCalendar{}.WorkingDays(period.Range()), PerWeek: perWeek}
			days, fits := deal.All(pairs(reports))
			if !fits || len(days) != reports {
				t.Fatalf("%d people with %d a week do not fit in %s", reports, perWeek, period.Key)
			}
			for week, n := range byWeek(days) {
				if n > perWeek {
					t.Fatalf("%d conversations in the week of %v, at most %d", n, week, perWeek)
				}
			}
		})
	})
	t.Run("moves nobody when somebody joins", func(t *testing.T) {
		t.Parallel()
		deal := domain.Deal{Days: november2026(), PerWeek: 2}
		everybody, _ := deal.All(pairs(30))
		for n := range 30 {
			if some, _ := deal.All(pairs(n)); !slices.Equal(some, everybody[:n]) {
				t.Errorf("of %d people: got %v, want %v", n, some, everybody[:n])
			}
		}
	})
	t.Run("gives everybody a day and says that it is too much", func(t *testing.T) {
		t.Parallel()
		days, fits := domain.Deal{Days: november2026(), PerWeek: 4}.All(pairs(60))
		if fits || len(days) != 60 || slices.Contains(days, domain.Date{}) {
			t.Errorf("got %d days, fits %v", len(days), fits)
		}
		for week, n := range byWeek(days) {
			if n > 13 {
				t.Errorf("%d conversations in the week of %v, though 60 in 5 weeks are 12", n, week)
			}
		}
	})
	t.Run("leaves what was placed alone", func(t *testing.T) {
		t.Parallel()
		placed := make([]domain.Date, 1, 10)
		placed[0] = date(2026, 11, 2)
		if _, fits := (domain.Deal{Days: november2026(), Placed: placed, PerWeek: 4}).All(pairs(5)); !fits || !placed[:2][1].IsZero() {
			t.Errorf("got %v, and wrote into what was placed: %v", fits, placed[:2])
		}
	})
	t.Run("spreads over the month", func(t *testing.T) {
		t.Parallel()
		counts := map[domain.Date]int{}
		for _, pair := range pairs(2100) {
			day, _ := domain.Deal{Days: november2026()}.Day(pair)
			counts[day]++
		}
		for _, day := range november2026() {
			if counts[day] < 60 || counts[day] > 140 {
				t.Errorf("%v has %d of 2100 pairs, want about 100", day, counts[day])
			}
		}
	})
}

func TestOpening(t *testing.T) {
	t.Parallel()
	t.Run("spreads over its minutes and stays in them", func(t *testing.T) {
		t.Parallel()
		counts := map[domain.TimeOfDay]int{}
		for _, pair := range pairs(9000) {
			counts[domain.DefaultOpening().Time(pair)]++
		}
		if len(counts) != 90 {
			t.Errorf("got %d minutes, want all 90", len(counts))
		}
		for at, n := range counts {
			if at < clock(9, 0) || at >= clock(10, 30) || n < 50 || n > 160 {
				t.Errorf("%d of 9000 at %v", n, at)
			}
		}
	})
	t.Run("fits itself into somebody's hours", func(t *testing.T) {
		t.Parallel()
		for h, want := range map[domain.Hours]domain.Opening{
			hours(clock(9, 0), clock(17, 0)):    {From: clock(9, 0), Until: clock(10, 30)},
			hours(clock(9, 30), clock(13, 0)):   {From: clock(9, 30), Until: clock(10, 30)},
			hours(clock(7, 0), clock(10, 0)):    {From: clock(9, 0), Until: clock(10, 0)},
			hours(clock(13, 0), clock(18, 0)):   {From: clock(13, 0), Until: clock(14, 30)},
			hours(clock(6, 0), clock(9, 0)):     {From: clock(6, 0), Until: clock(7, 30)},
			hours(clock(22, 0), clock(30, 0)):   {From: clock(22, 0), Until: clock(23, 30)},
			hours(clock(20, 0), clock(20, 30)):  {From: clock(20, 0), Until: clock(20, 30)},
			hours(clock(23, 30), clock(25, 30)): {From: clock(23, 30), Until: clock(25, 0)},
		} {
			if got := domain.DefaultOpening().Within(h); got != want {
				t.Errorf("in %v: got %v, want %v", h, got, want)
			}
		}
	})
	t.Run("without a span it is its beginning", func(t *testing.T) {
		t.Parallel()
		for _, o := range []domain.Opening{{From: clock(9, 0), Until: clock(9, 0)}, {From: clock(9, 0), Until: clock(8, 0)}} {
			if got := o.Time("grace/lin"); got != clock(9, 0) {
				t.Errorf("%v: got %v", o, got)
			}
		}
	})
}

// TestOpensAt_EveryZone opens a conversation in each month of several years in
// every zone: in the month, on a working day, in the morning of the employee,
// once.
func TestOpensAt_EveryZone(t *testing.T) {
	t.Parallel()
	pair := domain.PairKey("grace", "lin")
	for i, group := range mustZoneGroups(t) {
		w := domain.WorkCalendar{Zone: group.zone}
		for _, year := range []int{firstYear, firstYear + 1 + i%(lastYear-firstYear-1), lastYear} {
			last := time.Time{}
			for month := time.January; month <= time.December; month++ {
				period := domain.Monthly.Period(date(year, month, 1))
				day, _ := domain.Deal{Days: w.WorkingDays(period.Range()), PerWeek: 4}.Day(pair)
				at, ok := w.OpensAt(day, domain.DefaultOpening(), pair)
				morning := clock(at.Hour(), at.Minute())
				if !ok || w.Today(at) != day || !period.Contains(day) || !w.IsAllowed(at) || !at.After(last) || morning < clock(9, 0) || morning >= clock(10, 30) {
					t.Errorf("%v in %s: opens at %v on %v", group, period.Key, at, day)
				}
				last = at
			}
		}
	}
}

func TestOpensAt(t *testing.T) {
	t.Parallel()
	pair := domain.PairKey("grace", "lin")
	ada := berlin(t)
	t.Run("moves to the first day after holidays and absence, at the pair's minute", func(t *testing.T) {
		t.Parallel()
		at, ok := ada.OpensAt(date(2026, 12, 25), domain.DefaultOpening(), pair)
		if want := date(2026, 12, 31).In(ada.Zone, domain.DefaultOpening().Time(pair)); !ok || !at.Equal(want) {
			t.Errorf("got %v, %v, want %v", at, ok, want)
		}
	})
	t.Run("comes in the morning of a late shift", func(t *testing.T) {
		t.Parallel()
		late := domain.WorkCalendar{Zone: ada.Zone, Pattern: mustPattern(t, "tue,thu 14:00-22:00")}
		at, ok := late.OpensAt(date(2026, 11, 30), domain.DefaultOpening(), pair)
		if got := clock(at.Hour(), at.Minute()); !ok || late.Today(at) != date(2026, 12, 1) || got < clock(14, 0) || got >= clock(15, 30) {
			t.Errorf("got %v, %v", at, ok)
		}
	})
}
