package domain

import (
	"context"
	"errors"
	"strings"
	"time"
)

// HoldService is the use cases around holds.
type HoldService struct {
	Practice
}

// HoldDraft is a hold as filled in.
type HoldDraft struct {
	Person ID
	Type   RecordName
	Item   ID
	Reason string
	Ends   Date
}

// Set keeps a person's records, or one, from purge and erasure. Nobody sets one on
// themselves or on anybody above them. Those of the people team who may know are
// told; whom it concerns is not, so the entry in the ledger is about nobody, and
// says in its sealed words about whom.
func (s HoldService) Set(ctx context.Context, act Act, d HoldDraft) (Hold, error) {
	d.Reason = Tidy(d.Reason)
	act.Digest, act.Reason = DigestOf(string(d.Person), string(d.Item), d.Reason, d.Ends.String()), d.Reason
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		subject, err := s.around(ctx, tx, d.Person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, SetHold, subject); err != nil {
			return Outcome{}, err
		}
		if err := d.check(DateOf(tx.Now(), time.UTC)).Err(); err != nil {
			return Outcome{}, err
		}
		h := Hold{ID: s.IDs.New(), Person: d.Person, Type: d.Type, Item: d.Item, Reason: d.Reason, Ends: d.Ends, By: act.Actor, At: tx.Now()}
		if err := tx.CreateHold(ctx, h); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: h.ID}, errors.Join(s.note(ctx, tx, act, h, SetHold), s.tell(ctx, tx, act.Actor, h, HoldIsSet))
	}, nil}, func(ctx context.Context, tx Tx, out Outcome) (Hold, error) { return tx.Hold(ctx, out.Subject) })
}

// check tells what is wrong with what was filled in.
func (d HoldDraft) check(today Date) Faults {
	faults := TooLong("reason", d.Reason, MaxHoldReason)
	if d.Reason == "" {
		faults = append(faults, RefuseField("reason", "hold.reason_missing"))
	}
	if d.Person == "" && d.Item == "" {
		faults = append(faults, RefuseField("person", "hold.nobody"))
	}
	if d.Ends.Before(today) || d.Ends.DaysSince(today) > farthestHold {
		faults = append(faults, RefuseField("ends", "hold.ends_wrong", "Day", today.AddDays(farthestHold)))
	}
	return faults
}

// around is who stands around a hold: whose records it keeps.
func (s HoldService) around(ctx context.Context, tx Tx, person ID) (Subject, error) {
	if person == "" {
		return Subject{}, nil
	}
	return s.about(ctx, tx, person)
}

// note writes an entry about a hold, which names whose it is in its words alone.
func (s HoldService) note(ctx context.Context, tx Tx, act Act, h Hold, action Action) error {
	content := "person " + string(h.Person)
	if h.Person == "" {
		content = string(h.Type) + " " + string(h.Item)
	}
	return tx.Record(ctx, Entry{Actor: act.Actor, Act: string(action), Subject: h.ID, Reason: act.Reason, Content: content + ", until " + h.Ends.String()})
}

