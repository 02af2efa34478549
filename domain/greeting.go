package domain

import (
	"context"
	"strconv"
	"time"
)

// FirstContact is the kind of the one message by which Rapport introduces
// itself to a person.
const FirstContact = "person.meet"

const (
	greetName  = "person.greet"
	greetEvery = 15 * time.Minute // how soon a joiner is greeted
	greetLease = time.Minute
	greetAgain = time.Minute // how soon it is looked again for room
	// greetAhead is from how many days before the start on people are greeted:
	// late enough to be remembered, and early enough for the largest
	// organisation, to which Slack takes a day or two.
	greetAhead = 7
	// greetPatience is after how many working days somebody whom the message
	// did not reach is asked all the same.
	greetPatience = 5
)

// GreetingService introduces Rapport to people, once each, before it asks them
// anything.
type GreetingService struct {
	Practice
}

// GreetingRows keeps who was greeted.
type GreetingRows interface {
	// Unmet lists active people who take part, are not leaving and were not
	// greeted, by id, after an id.
	Unmet(ctx context.Context, after ID, limit int) ([]Person, error)
	// NoteMet notes that a person is greeted; false where that was noted
	// before. It leaves the person's version alone.
	NoteMet(ctx context.Context, id ID, at time.Time) (bool, error)
}

// Greet releases one page of first-contact messages, where the practice has
// started or is about to, as far as there is room: half of it at most, so that
// those who are greeted already can be asked. Each message waits for its reader's
// hours; who is outside of them when many wait so is greeted later. It tells how
// many people it looked at, and whether there are more that can be greeted now.
func (s GreetingService) Greet(ctx context.Context, limit int) (int, bool, error) {
	if due, err := s.due(ctx); err != nil || !due {
		return 0, false, err
	}
	count, more := 0, false
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		count, more = 0, false
		state, due, err := tx.ClaimSweep(ctx, greetName, tx.Now(), tx.Now().Add(greetLease))
		if err != nil || !due {
			return err
		}
		room, err := s.greetRoom(ctx, tx)
		if err != nil {
			return err
		}
		page, err := tx.Unmet(ctx, ID(state.Cursor), limit)
		if err != nil {
			return err
		}
		seen, err := s.greet(ctx, tx, page, room)
		if err != nil {
			return err
		}
		full := seen < len(page)
		count, more = seen, len(page) == limit && !full
		switch {
		case full:
			state.DueAt = tx.Now().Add(greetAgain)
		case more:
			state.DueAt = tx.Now()
		default:
			state.Cursor, state.DueAt = "", tx.Now().Add(greetEvery)
		}
		if (full || more) && seen > 0 {
			state.Cursor = string(page[seen-1].ID)
		}
		return tx.SaveSweep(ctx, state)
	})
	return count, more, err
}

// greetRoom is how many may be greeted now, and how many to be greeted in hours
// that come.
type greetRoom struct{ now, later int }

func (s GreetingService) greetRoom(ctx context.Context, tx Tx) (greetRoom, error) {
	room, q, err := s.room(ctx, tx)
	if err != nil {
		return greetRoom{}, err
	}
	half := s.posts() / 2
	held, err := tx.CountHeld(ctx, Bulk, half)
	return greetRoom{now: min(room.posts, max(0, half-q.Bulk)), later: max(0, half-held)}, err
}

// due tells whether the start has come near.
func (s GreetingService) due(ctx context.Context) (bool, error) {
	var start Date
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		start = version.Policy.Conversations.Start
		return err
	})
	today := DateOf(s.Clock.Now(), time.UTC)
	return !start.IsZero() && !today.Before(start.AddDays(-greetAhead)), err
}

