package domain

import (
	"context"
	"slices"
	"strings"
)

// SeasonPeopleDraft is who comes into a season, who leaves it, and who compares
// from then on.
type SeasonPeopleDraft struct {
	Add, TakeOut, Comparers []ID
	// Strangers is how many of those named are not of this organisation.
	Strangers int
	Why       string
}

// ChangePeople adds people to a season of a group, takes some out, and names who
// compares, with a reason. Whoever is added, or taken out, is told, and so is who
// writes. What was written about somebody who is taken out stays in the record.
func (s SeasonService) ChangePeople(ctx context.Context, act Act, id ID, version int, d SeasonPeopleDraft) (SeasonView, error) {
	d.Add, d.TakeOut, d.Comparers = eachOnce(d.Add), eachOnce(d.TakeOut), eachOnce(d.Comparers)
	parts := []string{string(id), d.Why}
	for _, list := range [][]ID{d.Add, d.TakeOut, d.Comparers} {
		for _, person := range list {
			parts = append(parts, string(person))
		}
		parts = append(parts, "")
	}
	act.Digest = DigestOf(parts...)
	return s.steer(ctx, act, seasonEdit{SeasonEdit{id, version, d.Why}, PeopleChange, func(ctx context.Context, tx Tx, season *Season, _ Standing) (string, string, error) {
		if season.Kind != GroupSeason {
			return "", "", Refuse(Conflict, "season.one_person")
		}
		if err := s.checkChange(ctx, tx, *season, d); err != nil {
			return "", "", err
		}
		before, after := idLine(season.Comparers), idLine(d.Comparers)
		for _, comparer := range d.Comparers {
			if slices.Contains(season.Comparers, comparer) {
				continue
			}
			if err := tx.Tell(ctx, Message{Kind: SeasonOpened, Deed: Post, Class: FromPeople, Recipient: comparer, Subject: season.ID, Detail: string(Comparer)}); err != nil {
				return "", "", err
			}
		}
		season.Comparers = d.Comparers
		if err := s.takeOut(ctx, tx, *season, d); err != nil {
			return "", "", err
		}
		return before + " -" + idLine(d.TakeOut), after + " +" + idLine(d.Add), s.addAll(ctx, tx, *season, d.Add)
	}})
}

// idLine writes ids in one line, as the ledger keeps people.
func idLine(ids []ID) string {
	var line strings.Builder
	for _, id := range ids {
		line.WriteString(" " + string(id))
	}
	return line.String()
}

// checkChange refuses who cannot be in the season, and who cannot compare.
func (s SeasonService) checkChange(ctx context.Context, tx Tx, season Season, d SeasonPeopleDraft) error {
	var faults Faults
	if d.Strangers > 0 {
		faults = append(faults, RefuseField("add", "season.outsider"))
	}
	if len(d.Add) > 0 {
		people, found, err := s.members(ctx, tx, Season{Group: Group{Named: d.Add}})
		if err != nil {
			return err
		}
		for _, f := range found {
			f.Field = "add"
			faults = append(faults, f)
		}
		short, err := s.checkPeople(ctx, tx, people, season.Days)
		if err != nil {
			return err
		}
		for _, f := range short {
			f.Field = "add"
			faults = append(faults, f)
		}
	}
	comparers, err := s.checkComparers(ctx, tx, d.Comparers)
	if err != nil {
		return err
	}
	faults = append(faults, comparers...)
	if len(d.Add)+len(d.TakeOut) == 0 && len(faults) == 0 && slices.Equal(d.Comparers, season.Comparers) {
		faults = append(faults, RefuseField("add", "season.same_people"))
	}
	return faults.Err()
}

// takeOut ends the cases of people. A summary that the person can read already
// stays, since nothing that somebody has is taken away.
func (s SeasonService) takeOut(ctx context.Context, tx Tx, season Season, d SeasonPeopleDraft) error {
	for _, person := range d.TakeOut {
		c, err := caseOf(ctx, tx, season.ID, person)
		if CodeOf(err) == NotFound {
			return RefuseField("out", "season.not_in")
		}
		if err != nil {
			return err
		}
		if c.State == CaseShared {
			return RefuseField("out", "season.out_shared")
		}
		c.State, c.Ending, c.Why = CaseEnded, CaseTakenOut, d.Why
		if err := s.endCase(ctx, tx, c); err != nil {
			return err
		}
		if err := s.tellCase(ctx, tx, c, string(CaseTakenOut), c.Person, c.Writer); err != nil {
			return err
		}
	}
	return nil
}

// caseOf is the open case of a person in a season. NotFound otherwise.
func caseOf(ctx context.Context, tx Tx, season, person ID) (SeasonCase, error) {
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: season, Person: person, Open: true, Limit: 1})
	if err != nil || len(cases) == 0 {
		if err == nil {
			err = Refuse(NotFound, "season.not_in")
		}
		return SeasonCase{}, err
	}
	return cases[0], nil
}

// addAll gives people cases in a season that is under way; one that was taken out
// goes on where it stood.
func (s SeasonService) addAll(ctx context.Context, tx Tx, season Season, ids []ID) error {
	for _, id := range ids {
		person, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		before, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: season.ID, Person: id, Limit: 1})
		if err != nil {
			return err
		}
		if len(before) == 0 {
			if err := s.begin(ctx, tx, season, person, FromPeople); err != nil {
				return err
			}
			continue
		}
		c := before[0]
		if c.Open() {
			continue
		}
		c.State, c.Ending, c.Why = CaseWriting, "", ""
		if !c.HandedAt.IsZero() {
			c.State = CaseHanded
		}
		if err := s.planCase(ctx, tx, season, c); err != nil {
			return err
		}
		if err := s.tellCase(ctx, tx, c, "back", c.Person, c.Writer); err != nil {
			return err
		}
	}
	return nil
}

// saidByTime is true of the words about a case that nobody says: time alone does, and so who
// writes reads them in the hours of work. That the own summary is there to read
// comes to the person on the morning of the day.
func saidByTime(word string, c SeasonCase, to ID) bool {
	return word == "silent" || word == "shared" && to == c.Writer
}

// tellCase tells people what happened with a case; who acted reads it in the
// answer.
func (s SeasonService) tellCase(ctx context.Context, tx Tx, c SeasonCase, word string, to ...ID) error {
	for _, id := range eachOnce(to) {
		if id == "" {
			continue
		}
		m := Message{Kind: SeasonNews, Deed: Post, Class: FromPeople, Recipient: id, Subject: c.ID, Detail: word}
		if saidByTime(word, c, id) {
			m.Class = FromRapport
		}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
