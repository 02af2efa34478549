package blockkit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// marksKept is how many accents one letter may carry. Vietnamese needs two,
	// pointed Hebrew four, Tibetan up to six; more than eight is a text that
	// wants to draw over the lines around it.
	marksKept = 8
	// blankKept is how many line ends may follow each other.
	blankKept = 2
	// tagsKept is the length of the longest regional flag in use, with its end.
	tagsKept = 7
	// inputBytes bounds what is looked at when a text is made. A text object
	// shows at most 3,000 characters, of four bytes each.
	inputBytes = 32 << 10
)

// Clean returns s as plain words that can be stored and shown: valid UTF-8, line
// ends as \n and at most one blank line in a row, no control characters, no
// invisible characters that could hide or reorder what people read, no space
// around it. Emoji, accents and the joiners that Persian, Sinhala and their kin
// cannot be written without stay.
//
// Explicit direction marks go in all cases, also balanced ones: a text of one
// direction needs none, and where a right-to-left text stands among others it is
// isolated again when it is rendered. Clean(Clean(s)) is Clean(s).
func Clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	w := cleaner{rtl: hasRTL(s)}
	w.out.Grow(len(s))
	for i, r := range s {
		w.take(r, s[i+utf8.RuneLen(r):])
	}
	return strings.TrimSpace(w.out.String())
}

// CleanLine is Clean for a text that must stand on one line, such as a name.
func CleanLine(s string) string {
	return strings.Join(strings.Fields(Clean(s)), " ")
}

// cleaner remembers what Clean has written, because what may follow depends on
// what was kept and not on what was sent: otherwise a dropped character could
// bring two others together that a second pass would see differently.
type cleaner struct {
	out   strings.Builder
	rtl   bool
	last  rune // the last rune written, 0 at the start
	base  rune // the last rune written that is no mark, selector or skin tone
	marks int
	tags  int
	ends  int
}

// take writes r, or what stands for it, or nothing. rest is the text behind it.
func (w *cleaner) take(r rune, rest string) {
	switch {
	case r == '\r':
		if !strings.HasPrefix(rest, "\n") {
			w.lineEnd()
		}
	case isLineEnd(r):
		w.lineEnd()
	case r == '\t':
		w.put(' ')
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		if w.joinerNeeded(r, rest) {
			w.put(r)
		}
	case isTag(r):
		if w.base == blackFlag && w.tags < tagsKept {
			w.tags++
			w.out.WriteRune(r)
			w.last = r
		}
	case isDirectionMark(r):
		if w.rtl {
			w.put(r)
		}
	case isHidden(r):
	case isMark(r):
		w.mark(r)
	default:
		w.put(r)
	}
}

func (w *cleaner) put(r rune) {
	w.out.WriteRune(r)
	w.last, w.marks, w.ends = r, 0, 0
	if !isSkinTone(r) {
		w.base, w.tags = r, 0
	}
}

func (w *cleaner) lineEnd() {
	if w.ends < blankKept {
		ends := w.ends
		w.put('\n')
		w.ends = ends + 1
	}
}

// mark writes an accent if there is a letter under it. One without would be
// drawn onto whatever the app wrote before the text.
func (w *cleaner) mark(r rune) {
	if w.last == 0 || unicode.IsSpace(w.last) || w.marks >= marksKept {
		return
	}
	marks := w.marks + 1
	w.out.WriteRune(r)
	w.last, w.marks = r, marks
}

// joinerNeeded reports whether the joiner between what was written and rest is
// part of an emoji, or of a script whose letters change shape with it.
func (w *cleaner) joinerNeeded(joiner rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if w.last == joiner {
		return false
	}
	if joiner == zeroWidthJoiner && isPictograph(w.base) && isPictograph(next) {
		return true
	}
	return isShaped(w.base) && isShaped(next) && unicode.IsLetter(next)
}

func isLineEnd(r rune) bool {
	switch r {
	case '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// isDirectionMark reports the three marks that act as an invisible letter. They
// cannot reorder more than the signs next to them, and Hebrew or Arabic with
// punctuation sometimes needs them.
func isDirectionMark(r rune) bool { return r == '\u200e' || r == '\u200f' || r == '\u061c' }

// isHidden reports characters without a shape of their own: controls, direction
// overrides and isolates, zero-width and filler characters, annotations, and the
// code points that are no characters. Slots for Weave are among the last, so a
// person cannot type one.
func isHidden(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u3164', '\uffa0', '\u17b4', '\u17b5':
		return true
	case '\u0600', '\u0601', '\u0602', '\u0603', '\u0604', '\u0605', '\u06dd', '\u070f', '\u08e2':
		return false // format characters by name, but with a shape
	}
	nonCharacter := inRange(r, 0xFDD0, 0xFDEF) || r&0xFFFE == 0xFFFE
	return nonCharacter || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// shaped lists the scripts in which a joiner or non-joiner changes what is read.
var shaped = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
	unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Balinese, unicode.Javanese,
}

func isShaped(r rune) bool { return unicode.In(r, shaped...) }

// hasRTL reports whether s holds a letter that is written from right to left.
func hasRTL(s string) bool {
	for _, r := range s {
		if r >= 0x0590 && isRTL(r) {
			return true
		}
	}
	return false
}

func isRTL(r rune) bool {
	right := inRange(r, 0x0590, 0x08FF) || inRange(r, 0xFB1D, 0xFDFF) || inRange(r, 0xFE70, 0xFEFF) ||
		inRange(r, 0x10800, 0x10FFF) || inRange(r, 0x1E800, 0x1EFFF)
	return right && unicode.IsLetter(r)
}

// bounded returns the part of s that is worth looking at, cut between two runes.
func bounded(s string) string {
	if len(s) <= inputBytes {
		return s
	}
	cut := inputBytes
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}
