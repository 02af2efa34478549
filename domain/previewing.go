package domain

import (
	"context"
	"maps"
	"slices"
	"time"
)

// PreviewService foresees what a person would be sent. Its Store has to be one
// that keeps nothing, and its Clock the one that Move moves.
type PreviewService struct {
	Practice
	// Move sets the clock.
	Move func(time.Time)
	// Told takes the messages that the Store was told since it was last asked.
	Told func() []Message
}

// Zone is that in which a person's days are: the own one, or the
// organisation's where Slack knows none. Errors: NotFound.
func (s PreviewService) Zone(ctx context.Context, person ID) (zone *time.Location, err error) {
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		who, err := tx.Person(ctx, person)
		if err != nil {
			return err
		}
		policy, err := tx.Policy(ctx)
		zone = s.zoneOf(who, policy.Policy)
		return err
	})
	return zone, err
}

// Foreseen is one message that would be sent.
type Foreseen struct {
	Message Message
	Person  Person
	// At is when it would be sent: when it becomes due, or when what holds it
	// ends.
	At time.Time
	// Reason is why it waits or would not be sent; Dropped says which.
	Reason  string
	Dropped bool
}

// mostSteps ends a foresight that goes round in circles.
const mostSteps = 5000

// Foresee goes through what becomes due for a person up to an instant, as if
// nobody answered anything, and shows each message in its order. It looks at
// the first contact, the person's own conversations, those that the person
// holds, goals, the plan, asks and digests; what people will do for each other cannot be
// foreseen.
func (s PreviewService) Foresee(ctx context.Context, person ID, until time.Time, show func(Foreseen) error) error {
	if err := s.replan(ctx, person); err != nil {
		return err
	}
	for range mostSteps {
		if err := s.tellAbout(ctx, person, show); err != nil {
			return err
		}
		next, ok, err := s.next(ctx, person)
		if err != nil || !ok || next.After(until) {
			return err
		}
		if next.After(s.Clock.Now()) {
			s.Move(next)
		}
		if err := s.step(ctx, person); err != nil {
			return err
		}
	}
	return nil
}

// replan plans the person's own conversations by the rules as they are now.
func (s PreviewService) replan(ctx context.Context, person ID) error {
	talks := ConversationService{Practice: s.Practice}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		who, err := tx.Person(ctx, person)
		if err != nil {
			return err
		}
		if err := talks.plan(ctx, tx, who.ID); err != nil {
			return err
		}
		return tx.Planned(ctx, who.ID)
	})
}

// due is what of a person becomes due, each with its time.
type due struct {
	talks, goals, plan map[ID]time.Time
	greet, ask, digest time.Time // no time where there is none
}

func (s PreviewService) due(ctx context.Context, person ID) (due, error) {
	d := due{talks: map[ID]time.Time{}, goals: map[ID]time.Time{}, plan: map[ID]time.Time{}}
	var err error
	if d.digest, err = s.digestDue(ctx); err != nil {
		return due{}, err
	}
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if d.greet, err = s.greetDue(ctx, tx, person); err != nil {
			return err
		}
		present := []ConversationState{TalkPlanned, TalkOpen, TalkPaused}
		talks, err := tx.Conversations(ctx, TalkFilter{Either: person, States: present, Limit: maxReports})
		if err != nil {
			return err
		}
		for _, c := range talks {
			if !c.DueAt.IsZero() {
				d.talks[c.ID] = c.DueAt
			}
		}
		goals, err := tx.Goals(ctx, GoalFilter{Owner: person, Level: PersonGoal, Open: true, Limit: goalsShown})
		if err != nil {
			return err
		}
		for _, g := range goals {
			if !g.AskAt.IsZero() {
				d.goals[g.ID] = g.AskAt
			}
		}
		items, err := tx.PlanItems(ctx, PlanFilter{People: []ID{person}, Open: true, Limit: goalsShown})
		if err != nil {
			return err
		}
		for _, i := range items {
			if !i.AskAt.IsZero() {
				d.plan[i.ID] = i.AskAt
			}
		}
		asks, err := tx.OpenAsks(ctx, person)
		if err != nil {
			return err
		}
		for _, a := range asks {
			if a.State == AskWaiting && (d.ask.IsZero() || a.PlanAt.Before(d.ask)) {
				d.ask = a.PlanAt
			}
		}
		return nil
	})
	return d, err
}

