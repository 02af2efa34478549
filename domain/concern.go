package domain

import (
	"context"
	"time"
)

// MaxConcernText is the longest text of a concern and of its answer, in
// characters.
const MaxConcernText = 2000

// The kinds of messages about concerns. None holds words.
const (
	ConcernRaised   = "concern.raised"   // to who may answer
	ConcernAnswered = "concern.answered" // to who raised it
)

// ConcernItem is what a concern can be about.
type ConcernItem string

// The items.
const (
	ConcernKudos    ConcernItem = "kudos"
	ConcernFeedback ConcernItem = "feedback"
)

// Concern is somebody's word that something is wrong with what they received.
// It goes to the people team, or to the deputy where that is concerned itself.
// Whoever sent the item is not told.
type Concern struct {
	ID     ID
	Raiser ID
	// Item and About name what was received; Sender is who sent it.
	Item   ConcernItem
	About  ID
	Sender ID
	// Received are its words as they stood when the concern was raised: no purge
	// of the item and no edit reaches them. Sealed.
	Received string
	// Words are the raiser's. Sealed.
	Words string
	// OfTeam is true where the people team is concerned itself, so that the
	// deputy answers.
	OfTeam bool
	// Answer is what the raiser is told, AnsweredBy and AnsweredAt by whom and
	// when. Sealed.
	Answer     string
	AnsweredBy ID
	AnsweredAt time.Time
	At         time.Time
}

// Subject is what permission is asked about: neither the raiser nor the sender,
// nor anybody below one of them, answers it for the people team.
func (c Concern) Subject() Subject {
	return Subject{Author: c.Raiser, Concerned: []ID{c.Raiser, c.Sender}, PeopleTeam: c.OfTeam}
}

// answering is what permission to answer is asked for.
func (c Concern) answering() Action {
	if c.OfTeam {
		return AnswerConcernOfTeam
	}
	return AnswerConcern
}

// ConcernRows keeps concerns.
type ConcernRows interface {
	// CreateConcern adds one.
	CreateConcern(ctx context.Context, c Concern) error
	// Concern gives one. NotFound otherwise.
	Concern(ctx context.Context, id ID) (Concern, error)
	// AnswerConcern writes answer, who gave it and when, where nobody has
	// answered yet; false otherwise.
	AnswerConcern(ctx context.Context, c Concern) (bool, error)
	// OpenConcerns lists those that nobody has answered, oldest first.
	OpenConcerns(ctx context.Context, limit int) ([]Concern, error)
}

// concernLapse ends what tells of a concern that was answered meanwhile.
func concernLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	c, err := tx.Concern(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && !c.AnsweredAt.IsZero():
		return "over", nil
	}
	return "", err
}
