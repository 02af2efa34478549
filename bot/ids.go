package bot

// Every id by which Slack names something of ours stands here, as noun.verb.
// Ids are written into messages that stay in Slack, so a shipped one is never
// renamed or used for something else.

// Events.
const (
	EventHomeOpened    = "app_home_opened"
	EventDirectMessage = "message.im"    // what a person typed to Rapport
	EventOtherMessage  = "message.other" // edits, joins, posts of apps
)

// Rapport itself.
const (
	CommandRapport     = "/rapport"
	CommandRapportHelp = "/rapport help"
	PressHelp          = "help.open"
	NoticeView         = "notice.show" // a modal that says one thing
	LoadingView        = "loading.show"
)

// Kudos.
const (
	CommandKudos         = "/kudos"
	CommandKudosHelp     = "/kudos help"
	CommandKudosReceived = "/kudos received"
	CommandKudosGiven    = "/kudos given"
	CommandKudosUndo     = "/kudos undo"

	ShortcutKudos   = "kudos.thank"         // global
	ShortcutMessage = "kudos.thank_message" // on a message
	PressKudosForm  = "kudos.open"          // Home, help, usage: opens the form, value is a draft or empty

	KudosForm        = "kudos.give"
	FieldKudosPeople = "recipients"
	FieldKudosText   = "text"
	FieldKudosValues = "values"
	FieldKudosReach  = "reach"

	PressKudosSend  = "kudos.send"  // yes, send; value is a draft
	PressKudosUndo  = "kudos.undo"  // on the receipt
	PressKudosWords = "kudos.words" // opens "Say what for"
	KudosWordsForm  = "kudos.add_words"
	PressKudosMore  = "kudos.more" // the next page of a list

	PressKudosJoin   = "kudos.join"
	PressKudosReply  = "kudos.reply" // a link to the DM with the giver
	PressKudosSettle = "kudos.settle"
	KudosMannerForm  = "kudos.prefer"
	FieldKudosManner = "manner"

	ShortcutWrong    = "kudos.wrong" // on a message: take it back, or whom to ask
	KudosRetractForm = "kudos.retract"
	FieldKudosReason = "reason"
)

// The options of kudos, as Slack sends them back.
const (
	ReachPublic  = "public"
	ReachPrivate = "private"

	// Behind the three dots of the DM, each followed by ":" and the kudos.
	SettlePrivate = "private"
	SettleOut     = "out"
	SettleIn      = "in"
	SettleManner  = "manner"
	SettleWrong   = "wrong"
)
