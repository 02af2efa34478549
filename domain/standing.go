package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// StandingOf reads who a person is at this moment: the line above and the
// offices held by the policy in force.
func (p Practice) StandingOf(ctx context.Context, tx Tx, id ID) (Standing, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Standing{}, err
	}
	line, err := tx.LineAbove(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	team := version.Policy.PeopleTeam
	inGroup, err := tx.InOffice(ctx, OfficeHR, person.SlackID)
	if err != nil {
		return Standing{}, err
	}
	return Standing{
		Person:   person,
		Line:     line,
		HR:       inGroup || named(person, team.Members) || named(person, p.FirstHR),
		Deputy:   named(person, team.Deputies),
		Admin:    named(person, team.Admins),
		Observer: named(person, team.Observers),
		Leader:   named(person, version.Policy.Priorities.Leaders),
		Second:   named(person, version.Policy.Access.Seconds),
	}, nil
}

// named tells whether a list of emails and Slack ids holds the person.
func named(p Person, list []string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		entry = strings.TrimSpace(entry)
		return entry != "" && (entry == p.SlackID || strings.EqualFold(entry, p.Email))
	})
}

// Permitted reads the actor's standing and asks the table in one step.
func (p Practice) Permitted(ctx context.Context, tx Tx, act Act, action Action, subject Subject) (Standing, error) {
	actor, err := p.StandingOf(ctx, tx, act.Actor)
	if err != nil {
		return Standing{}, err
	}
	return actor, Permit(actor, action, subject)
}

// zoneOf is the person's own zone, or the organisation's where Slack knows
// none.
func (p Practice) zoneOf(person Person, policy Policy) *time.Location {
	fallback, err := LoadZone(policy.Time.Zone, time.UTC)
	if err != nil {
		fallback = time.UTC
	}
	zone, err := LoadZone(person.Zone, fallback)
	if err != nil {
		return fallback
	}
	return zone
}
