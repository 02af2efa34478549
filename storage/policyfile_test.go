package storage_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestPolicyFile(t *testing.T) {
	t.Parallel()
	t.Run("what is written is read back as it was", func(t *testing.T) {
		t.Parallel()
		full := domain.DefaultPolicy()
		full.PeopleTeam.Members = []string{"hr@example.com"}
		full.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft: #1", Meaning: "we \"care\""}}
		full.Kudos.Channels = map[string]string{"Engineering": "C1"}
		full.Kudos.Daily = 0
		full.Conversations.Start = domain.Date{Year: 2026, Month: time.November, Day: 30}
		full.WorksCouncil = true
		for name, want := range map[string]domain.Policy{"defaults": domain.DefaultPolicy(), "full": full} {
			text, err := storage.FormatPolicy(want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := storage.ParsePolicy(text)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s: %v %s", name, err, diff)
			}
		}
	})
	t.Run("what a file leaves out keeps its default", func(t *testing.T) {
		t.Parallel()
		want := domain.DefaultPolicy()
		want.Asks.PerWeek = 1
		for _, text := range []string{"asks: {per_week: 1}", "asks:\n  per_week: 1\nkudos:\n"} {
			got, err := storage.ParsePolicy([]byte(text))
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%q: %v %s", text, err, diff)
			}
		}
		if got, err := storage.ParsePolicy(nil); err != nil || !cmp.Equal(got, domain.DefaultPolicy()) {
			t.Errorf("nothing: %v", err)
		}
	})
	t.Run("all problems are told at once, with line and nearest name", func(t *testing.T) {
		t.Parallel()
		_, err := storage.ParsePolicy([]byte(strings.Join([]string{
			"kudos:",
			"  daily_alowance: 3",
			"  max_recipients: many",
			"  values:",
			"    - {tag: craft, nam: Craft}",
			"asks:",
			"  per_week: 1",
			"  per_week: 2",
			"goals: often",
			"conversations:",
			"  start: tomorrow",
			"zzzzzz: 1",
		}, "\n")))
		var problems storage.PolicyProblems
		if !errors.As(err, &problems) {
			t.Fatalf("got %v, want problems", err)
		}
		want := storage.PolicyProblems{
			{Line: 2, Text: `unknown key "daily_alowance", perhaps "daily_allowance"`},
			{Line: 3, Text: `max_recipients: "many" does not fit, want a whole number`},
			{Line: 5, Text: `unknown key "nam", perhaps "name"`},
			{Line: 8, Text: `"per_week" stands twice`},
			{Line: 9, Text: `goals: want keys with values`},
			{Line: 11, Text: `start: "tomorrow" does not fit, want a date such as 2026-11-30`},
		}
		if diff := cmp.Diff(want, problems[:len(problems)-1]); diff != "" {
			t.Error(diff)
		}
		last := problems[len(problems)-1]
		if last.Line != 12 || !strings.Contains(last.Text, "known here are access, asks, coaching, conversations") {
			t.Errorf("got %+v, want the names that are known", last)
		}
		if !strings.HasPrefix(err.Error(), "line 2: unknown key") {
			t.Errorf("got %q", err)
		}
	})
	t.Run("what is no YAML is refused", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"a: b: c", "- 1", "\x00", "kudos: [1"} {
			if _, err := storage.ParsePolicy([]byte(text)); err == nil {
				t.Errorf("took %q", text)
			}
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte("kudos: {daily_allowance: 3}"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := storage.ParsePolicy(text)
		if err != nil {
			return
		}
		again, err := storage.FormatPolicy(p)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := storage.ParsePolicy(again); err != nil || !cmp.Equal(got, p) {
			t.Errorf("%q: read again differently: %v", text, err)
		}
	})
}
