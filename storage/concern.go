package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// concernRow is one concern.
type concernRow struct {
	ID         string
	Raiser     string
	Item       string
	About      string
	Sender     string
	Received   sealed
	Words      sealed
	OfTeam     bool
	Answer     sealed
	AnsweredBy string
	AnsweredAt *time.Time
	At         time.Time
}

// TableName names the table for GORM.
func (concernRow) TableName() string { return "concerns" }

func (t *tx) rowOfConcern(c domain.Concern) concernRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("concerns", c.ID, column, text) }
	return concernRow{
		ID: string(c.ID), Raiser: string(c.Raiser), Item: string(c.Item), About: string(c.About), Sender: string(c.Sender),
		Received: seal("received", c.Received), Words: seal("words", c.Words), OfTeam: c.OfTeam, Answer: seal("answer", c.Answer),
		AnsweredBy: string(c.AnsweredBy), AnsweredAt: optional(c.AnsweredAt), At: instant(c.At),
	}
}

func (t *tx) concernOf(r concernRow) (domain.Concern, error) {
	o := opener{box: t.db.box, table: "concerns", id: domain.ID(r.ID)}
	return domain.Concern{
		ID: domain.ID(r.ID), Raiser: domain.ID(r.Raiser), Item: domain.ConcernItem(r.Item), About: domain.ID(r.About), Sender: domain.ID(r.Sender),
		Received: o.text("received", r.Received), Words: o.text("words", r.Words), OfTeam: r.OfTeam, Answer: o.text("answer", r.Answer),
		AnsweredBy: domain.ID(r.AnsweredBy), AnsweredAt: timeOf(r.AnsweredAt), At: r.At.UTC(),
	}, o.err
}

// CreateConcern adds one.
func (t *tx) CreateConcern(ctx context.Context, c domain.Concern) error {
	if c.At.IsZero() {
		c.At = t.at
	}
	row := t.rowOfConcern(c)
	return tried("create a concern", t.g(ctx).Create(&row).Error)
}

// Concern gives one.
func (t *tx) Concern(ctx context.Context, id domain.ID) (domain.Concern, error) {
	var row concernRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Concern{}, found(err, "concern.not_found", "read a concern")
	}
	return t.concernOf(row)
}

// AnswerConcern answers one that nobody has answered.
func (t *tx) AnswerConcern(ctx context.Context, c domain.Concern) (bool, error) {
	row := t.rowOfConcern(c)
	done := t.g(ctx).Model(&concernRow{}).Where("id = ? AND answered_at IS NULL", row.ID).
		Select("Answer", "AnsweredBy", "AnsweredAt").Updates(&row)
	return done.RowsAffected > 0, tried("answer a concern", done.Error)
}

// OpenConcerns lists those without an answer, oldest first.
func (t *tx) OpenConcerns(ctx context.Context, limit int) ([]domain.Concern, error) {
	var rows []concernRow
	if err := t.g(ctx).Where("answered_at IS NULL").Order("at, id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list open concerns", err)
	}
	return mapped(rows, t.concernOf)
}
