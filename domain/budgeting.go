package domain

import (
	"context"
	"time"
)

// FundFigure is what can be said of one fund in numbers, over some time, without
// a word about anybody in it.
type FundFigure struct {
	Fund Fund
	// Waiting and Reserved are how many requests wait and are granted now.
	Waiting, Reserved int
	// Finished is how many ended with something spent in that time, Spent what
	// they cost; Refused is how many were refused.
	Finished, Refused int
	Spent             Money
	// Mine is what those whose plan it was answered about whether it helped,
	// Theirs what those who talk with them did. Each counts whole groups of at
	// least LeastArea people, in the order in which they answered, so that no
	// two figures differ by a single one.
	Mine, Theirs Opinion
	// MineCost is what the items of Mine cost.
	MineCost Money
}

// PerHelped is what it cost for each item of which its person said that it
// helped; false while too few have answered, or nobody said so.
func (f FundFigure) PerHelped() (Money, bool) { return f.MineCost.Each(float64(f.Mine.Yes)) }

// PerUnit is what was spent for each unit by which the outcome came nearer to its
// target; false while nothing is measured or nothing was gained.
func (f FundFigure) PerUnit() (Money, bool) {
	if f.Fund.Measure.Moved() <= 0 || f.Spent.Minor <= 0 {
		return Money{}, false
	}
	return f.Spent.Each(f.Fund.Measure.Moved())
}

// Used is how much of the amount is spent or reserved.
func (f FundFigure) Used() Money { return f.Fund.Amount.Currency.Of(f.Fund.Reserved + f.Fund.Spent) }

// FundFigures computes the figures of all funds whose period has a day within
// some days: what ended and was answered on these days, and how the funds stand
// now. It is for digests and scorecards, and asks for no permission.
func (p Practice) FundFigures(ctx context.Context, tx Tx, days DateRange) ([]FundFigure, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	funds, err := tx.Funds(ctx, FundFilter{Within: days})
	if err != nil {
		return nil, err
	}
	_, zone := p.organisationDay(tx, version.Policy)
	return fundFigures(ctx, tx, funds, days.Start.In(zone, 0), days.End.AddDays(1).In(zone, 0))
}

// FundCounts are the wishes of all funds: how many wait and are granted now, and
// how many were over with a cost within the week.
type FundCounts struct {
	Waiting  int `json:"waiting"`
	Granted  int `json:"granted"`
	Finished int `json:"finished"`
}

// countFunds counts them for the week that ends with a day.
func (p Practice) countFunds(ctx context.Context, tx Tx, day Date) (FundCounts, error) {
	figures, err := p.FundFigures(ctx, tx, DateRange{Start: day.AddDays(1 - daysPerWeek), End: day})
	var c FundCounts
	for _, f := range figures {
		c.Waiting, c.Granted, c.Finished = c.Waiting+f.Waiting, c.Granted+f.Reserved, c.Finished+f.Finished
	}
	return c, err
}

// fundFigures computes those of some funds, from an instant until another.
func fundFigures(ctx context.Context, tx Tx, funds []Fund, from, to time.Time) ([]FundFigure, error) {
	if len(funds) == 0 {
		return nil, nil
	}
	figures, at, ids := make([]FundFigure, len(funds)), map[ID]int{}, make([]ID, len(funds))
	for i, f := range funds {
		nothing := f.Amount.Currency.Of(0)
		figures[i], at[f.ID], ids[i] = FundFigure{Fund: f, Spent: nothing, MineCost: nothing}, i, f.ID
	}
	counts, err := tx.CountFundRequests(ctx, ids, from, to)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		figures[at[c.Fund]].count(c)
	}
	answers, err := tx.CountHelp(ctx, ids, to)
	if err != nil {
		return nil, err
	}
	byFund := map[ID][]HelpCount{}
	for _, a := range answers {
		byFund[a.Fund] = append(byFund[a.Fund], a)
	}
	for id, list := range byFund {
		figures[at[id]].hear(list, from)
	}
	return figures, nil
}

// count adds what is counted of requests in one state.
func (f *FundFigure) count(c FundCount) {
	switch c.State {
	case FundAsked:
		f.Waiting = c.Count
	case FundGranted:
		f.Reserved = c.Count
	case FundRefused:
		f.Refused = c.Count
	case FundSpent:
		f.Finished, f.Spent.Minor = c.Count, c.Sum
	case FundWithdrawn, FundLapsed:
	}
}

// hear counts answers, oldest first: those of groups that were complete after
// an instant.
func (f *FundFigure) hear(answers []HelpCount, from time.Time) {
	var mine, theirs []HelpCount
	for _, a := range answers {
		if a.Author == a.Person {
			mine = append(mine, a)
		} else {
			theirs = append(theirs, a)
		}
	}
	for _, group := range helpGroups(mine) {
		if group[len(group)-1].At.After(from) {
			f.Mine = f.Mine.add(opinionsOf(group))
			for _, a := range group {
				f.MineCost.Minor += a.Cost
			}
		}
	}
	for _, group := range helpGroups(theirs) {
		if group[len(group)-1].At.After(from) {
			f.Theirs = f.Theirs.add(opinionsOf(group))
		}
	}
}

// helpGroups divides answers, oldest first, into groups that may be counted: one
// is complete as soon as enough people have answered in it about enough people.
// What is left over waits. A group never changes once it is complete, so that
// whatever is counted at whatever times differs by whole groups.
func helpGroups(answers []HelpCount) [][]HelpCount {
	var groups [][]HelpCount
	var open []HelpCount
	authors, people := map[ID]bool{}, map[ID]bool{}
	for _, a := range answers {
		open = append(open, a)
		authors[a.Author], people[a.Person] = true, true
		if Publishable([]Cell{{People: min(len(authors), len(people))}}, LeastArea).Alone[0] {
			groups, open = append(groups, open), nil
			authors, people = map[ID]bool{}, map[ID]bool{}
		}
	}
	return groups
}

// opinionsOf counts answers.
func opinionsOf(group []HelpCount) Opinion {
	var o Opinion
	for _, a := range group {
		o.Yes += number(a.Answer == Worth)
		o.Partly += number(a.Answer == PartlyWorth)
		o.No += number(a.Answer == NotWorth)
	}
	return o
}
