package domain

import (
	"context"
	"slices"
	"time"
)

// The kinds of messages about conversations that one person causes for
// another. None of them holds words.
const (
	TalkShared    = "conversation.shared"    // the other shared, and you talk today
	TalkMeeting   = "conversation.meeting"   // a day was planned or moved
	TalkDaySet    = "conversation.planned"   // the same, to the one who planned or moved it
	TalkCalendar  = "conversation.calendar"  // the planned day as a file for a calendar
	TalkLeftOut   = "conversation.left_out"  // left out this time: who said so
	TalkWanted    = "conversation.wanted"    // not left out a second time: the employee wants to talk
	TalkSaidHeld  = "conversation.said_held" // the other says that you talked
	TalkProposed  = "conversation.summary"   // the summary waits for your yes
	TalkConfirmed = "conversation.confirmed" // your summary was confirmed
	TalkAskedFor  = "conversation.asked_for" // somebody asks you for a conversation
	TalkStepIn    = "conversation.step_in"   // who steps in for the partner
	TalkPromise   = "conversation.promise"   // a promise to you was kept
)

// The kinds of asks about conversations.
const (
	AskPrepare = "conversation.prepare"      // employee: prepare
	AskPartner = "conversation.partner"      // partner: read, plan or summarise
	AskRest    = "conversation.rest"         // employee, once: ask again, somebody else, let it rest
	AskHeld    = "conversation.confirm_held" // the other: did you talk?
	AskSummary = "conversation.confirm"      // the other: is the summary right?
)

// TalkFilter selects conversations, newest first.
type TalkFilter struct {
	Employee, Partner ID
	// Either finds those in which the person is one of the two.
	Either ID
	States []ConversationState
	Period string
	// Settled leaves out what has no place of its own in the rhythm: what was
	// asked for, and what went on with another partner.
	Settled bool
	// Before pages by OpensAt.
	Before time.Time
	Limit  int
}

