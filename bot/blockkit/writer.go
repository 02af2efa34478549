package blockkit

import (
	"strings"
	"unicode/utf8"
)

const ellipsis = "…"

// render writes t for the mode, at most limit characters long. The result is never longer, never ends inside a token, an
// entity or a visible character, and everything that was opened is closed.
func (t Text) render(m mode, limit int) string {
	w := writer{mode: m, limit: limit, lineStart: true}
	for a := range t.atoms(m) {
		if !w.add(a) {
			return w.cut()
		}
	}
	return w.out.String() + w.closers()
}

// writer puts atoms into a string. Space is held back until something visible
// follows: so styles close before it, lines do not end in it, and a text does not
// end in it.
type writer struct {
	mode  mode
	limit int
	out   strings.Builder
	size  int // characters in out
	blank strings.Builder

	lineStart bool
	quoting   bool
	bold      bool
	isolated  int // the span that an isolate is open for, plus one
	last      rune

	mark mark
}

// mark is the last place at which the text could end in "…" within the limit.
type mark struct {
	length  int
	closers string
}

// add writes one atom. It returns false, having written it or not, as soon as
// the text can no longer fit.
func (w *writer) add(a atom) bool {
	if a.blank {
		return w.hold(a)
	}
	w.space(a)
	w.styles(a)
	if w.lineStart && (w.mode == modeMrkdwn || w.mode == modeNotice) && startsQuote(a.text) {
		w.put(softHyphen)
	}
	w.put(a.text)
	w.last, _ = utf8.DecodeLastRuneInString(a.text)
	w.lineStart = false
	closers := w.closers()
	end := w.size + units(closers)
	if end+units(ellipsis) <= w.limit {
		w.mark = mark{length: w.out.Len(), closers: closers}
	}
	return end <= w.limit
}

// hold keeps a space or line end back. A run of space longer than all there is
// room for ends the text.
func (w *writer) hold(a atom) bool {
	text := a.text
	if text == "\n" && (w.mode == modeLine || w.mode == modeNotice) {
		text = " "
	}
	w.blank.WriteString(text)
	return w.blank.Len() <= w.limit*utf8.UTFMax
}

// space writes what was held back, and what belongs to the start of a line.
func (w *writer) space(a atom) {
	blank := w.blank.String()
	w.blank.Reset()
	ends := strings.Count(blank, "\n")
	breaks := w.breaksFor(a)
	if breaks && ends == 0 && w.out.Len() > 0 {
		blank, ends = "\n", 1
	}
	if ends == 0 {
		w.within(a, blank)
		return
	}
	w.shut()
	if w.out.Len() > 0 {
		if w.quoting && a.quote {
			w.put(strings.Repeat("\n> ", ends))
		} else {
			w.put(strings.Repeat("\n", ends))
		}
	}
	if a.quote && !w.quoting {
		w.put("> ")
	}
	w.quoting, w.lineStart, w.last = a.quote, true, '\n'
}

// within writes space in the middle of a line, on the right side of the styles
// that end or begin there.
func (w *writer) within(a atom, blank string) {
	if w.out.Len() == 0 {
		blank = ""
		if w.breaksFor(a) {
			w.quoting = true
			w.put("> ")
		}
	}
	if w.isolated != 0 && w.isolated != a.isolation() {
		w.shutIsolate()
	}
	if w.bold && !a.bold {
		w.shutBold()
	}
	if blank != "" {
		w.put(blank)
		w.last = ' '
	}
}

// breaksFor reports whether a must begin a line because a quotation begins or
// ends there.
func (w *writer) breaksFor(a atom) bool {
	return (w.mode == modeMrkdwn || w.mode == modePlain) && a.quote != w.quoting
}

// styles opens what a needs and is not open yet.
func (w *writer) styles(a atom) {
	if w.mode == modeMrkdwn && a.bold && !w.bold {
		if isWord(w.last) {
			w.put(zeroWidthSpace) // bold begins only at a word boundary
		}
		w.put("*")
		w.bold = true
	}
	if !a.bold && w.last == '*' && w.mode == modeMrkdwn {
		if first, _ := utf8.DecodeRuneInString(a.text); isWord(first) {
			w.put(zeroWidthSpace) // and it ends only at one
		}
	}
	if a.isolate && w.isolated != a.isolation() {
		w.put(firstIsolate)
		w.isolated = a.isolation()
	}
}

func (a atom) isolation() int {
	if !a.isolate {
		return 0
	}
	return a.span + 1
}

func (w *writer) shut() {
	w.shutIsolate()
	w.shutBold()
}

func (w *writer) shutIsolate() {
	if w.isolated != 0 {
		w.put(endIsolate)
		w.isolated = 0
	}
}

func (w *writer) shutBold() {
	if w.bold {
		w.put("*")
		w.bold, w.last = false, '*'
	}
}

// closers is what would have to follow if the text ended here.
func (w *writer) closers() string {
	out := ""
	if w.isolated != 0 {
		out += endIsolate
	}
	if w.bold {
		out += "*"
	}
	return out
}

func (w *writer) put(s string) {
	w.out.WriteString(s)
	w.size += units(s)
}

// cut returns the text up to the last mark, with the sign of a cut.
func (w *writer) cut() string {
	if w.limit < units(ellipsis) {
		return ""
	}
	return w.out.String()[:w.mark.length] + ellipsis + w.mark.closers
}
