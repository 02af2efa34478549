package blockkit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a piece of a text from Slack means.
type tokenKind uint8

const (
	tokenWords     tokenKind = iota
	tokenUser                // id, perhaps words: the name behind the bar
	tokenGroup               // id, perhaps words: the handle
	tokenBroadcast           // id: here, channel or everyone
	tokenChannel             // id, words: the name, empty for private channels
	tokenTag                 // words: a bare #name
	tokenAt                  // words: a bare @name that Slack did not resolve
)

// token is a piece of a text from Slack. words is plain: entities are decoded.
type token struct {
	kind  tokenKind
	id    string
	words string
}

var decoded = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// scan splits a text in Slack's message format. With bare it also finds names and
// tags that were typed without being picked from Slack's list. It looks at each
// byte a bounded number of times, whatever the text.
func scan(text string, bare bool) []token {
	var out []token
	literal := 0 // start of the words not yet taken
	for at := 0; at < len(text); {
		if text[at] != '<' {
			next := strings.IndexByte(text[at:], '<')
			if next < 0 {
				break
			}
			at += next
		}
		end := strings.IndexAny(text[at+1:], "<>\n")
		if end < 0 {
			break
		}
		end += at + 1
		t, ok := parseToken(text[at+1 : end])
		if text[end] != '>' || !ok {
			at++
			if text[end] == '<' {
				at = end
			}
			continue
		}
		out = appendWords(out, text[literal:at], bare)
		out = append(out, t)
		at, literal = end+1, end+1
	}
	return appendWords(out, text[literal:], bare)
}

// parseToken reads what stands between < and >. ok is false for what is no token,
// which then is words.
func parseToken(inside string) (t token, ok bool) {
	ref, label, _ := strings.Cut(inside, "|")
	label = decoded.Replace(label)
	if len(ref) < 2 {
		return token{}, false
	}
	switch body := ref[1:]; ref[0] {
	case '@':
		return token{kind: tokenUser, id: body, words: label}, isID(body, "UW")
	case '#':
		return token{kind: tokenChannel, id: body, words: label}, isID(body, "CGD")
	case '!':
		return parseSpecial(body, label), true
	default:
		return parseAddress(decoded.Replace(ref), label)
	}
}

// parseSpecial reads the tokens that begin with "!".
func parseSpecial(body, label string) token {
	name, rest, _ := strings.Cut(body, "^")
	switch name {
	case "here", "channel", "everyone":
		return token{kind: tokenBroadcast, id: name}
	case "group": // an older name of channel
		return token{kind: tokenBroadcast, id: "channel"}
	case "subteam":
		id, _, _ := strings.Cut(rest, "^")
		if !isID(id, "S") {
			return token{words: label}
		}
		return token{kind: tokenGroup, id: id, words: label}
	default: // a date, or something newer: its label is what people saw
		return token{kind: tokenWords, words: label}
	}
}

// parseAddress reads a link. Slack makes one of everything that looks like an
// address; where it only added the scheme, what was typed is given back.
func parseAddress(address, label string) (token, bool) {
	scheme, rest, found := strings.Cut(address, ":")
	if !found || scheme == "" || strings.ContainsFunc(scheme, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return token{}, false
	}
	switch {
	case label == "" && scheme == "mailto", strings.TrimPrefix(rest, "//") == label:
		return token{words: strings.TrimPrefix(rest, "//")}, true
	case label == "" || label == address:
		return token{words: address}, true
	default:
		return token{words: label + " (" + address + ")"}, true
	}
}

// appendWords adds words, and with bare the names and tags among them.
func appendWords(out []token, raw string, bare bool) []token {
	if raw == "" {
		return out
	}
	text := decoded.Replace(raw)
	done, before := 0, rune(0)
	if !bare {
		return append(out, token{words: text})
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if (r == '@' || r == '#') && !isWord(before) && before != '<' {
			if name := bareName(text[at+1:], r); name != "" {
				if at > done {
					out = append(out, token{words: text[done:at]})
				}
				out = append(out, bareToken(r, name))
				at += 1 + len(name)
				done, before = at, 'a'
				continue
			}
		}
		at, before = at+size, r
	}
	if done < len(text) {
		out = append(out, token{words: text[done:]})
	}
	return out
}

func bareToken(sign rune, name string) token {
	if sign == '#' {
		return token{kind: tokenTag, words: name}
	}
	switch low := strings.ToLower(name); low {
	case "here", "channel", "everyone":
		return token{kind: tokenBroadcast, id: low}
	}
	return token{kind: tokenAt, words: name}
}

// bareNameRunes is longer than any handle or channel name in Slack (80).
const bareNameRunes = 80

// bareName returns the name that s begins with, behind the sign. Tags begin with
// a letter, so that "#1" stays a number; a dot or dash at the end is punctuation.
func bareName(s string, sign rune) string {
	n, runes := 0, 0
	for _, r := range s {
		inside := unicode.IsLetter(r) || (n > 0 && (isMark(r) || r == '-'))
		if sign == '@' {
			inside = inside || unicode.IsDigit(r) || (n > 0 && r == '.')
		}
		inside = inside || (n > 0 && (unicode.IsDigit(r) || r == '_'))
		if !inside || runes == bareNameRunes {
			break
		}
		n += utf8.RuneLen(r)
		runes++
	}
	return strings.TrimRight(s[:n], ".-")
}
