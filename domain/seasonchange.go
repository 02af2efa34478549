package domain

import (
	"context"
	"strings"
)

// SeasonEdit is a change as a form sends it: of a season or of a case, in the
// version that the form showed, and why.
type SeasonEdit struct {
	ID      ID
	Version int
	Why     string
}

// seasonEdit changes a season, and says what is kept of it.
type seasonEdit struct {
	SeasonEdit
	kind SeasonChangeKind
	edit func(ctx context.Context, tx Tx, s *Season, by Standing) (before, after string, err error)
}

// steer changes a season for who may, with a reason that is kept.
func (s SeasonService) steer(ctx context.Context, act Act, e seasonEdit) (SeasonView, error) {
	e.Why = Tidy(e.Why)
	if faults := checkReason(e.Why); len(faults) > 0 {
		return SeasonView{}, faults
	}
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		season, subject, err := s.seasonOf(ctx, tx, e.ID)
		if err != nil {
			return Outcome{}, err
		}
		by, err := s.Permitted(ctx, tx, act, SteerSeason, subject)
		switch {
		case err != nil:
			return Outcome{}, err
		case season.State != SeasonOpen:
			return Outcome{}, Refuse(Conflict, "season.called_off_already")
		case season.Version != e.Version:
			return Outcome{}, Refuse(Conflict, "season.changed")
		case season.Busy():
			return Outcome{}, Refuse(Conflict, "season.busy")
		}
		before, after, err := e.edit(ctx, tx, &season, by)
		if err != nil {
			return Outcome{}, err
		}
		if err := tx.UpdateSeason(ctx, season); err != nil {
			return Outcome{}, err
		}
		change := SeasonChange{Season: season.ID, Kind: e.kind, Before: before, After: after, Why: e.Why, By: act.Actor}
		return Outcome{Word: "changed", Subject: season.ID}, s.keepChange(ctx, tx, change, season.Person, season.Version+1)
	}, nil}, s.viewer(act.Actor))
}

// checkReason refuses a change without a reason.
func checkReason(why string) Faults {
	if why == "" {
		return Faults{RefuseField("why", "season.why_missing")}
	}
	return TooLong("why", why, MaxSeasonReason)
}

// keepChange keeps a change for ever, in the records of the season and in the
// ledger.
func (s SeasonService) keepChange(ctx context.Context, tx Tx, c SeasonChange, person ID, version int) error {
	c.ID, c.At = s.IDs.New(), tx.Now()
	if err := tx.AddSeasonChange(ctx, c); err != nil {
		return err
	}
	subject := c.Case
	if subject == "" {
		subject = c.Season
	}
	content := strings.Join([]string{c.Before, c.After, c.Why}, "\n---\n")
	return tx.Record(ctx, Entry{Actor: c.By, Act: "season." + string(c.Kind), Subject: subject, Person: person, Version: version, Content: content})
}

// seasonOf reads a season, and what permission around it is asked about.
func (s SeasonService) seasonOf(ctx context.Context, tx Tx, id ID) (Season, Subject, error) {
	season, err := tx.Season(ctx, id)
	if err != nil {
		return Season{}, Subject{}, err
	}
	if season.Kind == GroupSeason {
		return season, season.Subject(nil), nil
	}
	line, err := tx.LineAbove(ctx, season.Person)
	return season, season.Subject(line), err
}

// Move changes the days of a season that is under way. Days that are over stay.
// All concerned are told with the reason.
func (s SeasonService) Move(ctx context.Context, act Act, e SeasonEdit, days SeasonDays) (SeasonView, error) {
	act.Digest = DigestOf(string(e.ID), Season{Days: days}.words(), e.Why)
	return s.steer(ctx, act, seasonEdit{e, DaysChange, func(ctx context.Context, tx Tx, season *Season, by Standing) (string, string, error) {
		policy, err := tx.Policy(ctx)
		if err != nil {
			return "", "", err
		}
		faults := days.check(DateOf(tx.Now(), s.zoneOf(by.Person, policy.Policy)), season.Until, season.Days)
		if len(faults) == 0 && days == season.Days {
			return "", "", Refuse(Conflict, "season.same_days")
		}
		if len(faults) == 0 {
			people, err := s.present(ctx, tx, season.ID)
			if err != nil {
				return "", "", err
			}
			if faults, err = s.checkPeople(ctx, tx, people, days); err != nil {
				return "", "", err
			}
		}
		if err := faults.Err(); err != nil {
			return "", "", err
		}
		was := daysLine(season.Days)
		season.Days, season.Work, season.WorkAt = days, SeasonTells, tx.Now()
		return was, daysLine(days), s.tellComparers(ctx, tx, *season, SeasonMoved)
	}})
}

// daysLine writes the days in one line, as they are kept.
func daysLine(d SeasonDays) string {
	var days []string
	for _, day := range d.List() {
		days = append(days, day.Day.String())
	}
	return strings.Join(days, " ")
}

// present are those of a season's people whose summary is not shared yet, as far
// as a form looks at them.
func (s SeasonService) present(ctx context.Context, tx Tx, season ID) ([]Person, error) {
	cases, err := tx.SeasonCases(ctx, SeasonCaseFilter{Season: season, Open: true, Limit: seasonChecked})
	if err != nil {
		return nil, err
	}
	var ids []ID
	for _, c := range cases {
		if c.SharedAt.IsZero() {
			ids = append(ids, c.Person)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return tx.People(ctx, PersonFilter{IDs: ids})
}

// tellComparers tells those who compare what happened with a season.
func (s SeasonService) tellComparers(ctx context.Context, tx Tx, season Season, kind string) error {
	for _, id := range season.Comparers {
		if err := tx.Tell(ctx, Message{Kind: kind, Deed: Post, Class: FromPeople, Recipient: id, Subject: season.ID, Detail: string(Comparer)}); err != nil {
			return err
		}
	}
	return nil
}

// CallOff ends a season before its end. What was written and decided stays; all
// concerned are told with the reason.
func (s SeasonService) CallOff(ctx context.Context, act Act, e SeasonEdit) (SeasonView, error) {
	act.Digest = DigestOf(string(e.ID), e.Why)
	return s.steer(ctx, act, seasonEdit{e, StopChange, func(ctx context.Context, tx Tx, season *Season, _ Standing) (string, string, error) {
		season.State, season.Work, season.WorkAt = SeasonCalledOff, SeasonStops, tx.Now()
		return "", "", s.tellComparers(ctx, tx, *season, SeasonStopped)
	}})
}
