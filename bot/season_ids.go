package bot

// Seasons.
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

	PressSeasonWrite   = "season.open_write"
	SeasonWriteForm    = "season.write"
	PressSeasonHandIn  = "season.hand_in" // value is the case, a colon, its version
	PressSeasonEdit    = "season.open_edit"
	SeasonEditForm     = "season.edit"
	PressSeasonCite    = "season.open_cite"
	SeasonCiteForm     = "season.cite"
	PressSeasonWords   = "season.open_words" // value is what kind of words, a colon, the case
	SeasonWordsForm    = "season.words"
	PressSeasonAck     = "season.acknowledge"
	PressSeasonDecide  = "season.open_decide"
	SeasonDecideForm   = "season.decide"
	PressSeasonConfirm = "season.confirm" // value is the decision
	PressSeasonCompare = "season.compare" // value is the season, a colon, the expectation or nothing
	SeasonCompareView  = "season.show_comparison"

	FieldSeasonText      = "text"
	FieldSeasonLines     = "lines"
	FieldSeasonServes    = "serves"
	FieldSeasonKind      = "kind"
	FieldSeasonWhat      = "what"
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

// What somebody says about a case beside the summary, as buttons name it.
const (
	SeasonRemarkWords = "remark"
	SeasonInputWords  = "input"
	SeasonReplyWords  = "reply"
)
