package domain

import (
	"regexp"
	"strings"
)

// The coach looks at feedback before it is sent and gives hints by rules: no
// model, no network, nothing stored. It asks once. Whoever sends again sends,
// since the words are theirs.

// MostHints is how many hints are given at a time.
const MostHints = 2

// CoachRule is one thing that the coach looks for.
type CoachRule struct {
	// ID names it, and its sentence in the catalogue behind "coach.".
	ID string
	// Why is the reason to give a hint at all.
	Why string
	// Fires and Quiet are texts at which it gives a hint, and texts that look
	// alike at which it does not. A test holds them.
	Fires, Quiet []string

	look func(said) bool
}

// said is what the coach looks at: lowered, without what is quoted, since that
// is somebody else's words.
type said struct {
	text string
	// plain is the same with its capitals.
	plain string
	// anchored is true where the text names a time, an occasion or a number.
	anchored bool
}

var (
	quoted  = regexp.MustCompile(`"[^"]*"|“[^”]*”|«[^»]*»`)
	compact = regexp.MustCompile(`\s+`)
)

// hear prepares a text for the rules.
func hear(text string) said {
	written := strings.NewReplacer("’", "'", "‘", "'").Replace(text)
	plain := compact.ReplaceAllString(quoted.ReplaceAllString(written, " "), " ")
	return said{
		text: strings.ToLower(plain), plain: plain,
		anchored: anchor.MatchString(strings.ToLower(written)) || quoted.MatchString(written),
	}
}

// Coach gives the rules that a text gives reason for, the weightiest first, at
// most MostHints.
func Coach(text string) []CoachRule {
	s := hear(text)
	var hints []CoachRule
	for _, rule := range CoachRules {
		if len(hints) < MostHints && rule.look(s) {
			hints = append(hints, rule)
		}
	}
	return hints
}

// coach gives the hints on a draft as questions to its giver, or nothing where
// the giver has seen them.
func (d FeedbackDraft) coach() Faults {
	if d.Sure {
		return nil
	}
	var faults Faults
	for _, rule := range Coach(strings.Join([]string{d.Situation, d.Behaviour, d.Impact, d.Next}, "\n")) {
		faults = append(faults, Refuse(Confirm, "coach."+rule.ID))
	}
	return faults
}
