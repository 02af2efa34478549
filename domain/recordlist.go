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
// whoever held them then. Preparations and notes are no part of it. That the
// employee saw a record is kept.
func (s ConversationService) Records(ctx context.Context, actor, employee ID) (TalkRecords, error) {
	var list TalkRecords
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := s.recordSubject(ctx, tx, employee)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadRecord, subject); err != nil {
			return err
		}
		list, err = s.readRecords(ctx, tx, employee)
		return err
	})
	if err != nil || actor != employee {
		return list, err
	}
	var seen []Sighted
	for _, r := range list.Records {
		seen = append(seen, r.Summary.sightFor(employee)...)
	}
	return list, s.sighted(ctx, actor, seen)
}

// recordSubject is who stands around an employee at this moment.
func (s ConversationService) recordSubject(ctx context.Context, tx Tx, employee ID) (Subject, error) {
	person, err := tx.Person(ctx, employee)
	if err != nil {
		return Subject{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Subject{}, err
	}
	subject := Subject{Person: employee}
	if subject.Partner, err = s.PartnerOf(ctx, tx, person, version.Policy); err != nil {
		return Subject{}, err
	}
	subject.Line, err = tx.LineAbove(ctx, employee)
	return subject, err
}

func (s ConversationService) readRecords(ctx context.Context, tx Tx, employee ID) (TalkRecords, error) {
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
