package bot

// Conversations.
const (
	CommandCheckin     = "/checkin"
	CommandCheckinHelp = "/checkin help"
	CommandCheckinAsk  = "/checkin ask"

	PressTalkPrepare = "conversation.prepare"
	PressTalkType    = "conversation.type" // while typing; value is the text so far
	PrepareForm      = "conversation.share"
	PressTalkFacts   = "conversation.facts"
	PressTalkMore    = "conversation.choose" // the menu beside Prepare
	PressTalkElse    = "conversation.else"   // the card's menu

	PressTalkRead     = "conversation.read"
	PressTalkPlan     = "conversation.plan"
	PlanForm          = "conversation.set_day"
	HeldForm          = "conversation.say_held"
	PressTalkHeldYes  = "conversation.held_yes"
	PressTalkHeldNo   = "conversation.held_no"
	LeaveOutForm      = "conversation.leave_out"
	PressTalkLeaveYes = "conversation.leave_yes"
	PressTalkLeaveNo  = "conversation.leave_no"
	PressTalkRest     = "conversation.rest"

	PressTalkRecord  = "conversation.summarise"
	RecordForm       = "conversation.record"
	PressTalkConfirm = "conversation.open_confirm"
	ConfirmForm      = "conversation.confirm"
	PressPromiseKept = "promise.keep"

	PressTalkAsk  = "conversation.open_ask"
	TalkAskForm   = "conversation.ask"
	PressTalkTeam = "conversation.team"
	TalkView      = "conversation.show"
	PressNotes    = "note.open"
	NotesForm     = "note.write"

	FieldTalkProposal   = "proposal"
	FieldTalkDay        = "on"
	FieldTalkTime       = "at"
	FieldTalkWhy        = "why"
	FieldTalkManner     = "thanked"
	FieldTalkWith       = "with"
	FieldTalkAbout      = "about"
	FieldTalkSummary    = "text"
	FieldTalkServes     = "serves"
	FieldTalkWorth      = "worth"
	FieldTalkRight      = "right"
	FieldTalkAdded      = "added"
	FieldMyPromise      = "promise"
	FieldMyPromiseBy    = "promise_by"
	FieldTheirPromise   = "their_promise"
	FieldTheirPromiseBy = "their_promise_by"
	FieldNote           = "text"
)
