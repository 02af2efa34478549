package domain

import (
	"context"
)

// KudosChoices is what a giver may choose from, for forms and help.
type KudosChoices struct {
	// Values are the company's.
	Values []Value
	// Channel is where a public kudos of this giver is posted; empty where
	// there is none, and so no Public.
	Channel string
	// MaxRecipients is the most people in one kudos, groups apart.
	MaxRecipients int
	// UndoMinutes is how long the giver may undo.
	UndoMinutes int
	// Daily is how many kudos may be given in a day.
	Daily int
	// Team is what the people team calls itself, and Contact where it is
	// reached; the contact may be empty.
	Team, Contact string
}

// Choices tells a giver what there is to choose.
func (s KudosService) Choices(ctx context.Context, actor ID) (KudosChoices, error) {
	var c KudosChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		person, err := tx.Person(ctx, actor)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c = version.Policy.kudosChoices(person)
		return nil
	})
	return c, err
}

func (p Policy) kudosChoices(person Person) KudosChoices {
	return KudosChoices{
		Values: p.Kudos.Values, Channel: p.Kudos.channelOf(person), MaxRecipients: p.Kudos.MaxRecipients,
		UndoMinutes: p.Kudos.UndoMinutes, Daily: p.Kudos.Daily,
		Team: p.PeopleTeam.Name, Contact: p.PeopleTeam.HelpContact,
	}
}

// ValueNames gives the names of the company's values by tag. A tag that the
// policy does not hold any more stands for itself.
func (s KudosService) ValueNames(ctx context.Context, tags []string) ([]string, error) {
	if len(tags) == 0 {
		return nil, nil
	}
	names := make([]string, len(tags))
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		for i, tag := range tags {
			names[i] = tag
			for _, v := range version.Policy.Kudos.Values {
				if v.Tag == tag && v.Name != "" {
					names[i] = v.Name
				}
			}
		}
		return nil
	})
	return names, err
}

// Named finds the active people whom a typed name fits. One that fits several
// gives several; the giver decides.
func (s KudosService) Named(ctx context.Context, name string) ([]Person, error) {
	const enough = 3 // more than one is already too many to guess
	var list []Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		found, err := tx.People(ctx, PersonFilter{Named: name, Active: true, Limit: enough})
		list = found
		return err
	})
	return list, err
}

// KudosWrong is what somebody can do who finds a kudos wrong.
type KudosWrong struct {
	// MayRetract is true for those of the people team who may take it back.
	MayRetract bool
	// Team and Contact say whom everybody else can turn to.
	Team, Contact string
}

// Wrong tells what the actor can do about a kudos. NotFound where it is not
// there any more.
func (s KudosService) Wrong(ctx context.Context, actor, id ID) (KudosWrong, error) {
	var w KudosWrong
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		k, err := tx.Kudos(ctx, id)
		if err != nil {
			return err
		}
		if k.State != KudosGiven {
			return Refuse(Conflict, "kudos.already_undone")
		}
		who, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, RetractKudos, k)
		if err != nil {
			return err
		}
		_, w.MayRetract = Can(who, RetractKudos, subject)
		w.Team, w.Contact = version.Policy.PeopleTeam.Name, version.Policy.PeopleTeam.HelpContact
		return nil
	})
	return w, err
}
