package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tidy brings typed text into the one form that is stored: valid UTF-8, "\n"
// for every line end, no control characters, no blanks at the ends, and never
// more than two line ends in a row. It changes no word.
func Tidy(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(text)
}

// Length counts characters as Slack counts them: code points.
func Length(text string) int { return utf8.RuneCountInString(text) }

// TooLong gives a fault for a field whose text is over limit characters, or
// none.
func TooLong(field, text string, limit int) Faults {
	if n := Length(text); n > limit {
		return Faults{RefuseField(field, "text.too_long", "Limit", limit, "Over", n-limit)}
	}
	return nil
}

// Needed refuses an empty text, and one that is longer than a limit.
func Needed(field, text string, limit int) Faults {
	if text == "" {
		return Faults{RefuseField(field, "text.empty")}
	}
	return TooLong(field, text, limit)
}

// Nearest finds the candidate that is most like a word, for "did you mean".
// It is empty where nothing is within a third of the word's length in edits.
func Nearest(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, most := "", utf8.RuneCountInString(word)/3+1
	for _, c := range candidates {
		if d := Edits(word, strings.ToLower(c)); d <= most && (best == "" || d < most) {
			best, most = c, d
		}
	}
	return best
}

// Edits counts the code points to add, leave out or change to get from a to b:
// the distance of Levenshtein.
func Edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			cost := before
			if x[i] != y[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, before+1, row[j]+1)
		}
	}
	return row[len(y)]
}
