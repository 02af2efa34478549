package bot

// The ids of seasons, as noun.verb; a shipped one is never renamed.
const (
	CommandSeason = "/rapport season"

	PressSeasons    = "season.list"
	SeasonListView  = "season.show_list"
	PressSeason     = "season.look" // value is the season, a colon, how many of its people come before
	SeasonView      = "season.show"
	PressSeasonOpen = "season.open_form" // value is the kind
	SeasonForm      = "season.open"
	PressSeasonMove = "season.open_move" // value is the season, as in what follows
	SeasonMoveForm  = "season.move"
	PressSeasonWho  = "season.open_people"
	SeasonWhoForm   = "season.change_people"
	PressSeasonStop = "season.open_stop"
	SeasonStopForm  = "season.call_off"

	PressSeasonCase   = "season.look_case" // value is the case, as in what follows
	SeasonCaseView    = "season.show_case"
	PressSeasonWriter = "season.open_writer"
	SeasonWriterForm  = "season.name_writer"

	FieldSeasonName      = "name"
	FieldSeasonFrom      = "from"
	FieldSeasonUntil     = "until"
	FieldSeasonScope     = "people"
	FieldSeasonManager   = "manager"
	FieldSeasonNamed     = "named"
	FieldSeasonComparers = "comparers"
	FieldSeasonFacts     = "facts"
	FieldSeasonDraft     = "draft"
	FieldSeasonCompare   = "compare"
	FieldSeasonPacket    = "packet"
	FieldSeasonReply     = "reply"
	FieldSeasonAck       = "ack"
	FieldSeasonDecide    = "decide"
	FieldSeasonWhy       = "why"
	FieldSeasonAdd       = "add"
	FieldSeasonOut       = "out"
	FieldSeasonWriter    = "writer"
)
