package domain

import (
	"context"
	"time"
)

// The kinds of messages around the scorecard.
const (
	ScorecardReady = "scorecard.ready" // to the people team, once a quarter
	ScorecardSheet = "scorecard.sheet" // as a workbook, in its thread
	ScorecardPaper = "scorecard.paper" // as a document, in its thread
)

// Scorecard is what one quarter of the practice came to. It holds counts and names
// nobody, and stays as it was counted, so that quarters can be laid side by side.
type Scorecard struct {
	ID      ID
	Period  string // the key of the quarter
	MadeAt  time.Time
	Figures ScoreFigures
}

// ScoreFigures are the counts of a scorecard.
type ScoreFigures struct {
	// People are those with conversations and a manager at its end.
	People int `json:"people"`
	// Held are the conversations of those due in the quarter, Timely those of the
	// held that took place by their day.
	Held   Share `json:"held"`
	Timely Share `json:"timely"`
	// Reached are the people of Held's who had at least one conversation.
	Reached Share `json:"reached"`
	// Goals are people's own goals that ended, by how; Linked the open ones that
	// serve a priority of the company.
	Goals  GoalEnds `json:"goals"`
	Linked Share    `json:"linked"`
	// Useful is what people said of the worth; empty where too few did.
	Useful Opinion `json:"useful"`
	// Grown are the things to learn that were finished, of those that ended.
	Grown Share `json:"grown"`
	// Funds are money and outcome, in the order of their names.
	Funds []ScoreFund `json:"funds,omitempty"`
	// Leaders are the own conversations of those who lead people; Coached is how
	// many of them did the cards that are asked for. Empty where they are few.
	Leaders Share      `json:"leaders"`
	Coached CoachShare `json:"coached,omitzero"`
}

// GoalEnds count goals by how they ended.
type GoalEnds struct {
	Achieved int `json:"achieved"`
	Partly   int `json:"partly"`
	Missed   int `json:"missed"`
	Dropped  int `json:"dropped"`
}

// Reached is how many were achieved of those that were not dropped: what is no
// longer valid is no failure.
func (g GoalEnds) Reached() Share {
	return Share{Part: g.Achieved, Whole: g.Achieved + g.Partly + g.Missed}
}

// ScoreFund is one fund's money and what it was good for.
type ScoreFund struct {
	Name     string `json:"name"`
	Spent    Money  `json:"spent"`
	Finished int    `json:"finished"`
	// Helped is how many items are said to have helped, of those asked about.
	Helped Share `json:"helped"`
}

// ScoreAdvice is something to change, by what the figures say.
type ScoreAdvice string

// The advice, in the order of its weight.
const (
	AdviceHold    ScoreAdvice = "hold"    // fewer conversations are held
	AdviceTime    ScoreAdvice = "time"    // many are late
	AdviceLead    ScoreAdvice = "lead"    // those who lead do not take part themselves
	AdviceUseful  ScoreAdvice = "useful"  // few say that it was worth the time
	AdviceGoals   ScoreAdvice = "goals"   // few goals are reached
	AdviceLinked  ScoreAdvice = "linked"  // few goals serve a priority
	AdviceGrowth  ScoreAdvice = "growth"  // little of what was to be learned is finished
	AdviceCoach   ScoreAdvice = "coach"   // few did the cards on bias and evidence
	AdviceNothing ScoreAdvice = "nothing" // no figure gives a reason
)

// mostAdvice is how many things to change a scorecard names: more would be none.
const mostAdvice = 3

// The bounds below which a figure gives reason to change something, in percent,
// and by how many points fewer than in the quarter before it does.
const (
	scoreLow  = 70
	scoreHalf = 50
	scoreFell = 5
)

// Advice says what to change, the weightiest first. A figure counts where it is
// low, or fell by more than a few points since the quarter before.
func (f ScoreFigures) Advice(before ScoreFigures) []ScoreAdvice {
	low := func(s, was Share, bound int) bool {
		now, known := s.Percent()
		then, compared := was.Percent()
		return known && (now < bound || compared && then-now > scoreFell)
	}
	worth := func(o Opinion) Share { return Share{Part: o.Yes, Whole: o.Answers()} }
	led, _ := f.Held.Percent()
	own, knows := f.Leaders.Percent()
	var list []ScoreAdvice
	for _, a := range []struct {
		advice ScoreAdvice
		holds  bool
	}{
		{AdviceHold, low(f.Held, before.Held, scoreLow)},
		{AdviceTime, low(f.Timely, before.Timely, scoreLow)},
		{AdviceLead, knows && own+scoreFell < led},
		{AdviceUseful, low(worth(f.Useful), worth(before.Useful), scoreHalf)},
		{AdviceGoals, low(f.Goals.Reached(), before.Goals.Reached(), scoreHalf)},
		{AdviceLinked, low(f.Linked, before.Linked, scoreHalf)},
		{AdviceGrowth, low(f.Grown, before.Grown, scoreHalf)},
		{AdviceCoach, low(Share{Part: f.Coached.Done, Whole: f.Coached.Leading}, Share{}, scoreHalf)},
	} {
		if a.holds && len(list) < mostAdvice {
			list = append(list, a.advice)
		}
	}
	if len(list) == 0 {
		return []ScoreAdvice{AdviceNothing}
	}
	return list
}

// Percent is a share in whole percent; false where nothing was counted.
func (s Share) Percent() (int, bool) {
	if s.Whole <= 0 {
		return 0, false
	}
	const percent = 100
	return (percent*s.Part + s.Whole/2) / s.Whole, true
}

// ScorecardRows keeps scorecards, and reads what they count.
type ScorecardRows interface {
	// CreateScorecard adds one. Conflict where the quarter has one.
	CreateScorecard(ctx context.Context, c Scorecard) error
	// Scorecard gives one. NotFound otherwise.
	Scorecard(ctx context.Context, id ID) (Scorecard, error)
	// Scorecards lists those up to a quarter's key, newest first.
	Scorecards(ctx context.Context, until string, limit int) ([]Scorecard, error)
	// GoalsEnded counts people's own goals by how they ended, after from and until
	// to.
	GoalsEnded(ctx context.Context, from, to time.Time) (GoalEnds, error)
	// Leading tells which of the people somebody active reports to.
	Leading(ctx context.Context, people []ID) (map[ID]bool, error)
}
