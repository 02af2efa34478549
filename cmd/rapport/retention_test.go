package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The page shows the terms that the program has.
func TestRetention_PageShowsTheDefaults(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/retention.md")
	if err != nil {
		t.Fatal(err)
	}
	got := runIn(t, nil, "retention", "defaults")
	if got.code != exitDone || !strings.Contains(string(page), got.out) {
		t.Errorf("docs/retention.md does not show what `rapport retention defaults` prints:\n%s", got.out)
	}
}

func TestRetention_TermsOfCountries(t *testing.T) {
	t.Parallel()
	env := []string{envDatabase + "=sqlite:" + filepath.Join(t.TempDir(), "rapport.db")}
	if got := runIn(t, env, "migrate"); got.code != exitDone {
		t.Fatalf("got %+v", got)
	}
	file := filepath.Join(t.TempDir(), "policy.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("retention:\n  months:\n    DE/kudos: 24\n    feedback: 30\n    De/goal: 3\n    request: 1\n    note: 0\n")
	if got := runIn(t, env, "policy", "apply", file); got.code != exitFailed || !strings.Contains(got.err, "“De” is no country") ||
		!strings.Contains(got.err, "“request” is no kind") || !strings.Contains(got.err, "0 does not fit: from 1") {
		t.Errorf("got %+v", got)
	}
	write("retention:\n  months:\n    DE/kudos: 24\n    feedback: 30\n")
	if got := runIn(t, env, "policy", "apply", file); got.code != exitDone {
		t.Fatalf("got %+v", got)
	}
	got := runIn(t, env, "retention", "terms")
	for _, want := range []string{"| `DE/kudos` | 24 months |", "| `kudos` | 36 months |", "| `feedback` | 30 months |"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("the terms lack %q:\n%s", want, got.out)
		}
	}
}
