package main

import (
	"os"
	"strings"
	"testing"
)

// TestOperating_Settings keeps the page for operators and the code together.
func TestOperating_Settings(t *testing.T) {
	t.Parallel()
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
