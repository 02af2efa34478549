package domain_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rapport/domain"
)

// notOthers are acts that read as if somebody looked, and are not of somebody who
// looks at what is about another.
var notOthers = map[string]string{
	"person.read_manager": "Rapport itself reads the profile",
	"retention.see":       "counts of records of nobody",
	"kudos.read_posted":   "an action of the table and no entry",
}

// Whatever the ledger keeps of looking at somebody's record stands in the list from
// which people read who looked.
func TestLookActs_AreAllThatTheLedgerKeeps(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	literal := regexp.MustCompile(`Act: +"([a-z_.]+)"`)
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			_, verb, _ := strings.Cut(m[1], ".")
			looks := strings.HasPrefix(verb, "look") || strings.HasPrefix(verb, "read") || strings.HasPrefix(verb, "see") || verb == "pairs"
			_, listed := domain.LookActs[m[1]]
			if looks && !listed && notOthers[m[1]] == "" {
				t.Errorf("%s keeps %s, and LookActs lacks it", file, m[1])
			}
			if listed {
				found++
			}
		}
	}
	if found < 8 {
		t.Errorf("found %d acts of looking in the code: the search is broken", found)
	}
	for _, action := range []domain.Action{domain.ReadSeasonCase, domain.CompareSeason, domain.MakePacket} {
		if _, listed := domain.LookActs[string(action)]; !listed {
			t.Errorf("LookActs lacks %s", action)
		}
	}
}
