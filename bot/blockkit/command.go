package blockkit

import (
	"slices"
	"strings"
)

// Command is what a person typed behind a command, taken apart. The manifest asks
// Slack to escape it, so that names picked from its list arrive as ids. Each list
// is in the order of typing and without repetition.
type Command struct {
	Users      []string // ids of people
	Groups     []Group  // user groups
	Broadcasts []string // here, channel, everyone
	Unresolved []string // @names that Slack did not resolve, without the sign
	Tags       []string // #values, without the sign, as typed
	// Text is the message: Message without a Wording.
	Text string

	tokens []token
}

// Group is a user group that was mentioned. Handle is without its sign, and
// empty where Slack did not send it.
type Group struct{ ID, Handle string }

// Wording says how to write what a text from Slack only refers to. Each function
// may be nil.
type Wording struct {
	// Name returns the name of a person by Slack's id, or "".
	Name func(userID string) string
	// Tag reports whether a tag is known, so that it may be taken out of the
	// message.
	Tag func(tag string) bool
}

// ParseCommand reads the text of a slash command. It accepts anything, of any
// length, and returns plain words: what was escaped is decoded once, and what
// Clean removes is gone.
func ParseCommand(text string) Command {
	c := Command{tokens: scan(text, true)}
	tags := map[string]bool{}
	seen := map[string]bool{}
	for _, t := range c.tokens {
		key := string(rune('0'+t.kind)) + t.id + strings.ToLower(t.words)
		if t.id != "" {
			key = string(rune('0'+t.kind)) + t.id
		}
		if t.kind == tokenWords || seen[key] {
			continue
		}
		seen[key] = true
		switch t.kind {
		case tokenWords: // passed over above
		case tokenUser:
			c.Users = append(c.Users, t.id)
		case tokenGroup:
			c.Groups = append(c.Groups, Group{ID: t.id, Handle: strings.TrimPrefix(CleanLine(t.words), "@")})
		case tokenBroadcast:
			c.Broadcasts = append(c.Broadcasts, t.id)
		case tokenAt:
			c.Unresolved = append(c.Unresolved, t.words)
		case tokenTag, tokenChannel:
			if tag := CleanLine(t.words); tag != "" && !tags[strings.ToLower(tag)] {
				tags[strings.ToLower(tag)] = true
				c.Tags = append(c.Tags, tag)
			}
		}
	}
	c.Text = c.Message(Wording{})
	return c
}

// IsChannel reports whether a tag came only as a mention of a channel, which may
// mean the channel and no tag.
func (c Command) IsChannel(tag string) bool {
	return !slices.ContainsFunc(c.tokens, func(t token) bool {
		return t.kind == tokenTag && strings.EqualFold(CleanLine(t.words), tag)
	})
}

// Message is what is left as the message. The people at its start are who it is
// for and are left out, as are known tags at either end; everything in the middle
// of a sentence stays, as a name or a word, so that the sentence can be read.
func (c Command) Message(w Wording) string {
	first, last := c.edges(w)
	// Behind the names often stands a comma, a colon or a dash.
	text := spoken(c.tokens[first:last], w)
	if first > 0 {
		text = strings.TrimLeft(text, " ,;:–—-\n\t")
	}
	return Clean(text)
}

// edges returns the part of the tokens that is the message.
func (c Command) edges(w Wording) (first, last int) {
	last = len(c.tokens)
	for i, t := range c.tokens {
		if isAddress(t) || w.drops(t) {
			first = i + 1
		} else if t.kind != tokenWords || !isGlue(t.words) {
			break
		}
	}
	for i := last - 1; i >= first; i-- {
		if t := c.tokens[i]; w.drops(t) {
			last = i
		} else if t.kind != tokenWords || strings.TrimSpace(t.words) != "" {
			break
		}
	}
	return first, last
}

func isAddress(t token) bool {
	return slices.Contains([]tokenKind{tokenUser, tokenGroup, tokenBroadcast, tokenAt}, t.kind)
}

// drops reports whether a token is a tag that says nothing in the message.
func (w Wording) drops(t token) bool {
	if t.kind != tokenTag && t.kind != tokenChannel {
		return false
	}
	return w.Tag == nil || w.Tag(CleanLine(t.words))
}

// isGlue reports words that only join names: "@ada, @bo and @cem".
func isGlue(words string) bool {
	for _, f := range strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" \t\n,;&+", r) }) {
		if !strings.EqualFold(f, "and") {
			return false
		}
	}
	return true
}

// spoken writes tokens as words.
func spoken(tokens []token, w Wording) string {
	var b strings.Builder
	gap := true // the text so far ends in space, or has not begun
	for _, t := range tokens {
		piece := w.write(t)
		if gap {
			piece = strings.TrimLeft(piece, " ")
		}
		if piece == "" {
			continue
		}
		b.WriteString(piece)
		gap = strings.HasSuffix(piece, " ")
	}
	return b.String()
}

// write returns one token as words.
func (w Wording) write(t token) string {
	switch t.kind {
	case tokenUser:
		if w.Name != nil {
			if name := CleanLine(w.Name(t.id)); name != "" {
				return name
			}
		}
		return signed("@", t.words)
	case tokenGroup, tokenAt:
		return signed("@", t.words)
	case tokenBroadcast:
		return "@" + t.id
	case tokenTag, tokenChannel:
		return signed("#", t.words)
	default:
		return t.words
	}
}

// signed puts the sign before a name, once; a missing name stays missing.
func signed(sign, name string) string {
	name = strings.TrimPrefix(CleanLine(name), sign)
	if name == "" {
		return ""
	}
	return sign + name
}

// FromMrkdwn returns a text in Slack's message format as plain words: a message
// of somebody else, the text of an event.
func FromMrkdwn(text string, w Wording) string {
	return Clean(spoken(scan(text, false), w))
}
