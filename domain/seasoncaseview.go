package domain

import (
	"context"
)

// SeasonCaseView is a case as one of those concerned sees it.
type SeasonCaseView struct {
	Season Season
	Case   SeasonCase
	People map[ID]Person
	Reader ID
	// May tells what the reader may do by the table.
	May   map[Action]bool
	Team  string
	Today Date
}

// caseActions are what a view of a case asks the table for.
var caseActions = []Action{NameSeasonWriter}

// caseViewer reads a case for somebody.
func (s SeasonService) caseViewer(reader ID) func(context.Context, Tx, Outcome) (SeasonCaseView, error) {
	return func(ctx context.Context, tx Tx, out Outcome) (SeasonCaseView, error) {
		at, err := s.caseAtID(ctx, tx, out.Subject)
		if err != nil {
			return SeasonCaseView{}, err
		}
		if at.by, err = s.StandingOf(ctx, tx, reader); err != nil {
			return SeasonCaseView{}, err
		}
		if err := Permit(at.by, ReadSeason, at.subject); err != nil {
			return SeasonCaseView{}, err
		}
		v := SeasonCaseView{Season: at.season, Case: at.c, Reader: reader, May: map[Action]bool{}}
		for _, action := range caseActions {
			_, v.May[action] = Can(at.by, action, at.subject)
		}
		v.Case.Text, v.Case.Why = "", ""
		version, err := tx.Policy(ctx)
		if err != nil {
			return SeasonCaseView{}, err
		}
		v.Team, v.Today = version.Policy.PeopleTeam.Name, DateOf(tx.Now(), s.zoneOf(at.by.Person, version.Policy))
		v.People, err = peopleByID(ctx, tx, eachOnce(append([]ID{reader, at.c.Person, at.c.Writer}, at.c.Former...)))
		return v, err
	}
}

// ShowCase gives a case to somebody concerned by it.
func (s SeasonService) ShowCase(ctx context.Context, reader, id ID) (SeasonCaseView, error) {
	var v SeasonCaseView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		v, err = s.caseViewer(reader)(ctx, tx, Outcome{Subject: id})
		return err
	})
	return v, err
}
