package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// sweepRow is the state of one sweep.
type sweepRow struct {
	Name   string
	Cursor string
	DueAt  time.Time
}

// TableName names the table for GORM.
func (sweepRow) TableName() string { return "sweeps" }

// ClaimSweep takes a sweep that is due.
func (t *tx) ClaimSweep(ctx context.Context, name string, now, until time.Time) (domain.SweepState, bool, error) {
	done := t.g(ctx).Exec(`INSERT INTO sweeps (name, cursor, due_at) VALUES (?, '', ?)
		ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE sweeps.due_at <= ?`, name, instant(until), instant(now))
	if done.Error != nil || done.RowsAffected == 0 {
		return domain.SweepState{}, false, tried("claim a sweep", done.Error)
	}
	var row sweepRow
	if err := t.g(ctx).Where("name = ?", name).Take(&row).Error; err != nil {
		return domain.SweepState{}, false, tried("read a sweep", err)
	}
	return domain.SweepState{Name: row.Name, Cursor: row.Cursor, DueAt: row.DueAt.UTC()}, true, nil
}

// SaveSweep writes how far it has come.
func (t *tx) SaveSweep(ctx context.Context, s domain.SweepState) error {
	return tried("save a sweep", t.g(ctx).Exec(`UPDATE sweeps SET cursor = ?, due_at = ? WHERE name = ?`,
		plain(s.Cursor), instant(s.DueAt), s.Name).Error)
}
