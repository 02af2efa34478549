package sentence

import (
	"strconv"
	"strings"

	"rapport/domain"
)

// ScorePart is one figure of a scorecard, now and in the quarter before.
type ScorePart struct {
	Name        string
	Now, Before domain.Share
	// Rest are the sentences below it: what changed, what it may mean and what it
	// cannot tell.
	Rest []string
}

// Quarter is what people call the quarter of a key.
func (v *Voice) Quarter(key string) string {
	period, err := domain.ParsePeriod(key)
	if err != nil {
		return key
	}
	return v.Say("conversation.period_quarter", "Number", period.Name().Quarter, "Year", strconv.Itoa(period.Start.Year))
}

// ScoreParts are the figures of a scorecard that are shares, each with its words.
func (v *Voice) ScoreParts(view domain.ScorecardView) []ScorePart {
	now, was := view.Card.Figures, view.Last()
	worth := func(f domain.ScoreFigures) domain.Share {
		return domain.Share{Part: f.Useful.Yes, Whole: f.Useful.Answers()}
	}
	coached := func(f domain.ScoreFigures) domain.Share {
		return domain.Share{Part: f.Coached.Done, Whole: f.Coached.Leading}
	}
	return []ScorePart{
		{v.Say("scorecard.part_held"), now.Held, was.Held, v.scoreWords(view, now.Held, was.Held, v.Say("scorecard.may_held"), v.Say("scorecard.cannot_held"))},
		{v.Say("scorecard.part_timely"), now.Timely, was.Timely, v.scoreWords(view, now.Timely, was.Timely, v.Say("scorecard.may_timely"), v.Say("scorecard.cannot_timely"))},
		{v.Say("scorecard.part_reached"), now.Reached, was.Reached, v.scoreWords(view, now.Reached, was.Reached, v.Say("scorecard.may_reached"), v.Say("scorecard.cannot_reached"))},
		{v.Say("scorecard.part_goals"), now.Goals.Reached(), was.Goals.Reached(), v.scoreWords(view, now.Goals.Reached(), was.Goals.Reached(), v.Say("scorecard.may_goals"), v.Say("scorecard.cannot_goals", "Dropped", now.Goals.Dropped))},
		{v.Say("scorecard.part_linked"), now.Linked, was.Linked, v.scoreWords(view, now.Linked, was.Linked, v.Say("scorecard.may_linked"), v.Say("scorecard.cannot_linked"))},
		{v.Say("scorecard.part_useful"), worth(now), worth(was), v.scoreWords(view, worth(now), worth(was), v.Say("scorecard.may_useful"), v.Say("scorecard.cannot_useful"))},
		{v.Say("scorecard.part_grown"), now.Grown, was.Grown, v.scoreWords(view, now.Grown, was.Grown, v.Say("scorecard.may_grown"), v.Say("scorecard.cannot_grown"))},
		{v.Say("scorecard.part_leaders"), now.Leaders, was.Leaders, v.scoreWords(view, now.Leaders, was.Leaders, v.Say("scorecard.may_leaders"), v.Say("scorecard.cannot_leaders"))},
		{v.Say("scorecard.part_coached"), coached(now), coached(was), v.scoreWords(view, coached(now), coached(was), v.Say("scorecard.may_coached"), v.Say("scorecard.cannot_coached"))},
	}
}

// scoreWords say what changed, what it may mean, and what it cannot tell.
func (v *Voice) scoreWords(view domain.ScorecardView, now, was domain.Share, may, cannot string) []string {
	return []string{v.scoreChange(view, now, was), v.Say("scorecard.may", "What", may), v.Say("scorecard.cannot", "What", cannot)}
}

