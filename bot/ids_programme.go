package bot

// The ids of what the company puts first, and of how the practice is looked at.

// Priorities.
const (
	CommandPriorities = "/rapport priorities"

	PressPriorities      = "priority.list"
	PriorityView         = "priority.show"
	PressPriorityAsk     = "priority.ask"          // value is the priority
	PressPriorityWrite   = "priority.write"        // a link to the DM with the other
	PressPriorityPublish = "priority.open_publish" // value is the key of the period
	PriorityForm         = "priority.publish"      // subject is the key of the period
	FieldPriorityText    = "text_"                 // and the place, from 1
	FieldPriorityOwner   = "owner_"
)

// Coaching.
const (
	CommandCoaching  = "/rapport coaching"
	PressCoaching    = "coaching.list"
	CoachingView     = "coaching.show"
	PressCoachCard   = "coaching.open" // value is the card, empty for the next one
	CoachCardForm    = "coaching.answer"
	FieldCoachAnswer = "answer"
)

// Fairness and the mirror.
const (
	PressFairness = "fairness.open"
	FairnessView  = "fairness.show"
	CommandMirror = "/rapport mirror"
	PressMirror   = "mirror.open"
	MirrorView    = "mirror.show"
)

// Scorecards.
const (
	PressScorecard = "scorecard.open" // value is the scorecard, empty for the newest
	ScorecardView  = "scorecard.show"
)
