package domain

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// PeopleService is the use cases around the directory.
type PeopleService struct {
	Practice
	Directory Directory
}

// Meet gives the person behind a Slack id. Somebody unknown is read from Slack
// and remembered. NotFound where Slack knows nobody, too.
func (s PeopleService) Meet(ctx context.Context, slackID string) (Person, error) {
	var person Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		person, err = tx.PersonBySlack(ctx, slackID)
		return err
	})
	if CodeOf(err) != NotFound {
		return person, err
	}
	profile, err := s.Directory.Profile(ctx, slackID)
	if err != nil {
		return Person{}, err
	}
	return s.Enrol(ctx, profile)
}

// Enrol writes what Slack says of one account: a new person is created, a
// known one is changed only where something differs, so that a daily sync
// writes only what changed. Fields that are Rapport's own stay. An account
// that was closed since is a leaver, one that was opened again a rejoiner.
func (s PeopleService) Enrol(ctx context.Context, profile Person) (Person, error) {
	return s.enrol(ctx, profile, false)
}

// Join is Enrol for an account that was made at this moment: a member who was
// not known begins today.
func (s PeopleService) Join(ctx context.Context, profile Person) (Person, error) {
	return s.enrol(ctx, profile, true)
}

// enrolBatch is how many new people one transaction brings in: few enough to be
// short, and a hundred times fewer commits.
const enrolBatch = 100

// EnrolAll is Enrol for a page of the directory. One query finds of whom
// something differs, which is nobody on most pages of most days.
func (s PeopleService) EnrolAll(ctx context.Context, profiles []Person) error {
	fresh, changed, err := s.differing(ctx, profiles)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(fresh, enrolBatch) {
		err := s.createAll(ctx, some)
		if CodeOf(err) == Conflict {
			changed, err = append(changed, some...), nil // somebody else brought one of them in
		}
		if err != nil {
			return err
		}
	}
	for _, profile := range changed {
		if _, err := s.Enrol(ctx, profile); err != nil {
			return err
		}
	}
	return nil
}

// differing are the profiles of people who are not known, and of those who are
// known otherwise.
func (s PeopleService) differing(ctx context.Context, profiles []Person) (fresh, changed []Person, err error) {
	if len(profiles) == 0 {
		return nil, nil, nil
	}
	slackIDs := make([]string, len(profiles))
	for i, p := range profiles {
		slackIDs[i] = p.SlackID
	}
	known := make(map[string]Person, len(profiles))
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		list, err := tx.People(ctx, PersonFilter{SlackIDs: slackIDs})
		for _, p := range list {
			known[p.SlackID] = p
		}
		return err
	})
	for _, profile := range profiles {
		switch p, there := known[profile.SlackID]; {
		case !there:
			fresh = append(fresh, profile)
		case p != p.withProfile(profile):
			changed = append(changed, profile)
		}
	}
	return fresh, changed, err
}

// createAll adds new people together. Conflict where one of them is known
// meanwhile; then none is added.
func (s PeopleService) createAll(ctx context.Context, profiles []Person) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		var converse []ID
		for _, profile := range profiles {
			profile.JoinedAt = tx.Now()
			profile = profile.leftBy(Person{Active: true}, tx.Now())
			person, err := tx.CreatePerson(ctx, profile)
			if err != nil {
				return err
			}
			if err := tx.Record(ctx, enrolled(person)); err != nil {
				return err
			}
			if person.Converses() {
				converse = append(converse, person.ID)
			}
		}
		if len(converse) == 0 {
			return nil
		}
		return tx.MarkForPlanning(ctx, converse, tx.Now())
	})
}

func (s PeopleService) enrol(ctx context.Context, profile Person, joins bool) (Person, error) {
	person, same, err := s.unchanged(ctx, profile)
	if err != nil || same {
		return person, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		known, err := tx.PersonBySlack(ctx, profile.SlackID)
		switch {
		case CodeOf(err) == NotFound:
			person, err = s.create(ctx, tx, profile, joins)
			return err
		case err != nil:
			return err
		case !known.ErasedAt.IsZero() && profile.Active:
			// Somebody who was erased and is here again is somebody new.
			known.SlackID = "erased:" + string(known.ID)
			if _, err := tx.UpdatePerson(ctx, known); err != nil {
				return err
			}
			person, err = s.create(ctx, tx, profile, joins)
			return err
		}
		person = known.withProfile(profile).leftBy(known, tx.Now())
		if person == known {
			return nil
		}
		if person, err = tx.UpdatePerson(ctx, person); err != nil {
			return err
		}
		// What Slack says of an account is Slack's; that it said something else is
		// kept without the words.
		if err := tx.Record(ctx, Entry{Act: "person.profile", Subject: person.ID, Person: person.ID, Version: person.Version}); err != nil {
			return err
		}
		person, err = s.follow(ctx, tx, known, person)
		return err
	})
	return person, err
}

