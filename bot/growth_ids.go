package bot

// Growth.
const (
	CommandGrowth      = "/growth"
	CommandGrowthHelp  = "/growth help"
	CommandGrowthNew   = "/growth new"
	CommandGrowthTeam  = "/growth team"
	CommandGrowthAreas = "/growth areas"

	PressAreas       = "growth.areas"
	AreasView        = "growth.show_areas"
	PressSources     = "growth.sources" // value is the profile
	SourcesView      = "growth.show_sources"
	PressSourceList  = "growth.open_list" // value is the profile, a colon, the expectation
	SourceListForm   = "growth.list_sources"
	FieldSourceTitle = "source_title" // with a number, as in what follows
	FieldSourceLink  = "source_link"
	FieldSourceCost  = "source_cost"
	FieldSourceDays  = "source_days"

	PressGrowth        = "growth.list" // value is the page, empty for the own plan
	GrowthView         = "growth.show"
	PressGrowthNew     = "growth.new"
	PressGrowthEdit    = "growth.edit" // value is the item, as in what follows
	GrowthForm         = "growth.save"
	PressGrowthOpen    = "growth.open"
	PressGrowthTell    = "growth.open_tell"
	GrowthTellForm     = "growth.tell"
	PressGrowthSame    = "growth.same"
	PressGrowthEnd     = "growth.open_end"
	GrowthEndForm      = "growth.end"
	PressGrowthSupport = "growth.open_support"
	GrowthSupportForm  = "growth.support"
	PressGrowthComment = "growth.open_comment"
	GrowthCommentForm  = "growth.comment"
	PressGrowthLooked  = "growth.looked" // value is the person

	FieldGrowthWhat       = "what"
	FieldGrowthWhy        = "why"
	FieldGrowthSteps      = "steps"
	FieldGrowthServes     = "serves"
	FieldGrowthListed     = "listed"
	FieldGrowthTitle      = "title"
	FieldGrowthLink       = "link"
	FieldGrowthCost       = "cost"
	FieldGrowthDays       = "days"
	FieldGrowthDue        = "due"
	FieldGrowthConfidence = "confidence"
	FieldGrowthText       = "text"
	FieldGrowthEnding     = "ending"
	FieldGrowthReason     = "reason"
	FieldGrowthLesson     = "lesson"
)
