package domain

import (
	"strings"
	"unicode"
)

// Weakness is a letter of SMART that a goal does not meet yet, with the
// sentence that says why. It advises; the owner decides.
type Weakness struct {
	Letter   string // S, M, A, R or T
	Sentence string
}

// smartTitle is the fewest words of a title that say something specific.
const smartTitle = 3

// Weaknesses tells which of the five letters are still weak (SMART: specific,
// measurable, agreed, relevant, time-bound; after Doran, 1981).
func (d GoalDraft) Weaknesses(today Date) []Weakness {
	d = d.tidy()
	var weak []Weakness
	if len(strings.FieldsFunc(d.Title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })) < smartTitle {
		weak = append(weak, Weakness{"S", "goal.weak_specific"})
	}
	switch {
	case d.Measure.Kind == YesNoMeasure:
		weak = append(weak, Weakness{"M", "goal.weak_yes_no"})
	case d.Measure.Kind == NumberMeasure && d.Measure.Unit == "":
		weak = append(weak, Weakness{"M", "goal.weak_unit"})
	case d.Measure.Kind == MilestoneMeasure && len(d.Measure.Milestones) == 1:
		weak = append(weak, Weakness{"M", "goal.weak_milestones"})
	}
	if d.Measure.Kind == NumberMeasure && farAway(d.Measure) {
		weak = append(weak, Weakness{"A", "goal.weak_achievable"})
	}
	if d.Why == "" && d.Parent == "" {
		weak = append(weak, Weakness{"R", "goal.weak_relevant"})
	}
	const year = 366
	if !d.Due.IsZero() && d.Due.DaysSince(today) > year {
		weak = append(weak, Weakness{"T", "goal.weak_far"})
	}
	return weak
}

// farAway tells whether the target is over ten times the start, which is
// rarely reached in one goal.
func farAway(m Measure) bool {
	const times = 10
	return m.Start > 0 && (m.Target > times*m.Start || m.Target >= 0 && m.Target < m.Start/times)
}
