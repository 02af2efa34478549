package domain

import (
	"context"
	"slices"
)

// SeasonCaseView is a case as one of those concerned sees it: with the words that
// the table lets them read, and without the others.
type SeasonCaseView struct {
	Season Season
	// Case has its words only where Reads is true.
	Case  SeasonCase
	Reads bool
	// Draft is the reader's own text.
	Draft SeasonText
	// Inputs, Replies and Changes stand beside the summary, wherever it is read.
	Inputs    []SeasonText
	Cited     []CitedLine
	Replies   []SeasonReply
	Changes   []SeasonChange
	Decisions []SeasonDecision
	People    map[ID]Person
	Reader    ID
	// May tells what the reader may do by the table.
	May map[Action]bool
	// Readers are who can read the summary, by the table.
	Readers []Holder
	Team    string
	Today   Date
	// Missing are the cards that who writes is asked to read first, and Mirrored
	// tells whether the own mirror is there to look into.
	Missing  []CoachCard
	Mirrored bool
}

// caseActions are what a view of a case asks the table for.
var caseActions = []Action{
	NameSeasonWriter, WriteSeason, RemarkSeason, GiveSeasonInput, ReplySeason, AckSeason, DecideSeason, ConfirmSeason,
}

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
		v := SeasonCaseView{
			Season: at.season, Case: at.c, Reader: reader, Reads: at.reads(reader), May: map[Action]bool{},
			Readers: eachHolderOnce(WhoCan(Table, ReadSeasonCase, at.subject)),
		}
		for _, action := range caseActions {
			_, v.May[action] = Can(at.by, action, at.subject)
		}
		if v.Draft, err = tx.SeasonText(ctx, at.c.ID, reader); err != nil {
			return SeasonCaseView{}, err
		}
		if v.May[WriteSeason] && v.Case.State == CaseWriting {
			if err := v.addBefore(ctx, tx, s.Practice); err != nil {
				return SeasonCaseView{}, err
			}
		}
		if v.Reads {
			err = v.addWords(ctx, tx, s, at)
		} else {
			v.Case.Text, v.Case.Why = "", ""
		}
		if err == nil {
			err = v.addDecisions(ctx, tx, at)
		}
		if err != nil {
			return SeasonCaseView{}, err
		}
		return v, v.addPeople(ctx, tx, at.by, s.Practice)
	}
}

// eachHolderOnce names somebody once who stands in two relations, such as a manager
// who writes.
func eachHolderOnce(holders []Holder) []Holder {
	var kept []Holder
	named := map[ID]bool{}
	for _, h := range holders {
		people := slices.DeleteFunc(slices.Clone(h.People), func(id ID) bool { return named[id] })
		for _, id := range people {
			named[id] = true
		}
		if len(people) > 0 || h.People == nil {
			kept = append(kept, Holder{Relation: h.Relation, People: people})
		}
	}
	return kept
}

// reads tells whether somebody may read the words of a case: the person once it is
// shared, and not before.
func (at caseAt) reads(reader ID) bool {
	if reader == at.c.Person {
		return !at.c.SharedAt.IsZero()
	}
	_, may := Can(at.by, ReadSeasonCase, at.subject)
	return may
}

// addWords reads what stands beside the summary.
func (v *SeasonCaseView) addWords(ctx context.Context, tx Tx, s SeasonService, at caseAt) error {
	cited, err := tx.SeasonCitations(ctx, []ID{v.Case.ID})
	if err != nil {
		return err
	}
	if v.Cited, err = s.citedOf(ctx, tx, at, cited); err != nil {
		return err
	}
	if v.Inputs, err = tx.SeasonInputs(ctx, v.Case.ID); err != nil {
		return err
	}
	if v.Replies, err = tx.SeasonReplies(ctx, v.Case.ID); err != nil {
		return err
	}
	v.Changes, err = tx.SeasonChanges(ctx, v.Season.ID, v.Case.ID, seasonChanges)
	return err
}

// addBefore reads what is to be looked at before somebody judges another.
func (v *SeasonCaseView) addBefore(ctx context.Context, tx Tx, p Practice) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	leads, err := tx.People(ctx, PersonFilter{Manager: v.Reader, Active: true, Limit: 1})
	if err != nil {
		return err
	}
	v.Mirrored = len(leads) > 0 && version.Policy.Discloses(ManagerMirror)
	v.Missing, err = p.Coached(ctx, tx, v.Reader)
	return err
}

