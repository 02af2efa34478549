package domain

import (
	"context"
)

// ErasureService erases people who have left.
type ErasureService struct {
	Practice
}

// ErasurePlan is what an erasure would do, told before.
type ErasurePlan struct {
	Person Person
	Counts []ErasureCount
	// Open is one that waits for its second yes; its id is empty where there is
	// none.
	Open Erasure
}

// Plan tells what goes and what stays. It writes nothing but that somebody looked.
// Errors: Forbidden; Conflict where the person has not left, is held or is erased
// already.
func (s ErasureService) Plan(ctx context.Context, act Act, person ID) (ErasurePlan, error) {
	var plan ErasurePlan
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		if err := s.may(ctx, tx, act, ErasePerson, Erasure{Person: person}); err != nil {
			return err
		}
		var err error
		if plan, err = s.plan(ctx, tx, person); err != nil {
			return err
		}
		return tx.Record(ctx, Entry{Actor: act.Actor, Act: "erasure.look", Subject: person, Person: person})
	})
	return plan, err
}

func (s ErasureService) plan(ctx context.Context, tx Tx, id ID) (ErasurePlan, error) {
	person, err := s.erasable(ctx, tx, id)
	if err != nil {
		return ErasurePlan{}, err
	}
	plan := ErasurePlan{Person: person}
	if plan.Counts, err = tx.CountErasable(ctx, id); err != nil {
		return plan, err
	}
	open, err := tx.OpenErasures(ctx, erasuresShown)
	for _, e := range open {
		if e.Person == id {
			plan.Open = e
		}
	}
	return plan, err
}

// erasuresShown is how many open erasures are looked through.
const erasuresShown = 100

// may asks whether somebody may do something about an erasure. Whoever runs the
// machine may: then nobody acts.
func (s ErasureService) may(ctx context.Context, tx Tx, act Act, action Action, e Erasure) error {
	if act.Actor == "" {
		return nil
	}
	subject, err := s.about(ctx, tx, e.Person)
	if err != nil {
		return err
	}
	subject.Author = e.AskedBy
	if action == SecondErasure {
		// Where nobody of the team can say the second yes, the deputy does.
		if _, subject.PeopleTeam, err = s.seconds(ctx, tx, action, subject, 1); err != nil {
			return err
		}
	}
	_, err = s.Permitted(ctx, tx, act, action, subject)
	return err
}

// erasable reads somebody who may be erased now: who has left, is not held, and is
// not erased yet.
func (s ErasureService) erasable(ctx context.Context, tx Tx, id ID) (Person, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return person, err
	}
	held, err := heldOn(ctx, tx)
	switch {
	case err != nil:
		return person, err
	case !person.ErasedAt.IsZero():
		return person, Refuse(Conflict, "erasure.done_before")
	case person.Active:
		return person, Refuse(Conflict, "erasure.still_here", "Name", person.Name)
	case held.keepsPerson(id):
		return person, Refuse(Conflict, "erasure.held", "Name", person.Name)
	}
	return person, nil
}

// Ask is the first yes. Those who may say the other are told; where nobody could,
// it is refused.
func (s ErasureService) Ask(ctx context.Context, act Act, person ID, reason string) (Erasure, error) {
	reason = Tidy(reason)
	if reason == "" {
		return Erasure{}, RefuseField("reason", "erasure.reason_missing")
	}
	if faults := TooLong("reason", reason, MaxErasureReason); len(faults) > 0 {
		return Erasure{}, faults
	}
	act.Digest, act.Reason = DigestOf(string(person), reason), reason
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if err := s.may(ctx, tx, act, ErasePerson, Erasure{Person: person}); err != nil {
			return Outcome{}, err
		}
		if _, err := s.erasable(ctx, tx, person); err != nil {
			return Outcome{}, err
		}
		e := Erasure{ID: s.IDs.New(), Person: person, Reason: reason, AskedBy: act.Actor, At: tx.Now()}
		if act.Actor == "" {
			e.YesAt = tx.Now() // on the machine the name was typed a second time
		}
		if err := tx.CreateErasure(ctx, e); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(ErasePerson), Subject: e.ID, Person: person, Reason: reason}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: e.ID}, s.tellSecond(ctx, tx, e)
	}, nil}, func(ctx context.Context, tx Tx, out Outcome) (Erasure, error) { return tx.Erasure(ctx, out.Subject) })
}