func (v *Voice) scoreChange(view domain.ScorecardView, now, was domain.Share) string {
	share, known := now.Percent()
	before, compared := was.Percent()
	if !known || !compared || len(view.Before) == 0 {
		return v.Say("scorecard.changed_first")
	}
	period := v.Quarter(view.Before[0].Period)
	switch change := share - before; {
	case change > 0:
		return v.Say("scorecard.changed_up", "Points", change, "Period", period)
	case change < 0:
		return v.Say("scorecard.changed_down", "Points", -change, "Period", period)
	}
	return v.Say("scorecard.changed_none", "Period", period)
}

// Share says a share, with its percent.
func (v *Voice) Share(s domain.Share) string {
	share, known := s.Percent()
	if !known {
		return v.Say("scorecard.nothing")
	}
	return v.Say("scorecard.share", "Part", s.Part, "Whole", s.Whole, "Percent", share)
}

// Scorecard says a scorecard in chapters: what to change first, then each figure
// with what changed, what it may mean and what it cannot tell.
func (v *Voice) Scorecard(view domain.ScorecardView) []Chapter {
	f := view.Card.Figures
	chapters := []Chapter{
		{Heading: v.Say("scorecard.heading", "Period", v.Quarter(view.Card.Period)), Lines: []string{v.Say("scorecard.intro", "People", f.People)}},
		{Heading: v.Say("scorecard.advice"), Lines: v.ScoreAdvice(view)},
	}
	for i, part := range v.ScoreParts(view) {
		lines := []string{v.Share(part.Now)}
		if part.Now.Whole > 0 {
			lines = append(lines, part.Rest...)
		}
		if trend := v.scoreTrend(view, i); trend != "" {
			lines = append(lines, trend)
		}
		chapters = append(chapters, Chapter{Heading: part.Name, Lines: lines})
	}
	if len(f.Funds) > 0 {
		chapters = append(chapters, v.scoreFunds(f.Funds))
	}
	return chapters
}

// scoreTrend is a figure in earlier quarters.
func (v *Voice) scoreTrend(view domain.ScorecardView, part int) string {
	var parts []string
	for _, before := range view.Before {
		s := v.ScoreParts(domain.ScorecardView{Card: before})[part].Now
		if s.Whole > 0 {
			parts = append(parts, v.Say("scorecard.before", "Period", v.Quarter(before.Period), "What", v.Share(s)))
		}
	}
	return strings.Join(parts, " · ")
}

func (v *Voice) scoreFunds(funds []domain.ScoreFund) Chapter {
	c := Chapter{Heading: v.Say("scorecard.part_funds")}
	for _, f := range funds {
		if f.Helped.Whole == 0 {
			c.Lines = append(c.Lines, v.Say("scorecard.fund_few", "Name", f.Name, "Spent", v.Money(f.Spent), "Finished", f.Finished))
			continue
		}
		c.Lines = append(c.Lines, v.Say("scorecard.fund", "Name", f.Name, "Spent", v.Money(f.Spent), "Finished", f.Finished, "Helped", v.Share(f.Helped)))
	}
	c.Lines = append(c.Lines, v.Say("scorecard.may", "What", v.Say("scorecard.may_funds")), v.Say("scorecard.cannot", "What", v.Say("scorecard.cannot_funds")))
	return c
}

// ScoreAdvice says what to change, each with its reason.
func (v *Voice) ScoreAdvice(view domain.ScorecardView) []string {
	f := view.Card.Figures
	var lines []string
	for _, advice := range f.Advice(view.Last()) {
		reason := map[domain.ScoreAdvice]domain.Share{
			domain.AdviceHold: f.Held, domain.AdviceTime: f.Timely, domain.AdviceLead: f.Leaders, domain.AdviceGoals: f.Goals.Reached(), domain.AdviceLinked: f.Linked,
			domain.AdviceUseful: {Part: f.Useful.Yes, Whole: f.Useful.Answers()}, domain.AdviceGrowth: f.Grown, domain.AdviceCoach: {Part: f.Coached.Done, Whole: f.Coached.Leading},
		}[advice]
		lines = append(lines, v.Say("scorecard.advice_"+string(advice), "What", v.Share(reason)))
	}
	return lines
}