// ConversationRows keeps conversations and what belongs to them.
type ConversationRows interface {
	// CreateConversation adds one. Conflict where employee, period and ordinal
	// exist.
	CreateConversation(ctx context.Context, c Conversation) error
	// Conversation gives one. NotFound otherwise.
	Conversation(ctx context.Context, id ID) (Conversation, error)
	// UpdateConversation writes one whose version is still c.Version. Conflict
	// otherwise.
	UpdateConversation(ctx context.Context, c Conversation) (Conversation, error)
	// DueConversations lists up to limit whose DueAt is at or before now,
	// earliest first.
	DueConversations(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// TakeConversations gives those of some that are still due, earliest first,
	// and keeps them from other transactions until this one ends; who has one
	// already keeps it, and it is not among them.
	TakeConversations(ctx context.Context, ids []ID, now time.Time) ([]Conversation, error)
	// NextConversation is the earliest DueAt after a time.
	NextConversation(ctx context.Context, after time.Time) (time.Time, bool, error)
	// Conversations lists by filter, newest first.
	Conversations(ctx context.Context, f TalkFilter) ([]Conversation, error)
	// HadTalk tells whether an employee has had a conversation of a period: one
	// that is not planned any more, whatever became of it.
	HadTalk(ctx context.Context, employee ID, period string) (bool, error)
	// SlotsOf gives the days on which a partner's planned and open
	// conversations open, within a range, without those of one employee.
	SlotsOf(ctx context.Context, partner, without ID, days DateRange) ([]Date, error)

	// Preparation gives what one side wrote; an empty one where nothing is.
	Preparation(ctx context.Context, conversation, author ID) (Preparation, error)
	// SaveDraft keeps one answer where typedAt is newer than what is there, and
	// the preparation is not shared; it tells whether it was kept.
	SaveDraft(ctx context.Context, conversation, author ID, a PreparedAnswer, typedAt string) (bool, error)
	// SavePreparation writes all answers; the version is raised. Conflict where
	// it is not p.Version any more.
	SavePreparation(ctx context.Context, p Preparation) (Preparation, error)

	// ForgetPreparations deletes what both sides wrote before a conversation,
	// drafts too.
	ForgetPreparations(ctx context.Context, conversation ID) error

	// Summary gives the record. NotFound where none was proposed.
	Summary(ctx context.Context, conversation ID) (Summary, error)
	// SaveSummary adds (version 0) or updates it. Conflict on another version.
	SaveSummary(ctx context.Context, s Summary) (Summary, error)

	// CreateCommitment adds a promise.
	CreateCommitment(ctx context.Context, c Commitment) error
	// Commitment gives one. NotFound otherwise.
	Commitment(ctx context.Context, id ID) (Commitment, error)
	// UpdateCommitment writes one by version.
	UpdateCommitment(ctx context.Context, c Commitment) (Commitment, error)
	// CommitmentsOf lists the promises of an employee's conversations: those
	// of one conversation, or all open ones where conversation is empty. The
	// latter are for the employee alone.
	CommitmentsOf(ctx context.Context, employee, conversation ID) ([]Commitment, error)
	// PromisesBetween lists the open ones that the two of a conversation have
	// in view: of conversations between the same two, and of all others of the
	// employee where none was asked for. What somebody promised in an asked-for
	// conversation, its two alone read (C7), and in it they read nothing else.
	PromisesBetween(ctx context.Context, c Conversation) ([]Commitment, error)
	// OpenPromises counts the open ones around the conversations of each
	// employee; who has none is left out. Those of an asked-for conversation
	// count for its partner alone.
	OpenPromises(ctx context.Context, partner ID, employees []ID) (map[ID]int, error)

	// Rate keeps a person's answer to "Was it worth the time?".
	Rate(ctx context.Context, conversation, person ID, answer Usefulness, at time.Time) error

	// SaveNote adds (version 0) or updates a note of its author.
	SaveNote(ctx context.Context, n Note) (Note, error)
	// Notes lists the author's notes about a person, newest first.
	Notes(ctx context.Context, author, about ID, limit int) ([]Note, error)

	// MarkForPlanning notes that the conversations of people have to be
	// planned again; nil means everybody who is active.
	MarkForPlanning(ctx context.Context, people []ID, at time.Time) error
	// MarkedForPlanning lists up to limit people marked by now.
	MarkedForPlanning(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// TakeMarked takes the marks of those of some people whose time has come, and
	// gives whose they were; what another transaction is taking is left to it.
	TakeMarked(ctx context.Context, people []ID, now time.Time) ([]ID, error)
	// Planned takes the mark away.
	Planned(ctx context.Context, person ID) error
}

// ConversationService is the use cases around check-ins.
type ConversationService struct {
	Practice
}

// Subject is what permission is asked about. The line of the employee has to
// be added where a manager may matter.
func (c Conversation) Subject() Subject {
	return Subject{Person: c.Employee, Partner: c.Partner}
}

// Other is the other one of the two.
func (c Conversation) Other(id ID) ID {
	if id == c.Employee {
		return c.Partner
	}
	return c.Employee
}

// Has tells whether the person is one of the two.
func (c Conversation) Has(id ID) bool { return id == c.Employee || id == c.Partner }

// Talk is a conversation as one of the two sees it.
type Talk struct {
	Conversation Conversation
	People       map[ID]Person
	// Mine is the reader's own preparation; Theirs is the other's, empty until
	// shared.
	Mine, Theirs Preparation
	Summary      Summary // empty where none is proposed
	// Promises are those of this conversation and all that are still open
	// between the two.
	Promises []Commitment
	// Before is the last closed conversation of the employee in the rhythm, if
	// any; of an asked-for one the last with the same partner.
	Before Conversation
	// Round is a report about the employee that both have by now and have not
	// spoken about; empty where there is none.
	Round ID
	// Policy in force.
	Policy Policy
	// Calendar is the reader's own.
	Calendar WorkCalendar
}

// See gives a conversation to one of the two.
func (s ConversationService) See(ctx context.Context, actor, id ID) (Talk, error) {
	var talk Talk
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadTalk, c.Subject()); err != nil {
			return err
		}
		talk, err = s.talk(ctx, tx, actor, c)
		return err
	})
	return talk, err
}

// Open is See for a view that shows the record: that the employee saw it is kept.
func (s ConversationService) Open(ctx context.Context, actor, id ID) (Talk, error) {
	talk, err := s.See(ctx, actor, id)
	if err != nil || actor != talk.Conversation.Employee {
		return talk, err
	}
	return talk, s.sighted(ctx, actor, talk.Summary.sightFor(actor))
}

