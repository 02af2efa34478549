package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// AccessService is the use cases around looking at somebody's record.
type AccessService struct {
	Practice
}

// AccessDraft is a wish to look, as filled in; the reason stands in the act.
type AccessDraft struct {
	Person ID
	Sheet  Sheet
	// HoldUntil and HoldWhy are for a receipt that has to wait.
	HoldUntil Date
	HoldWhy   string
}

// AccessView is an access with those who are named in it.
type AccessView struct {
	Access Access
	People map[ID]Person
	// Seconds are those who may say yes, as long as somebody has to.
	Seconds []Person
	Looks   []AccessLook
	// MayAnswer tells whether the reader may say yes or no now, MayLook whether
	// the reader may look now.
	MayAnswer, MayLook bool
	Reader             ID
	Policy             Policy
}

// AccessChoices is what somebody sees before a reason is given.
type AccessChoices struct {
	Person Person
	Sheet  Sheet
	// Second is true where others have to say yes.
	Second bool
	// Live is what the reader asked for before and is not over; empty where there
	// is none.
	Live   ID
	Today  Date
	Policy Policy
}

// opening tells by which action a sheet is opened with a reason.
func (s Sheet) opening() (Action, bool) {
	switch s {
	case RecordSheet:
		return OpenRecord, true
	case GoalSheet:
		return ReadGoal, true
	case ExpectedSheet:
		return ReadExpected, true
	case ArrangedSheet:
		return ReadLeaving, true
	}
	return "", false
}

// Prepare tells what there is to fill in, and refuses at once what could not be
// opened.
func (s AccessService) Prepare(ctx context.Context, actor, person ID, sheet Sheet) (AccessChoices, error) {
	c := AccessChoices{Sheet: sheet}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		a := Access{Asker: actor, Person: person, Sheet: sheet}
		rule, _, err := s.opens(ctx, tx, &a)
		if err != nil {
			return err
		}
		c.Second = rule.Second
		live, _, err := s.live(ctx, tx, a)
		if err != nil {
			return err
		}
		c.Live = live.ID
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c.Policy = version.Policy
		c.Today = DateOf(tx.Now(), s.zoneOf(Person{}, version.Policy))
		c.Person, err = tx.Person(ctx, person)
		return err
	})
	return c, err
}

// opens tells by which rule somebody may look with a reason, and who stands
// around it. Forbidden where there is none, and where none is needed.
func (s AccessService) opens(ctx context.Context, tx Tx, a *Access) (Rule, Subject, error) {
	action, known := a.Sheet.opening()
	if !known {
		return Rule{}, Subject{}, Refuse(NotFound, "request.unknown")
	}
	asker, err := s.StandingOf(ctx, tx, a.Asker)
	if err != nil {
		return Rule{}, Subject{}, err
	}
	subject, err := s.around(ctx, tx, *a)
	if err != nil {
		return Rule{}, Subject{}, err
	}
	a.OfTeam = subject.PeopleTeam
	rule, ok := Can(asker, action, subject)
	if !ok || !rule.Reason {
		return Rule{}, Subject{}, Refuse(Forbidden, "permission.refused")
	}
	return rule, subject, nil
}

// around is who stands around an access: the person with the line above, those
// whose record it is as well, and who asks as its author.
func (s AccessService) around(ctx context.Context, tx Tx, a Access) (Subject, error) {
	get := s.about
	if a.Sheet == RecordSheet {
		get = s.recordSubject
	}
	subject, err := get(ctx, tx, a.Person)
	subject.Author = a.Asker
	subject.PeopleTeam = subject.PeopleTeam || a.OfTeam
	return subject, err
}

// Ask keeps why somebody wants to look. Where the reason is enough, the sheet is
// open from then on; else those who may say yes are told.
func (s AccessService) Ask(ctx context.Context, act Act, d AccessDraft) (AccessView, error) {
	act.Reason, d.HoldWhy = Tidy(act.Reason), Tidy(d.HoldWhy)
	act.Digest = DigestOf(string(d.Person), string(d.Sheet), act.Reason, d.HoldUntil.String(), d.HoldWhy)
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		return s.ask(ctx, tx, act, d)
	}, nil}, s.told(act.Actor))
}

