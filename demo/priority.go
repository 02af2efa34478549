package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// priorities are what Mara published, this quarter's in the order of the
// company's goals: each serves one of them.
var priorities = []struct {
	period string
	lines  []struct{ text, owner string }
}{
	{"2026-Q3", []struct{ text, owner string }{
		{"A customer who calls is back within the hour.", "lee"},
		{"We are known in the north before we sell there.", "tom"},
		{"Nobody leaves for a reason that we could have heard.", "mara"},
	}},
	{"2026-Q4", []struct{ text, owner string }{
		{"A customer who calls is back within half an hour.", "lee"},
		{"Eight customers in the north trust us with their data.", "tom"},
		{"Nobody leaves for a reason that we could have heard.", "mara"},
	}},
}

// priorities writes what the company puts first. A sentence that goes on into the
// next quarter is the same priority.
func (s *seeder) priorities(ctx context.Context) error {
	for range priorities[0].lines {
		s.first = append(s.first, s.practice.IDs.New())
	}
	for i, published := range priorities {
		period, err := domain.ParsePeriod(published.period)
		if err != nil {
			return err
		}
		list := domain.PriorityList{
			Version: i + 1, Period: period.Key, Start: period.Start, Worded: i + 1, By: s.ids["mara"], At: period.Start.In(time.UTC, domain.NewTimeOfDay(9, 0)),
		}
		for n, line := range published.lines {
			list.Entries = append(list.Entries, domain.Priority{ID: s.first[n], Text: line.text, Owner: s.ids[line.owner]})
		}
		if err := s.tx.SavePriorities(ctx, list); err != nil {
			return err
		}
	}
	return nil
}
