package domain_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
)

func hours(from, until domain.TimeOfDay) domain.Hours { return domain.Hours{Start: from, End: until} }

// anyHours draws hours, night shifts among them.
func anyHours(t *rapid.T) domain.Hours {
	start := rapid.IntRange(0, 24*60-1).Draw(t, "start")
	length := rapid.IntRange(1, 24*60-1).Draw(t, "length")
	return hours(domain.TimeOfDay(start), domain.TimeOfDay(start+length))
}

// anyPattern draws a pattern with at least one working day; often several days
// have the same hours.
func anyPattern(t *rapid.T) domain.Pattern {
	shifts := []domain.Hours{{}, anyHours(t), anyHours(t), hours(0, domain.EndOfDay)}
	var p domain.Pattern
	for day := range p {
		p[day] = rapid.SampledFrom(shifts).Draw(t, "hours")
	}
	if p.IsZero() {
		p[time.Wednesday] = shifts[1]
	}
	return p
}

func TestParsePattern(t *testing.T) {
	t.Parallel()
	office := hours(clock(9, 0), clock(17, 0))
	sunThu := hours(clock(8, 30), clock(16, 30))
	night := hours(clock(22, 0), clock(30, 0))
	tests := []struct {
		text      string
		canonical string // what String makes of it
		want      domain.Pattern
	}{
		{"mon-fri 9:00-17:00", "mon-fri 9:00-17:00", domain.DefaultPattern()},
		{"Monday – Friday  09:00 – 17:00 ;", "mon-fri 9:00-17:00", domain.DefaultPattern()},
		{
			"sun-thu 8:30-16:30; fri 9:00-12:00", "sun-thu 8:30-16:30; fri 9:00-12:00",
			domain.Pattern{sunThu, sunThu, sunThu, sunThu, sunThu, hours(clock(9, 0), clock(12, 0)), {}},
		},
		{"fri, mon,wed 9:00-17:00", "mon,wed,fri 9:00-17:00", domain.Pattern{1: office, 3: office, 5: office}},
		{"mon wed 9:00-17:00", "mon,wed 9:00-17:00", domain.Pattern{1: office, 3: office}},
		{"fri-mon 22:00-6:00", "fri-mon 22:00-6:00", domain.Pattern{0: night, 1: night, 5: night, 6: night}},
		{"sat-wed 9:00-17:00", "sat-wed 9:00-17:00", domain.Pattern{office, office, office, office, {}, {}, office}},
		{
			"mon-sun 0:00-24:00", "mon-sun 0:00-24:00",
			domain.Pattern{hours(0, domain.EndOfDay), hours(0, domain.EndOfDay), hours(0, domain.EndOfDay), hours(0, domain.EndOfDay), hours(0, domain.EndOfDay), hours(0, domain.EndOfDay), hours(0, domain.EndOfDay)},
		},
		{"tue 16:00-0:00", "tue 16:00-24:00", domain.Pattern{2: hours(clock(16, 0), domain.EndOfDay)}},
		{
			"mon-tue,thu-fri 9:00-17:00; wed,sat 9:00-13:00", "mon-tue,thu-fri 9:00-17:00; wed,sat 9:00-13:00",
			domain.Pattern{1: office, 2: office, 3: hours(clock(9, 0), clock(13, 0)), 4: office, 5: office, 6: hours(clock(9, 0), clock(13, 0))},
		},
	}
	for _, test := range tests {
		t.Run("reads "+test.text, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParsePattern(test.text)
			if err != nil || got != test.want {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
			if got := got.String(); got != test.canonical {
				t.Errorf("it is written %q, want %q", got, test.canonical)
			}
		})
	}
	t.Run("reads what String writes", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			want := anyPattern(t)
			if got, err := domain.ParsePattern(want.String()); err != nil || got != want {
				t.Fatalf("%q was read as %v, %v, want %v", want, got, err, want)
			}
		})
	})
}

