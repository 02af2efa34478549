package bot

// Rounds.
const (
	CommandRound = "/rapport round"

	PressRound        = "round.open"
	RoundView         = "round.show"
	PressRoundBegin   = "round.begin"
	PressRoundName    = "round.open_name" // value is the round, as in what follows
	RoundNameForm     = "round.name"
	FieldRoundPeers   = "peers"
	FieldRoundOwners  = "owners"
	PressRoundOff     = "round.call_off"
	PressRoundTalk    = "round.ask_talk"
	PressRoundApprove = "round.open_approve"
	RoundApproveForm  = "round.approve"
	PressRoundAnswer  = "round.open_answer"
	RoundAnswerForm   = "round.answer"
	FieldRoundMark    = "mark_" // with the place of the question behind it
	FieldRoundKeep    = "keep"
	FieldRoundTry     = "try"
	PressRoundDecline = "round.decline"
	RoundQuoteForm    = "round.quote"
	FieldRoundWords   = "words"
	FieldRoundSource  = "source"
	FieldRoundOn      = "on"
	PressRoundReport  = "round.open_report"
	RoundReportView   = "round.show_report"

	PressRounds        = "round.launches" // for the people team
	RoundsView         = "round.show_launches"
	PressRoundLaunch   = "round.open_launch"
	RoundLaunchForm    = "round.launch"
	FieldRoundScope    = "scope"
	FieldRoundManager  = "manager"
	FieldRoundPeople   = "people"
	FieldRoundNominate = "nominate"
	FieldRoundBy       = "answer"
	FieldRoundRelease  = "release"
)
