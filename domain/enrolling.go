package domain

import (
	"context"
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
// writes only what changed. Fields that are Rapport's own stay.
func (s PeopleService) Enrol(ctx context.Context, profile Person) (Person, error) {
	var person Person
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		known, err := tx.PersonBySlack(ctx, profile.SlackID)
		switch {
		case CodeOf(err) == NotFound:
			profile.JoinedAt = tx.Now()
			person, err = tx.CreatePerson(ctx, profile)
			return err
		case err != nil:
			return err
		}
		person = known.withProfile(profile)
		if person == known {
			return nil
		}
		person, err = tx.UpdatePerson(ctx, person)
		return err
	})
	return person, err
}

// withProfile takes over what Slack knows best. A contractor stays one,
// whatever account Slack gives.
func (p Person) withProfile(profile Person) Person {
	p.TeamID, p.Name, p.Handle, p.Email = profile.TeamID, profile.Name, profile.Handle, profile.Email
	p.Zone, p.Locale, p.Active = profile.Zone, profile.Locale, profile.Active
	if p.Kind != Contractor || profile.Kind == Bot || profile.Kind == Outsider {
		p.Kind = profile.Kind
	}
	return p
}

// WantPrivately sets whether the person likes to be thanked privately.
func (s PeopleService) WantPrivately(ctx context.Context, act Act, privately bool) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		person, err := tx.Person(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		person.Privately = privately
		_, err = tx.UpdatePerson(ctx, person)
		return Outcome{Word: OutcomeDone, Subject: person.ID}, err
	}, nil)
	return err
}
