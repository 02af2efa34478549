package domain_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

func date(year int, month time.Month, day int) domain.Date {
	return domain.Date{Year: year, Month: month, Day: day}
}

// anyDate draws a day of the years in which the practice lives, and some more.
func anyDate(t *rapid.T, label string) domain.Date {
	return date(1990, 1, 1).AddDays(rapid.IntRange(0, 80*366).Draw(t, label))
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	t.Run("reads what String writes", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			want := anyDate(t, "date")
			got, err := domain.ParseDate(want.String())
			if err != nil || got != want {
				t.Fatalf("got %v, %v, want %v", got, err, want)
			}
		})
	})
	for _, text := range []string{"", "2026-02-29", "2026-13-01", "2026-1-2", "30.11.2026", "3/4/2026", "0000-01-01", "2026-11-30 ", "2026-11-30T00:00:00Z", "tomorrow"} {
		t.Run("refuses "+text, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParseDate(text)
			if code := domain.CodeOf(err); code != domain.Invalid || !got.IsZero() {
				t.Errorf("got %v, code %q, want none and %q", got, code, domain.Invalid)
			}
		})
	}
}

func TestDate_Arithmetic(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		got, want domain.Date
	}{
		{"a day over the end of a leap February", date(2028, 2, 28).AddDays(1), date(2028, 2, 29)},
		{"a day over the end of a common February", date(2026, 2, 28).AddDays(1), date(2026, 3, 1)},
		{"a day back over New Year", date(2027, 1, 1).AddDays(-1), date(2026, 12, 31)},
		{"a month from the 31st is the last day", date(2026, 1, 31).AddMonths(1), date(2026, 2, 28)},
		{"a month from the 31st in a leap year", date(2028, 1, 31).AddMonths(1), date(2028, 2, 29)},
		{"two months from the 31st keep the day", date(2026, 1, 31).AddMonths(2), date(2026, 3, 31)},
		{"a year from a leap day", date(2028, 2, 29).AddMonths(12), date(2029, 2, 28)},
		{"months back over New Year", date(2026, 2, 28).AddMonths(-3), date(2025, 11, 28)},
		{"the end of a century's February", date(2100, 2, 1).MonthEnd(), date(2100, 2, 28)},
		{"the end of December", date(2026, 12, 5).MonthEnd(), date(2026, 12, 31)},
		{"the start of a month", date(2026, 12, 5).MonthStart(), date(2026, 12, 1)},
		{"the week of a Sunday began on Monday", date(2026, 11, 29).WeekStart(), date(2026, 11, 23)},
		{"the week of a Monday begins with it", date(2026, 11, 23).WeekStart(), date(2026, 11, 23)},
		{"what is out of range is carried over", domain.NewDate(2026, 11, 31), date(2026, 12, 1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.got != test.want {
				t.Errorf("got %v, want %v", test.got, test.want)
			}
		})
	}
}

func TestDate_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "date")
		n := rapid.IntRange(-5000, 5000).Draw(t, "days")
		later := d.AddDays(n)
		if got := later.DaysSince(d); got != n {
			t.Fatalf("%v plus %d days is %v, which is %d days since", d, n, later, got)
		}
		if got, want := later.Weekday(), time.Weekday(((int(d.Weekday())+n)%7+7)%7); got != want {
			t.Fatalf("%v: got %v, want %v", later, got, want)
		}
		if later.Before(d) != (n < 0) || later.After(d) != (n > 0) || (later.Compare(d) == 0) != (n == 0) {
			t.Fatalf("%v and %v are out of order", d, later)
		}
		if !d.Valid() || !later.Valid() {
			t.Fatalf("%v or %v is no day", d, later)
		}
		months := rapid.IntRange(-50, 50).Draw(t, "months")
		moved := d.AddMonths(months)
		if !moved.Valid() || moved.Day > d.Day || moved.Day < d.Day && moved != moved.MonthEnd() {
			t.Fatalf("%v plus %d months is %v", d, months, moved)
		}
		if start := d.WeekStart(); start.Weekday() != time.Monday || d.DaysSince(start) < 0 || d.DaysSince(start) > 6 {
			t.Fatalf("the week of %v starts on %v", d, start)
		}
	})
}

