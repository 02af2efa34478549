package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// holdRow is one hold.
type holdRow struct {
	ID       string
	Person   string
	Type     string
	Item     string
	Reason   sealed
	Ends     string
	SetBy    string
	At       time.Time
	LiftedBy string
	LiftedAt *time.Time
	ToldAt   *time.Time
}

// TableName names the table for GORM.
func (holdRow) TableName() string { return "holds" }

func (t *tx) rowOfHold(h domain.Hold) holdRow {
	return holdRow{
		ID: string(h.ID), Person: string(h.Person), Type: string(h.Type), Item: string(h.Item),
		Reason: t.db.box.Seal("holds", h.ID, "reason", h.Reason), Ends: h.Ends.String(), SetBy: string(h.By), At: instant(h.At),
		LiftedBy: string(h.LiftedBy), LiftedAt: optional(h.LiftedAt), ToldAt: optional(h.ToldAt),
	}
}

func (t *tx) holdOf(r holdRow) (domain.Hold, error) {
	ends, err := dayOf(r.Ends)
	if err != nil {
		return domain.Hold{}, err
	}
	o := opener{box: t.db.box, table: "holds", id: domain.ID(r.ID)}
	return domain.Hold{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Type: domain.RecordName(r.Type), Item: domain.ID(r.Item),
		Reason: o.text("reason", r.Reason), Ends: ends, By: domain.ID(r.SetBy), At: r.At.UTC(),
		LiftedBy: domain.ID(r.LiftedBy), LiftedAt: timeOf(r.LiftedAt), ToldAt: timeOf(r.ToldAt),
	}, o.err
}

// CreateHold adds one.
func (t *tx) CreateHold(ctx context.Context, h domain.Hold) error {
	if h.At.IsZero() {
		h.At = t.at
	}
	row := t.rowOfHold(h)
	return tried("create a hold", t.g(ctx).Create(&row).Error)
}

// Hold gives one.
func (t *tx) Hold(ctx context.Context, id domain.ID) (domain.Hold, error) {
	var row holdRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Hold{}, found(err, "hold.not_found", "read a hold")
	}
	return t.holdOf(row)
}

// Holds lists those that are not lifted and end on a day or later.
func (t *tx) Holds(ctx context.Context, from domain.Date) ([]domain.Hold, error) {
	var rows []holdRow
	if err := t.g(ctx).Where("lifted_at IS NULL AND ends >= ?", from.String()).Order("ends, id").Find(&rows).Error; err != nil {
		return nil, tried("list holds", err)
	}
	return mapped(rows, t.holdOf)
}

// EndedHolds lists those whose end nobody was told.
func (t *tx) EndedHolds(ctx context.Context, before domain.Date, limit int) ([]domain.Hold, error) {
	var rows []holdRow
	err := t.g(ctx).Where("lifted_at IS NULL AND told_at IS NULL AND ends < ?", before.String()).Order("ends, id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list holds that have ended", err)
	}
	return mapped(rows, t.holdOf)
}

// LiftHold lifts one that is not lifted.
func (t *tx) LiftHold(ctx context.Context, h domain.Hold) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE holds SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL`, string(h.LiftedBy), instant(h.LiftedAt), string(h.ID))
	return done.RowsAffected > 0, tried("lift a hold", done.Error)
}

// NoteHoldTold notes that its end was told.
func (t *tx) NoteHoldTold(ctx context.Context, id domain.ID, at time.Time) error {
	return tried("note that the end of a hold was told", t.g(ctx).Exec(`UPDATE holds SET told_at = ? WHERE id = ?`, instant(at), string(id)).Error)
}
