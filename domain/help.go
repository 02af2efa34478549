package domain

import (
	"context"
	"time"
)

// MaxHelpWords is the line that may go with an answer, in characters.
const MaxHelpWords = 300

// Help is the question that is asked some time after somebody finished something
// of the own plan: did it help? Two are asked, the person and who holds the
// conversations with them by then. There is one for an item.
type Help struct {
	Item   ID
	Person ID
	// Other is who else was asked; empty before, and where there was nobody.
	Other ID
	// EndedOn is when the item was finished.
	EndedOn Date
	// AskAt is when it is to be asked; zero once it was.
	AskAt time.Time
}

// Subject is what permission is asked about.
func (h Help) Subject() Subject {
	s := Subject{Person: h.Person}
	if h.Other != "" {
		s.Receivers = []ID{h.Other}
	}
	return s
}

// HelpAnswer is what one of the two answered. It is given once.
type HelpAnswer struct {
	Item   ID
	Author ID
	Answer Usefulness
	Words  string // sealed; may be empty
	At     time.Time
}

// HelpCount is an answer as it is counted: without words, with what was spent
// from one fund on the item that it is about.
type HelpCount struct {
	Fund   ID
	Item   ID
	Person ID
	Author ID
	Answer Usefulness
	Cost   int64
	At     time.Time
}

// HelpRows keeps what is asked and answered about whether things helped.
type HelpRows interface {
	// CreateHelp adds one; the same item once more changes nothing.
	CreateHelp(ctx context.Context, h Help) error
	// Help gives that of an item. NotFound otherwise.
	Help(ctx context.Context, item ID) (Help, error)
	// AskedHelp notes that it was asked, and whom else; false where it was
	// before.
	AskedHelp(ctx context.Context, item, other ID) (bool, error)
	// DueHelp lists up to limit items whose AskAt is at or before now.
	DueHelp(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextHelp is the earliest AskAt after a time; false where there is none.
	NextHelp(ctx context.Context, after time.Time) (time.Time, bool, error)
	// AnswerHelp keeps an answer; false where its author has answered before.
	AnswerHelp(ctx context.Context, a HelpAnswer) (bool, error)
	// HelpAnswers lists the answers about an item, oldest first.
	HelpAnswers(ctx context.Context, item ID) ([]HelpAnswer, error)
	// CountHelp lists the answers about items on which funds spent something,
	// given until an instant, oldest first.
	CountHelp(ctx context.Context, funds []ID, to time.Time) ([]HelpCount, error)
}
