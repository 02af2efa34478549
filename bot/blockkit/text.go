package blockkit

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Text is what people will read: pieces of words, each with its kind and style.
// It is made only by the functions of this package, so a Text is always safe to
// build blocks from. The zero value is an empty text. Texts are values; all
// methods return a new one.
type Text struct{ spans []span }

type kind uint8

const (
	kindWords   kind = iota
	kindLink         // ref is the address
	kindChannel      // ref is the channel id: a live channel link
)

type span struct {
	kind  kind
	words string // clean, never markup; for tokens what stands in for them
	ref   string
	bold  bool
	quote bool
}

// User is text that a person typed: a message, a title, an answer. Nothing in it
// can become a mention, a link or formatting; see Clean for what is removed.
func User(s string) Text { return words(Clean(bounded(s))) }

// Name is the display name of a person, a team or a channel on one line and
// without any ping. Names are typed by people too.
func Name(s string) Text { return words(CleanLine(bounded(s))) }

// App is text of the app itself, as the catalogue of sentences returns it. It is
// treated exactly like User, because sentences carry names and titles inside:
// there is no markup in sentences. Styles and tokens are put in by Weave.
// Unlike User it keeps a space or line end at its ends, so that pieces can be
// joined.
func App(s string) Text {
	s = bounded(s)
	body := strings.TrimLeft(s, " \n")
	before := edge(s[:len(s)-len(body)])
	clean := Clean(body)
	if clean == "" {
		return words(before)
	}
	return words(before + clean + edge(body[len(strings.TrimRight(body, " \n")):]))
}

// edge is what is kept of the space around a piece: a line end, or a space.
func edge(space string) string {
	switch {
	case strings.Contains(space, "\n"):
		return "\n"
	case space != "":
		return " "
	default:
		return ""
	}
}

func words(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{spans: []span{{words: s}}}
}

// Link is a label that leads to address, which must be an absolute http or https
// address without a user name in it; otherwise only the label is shown. Addresses
// come from the app or from Slack (permalinks), never from what a person typed.
func Link(address, label string) Text {
	shown := CleanLine(bounded(label))
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.User != nil || (parsed.Scheme != "https" && parsed.Scheme != "http") {
		return words(shown)
	}
	target := linkTarget(parsed)
	if shown == "" {
		shown = parsed.Host
	}
	if len(target) > LimitURL {
		return words(shown)
	}
	return Text{spans: []span{{kind: kindLink, words: shown, ref: target}}}
}

// linkTarget returns the address with everything encoded that could end the
// token it is written into.
func linkTarget(u *url.URL) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "\"", "%22", "`", "%60").Replace(u.String())
}

// Channel is a link to a channel. Slack shows its name only to those who may see
// it. name is given without "#" and stands where channels are not rendered; where
// it is not known, the id does.
func Channel(id, name string) Text {
	known := isID(id, "CG")
	shown := strings.TrimPrefix(CleanLine(bounded(name)), "#")
	if strings.TrimSpace(shown) == "" && known {
		shown = id
	}
	if shown != "" {
		shown = "#" + shown
	}
	if !known {
		return words(shown)
	}
	return Text{spans: []span{{kind: kindChannel, words: shown, ref: id}}}
}

// isID reports whether s looks like an id of Slack that starts with one of first.
func isID(s, first string) bool {
	if len(s) < 2 || len(s) > 64 || !strings.ContainsRune(first, rune(s[0])) {
		return false
	}
	for _, r := range s {
		if !inRange(r, 'A', 'Z') && !inRange(r, '0', '9') {
			return false
		}
	}
	return true
}

// Bold shows t in bold where the place allows it. Inside plain labels it has no
// effect.
func Bold(t Text) Text { return t.each(func(s *span) { s.bold = true }) }

// Quoted shows t as a quotation: "> " stands before each of its lines, and it
// begins and ends on a line of its own. For a quotation that shows exactly what
// was typed prefer the block made by Quote.
func Quoted(t Text) Text { return t.each(func(s *span) { s.quote = true }) }

func (t Text) each(change func(*span)) Text {
	out := make([]span, len(t.spans))
	for i, s := range t.spans {
		change(&s)
		out[i] = s
	}
	return Text{spans: out}
}

// Join puts texts one after the other, with nothing in between.
func Join(parts ...Text) Text {
	var out Text
	for _, p := range parts {
		out.spans = append(out.spans, p.spans...)
	}
	return out
}