// sightFor is what an employee sees with the words of a record, unless they wrote
// them.
func (s Summary) sightFor(employee ID) []Sighted {
	if s.Author == "" || s.Author == employee || !s.ConfirmedAt.IsZero() {
		return nil
	}
	return []Sighted{{Record: s.Conversation, Version: s.Version}}
}

// talk gathers what one of the two may see.
func (s ConversationService) talk(ctx context.Context, tx Tx, actor ID, c Conversation) (Talk, error) {
	talk := Talk{Conversation: c}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Talk{}, err
	}
	talk.Policy = version.Policy
	if talk.People, err = peopleByID(ctx, tx, []ID{c.Employee, c.Partner}); err != nil {
		return Talk{}, err
	}
	if talk.Calendar, err = s.CalendarOf(ctx, tx, talk.People[actor], talk.Policy); err != nil {
		return Talk{}, err
	}
	if talk.Mine, err = tx.Preparation(ctx, c.ID, actor); err != nil {
		return Talk{}, err
	}
	theirs, err := tx.Preparation(ctx, c.ID, c.Other(actor))
	if err != nil {
		return Talk{}, err
	}
	if !theirs.Shared.IsZero() {
		talk.Theirs = theirs
	}
	if talk.Summary, err = tx.Summary(ctx, c.ID); err != nil && CodeOf(err) != NotFound {
		return Talk{}, err
	}
	if talk.Promises, err = s.promises(ctx, tx, c); err != nil {
		return Talk{}, err
	}
	if talk.Before, err = s.before(ctx, tx, c); err != nil {
		return Talk{}, err
	}
	talk.Round, err = roundBetween(ctx, tx, c, talk.Before.ClosedAt)
	return talk, err
}

// promises are those of the conversation and the open ones of earlier ones
// between the same two.
func (s ConversationService) promises(ctx context.Context, tx Tx, c Conversation) ([]Commitment, error) {
	list, err := tx.CommitmentsOf(ctx, c.Employee, c.ID)
	if err != nil {
		return nil, err
	}
	open, err := tx.PromisesBetween(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, p := range open {
		known := slices.ContainsFunc(list, func(q Commitment) bool { return q.ID == p.ID })
		if !known && c.Has(p.Who) {
			list = append(list, p)
		}
	}
	return list, nil
}

// before is the last closed conversation of the employee: never one that was
// asked for, of which nobody but its two may learn, nor one that went on with
// another partner. Whom the employee asked for a conversation is told of none
// that others held.
func (s ConversationService) before(ctx context.Context, tx Tx, c Conversation) (Conversation, error) {
	f := TalkFilter{Employee: c.Employee, States: []ConversationState{TalkClosed}, Settled: true, Before: c.OpensAt, Limit: 1}
	if c.Kind == AskedTalk {
		f.Partner = c.Partner
	}
	list, err := tx.Conversations(ctx, f)
	if err != nil || len(list) == 0 {
		return Conversation{}, err
	}
	return list[0], nil
}

// alter loads a conversation, asks permission, lets do change it, plans its
// next automatic step and writes it with its ledger entry.
func (s ConversationService) alter(ctx context.Context, act Act, id ID, action Action, do func(context.Context, Tx, *Conversation) (string, error)) (Outcome, error) {
	return s.alterWith(ctx, act, talkChange{id: id, action: action}, do)
}

// talkChange is what is done to which conversation, with the words that the
// ledger keeps of it.
type talkChange struct {
	id     ID
	action Action
	words  string
}

// alterWith is alter for a change that brings words into the record.
func (s ConversationService) alterWith(ctx context.Context, act Act, change talkChange, do func(context.Context, Tx, *Conversation) (string, error)) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		c, err := tx.Conversation(ctx, change.id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, change.action, c.Subject()); err != nil {
			return Outcome{}, err
		}
		word, err := do(ctx, tx, &c)
		if err != nil {
			return Outcome{}, err
		}
		if c, err = s.save(ctx, tx, c); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "conversation." + word, Subject: c.ID, Person: c.Employee, Version: c.Version, Reason: act.Reason, Content: change.words}
		return Outcome{Word: word, Subject: c.ID}, tx.Record(ctx, entry)
	}, nil)
}

