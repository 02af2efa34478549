package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// pauseRow is one pause.
type pauseRow struct {
	ID       string
	Area     string
	Location string
	Starts   string
	Ends     string
	SetBy    string
	At       time.Time
	EndedAt  *time.Time
}

// TableName names the table for GORM.
func (pauseRow) TableName() string { return "pauses" }

// CreatePause adds one.
func (t *tx) CreatePause(ctx context.Context, p domain.Pause) error {
	if p.At.IsZero() {
		p.At = t.at
	}
	row := pauseRow{
		ID: string(p.ID), Area: plain(p.Area), Location: plain(p.Location), Starts: p.From.String(), Ends: p.Until.String(),
		SetBy: string(p.SetBy), At: instant(p.At), EndedAt: optional(p.EndedAt),
	}
	return tried("create a pause", t.g(ctx).Create(&row).Error)
}

// Pauses lists those that are not lifted and end on or after a day.
func (t *tx) Pauses(ctx context.Context, from domain.Date) ([]domain.Pause, error) {
	var rows []pauseRow
	if err := t.g(ctx).Where("ends >= ? AND ended_at IS NULL", from.String()).Order("starts, id").Find(&rows).Error; err != nil {
		return nil, tried("list pauses", err)
	}
	list := make([]domain.Pause, len(rows))
	for i, r := range rows {
		days, err := rangeOf(r.Starts, r.Ends)
		if err != nil {
			return nil, err
		}
		list[i] = domain.Pause{
			ID: domain.ID(r.ID), Area: r.Area, Location: r.Location, From: days.Start, Until: days.End,
			SetBy: domain.ID(r.SetBy), At: r.At.UTC(), EndedAt: timeOf(r.EndedAt),
		}
	}
	return list, nil
}

// LiftPause ends one early. The days that were paused stay, since nothing is
// late because of them.
func (t *tx) LiftPause(ctx context.Context, id domain.ID, last domain.Date, at time.Time) error {
	g := t.g(ctx)
	done := g.Exec(`UPDATE pauses SET ends = ? WHERE id = ? AND ended_at IS NULL AND starts <= ? AND ends > ?`,
		last.String(), string(id), last.String(), last.String())
	if done.Error == nil && done.RowsAffected == 0 {
		done = g.Exec(`UPDATE pauses SET ended_at = ? WHERE id = ? AND ended_at IS NULL AND starts > ?`, instant(at), string(id), last.String())
	}
	if done.Error == nil && done.RowsAffected == 0 {
		return domain.Refuse(domain.NotFound, "pause.not_found")
	}
	return tried("lift a pause", done.Error)
}
