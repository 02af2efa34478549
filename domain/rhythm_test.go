package domain_test

import (
	"testing"
	"time"

	"rapport/domain"
)

func TestHoursPerManager(t *testing.T) {
	t.Parallel()
	const each = 45 * time.Minute
	tests := []struct {
		name    string
		reports int
		cadence domain.Cadence
		want    domain.RhythmCost
	}{
		{"twelve a month", 12, domain.Monthly, domain.RhythmCost{PerPeriod: 9 * time.Hour, PerWeek: 124 * time.Minute, Conversations: 144}},
		{"twelve a quarter", 12, domain.Quarterly, domain.RhythmCost{PerPeriod: 9 * time.Hour, PerWeek: 41 * time.Minute, Conversations: 48}},
		{"eight every two weeks", 8, domain.EveryWeeks(2), domain.RhythmCost{PerPeriod: 6 * time.Hour, PerWeek: 3 * time.Hour, Conversations: 209}},
		{"nobody", 0, domain.Monthly, domain.RhythmCost{}},
		{"no rhythm", 12, domain.Cadence{}, domain.RhythmCost{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := domain.HoursPerManager(test.reports, test.cadence, each); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cadence domain.Cadence
		most    int // with 4 a week
	}{{domain.Monthly, 16}, {domain.Quarterly, 48}, {domain.EveryWeeks(1), 4}, {domain.EveryWeeks(2), 8}} {
		if !domain.Fits(test.most, test.cadence, 4) || domain.Fits(test.most+1, test.cadence, 4) {
			t.Errorf("%v: %d people are not the most", test.cadence, test.most)
		}
	}
	if !domain.Fits(1000, domain.Monthly, 0) || !domain.Fits(1000, domain.Cadence{}, 4) {
		t.Error("without a limit or a rhythm something does not fit")
	}
}