// save plans the next automatic step and writes the conversation.
func (s ConversationService) save(ctx context.Context, tx Tx, c Conversation) (Conversation, error) {
	pair, err := s.pair(ctx, tx, c)
	if err != nil {
		return Conversation{}, err
	}
	ends := c.TurnEnds
	if pair.recount(&c) && !ends.IsZero() {
		if err := s.moveTurn(ctx, tx, c, pair); err != nil {
			return Conversation{}, err
		}
	}
	c.DueAt = pair.dueAt(c)
	if c.State == TalkClosed && !c.DueAt.After(tx.Now()) {
		c.DueAt = time.Time{} // its preparations are forgotten: nothing is left to do
	}
	return tx.UpdateConversation(ctx, c)
}

// pair is the two people with their calendars and the policy.
type pair struct {
	policy            Policy
	employee, partner Person
	mine, theirs      WorkCalendar // of the employee, of the partner
}

func (s ConversationService) pair(ctx context.Context, tx Tx, c Conversation) (pair, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return pair{}, err
	}
	p := pair{policy: version.Policy}
	if p.employee, err = tx.Person(ctx, c.Employee); err != nil {
		return pair{}, err
	}
	if p.mine, err = s.clockOf(ctx, tx, p.employee, p.policy); err != nil {
		return pair{}, err
	}
	if c.Partner == "" {
		return p, nil
	}
	if p.partner, err = tx.Person(ctx, c.Partner); err != nil {
		return pair{}, err
	}
	p.theirs, err = s.clockOf(ctx, tx, p.partner, p.policy)
	return p, err
}

// calendarOf is the calendar of one of the two.
func (p pair) calendarOf(id ID) WorkCalendar {
	if id == p.partner.ID {
		return p.theirs
	}
	return p.mine
}

// after is the end of the n-th working day of a person after an instant, as
// the turn of that person ends.
func (w WorkCalendar) after(t time.Time, n int) time.Time {
	day, ok := w.AddWorkingDays(w.Today(t), n)
	if !ok {
		day = w.Today(t).AddDays(searchDays)
	}
	if _, until, ok := w.WorkingHours(day); ok {
		return until
	}
	return day.In(w.Zone, EndOfDay)
}

// morning is the beginning of the n-th working day of a person after an
// instant.
func (w WorkCalendar) morning(t time.Time, n int) time.Time {
	day, ok := w.AddWorkingDays(w.Today(t), n)
	if !ok {
		day = w.Today(t).AddDays(searchDays)
	}
	if from, _, ok := w.WorkingHours(day); ok {
		return from
	}
	return day.In(w.Zone, 0)
}

// TalkList is conversations as their reader lists them.
type TalkList struct {
	Talks  []Conversation
	People map[ID]Person
	Policy Policy
}

// talksShown is how many conversations a list holds.
const talksShown = 20

// Mine lists the reader's own conversations, newest first.
func (s ConversationService) Mine(ctx context.Context, actor ID) (TalkList, error) {
	return s.listTalks(ctx, TalkFilter{Employee: actor, States: []ConversationState{TalkOpen, TalkPaused, TalkClosed, TalkPlanned}, Limit: talksShown})
}

// Team lists the present conversation of everybody whose partner the reader
// is: the open one, else the planned one.
func (s ConversationService) Team(ctx context.Context, actor ID) (TalkList, error) {
	f := TalkFilter{Partner: actor, States: []ConversationState{TalkOpen, TalkPaused, TalkPlanned}, Limit: maxReports}
	return s.listTalks(ctx, f)
}

// maxReports bounds a manager's list.
const maxReports = 400

func (s ConversationService) listTalks(ctx context.Context, f TalkFilter) (TalkList, error) {
	var list TalkList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		list.Policy = version.Policy
		if list.Talks, err = tx.Conversations(ctx, f); err != nil {
			return err
		}
		var ids []ID
		for _, c := range list.Talks {
			ids = append(ids, c.Employee, c.Partner)
		}
		list.People, err = peopleByID(ctx, tx, ids)
		return err
	})
	return list, err
}

// Whom lists the people whom the reader may ask for a conversation: the
// manager, the manager's manager, the people team.
func (s ConversationService) Whom(ctx context.Context, actor ID) ([]Person, error) {
	var people []Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		standing, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		ids := standing.Line[:min(2, len(standing.Line))]
		byID, err := peopleByID(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if p, there := byID[id]; there && p.CanThank() {
				people = append(people, p)
			}
		}
		team, err := s.peopleTeam(ctx, tx, actor)
		people = append(people, team...)
		return err
	})
	return people, err
}
