package domain_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// The bounds of the coach, in percent: of the sentences at which nothing should
// fire, how many got a hint all the same; of the hints that should be given, how
// many were.
const (
	mostFalseAlarms = 5
	leastHits       = 85
	mostHeldAlarms  = 10 // of the held-out third
	leastHeldHits   = 75
)

// labelled is a sentence with the rules that should fire.
type labelled struct {
	text  string
	rules []string
	held  bool
}

func readCoachSet(t *testing.T) []labelled {
	t.Helper()
	raw, err := os.ReadFile("testdata/coach.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []labelled
	held := false
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		held = held || line == "# held out"
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		label, text, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("no label in front of %q", line)
		}
		one := labelled{text: text, held: held}
		if label != "-" {
			one.rules = strings.Fields(label)
		}
		list = append(list, one)
	}
	return list
}

// coached are the ids of the rules that fire.
func coached(text string) []string {
	var ids []string
	for _, rule := range domain.Coach(text) {
		ids = append(ids, rule.ID)
	}
	return ids
}

// score counts a part of the set.
type score struct{ quiet, alarms, wanted, hits, extra int }

func (s *score) add(t *testing.T, one labelled) {
	t.Helper()
	got := coached(one.text)
	if len(one.rules) == 0 {
		s.quiet++
		if len(got) > 0 {
			s.alarms++
			t.Logf("false alarm %v (held out %t): %s", got, one.held, one.text)
		}
		return
	}
	for _, want := range one.rules {
		s.wanted++
		if slices.Contains(got, want) {
			s.hits++
		} else {
			t.Logf("no %s, got %v (held out %t): %s", want, got, one.held, one.text)
		}
	}
	for _, id := range got {
		if !slices.Contains(one.rules, id) {
			s.extra++
			t.Logf("%s for nothing (held out %t): %s", id, one.held, one.text)
		}
	}
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(whole) }

func TestCoach_OnTheSet(t *testing.T) {
	t.Parallel()
	set := readCoachSet(t)
	var tuned, held score
	for _, one := range set {
		if one.held {
			held.add(t, one)
		} else {
			tuned.add(t, one)
		}
	}
	if len(set) < 200 || tuned.quiet+held.quiet < 100 || 3*(held.quiet+held.wanted) < len(set) {
		t.Errorf("the set has %d sentences, %d of them for no rule", len(set), tuned.quiet+held.quiet)
	}
	for _, part := range []struct {
		name              string
		score             score
		mostAlarms, least float64
	}{{"tuned on", tuned, mostFalseAlarms, leastHits}, {"held out", held, mostHeldAlarms, leastHeldHits}} {
		s := part.score
		alarms, hits := percent(s.alarms, s.quiet), percent(s.hits, s.wanted)
		t.Logf("%s: %d of %d false alarms (%.1f %%), %d of %d hits (%.1f %%), %d hints beside the label",
			part.name, s.alarms, s.quiet, alarms, s.hits, s.wanted, hits, s.extra)
		if alarms > part.mostAlarms || hits < part.least {
			t.Errorf("%s: false alarms %.1f %%, want at most %.0f; hits %.1f %%, want at least %.0f", part.name, alarms, part.mostAlarms, hits, part.least)
		}
	}
}

func TestCoachRules_FireAsTheySay(t *testing.T) {
	t.Parallel()
	for _, rule := range domain.CoachRules {
		if rule.Why == "" || len(rule.Fires) == 0 || len(rule.Quiet) == 0 {
			t.Errorf("%s lacks a reason or examples", rule.ID)
		}
		for _, text := range rule.Fires {
			if !slices.Contains(coached(text), rule.ID) {
				t.Errorf("%s does not fire at %q", rule.ID, text)
			}
		}
		for _, text := range rule.Quiet {
			if slices.Contains(coached(text), rule.ID) {
				t.Errorf("%s fires at %q", rule.ID, text)
			}
		}
	}
}

func TestCoach_NeverGivesMoreThanTwo(t *testing.T) {
	t.Parallel()
	if got := coached("You are always lazier than the others. You have a bad attitude."); len(got) != domain.MostHints {
		t.Errorf("got %v", got)
	}
}

// The first sending asks, the second always sends, and nothing is kept between.
func TestFeedbackService_CoachAsksOnce(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	draft := aFeedback(b.grace.ID)
	draft.Behaviour = "You always know better than the others."
	act := b.act(b.ada)
	_, err := b.feedback().Give(t.Context(), act, draft)
	if faults := domain.FaultsOf(err); domain.CodeOf(err) != domain.Confirm || len(faults) != 2 || faults[0].Sentence != "coach.absolute" {
		t.Fatalf("got %v", err)
	}
	if list, err := b.feedback().List(t.Context(), b.ada.ID, domain.FeedbackGivenList, ""); err != nil || len(list.Feedback) != 0 {
		t.Errorf("%d are kept, %v", len(list.Feedback), err)
	}
	draft.Sure = true
	draft.Behaviour += " Always."
	if _, err := b.feedback().Give(t.Context(), act, draft); err != nil {
		t.Errorf("the second sending: %v", err)
	}
}