func TestDate_Valid(t *testing.T) {
	t.Parallel()
	for _, d := range []domain.Date{{}, date(2026, 2, 29), date(2026, 13, 1), date(2026, 1, 0), date(0, 1, 1), date(10000, 1, 1)} {
		if d.Valid() {
			t.Errorf("%+v is taken for a day", d)
		}
	}
	if !date(2028, 2, 29).Valid() {
		t.Error("a leap day is not taken for a day")
	}
}

func TestDate_JSON(t *testing.T) {
	t.Parallel()
	type record struct{ Due, Left domain.Date }
	want := record{Due: date(2026, 11, 30)}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != `{"Due":"2026-11-30","Left":""}` {
		t.Errorf("got %s", got)
	}
	var got record
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if err := json.Unmarshal([]byte(`{"Due":"30 Nov"}`), &got); domain.CodeOf(err) != domain.Invalid {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestDateOf(t *testing.T) {
	t.Parallel()
	instant := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	if got, want := domain.DateOf(instant, mustZone(t, "Europe/Berlin")), date(2027, 1, 1); got != want {
		t.Errorf("Berlin: got %v, want %v", got, want)
	}
	if got, want := domain.DateOf(instant, nil), date(2026, 12, 31); got != want {
		t.Errorf("no zone: got %v, want %v", got, want)
	}
}

func TestDateRange(t *testing.T) {
	t.Parallel()
	week := domain.DateRange{Start: date(2026, 11, 23), End: date(2026, 11, 29)}
	open := domain.DateRange{Start: date(2026, 11, 27)}
	t.Run("holds its first and last day", func(t *testing.T) {
		t.Parallel()
		for d, want := range map[domain.Date]bool{
			date(2026, 11, 22): false, week.Start: true, date(2026, 11, 25): true, week.End: true, date(2026, 11, 30): false,
		} {
			if got := week.Contains(d); got != want {
				t.Errorf("%v: got %v, want %v", d, got, want)
			}
		}
		if got := week.Days(); got != 7 {
			t.Errorf("got %d days, want 7", got)
		}
	})
	t.Run("goes on without an end", func(t *testing.T) {
		t.Parallel()
		if !open.Contains(date(2199, 1, 1)) || open.Contains(date(2026, 11, 26)) || open.IsEmpty() || open.Days() != 0 {
			t.Error("an open range does not begin on its day and go on")
		}
	})
	t.Run("holds nothing when it is zero or ends before it starts", func(t *testing.T) {
		t.Parallel()
		for _, r := range []domain.DateRange{{}, {End: date(2026, 1, 1)}, {Start: date(2026, 1, 2), End: date(2026, 1, 1)}} {
			if !r.IsEmpty() || r.Days() != 0 || r.Contains(date(2026, 1, 1)) || r.Overlaps(week) || week.Overlaps(r) {
				t.Errorf("%v is not empty", r)
			}
		}
	})
	t.Run("overlaps where a day is in both", func(t *testing.T) {
		t.Parallel()
		after := domain.DateRange{Start: date(2026, 11, 30), End: date(2026, 12, 4)}
		if !week.Overlaps(open) || !open.Overlaps(week) || !open.Overlaps(after) || week.Overlaps(after) || after.Overlaps(week) {
			t.Error("overlaps are not those of the days")
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-30", "2028-02-29", "2026-02-30", "", "9999-12-31", "2026-11-30\x00", "٢٠٢٦-١١-٣٠"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := domain.ParseDate(text)
		if err == nil && (d.String() != text || !d.Valid()) {
			t.Errorf("%q was read as %v", text, d)
		}
		if err != nil && domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%q: %v is no refusal", text, err)
		}
	})
}
