package domain_test

import (
	"testing"
	"time"

	"rapport/domain"
)

func TestCoverage(t *testing.T) {
	t.Parallel()
	period := domain.DateRange{Start: domain.NewDate(2026, time.January, 15), End: domain.NewDate(2026, time.June, 10)}
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	line := func(kind domain.EvidenceKind, author domain.ID, about domain.ID, at time.Time) domain.Evidence {
		return domain.Evidence{Kind: kind, Author: author, Person: "me", Expectation: about, HappenedAt: at, RecordedAt: at}
	}
	withdrawn := line(domain.KudosEvidence, "bo", "x2", on(time.June, 2))
	withdrawn.WithdrawnAt = on(time.June, 3)
	list := []domain.Evidence{
		line(domain.FeedbackEvidence, "bo", "x1", on(time.January, 20)),
		line(domain.FeedbackEvidence, "bo", "x1", on(time.January, 25)), // the same source
		line(domain.KudosEvidence, "cem", "x1", on(time.January, 30)),
		line(domain.GoalNewsEvidence, "me", "x1", on(time.February, 2)),
		line(domain.GoalNewsEvidence, "me", "x2", on(time.May, 2)),
		line(domain.GoalEvidence, "bo", "x3", on(time.May, 2)),  // to set a goal is not to see anything
		line(domain.ReplyEvidence, "bo", "x3", on(time.May, 2)), // nor is an answer
		line(domain.FeedbackEvidence, "bo", "", on(time.May, 2)),
		line(domain.FeedbackEvidence, "bo", "x4", on(time.June, 9)),
		line(domain.FeedbackEvidence, "bo", "x1", on(time.January, 2).AddDate(-1, 0, 0)),
		withdrawn,
	}
	w := domain.WorkCalendar{Zone: time.UTC, Absences: []domain.DateRange{{Start: domain.NewDate(2026, time.March, 1), End: domain.NewDate(2026, time.April, 30)}}}
	expected := []domain.Expectation{{ID: "x1"}, {ID: "x2"}, {ID: "x3"}, {ID: "x4"}}
	c := domain.CoverageOf(list, expected, period, w)
	if len(c.Months) != 6 || !c.Away[2] || !c.Away[3] || c.Away[1] || c.Away[5] {
		t.Fatalf("got months %v, away %v", c.Months, c.Away)
	}
	first := c.Rows[0].Cells
	if first[0].Sources != 2 || first[0].Own || first[1].Sources != 0 || !first[1].Own || first[5].Sources != 0 {
		t.Errorf("got %+v", first)
	}
	for i, want := range []struct {
		kind  domain.GapKind
		since domain.Date
	}{{domain.SinceGap, domain.NewDate(2026, time.January, 1)}, {domain.OwnGap, domain.Date{}}, {domain.NeverGap, domain.Date{}}, {domain.NoGap, domain.Date{}}} {
		if kind, since := c.Gap(c.Rows[i]); kind != want.kind || since != want.since {
			t.Errorf("expectation %d: got %q %s, want %q %s", i+1, kind, since, want.kind, want.since)
		}
	}
	// Who was away for all of it has no gap.
	w.Absences = []domain.DateRange{period}
	c = domain.CoverageOf(nil, expected, period, w)
	if kind, _ := c.Gap(c.Rows[0]); kind != domain.NoGap {
		t.Errorf("leave is a gap: %q", kind)
	}
}
