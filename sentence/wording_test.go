package sentence

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The rules of wording, as far as a machine can see them.

// mustCatalogue reads the English sentences.
func mustCatalogue(t *testing.T) map[string]entry {
	t.Helper()
	files, err := filepath.Glob("en/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("list the catalogue: %v, %d files", err, len(files))
	}
	all := map[string]entry{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("read %s: %v", file, err)
		}
		entries, err := parse(strings.TrimSuffix(filepath.Base(file), ".toml"), string(source))
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(all, entries)
	}
	return all
}

// forbidden words and what is wrong with them. A sentence that needs one all
// the same stands in excused with its reason.
var forbidden = []struct{ pattern, why string }{
	{`!`, "no exclamation mark"},
	{`\breviews?\b`, "it is a conversation, and to look at something is to look at it"},
	{`\bappraisals?\b`, "it is a conversation"},
	{`\bperformance\b`, "people are not machines"},
	{`\bcompliance\b`, "an ask is an offer"},
	{`\boverdue\b`, "an ask is never a debt"},
	{`\breminders?\b`, "an ask is a question or an offer"},
	{`\bremind(ed|s)?\b`, "an ask is a question or an offer"},
	{`\bdirect reports?\b`, "say the name"},
	{`\bresources?\b`, "people are people"},
	{`\bplease note\b`, "say it"},
	{`\bjust\b`, "it makes little of what is asked"},
	{`\bsimply\b`, "it makes little of what is asked"},
	{`\bkindly\b`, "say it"},
	{`\bsuccessfully\b`, "say what happened"},
	{`\bdon[’']t forget\b`, "an ask is a question or an offer"},
	{`\byou (have )?missed\b`, "silence is neutral"},
	{`\byou (have not|haven[’']t)\b`, "an ask is never a debt"},
	{`\bgreat (job|work)\b|\bwell done\b|\bawesome\b|\bcongrat`, "a machine does not praise"},
	{`\bstreaks?\b|\bbadges?\b|\bleaderboards?\b|\branking\b`, "nobody is ranked"},
	{`\bin \{\{\.\w+\}\} days\b`, "name the day"},
	{`(^|[^/])\bcheck-?ins?\b`, "it is a conversation; only the command is called so"},
	{`\b(invalid|illegal) (user|input|value)\b`, "say what was not done, why, and what now"},
}

// excused are sentences that hold a forbidden word for a reason.
var excused = map[string]string{
	"kudos.nothing_to_undo":      "\"you have not thanked anybody yet\" answers a question; it asks for nothing",
	"conversation.rather_option": "\"just talk\" is what people say who do not want to write",
}

func TestCatalogue_KeepsToTheWording(t *testing.T) {
	t.Parallel()
	catalogue := mustCatalogue(t)
	for _, rule := range forbidden {
		word := regexp.MustCompile(`(?i)` + rule.pattern)
		for id, e := range catalogue {
			for form, text := range e {
				found := word.FindString(text)
				if found != "" && excused[id] == "" {
					t.Errorf("%s (%s) says %q: %s", id, form, found, rule.why)
				}
			}
		}
	}
}

func TestCatalogue_ExcusesOnlyWhatNeedsIt(t *testing.T) {
	t.Parallel()
	all := mustCatalogue(t)
	for id := range excused {
		text := strings.Join(slices.Collect(maps.Values(all[id])), " ")
		needed := slices.ContainsFunc(forbidden, func(rule struct{ pattern, why string }) bool {
			return regexp.MustCompile(`(?i)` + rule.pattern).MatchString(text)
		})
		if !needed {
			t.Errorf("%s is excused and holds no forbidden word", id)
		}
	}
}

// room is what fits where a sentence stands, by the end of its key: characters
// as English may take them (other languages need half as much again), and words.
var room = []struct {
	suffix     string
	characters int
	words      int
}{
	{"_button", 20, 4},
	{"_title", 24, 5},
	{"_prompt", 110, 14},
	{"_label", 100, 14},
	{"_option", 50, 10},
	{"_placeholder", 100, 14},
	{"_hint", 150, 25},
	{"_notice", 150, 25},
	{"", 1000, 60},
}

var arguments = regexp.MustCompile(`\{\{[^}]*\}\}`)

func TestCatalogue_FitsWhereItStands(t *testing.T) {
	t.Parallel()
	for id, e := range mustCatalogue(t) {
		for _, text := range e {
			said := arguments.ReplaceAllString(text, "Name")
			for _, r := range room {
				if !strings.HasSuffix(id, r.suffix) {
					continue
				}
				if n := utf8.RuneCountInString(said); n > r.characters {
					t.Errorf("%s has %d characters, there is room for %d: %q", id, n, r.characters, text)
				}
				if n := len(strings.Fields(said)); n > r.words {
					t.Errorf("%s has %d words, at most %d are read: %q", id, n, r.words, text)
				}
				break
			}
		}
	}
}

func TestCatalogue_IsWellFormed(t *testing.T) {
	t.Parallel()
	action := regexp.MustCompile(`\{\{.*?\}\}`)
	for id, e := range mustCatalogue(t) {
		for _, text := range e {
			if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
				t.Errorf("%s has blanks that nobody sees, or no words: %q", id, text)
			}
			if strings.ContainsAny(text, "*_`<>") {
				t.Errorf("%s holds markup; bold and links are woven in by the view: %q", id, text)
			}
			if strings.ContainsAny(text, "\"'") {
				t.Errorf("%s holds typewriter quotes: %q", id, text)
			}
			for _, found := range action.FindAllString(text, -1) {
				if !placeholder.MatchString(found) {
					t.Errorf("%s holds %q; a sentence only names its arguments", id, found)
				}
			}
		}
		if one := e["one"]; one != "" && !slices.Contains(e.placeholders(), "Count") && one == e["other"] {
			t.Errorf("%s has two forms that say the same", id)
		}
	}
}

func TestCatalogue_TellsNothingOnLockScreens(t *testing.T) {
	t.Parallel()
	private := []string{"Text", "Words", "Reason", "Title", "Answer", "Summary", "Note"}
	for id, e := range mustCatalogue(t) {
		if !strings.HasSuffix(id, "_notice") {
			continue
		}
		for _, name := range e.placeholders() {
			if slices.Contains(private, name) {
				t.Errorf("%s shows %s, and a notification stands on lock screens", id, name)
			}
		}
	}
}
