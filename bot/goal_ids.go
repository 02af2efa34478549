package bot

// Goals.
const (
	CommandGoals        = "/goals"
	CommandGoalsHelp    = "/goals help"
	CommandGoalsNew     = "/goals new"
	CommandGoalsTeam    = "/goals team"
	CommandGoalsCompany = "/goals company"

	PressGoals      = "goal.list"
	PressGoalNew    = "goal.new" // value is whose, empty for who presses
	PressGoalEdit   = "goal.edit"
	GoalForm        = "goal.save"
	PressGoalUpdate = "goal.update"
	GoalNewsForm    = "goal.tell"
	PressGoalSame   = "goal.same"
	PressGoalOpen   = "goal.open"
	GoalView        = "goal.show"
	PressGoalClose  = "goal.open_close"
	GoalCloseForm   = "goal.close"

	PressGoalAgree   = "goal.agree" // value is the proposal, as in what follows
	PressGoalDecline = "goal.open_decline"
	GoalDeclineForm  = "goal.decline"
	PressGoalBack    = "goal.take_back"

	FieldGoalTitle      = "title"
	FieldGoalMeasure    = "measure"
	FieldGoalUnit       = "unit"
	FieldGoalStart      = "start"
	FieldGoalTarget     = "target"
	FieldGoalSteps      = "milestones"
	FieldGoalDue        = "due"
	FieldGoalWhy        = "why"
	FieldGoalParent     = "parent"
	FieldGoalWeight     = "weight"
	FieldGoalDimension  = "dimension"
	FieldGoalStandard   = "standard"
	FieldGoalLevel      = "level"
	FieldGoalValue      = "value"
	FieldGoalDone       = "done"
	FieldGoalConfidence = "confidence"
	FieldGoalNext       = "next"
	FieldGoalEnding     = "ending"
	FieldGoalLesson     = "lesson"
	FieldGoalReason     = "reason"
	FieldGoalAnswer     = "answer"
	FieldGoalServes     = "serves"
	FieldGoalPriority   = "priority"
)
