package bot

// Concerns.
const (
	PressConcern       = "concern.open" // value is the item, a colon, its id
	ConcernForm        = "concern.raise"
	FieldConcernText   = "text"
	PressConcernRead   = "concern.read" // value is the concern
	ConcernView        = "concern.show"
	ConcernAnswerForm  = "concern.answer"
	FieldConcernAnswer = "text"
)