// greetDue is when Rapport introduces itself to a person, if it has not.
func (s PreviewService) greetDue(ctx context.Context, tx Tx, person ID) (time.Time, error) {
	who, err := tx.Person(ctx, person)
	if err != nil {
		return time.Time{}, err
	}
	version, err := tx.Policy(ctx)
	start := version.Policy.Conversations.Start
	if err != nil || start.IsZero() || !who.Met.IsZero() || !who.Converses() || !who.Leaves.IsZero() {
		return time.Time{}, err
	}
	at := start.AddDays(-greetAhead).In(time.UTC, 0)
	if at.Before(tx.Now()) {
		at = tx.Now()
	}
	return at, nil
}

// digestDue is when the next digest is made; now where one was not made yet.
func (s PreviewService) digestDue(ctx context.Context) (time.Time, error) {
	digests := DigestService{Practice: s.Practice}
	now := s.Clock.Now()
	if newest, _, err := digests.newest(ctx); err != nil || !newest.Week.IsZero() {
		return now, err
	}
	at, _, err := digests.Next(ctx, now)
	return at, err
}

// trusted takes each channel for the people team's own: a preview does not ask
// Slack.
type trusted struct{ Directory }

// Place tells that the channel is private.
func (trusted) Place(_ context.Context, id string) (Place, error) { return Place{ID: id}, nil }

// PlaceMembers tells of nobody else in it.
func (trusted) PlaceMembers(context.Context, string) ([]string, error) { return nil, nil }

// next is the earliest of what becomes due.
func (s PreviewService) next(ctx context.Context, person ID) (time.Time, bool, error) {
	d, err := s.due(ctx, person)
	if err != nil {
		return time.Time{}, false, err
	}
	var first time.Time
	for _, at := range slices.Concat([]time.Time{d.greet, d.ask, d.digest}, slices.Collect(maps.Values(d.talks)), slices.Collect(maps.Values(d.goals)), slices.Collect(maps.Values(d.plan))) {
		if first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first, !first.IsZero(), nil
}

// step does what is due now.
func (s PreviewService) step(ctx context.Context, person ID) error {
	d, err := s.due(ctx, person)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if err := s.introduce(ctx, person, d, now); err != nil {
		return err
	}
	talks := ConversationService{Practice: s.Practice}
	opened := false
	for id, at := range d.talks {
		if at.After(now) {
			continue
		}
		if _, err := s.each(ctx, []ID{id}, talks.step); err != nil {
			return err
		}
		opened = true
	}
	goals := GoalService{Practice: s.Practice}
	for id, at := range d.goals {
		if at.After(now) {
			continue
		}
		if _, err := s.each(ctx, []ID{id}, goals.remind); err != nil {
			return err
		}
	}
	growth := GrowthService{Practice: s.Practice}
	for id, at := range d.plan {
		if at.After(now) {
			continue
		}
		if _, err := s.each(ctx, []ID{id}, growth.remind); err != nil {
			return err
		}
	}
	if opened { // the next one is planned when one has opened
		if err := s.replan(ctx, person); err != nil {
			return err
		}
	}
	_, err = s.each(ctx, []ID{person}, AskService{Practice: s.Practice}.planPerson)
	return err
}

// introduce greets the person and makes the digest, where they are due.
func (s PreviewService) introduce(ctx context.Context, person ID, d due, now time.Time) error {
	if !d.greet.IsZero() && !d.greet.After(now) {
		err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
			who, err := tx.Person(ctx, person)
			if err != nil {
				return err
			}
			_, err = GreetingService{Practice: s.Practice}.greet(ctx, tx, []Person{who}, greetRoom{now: 1, later: 1})
			return err
		})
		if err != nil {
			return err
		}
	}
	if d.digest.IsZero() || d.digest.After(now) {
		return nil
	}
	_, err := DigestService{Practice: s.Practice, Directory: trusted{}}.makeWeek(ctx)
	return err
}

// tellAbout judges and shows what the last step told the person.
func (s PreviewService) tellAbout(ctx context.Context, person ID, show func(Foreseen) error) error {
	judge := DeliveryService{Practice: s.Practice}
	for _, m := range s.Told() {
		if m.Recipient != person || m.Deed != Post {
			continue
		}
		f := Foreseen{Message: m, At: s.Clock.Now()}
		err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
			var err error
			if f.Person, err = tx.Person(ctx, person); err != nil {
				return err
			}
			verdict, err := judge.judge(ctx, tx, m)
			if err != nil {
				return err
			}
			f.Reason = verdict.Reason
			if !verdict.Until.IsZero() {
				f.At = verdict.Until
			}
			f.Dropped = !verdict.Send && verdict.Until.IsZero()
			return nil
		})
		if err != nil {
			return err
		}
		if err := show(f); err != nil {
			return err
		}
	}
	return nil
}
