package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

func clock(hour, minute int) domain.TimeOfDay { return domain.NewTimeOfDay(hour, minute) }

func TestParseTimeOfDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]domain.TimeOfDay{
		"0:00": 0, "9:00": clock(9, 0), "09:05": clock(9, 5), "17:30": clock(17, 30), "23:59": clock(23, 59), "24:00": domain.EndOfDay,
	} {
		t.Run("reads "+text, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParseTimeOfDay(text); err != nil || got != want {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
		})
	}
	for _, text := range []string{"", "9", "9:0", "9:60", "24:01", "25:00", "-1:00", "+9:00", "9:00 am", ":30", "009:00", "9:000", "9.00"} {
		t.Run("refuses "+text, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParseTimeOfDay(text); domain.CodeOf(err) != domain.Invalid {
				t.Errorf("got %v, %v, want a refusal", got, err)
			}
		})
	}
}

// TestResolve_Named walks through the changes of the clock that people know,
// and the odd ones.
func TestResolve_Named(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		zone string
		day  domain.Date
		at   domain.TimeOfDay
		want string // RFC 3339
	}{
		{"an ordinary morning", "Europe/Berlin", date(2026, 11, 30), clock(9, 0), "2026-11-30T09:00:00+01:00"},
		{"Berlin in spring, in the gap", "Europe/Berlin", date(2026, 3, 29), clock(2, 30), "2026-03-29T03:00:00+02:00"},
		{"Berlin in spring, at its beginning", "Europe/Berlin", date(2026, 3, 29), clock(2, 0), "2026-03-29T03:00:00+02:00"},
		{"Berlin in spring, at its end", "Europe/Berlin", date(2026, 3, 29), clock(3, 0), "2026-03-29T03:00:00+02:00"},
		{"Berlin in spring, nine o'clock", "Europe/Berlin", date(2026, 3, 29), clock(9, 0), "2026-03-29T09:00:00+02:00"},
		{"Berlin in autumn, the first half past two", "Europe/Berlin", date(2026, 10, 25), clock(2, 30), "2026-10-25T02:30:00+02:00"},
		{"Berlin in autumn, the first two o'clock", "Europe/Berlin", date(2026, 10, 25), clock(2, 0), "2026-10-25T02:00:00+02:00"},
		{"Berlin in autumn, three comes once", "Europe/Berlin", date(2026, 10, 25), clock(3, 0), "2026-10-25T03:00:00+01:00"},
		{"New York in spring, in the gap", "America/New_York", date(2026, 3, 8), clock(2, 59), "2026-03-08T03:00:00-04:00"},
		{"New York in autumn, the first half past one", "America/New_York", date(2026, 11, 1), clock(1, 30), "2026-11-01T01:30:00-04:00"},
		{"Lord Howe gains half an hour", "Australia/Lord_Howe", date(2026, 10, 4), clock(2, 15), "2026-10-04T02:30:00+11:00"},
		{"Lord Howe repeats half an hour", "Australia/Lord_Howe", date(2026, 4, 5), clock(1, 45), "2026-04-05T01:45:00+11:00"},
		{"Havana repeats midnight", "America/Havana", date(2026, 11, 1), clock(0, 30), "2026-11-01T00:30:00-04:00"},
		{"Beirut has no midnight in spring", "Asia/Beirut", date(2026, 3, 29), 0, "2026-03-29T01:00:00+03:00"},
		{"Santiago has no midnight in September", "America/Santiago", date(2026, 9, 6), clock(0, 0), "2026-09-06T01:00:00-03:00"},
		{"Casablanca turns back for Ramadan", "Africa/Casablanca", date(2026, 2, 15), clock(2, 30), "2026-02-15T02:30:00+01:00"},
		{"Casablanca goes on after Ramadan", "Africa/Casablanca", date(2026, 3, 22), clock(2, 30), "2026-03-22T03:00:00+01:00"},
		{"Dublin's winter time is the exception", "Europe/Dublin", date(2026, 10, 25), clock(1, 30), "2026-10-25T01:30:00+01:00"},
		{"Apia had no 30 December 2011", "Pacific/Apia", date(2011, 12, 30), clock(9, 0), "2011-12-31T00:00:00+14:00"},
		{"Apia's 31 December 2011 was an ordinary day", "Pacific/Apia", date(2011, 12, 31), clock(9, 0), "2011-12-31T09:00:00+14:00"},
		{"Kwajalein left 21 August 1993 out", "Pacific/Kwajalein", date(1993, 8, 21), clock(12, 0), "1993-08-22T00:00:00+12:00"},
		{"24:00 is the next midnight", "Asia/Tokyo", date(2026, 12, 31), domain.EndOfDay, "2027-01-01T00:00:00+09:00"},
		{"a night shift ends on the next day", "Asia/Kolkata", date(2028, 2, 28), clock(30, 0), "2028-02-29T06:00:00+05:30"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := domain.Resolve(test.day, test.at, mustZone(t, test.zone))
			if got := got.Format(time.RFC3339); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	t.Run("no zone is UTC", func(t *testing.T) {
		t.Parallel()
		got := date(2026, 11, 30).In(nil, clock(9, 0))
		if want := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// wall is what the clocks show at t, as seconds of a world without zones.
func wall(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

// checkResolved holds an instant against the definition of Resolve: there the
// clocks have reached the time, and at no instant before.
func checkResolved(t interface {
	Helper()
	Errorf(string, ...any)
}, day domain.Date, at domain.TimeOfDay, zone *time.Location,
) {
	t.Helper()
	got := domain.Resolve(day, at, zone)
	want := time.Date(day.Year, day.Month, day.Day, 0, int(at), 0, 0, time.UTC).Unix()
	if wall(got) < want {
		t.Errorf("%v %v in %v: %v is too early", day, at, zone, got)
	}
	// What the clocks show twice is at most two hours long: look closely at the
	// hours before, and now and then at the two days before.
	for back := time.Second; back < 50*time.Hour; {
		if earlier := got.Add(-back); wall(earlier) >= want {
			t.Errorf("%v %v in %v: got %v, but %v shows it already", day, at, zone, got, earlier)
			return
		}
		if back < 4*time.Hour {
			back += 10 * time.Minute
		} else {
			back += 6 * time.Hour
		}
	}
}

// TestResolve_EveryZone proves the rule at each change of the clock of every
// zone: at both ends and in the middle of what is skipped or repeated, and at
// nine o'clock.
func TestResolve_EveryZone(t *testing.T) {
	t.Parallel()
	for _, group := range mustZoneGroups(t) {
		for _, change := range group.changes {
			day := domain.DateOf(change, group.zone)
			shift := (offsetAt(change.Unix(), group.zone) - offsetAt(change.Unix()-1, group.zone)) / 60
			now := clock(change.Hour(), change.Minute())
			from, to := now-domain.TimeOfDay(max(shift, 0)), now-domain.TimeOfDay(min(shift, 0))
			for _, at := range []domain.TimeOfDay{from - 1, from, (from + to) / 2, to - 1, to, to + 1, clock(9, 0)} {
				checkResolved(t, day, at, group.zone)
			}
		}
	}
}

func TestResolve_Random(t *testing.T) {
	t.Parallel()
	groups := mustZoneGroups(t)
	rapid.Check(t, func(t *rapid.T) {
		group := rapid.SampledFrom(groups).Draw(t, "zone")
		day := date(firstYear, 1, 1).AddDays(rapid.IntRange(0, (lastYear-firstYear+1)*365).Draw(t, "day"))
		at := domain.TimeOfDay(rapid.IntRange(0, 48*60).Draw(t, "at"))
		checkResolved(t, day, at, group.zone)
		first := domain.Resolve(day, at, group.zone)
		later := domain.Resolve(day, at+domain.TimeOfDay(rapid.IntRange(0, 300).Draw(t, "later")), group.zone)
		if later.Before(first) {
			t.Fatalf("a later time of day gives %v, before %v", later, first)
		}
	})
}

func FuzzParseTimeOfDay(f *testing.F) {
	for _, seed := range []string{"9:00", "24:00", "24:01", "", ":", "9:5", "１:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := domain.ParseTimeOfDay(text)
		if err != nil {
			if domain.CodeOf(err) != domain.Invalid {
				t.Errorf("%q: %v is no refusal", text, err)
			}
			return
		}
		again, err := domain.ParseTimeOfDay(at.String())
		if err != nil || again != at || !at.Valid() {
			t.Errorf("%q was read as %v, and that as %v, %v", text, at, again, err)
		}
	})
}
