package blockkit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Slack's mrkdwn has no way to write its own signs. Backslashes are shown, and
// zero-width characters next to a sign do not help: Slack takes them for a word
// boundary, so that they rather switch formatting on (which is what they are
// used for elsewhere, here too, around bold words). Two things do work. One is a
// date token with an impossible format, whose fallback is shown as it is; it
// costs 22 characters for each sign and looks like noise wherever tokens are not
// rendered. The other is a different character of the same shape, which cannot
// fail in any client, old or new, and costs nothing. It is chosen here; the price
// is that a copied asterisk is another one. Quotations and texts without style
// do not pay it: they go into rich_text and plain_text, where nothing is parsed.
//
// The full-width forms count as markup too: Slack accepts them from Japanese
// keyboards.
var lookAlikes = map[rune]rune{
	'*':      '\u2217',
	'\uff0a': '\ufe61',
	'_':      '\u02cd',
	'\uff3f': '\u2e0f',
	'~':      '\u223c',
	'\uff5e': '\u223c',
	'`':      '\u02cb',
	'\uff40': '\u02cb',
}

const (
	// softHyphen in front of ">" at the start of a line keeps it from becoming
	// a quotation, escaped or not. It has no width.
	softHyphen     = "\u00ad"
	wordJoiner     = "\u2060"
	zeroWidthSpace = "\u200b"
	firstIsolate   = "\u2068"
	endIsolate     = "\u2069"
)

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escaped(s string) string { return entities.Replace(s) }

// lookAlike replaces the sign in one visible character, if it is one. An
// underscore inside a word stays: it cannot open italics there, and without an
// opening one none can close them; names_like_this and :emoji_names: need it.
func lookAlike(cluster string, before, after rune) string {
	if cluster == "_" && isWord(before) && isWord(after) {
		return cluster
	}
	return strings.Map(func(r rune) rune {
		if other, ok := lookAlikes[r]; ok {
			return other
		}
		return r
	}, cluster)
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// startsQuote reports what begins a quotation at the start of a line, escaped or
// not, the full-width sign included.
func startsQuote(text string) bool {
	return strings.HasPrefix(text, "&gt;") || strings.HasPrefix(text, ">") || strings.HasPrefix(text, "\uff1e")
}

// defused breaks what Slack may turn into something live in a top-level text,
// where there is no verbatim switch: a name or channel behind its sign, and an
// address. The word joiner has no width.
func defused(cluster string, before rune, rest string) string {
	switch {
	case cluster == "@" || cluster == "#":
		return cluster + wordJoiner
	case cluster == ":" && strings.HasPrefix(rest, "//"):
		return cluster + wordJoiner
	case cluster == "." && isWord(before):
		// A bare host is a link too: example.com.
		if next, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(next) {
			return cluster + wordJoiner
		}
	}
	return cluster
}