// Lines puts each text on a line of its own. Empty texts take no line.
func Lines(parts ...Text) Text { return Separated("\n", parts...) }

// Separated puts separator, a constant such as " · ", between the texts that are
// not empty.
func Separated(separator string, parts ...Text) Text {
	var out Text
	for _, p := range parts {
		if p.Empty() {
			continue
		}
		if len(out.spans) > 0 {
			out.spans = append(out.spans, span{words: separator})
		}
		out.spans = append(out.spans, p.spans...)
	}
	return out
}

// slotBase is the first of the code points that mark a place in a sentence. They
// are no characters (Unicode reserves them for use inside a program), so no
// catalogue and no person has them; Clean removes them from all other text.
const (
	slotBase  = '\uFDD0'
	slotCount = 32
)

// Slot is what to hand to the catalogue in the place of an argument that Weave
// will put there: a bold name, a link, a date. i counts from 0, at most 31.
func Slot(i int) string {
	if i < 0 || i >= slotCount {
		return ""
	}
	return string(slotBase + rune(i))
}

// Weave turns a sentence of the catalogue into a Text and puts arg i where the
// sentence has Slot(i), as often as it has it. Languages order their arguments
// differently, which is why texts are not simply joined. A slot without an
// argument disappears.
func Weave(sentence string, args ...Text) Text {
	var out Text
	rest := sentence
	for rest != "" {
		at := strings.IndexFunc(rest, isSlot)
		if at < 0 {
			return Join(out, App(rest))
		}
		slot, size := utf8.DecodeRuneInString(rest[at:])
		out = Join(out, App(rest[:at]))
		if i := int(slot - slotBase); i < len(args) {
			out = Join(out, args[i])
		}
		rest = rest[at+size:]
	}
	return out
}

func isSlot(r rune) bool { return inRange(r, slotBase, slotBase+slotCount-1) }

// Empty reports whether there is nothing to read.
func (t Text) Empty() bool {
	for _, s := range t.spans {
		if strings.TrimSpace(s.words) != "" || s.kind == kindChannel {
			return false
		}
	}
	return true
}

// Or returns t, or other if there is nothing to read in t.
func (t Text) Or(other Text) Text {
	if t.Empty() {
		return other
	}
	return t
}

// Plain returns the words alone: links as their label, dates as their fallback.
// It is for tests, documents and logs of what was shown to nobody; text for Slack
// is only made by blocks and fallbacks.
func (t Text) Plain() string {
	var b strings.Builder
	for _, s := range t.spans {
		b.WriteString(s.words)
	}
	return b.String()
}

// Cut shortens t to at most limit characters, the "…" that it then ends in
// included. It cuts between visible characters, and keeps links, dates and names
// whole or leaves them out. Blocks cut by themselves at Slack's limits; Cut is
// for previews.
func (t Text) Cut(limit int) Text {
	total := 0
	for _, s := range t.spans {
		total += units(s.words)
	}
	if total <= limit {
		return t
	}
	var out Text
	left := limit - 1
	for _, s := range t.spans {
		size := units(s.words)
		if size > left && s.kind != kindWords {
			break
		}
		if size > left {
			s.words = prefix(s.words, left)
		}
		out.spans = append(out.spans, s)
		if left -= size; left <= 0 {
			break
		}
	}
	if limit < 1 {
		return Text{}
	}
	return out.trimmed().ended()
}

// prefix returns the start of s of at most limit characters, whole visible ones.
func prefix(s string, limit int) string {
	n := 0
	for n < len(s) {
		size := clusterLen(s[n:])
		if limit -= units(s[n : n+size]); limit < 0 {
			break
		}
		n += size
	}
	return s[:n]
}

// trimmed drops the space at the end.
func (t Text) trimmed() Text {
	spans := append([]span(nil), t.spans...)
	for len(spans) > 0 {
		last := &spans[len(spans)-1]
		if last.kind != kindWords {
			break
		}
		if last.words = strings.TrimRight(last.words, " \n\u00a0"); last.words != "" {
			break
		}
		spans = spans[:len(spans)-1]
	}
	return Text{spans: spans}
}

// ended adds the sign of a cut in the style of what was cut.
func (t Text) ended() Text {
	end := span{words: "…"}
	if n := len(t.spans); n > 0 {
		end.bold, end.quote = t.spans[n-1].bold, t.spans[n-1].quote
	}
	return Text{spans: append(t.spans, end)}
}
