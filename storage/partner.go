package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// NamedPartner gives the partner named for an employee; empty where none is.
func (t *tx) NamedPartner(ctx context.Context, employee domain.ID) (domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT partner FROM partners WHERE employee = ?`, string(employee)).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return "", tried("read a partner", err)
	}
	return ids[0], nil
}

// NamePartner names one, or takes the name away.
func (t *tx) NamePartner(ctx context.Context, employee, partner, by domain.ID, at time.Time) error {
	if partner == "" {
		return tried("take a partner away", t.g(ctx).Exec(`DELETE FROM partners WHERE employee = ?`, string(employee)).Error)
	}
	return tried("name a partner", t.g(ctx).Exec(`INSERT INTO partners (employee, partner, named_by, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (employee) DO UPDATE SET partner = excluded.partner, named_by = excluded.named_by, at = excluded.at`,
		string(employee), string(partner), string(by), instant(at)).Error)
}

// ManagesSince tells since when a person manages.
func (t *tx) ManagesSince(ctx context.Context, manager domain.ID) (time.Time, error) {
	var rows []struct{ Since time.Time }
	err := t.g(ctx).Raw(`SELECT since FROM managing WHERE manager = ?`, string(manager)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, tried("read since when somebody manages", err)
	}
	return rows[0].Since.UTC(), nil
}

// NoteManaging keeps the earliest moment in which a person had a report.
func (t *tx) NoteManaging(ctx context.Context, manager domain.ID, since time.Time) error {
	return tried("note since when somebody manages", t.g(ctx).Exec(
		`INSERT INTO managing (manager, since) VALUES (?, ?)
			ON CONFLICT (manager) DO UPDATE SET since = excluded.since WHERE managing.since > excluded.since`,
		string(manager), instant(since)).Error)
}

// LeadsTeam tells whether the person manages somebody in the team or below.
func (t *tx) LeadsTeam(ctx context.Context, person domain.ID, team string) (bool, error) {
	if team == "" || person == "" {
		return false, nil
	}
	var count int
	err := t.g(ctx).Raw(`SELECT count(*) FROM people WHERE manager = ? AND active AND (team = ? OR substr(team, 1, ?) = ?)`,
		string(person), plain(team), len([]rune(team))+1, plain(team)+"/").Scan(&count).Error
	return count > 0, tried("look who leads a team", err)
}
