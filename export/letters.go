package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/runenames"
)

// farthest is the last letter that a document can hold: one beyond emptied the
// whole document.
const farthest = 0xFFFF

// drawable turns a text into what the font can draw: emoji become their names in
// brackets, invisible letters go. complete is false where a letter was left that
// the font does not have.
func drawable(text string) (out string, complete bool) {
	var b strings.Builder
	complete = true
	have := drawn()
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t':
			b.WriteByte(' ')
		case hidden(r):
		case r <= farthest && have[r]:
			b.WriteRune(r)
		case pictured(r):
			b.WriteString("[" + pictureName(r) + "]")
		case r > farthest:
			fmt.Fprintf(&b, "[U+%X]", r)
			complete = false
		default:
			b.WriteRune(r) // drawn as a box; whoever copies it gets it whole
			complete = complete && unicode.IsSpace(r)
		}
	}
	return b.String(), complete
}

// hidden tells what is never drawn: controls, joiners, marks of direction, and
// what only changes the look of the emoji before it.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r >= 0x1F3FB && r <= 0x1F3FF
}

// pictured tells whether a letter is a picture that has a name.
func pictured(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Sm) && pictureName(r) != ""
}

// pictureName is the name of a picture in Unicode, in lower case.
func pictureName(r rune) string {
	name := strings.ToLower(runenames.Name(r))
	if strings.HasPrefix(name, "<") {
		return ""
	}
	return strings.Replace(name, "regional indicator symbol letter", "flag", 1)
}

// ordered puts a line whose letters run from right to left, or in both ways, into
// the order in which it is drawn from the left.
func ordered(line string) string {
	if !strings.ContainsFunc(line, leftward) {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(line); err != nil {
		return line // drawn in the order in which it was typed
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	runs := make([]string, order.NumRuns())
	for i := range runs {
		run := order.Run(i)
		if runs[i] = run.String(); run.Direction() == bidi.RightToLeft {
			runs[i] = bidi.ReverseString(runs[i])
		}
	}
	if !p.IsLeftToRight() {
		slices.Reverse(runs)
	}
	return strings.Join(runs, "")
}

// leftward tells whether a letter is of a script that runs from right to left.
func leftward(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// wrapped breaks a text into lines no wider than a width: between words, around
// letters of scripts without blanks, and inside a word that is wider than a line.
func wrapped(text string, width float64, wide func(rune) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrappedLine([]rune(paragraph), width, wide)...)
	}
	return lines
}

func wrappedLine(runes []rune, width float64, wide func(rune) float64) []string {
	var lines []string
	begin, breakAt, used := 0, -1, 0.0
	for i := 0; i < len(runes); i++ {
		if i > begin && mayBreakBefore(runes[i-1], runes[i]) {
			breakAt = i
		}
		used += wide(runes[i])
		if used <= width || i == begin || runes[i] == ' ' {
			continue
		}
		end := i
		if breakAt > begin {
			end = breakAt
		}
		lines = append(lines, strings.TrimRight(string(runes[begin:end]), " "))
		begin, breakAt, used = end, -1, 0
		for begin < len(runes) && runes[begin] == ' ' {
			begin++
		}
		i = begin - 1
	}
	return append(lines, strings.TrimRight(string(runes[begin:]), " "))
}

// mayBreakBefore tells whether a line may end between two letters.
func mayBreakBefore(before, r rune) bool {
	if before == ' ' || before == '-' {
		return r != ' '
	}
	unspaced := func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }
	return (unspaced(before) || unspaced(r)) && !slices.Contains(closing, r)
}

// closing are letters that do not stand at the beginning of a line.
var closing = []rune("、。，．」』）)】〉》！？!?,.;:ー々") //nolint:gosmopolitan // of Japanese