// greet writes the messages of one page, and tells how many people it came to
// before there was no more room for those who work now.
func (s GreetingService) greet(ctx context.Context, tx Tx, page []Person, room greetRoom) (int, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return 0, err
	}
	absences, err := tx.AbsencesOf(ctx, idsOf(page), DateOf(tx.Now(), time.UTC).AddDays(-1))
	if err != nil {
		return 0, err
	}
	for i, p := range page {
		m := Message{Kind: FirstContact, Deed: Post, Class: Bulk, Recipient: p.ID, Subject: p.ID}
		left := &room.now
		if at, ok := s.calendar(p, version.Policy, absences[p.ID]).NextAllowed(tx.Now()); ok && at.After(tx.Now()) {
			m.HoldUntil, left = at, &room.later
		}
		if *left == 0 {
			if m.HoldUntil.IsZero() {
				return i, nil
			}
			continue // greeted in their hours
		}
		fresh, err := tx.NoteMet(ctx, p.ID, tx.Now())
		if err != nil {
			return 0, err
		}
		if !fresh {
			continue
		}
		*left--
		if err := tx.Tell(ctx, m); err != nil {
			return 0, err
		}
	}
	return len(page), nil
}

// metBy tells whether a person may be asked something today: the first-contact
// message has reached them at least one working day ago. Whom it cannot reach
// is not left out for ever.
func (p Practice) metBy(ctx context.Context, tx Tx, person Person, w WorkCalendar) (bool, error) {
	sent, err := tx.Deliveries(ctx, FirstContact, person.ID)
	if err != nil {
		return false, err
	}
	from, days := person.Met, greetPatience
	if len(sent) > 0 {
		from, days = sent[0].At, 1
	}
	if from.IsZero() {
		return false, nil
	}
	day, ok := w.AddWorkingDays(w.Today(from), days)
	return !ok || !w.Today(tx.Now()).Before(day), nil
}

// Introduction is what the first-contact message says.
type Introduction struct {
	Person Person
	// Partner is whom the person will talk with; empty where nobody is known.
	Partner Person
	// Start is the day from which conversations open, and Started tells that
	// it has come.
	Start   Date
	Started bool
	Cadence Cadence
	// PerWeek is the most messages of asks in a week.
	PerWeek int
	// Team is what the people team calls itself.
	Team string
}

// Introduce gives what the first-contact message to a person says now.
func (s GreetingService) Introduce(ctx context.Context, id ID) (Introduction, error) {
	var in Introduction
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		policy := version.Policy
		person, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		in = Introduction{Person: person, Start: policy.Conversations.Start, PerWeek: person.asksPerWeek(policy), Team: policy.PeopleTeam.Name}
		in.Started = !DateOf(tx.Now(), s.zoneOf(person, policy)).Before(in.Start)
		talks := ConversationService(s)
		if in.Cadence, err = talks.CadenceOf(ctx, tx, person, policy); err != nil {
			return err
		}
		partner, err := s.PartnerOf(ctx, tx, person, policy)
		if err != nil || partner == "" {
			return err
		}
		in.Partner, err = tx.Person(ctx, partner)
		return err
	})
	return in, err
}

// asksPerWeek is the most messages of asks that the person gets in a week.
func (p Person) asksPerWeek(policy Policy) int {
	if p.Quieter {
		return 1
	}
	return policy.Asks.PerWeek
}

// greetingLapse ends the first contact of somebody who does not take part any
// more.
func greetingLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	person, err := tx.Person(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && !person.Converses():
		return "no_part", nil
	}
	return "", err
}

// WantQuieter sets whether the person gets at most one message of asks a week.
func (s PeopleService) WantQuieter(ctx context.Context, act Act, quieter bool) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		person, err := tx.Person(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		person.Quieter = quieter
		if person, err = tx.UpdatePerson(ctx, person); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "person.quieter", Subject: person.ID, Person: person.ID, Version: person.Version, Content: strconv.FormatBool(quieter)}
		return Outcome{Word: OutcomeDone, Subject: person.ID}, tx.Record(ctx, entry)
	}, nil)
	return err
}