func (s AccessService) ask(ctx context.Context, tx Tx, act Act, d AccessDraft) (Outcome, error) {
	a := Access{
		ID: s.IDs.New(), Asker: act.Actor, Person: d.Person, Sheet: d.Sheet, Reason: act.Reason, HoldUntil: d.HoldUntil, HoldWhy: d.HoldWhy,
		State: AccessOpen, At: tx.Now(), Version: 1,
	}
	rule, subject, err := s.opens(ctx, tx, &a)
	if err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	policy := version.Policy.Access
	if err := s.check(a, rule, version.Policy).Err(); err != nil {
		return Outcome{}, err
	}
	if open, found, err := s.live(ctx, tx, a); err != nil || found {
		return Outcome{Word: string(open.State), Subject: open.ID}, err
	}
	a.Until = a.At.Add(time.Duration(policy.OpenHours) * time.Hour)
	var seconds []Person
	if rule.Second {
		a.State, a.Yeses, a.Until = AccessWaiting, policy.Yeses, a.At.AddDate(0, 0, policy.AnswerDays)
		if seconds, a.OfTeam, err = s.seconds(ctx, tx, AnswerAccess, subject, a.Yeses); err != nil {
			return Outcome{}, err
		}
		if len(seconds) < a.Yeses {
			return Outcome{}, RefuseField("reason", "access.nobody_agrees", "Count", a.Yeses, "Found", len(seconds))
		}
	}
	if err := tx.CreateAccess(ctx, a); err != nil {
		return Outcome{}, err
	}
	if err := s.record(ctx, tx, act, "access.ask", a); err != nil {
		return Outcome{}, err
	}
	for _, second := range seconds {
		m := Message{Kind: AccessAsked, Deed: Post, Class: FromPeople, Recipient: second.ID, Subject: a.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Word: string(a.State), Subject: a.ID}, nil
}

// live finds what the asker has asked for before and what is not over: two
// clicks are one wish.
func (s AccessService) live(ctx context.Context, tx Tx, a Access) (Access, bool, error) {
	mine, err := tx.Accesses(ctx, AccessFilter{Asker: a.Asker, Live: tx.Now(), Limit: accessesShown})
	if err != nil {
		return Access{}, false, err
	}
	i := slices.IndexFunc(mine, func(m Access) bool {
		return m.Person == a.Person && m.Sheet == a.Sheet && (m.Waits(tx.Now()) || m.Holds(tx.Now()))
	})
	if i < 0 {
		return Access{}, false, nil
	}
	return mine[i], true, nil
}

// accessesShown is how many accesses are looked through and listed.
const accessesShown = 50

// check tells everything that is wrong with a wish to look.
func (s AccessService) check(a Access, rule Rule, policy Policy) Faults {
	faults := checkWords("reason", a.Reason, MaxReason, "permission.reason_needed")
	if a.HoldUntil.IsZero() && a.HoldWhy == "" {
		return faults
	}
	today := DateOf(a.At, s.zoneOf(Person{}, policy))
	last := today.AddDays(policy.Access.HoldDays)
	switch {
	case !rule.Second || policy.Access.HoldDays == 0:
		faults = append(faults, RefuseField("hold_until", "access.no_hold"))
	case a.HoldUntil.IsZero():
		faults = append(faults, RefuseField("hold_until", "access.hold_day"))
	case !a.HoldUntil.After(today), a.HoldUntil.After(last):
		faults = append(faults, RefuseField("hold_until", "access.hold_range", "From", today.AddDays(1), "Until", last))
	}
	return append(faults, checkWords("hold_why", a.HoldWhy, MaxReason, "access.hold_reason")...)
}

// checkWords wants a text that is there and not too long.
func checkWords(field, text string, limit int, missing string) Faults {
	if text == "" {
		return Faults{RefuseField(field, missing)}
	}
	return TooLong(field, text, limit)
}

// record keeps in the ledger what happened with an access. It names nobody whose
// record it is: they are told of looks and not of wishes, and under a hold not
// even of looks; whoever asks for everything about themselves reads what names
// them.
func (s AccessService) record(ctx context.Context, tx Tx, act Act, word string, a Access) error {
	return tx.Record(ctx, Entry{Actor: act.Actor, Act: word, Subject: a.ID, Version: a.Version, Reason: a.Reason, Content: a.words()})
}

// words are what the ledger keeps of an access: what was asked for, until when the
// receipt waits and why, and the last answer.
func (a Access) words() string {
	lines := []string{string(a.Sheet) + " " + string(a.Person)}
	if !a.HoldUntil.IsZero() {
		lines = append(lines, "held until "+a.HoldUntil.String(), a.HoldWhy)
	}
	if n := len(a.Answers); n > 0 {
		lines = append(lines, string(answerWord(a.Answers[n-1].Yes)), a.Answers[n-1].Why)
	}
	return strings.Join(lines, "\n")
}
