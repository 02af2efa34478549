package domain

import (
	"context"
	"slices"
)

// ShowAdaptation gives a proposal with what is expected of its person, to those
// who may read that.
func (s ExpectationService) ShowAdaptation(ctx context.Context, reader, id ID) (Expected, Adaptation, error) {
	var a Adaptation
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		a, err = tx.Adaptation(ctx, id)
		return err
	})
	if err != nil {
		return Expected{}, Adaptation{}, err
	}
	e, err := s.Show(ctx, reader, a.Person)
	if err != nil {
		return Expected{}, Adaptation{}, err
	}
	return e, a, nil
}

// DifferingPerson is somebody for whom something else was agreed than the role
// says.
type DifferingPerson struct {
	Person  Person
	Differs []Adaptation
}

// Differing is a page of what differs from a role.
type Differing struct {
	Role   RoleProfile
	People []DifferingPerson
	More   bool
}

// How many people a page has, and how many adaptations are read for it.
const (
	differingListed = 20
	differingRead   = 400
)

// Differing lists what was agreed for people that differs from their role, for the
// people team, behind a person. Nobody sees that of themselves or of anybody above
// them this way.
func (s ExpectationService) Differing(ctx context.Context, reader, profile, after ID) (Differing, error) {
	var page Differing
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: reader}, CompareExpected, Subject{})
		if err != nil {
			return err
		}
		if page.Role, err = tx.RoleProfile(ctx, profile); err != nil {
			return err
		}
		all, err := tx.Adaptations(ctx, AdaptationFilter{Profile: profile, InForce: true, After: after, Limit: differingRead})
		if err != nil {
			return err
		}
		if len(all) == differingRead {
			// The last person may not be read whole: the next page begins there.
			last := all[len(all)-1].Person
			all, page.More = slices.DeleteFunc(all, func(a Adaptation) bool { return a.Person == last }), true
		}
		return page.fill(ctx, tx, by, all)
	})
	return page, err
}

// fill gathers adaptations by person, as far as the reader may see them.
func (d *Differing) fill(ctx context.Context, tx Tx, by Standing, all []Adaptation) error {
	of := map[ID][]Adaptation{}
	var order []ID
	for _, a := range all {
		if of[a.Person] == nil {
			order = append(order, a.Person)
		}
		of[a.Person] = append(of[a.Person], a)
	}
	people, err := peopleByID(ctx, tx, order)
	if err != nil {
		return err
	}
	for _, id := range order {
		if len(d.People) == differingListed {
			d.More = true
			break
		}
		person := people[id]
		_, may := Can(by, CompareExpected, Subject{Person: id})
		list := inForce(d.Role, of[id])
		if may && person.Active && person.Role == d.Role.Role && len(list) > 0 {
			d.People = append(d.People, DifferingPerson{Person: person, Differs: list})
		}
	}
	return nil
}
