package domain

import (
	"context"
	"time"
)

// The limits of a round. Texts are in characters.
const (
	MaxRoundPeers     = 10  // peers who are asked about one person
	MaxRoundOwners    = 2   // people who bring what customers said
	MaxRoundReports   = 50  // people who report to somebody and are asked
	MaxRoundQuestions = 12  // expectations that are asked about
	MaxRoundText      = 600 // an answer in words
	MaxRoundQuotes    = 5   // what one person brings of customers
	MaxRoundSource    = 120 // who said it
	RoundAgainDays    = 90  // days from the start of a round about somebody to the next
)

// The kinds of messages about rounds, and of the asks. None holds words.
const (
	RoundStarted  = "round.started"  // to whom it is about: approved, people are asked
	RoundEnded    = "round.ended"    // to whom it is about: it came to nothing
	RoundReleased = "round.released" // to whom it is about
	RoundShared   = "round.shared"   // to the manager, once it was read
	RoundTalk     = "round.talk"     // to the people team: a talk is wished for
	AskNominate   = "round.nominate"
	AskApprove    = "round.approve"
	AskRound      = "round.answer"
)

// RoundState is where a round stands.
type RoundState string

// The states of a round.
const (
	RoundNominating RoundState = "nominating" // the person names peers
	RoundApproving  RoundState = "approving"  // the manager looks at them
	RoundAnswering  RoundState = "answering"
	RoundOut        RoundState = "released" // the report is there
	RoundOver       RoundState = "ended"    // without a report; Ending says why
)

// RoundEnding is why a round ended without a report.
type RoundEnding string

// The endings.
const (
	RoundUnnamed    RoundEnding = "unnamed"    // nobody was named in time
	RoundUnapproved RoundEnding = "unapproved" // the manager said nothing in time
	RoundLeft       RoundEnding = "left"       // whom it is about has left
	RoundCalledOff  RoundEnding = "called_off" // by whom it is about, before anybody was asked
)

// Perspective is from where somebody looks.
type Perspective string

// The perspectives. AsEverybody is a sum and nobody's own.
const (
	AsSelf      Perspective = "self"
	AsManager   Perspective = "manager"
	AsPeer      Perspective = "peer"
	AsReport    Perspective = "report" // reports to the person
	AsCustomer  Perspective = "customer"
	AsEverybody Perspective = "everybody"
)

// unnamed are the perspectives whose answers stand without a name.
var unnamed = []Perspective{AsPeer, AsReport}

// Round asks those around a person how they see what is expected of them.
type Round struct {
	ID      ID
	Subject ID
	// Launch is the group it belongs to; empty where the person began it.
	Launch ID
	By     ID
	// Reader is the manager who approved the peers: answers as the manager, and
	// reads the report after the person. Empty before, or where that one left.
	Reader ID
	State  RoundState
	Ending RoundEnding
	RoundDates
	// DueAt is when time alone takes it on.
	DueAt time.Time
	// Numbers and Texts are the least people behind what is shown, as promised to
	// everybody who was asked.
	Numbers, Texts int
	// Questions name the wordings that are asked about.
	Questions []RoundQuestion
	// Report is what is shown, once it is released. Sealed.
	Report RoundReport
	// ReadAt is when the person first opened the report.
	ReadAt  time.Time
	At      time.Time
	Version int
}

// RoundDates are the days of a round, each until its end.
type RoundDates struct {
	NominateBy Date `json:"nominate_by"`
	AnswerBy   Date `json:"answer_by"`
	// ReleaseOn is when the report comes out, in the morning. Late answers are
	// taken until then.
	ReleaseOn Date `json:"release_on"`
}

// RoundQuestion names a wording of an expectation.
type RoundQuestion struct {
	Expectation ID  `json:"e"`
	Owner       ID  `json:"o,omitempty"`
	Version     int `json:"v"`
}

// Open tells whether anything can still be done to it.
func (r Round) Open() bool { return r.State != RoundOut && r.State != RoundOver }

// Subject is what permission is asked about. The manager is a reader once the
// person has read the report, and not before.
func (r Round) subject(line []ID) Subject {
	s := Subject{Person: r.Subject, Line: line}
	if r.Reader != "" && !r.ReadAt.IsZero() {
		s.Readers = []ID{r.Reader}
	}
	return s
}

