package export

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestDrawable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		out      string
		complete bool
	}{
		"Zoë 日本語 Ωμέγα Да שלום": {"Zoë 日本語 Ωμέγα Да שלום", true}, //nolint:gosmopolitan // it has to be drawn
		"🎉":                           {"[party popper]", true},
		"👩🏽‍💻":                        {"[woman][personal computer]", true},
		"🇯🇵":                          {"[flag j][flag p]", true},
		"a\x00\u202eb\u200d\tc\ufe0f": {"ab c", true},
		"𠮷":                           {"[U+20BB7]", false}, //nolint:gosmopolitan // beyond what can be drawn
		"مرحبا":                       {"مرحبا", false},
	} {
		if out, complete := drawable(text); out != want.out || complete != want.complete {
			t.Errorf("%q: got %q, %v, want %q, %v", text, out, complete, want.out, want.complete)
		}
	}
}

// Nothing that a document cannot hold is left, whatever is typed.
func FuzzDrawable(f *testing.F) {
	for _, seed := range []string{"", "a🎉b", "\xff", "𠮷\u202e", "שלום, 3 words"} { //nolint:gosmopolitan // as typed
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, _ := drawable(text)
		for _, r := range out {
			if r > farthest || unicode.IsControl(r) && r != '\n' {
				t.Fatalf("%q: %U is left", text, r)
			}
		}
		ordered(out)
		one := func(rune) float64 { return 1 }
		for _, line := range wrapped(out, 7, one) {
			if n := len([]rune(strings.TrimRight(line, " "))); n > 7 {
				t.Fatalf("%q: a line of %d", text, n)
			}
		}
	})
}

func TestWrapped(t *testing.T) {
	t.Parallel()
	one := func(rune) float64 { return 1 }
	for text, want := range map[string][]string{
		"":                    {""},
		"one two three":       {"one two", "three"},
		"one\n\ntwo":          {"one", "", "two"},
		"Donaudampfschiff ab": {"Donaudam", "pfschiff", "ab"},
		"日本語の文。です、はい":         {"日本語の文。です、", "はい"}, //nolint:gosmopolitan // no blanks
		"a    b         c":    {"a    b", "c"},
	} {
		width := 8.0
		if strings.HasPrefix(text, "日") { //nolint:gosmopolitan // as above
			width = 9
		}
		if diff := cmp.Diff(want, wrapped(text, width, one)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// A line is drawn from the left, whichever way it is read.
func TestOrdered(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"plain":         "plain",
		"שלום עולם":     "םלוע םולש",
		"to שלום again": "to םולש again",
		"שלום to you":   "to you םולש",
	} {
		if got := ordered(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestLettersOf_ABrokenFont(t *testing.T) {
	t.Parallel()
	for n := range 600 {
		lettersOf(fontFile[:n]) // must not fail, whatever is missing
	}
	if !drawn()['a'] || !drawn()['語'] || drawn()['م'] {
		t.Error("the letters of the font are read wrongly")
	}
}
