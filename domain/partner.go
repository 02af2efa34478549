package domain

import (
	"context"
	"time"
)

// PartnerRows keeps who holds whose conversations, where it is not the line
// manager, and since when people manage.
type PartnerRows interface {
	// NamedPartner is the partner named by HR, or by the manager with the
	// employee's yes; empty where none is.
	NamedPartner(ctx context.Context, employee ID) (ID, error)
	// NamePartner names one, or takes the name away where partner is empty.
	NamePartner(ctx context.Context, employee, partner, by ID, at time.Time) error
	// ManagesSince is when the person got a first report; zero where the
	// person has none.
	ManagesSince(ctx context.Context, manager ID) (time.Time, error)
	// NoteManaging keeps the first moment in which a person had a report.
	NoteManaging(ctx context.Context, manager ID, since time.Time) error
	// LeadsTeam tells whether the person manages somebody in the team or below.
	LeadsTeam(ctx context.Context, person ID, team string) (bool, error)
}

// PartnerOf is who holds the conversations of an employee now: the partner
// named, else the line manager; the next one above steps in for who has left
// or is away for long. Empty where nobody is above.
func (p Practice) PartnerOf(ctx context.Context, tx Tx, employee Person, policy Policy) (ID, error) {
	partner, err := tx.NamedPartner(ctx, employee.ID)
	if err != nil {
		return "", err
	}
	candidates := []ID{}
	if partner != "" {
		candidates = append(candidates, partner)
	}
	line, err := tx.LineAbove(ctx, employee.ID)
	if err != nil {
		return "", err
	}
	candidates = append(candidates, line...)
	for _, id := range candidates {
		fits, err := p.canPartner(ctx, tx, id, policy)
		if err != nil {
			return "", err
		}
		if fits && id != employee.ID {
			return id, nil
		}
	}
	return "", nil
}

func (p Practice) canPartner(ctx context.Context, tx Tx, id ID, policy Policy) (bool, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return false, err
	}
	if !person.Active || person.Kind == Bot || person.Kind == Outsider {
		return false, nil
	}
	calendar, err := p.CalendarOf(ctx, tx, person, policy)
	if err != nil {
		return false, err
	}
	return !awayLong(calendar, tx.Now(), policy.Time.StepInAfter), nil
}
