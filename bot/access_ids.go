package bot

// Looking at somebody's record with a reason.
const (
	CommandOpened = "/rapport opened"
	PressOpened   = "access.opened"
	OpenedView    = "access.list"

	PressSheet         = "access.look" // value is the sheet, a colon, the person
	AccessForm         = "access.ask"  // subject is the person
	FieldAccessReason  = "reason"
	FieldAccessHold    = "hold_until"
	FieldAccessHoldWhy = "hold_why"
	PressAccess        = "access.open" // value is the access, as in what follows
	AccessView         = "access.show"
	AccessAnswerForm   = "access.answer"
	FieldAccessAnswer  = "answer"
	FieldAccessWhy     = "why"
	PressAccessEnd     = "access.end"
)
