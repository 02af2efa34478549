package main

import (
	"os"
	"strings"
	"testing"
)

// operatingRows are the rows of the tables in the page for operators, by what
// stands first in them between backticks.
func operatingRows(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.SplitSeq(string(page), "\n") {
		if name, rest, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "`"); ok && strings.HasPrefix(line, "| `") {
			rows[name] = rest
		}
	}
	return rows
}

// TestOperating_Settings keeps the page for operators and the code together.
func TestOperating_Settings(t *testing.T) {
	t.Parallel()
	rows := operatingRows(t)
	for _, s := range knownSettings() {
		row, ok := rows[s.Name]
		if !ok {
			t.Errorf("%s is not in docs/operating.md", s.Name)
			continue
		}
		if s.Secret != strings.HasPrefix(row, ", `_FILE`") {
			t.Errorf("%s: the page and the code disagree on %s", s.Name, fileTwin)
		}
		if s.Default != "" && !strings.Contains(row, s.Default) {
			t.Errorf("%s: the page does not name its default, %s", s.Name, s.Default)
		}
		delete(rows, s.Name)
	}
	for name := range rows {
		if strings.HasPrefix(name, "RAPPORT_") || strings.HasPrefix(name, "SLACK_") {
			t.Errorf("%s is in docs/operating.md and in no code", name)
		}
	}
}

// TestOperating_Commands keeps its commands and those of the program together.
func TestOperating_Commands(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for row := range operatingRows(t) {
		if rest, ok := strings.CutPrefix(row, "rapport "); ok {
			name, _, _ := strings.Cut(rest, " ")
			documented[name] = true
		}
	}
	for _, c := range commands(shell{}) {
		if !documented[c.Name()] {
			t.Errorf("rapport %s is not in docs/operating.md", c.Name())
		}
		delete(documented, c.Name())
	}
	for name := range documented {
		t.Errorf("rapport %s is in docs/operating.md and is no command", name)
	}
}
