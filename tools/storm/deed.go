package main

import (
	"regexp"
	"strings"
	"time"
)

// verdict is what a person was told about something they did.
type verdict string

// The verdicts.
const (
	saved    verdict = "saved"
	notSaved verdict = "not saved"
	unclear  verdict = "unclear"
	silent   verdict = "no answer" // Slack says that the app did not answer, and nobody knows
	shown    verdict = "shown"     // something was only looked at
	other    verdict = "other words"
)

// deed is one thing that somebody did, and what they were told.
type deed struct {
	mark         string // unique words in it
	kind         string
	giver        string
	to           []string
	place        string // where it was typed
	begun, ended time.Time
	verdict      verdict
	words        string // what was answered, where it is none of the known
	undo         verdict
	undone       time.Time // when that was answered
}

// told reads an answer.
func told(text string) verdict {
	switch {
	case strings.Contains(text, "I cannot tell yet"):
		return unclear
	case strings.Contains(text, "Not saved"), strings.Contains(text, "Not done: Rapport has too much to do"), strings.Contains(text, "so there is nothing to show"),
		strings.Contains(text, "has left the organisation"), strings.Contains(text, "is nobody that Slack knows"): // the storm has locked them out
		return notSaved
	case confirmed.MatchString(text):
		return saved
	}
	return other
}

// confirmed is how an answer begins, alone or under the title of a form, that
// says that something is done.
var confirmed = regexp.MustCompile(`(?m)^(Sent to|Taken back|Saved)`)

// settledSaved and settledLost are how a doubt is resolved in a message.
const (
	settledSaved = "It was saved after all"
	settledLost  = "It was not saved"
)
