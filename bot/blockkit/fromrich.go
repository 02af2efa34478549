package blockkit

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

// FromRichText returns what a person wrote in a rich text field, or the rich_text
// block of a message, as plain words. Mentions become names, so that what is
// shown later pings nobody.
func FromRichText(block slack.RichTextBlock, w Wording) string {
	return Clean(richLines(block.Elements, w, ""))
}

// richLines writes each element on lines of its own.
func richLines(elements []slack.RichTextElement, w Wording, indent string) string {
	var lines []string
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.RichTextSection:
			lines = append(lines, indent+richInline(e.Elements, w))
		case *slack.RichTextQuote:
			lines = append(lines, prefixed("> ", richInline(e.Elements, w)))
		case *slack.RichTextPreformatted:
			lines = append(lines, richInline(e.Elements, w))
		case *slack.RichTextList:
			lines = append(lines, richList(e, w))
		}
	}
	return strings.Join(lines, "\n")
}

// listDepth bounds how deep lists are indented; Slack allows eight levels.
const listDepth = 8

func richList(list *slack.RichTextList, w Wording) string {
	indent := strings.Repeat("  ", min(max(list.Indent, 0), listDepth))
	var lines []string
	for i, e := range list.Elements {
		section, ok := e.(*slack.RichTextSection)
		if !ok {
			continue
		}
		sign := "• "
		if list.Style == slack.RTEListOrdered {
			sign = strconv.Itoa(max(list.Offset, 0)+i+1) + ". "
		}
		lines = append(lines, indent+sign+richInline(section.Elements, w))
	}
	return strings.Join(lines, "\n")
}

func prefixed(sign, text string) string {
	return sign + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+sign)
}

func richInline(elements []slack.RichTextSectionElement, w Wording) string {
	var b strings.Builder
	for _, e := range elements {
		b.WriteString(richPiece(e, w))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// richPiece writes one element. What people did not see as words, or what is
// newer than this program, is left out.
func richPiece(e slack.RichTextSectionElement, w Wording) string {
	switch e := e.(type) {
	case *slack.RichTextSectionTextElement:
		return e.Text
	case *slack.RichTextSectionUserElement:
		return w.write(token{kind: tokenUser, id: e.UserID})
	case *slack.RichTextSectionBroadcastElement:
		return w.write(token{kind: tokenBroadcast, id: e.Range})
	case *slack.RichTextSectionEmojiElement:
		return emojiWords(e)
	case *slack.RichTextSectionLinkElement:
		return linkWords(e)
	case *slack.RichTextSectionDateElement:
		if e.Fallback != nil {
			return *e.Fallback
		}
	}
	return ""
}

func linkWords(e *slack.RichTextSectionLinkElement) string {
	if e.Text == "" || e.Text == e.URL {
		return e.URL
	}
	return e.Text + " (" + e.URL + ")"
}

// emojiWords returns the emoji itself where Slack sends its code points, and its
// name between colons for the ones that a company made.
func emojiWords(e *slack.RichTextSectionEmojiElement) string {
	var b strings.Builder
	for code := range strings.SplitSeq(e.Unicode, "-") {
		point, err := strconv.ParseUint(code, 16, 32)
		if err != nil || point > 0x10FFFF {
			return ":" + e.Name + ":"
		}
		b.WriteRune(rune(point))
	}
	return b.String()
}