// RoundGiver is somebody who is asked in a round, or named to be asked. It has no
// time and no id: what could be ordered could be joined.
type RoundGiver struct {
	Round  ID
	Person ID
	As     Perspective
	// Declined is true where the person does not want to answer.
	Declined bool
}

// RoundAnswer is one answer to one question. Whose it is stands nowhere, and two
// answers of the same person have nothing in common.
type RoundAnswer struct {
	As Perspective
	// Question is the place of the question from 0; KeepText and TryText are the
	// two open ones.
	Question int
	// Mark is on the scale from 1 to MostMark, or 0 for an answer in words.
	Mark int
	Text string
}

// The open questions, in the place of a number.
const (
	KeepText = -1 // what to keep doing
	TryText  = -2 // what to try
)

// MostMark is the top of the scale: rarely, sometimes, often, nearly always.
const MostMark = 4

// RoundQuote is what a customer said, brought by a named person.
type RoundQuote struct {
	ID     ID
	Round  ID
	Author ID
	Words  string // sealed
	Source string // who said it; sealed
	On     Date
	At     time.Time
}

// RoundFilter selects rounds, newest first.
type RoundFilter struct {
	Subject ID
	Reader  ID
	Launch  ID
	States  []RoundState
	Limit   int
}

// RoundRows keeps rounds.
type RoundRows interface {
	// CreateRound adds one, as its first version. Conflict where the person has an
	// open one.
	CreateRound(ctx context.Context, r Round) error
	// Round gives one. NotFound otherwise.
	Round(ctx context.Context, id ID) (Round, error)
	// UpdateRound writes the next version. Conflict otherwise.
	UpdateRound(ctx context.Context, r Round) (Round, error)
	// Rounds lists by filter.
	Rounds(ctx context.Context, f RoundFilter) ([]Round, error)
	// DueRounds lists open ones whose DueAt is at or before now, earliest first.
	DueRounds(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextRound is the earliest DueAt of an open one after a time.
	NextRound(ctx context.Context, after time.Time) (time.Time, bool, error)
	// SetRoundGivers replaces who is named or asked in a round.
	SetRoundGivers(ctx context.Context, round ID, givers []RoundGiver) error
	// RoundGivers lists them, by person.
	RoundGivers(ctx context.Context, round ID) ([]RoundGiver, error)
	// CountOpenRounds counts those that are open.
	CountOpenRounds(ctx context.Context) (int, error)
	// CountAsked counts in how many rounds that take answers people are asked as
	// peers.
	CountAsked(ctx context.Context, people []ID) (map[ID]int, error)
	// RoundsAsking lists the rounds that take answers from a person.
	RoundsAsking(ctx context.Context, person ID) ([]ID, error)
	RoundBoxRows
	// CreateRoundQuote adds what a customer said.
	CreateRoundQuote(ctx context.Context, q RoundQuote) error
	// RoundQuotes lists what was brought for a round, oldest first.
	RoundQuotes(ctx context.Context, round ID) ([]RoundQuote, error)
}

// RoundBoxRows is the ballot box of a round: what is put in, and who has, without
// anything that joins the two. Nothing of it has a time; answers have ids that
// say nothing and change with each answer that comes; who has answered is a keyed
// hash, and key and hashes go when the box is emptied.
type RoundBoxRows interface {
	// OpenRoundBox makes the box of a round, with a key of its own.
	OpenRoundBox(ctx context.Context, round ID) error
	// CastRoundAnswers puts a person's answers in, once; false where the person
	// has answered before, and nothing changes. NotFound where there is no box.
	CastRoundAnswers(ctx context.Context, round, person ID, answers []RoundAnswer) (bool, error)
	// HasAnswered tells whether a person has. False where there is no box.
	HasAnswered(ctx context.Context, round, person ID) (bool, error)
	// EmptyRoundBox gives all answers, in no order, and deletes them with the box.
	EmptyRoundBox(ctx context.Context, round ID) ([]RoundAnswer, error)
}

// RoundService is the use cases around rounds.
type RoundService struct {
	Practice
}

// roundLapse ends what tells of a round that is somewhere else by now.
func roundLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	r, err := tx.Round(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err != nil:
		return "", err
	case m.Kind == RoundStarted && r.State != RoundAnswering, m.Kind == RoundShared && m.Recipient != r.Reader:
		return "over", nil
	}
	return "", nil
}
