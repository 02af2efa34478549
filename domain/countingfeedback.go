package domain

import (
	"context"
	"slices"
	"time"
)

// reachFrom is since when thanks and feedback count for a digest.
func (c *count) reachFrom() time.Time { return c.at.AddDate(0, 0, -reachWeeks*daysPerWeek) }

// addOwn counts what came from people's own managers, their feedback, and which of
// those who lead did their cards.
func (c *count) addOwn(ctx context.Context, tx Tx, people []ID) error {
	thanked, told, err := tx.ByOwnManager(ctx, people, c.reachFrom(), c.at)
	if err != nil {
		return err
	}
	c.figures.Own.People += len(people)
	c.figures.Own.Thanked += len(thanked)
	c.figures.Own.Told += len(told)
	leads, err := tx.Leading(ctx, people)
	if err != nil {
		return err
	}
	if c.figures.Coached, err = c.figures.Coached.add(ctx, tx, leads, c.at); err != nil {
		return err
	}
	counts, err := tx.FeedbackCountsOf(ctx, people, c.reachFrom(), c.at)
	for _, f := range counts {
		c.feedback.Given += f.Given
		c.feedback.Actionable += f.Actionable
		c.receivers += number(f.Given > 0)
	}
	return err
}

// told gives the feedback of the weeks, where it was for enough people, and how
// long those waited who had asked for it.
func (c *count) told(ctx context.Context, tx Tx) (ToldFigures, error) {
	var f ToldFigures
	if c.receivers >= LeastArea {
		f = c.feedback
	}
	list, err := tx.AnsweredRequests(ctx, c.reachFrom(), c.at)
	if err != nil || len(list) < LeastArea {
		return f, err
	}
	w := c.calendar(Person{Zone: c.zone.String()}, c.policy, nil)
	days := make([]int, len(list))
	for i, asked := range list {
		days[i] = max(0, len(w.WorkingDays(DateRange{Start: DateOf(asked[0], c.zone), End: DateOf(asked[1], c.zone)}))-1)
	}
	slices.Sort(days)
	f.Answers, f.Days = len(days), days[(len(days)-1)/2]
	return f, nil
}
