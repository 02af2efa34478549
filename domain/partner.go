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
	// PartneredWith lists the employees for whom a person is named as partner.
	PartneredWith(ctx context.Context, partner ID) ([]ID, error)
	// StepIn tells who holds an employee's conversations while the partner is
	// away or gone; false where nobody steps in.
	StepIn(ctx context.Context, employee ID) (StepIn, bool, error)
	// SaveStepIn keeps that; without a substitute it forgets it.
	SaveStepIn(ctx context.Context, s StepIn) error
	// PartnerOffer is a partner that a manager suggests and the employee has
	// not answered; false where there is none.
	PartnerOffer(ctx context.Context, employee ID) (PartnerOffer, bool, error)
	// SavePartnerOffer keeps a suggestion in the place of an earlier one;
	// without a time it forgets it.
	SavePartnerOffer(ctx context.Context, o PartnerOffer) error
	// ManagesSince is when the person got a first report; zero where the
	// person has none, and where it was before anything was known.
	ManagesSince(ctx context.Context, manager ID) (time.Time, error)
	// NoteManaging keeps since when a person has a report: the earliest moment
	// that is noted, zero for one before anything was known.
	NoteManaging(ctx context.Context, manager ID, since time.Time) error
	// LeadsTeam tells whether the person manages somebody in the team or below.
	LeadsTeam(ctx context.Context, person ID, team string) (bool, error)
}

// StepIn is who holds the conversations of an employee in the place of a
// partner who has left or is away for long.
type StepIn struct {
	Employee   ID
	Absent     ID
	Substitute ID
	// Waits is the employee's wish to wait for the partner instead.
	Waits bool
	At    time.Time
}

// PartnerOffer is a partner whom the manager suggests. An empty Partner
// suggests the line manager again.
type PartnerOffer struct {
	Employee ID
	Partner  ID
	By       ID
	At       time.Time
}

// PartnerOf is who holds the conversations of an employee now: the partner
// named, else the line manager; the next one above steps in for who has left
// or is away for long. Empty where nobody is above.
func (p Practice) PartnerOf(ctx context.Context, tx Tx, employee Person, policy Policy) (ID, error) {
	candidates, err := p.partners(ctx, tx, employee.ID)
	if err != nil {
		return "", err
	}
	step, stands, err := tx.StepIn(ctx, employee.ID)
	if err != nil {
		return "", err
	}
	for _, id := range candidates {
		waits := stands && step.Waits && step.Absent == id
		fits, err := p.canPartner(ctx, tx, id, policy, waits)
		if err != nil {
			return "", err
		}
		if fits && id != employee.ID {
			return id, nil
		}
	}
	return "", nil
}

// partners are who may hold an employee's conversations, first whose right it
// is: the partner named, then the managers upwards.
func (p Practice) partners(ctx context.Context, tx Tx, employee ID) ([]ID, error) {
	named, err := tx.NamedPartner(ctx, employee)
	if err != nil {
		return nil, err
	}
	line, err := tx.LineAbove(ctx, employee)
	if err != nil || named == "" {
		return line, err
	}
	return append([]ID{named}, line...), nil
}

// canPartner tells whether a person can hold conversations now. Somebody who is
// away for long can where the employee waits.
func (p Practice) canPartner(ctx context.Context, tx Tx, id ID, policy Policy, waits bool) (bool, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return false, err
	}
	if !person.CanThank() || p.hasLeft(person, tx.Now(), policy) {
		return false, nil
	}
	if waits {
		return true, nil
	}
	calendar, err := p.CalendarOf(ctx, tx, person, policy)
	if err != nil {
		return false, err
	}
	return !awayLong(calendar, tx.Now(), policy.Time.StepInAfter), nil
}
