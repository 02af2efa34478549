package blockkit

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mode is the place that a text is rendered for.
type mode uint8

const (
	modeMrkdwn mode = iota // a mrkdwn text object
	modePlain              // a plain_text object of several lines
	modeLine               // a plain_text object of one line: labels, titles
	modeNotice             // the top-level text of a message
	modeRich               // the text elements of a rich_text block
)

// atom is what a cut never divides: one visible character, or one token.
type atom struct {
	text  string // as it is written in the mode
	blank bool   // space or line end
	token bool
	span  int // index of the span it comes from
	bold  bool
	quote bool
	// isolate says that the span runs from right to left and stands among
	// others, so that it must not reorder them.
	isolate bool
}

// atoms yields t piece by piece, so that of a very long text only as much is
// looked at as fits.
func (t Text) atoms(m mode) iter.Seq[atom] {
	return func(yield func(atom) bool) {
		for i, s := range t.spans {
			base := atom{span: i, bold: s.bold, quote: s.quote, isolate: len(t.spans) > 1 && hasRTL(s.words)}
			if s.kind != kindWords && (m == modeMrkdwn || m == modeRich) {
				base.text, base.token, base.isolate = tokenText(s), true, false
				if !yield(base) {
					return
				}
				continue
			}
			if !s.characters(m, base, yield) {
				return
			}
		}
	}
}

// characters yields the words of s one visible character at a time.
func (s span) characters(m mode, base atom, yield func(atom) bool) bool {
	before := rune(0)
	for at := 0; at < len(s.words); {
		size := clusterLen(s.words[at:])
		cluster := s.words[at : at+size]
		at += size
		after, _ := utf8.DecodeRuneInString(s.words[at:])
		if at == len(s.words) {
			after = 0
		}
		first, _ := utf8.DecodeRuneInString(cluster)
		a := base
		a.blank = unicode.IsSpace(first) && cluster == string(first)
		a.text = harmless(m, cluster, before, after, s.words[at:])
		before, _ = utf8.DecodeLastRuneInString(cluster)
		if !yield(a) {
			return false
		}
	}
	return true
}

// harmless returns one visible character as it is written in mode m. before and
// after are its neighbours in the same span, 0 at an edge; rest is what follows.
func harmless(m mode, cluster string, before, after rune, rest string) string {
	switch m {
	case modeMrkdwn:
		return escaped(lookAlike(cluster, before, after))
	case modeNotice:
		return escaped(defused(lookAlike(cluster, before, after), before, rest))
	case modePlain, modeLine:
		if cluster == "&" && isEntityTail(rest) {
			// Slack decodes its three entities in plain text too. A word
			// joiner keeps what was typed as it was typed.
			return "&" + wordJoiner
		}
	case modeRich: // has no markup and no entities
	}
	return cluster
}

func isEntityTail(rest string) bool {
	return strings.HasPrefix(rest, "amp;") || strings.HasPrefix(rest, "lt;") || strings.HasPrefix(rest, "gt;")
}

// tokenText writes a span that Slack replaces by something live.
func tokenText(s span) string {
	switch s.kind {
	case kindLink:
		return "<" + escaped(s.ref) + "|" + tokenLabel(s.words) + ">"
	case kindChannel:
		return "<#" + s.ref + ">"
	default:
		return ""
	}
}

// tokenLabel makes the visible part of a link harmless: formatting works inside
// it, and a bar or a bracket would end it.
func tokenLabel(s string) string {
	var b strings.Builder
	for at := 0; at < len(s); {
		size := clusterLen(s[at:])
		b.WriteString(escaped(lookAlike(s[at:at+size], 0, 0)))
		at += size
		if b.Len() > LimitButton*utf8.UTFMax {
			b.WriteString("…")
			break
		}
	}
	return strings.ReplaceAll(b.String(), "|", "ǀ")
}
