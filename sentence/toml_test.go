package sentence

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// These tests look inside, since the reader of catalogues is not for anybody
// else.

func TestParse(t *testing.T) {
	t.Parallel()
	source := "# a comment\n[noun]\nkey = \"A “text” with \\\"signs\\\" and a \\n line\"\n\n[noun.count]\none = \"1\"\nother = \"many\"\n[noun.part]\nkey=\"x\"\n"
	got, err := parse("noun", source)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	want := map[string]entry{
		"noun.key":      {"other": "A “text” with \"signs\" and a \n line"},
		"noun.count":    {"one": "1", "other": "many"},
		"noun.part.key": {"other": "x"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	for claim, source := range map[string]string{
		"a table of another noun":        "[other]\nkey = \"x\"",
		"a table without an end":         "[noun\nkey = \"x\"",
		"a key before any table":         "key = \"x\"",
		"a key written twice":            "[noun]\nkey = \"x\"\nkey = \"y\"",
		"a form written twice":           "[noun.n]\nother = \"x\"\nother = \"y\"",
		"a plural without its last form": "[noun.n]\none = \"x\"",
		"a text without quotes":          "[noun]\nkey = x",
		"a text in single quotes":        "[noun]\nkey = 'x'",
		"a text that does not end":       "[noun]\nkey = \"x",
		"a line that is nothing":         "[noun]\nkey",
		"a key in capitals":              "[noun]\nKey = \"x\"",
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			_, err := parse("noun", source)
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), "noun.toml") {
				t.Errorf("the error does not name the file: %v", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[noun]\nkey = \"x\"\n")
	f.Add("[noun.n]\none = \"{{.Count}}\"\nother = \"\\u00e9\"\n")
	f.Fuzz(func(t *testing.T, source string) {
		entries, err := parse("noun", source)
		if err != nil {
			return
		}
		for id, e := range entries {
			if !strings.HasPrefix(id, "noun") || e["other"] == "" && !strings.Contains(source, `""`) {
				t.Errorf("%q gave %q: %v", source, id, e)
			}
		}
	})
}