// TestParsePattern_Faults holds that all that is wrong is told at once, each
// with the words that were typed.
func TestParsePattern_Faults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                                 {"pattern.empty"},
		" ; ":                              {"pattern.empty"},
		"mon-fri":                          {"pattern.no_hours mon-fri"},
		"9:00-17:00":                       {"pattern.no_days 9:00-17:00"},
		"mo-fr 9:00-17:00":                 {"pattern.day_unknown mo-fr"},
		"mon-xyz,fun 9:00-25:00":           {"pattern.day_unknown mon-xyz", "pattern.day_unknown fun", "pattern.hours_unreadable 9:00-25:00"},
		"mon-fri 9-17":                     {"pattern.hours_unreadable 9-17"},
		"mon-fri 9:00":                     {"pattern.hours_unreadable 9:00"},
		"mon-fri 9:00-9:00":                {"pattern.hours_empty 9:00-9:00"},
		"mon 24:00-6:00":                   {"pattern.hours_unreadable 24:00-6:00"},
		"mon-fri 9:00-17:00; fri 9-12; xx": {"pattern.hours_unreadable 9-12", "pattern.day_unknown xx", "pattern.hours_unreadable xx"},
		"mon-wed,tue 9:00-17:00; wed 10:00-11:00; wednesday 13:00-14:00": {"pattern.day_twice Tuesday", "pattern.day_twice Wednesday", "pattern.day_twice Wednesday"},
		"mon-tue-wed 9:00-17:00": {"pattern.day_unknown mon-tue-wed"},
		"9:00-17:00 mon-fri":     {"pattern.day_unknown 9:00-17:00", "pattern.hours_unreadable mon-fri"},
	} {
		t.Run("tells of "+text, func(t *testing.T) {
			t.Parallel()
			p, err := domain.ParsePattern(text)
			var got []string
			for _, fault := range domain.FaultsOf(err) {
				line := fault.Sentence
				if typed, ok := fault.Args["Text"].(string); ok {
					line += " " + typed
				}
				if day, ok := fault.Args["Day"].(time.Weekday); ok {
					line += " " + day.String()
				}
				got = append(got, line)
			}
			if !slices.Equal(got, want) || !p.IsZero() || domain.CodeOf(err) != domain.Invalid {
				t.Errorf("got %v and\n%q, want\n%q", p, got, want)
			}
		})
	}
}

func TestPattern_JSON(t *testing.T) {
	t.Parallel()
	type record struct{ Own, Place domain.Pattern }
	want := record{Own: domain.DefaultPattern()}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(text); got != `{"Own":"mon-fri 9:00-17:00","Place":""}` {
		t.Errorf("got %s", got)
	}
	got := record{Place: domain.DefaultPattern()}
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if err := json.Unmarshal([]byte(`{"Own":"always"}`), &got); domain.CodeOf(err) != domain.Invalid {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestHours_Valid(t *testing.T) {
	t.Parallel()
	for h, want := range map[domain.Hours]bool{
		hours(clock(9, 0), clock(17, 0)): true, hours(0, domain.EndOfDay): true, hours(clock(22, 0), clock(30, 0)): true,
		{}: false, hours(clock(9, 0), clock(9, 0)): false, hours(clock(17, 0), clock(9, 0)): false,
		hours(clock(9, 0), clock(33, 0)): false, hours(-1, clock(9, 0)): false, hours(domain.EndOfDay, clock(30, 0)): false,
	} {
		if got := h.Valid(); got != want {
			t.Errorf("%v: got %v, want %v", h, got, want)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, seed := range []string{
		"mon-fri 9:00-17:00", "sun-thu 8:30-16:30; fri 9:00-12:00", "fri-mon 22:00-6:00", "", ";;", ",- -", "mon–fri 9:00—17:00", "mon 0:00-24:00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := domain.ParsePattern(text)
		if err != nil {
			if domain.CodeOf(err) != domain.Invalid || !p.IsZero() {
				t.Errorf("%q: %v with %v is no refusal", text, p, err)
			}
			return
		}
		for day, h := range p {
			if !h.IsZero() && !h.Valid() {
				t.Errorf("%q gives %v on %v", text, h, time.Weekday(day))
			}
		}
		again, err := domain.ParsePattern(strings.ToUpper(p.String()))
		if err != nil || again != p || p.IsZero() {
			t.Errorf("%q was read as %q, and that as %q, %v", text, p, again, err)
		}
	})
}
