package domain

import (
	"context"
	"slices"
	"strings"
)

// Explained is what the table says of somebody in front of what is about the
// reader: the answer to "why could they see this?".
type Explained struct {
	Person Person
	// Stands are the relations in which the person stands to the reader, in the
	// table's order; being a colleague is none.
	Stands []Relation
	// Rules are the rows that let the person do something, each with the relation
	// by which it does and no other. What needs a reason or a second yes says so.
	Rules []Rule
	Team  string
}

// By are the rows by which somebody may do something in one of those relations.
func (e Explained) By(r Relation) []Rule {
	return slices.DeleteFunc(slices.Clone(e.Rules), func(rule Rule) bool { return !slices.Contains(rule.Relations, r) })
}

// ExplainService explains single cases by the table.
type ExplainService struct {
	Practice
}

// ofNobody are actions of offices that are about the practice and no person, and so
// no answer to who can do what with something of mine.
var ofNobody = map[string]bool{
	"policy": true, "digest": true, "pause": true, "retention": true, "hold": true, "priority": true, "scorecard": true,
	"fairness": true, "concern": true, "coaching": true,
	string(ReadRoles): true, string(ChangeRoles): true, string(ReadDirectory): true, string(LeadGoal): true, string(ChangeShared): true,
	string(LaunchRounds): true, string(OpenSeason): true, string(ChangeFund): true,
}

// Why explains what somebody may do with what is about the reader, by the database
// as it is now. What the two gave each other is no part of it: it is read by who
// wrote and who received it. NotFound for who is not known.
func (s ExplainService) Why(ctx context.Context, reader, of ID) (Explained, error) {
	var e Explained
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		e = Explained{}
		mine, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		by, err := s.StandingOf(ctx, tx, of)
		if err != nil {
			return err
		}
		subject, err := aroundPerson(ctx, tx, reader)
		if err != nil {
			return err
		}
		if subject.Former, err = tx.FormerManagers(ctx, reader); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		subject.PeopleTeam = mine.HR
		e.Person, e.Team = by.Person, version.Policy.PeopleTeam.Name
		if by.Person.CanThank() {
			e.read(by, subject)
		}
		return nil
	})
	return e, err
}

// read goes through the table.
func (e *Explained) read(by Standing, subject Subject) {
	for _, rule := range Table {
		noun, _, _ := strings.Cut(string(rule.Action), ".")
		if ofNobody[noun] || ofNobody[string(rule.Action)] {
			continue
		}
		i := slices.IndexFunc(rule.Relations, func(r Relation) bool { return r != Colleague && r != AnyGuest && stands(by, r, subject) })
		if i < 0 {
			continue
		}
		r := rule.Relations[i]
		rule.Relations = []Relation{r}
		e.Rules = append(e.Rules, rule)
		if !slices.Contains(e.Stands, r) {
			e.Stands = append(e.Stands, r)
		}
	}
}
