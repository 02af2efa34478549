package bot

// Absences, and what arrives meanwhile.
const (
	CommandAway = "/rapport away"
	CommandBack = "/rapport back"

	PressAway        = "absence.open"     // value is the person, empty for who presses
	AwayForm         = "absence.set"      // subject is the person
	PressAwayOff     = "absence.call_off" // value is the absence
	PressAwayYes     = "absence.yes"      // value is the last day
	PressAwayNo      = "absence.no"
	PressLetters     = "absence.letters"
	LettersView      = "absence.show_letters"
	PressLettersRead = "absence.read" // value is the last one shown

	FieldAwayFrom  = "from"
	FieldAwayUntil = "until"
)
