package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

func TestWorkCalendar_NextAllowed(t *testing.T) {
	t.Parallel()
	ada := berlin(t)
	night := domain.WorkCalendar{Zone: ada.Zone, Pattern: mustPattern(t, "mon-fri 22:00-6:00")}
	late := domain.WorkCalendar{Zone: ada.Zone, Pattern: mustPattern(t, "sat 1:00-5:00; sun 2:00-3:00; mon 9:00-10:00")}
	tests := []struct {
		name     string
		calendar domain.WorkCalendar
		at, want string
	}{
		{"within the hours it is now", ada, "2026-11-30T12:34:56+01:00", "2026-11-30T12:34:56+01:00"},
		{"the first minute counts", ada, "2026-11-30T09:00:00+01:00", "2026-11-30T09:00:00+01:00"},
		{"the end does not", ada, "2026-11-30T17:00:00+01:00", "2026-12-01T09:00:00+01:00"},
		{"early in the morning", ada, "2026-11-30T04:00:00+01:00", "2026-11-30T09:00:00+01:00"},
		{"on Friday evening", ada, "2026-11-27T18:00:00+01:00", "2026-11-30T09:00:00+01:00"},
		{"asked from another zone", ada, "2026-11-29T20:00:00-08:00", "2026-11-30T09:00:00+01:00"},
		{"over Christmas and an absence", ada, "2026-12-24T17:00:01+01:00", "2026-12-31T09:00:00+01:00"},
		{"over New Year", ada, "2026-12-31T17:00:00+01:00", "2027-01-04T09:00:00+01:00"},
		{"over the change to summer", ada, "2026-03-27T17:00:00+01:00", "2026-03-30T09:00:00+02:00"},
		{"over the change to winter", ada, "2026-10-23T17:00:00+02:00", "2026-10-26T09:00:00+01:00"},
		{"a night shift before midnight", night, "2026-11-30T23:00:00+01:00", "2026-11-30T23:00:00+01:00"},
		{"a night shift after midnight", night, "2026-12-01T05:59:59+01:00", "2026-12-01T05:59:59+01:00"},
		{"a night shift is over at its end", night, "2026-12-01T06:00:00+01:00", "2026-12-01T22:00:00+01:00"},
		{"the night of Friday is still a shift", night, "2026-12-05T03:00:00+01:00", "2026-12-05T03:00:00+01:00"},
		{"the night of Saturday is none", night, "2026-12-06T03:00:00+01:00", "2026-12-07T22:00:00+01:00"},
		{"a shift that the change to summer swallows", late, "2026-03-28T06:00:00+01:00", "2026-03-30T09:00:00+02:00"},
		{"a shift that the change to winter doubles", late, "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			at := mustTime(t, test.at)
			got, ok := test.calendar.NextAllowed(at)
			if got := got.Format(time.RFC3339); !ok || got != test.want {
				t.Errorf("got %s, %v, want %s", got, ok, test.want)
			}
			if allowed := test.calendar.IsAllowed(at); allowed != got.Equal(at) {
				t.Errorf("it is allowed: %v, but the next instant is %v", allowed, got)
			}
		})
	}
}

func TestWorkCalendar_WorkingHours(t *testing.T) {
	t.Parallel()
	ada := berlin(t)
	from, until, ok := ada.WorkingHours(date(2026, 3, 27))
	if !ok || until.Sub(from) != 8*time.Hour || from.Format(time.RFC3339) != "2026-03-27T09:00:00+01:00" {
		t.Errorf("got %v to %v, %v", from, until, ok)
	}
	if _, _, ok := ada.WorkingHours(date(2026, 12, 25)); ok {
		t.Error("a holiday has hours")
	}
	night := domain.WorkCalendar{Zone: ada.Zone, Pattern: mustPattern(t, "sat-sun 22:00-6:00")}
	for day, want := range map[domain.Date]time.Duration{date(2026, 3, 28): 7 * time.Hour, date(2026, 10, 24): 9 * time.Hour, date(2026, 11, 28): 8 * time.Hour} {
		if from, until, _ := night.WorkingHours(day); until.Sub(from) != want {
			t.Errorf("the night of %v has %v, want %v", day, until.Sub(from), want)
		}
	}
}

// TestWorkCalendar_AllowedProperties holds NextAllowed against what it means,
// for anybody in any zone: the answer is within somebody's hours, nothing
// before it is, and asking later never gives something earlier.
func TestWorkCalendar_AllowedProperties(t *testing.T) {
	t.Parallel()
	groups := mustZoneGroups(t)
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorkCalendar(t, groups)
		at := anyPracticeDay(t).In(w.Zone, 0).Add(time.Duration(rapid.Int64Range(0, int64(24*time.Hour)).Draw(t, "time")))
		next, ok := w.NextAllowed(at)
		if !ok || next.Before(at) || !w.IsAllowed(next) {
			t.Fatalf("from %v it is %v, %v", at, next, ok)
		}
		if !shiftHolds(w, next) {
			t.Fatalf("%v is in nobody's shift", next)
		}
		if wait := int64(next.Sub(at)); wait > 0 {
			between := at.Add(time.Duration(rapid.Int64Range(0, wait-1).Draw(t, "between")))
			if w.IsAllowed(between) || shiftHolds(w, between) {
				t.Fatalf("from %v it is %v, but %v is allowed", at, next, between)
			}
			if again, _ := w.NextAllowed(between); !again.Equal(next) {
				t.Fatalf("from %v it is %v, from %v it is %v", at, next, between, again)
			}
		}
		if again, _ := w.NextAllowed(next); !again.Equal(next) {
			t.Fatalf("%v is not its own next", next)
		}
		later := at.Add(time.Duration(rapid.Int64Range(0, int64(200*time.Hour)).Draw(t, "later")))
		if after, _ := w.NextAllowed(later); after.Before(next) {
			t.Fatalf("from %v it is %v, from %v already %v", at, next, later, after)
		}
	})
}

// shiftHolds tells in another way whether t is in a shift: it looks at the
// shifts of a week around t.
func shiftHolds(w domain.WorkCalendar, t time.Time) bool {
	for i := range 8 {
		day := w.Today(t).AddDays(i - 4)
		h := w.Pattern[day.Weekday()]
		if w.IsWorkingDay(day) && !day.In(w.Zone, h.Start).After(t) && day.In(w.Zone, h.End).After(t) {
			return true
		}
	}
	return false
}

// TestWorkCalendar_AllowedEveryZone holds that in every zone, on the days round
// each change of the clock, the ordinary hours are those that the clock on the
// wall shows.
func TestWorkCalendar_AllowedEveryZone(t *testing.T) {
	t.Parallel()
	allDays := mustPattern(t, "mon-sun 9:00-17:00")
	for _, group := range mustZoneGroups(t) {
		w := domain.WorkCalendar{Zone: group.zone, Pattern: allDays}
		for _, change := range group.changes {
			for at := change.Add(-26 * time.Hour); at.Before(change.Add(26 * time.Hour)); at = at.Add(4*time.Hour - time.Minute) {
				hour := at.Hour()
				if got, want := w.IsAllowed(at), hour >= 9 && hour < 17; got != want {
					t.Errorf("%v at %v: got %v, want %v", group, at, got, want)
				}
			}
		}
	}
}
