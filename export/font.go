package export

import (
	_ "embed"
	"encoding/binary"
	"sync"
)

// fontFile is the one font of all documents; its licence stands beside it.
//
//go:embed font/VL-PGothic-Regular.ttf
var fontFile []byte

// drawn are the letters that the font can draw, up to U+FFFF: a document can hold
// no others.
var drawn = sync.OnceValue(func() map[rune]bool { return lettersOf(fontFile) })

// lettersOf reads which letters a TrueType font has, by its table for Windows and
// Unicode (cmap, platform 3, encoding 1, format 4), as OpenType describes it. A
// font without that table has none.
func lettersOf(font []byte) map[rune]bool {
	table := tableOf(font, "cmap")
	for i := range int(word(table, 2)) {
		record := 4 + 8*i
		at := int(long(table, record+4))
		if word(table, record) == 3 && word(table, record+2) == 1 && word(table, at) == 4 {
			return format4(table[at:])
		}
	}
	return nil
}

// tableOf finds a table of a font by its name.
func tableOf(font []byte, name string) []byte {
	for i := range int(word(font, 4)) {
		record := 12 + 16*i
		if record+16 > len(font) || string(font[record:record+4]) != name {
			continue
		}
		from, size := int(long(font, record+8)), int(long(font, record+12))
		if from+size <= len(font) {
			return font[from : from+size]
		}
	}
	return nil
}

// format4 reads segments of letters. A segment gives glyphs by a difference or by
// a list; glyph 0 is none.
func format4(t []byte) map[rune]bool {
	letters := map[rune]bool{}
	segments := int(word(t, 6)) / 2
	ends, starts := 14, 16+2*segments
	deltas, ranges := starts+2*segments, starts+4*segments
	for i := range segments {
		end, start := int(word(t, ends+2*i)), int(word(t, starts+2*i))
		delta, offset := int(word(t, deltas+2*i)), int(word(t, ranges+2*i))
		for c := start; c <= end && c < 0xFFFF; c++ {
			glyph := (c + delta) & 0xFFFF
			if offset != 0 {
				if glyph = int(word(t, ranges+2*i+offset+2*(c-start))); glyph != 0 {
					glyph = (glyph + delta) & 0xFFFF
				}
			}
			if glyph != 0 {
				letters[rune(c)] = true
			}
		}
	}
	return letters
}

// word and long read numbers of two and four bytes; behind the end they are 0.
func word(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func long(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
