package sandbox

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// typedToken finds what Slack looks at in a typed text: links, mail
	// addresses, @names and #channels.
	typedToken = regexp.MustCompile(`https?://\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|[@#][\p{L}\p{N}._-]+`)
	entities   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	plainText  = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// escape turns a typed text into Slack's markup, as it does for messages and
// for commands with should_escape: @handle → <@U…>, #name → <#C…|name>, @group
// → <!subteam^S…|@handle>, links → <…>. Everything else is escaped. Names that
// nobody has stay as they were typed.
func (w *Workspace) escape(text string) string {
	var b strings.Builder
	at := 0
	for _, span := range typedToken.FindAllStringIndex(text, -1) {
		word := text[span[0]:span[1]]
		if inWord(text, span[0]) && (word[0] == '@' || word[0] == '#') {
			continue
		}
		markup, used := w.markup(word)
		if used == 0 {
			continue
		}
		b.WriteString(entities.Replace(text[at:span[0]]))
		b.WriteString(markup)
		at = span[0] + used
	}
	b.WriteString(entities.Replace(text[at:]))
	return b.String()
}

// inWord reports whether a letter or digit stands right before a position.
func inWord(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// markup is the token for a word and how many of its bytes it stands for:
// punctuation behind a name or a link is not part of it. 0 means no token.
func (w *Workspace) markup(word string) (token string, used int) {
	switch {
	case strings.HasPrefix(word, "http://"), strings.HasPrefix(word, "https://"):
		link := strings.TrimRight(word, `.,;:!?)]}"'`)
		if strings.HasSuffix(link, "://") {
			return "", 0 // no address behind it
		}
		return "<" + entities.Replace(link) + ">", len(link)
	case word[0] != '@' && word[0] != '#':
		mail := strings.TrimRight(word, ".-")
		return "<mailto:" + mail + "|" + mail + ">", len(mail)
	}
	for name := word[1:]; name != ""; {
		if token := w.mention(word[0], name); token != "" {
			return token, len(name) + 1
		}
		shorter := strings.TrimRight(name, "._-")
		if shorter == name {
			return "", 0
		}
		name = shorter
	}
	return "", 0
}

// mention is the token for a name after @ or #, or "".
func (w *Workspace) mention(sign byte, name string) string {
	if sign == '#' {
		for _, c := range w.channels {
			if c.Name != name || c.kind == direct || c.kind == group {
				continue
			}
			if c.Private {
				return "<#" + c.ID + "|>"
			}
			return "<#" + c.ID + "|" + c.Name + ">"
		}
		return ""
	}
	switch name {
	case "here", "channel", "everyone":
		return "<!" + name + ">"
	}
	for _, u := range w.users {
		if strings.EqualFold(u.Name, name) && !u.Deleted {
			return "<@" + u.ID + ">"
		}
	}
	for _, g := range w.groups {
		if g.Handle == name && !g.Disabled {
			return "<!subteam^" + g.ID + "|@" + g.Handle + ">"
		}
	}
	return ""
}