// addDecisions reads the decisions that the reader may: the person those that are
// confirmed.
func (v *SeasonCaseView) addDecisions(ctx context.Context, tx Tx, at caseAt) error {
	if _, may := Can(at.by, ReadDecision, at.subject); !may {
		return nil
	}
	all, err := tx.SeasonDecisions(ctx, v.Case.ID)
	for _, d := range all {
		if v.Reader != v.Case.Person || !d.ConfirmedAt.IsZero() {
			v.Decisions = append(v.Decisions, d)
		}
	}
	return err
}

// addPeople reads who is named, and what day it is for the reader.
func (v *SeasonCaseView) addPeople(ctx context.Context, tx Tx, by Standing, p Practice) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	v.Team, v.Today = version.Policy.PeopleTeam.Name, DateOf(tx.Now(), p.zoneOf(by.Person, version.Policy))
	ids := append([]ID{v.Reader, v.Case.Person, v.Case.Writer, v.Case.HandedBy}, v.Case.Former...)
	for _, t := range v.Inputs {
		ids = append(ids, t.Author)
	}
	for _, line := range v.Cited {
		ids = append(ids, line.Evidence.Author)
	}
	for _, r := range v.Replies {
		ids = append(ids, r.Author)
	}
	for _, c := range v.Changes {
		ids = append(ids, c.By)
	}
	for _, d := range v.Decisions {
		ids = append(ids, d.By, d.ConfirmedBy)
	}
	for _, h := range v.Readers {
		ids = append(ids, h.People...)
	}
	v.People, err = peopleByID(ctx, tx, slices.DeleteFunc(eachOnce(ids), func(id ID) bool { return id == "" }))
	return err
}

// ShowCase gives a case to somebody concerned by it, for telling them of it: it
// notes nothing.
func (s SeasonService) ShowCase(ctx context.Context, reader, id ID) (SeasonCaseView, error) {
	var v SeasonCaseView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		v, err = s.caseViewer(reader)(ctx, tx, Outcome{Subject: id})
		return err
	})
	return v, err
}

// LookInto opens a case before somebody's eyes. It is noted when the person first
// reads the own summary, and each time that somebody reads one who is watched.
func (s SeasonService) LookInto(ctx context.Context, act Act, id ID) (SeasonCaseView, error) {
	act.Key = "" // to look twice is to look
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		out := Outcome{Word: OutcomeDone, Subject: id}
		at, err := s.caseAtID(ctx, tx, id)
		if err != nil {
			return out, err
		}
		if at.by, err = s.StandingOf(ctx, tx, act.Actor); err != nil || !at.reads(act.Actor) {
			return out, err
		}
		if act.Actor == at.c.Person {
			return out, readOwn(ctx, tx, at.c)
		}
		if at.c.Text == "" || !watchedOnly(at.by, ReadSeasonCase, at.subject) {
			return out, nil
		}
		return out, tx.Record(ctx, Entry{Actor: act.Actor, Act: string(ReadSeasonCase), Subject: id, Person: at.c.Person, Version: at.c.Version})
	}, nil}, s.caseViewer(act.Actor))
}

// readOwn notes what a person reads of the own case for the first time: the summary,
// what was said below it, and what was decided.
func readOwn(ctx context.Context, tx Tx, c SeasonCase) error {
	if c.ReadAt.IsZero() {
		if err := tx.MarkSeasonRead(ctx, c.ID, tx.Now()); err != nil {
			return err
		}
	}
	replies, err := tx.SeasonReplies(ctx, c.ID)
	if err != nil {
		return err
	}
	decisions, err := tx.SeasonDecisions(ctx, c.ID)
	if err != nil {
		return err
	}
	var shown []Sighted
	for _, r := range replies {
		if r.Author != c.Person {
			shown = append(shown, Sighted{Record: r.ID})
		}
	}
	for _, d := range decisions {
		if !d.ConfirmedAt.IsZero() {
			shown = append(shown, Sighted{Record: d.ID})
		}
	}
	return tx.NoteSights(ctx, c.Person, shown, tx.Now())
}