// tellSecond asks those who may say the second yes, or tells them that the machine
// was told to erase somebody. Where nobody may, it is not asked for: nobody would
// ever answer.
func (s ErasureService) tellSecond(ctx context.Context, tx Tx, e Erasure) error {
	subject, err := s.about(ctx, tx, e.Person)
	if err != nil {
		return err
	}
	subject.Author = e.AskedBy
	seconds, _, err := s.seconds(ctx, tx, SecondErasure, subject, 1)
	if err != nil {
		return err
	}
	if len(seconds) == 0 && e.AskedBy != "" {
		return RefuseField("reason", "access.nobody_agrees", "Count", 1, "Found", 0)
	}
	for _, p := range seconds {
		m := Message{Kind: ErasureAsked, Deed: Post, Class: FromRapport, Recipient: p.ID, Subject: e.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// Agree is the second yes, by somebody else than asked.
func (s ErasureService) Agree(ctx context.Context, act Act, id ID) (Outcome, error) {
	act.Digest = DigestOf(string(id))
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		e, err := tx.Erasure(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := s.may(ctx, tx, act, SecondErasure, e); err != nil {
			if act.Actor == e.AskedBy {
				err = Refuse(Forbidden, "erasure.second_other")
			}
			return Outcome{}, err
		}
		if _, err := s.erasable(ctx, tx, e.Person); err != nil {
			return Outcome{}, err
		}
		if e.YesBy != "" || !e.YesAt.IsZero() {
			return Outcome{}, Refuse(Conflict, "erasure.agreed_before")
		}
		e.YesBy, e.YesAt = act.Actor, tx.Now()
		if err := tx.UpdateErasure(ctx, e); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.Record(ctx, Entry{Actor: act.Actor, Act: string(SecondErasure), Subject: id, Person: e.Person})
	}, nil)
}

// Advance does one batch of an erasure that two have agreed to, and tells how many
// rows it erased and whether there is more. A hold that came meanwhile ends it with
// what is left untouched. What it did is one transaction: it may be killed at any
// moment.
func (s ErasureService) Advance(ctx context.Context, limit int) (int, bool, error) {
	var agreed []Erasure
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		open, err := tx.OpenErasures(ctx, erasuresShown)
		for _, e := range open {
			if !e.YesAt.IsZero() {
				agreed = append(agreed, e)
			}
		}
		return err
	})
	if err != nil || len(agreed) == 0 {
		return 0, false, err
	}
	erased := 0
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		erased, err = s.batch(ctx, tx, agreed[0], limit)
		return err
	})
	if CodeOf(err) == Conflict {
		return 0, false, nil // another replica ended it
	}
	return erased, err == nil, err
}

// batch erases some of what goes, or ends it.
func (s ErasureService) batch(ctx context.Context, tx Tx, e Erasure, limit int) (int, error) {
	if _, err := s.erasable(ctx, tx, e.Person); err != nil {
		if CodeOf(err) != Conflict {
			return 0, err
		}
		e.EndedAt = tx.Now()
		if err := tx.UpdateErasure(ctx, e); err != nil {
			return 0, err
		}
		return 0, tx.Record(ctx, Entry{Act: "erasure.refuse", Subject: e.ID, Person: e.Person})
	}
	n, err := tx.EraseSome(ctx, e.Person, limit)
	if err != nil || n > 0 {
		return n, err
	}
	if err := tx.EraseRest(ctx, e.Person); err != nil {
		return 0, err
	}
	e.EndedAt, e.Done = tx.Now(), true
	if err := tx.UpdateErasure(ctx, e); err != nil {
		return 0, err
	}
	return 0, tx.Record(ctx, Entry{Act: "erasure.done", Subject: e.ID, Person: e.Person})
}

// Look gives one that is asked for, with what it would do, to who may say the
// second yes or the first.
func (s ErasureService) Look(ctx context.Context, act Act, id ID) (Erasure, ErasurePlan, error) {
	var e Erasure
	var plan ErasurePlan
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if e, err = tx.Erasure(ctx, id); err != nil {
			return err
		}
		err = s.may(ctx, tx, act, SecondErasure, e)
		if CodeOf(err) == Forbidden {
			err = s.may(ctx, tx, act, ErasePerson, e)
		}
		if err != nil {
			return err
		}
		if plan, err = s.plan(ctx, tx, e.Person); err != nil {
			return err
		}
		return tx.Record(ctx, Entry{Actor: act.Actor, Act: "erasure.look", Subject: id, Person: e.Person})
	})
	return e, plan, err
}

// Find finds somebody by name or email for whoever runs the machine.
func (s ErasureService) Find(ctx context.Context, text string) (Person, error) {
	var person Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		person, err = findByName(ctx, tx, text)
		return err
	})
	return person, err
}