// unchanged tells, without a transaction for writing, that nothing differs:
// Slack says so of most accounts on most days.
func (s PeopleService) unchanged(ctx context.Context, profile Person) (Person, bool, error) {
	var known Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		known, err = tx.PersonBySlack(ctx, profile.SlackID)
		return err
	})
	if CodeOf(err) == NotFound {
		return Person{}, false, nil
	}
	return known, err == nil && known == known.withProfile(profile), err
}

// enrolled is the entry of somebody new.
func enrolled(p Person) Entry {
	return Entry{Act: "person.enrol", Subject: p.ID, Person: p.ID, Version: p.Version}
}

// create adds somebody new.
func (s PeopleService) create(ctx context.Context, tx Tx, profile Person, joins bool) (Person, error) {
	profile.JoinedAt = tx.Now()
	profile = profile.leftBy(Person{Active: true}, tx.Now())
	if joins && profile.Kind == Member && profile.Active {
		version, err := tx.Policy(ctx)
		if err != nil {
			return Person{}, err
		}
		profile.Start = DateOf(tx.Now(), s.zoneOf(profile, version.Policy))
	}
	person, err := tx.CreatePerson(ctx, profile)
	if err != nil {
		return person, err
	}
	err = tx.Record(ctx, enrolled(person))
	if err != nil || !person.Converses() {
		return person, err
	}
	return person, tx.MarkForPlanning(ctx, []ID{person.ID}, tx.Now())
}

// follow does what a change of an account brings for the practice, and gives
// the person as it leaves them.
func (s PeopleService) follow(ctx context.Context, tx Tx, before, after Person) (Person, error) {
	switch {
	case before.Active && !after.Active:
		return after, s.depart(ctx, tx, after)
	case !before.Active && after.Active:
		return s.comeBack(ctx, tx, after)
	case before.Zone != after.Zone, before.Kind != after.Kind:
		return after, tx.MarkForPlanning(ctx, []ID{after.ID}, tx.Now())
	}
	return after, nil
}

// withProfile takes over what Slack knows best. A contractor stays one,
// whatever account Slack gives. What Slack leaves out of a closed account, or
// for want of a scope, stays as it was known.
func (p Person) withProfile(profile Person) Person {
	p.Active = profile.Active
	if !p.ErasedAt.IsZero() {
		return p // what Slack keeps of a closed account is not taken over again
	}
	for _, text := range []struct{ mine, theirs *string }{
		{&p.TeamID, &profile.TeamID}, {&p.Name, &profile.Name}, {&p.Handle, &profile.Handle},
		{&p.Email, &profile.Email}, {&p.Zone, &profile.Zone}, {&p.Locale, &profile.Locale},
	} {
		if *text.theirs != "" {
			*text.mine = *text.theirs
		}
	}
	switch {
	case profile.Kind == Bot, profile.Kind == Outsider, profile.Active && p.Kind != Contractor:
		p.Kind = profile.Kind
	}
	return p
}

// leftBy notes since when the account is closed, where it was open before.
func (p Person) leftBy(before Person, now time.Time) Person {
	switch {
	case before.Active && !p.Active:
		p.LeftAt = now
	case p.Active:
		p.LeftAt = time.Time{}
	}
	return p
}

// WantPrivately sets whether the person likes to be thanked privately.
func (s PeopleService) WantPrivately(ctx context.Context, act Act, privately bool) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		return Outcome{Word: OutcomeDone, Subject: act.Actor}, wantPrivately(ctx, tx, act.Actor, privately)
	}, nil)
	return err
}

// wantPrivately notes a person's wish.
func wantPrivately(ctx context.Context, tx Tx, id ID, privately bool) error {
	person, err := tx.Person(ctx, id)
	if err != nil || person.Privately == privately {
		return err
	}
	person.Privately = privately
	if person, err = tx.UpdatePerson(ctx, person); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Actor: id, Act: "person.privately", Subject: id, Person: id, Version: person.Version, Content: strconv.FormatBool(privately)})
}
