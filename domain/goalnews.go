package domain

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// GoalWord is a piece of news as filled in.
type GoalWord struct {
	Version    int
	Value      float64
	Done       []bool // of the milestones, in order
	Confidence Confidence
	Why, Next  string
	NoChange   bool
}

// Tell keeps news on a goal. Each is kept; nothing is lowered silently.
func (s GoalService) Tell(ctx context.Context, act Act, id ID, w GoalWord) (Outcome, error) {
	w.Why, w.Next = Tidy(w.Why), Tidy(w.Next)
	faults := append(TooLong("why", w.Why, MaxGoalText), TooLong("next", w.Next, MaxGoalText)...)
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	return s.alter(ctx, act, goalChange{id, w.Version, "told", w.words()}, func(ctx context.Context, tx Tx, g *Goal) error {
		if !w.NoChange {
			w.applyTo(g)
		}
		update := GoalUpdate{
			ID: s.IDs.New(), Goal: g.ID, Author: act.Actor, Value: g.Value, Confidence: g.Confidence,
			NoChange: w.NoChange, Why: w.Why, Next: w.Next, At: tx.Now(),
		}
		return tx.AddGoalUpdate(ctx, update)
	})
}

// words are a piece of news as the ledger keeps it.
func (w GoalWord) words() string {
	if w.NoChange {
		return "no change\n" + w.Why + "\n" + w.Next
	}
	return fmt.Sprintf("%g, steps %v, %s\n%s\n%s", w.Value, w.Done, w.Confidence, w.Why, w.Next)
}

func (w GoalWord) applyTo(g *Goal) {
	switch w.Confidence {
	case OnTrack, AtRisk, OffTrack:
		g.Confidence = w.Confidence
	}
	switch g.Measure.Kind {
	case MilestoneMeasure:
		for i := range g.Measure.Milestones {
			g.Measure.Milestones[i].Done = i < len(w.Done) && w.Done[i]
		}
	default:
		g.Value = w.Value
	}
}

// GoalEnd is how a goal ended, as filled in.
type GoalEnd struct {
	Version int // that the form showed; 0 for none
	State   GoalState
	Lesson  string
}

// Close ends a goal as achieved, partly, missed or dropped, with a lesson.
// "No longer valid" is an honest answer: it is dropped, with the reason as the
// lesson. Conflict where the goal changed since the form was opened.
func (s GoalService) Close(ctx context.Context, act Act, id ID, end GoalEnd) (Outcome, error) {
	end.Lesson = Tidy(end.Lesson)
	faults := TooLong("lesson", end.Lesson, MaxGoalText)
	switch end.State {
	case GoalAchieved, GoalPartly, GoalMissed:
	case GoalDropped:
		if end.Lesson == "" {
			faults = append(faults, RefuseField("lesson", "goal.drop_reason"))
		}
	default:
		faults = append(faults, RefuseField("ending", "form.choice_unknown"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	return s.alter(ctx, act, goalChange{id, end.Version, "closed", string(end.State) + "\n" + end.Lesson}, func(ctx context.Context, tx Tx, g *Goal) error {
		g.State, g.Lesson, g.ClosedAt = end.State, end.Lesson, tx.Now()
		return endProposals(ctx, tx, g.ID)
	})
}

// goalChange is which goal is changed, from which version (0 for any), the
// outcome's word for it, and the words that the ledger keeps.
type goalChange struct {
	id      ID
	version int
	word    string
	words   string
}

// alter loads a goal, asks permission, lets do change it and writes it with
// its ledger entry; the asks about it are answered.
func (s GoalService) alter(ctx context.Context, act Act, change goalChange, do func(context.Context, Tx, *Goal) error) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		g, err := tx.Goal(ctx, change.id)
		if err != nil {
			return Outcome{}, err
		}
		subject, err := s.subject(ctx, tx, g, act)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, g.changing(), subject); err != nil {
			return Outcome{}, err
		}
		if g.Closed() {
			return Outcome{}, Refuse(Conflict, "goal.closed")
		}
		if change.version != 0 && change.version != g.Version {
			return Outcome{}, Refuse(Conflict, "goal.changed_meanwhile", "Title", g.Title)
		}
		if err := do(ctx, tx, &g); err != nil {
			return Outcome{}, err
		}
		if err := s.heard(ctx, tx, &g); err != nil {
			return Outcome{}, err
		}
		if g, err = tx.UpdateGoal(ctx, g); err != nil {
			return Outcome{}, err
		}
		if err := s.answered(ctx, tx, g.ID, AskGoal, ""); err != nil {
			return Outcome{}, err
		}
		if err := tellGoal(ctx, tx, act, goalWord{g, g.Owner, change.word}); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "goal." + change.word, Subject: g.ID, Person: g.Owner, Version: g.Version, Content: change.words}
		return Outcome{Word: change.word, Subject: g.ID}, tx.Record(ctx, entry)
	}, nil)
}

