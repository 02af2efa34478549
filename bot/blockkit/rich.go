package blockkit

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// richElements writes t as the elements of a rich_text block of at most limit
// characters: sections, and a quote element for each quoted part. Slack parses
// nothing in them, so the words stand there as they were typed; only :names: of
// emoji are turned into emoji, as everywhere else in Slack.
func (t Text) richElements(limit int) []slack.RichTextElement {
	w := richWriter{text: t, left: limit}
	for a := range t.atoms(modeRich) {
		if !w.add(a) {
			w.flush()
			w.elements = append(w.elements, slack.NewRichTextSectionTextElement(ellipsis, nil))
			break
		}
	}
	w.finish()
	return w.out
}

type richWriter struct {
	text     Text
	left     int
	out      []slack.RichTextElement
	elements []slack.RichTextSectionElement // of the open section or quote
	run      strings.Builder                // words of one style
	blank    strings.Builder
	bold     bool
	quote    bool
	span     int
	isolated bool
}

// add takes one atom and returns false when there is no room for it and the sign
// of a cut.
func (w *richWriter) add(a atom) bool {
	if a.blank {
		w.blank.WriteString(a.text)
		return w.blank.Len() <= w.left*utf8.UTFMax
	}
	blank := w.blank.String()
	need := units(blank) + units(a.text)
	if a.token {
		need = units(blank) + units(w.text.spans[a.span].words)
	}
	if need+2*units(firstIsolate)+units(ellipsis) > w.left {
		return false
	}
	w.left -= need
	w.blank.Reset()
	w.turn(a, blank)
	if a.token {
		w.flush()
		w.elements = append(w.elements, richToken(w.text.spans[a.span]))
		return true
	}
	if a.isolate && !w.isolated {
		w.run.WriteString(firstIsolate)
		w.isolated, w.left = true, w.left-2
	}
	w.run.WriteString(a.text)
	return true
}

// turn closes what does not go on at a and writes the space before it.
func (w *richWriter) turn(a atom, blank string) {
	if a.quote != w.quote {
		w.finish()
		w.quote = a.quote
		blank = ""
	}
	if a.span != w.span || a.token {
		w.shutIsolate()
	}
	if a.bold != w.bold {
		w.flush()
		w.bold = a.bold
	}
	w.span = a.span
	if len(w.elements) == 0 && w.run.Len() == 0 {
		blank = "" // a block does not begin with space
	}
	w.run.WriteString(blank)
}

func (w *richWriter) shutIsolate() {
	if w.isolated {
		w.run.WriteString(endIsolate)
		w.isolated = false
	}
}

// flush ends the run of words of one style.
func (w *richWriter) flush() {
	w.shutIsolate()
	if w.run.Len() == 0 {
		return
	}
	var style *slack.RichTextSectionTextStyle
	if w.bold {
		style = &slack.RichTextSectionTextStyle{Bold: true}
	}
	w.elements = append(w.elements, richWords(w.run.String(), style)...)
	w.run.Reset()
}

// finish ends the open section or quote.
func (w *richWriter) finish() {
	w.flush()
	if len(w.elements) == 0 {
		return
	}
	if w.quote {
		w.out = append(w.out, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: w.elements})
	} else {
		w.out = append(w.out, slack.NewRichTextSection(w.elements...))
	}
	w.elements = nil
}

// emojiName is a name between colons as Slack writes it, with a skin tone.
var emojiName = regexp.MustCompile(`:([a-z0-9_+'-]{1,100}):(?::skin-tone-([2-6]):)?`)

// richWords splits words into text and emoji.
func richWords(s string, style *slack.RichTextSectionTextStyle) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	done := 0
	for at := 0; at < len(s); {
		m := emojiName.FindStringSubmatchIndex(s[at:])
		if m == nil {
			break
		}
		start, end, name := at+m[0], at+m[1], s[at+m[2]:at+m[3]]
		if !isEmojiName(name) || !standsAlone(s, start) {
			at = start + 1
			continue
		}
		if start > done {
			out = append(out, slack.NewRichTextSectionTextElement(s[done:start], style))
		}
		tone := 0
		if m[4] >= 0 {
			tone, _ = strconv.Atoi(s[at+m[4] : at+m[5]]) // one digit, see emojiName
		}
		out = append(out, slack.NewRichTextSectionEmojiElement(name, tone, style))
		done, at = end, end
	}
	if done < len(s) {
		out = append(out, slack.NewRichTextSectionTextElement(s[done:], style))
	}
	return out
}

// isEmojiName keeps times and ratios such as 10:30:45 as they are.
func isEmojiName(name string) bool {
	return name == "+1" || name == "-1" || strings.ContainsFunc(name, unicode.IsLetter)
}

// standsAlone reports that the colon at start does not follow a letter or digit.
func standsAlone(s string, start int) bool {
	before, size := utf8.DecodeLastRuneInString(s[:start])
	return size == 0 || !isWord(before)
}

// richToken writes a span that Slack replaces by something live.
func richToken(s span) slack.RichTextSectionElement {
	var style *slack.RichTextSectionTextStyle
	if s.bold {
		style = &slack.RichTextSectionTextStyle{Bold: true}
	}
	switch s.kind {
	case kindLink:
		return slack.NewRichTextSectionLinkElement(s.ref, s.words, style)
	default:
		return slack.NewRichTextSectionChannelElement(s.ref, style)
	}
}
