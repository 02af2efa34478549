package bot

// What stands behind the choices of menus and forms, as Slack sends it back. It is
// written into messages that stay there, as ids are.

// The options of conversations, as Slack sends them back; in menus each is
// followed by ":" and the conversation.
const (
	TalkLater    = "later"
	TalkTomorrow = "tomorrow"
	TalkAway     = "away"
	TalkHeld     = "held"
	TalkRather   = "rather"
	TalkMove     = "move"
	TalkLeaveOut = "leave_out"

	RightYes  = "yes"
	RightMore = "more"
)

// The options of who agrees that a record is opened, as Slack sends them back.
const (
	AccessYes = "yes"
	AccessNo  = "no"
)

// The options of feedback, as Slack sends them back.
const (
	ReadersAlone   = "alone"
	ReadersPartner = "partner"
)

// The options of kudos, as Slack sends them back.
const (
	ReachPublic  = "public"
	ReachPrivate = "private"

	// SettlePrivate and the others stand behind the three dots of the DM, each
	// followed by ":" and the kudos.
	SettlePrivate = "private"
	SettleOut     = "out"
	SettleIn      = "in"
	SettleManner  = "manner"
	SettleWrong   = "wrong"
	SettleCite    = "cite"
)
