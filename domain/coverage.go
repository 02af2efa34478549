package domain

import (
	"slices"
	"time"
)

// Coverage tells for each expectation and month how many people say something
// about it. It counts sources and judges nobody: where it is empty, nobody looked.
type Coverage struct {
	// Months are their first days.
	Months []Date
	Rows   []CoverageRow
	// Away tells of each whether absence took all its working days: such a month
	// is no gap.
	Away []bool
}

// CoverageRow is one expectation.
type CoverageRow struct {
	Expectation ID
	Text        string
	Cells       []CoverageCell
}

// CoverageCell is one expectation in one month.
type CoverageCell struct {
	// Sources are how many different people other than the person said something.
	Sources int
	// Own is true where the person did.
	Own bool
	// Away is true where the person did not work in that month at all.
	Away bool
}

// GapKind is what is missing about an expectation.
type GapKind string

// The kinds of gaps.
const (
	NoGap    GapKind = ""
	SinceGap GapKind = "since" // nothing after a month
	NeverGap GapKind = "never" // nothing in all months
	OwnGap   GapKind = "own"   // nothing but the person's own words in all months
)

// gapMonths is how many months without a source are a gap: the present one has
// often not ended.
const gapMonths = 2

// Gap tells what is missing: since which month nobody but the person said
// anything, where that is two months or longer. Months away do not count.
func (c Coverage) Gap(row CoverageRow) (GapKind, Date) {
	quiet, worked := 0, 0
	own, last := false, -1
	for i, cell := range row.Cells {
		if cell.Away && cell.Sources == 0 {
			continue
		}
		worked++
		own = own || cell.Own
		if quiet++; cell.Sources > 0 {
			last, quiet = i, 0
		}
	}
	switch {
	case worked == 0, last >= 0 && quiet < gapMonths:
		return NoGap, Date{}
	case last >= 0:
		return SinceGap, c.Months[last]
	case own:
		return OwnGap, Date{}
	}
	return NeverGap, Date{}
}

// counts tells whether a line is something that somebody saw: to set a goal, to
// plan to learn, to expect something, to answer, to judge and to decide are not.
// A round's report has no authors to count.
func (e Evidence) counts() bool {
	switch e.Kind {
	case GoalEvidence, ExpectationEvidence, ReplyEvidence, GrowthEvidence, RoundEvidence, SeasonSummary, DecisionEvidence:
		return false
	case KudosEvidence, FeedbackEvidence, SummaryEvidence, PromiseEvidence, GoalNewsEvidence, GoalEndEvidence, CustomerEvidence, KeptEvidence:
	}
	return e.Standing() && e.Expectation != ""
}

// CoverageOf counts who says what about which expectation in the months of a
// period, up to the last day given. A month in which the person's calendar has
// no working day for absence is marked, so that leave shortens the period and is
// no gap in it.
func CoverageOf(list []Evidence, expected []Expectation, period DateRange, w WorkCalendar) Coverage {
	c := Coverage{}
	for m := period.Start.MonthStart(); !m.After(period.End); m = m.AddMonths(1) {
		c.Months = append(c.Months, m)
		c.Away = append(c.Away, wholeAway(w, DateRange{Start: laterOf(m, period.Start), End: earlierOf(m.MonthEnd(), period.End)}))
	}
	authors := map[ID][]map[ID]bool{}
	for _, e := range list {
		month := monthsBetween(period.Start, DateOf(e.HappenedAt, w.Zone))
		if !e.counts() || month < 0 || month >= len(c.Months) {
			continue
		}
		if authors[e.Expectation] == nil {
			authors[e.Expectation] = make([]map[ID]bool, len(c.Months))
		}
		if authors[e.Expectation][month] == nil {
			authors[e.Expectation][month] = map[ID]bool{}
		}
		authors[e.Expectation][month][e.Author] = e.Author == e.Person
	}
	for _, x := range expected {
		row := CoverageRow{Expectation: x.ID, Text: x.Text, Cells: make([]CoverageCell, len(c.Months))}
		for i := range row.Cells {
			row.Cells[i].Away = c.Away[i]
			if authors[x.ID] == nil {
				continue
			}
			for _, own := range authors[x.ID][i] {
				if own {
					row.Cells[i].Own = true
				} else {
					row.Cells[i].Sources++
				}
			}
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// monthsBetween counts the months from that of one day to that of another.
func monthsBetween(from, to Date) int {
	return (to.Year-from.Year)*int(time.December) + int(to.Month) - int(from.Month)
}

// wholeAway tells whether absence took every working day of a range.
func wholeAway(w WorkCalendar, r DateRange) bool {
	present := w
	present.Absences = nil
	return len(present.WorkingDays(r)) > 0 && !slices.ContainsFunc(present.WorkingDays(r), w.IsWorkingDay)
}

// earlierOf is the earlier of two days.
func earlierOf(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}
