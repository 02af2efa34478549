package bot

// Records at the end of their life, and what holds them.
const (
	CommandRapportRecords = "/rapport records"

	PressRetention     = "retention.open"
	RetentionView      = "retention.show"
	PressRetentionYes  = "retention.yes" // value is the run, as in what follows
	PressRetentionStop = "retention.stop"
	PressTerms         = "retention.open_terms"
	TermsForm          = "retention.set_terms"
	FieldTerms         = "months"
	FieldTermWaiting   = "waiting"
	FieldTermSecond    = "second"

	PressHold     = "hold.open" // value is a kind of record, a colon, its id, or empty for a person's
	HoldForm      = "hold.set"
	PressHoldLift = "hold.open_lift" // value is the hold
	HoldLiftForm  = "hold.lift"
	FieldHoldWho  = "person"
	FieldHoldName = "name"
	FieldHoldWhy  = "reason"
	FieldHoldEnds = "ends"
)
