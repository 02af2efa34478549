package domain_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

// anyCadence draws one of all rhythms there are.
func anyCadence(t *rapid.T) domain.Cadence {
	weeks := rapid.IntRange(-1, domain.MaxCadenceWeeks).Draw(t, "weeks, or -1 monthly, 0 quarterly")
	switch weeks {
	case -1:
		return domain.Monthly
	case 0:
		return domain.Quarterly
	}
	return domain.EveryWeeks(weeks)
}

func TestParseCadence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]domain.Cadence{
		"monthly": domain.Monthly, "Monthly": domain.Monthly, " every  month ": domain.Monthly,
		"quarterly": domain.Quarterly, "every quarter": domain.Quarterly,
		"weekly": domain.EveryWeeks(1), "every week": domain.EveryWeeks(1), "every 1 weeks": domain.EveryWeeks(1),
		"every 2 weeks": domain.EveryWeeks(2), "EVERY 26 WEEKS": domain.EveryWeeks(26),
	} {
		t.Run("reads "+text, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParseCadence(text); err != nil || got != want || got.IsZero() {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
		})
	}
	for text, sentence := range map[string]string{
		"": "cadence.unreadable", "yearly": "cadence.unreadable", "biweekly": "cadence.unreadable",
		"every two weeks": "cadence.unreadable", "every 2 months": "cadence.unreadable", "2 weeks": "cadence.unreadable",
		"every 0 weeks": "cadence.weeks_out_of_range", "every -2 weeks": "cadence.weeks_out_of_range",
		"every 27 weeks": "cadence.weeks_out_of_range", "every 99999999999999999999 weeks": "cadence.unreadable",
	} {
		t.Run("refuses "+text, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParseCadence(text)
			if faults := domain.FaultsOf(err); len(faults) != 1 || faults[0].Sentence != sentence || !got.IsZero() {
				t.Errorf("got %v, %v, want %s", got, err, sentence)
			}
		})
	}
	t.Run("reads what String writes", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			want := anyCadence(t)
			if got, err := domain.ParseCadence(want.String()); err != nil || got != want {
				t.Fatalf("got %v, %v, want %v", got, err, want)
			}
		})
	})
}

func TestCadence_JSON(t *testing.T) {
	t.Parallel()
	type record struct{ Own, Team domain.Cadence }
	want := record{Own: domain.EveryWeeks(2)}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != `{"Own":"every 2 weeks","Team":""}` {
		t.Errorf("got %s", got)
	}
	got := record{Team: domain.Monthly}
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if err := json.Unmarshal([]byte(`{"Own":"now and then"}`), &got); domain.CodeOf(err) != domain.Invalid {
		t.Errorf("got %v, want a refusal", err)
	}
}

// TestCadence_NextNamed follows the rhythm over the days on which it is easy to
// be wrong.
func TestCadence_NextNamed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		cadence domain.Cadence
		zone    string
		after   string
		anchor  domain.Date
		at      domain.TimeOfDay
		want    []string
	}{
		{
			"the 31st falls on the last day and comes back", domain.Monthly, "Europe/Berlin", "2028-01-31T08:59:59+01:00",
			date(2026, 1, 31), clock(9, 0),
			[]string{"2028-01-31T09:00:00+01:00", "2028-02-29T09:00:00+01:00", "2028-03-31T09:00:00+02:00", "2028-04-30T09:00:00+02:00"},
		},
		{
			"a quarter from 30 November meets February", domain.Quarterly, "Asia/Tokyo", "2026-11-30T09:00:00+09:00",
			date(2026, 11, 30), clock(9, 0),
			[]string{"2027-02-28T09:00:00+09:00", "2027-05-30T09:00:00+09:00", "2027-08-30T09:00:00+09:00"},
		},
		{
			"every two weeks over New Year", domain.EveryWeeks(2), "America/New_York", "2026-12-14T09:00:00-05:00",
			date(2026, 11, 30), clock(9, 0),
			[]string{"2026-12-28T09:00:00-05:00", "2027-01-11T09:00:00-05:00"},
		},
		{
			"nine o'clock stays nine o'clock in spring and autumn", domain.Monthly, "Europe/Berlin", "2026-02-28T00:00:00+01:00",
			date(2026, 1, 29), clock(9, 0),
			[]string{"2026-02-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00", "2026-04-29T09:00:00+02:00"},
		},
		{
			"in the gap of spring the first instant after it", domain.Monthly, "Europe/Berlin", "2026-03-01T00:00:00+01:00",
			date(2026, 1, 29), clock(2, 30),
			[]string{"2026-03-29T03:00:00+02:00", "2026-04-29T02:30:00+02:00"},
		},
		{
			"in the overlap of autumn once, the first time", domain.Monthly, "Europe/Berlin", "2026-09-25T02:30:00+02:00",
			date(2026, 1, 25), clock(2, 30),
			[]string{"2026-10-25T02:30:00+02:00", "2026-11-25T02:30:00+01:00"},
		},
		{
			"a day that Apia left out", domain.Monthly, "Pacific/Apia", "2011-12-01T00:00:00-10:00",
			date(2011, 11, 30), clock(9, 0),
			[]string{"2011-12-31T00:00:00+14:00", "2012-01-30T09:00:00+14:00"},
		},
		{
			"an anchor that lies ahead gives the phase alone", domain.EveryWeeks(3), "UTC", "2026-11-30T00:00:00Z",
			date(2027, 1, 4), clock(9, 0),
			[]string{"2026-12-14T09:00:00Z", "2027-01-04T09:00:00Z"},
		},
		{
			"without an anchor the first day of the period", domain.Quarterly, "UTC", "2026-11-30T00:00:00Z",
			domain.Date{}, clock(9, 0),
			[]string{"2027-01-01T09:00:00Z", "2027-04-01T09:00:00Z"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, test.zone)
			after := mustTime(t, test.after)
			for _, want := range test.want {
				after = test.cadence.Next(after, test.anchor, test.at, zone)
				if got := after.Format(time.RFC3339); got != want {
					t.Fatalf("got %s, want %s", got, want)
				}
			}
		})
	}
	t.Run("never where no rhythm is set", func(t *testing.T) {
		t.Parallel()
		if got := (domain.Cadence{}).Next(time.Unix(0, 0), date(2026, 1, 1), clock(9, 0), time.UTC); !got.IsZero() {
			t.Errorf("got %v, want no time", got)
		}
	})
}

func mustTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestCadence_NextEveryZone follows rhythms through 21 years in every zone: each
// comes round exactly once in its period, at its time of day, and always later
// than before. The weekly one begins on the day of a change of the clock, so it
// meets all those that are on the same weekday, at the time that is skipped or
// repeated.
func TestCadence_NextEveryZone(t *testing.T) {
	t.Parallel()
	for _, group := range mustZoneGroups(t) {
		checkRhythm(t, rhythm{cadence: domain.Monthly, anchor: date(firstYear, 1, 31), at: clock(9, 0), group: group})
		checkRhythm(t, rhythm{cadence: domain.Quarterly, anchor: date(firstYear, 11, 30), at: clock(9, 0), group: group})
		for _, change := range group.changes[:min(2, len(group.changes))] {
			checkRhythm(t, rhythm{
				cadence: domain.EveryWeeks(1), anchor: domain.DateOf(change, group.zone),
				at: clock(change.Hour(), change.Minute()) + 5, group: group,
			})
		}
	}
}

type rhythm struct {
	cadence domain.Cadence
	anchor  domain.Date
	at      domain.TimeOfDay
	group   zoneGroup
}

// checkRhythm walks from occurrence to occurrence and says what is wrong with
// the first that is not as it should be.
func checkRhythm(t *testing.T, r rhythm) {
	t.Helper()
	last := time.Date(firstYear, 1, 1, 0, 0, 0, 0, r.group.zone)
	expected := r.first(domain.DateOf(last, r.group.zone))
	for last.Year() <= lastYear {
		next := r.cadence.Next(last, r.anchor, r.at, r.group.zone)
		// TestResolve_EveryZone proves what the instant of a day and time is.
		if want := expected.In(r.group.zone, r.at); !next.Equal(want) || !next.After(last) {
			t.Errorf("%v from %v at %v in %v: after %v comes %v, want %v", r.cadence, r.anchor, r.at, r.group, last, next, want)
			return
		}
		last, expected = next, r.following(expected)
	}
}

// first is the first day of the rhythm from a day on, found by looking at each.
func (r rhythm) first(from domain.Date) domain.Date {
	for day := from; ; day = day.AddDays(1) {
		if r.cadence.Months() == 0 && day.Weekday() == r.anchor.Weekday() {
			return day
		}
		inMonth := r.cadence.Months() > 0 && (int(day.Month)-int(r.anchor.Month))%r.cadence.Months() == 0
		if inMonth && day.Day == min(r.anchor.Day, day.MonthEnd().Day) {
			return day
		}
	}
}

// following is the next day of the rhythm after one of its days.
func (r rhythm) following(day domain.Date) domain.Date {
	if r.cadence.Months() == 0 {
		return day.AddDays(7)
	}
	end := domain.NewDate(day.Year, day.Month+time.Month(r.cadence.Months())+1, 0)
	return domain.NewDate(end.Year, end.Month, min(r.anchor.Day, end.Day))
}

// TestCadence_NextRandom asks from any instant: the answer is after it, nothing
// lies between, and asking later never gives something earlier.
func TestCadence_NextRandom(t *testing.T) {
	t.Parallel()
	groups := mustZoneGroups(t)
	begin := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(groups).Draw(t, "zone").zone
		c, anchor := anyCadence(t), anyDate(t, "anchor")
		at := domain.TimeOfDay(rapid.IntRange(0, 24*60-1).Draw(t, "at"))
		after := begin.Add(time.Duration(rapid.Int64Range(0, int64(21*366*24*time.Hour)).Draw(t, "after")))
		next := c.Next(after, anchor, at, zone)
		if !next.After(after) {
			t.Fatalf("%v is not after %v", next, after)
		}
		if again := c.Next(next.Add(-1), anchor, at, zone); !again.Equal(next) {
			t.Fatalf("from just before %v it is %v", next, again)
		}
		between := after.Add(time.Duration(rapid.Int64Range(0, int64(next.Sub(after))-1).Draw(t, "between")))
		if again := c.Next(between, anchor, at, zone); !again.Equal(next) {
			t.Fatalf("from %v it is %v, from %v it is %v", after, next, between, again)
		}
		if days := next.Sub(after).Hours() / 24; days > float64(max(c.Months()*31, c.Weeks()*7))+2 {
			t.Fatalf("%v comes %v days after %v", next, days, after)
		}
	})
}

func FuzzParseCadence(f *testing.F) {
	for _, seed := range []string{"monthly", "every 2 weeks", "every  02 WEEK", "", "every -1 weeks", "ſ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := domain.ParseCadence(text)
		if err != nil {
			if domain.CodeOf(err) != domain.Invalid || !c.IsZero() {
				t.Errorf("%q: %v with %v is no refusal", text, c, err)
			}
			return
		}
		if again, err := domain.ParseCadence(c.String()); err != nil || again != c || c.IsZero() {
			t.Errorf("%q was read as %v, and that as %v, %v", text, c, again, err)
		}
	})
}