// tell tells those who may know of a hold, one of them apart.
func (s HoldService) tell(ctx context.Context, tx Tx, without ID, h Hold, kind string) error {
	subject, err := s.around(ctx, tx, h.Person)
	if err != nil {
		return err
	}
	team, err := s.peopleTeam(ctx, tx, without)
	if err != nil {
		return err
	}
	for _, p := range team {
		by, err := s.StandingOf(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if _, may := Can(by, ReadHold, subject); !may {
			continue
		}
		if err := tx.Tell(ctx, Message{Kind: kind, Deed: Post, Class: FromPeople, Recipient: p.ID, Subject: h.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Lift ends a hold before its day, with a reason.
func (s HoldService) Lift(ctx context.Context, act Act, id ID, reason string) (Outcome, error) {
	reason = Tidy(reason)
	if reason == "" {
		return Outcome{}, RefuseField("reason", "hold.reason_missing")
	}
	if faults := TooLong("reason", reason, MaxHoldReason); len(faults) > 0 {
		return Outcome{}, faults
	}
	act.Digest, act.Reason = DigestOf(string(id), reason), reason
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		h, err := s.readable(ctx, tx, act, id, SetHold)
		if err != nil {
			return Outcome{}, err
		}
		h.LiftedBy, h.LiftedAt = act.Actor, tx.Now()
		done, err := tx.LiftHold(ctx, h)
		if err != nil {
			return Outcome{}, err
		}
		if !done {
			return Outcome{}, Refuse(Conflict, "hold.lifted_before")
		}
		return Outcome{Word: OutcomeDone, Subject: id}, s.note(ctx, tx, act, h, "hold.lift")
	}, nil)
}

// readable reads a hold for somebody who may do something about it.
func (s HoldService) readable(ctx context.Context, tx Tx, act Act, id ID, action Action) (Hold, error) {
	h, err := tx.Hold(ctx, id)
	if err != nil {
		return h, err
	}
	subject, err := s.around(ctx, tx, h.Person)
	if err != nil {
		return h, err
	}
	_, err = s.Permitted(ctx, tx, act, action, subject)
	return h, err
}

// HoldList is the holds in force that the reader may know of.
type HoldList struct {
	Holds  []Hold
	People map[ID]Person
}

// List gives them, those first that end first.
func (s HoldService) List(ctx context.Context, actor ID) (HoldList, error) {
	var list HoldList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		list, err = s.list(ctx, tx, by)
		return err
	})
	return list, err
}

func (s HoldService) list(ctx context.Context, tx Tx, by Standing) (HoldList, error) {
	all, err := tx.Holds(ctx, DateOf(tx.Now(), time.UTC))
	if err != nil {
		return HoldList{}, err
	}
	var list HoldList
	var ids []ID
	for _, h := range all {
		subject, err := s.around(ctx, tx, h.Person)
		if err != nil {
			return HoldList{}, err
		}
		if _, may := Can(by, ReadHold, subject); may {
			list.Holds, ids = append(list.Holds, h), append(ids, h.Person, h.By)
		}
	}
	list.People, err = peopleByID(ctx, tx, ids)
	return list, err
}

// TellEnded tells of holds whose last day is over, at most limit of them: what they
// kept may be purged from now on.
func (s HoldService) TellEnded(ctx context.Context, limit int) (int, error) {
	var ended []Hold
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		ended, err = tx.EndedHolds(ctx, DateOf(tx.Now(), time.UTC), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	ids := make([]ID, len(ended))
	for i, h := range ended {
		ids[i] = h.ID
	}
	return s.each(ctx, ids, func(ctx context.Context, tx Tx, id ID) error {
		h, err := tx.Hold(ctx, id)
		if err != nil || !h.ToldAt.IsZero() || !h.LiftedAt.IsZero() {
			return err
		}
		if err := tx.NoteHoldTold(ctx, id, tx.Now()); err != nil {
			return err
		}
		return s.tell(ctx, tx, "", h, HoldEnds)
	})
}

// Prepare refuses those who may hold nothing, before a form is opened.
func (s HoldService) Prepare(ctx context.Context, actor ID) error {
	return s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		_, err := s.Permitted(ctx, tx, Act{Actor: actor}, SetHold, Subject{PeopleTeam: true})
		return err
	})
}

// Find finds somebody by name or email, those who have left too, for who may hold
// or erase their records. Invalid where nobody, or more than one, is called so.
func (s HoldService) Find(ctx context.Context, actor ID, text string) (Person, error) {
	var person Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, SetHold, Subject{PeopleTeam: true}); err != nil {
			return err
		}
		found, err := findByName(ctx, tx, text)
		person = found
		return err
	})
	return person, err
}

// findByName finds the one person whom a name or an email names.
func findByName(ctx context.Context, tx Tx, text string) (Person, error) {
	f := PersonFilter{Named: text, Limit: 2}
	if strings.Contains(text, "@") {
		f = PersonFilter{Emails: []string{text}, Limit: 2}
	}
	people, err := tx.People(ctx, f)
	switch {
	case err != nil:
		return Person{}, err
	case len(people) == 0 || text == "":
		return Person{}, RefuseField("name", "hold.name_unknown", "Name", text)
	case len(people) > 1:
		return Person{}, RefuseField("name", "hold.name_twice", "Name", text)
	}
	return people[0], nil
}
