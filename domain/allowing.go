package domain

import (
	"slices"
)

// Standing is who acts, as the database knows it at this moment.
type Standing struct {
	Person Person
	// Line are the managers above the person, nearest first.
	Line []ID
	// The offices the person holds by policy.
	HR, Deputy, Admin, Observer, Leader bool
	// Second is true for those whom the policy names for the second yes, beside
	// the people team.
	Second bool
}

// Subject is what is acted on: the people who stand around the record. Empty
// fields mean that nobody stands there.
type Subject struct {
	Person    ID   // whom the record is about
	Partner   ID   // who holds the conversation
	Author    ID   // who wrote or gave it
	Receivers []ID // to whom it was given
	Readers   []ID // with whom it was shared beside them
	Owner     ID   // in whose hands the fund is
	Line      []ID // the managers above Person, nearest first
	Former    []ID // former managers of Person, for records of their time
	Comparers []ID // who compares what was written about Person with others
	// Concerned are the people whose record it is as much as Person's, such as
	// giver and receivers of a kudos that the people team looks at.
	Concerned []ID
	// PeopleTeam is true where the people team is concerned itself, so that its
	// deputy may act, too.
	PeopleTeam bool
}

// Can looks for a rule that allows the action and returns it. An inactive
// person, a bot and an outsider can do nothing.
func Can(actor Standing, action Action, subject Subject) (Rule, bool) {
	if !actor.Person.CanThank() {
		return Rule{}, false
	}
	for _, rule := range Table {
		if rule.Action != action {
			continue
		}
		if slices.ContainsFunc(rule.Relations, func(r Relation) bool { return stands(actor, r, subject) }) {
			return rule, true
		}
	}
	return Rule{}, false
}

// freely is Can for what needs no reason: what is read in passing, beside
// something else, is read so or not at all.
func freely(actor Standing, action Action, subject Subject) bool {
	rule, ok := Can(actor, action, subject)
	return ok && !rule.Reason
}

// Permit is Can as an error: Forbidden with the catalogue's sentence.
func Permit(actor Standing, action Action, subject Subject) error {
	if _, ok := Can(actor, action, subject); !ok {
		return Refuse(Forbidden, "permission.refused")
	}
	return nil
}

// stands tells whether the actor is in the relation to the subject.
func stands(a Standing, r Relation, s Subject) bool {
	me := a.Person.ID
	switch r {
	case Self:
		return s.Person == me
	case Partner:
		return s.Partner == me
	case Manager:
		return len(s.Line) > 0 && s.Line[0] == me
	case SkipLevel:
		return len(s.Line) > 1 && slices.Contains(s.Line[1:], me)
	case FormerManager:
		return slices.Contains(s.Former, me)
	case Author:
		return s.Author == me
	case Receiver:
		return slices.Contains(s.Receivers, me)
	case Reader:
		return slices.Contains(s.Readers, me)
	case Owner:
		return s.Owner == me
	case HR:
		return a.HR && mayActAsHR(a, s)
	case Deputy:
		return a.Deputy && s.PeopleTeam && mayActAsHR(a, s)
	case Comparer:
		return slices.Contains(s.Comparers, me) && mayActAsHR(a, s)
	case SecondPerson:
		return secondPerson(a, s)
	case Observer, Admin, Leader, Colleague, AnyGuest:
		return held(a, r) // to whatever the record is
	}
	return false
}

// secondPerson tells who may say the second yes to what s.Author asks: not the
// one who asks, nor anybody concerned or below somebody concerned. Who reports to
// the one who asks, directly or further down, could not well say no; only whom
// the policy names may, since that office protects.
func secondPerson(a Standing, s Subject) bool {
	if s.Author == a.Person.ID || !mayActAsHR(a, s) {
		return false
	}
	return a.Second || (a.HR || a.Deputy && s.PeopleTeam) && !slices.Contains(a.Line, s.Author)
}

// mayActAsHR keeps people from acting as HR on their own record or on that of
// anybody above them.
func mayActAsHR(a Standing, s Subject) bool {
	barred := func(id ID) bool { return id == a.Person.ID || slices.Contains(a.Line, id) }
	return !barred(s.Person) && !slices.ContainsFunc(s.Concerned, barred)
}

// Scope is the filter for lists that corresponds to Can: records are shown
// where the actor stands in one of the relations. Storage translates each
// relation to its columns.
type Scope struct {
	Actor ID
	// Relations that open a record to the actor.
	Relations []Relation
	// Line are the managers above the actor, whose records HR's relation does
	// not open.
	Line []ID
}

// ScopeOf derives the scope of an action for an actor from the table. The
// offices that the actor does not hold are left out, and so is what needs a
// reason; a scope without relations selects nothing.
func ScopeOf(actor Standing, action Action) Scope {
	return scopeOf(actor, action, func(r Rule) bool { return !r.Reason })
}

// ScopeWithReason is ScopeOf for who has given a reason that is kept.
func ScopeWithReason(actor Standing, action Action) Scope {
	return scopeOf(actor, action, func(Rule) bool { return true })
}

func scopeOf(actor Standing, action Action, counts func(Rule) bool) Scope {
	scope := Scope{Actor: actor.Person.ID, Line: actor.Line}
	if !actor.Person.CanThank() {
		return scope
	}
	for _, rule := range Table {
		if rule.Action != action || !counts(rule) {
			continue
		}
		for _, r := range rule.Relations {
			if held(actor, r) && !slices.Contains(scope.Relations, r) {
				scope.Relations = append(scope.Relations, r)
			}
		}
	}
	return scope
}

// held tells whether the actor can stand in the relation to anything at all.
func held(a Standing, r Relation) bool {
	switch r {
	case HR:
		return a.HR
	case SecondPerson:
		return a.HR || a.Deputy || a.Second
	case Deputy:
		return a.Deputy
	case Observer:
		return a.Observer
	case Admin:
		return a.Admin
	case Leader:
		return a.Leader
	case Colleague:
		return a.Person.Kind == Member
	case AnyGuest:
		return a.Person.Kind == Guest || a.Person.Kind == Contractor
	default:
		return true
	}
}
