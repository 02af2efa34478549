package bot

// Coaching.
const (
	CommandCoaching  = "/rapport coaching"
	PressCoaching    = "coaching.list"
	CoachingView     = "coaching.show"
	PressCoachCard   = "coaching.open" // value is the card, empty for the next one
	CoachCardForm    = "coaching.answer"
	FieldCoachAnswer = "answer"
)
