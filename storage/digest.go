package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rapport/domain"
)

// digestRow is one digest; its figures are sealed JSON.
type digestRow struct {
	ID       string
	Week     string
	Day      string
	WantedBy string
	MadeAt   *time.Time
	Figures  sealed
	Detour   string
}

// TableName names the table for GORM.
func (digestRow) TableName() string { return "digests" }

func (t *tx) rowOfDigest(d domain.Digest) (digestRow, error) {
	figures, err := json.Marshal(d.Figures)
	if err != nil {
		return digestRow{}, fmt.Errorf("write the figures of a digest: %w", err)
	}
	return digestRow{
		ID: string(d.ID), Week: d.Week.String(), Day: d.Day.String(), WantedBy: string(d.For), MadeAt: optional(d.MadeAt),
		Figures: t.db.box.Seal("digests", d.ID, "figures", string(figures)), Detour: plain(d.Detour),
	}, nil
}

func (t *tx) digestOf(r digestRow) (domain.Digest, error) {
	o := opener{box: t.db.box, table: "digests", id: domain.ID(r.ID)}
	d := domain.Digest{ID: domain.ID(r.ID), For: domain.ID(r.WantedBy), MadeAt: timeOf(r.MadeAt), Detour: r.Detour}
	figures := o.text("figures", r.Figures)
	if o.err != nil {
		return d, o.err
	}
	if err := json.Unmarshal([]byte(figures), &d.Figures); err != nil {
		return d, fmt.Errorf("read the figures of a digest: %w", err)
	}
	var err error
	if d.Week, err = dayOf(r.Week); err != nil {
		return d, err
	}
	d.Day, err = dayOf(r.Day)
	return d, err
}

func (t *tx) digestsOf(rows []digestRow) ([]domain.Digest, error) {
	return mapped(rows, t.digestOf)
}

// CreateDigest adds one. Conflict where the week has one.
func (t *tx) CreateDigest(ctx context.Context, d domain.Digest) error {
	row, err := t.rowOfDigest(d)
	if err != nil {
		return err
	}
	err = t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "digest.there")
	}
	return tried("create a digest", err)
}

// Digest gives one.
func (t *tx) Digest(ctx context.Context, id domain.ID) (domain.Digest, error) {
	var row digestRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Digest{}, found(err, "digest.not_found", "read a digest")
	}
	return t.digestOf(row)
}

// Digests lists those of weeks, newest first.
func (t *tx) Digests(ctx context.Context, until domain.Date, limit int) ([]domain.Digest, error) {
	var rows []digestRow
	err := t.g(ctx).Where("week <> '' AND week <= ?", until.String()).Order("week DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list digests", err)
	}
	return t.digestsOf(rows)
}

// WantedDigests lists those that wait to be made.
func (t *tx) WantedDigests(ctx context.Context, limit int) ([]domain.Digest, error) {
	var rows []digestRow
	if err := t.g(ctx).Where("made_at IS NULL").Order("id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list digests that are wanted", err)
	}
	return t.digestsOf(rows)
}

// FillDigest writes the figures of one that has none.
func (t *tx) FillDigest(ctx context.Context, d domain.Digest) (bool, error) {
	row, err := t.rowOfDigest(d)
	if err != nil {
		return false, err
	}
	done := t.g(ctx).Model(&digestRow{}).Where("id = ? AND made_at IS NULL", row.ID).Select("MadeAt", "Figures").Updates(&row)
	return done.RowsAffected > 0, tried("fill a digest", done.Error)
}

// DetourDigest notes once why a digest leaves its channel.
func (t *tx) DetourDigest(ctx context.Context, id domain.ID, why string) (bool, error) {
	done := t.g(ctx).Model(&digestRow{}).Where("id = ? AND detour = ''", string(id)).Update("detour", plain(why))
	return done.RowsAffected > 0, tried("send a digest another way", done.Error)
}

// digestActionRow is one action about a digest.
type digestActionRow struct {
	ID     string
	Digest string
	Kind   string
	Areas  list
	Actor  string
	At     time.Time
	Told   list
	Talks  list
}

// TableName names the table for GORM.
func (digestActionRow) TableName() string { return "digest_actions" }

func (r digestActionRow) action() domain.DigestAction {
	return domain.DigestAction{
		ID: domain.ID(r.ID), Digest: domain.ID(r.Digest), Kind: domain.FactKind(r.Kind), Areas: r.Areas, By: domain.ID(r.Actor),
		At: r.At.UTC(), Told: idsOf(r.Told), Talks: idsOf(r.Talks),
	}
}

// idsOf is the way back from idTexts.
func idsOf(texts []string) []domain.ID {
	var ids []domain.ID
	for _, text := range texts {
		ids = append(ids, domain.ID(text))
	}
	return ids
}

// CreateDigestAction adds one. Conflict where the fact has one.
func (t *tx) CreateDigestAction(ctx context.Context, a domain.DigestAction) error {
	row := digestActionRow{
		ID: string(a.ID), Digest: string(a.Digest), Kind: string(a.Kind), Areas: a.Areas, Actor: string(a.By),
		At: instant(a.At), Told: idTexts(a.Told), Talks: idTexts(a.Talks),
	}
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "digest.done_already", "Name", "")
	}
	return tried("note an action about a digest", err)
}

// DigestAction gives one.
func (t *tx) DigestAction(ctx context.Context, id domain.ID) (domain.DigestAction, error) {
	var row digestActionRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.DigestAction{}, found(err, "digest.not_found", "read an action about a digest")
	}
	return row.action(), nil
}

// DigestActions lists those about a digest.
func (t *tx) DigestActions(ctx context.Context, digest domain.ID) ([]domain.DigestAction, error) {
	var rows []digestActionRow
	if err := t.g(ctx).Where("digest = ?", string(digest)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list the actions about a digest", err)
	}
	actions := make([]domain.DigestAction, len(rows))
	for i, row := range rows {
		actions[i] = row.action()
	}
	return actions, nil
}