// conversationNear is how close a conversation has to be for its preparation
// to ask about goals instead.
const conversationNear = 7 * 24 * time.Hour

// Remind asks about the goals that are due to be asked about, at most limit.
// Where a conversation is near, its preparation asks instead.
func (s GoalService) Remind(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		due, err = tx.DueGoals(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.remind)
}

func (s GoalService) remind(ctx context.Context, tx Tx, id ID) error {
	g, err := tx.Goal(ctx, id)
	if err != nil {
		return err
	}
	if g.Closed() || g.AskAt.After(tx.Now()) {
		return nil
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	w, err := s.goalClock(ctx, tx, g, version.Policy)
	if err != nil {
		return err
	}
	if later, err := s.putOff(ctx, tx, g, w, version.Policy); err != nil || !later.IsZero() {
		return errors.Join(err, s.askLater(ctx, tx, g, later))
	}
	near, err := s.conversationNear(ctx, tx, g.Owner)
	if err != nil {
		return err
	}
	if near {
		return s.askLater(ctx, tx, g, tx.Now().Add(conversationNear))
	}
	ask := Ask{
		Person: g.Owner, Kind: AskGoal, Subject: g.ID, Urgency: WheneverYouCan,
		Expires: g.nextAsk(tx.Now(), w, version.Policy.Goals),
	}
	if err := s.askLater(ctx, tx, g, ask.Expires); err != nil {
		return err
	}
	return s.fileAsk(ctx, tx, ask)
}

// askLater writes when a goal is asked about next.
func (s GoalService) askLater(ctx context.Context, tx Tx, g Goal, at time.Time) error {
	g.AskAt = at
	_, err := tx.UpdateGoal(ctx, g)
	return err
}

// returnGrace is how many working days after a long absence pass before a goal
// is asked about.
const returnGrace = 5

// putOff keeps quiet about the goals of somebody who rests, and where an absence
// or a pause has moved the day by the rule; it tells until when, or zero.
func (s GoalService) putOff(ctx context.Context, tx Tx, g Goal, w WorkCalendar, policy Policy) (time.Time, error) {
	until, err := s.restsUntil(ctx, tx, g.Owner, w, policy)
	if err != nil || !until.IsZero() {
		return until, err
	}
	if at := g.nextAsk(g.LastNews, w, policy.Goals); at.After(tx.Now()) {
		return at, nil
	}
	return time.Time{}, nil
}

// restsUntil is until when a person is asked nothing about what they have taken
// on: who leaves, and who is away for long until some days after the return. It
// is zero for everybody else.
func (p Practice) restsUntil(ctx context.Context, tx Tx, id ID, w WorkCalendar, policy Policy) (time.Time, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	if !person.Leaves.IsZero() {
		return tx.Now().AddDate(0, 0, policy.Goals.SilentDays), nil
	}
	if absence, away := w.longAwayOn(w.Today(tx.Now()), policy.Time.PauseAfter); away {
		return w.morning(absence.End.In(w.Zone, 0), returnGrace), nil
	}
	return time.Time{}, nil
}

// conversationNear tells whether a person will soon prepare a conversation, or
// does.
func (p Practice) conversationNear(ctx context.Context, tx Tx, person ID) (bool, error) {
	f := TalkFilter{Employee: person, States: []ConversationState{TalkPlanned, TalkOpen}, Limit: 2}
	list, err := tx.Conversations(ctx, f)
	if err != nil {
		return false, err
	}
	for _, c := range list {
		if c.OpensAt.Before(tx.Now().Add(conversationNear)) && c.Turn != RecordTurn {
			return true, nil
		}
	}
	return false, nil
}
