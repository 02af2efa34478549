package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// keptRow is one thing put aside for a file.
type keptRow struct {
	ID          string
	Owner       string
	Words       sealed
	Quote       sealed
	LinkChannel string
	LinkTS      string
	LinkURL     string
	LinkPrivate bool
	At          time.Time
	SharedAt    *time.Time
	Version     int
}

// TableName names the table for GORM.
func (keptRow) TableName() string { return "kept" }

func (t *tx) rowOfKept(k domain.Kept) keptRow {
	box := t.db.box
	return keptRow{
		ID: string(k.ID), Owner: string(k.Owner),
		Words: box.Seal("kept", k.ID, "words", k.Words), Quote: box.Seal("kept", k.ID, "quote", k.Quote),
		LinkChannel: plain(k.About.Channel), LinkTS: plain(k.About.TS), LinkURL: plain(k.About.URL), LinkPrivate: k.About.Private,
		At: instant(k.At), SharedAt: optional(k.SharedAt), Version: k.Version,
	}
}

func (t *tx) keptOf(r keptRow) (domain.Kept, error) {
	o := opener{box: t.db.box, table: "kept", id: domain.ID(r.ID)}
	return domain.Kept{
		ID: domain.ID(r.ID), Owner: domain.ID(r.Owner), Words: o.text("words", r.Words), Quote: o.text("quote", r.Quote),
		About: domain.MessageLink{Channel: r.LinkChannel, TS: r.LinkTS, URL: r.LinkURL, Private: r.LinkPrivate},
		At:    r.At.UTC(), SharedAt: timeOf(r.SharedAt), Version: r.Version,
	}, o.err
}

// CreateKept adds one.
func (t *tx) CreateKept(ctx context.Context, k domain.Kept) error {
	if k.At.IsZero() {
		k.At = t.at
	}
	k.Version = 1
	row := t.rowOfKept(k)
	return tried("keep something for a file", t.g(ctx).Create(&row).Error)
}

// Kept gives one.
func (t *tx) Kept(ctx context.Context, id domain.ID) (domain.Kept, error) {
	var row keptRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Kept{}, found(err, "file.not_there", "read what was kept")
	}
	return t.keptOf(row)
}

// UpdateKept writes the words; everything else stays as it was kept.
func (t *tx) UpdateKept(ctx context.Context, k domain.Kept) (domain.Kept, error) {
	before := k.Version
	k.Version++
	row := t.rowOfKept(k)
	done := t.g(ctx).Model(&keptRow{}).Where("id = ? AND version = ?", row.ID, before).Select("Words", "Version").Updates(&row)
	if done.Error != nil {
		return domain.Kept{}, tried("change what was kept", done.Error)
	}
	if done.RowsAffected == 0 {
		if _, err := t.Kept(ctx, k.ID); err != nil {
			return domain.Kept{}, err
		}
		return domain.Kept{}, domain.Refuse(domain.Conflict, "file.changed")
	}
	return k, nil
}

// ShareKept notes since when others may read it; the first time counts.
func (t *tx) ShareKept(ctx context.Context, ids []domain.ID, at time.Time) error {
	return tried("put something kept into a packet", t.g(ctx).Exec(`UPDATE kept SET shared_at = ? WHERE id `+t.among()+` AND shared_at IS NULL`,
		instant(at), t.list(ids)).Error)
}

// DeleteKept deletes one; a second time is no fault.
func (t *tx) DeleteKept(ctx context.Context, id domain.ID) error {
	return tried("delete what was kept", t.g(ctx).Exec(`DELETE FROM kept WHERE id = ?`, string(id)).Error)
}

// ListKept lists a person's, newest first, from one range of one index.
func (t *tx) ListKept(ctx context.Context, owner domain.ID, after domain.FileCursor, limit int) ([]domain.Kept, error) {
	q := t.g(ctx).Where("owner = ?", string(owner))
	if after.ID != "" {
		q = q.Where("(at, id) < (?, ?)", instant(after.At), string(after.ID))
	}
	var rows []keptRow
	if err := q.Order("at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list what was kept", err)
	}
	return mapped(rows, t.keptOf)
}

// CountFile counts with one question.
func (t *tx) CountFile(ctx context.Context, owner domain.ID, since domain.Date, begins time.Time) (domain.FileCounts, error) {
	var counts struct{ Conversations, Goals, Kept int }
	id, day, at := string(owner), since.String(), instant(begins)
	err := t.g(ctx).Raw(`SELECT
		(SELECT count(*) FROM conversations WHERE employee = ? AND held_on >= ?) AS conversations,
		(SELECT count(*) FROM goals WHERE owner = ? AND level = ? AND state = ? AND closed_at >= ?) AS goals,
		(SELECT count(*) FROM kept WHERE owner = ? AND at >= ?) AS kept`,
		id, day, id, string(domain.PersonGoal), string(domain.GoalAchieved), at, id, at).Scan(&counts).Error
	return domain.FileCounts{Since: since, Conversations: counts.Conversations, Goals: counts.Goals, Kept: counts.Kept},
		tried("count what a file holds", err)
}
