package bot

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
	PressKudosAll   = "kudos.all"  // on Home: the list in a modal; value is which

	PressKudosJoin   = "kudos.join"
	PressKudosReply  = "kudos.reply" // a link to the DM with the giver
	PressKudosSettle = "kudos.settle"
	PressKudosManner = "kudos.manner" // in the settings
	KudosMannerForm  = "kudos.prefer"
	FieldKudosManner = "manner"

	ShortcutWrong    = "kudos.wrong" // on a message: take it back, or whom to ask
	KudosCiteForm    = "kudos.cite"
	FieldKudosCites  = "cites"
	KudosRetractForm = "kudos.retract"
	FieldKudosReason = "reason"
)
