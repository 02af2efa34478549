package domain

import (
	"context"
	"slices"
	"time"
)

// Profiles reads the custom fields of Slack's profiles, one account a call.
type Profiles interface {
	// ManagerField gives the Slack id that a field of type user holds; ok is
	// false where it is empty. NotFound where Slack does not know the account.
	ManagerField(ctx context.Context, slackID, field string) (manager string, ok bool, err error)
}

// ProfileFieldService reads managers from Slack's profiles. Slack tells of no
// change of a custom field, so every account is asked once a day.
type ProfileFieldService struct {
	ReportingService
	Profiles Profiles
}

const (
	fieldName  = "reporting.field"
	fieldLease = 10 * time.Minute
	// fieldBatch is how many accounts are asked in a minute: Slack allows a
	// hundred and more, and others need some of them.
	fieldBatch = 60
	fieldPace  = time.Minute
	fieldEvery = 24 * time.Hour
	// fieldIdle is how long until it is looked again whether a field is named.
	fieldIdle = time.Hour
)

// Sync reads the next accounts' managers where that is due. It tells how many
// it looked at.
func (s ProfileFieldService) Sync(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	var state SweepState
	var due bool
	var field string
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		field = version.Policy.People.ManagerField
		state, due, err = tx.ClaimSweep(ctx, fieldName, now, now.Add(fieldLease))
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	if field == "" {
		state.Cursor, state.DueAt = "", now.Add(fieldIdle)
		return 0, s.save(ctx, state)
	}
	people, err := s.page(ctx, ID(state.Cursor))
	if err != nil {
		return 0, err
	}
	for _, person := range people {
		if err := s.read(ctx, person, field); err != nil {
			return 0, err
		}
		state.Cursor = string(person.ID)
	}
	state.DueAt = now.Add(fieldPace)
	if len(people) < fieldBatch {
		state.Cursor, state.DueAt = "", now.Add(fieldEvery)
	}
	return len(people), s.save(ctx, state)
}

func (s ProfileFieldService) save(ctx context.Context, state SweepState) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveSweep(ctx, state) })
}

func (s ProfileFieldService) page(ctx context.Context, after ID) ([]Person, error) {
	var people []Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		people, err = tx.People(ctx, PersonFilter{Active: true, After: after, Limit: fieldBatch})
		return err
	})
	return people, err
}

// read asks for one account, and writes only where the field says something
// new.
func (s ProfileFieldService) read(ctx context.Context, person Person, field string) error {
	if !person.Converses() {
		return nil
	}
	slackID, named, err := s.Profiles.ManagerField(ctx, person.SlackID, field)
	if CodeOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	var manager Person
	if named {
		people := PeopleService{Practice: s.Practice, Directory: s.Directory}
		manager, err = people.Meet(ctx, slackID)
		if err != nil && CodeOf(err) != NotFound {
			return err
		}
	}
	if !manager.Converses() || manager.ID == person.ID {
		manager = Person{}
	}
	same, err := s.saysSo(ctx, person.ID, manager.ID)
	if err != nil || same {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return s.take(ctx, tx, person.ID, manager.ID) })
}

// saysSo tells whether the field said the same before.
func (s ProfileFieldService) saysSo(ctx context.Context, person, manager ID) (bool, error) {
	same := false
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		lines, err := tx.ReportingLines(ctx, person)
		i := slices.IndexFunc(lines, func(l ReportingLine) bool { return l.Source == LineByField })
		same = i < 0 && manager == "" || i >= 0 && lines[i].Manager == manager
		return err
	})
	return same, err
}

// take keeps what the field says. A loop is not taken; the people team is shown
// it once.
func (s ProfileFieldService) take(ctx context.Context, tx Tx, id, manager ID) error {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return err
	}
	entry := Entry{Act: "person.read_manager", Subject: id, Person: id, Version: person.Version, Content: string(manager)}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	d := decision{batch: s.IDs.New(), source: LineByField}
	if manager == "" {
		d.dropped = true
		if err := tx.DropReportingLine(ctx, id, LineByField); err != nil {
			return err
		}
		return s.settleAndTell(ctx, tx, person, d)
	}
	err = s.refuseLoop(ctx, tx, person, manager)
	if CodeOf(err) == Invalid {
		_, err = tx.NoteDifference(ctx, LineDifference{Person: id, Source: LineByField, Manager: manager, InForce: person.Manager, Loop: true})
		return err
	}
	if err != nil {
		return err
	}
	line := ReportingLine{Person: id, Source: LineByField, Manager: manager, State: LineHolds, At: tx.Now()}
	if err := tx.SaveReportingLine(ctx, line); err != nil {
		return err
	}
	return s.settleAndTell(ctx, tx, person, d)
}
