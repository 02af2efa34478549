package bot

// Scorecards.
const (
	PressScorecard = "scorecard.open" // value is the scorecard, empty for the newest
	ScorecardView  = "scorecard.show"
)
