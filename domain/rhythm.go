package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// RhythmCost is what a rhythm costs one manager, as the set-up tells before
// anything starts.
type RhythmCost struct {
	// PerPeriod is the time in each month, quarter or block of weeks.
	PerPeriod time.Duration
	// PerWeek is the same spread evenly over the weeks.
	PerWeek time.Duration
	// Conversations is how many there are in a year, to the nearest one.
	Conversations int
}

// weeksPerYear of the Gregorian calendar on average: 146,097 days in 400 years.
const weeksPerYear = 146_097.0 / 400 / daysPerWeek

// HoursPerManager is what conversations of that length with so many people cost
// a manager. The zero Cadence costs nothing.
func HoursPerManager(reports int, c Cadence, each time.Duration) RhythmCost {
	if c.IsZero() || reports <= 0 {
		return RhythmCost{}
	}
	perPeriod := time.Duration(reports) * each
	return RhythmCost{
		PerPeriod:     perPeriod,
		PerWeek:       time.Duration(float64(perPeriod) / c.averageWeeks()).Round(time.Minute),
		Conversations: int(float64(reports)*weeksPerYear/c.averageWeeks() + 0.5),
	}
}

// Fits tells whether so many people can each have one conversation a period
// with no more than perWeek in a week. It counts the weeks that every period
// has whole, so that February fits too; 0 and less is no limit.
func Fits(reports int, c Cadence, perWeek int) bool {
	if c.IsZero() || perWeek <= 0 {
		return true
	}
	return reports <= c.wholeWeeks()*perWeek
}

// averageWeeks is the length of a period in weeks, on average.
func (c Cadence) averageWeeks() float64 {
	if c.months > 0 {
		return weeksPerYear * float64(c.months) / monthsPerYear
	}
	return float64(c.weeks)
}

// wholeWeeks is how many times seven days even the shortest period has: 28 days
// of February, 90 of its quarter.
func (c Cadence) wholeWeeks() int {
	const shortestMonth, shortestQuarter = 28, 90
	switch c {
	case Monthly:
		return shortestMonth / daysPerWeek
	case Quarterly:
		return shortestQuarter / daysPerWeek
	}
	return c.weeks
}

// OfferedRhythms are those that HR can choose in Slack, as the policy writes
// them. Its file can set others.
func OfferedRhythms() []string {
	return []string{"monthly", "quarterly", "every 2 weeks", "every 6 weeks"}
}

// overShown is how many of those for whom a rhythm does not fit are named.
const overShown = 5

// RhythmCosts is what rhythms would cost those who hold the conversations.
type RhythmCosts struct {
	Policy ConversationPolicy
	// Partners is how many people hold conversations.
	Partners int
	// Typical is with how many people half of them do at most, Most with how
	// many the one does who has the most.
	Typical, Most int
	// Rhythms are the offered ones and the one in force, shortest first.
	Rhythms []RhythmFit
	// People are those who are named.
	People map[ID]Person
}

// RhythmFit is what one rhythm costs, and whom it does not fit.
type RhythmFit struct {
	// Text is the rhythm as the policy writes it.
	Text          string
	Typical, Most RhythmCost
	// Over are the first of those who have more people than fit into a period
	// with the policy's conversations a week; OverAll is how many there are.
	Over    []Span
	OverAll int
	// Instead is the next longer of the rhythms that fits everybody, or empty.
	Instead string
}

// RhythmCosts gives to those who may change the policy what each rhythm would
// cost, before they choose one.
func (s PolicyService) RhythmCosts(ctx context.Context, actor ID) (RhythmCosts, error) {
	var costs RhythmCosts
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ChangePolicy, Subject{}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		spans, err := tx.Spans(ctx)
		if err != nil {
			return err
		}
		costs, err = costsOf(spans, version.Policy.Conversations)
		if err != nil {
			return err
		}
		costs.People, err = peopleByID(ctx, tx, costs.named())
		return err
	})
	return costs, err
}

// costsOf computes what the rhythms cost.
func costsOf(spans []Span, policy ConversationPolicy) (RhythmCosts, error) {
	costs := RhythmCosts{Policy: policy, Partners: len(spans)}
	if len(spans) > 0 {
		costs.Typical, costs.Most = spans[len(spans)/2].People, spans[0].People
	}
	texts := OfferedRhythms()
	if !slices.Contains(texts, policy.Cadence) {
		texts = append(texts, policy.Cadence)
	}
	rhythms := make(map[string]Cadence, len(texts))
	for _, text := range texts {
		c, err := ParseCadence(text)
		if err != nil {
			return RhythmCosts{}, err
		}
		rhythms[text] = c
		costs.Rhythms = append(costs.Rhythms, fitOf(text, c, costs, spans))
	}
	slices.SortStableFunc(costs.Rhythms, func(a, b RhythmFit) int {
		return cmp.Compare(rhythms[a.Text].averageWeeks(), rhythms[b.Text].averageWeeks())
	})
	for i := range costs.Rhythms {
		if at := slices.IndexFunc(costs.Rhythms[i:], func(f RhythmFit) bool { return f.OverAll == 0 }); at > 0 {
			costs.Rhythms[i].Instead = costs.Rhythms[i+at].Text
		}
	}
	return costs, nil
}

// fitOf computes what one rhythm costs, and whom it does not fit.
func fitOf(text string, c Cadence, costs RhythmCosts, spans []Span) RhythmFit {
	each := time.Duration(costs.Policy.Minutes) * time.Minute
	fit := RhythmFit{Text: text, Typical: HoursPerManager(costs.Typical, c, each), Most: HoursPerManager(costs.Most, c, each)}
	for _, span := range spans {
		if Fits(span.People, c, costs.Policy.PerWeek) {
			break // and so for all with fewer
		}
		fit.OverAll++
		if len(fit.Over) < overShown {
			fit.Over = append(fit.Over, span)
		}
	}
	return fit
}

// named are the ids of those who are named.
func (c RhythmCosts) named() []ID {
	var ids []ID
	for _, rhythm := range c.Rhythms {
		for _, span := range rhythm.Over {
			ids = append(ids, span.Partner)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
