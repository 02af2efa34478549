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

func (t *Tale) priorityScenes() []scene {
	return []scene{
		{"2026-12-15 10:00", prioritising, t.maraPublishes},
		{"2027-01-05 16:00", prioritising, t.graceAsksTom},
		{"2027-01-06 16:00", prioritising, t.samLinks},
	}
}

// putFirst is what Mara puts first from January on.
const putFirst = "Each customer in the north has a name to call."

func (t *Tale) maraPublishes(ctx context.Context) error {
	t.saysf("Mara types /rapport priorities, and publishes what the company puts first from January on: three sentences, each with somebody who answers for it.")
	mara := t.at(ctx, "mara")
	mara.types("/rapport", "priorities")
	mara.sees("Publish for")
	mara.presses("Publish for Q1 2027")
	mara.sees("Priority 2")
	mara.fills("Priority 2", putFirst)
	mara.sends()
	return mara.closes()
}

func (t *Tale) graceAsksTom(ctx context.Context) error {
	t.saysf("Grace reads the new priorities on Home. About one she has a question, and presses “Ask Tom”: Tom learns that she has one, and nothing else is sent.")
	grace := t.at(ctx, "grace")
	grace.home(putFirst, "Ask Tom")
	grace.presses("Ask Tom")
	return grace.err
}

func (t *Tale) samLinks(ctx context.Context) error {
	t.saysf("Sam types /goals new, and links his goal to a priority. He and Lee both have to agree.")
	sam := t.at(ctx, "sam")
	sam.types("/goals", "new")
	sam.sees("What will be different?")
	sam.fills("What will be different?", "Northern customers reach a person within five minutes", "How is it measured?", "Yes or no", "By when?", "2027-06-30",
		"Why does it matter?", t.hidden("They call at six in the morning our time."), "Which priority of the company does it serve?", putFirst)
	sam.sends()
	return sam.closes()
}
