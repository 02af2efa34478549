package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapport/domain"
)

// hidden notes words that are for forms and Home alone, and gives them back. Any
// four of them in a row in a message fail the tale.
func (t *Tale) hidden(words string) string {
	t.private = append(t.private, runs(words)...)
	return words
}

// runLength is how many words in a row tell that a text was quoted.
const runLength = 4

// runs are all the runs of words of a text; of a short one, the whole.
func runs(text string) []string {
	words := strings.Fields(text)
	if len(words) <= runLength {
		return []string{text}
	}
	list := make([]string, 0, len(words))
	for i := 0; i+runLength <= len(words); i++ {
		list = append(list, strings.Join(words[i:i+runLength], " "))
	}
	return list
}

// overhear looks for private words in a message.
func (t *Tale) overhear(h heard) {
	for _, words := range t.private {
		if strings.Contains(h.text, words) {
			t.leaks = append(t.leaks, fmt.Sprintf("%q is read by %s at %s", words, h.place, h.at))
		}
	}
}

// Untold are the parts of the practice that no scene told.
func (t *Tale) Untold() []string {
	var list []string
	for _, p := range parts {
		if len(t.told[p]) == 0 {
			list = append(list, string(p))
		}
	}
	return list
}

// summary says how often each part of the practice was told, and when.
func (t *Tale) summary() {
	t.linef("\nWhat this story told")
	for _, p := range parts {
		times := t.told[p]
		if len(times) == 0 {
			t.linef("  %-58s not in this time", p)
			continue
		}
		first, last := times[0].In(t.Mover.Zone), times[len(times)-1].In(t.Mover.Zone)
		span := first.Format("2 Jan 2006")
		if f := last.Format("2 Jan 2006"); f != span {
			span += " to " + f
		}
		t.linef("  %-58s %2d × %s", p, len(times), span)
	}
	cards := 0
	for _, days := range t.Cards {
		for _, n := range days {
			cards += n
		}
	}
	t.linef("\n%d messages in all, %d of which asked for something.", t.Messages, cards)
}

// mostLeaks is how many of them an error names.
const mostLeaks = 10

// errNotKept is a promise of the product that the story finds broken.
var errNotKept = errors.New("a promise is not kept")

// faults are the promises that hold for the whole of a story: words of forms in no
// message, as these stand at the end either, and one message a day at most that
// asks for something, none at a weekend.
func (t *Tale) faults() error {
	for _, m := range company() {
		for _, message := range t.Space.As(m.slackID()).DM() {
			t.overhear(heard{at: momentOf(message.TS), place: m.name, text: message.Text()})
		}
		for _, message := range t.Space.As(m.slackID()).Ephemerals("") {
			t.overhear(heard{at: momentOf(message.TS), place: m.name, text: message.Text()})
		}
	}
	for _, name := range channels {
		for _, message := range t.Space.Channel(name).Messages() {
			t.overhear(heard{at: momentOf(message.TS), place: "#" + name, text: message.Text()})
		}
	}
	slices.Sort(t.leaks)
	leaks := slices.Compact(t.leaks)
	var errs []error
	for _, leak := range leaks[:min(len(leaks), mostLeaks)] {
		errs = append(errs, fmt.Errorf("%w: the private word %s", errNotKept, leak))
	}
	for name, days := range t.Cards {
		for day, n := range days {
			if !askedRightly(day, n) {
				errs = append(errs, fmt.Errorf("%w: %s is asked %d times on %s", errNotKept, name, n, spelled(day)))
			}
		}
	}
	if len(t.Cards) == 0 {
		errs = append(errs, fmt.Errorf("%w: nobody was asked anything", errNotKept))
	}
	return errors.Join(errs...)
}

func askedRightly(day domain.Date, n int) bool {
	return n <= 1 && day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}
