package sentence_test

import (
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/sentence"
)

func mustBook(t testing.TB, options ...sentence.Option) *sentence.Book {
	t.Helper()
	book, err := sentence.New(options...)
	if err != nil {
		t.Fatalf("read catalogue: %v", err)
	}
	return book
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load %s: %v", name, err)
	}
	return zone
}

func TestVoice_Say(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en-US")

	t.Run("fills in what the sentence needs", func(t *testing.T) {
		t.Parallel()
		got := v.Say("kudos.sent", "People", []string{"Grace Hopper", "Lin Wu"})
		if want := "Sent to Grace Hopper and Lin Wu."; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("chooses the plural by Count", func(t *testing.T) {
		t.Parallel()
		for count, want := range map[int]string{0: "0 days", 1: "1 day", 2: "2 days", 1200: "1,200 days"} {
			if got := v.Say("date.days", "Count", count); got != want {
				t.Errorf("%d: got %q, want %q", count, got, want)
			}
		}
	})
	t.Run("says what people typed as they typed it", func(t *testing.T) {
		t.Parallel()
		typed := `{{.Name}} <!channel> & "x" %d`
		if got := v.Say("kudos.recipient_bot", "Name", typed); !strings.HasPrefix(got, typed+" is an app") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("brings values into the reader's language", func(t *testing.T) {
		t.Parallel()
		day := domain.NewDate(2026, time.November, 24)
		got := v.Say("kudos.allowance_spent", "Limit", 20, "Left", 0, "Day", day)
		if !strings.Contains(got, "24 November 2026") || !strings.Contains(got, "20 kudos") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("speaks English to those whose language it has not", func(t *testing.T) {
		t.Parallel()
		book := mustBook(t)
		for _, locale := range []string{"", "en-GB", "xx-YY", "not a locale", "ja-JP"} {
			if got := book.In(locale).Say("date.today"); got != "today" {
				t.Errorf("%q: got %q", locale, got)
			}
		}
	})
}

func TestVoice_SayWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, say := range map[string]func(*sentence.Voice) string{
		"an unknown key":         func(v *sentence.Voice) string { return v.Say("kudos.no_such_key") },
		"an argument left out":   func(v *sentence.Voice) string { return v.Say("kudos.sent") },
		"an argument unnamed":    func(v *sentence.Voice) string { return v.Say("kudos.sent", 1, 2) },
		"a fault of another key": func(v *sentence.Voice) string { return v.Fault(domain.Refuse(domain.Invalid, "no.key")) },
	} {
		t.Run(name+" panics in a test", func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("it did not panic")
				}
			}()
			say(mustBook(t).In("en"))
		})
		t.Run(name+" is counted and still said in production", func(t *testing.T) {
			t.Parallel()
			meter := &meter{}
			got := say(mustBook(t, sentence.Counted(meter), sentence.Lenient()).In("en"))
			if got == "" || meter.n != 1 {
				t.Errorf("got %q, counted %d times", got, meter.n)
			}
		})
	}
}

type meter struct {
	domain.Unmetered

	n int
}

func (m *meter) Count(string, string, int) { m.n++ }

func TestVoice_Lists(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en")
	for _, c := range []struct {
		items []string
		most  int
		want  string
	}{
		{nil, 3, ""},
		{[]string{"A"}, 3, "A"},
		{[]string{"A", "B"}, 3, "A and B"},
		{[]string{"A", "B", "C"}, 3, "A, B and C"},
		{[]string{"A", "B", "C", "D"}, 3, "A, B, C and D"}, // "1 other" would be longer than the name
		{[]string{"A", "B", "C", "D", "E"}, 3, "A, B, C and 2 others"},
		{[]string{"A", "B", "C"}, 0, "A, B and C"},
	} {
		if got := v.ListAtMost(c.items, c.most); got != c.want {
			t.Errorf("%v at most %d: got %q, want %q", c.items, c.most, got, c.want)
		}
	}
}

func TestVoice_Numbers(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en")
	for _, c := range []struct{ got, want string }{
		{v.Number(1234567), "1,234,567"},
		{v.Decimal(3.456, 1), "3.5"},
		{v.Percent(109, 131), "83 %"},
		{v.Percent(0, 5), "0 %"},
		{v.Percent(0, 0), "–"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestVoice_Days(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en")
	today := domain.NewDate(2026, time.November, 24) // a Tuesday
	for days, want := range map[int]string{
		0: "today", 1: "tomorrow", -1: "yesterday", 2: "Thursday", 6: "Monday",
		7: "Tuesday 1 December", -2: "Sunday 22 November", 200: "12 June 2027", -400: "20 October 2025",
	} {
		if got := v.Day(today.AddDays(days), today); got != want {
			t.Errorf("%d days on: got %q, want %q", days, got, want)
		}
	}
	if got := v.Day(domain.Date{}, today); got != "" {
		t.Errorf("no day: got %q, want nothing", got)
	}
}

func TestVoice_When(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	v := mustBook(t).In("en").At(berlin)
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

	t.Run("is told in the reader's zone", func(t *testing.T) {
		t.Parallel()
		if got, want := v.When(now.Add(52*time.Hour), now), "Thursday 14:00"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("calls the day as the reader's calendar has it", func(t *testing.T) {
		t.Parallel()
		late := time.Date(2026, time.November, 24, 23, 30, 0, 0, time.UTC) // after midnight in Berlin
		if got, want := v.When(late, now), "tomorrow 00:30"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("gives the whole date where it may be read later", func(t *testing.T) {
		t.Parallel()
		if got, want := v.Moment(now), "24 November 2026, 10:00"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("does not change the voice it came from", func(t *testing.T) {
		t.Parallel()
		base := mustBook(t).In("en")
		if base.At(berlin); base.Zone() != time.UTC {
			t.Errorf("got zone %v, want UTC", base.Zone())
		}
	})
}

func TestVoice_Durations(t *testing.T) {
	t.Parallel()
	v := mustBook(t).In("en")
	for d, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 89 * time.Second: "89 seconds", 90 * time.Second: "2 minutes",
		10 * time.Minute: "10 minutes", 2 * time.Hour: "2 hours", 48 * time.Hour: "2 days", -time.Minute: "60 seconds",
	} {
		if got := v.Duration(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
