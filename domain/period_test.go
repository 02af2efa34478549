package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

func TestCadence_Period(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		cadence    domain.Cadence
		day        domain.Date
		key        string
		start, end domain.Date
		called     domain.PeriodName
	}{
		{
			"a month", domain.Monthly, date(2026, 11, 30), "2026-11", date(2026, 11, 1), date(2026, 11, 30),
			domain.PeriodName{Year: 2026, Month: time.November},
		},
		{
			"a leap February", domain.Monthly, date(2028, 2, 1), "2028-02", date(2028, 2, 1), date(2028, 2, 29),
			domain.PeriodName{Year: 2028, Month: time.February},
		},
		{
			"the last quarter", domain.Quarterly, date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31),
			domain.PeriodName{Year: 2026, Quarter: 4},
		},
		{
			"the first quarter of a leap year", domain.Quarterly, date(2028, 2, 29), "2028-Q1", date(2028, 1, 1), date(2028, 3, 31),
			domain.PeriodName{Year: 2028, Quarter: 1},
		},
		{
			"a week from Monday to Sunday", domain.EveryWeeks(1), date(2027, 1, 3), "2026-12-28/1w", date(2026, 12, 28), date(2027, 1, 3),
			domain.PeriodName{Year: 2026, Weeks: 1},
		},
		{
			"two weeks", domain.EveryWeeks(2), date(2026, 11, 30), "2026-11-30/2w", date(2026, 11, 30), date(2026, 12, 13),
			domain.PeriodName{Year: 2026, Weeks: 2},
		},
		{
			"weeks before they are counted from", domain.EveryWeeks(2), date(2000, 12, 31), "2000-12-18/2w", date(2000, 12, 18), date(2000, 12, 31),
			domain.PeriodName{Year: 2000, Weeks: 2},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := test.cadence.Period(test.day)
			if got.Key != test.key || got.Start != test.start || got.End != test.end || got.Cadence != test.cadence {
				t.Errorf("got %+v, want %s from %v to %v", got, test.key, test.start, test.end)
			}
			test.called.Start, test.called.End = test.start, test.end
			if name := got.Name(); name != test.called {
				t.Errorf("it is called %+v, want %+v", name, test.called)
			}
		})
	}
	t.Run("none where no rhythm is set", func(t *testing.T) {
		t.Parallel()
		p := domain.Cadence{}.Period(date(2026, 11, 30))
		if !p.IsZero() || !p.Next().IsZero() || !p.Previous().IsZero() || p.Contains(domain.Date{}) {
			t.Errorf("got %+v", p)
		}
	})
}

// TestPeriod_Properties proves that the periods of a cadence cover each day
// exactly once, and that key and ordinal name them.
func TestPeriod_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, day := anyCadence(t), anyDate(t, "day")
		p := c.Period(day)
		if !p.Contains(day) {
			t.Fatalf("%v is outside its period %+v", day, p)
		}
		next, previous := p.Next(), p.Previous()
		if next.Start != p.End.AddDays(1) || previous.End != p.Start.AddDays(-1) {
			t.Fatalf("%+v, %+v and %+v do not join", previous, p, next)
		}
		if next.Ordinal != p.Ordinal+1 || next.Previous() != p || previous.Next() != p {
			t.Fatalf("%+v, %+v and %+v are not in a row", previous, p, next)
		}
		if next.Key <= p.Key {
			t.Fatalf("%s sorts before %s", next.Key, p.Key)
		}
		within := p.Start.AddDays(rapid.IntRange(0, p.Range().Days()-1).Draw(t, "days in"))
		if again := c.Period(within); again != p {
			t.Fatalf("%v and %v are in %s and %s", day, within, p.Key, again.Key)
		}
		if read, err := domain.ParsePeriod(p.Key); err != nil || read != p {
			t.Fatalf("%s is read as %+v, %v, want %+v", p.Key, read, err, p)
		}
		if other := anyCadence(t); other != c && other.Period(day).Key == p.Key {
			t.Fatalf("%v and %v share the key %s", c, other, p.Key)
		}
	})
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for _, key := range []string{
		"", "2026", "2026-13", "2026-1", "2026-Q0", "2026-Q5", "2026-q4", "2026-Q4 ", "2026-12-01/2w",
		"2026-11-30/0w", "2026-11-30/27w", "2026-11-30/2", "2026-11-30/02w", "monthly",
	} {
		t.Run("refuses "+key, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParsePeriod(key); domain.CodeOf(err) != domain.Invalid || !got.IsZero() {
				t.Errorf("got %+v, %v, want a refusal", got, err)
			}
		})
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"2026-11", "2026-Q4", "2026-11-30/2w", "", "/", "-Q", "9999-12", "0001-01-01/26w"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, key string) {
		p, err := domain.ParsePeriod(key)
		if err == nil && p.Key != key {
			t.Errorf("%q was read as %+v", key, p)
		}
		if err != nil && domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%q: %v is no refusal", key, err)
		}
	})
}
