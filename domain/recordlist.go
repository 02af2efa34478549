package domain

import (
	"context"
)

// TalkRecord is what the two of a conversation agreed: the part that stays for
// the next manager.
type TalkRecord struct {
	Conversation Conversation
	Summary      Summary
	Promises     []Commitment
}

// TalkRecords are the records of a person's conversations, newest first.
type TalkRecords struct {
	Employee Person
	Records  []TalkRecord
	People   map[ID]Person
}

// recordsShown is how many records a list holds.
const recordsShown = 12

// Records lists what was agreed in an employee's conversations, for the
// employee and for whoever is the manager or holds the conversations now,
// whoever held them then; for the people team and managers above by an access
// with a second person's yes, whose looks are kept. Preparations and notes are no
// part of it. That the employee saw a record is kept.
func (s ConversationService) Records(ctx context.Context, actor, employee ID) (TalkRecords, error) {
	var list TalkRecords
	var looks []look
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := s.recordSubject(ctx, tx, employee)
		if err != nil {
			return err
		}
		reader, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		if _, own := Can(reader, ReadRecord, subject); !own {
			access, err := s.looking(ctx, tx, reader, OpenRecord, subject)
			if err != nil {
				return err
			}
			looks = looked(access, Entry{Actor: actor, Act: "conversation.look", Subject: employee, Person: employee})
		}
		list, err = readRecords(ctx, tx, employee)
		return err
	})
	if err != nil {
		return TalkRecords{}, err
	}
	if err := s.opened(ctx, looks...); err != nil || actor != employee {
		return list, err
	}
	var seen []Sighted
	for _, r := range list.Records {
		seen = append(seen, r.Summary.sightFor(employee)...)
	}
	return list, s.sighted(ctx, actor, seen)
}

// recordSubject is who stands around the record of an employee at this moment.
func (p Practice) recordSubject(ctx context.Context, tx Tx, employee ID) (Subject, error) {
	person, err := tx.Person(ctx, employee)
	if err != nil {
		return Subject{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Subject{}, err
	}
	subject := Subject{Person: employee}
	if subject.Partner, err = p.PartnerOf(ctx, tx, person, version.Policy); err != nil {
		return Subject{}, err
	}
	if subject.Concerned, err = p.parties(ctx, tx, employee, RecordSheet); err != nil {
		return Subject{}, err
	}
	if subject.Line, err = tx.LineAbove(ctx, employee); err != nil {
		return Subject{}, err
	}
	subject.PeopleTeam, err = p.concernsTeam(ctx, tx, append(subject.Concerned, employee))
	return subject, err
}

// readRecords reads what was agreed in an employee's conversations.
func readRecords(ctx context.Context, tx Tx, employee ID) (TalkRecords, error) {
	list := TalkRecords{}
	f := TalkFilter{Employee: employee, States: []ConversationState{TalkClosed}, Limit: talksShown}
	talks, err := tx.Conversations(ctx, f)
	if err != nil {
		return list, err
	}
	ids := []ID{employee}
	for _, c := range talks {
		// What was asked for may be about those who stand above, and is only
		// between the two.
		if c.Kind == AskedTalk || len(list.Records) == recordsShown {
			continue
		}
		summary, err := tx.Summary(ctx, c.ID)
		if CodeOf(err) == NotFound {
			continue
		}
		if err != nil {
			return list, err
		}
		promises, err := tx.CommitmentsOf(ctx, employee, c.ID)
		if err != nil {
			return list, err
		}
		list.Records = append(list.Records, TalkRecord{Conversation: c, Summary: summary, Promises: promises})
		if ids = append(ids, summary.Author); c.Partner != "" {
			ids = append(ids, c.Partner)
		}
	}
	list.People, err = peopleByID(ctx, tx, ids)
	list.Employee = list.People[employee]
	return list, err
}
