package blockkit

import (
	"unicode"
	"unicode/utf8"
)

const (
	zeroWidthJoiner    = '\u200d'
	zeroWidthNonJoiner = '\u200c'
	blackFlag          = '\U0001F3F4'
	// clusterRunes bounds what counts as one character on the screen. The
	// longest emoji in use has ten runes (a kiss between two people with skin
	// tones); the bound only matters for text made to attack.
	clusterRunes = 24
)

// clusterLen returns the number of bytes of the first character of s as a person
// sees it: a letter with its accents, an emoji with its skin tone and family, a
// flag, a Korean syllable. It follows the rules of Unicode Annex 29 as far as
// they matter for not cutting inside something visible; it may join too much
// (which costs a few characters at a cut) but does not split. It returns 0 for an
// empty string.
func clusterLen(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return 0
	}
	if first == '\n' || unicode.IsControl(first) {
		return n
	}
	half := isRegional(first) // one half of a flag, and nothing else yet
	for previous, runes := first, 1; runes < clusterRunes; runes++ {
		next, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || !joins(previous, next) && (!half || !isRegional(next)) {
			break
		}
		n += size
		previous, half = next, false
	}
	return n
}

// joins says whether next belongs to the same visible character as previous.
func joins(previous, next rune) bool {
	switch {
	case next == zeroWidthJoiner || next == zeroWidthNonJoiner:
		return true
	case isMark(next) || isSkinTone(next) || isTag(next):
		return true
	case previous == zeroWidthJoiner:
		return isPictograph(next) || unicode.IsLetter(next)
	default:
		return hangulJoins(previous, next)
	}
}

// isMark reports accents and everything else that is drawn onto the character
// before it, variation selectors and the keycap included.
func isMark(r rune) bool {
	return r >= 0x0300 && unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc)
}

// isSkinTone reports the five modifiers that colour the emoji before them.
func isSkinTone(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// isTag reports the invisible letters that spell the flags of regions.
func isTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// isRegional reports the letters that make a flag in pairs.
func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// pictographs holds the blocks with emoji, somewhat too wide on purpose: a
// character that is wrongly taken for an emoji only stays together with its
// neighbour.
var pictographs = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00A9, Hi: 0x00A9, Stride: 1}, {Lo: 0x00AE, Hi: 0x00AE, Stride: 1},
		{Lo: 0x203C, Hi: 0x203C, Stride: 1}, {Lo: 0x2049, Hi: 0x2049, Stride: 1},
		{Lo: 0x2122, Hi: 0x2122, Stride: 1}, {Lo: 0x2139, Hi: 0x2139, Stride: 1},
		{Lo: 0x2190, Hi: 0x21FF, Stride: 1}, {Lo: 0x2300, Hi: 0x23FF, Stride: 1},
		{Lo: 0x24C2, Hi: 0x24C2, Stride: 1}, {Lo: 0x25A0, Hi: 0x27BF, Stride: 1},
		{Lo: 0x2900, Hi: 0x297F, Stride: 1}, {Lo: 0x2B00, Hi: 0x2BFF, Stride: 1},
		{Lo: 0x3030, Hi: 0x3030, Stride: 1}, {Lo: 0x303D, Hi: 0x303D, Stride: 1},
		{Lo: 0x3297, Hi: 0x3297, Stride: 1}, {Lo: 0x3299, Hi: 0x3299, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1F000, Hi: 0x1F1E5, Stride: 1}, {Lo: 0x1F200, Hi: 0x1F3FA, Stride: 1},
		{Lo: 0x1F400, Hi: 0x1FAFF, Stride: 1}, {Lo: 0x1FC00, Hi: 0x1FFFD, Stride: 1},
	},
	LatinOffset: 2,
}

// isPictograph reports what can stand at either side of a joiner in an emoji.
func isPictograph(r rune) bool { return unicode.Is(pictographs, r) }

// hangulJoins reports whether two Korean jamo belong to the same syllable.
func hangulJoins(previous, next rune) bool {
	lead := inRange(previous, 0x1100, 0x115F) || inRange(previous, 0xA960, 0xA97C)
	vowelBefore := inRange(previous, 0x1160, 0x11A7) || inRange(previous, 0xD7B0, 0xD7C6)
	tailBefore := inRange(previous, 0x11A8, 0x11FF) || inRange(previous, 0xD7CB, 0xD7FB)
	syllable := inRange(previous, 0xAC00, 0xD7A3)
	vowel := inRange(next, 0x1160, 0x11A7) || inRange(next, 0xD7B0, 0xD7C6)
	tail := inRange(next, 0x11A8, 0x11FF) || inRange(next, 0xD7CB, 0xD7FB)
	switch {
	case lead:
		return vowel || inRange(next, 0x1100, 0x115F) || inRange(next, 0xAC00, 0xD7A3)
	case vowelBefore:
		return vowel || tail
	case tailBefore:
		return tail
	default:
		// A whole syllable without a final consonant may take a vowel or a tail.
		return syllable && (tail || (vowel && (previous-0xAC00)%28 == 0))
	}
}

func inRange(r, low, high rune) bool { return r >= low && r <= high }

// Units is the length that the limits of this package mean: in UTF-16, see the
// note in limit.go. s must be valid UTF-8.
func Units(s string) int { return units(s) }

func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
