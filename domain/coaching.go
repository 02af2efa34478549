package domain

import (
	"context"
	"maps"
	"slices"
	"time"
)

// CoachCard names one of the built-in cards of a minute each, for those who lead
// people. Their words and sources stand in the catalogue.
type CoachCard string

// coachCards are the cards in the order in which they are offered.
var coachCards = []CoachCard{
	"parts", "asking", "goal", "recency", "halo", "circumstances", "evidence", "task", "hard", "thanks", "safety", "progress",
}

// CoachCards are the cards in the order in which they are offered.
func CoachCards() []CoachCard { return slices.Clone(coachCards) }

// judgingCards are the four on bias and evidence, which are asked for before
// somebody judges others: in a packet, a comparison or a round.
var judgingCards = []CoachCard{"recency", "halo", "circumstances", "evidence"}

// coachAnswers are the choices of a card's question, and coachRight the one that
// fits what the card says.
var (
	coachAnswers = []string{"a", "b", "c"}
	coachRight   = map[CoachCard]string{
		"parts": "b", "asking": "a", "goal": "c", "recency": "b", "halo": "c", "circumstances": "a", "evidence": "b",
		"task": "c", "hard": "a", "thanks": "b", "safety": "c", "progress": "a",
	}
)

// CoachAnswers are the choices of every card's question.
func CoachAnswers() []string { return slices.Clone(coachAnswers) }

// coachYear is how long a card counts as read.
const coachYear = 1

// CoachingRows keeps which cards people have read; of an answer only that there
// was one.
type CoachingRows interface {
	// NoteCoached notes that somebody answered a card's question.
	NoteCoached(ctx context.Context, person ID, card CoachCard, at time.Time) error
	// CoachedAt tells when a person answered which card last.
	CoachedAt(ctx context.Context, person ID) (map[CoachCard]time.Time, error)
	// CountCoached counts who of some people answered all of some cards since a time.
	CountCoached(ctx context.Context, people []ID, cards []CoachCard, since time.Time) (int, error)
}

// CoachingService is the use cases around the cards.
type CoachingService struct {
	Practice
}

// Coaching is the cards as one person stands to them. Only that person reads it.
type Coaching struct {
	// Done are the cards answered within a year.
	Done map[CoachCard]bool
	// Missing are those that are asked for before judging others and are not done.
	Missing []CoachCard
	// Next is the card to offer now: one that was never answered, else the one
	// answered longest ago.
	Next CoachCard
}

// Show gives the own cards.
func (s CoachingService) Show(ctx context.Context, person ID) (Coaching, error) {
	var c Coaching
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: person}, ReadCoaching, Subject{Person: person}); err != nil {
			return err
		}
		var err error
		c, err = coachingOf(ctx, tx, person)
		return err
	})
	return c, err
}

// coachingOf reads how a person stands to the cards.
func coachingOf(ctx context.Context, tx Tx, person ID) (Coaching, error) {
	at, err := tx.CoachedAt(ctx, person)
	if err != nil {
		return Coaching{}, err
	}
	c := Coaching{Done: map[CoachCard]bool{}}
	since := tx.Now().AddDate(-coachYear, 0, 0)
	for _, card := range coachCards {
		c.Done[card] = at[card].After(since)
		if c.Next == "" || at[card].Before(at[c.Next]) {
			c.Next = card
		}
	}
	c.Missing = slices.DeleteFunc(slices.Clone(judgingCards), func(card CoachCard) bool { return c.Done[card] })
	return c, nil
}

// Coached tells which of the four cards on bias and evidence a person is asked
// for before a packet, a comparison or a round: none where the policy does not
// ask, or where they were done within a year.
func (p Practice) Coached(ctx context.Context, tx Tx, person ID) ([]CoachCard, error) {
	version, err := tx.Policy(ctx)
	if err != nil || !version.Policy.Coaching.BeforeJudging {
		return nil, err
	}
	c, err := coachingOf(ctx, tx, person)
	return c.Missing, err
}

// CoachAnswer is what a card's question answers.
type CoachAnswer struct {
	Card CoachCard
	// Right is the choice that the card speaks for, Fits whether it was given.
	Right string
	Fits  bool
	// Missing are the cards that are still asked for.
	Missing []CoachCard
}

// Answer notes that a card was read and its question answered. Which answer was
// given is told and kept nowhere.
func (s CoachingService) Answer(ctx context.Context, act Act, card CoachCard, choice string) (CoachAnswer, error) {
	answer := CoachAnswer{Card: card, Right: coachRight[card], Fits: coachRight[card] == choice}
	if !slices.Contains(coachCards, card) || !slices.Contains(coachAnswers, choice) {
		return answer, RefuseField("answer", "form.choice_unknown")
	}
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ReadCoaching, Subject{Person: act.Actor}); err != nil {
			return Outcome{}, err
		}
		if err := tx.NoteCoached(ctx, act.Actor, card, tx.Now()); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "coaching.answer", Subject: act.Actor, Person: act.Actor, Content: string(card)}
		return Outcome{Word: "answered", Subject: act.Actor}, tx.Record(ctx, entry)
	}, nil)
	if err != nil {
		return answer, err
	}
	c, err := s.Show(ctx, act.Actor)
	answer.Missing = c.Missing
	return answer, err
}

// CoachShare is how many of those who lead people did the four cards within a
// year; nobody is named.
type CoachShare struct {
	Leading int `json:"leading"`
	Done    int `json:"done"`
}

// add counts those of some people who lead others.
func (c CoachShare) add(ctx context.Context, tx Tx, leads map[ID]bool, at time.Time) (CoachShare, error) {
	if len(leads) == 0 {
		return c, nil
	}
	done, err := tx.CountCoached(ctx, slices.Collect(maps.Keys(leads)), judgingCards, at.AddDate(-coachYear, 0, 0))
	return CoachShare{Leading: c.Leading + len(leads), Done: c.Done + done}, err
}

// shown is nothing where fewer lead people than an area needs.
func (c CoachShare) shown() CoachShare {
	if c.Leading < LeastArea {
		return CoachShare{}
	}
	return c
}

// addCoach offers the next card of one minute to who holds conversations, until
// all were done within a year.
func (v *CardView) addCoach(ctx context.Context, tx Tx) error {
	if !slices.ContainsFunc(v.Asks, func(a Ask) bool { return a.Kind == AskPartner }) {
		return nil
	}
	c, err := coachingOf(ctx, tx, v.Person.ID)
	if err == nil && !c.Done[c.Next] {
		v.Coach = c.Next
	}
	return err
}
