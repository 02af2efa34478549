package storage

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"rapport/domain"
)

// seasonCaseRow is one person in a season.
type seasonCaseRow struct {
	ID         string
	Season     string
	Person     string
	Writer     string
	Former     list
	State      string
	Text       sealed
	HandedBy   string
	HandedAt   *time.Time
	SharedAt   *time.Time
	SharedOn   string
	ReplyUntil string
	AckUntil   string
	DecideFrom string
	Worked     int
	Away       int
	ReadAt     *time.Time
	AckAt      *time.Time
	SilentAt   *time.Time
	Ending     string
	Why        sealed
	DueAt      *time.Time
	At         time.Time
	Version    int
}

// TableName names the table for GORM.
func (seasonCaseRow) TableName() string { return "season_cases" }

func (t *tx) rowOfSeasonCase(c domain.SeasonCase) seasonCaseRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("season_cases", c.ID, column, text) }
	return seasonCaseRow{
		ID: string(c.ID), Season: string(c.Season), Person: string(c.Person), Writer: string(c.Writer), Former: list(idTexts(c.Former)),
		State: string(c.State), Text: seal("text", c.Text), HandedBy: string(c.HandedBy), HandedAt: optional(c.HandedAt),
		SharedAt: optional(c.SharedAt), SharedOn: c.SharedOn.String(), ReplyUntil: c.ReplyUntil.String(), AckUntil: c.AckUntil.String(),
		DecideFrom: c.DecideFrom.String(), Worked: c.Worked, Away: c.Away, ReadAt: optional(c.ReadAt), AckAt: optional(c.AckAt),
		SilentAt: optional(c.SilentAt), Ending: string(c.Ending), Why: seal("why", c.Why), DueAt: optional(c.DueAt), At: instant(c.At), Version: c.Version,
	}
}

func (t *tx) seasonCaseOf(r seasonCaseRow) (domain.SeasonCase, error) {
	o := opener{box: t.db.box, table: "season_cases", id: domain.ID(r.ID)}
	var d days
	c := domain.SeasonCase{
		ID: domain.ID(r.ID), Season: domain.ID(r.Season), Person: domain.ID(r.Person), Writer: domain.ID(r.Writer), Former: idsOf(r.Former),
		State: domain.SeasonCaseState(r.State), Text: o.text("text", r.Text), HandedBy: domain.ID(r.HandedBy), HandedAt: timeOf(r.HandedAt),
		SharedAt: timeOf(r.SharedAt), SharedOn: d.of(r.SharedOn), ReplyUntil: d.of(r.ReplyUntil), AckUntil: d.of(r.AckUntil),
		DecideFrom: d.of(r.DecideFrom), Worked: r.Worked, Away: r.Away, ReadAt: timeOf(r.ReadAt), AckAt: timeOf(r.AckAt),
		SilentAt: timeOf(r.SilentAt), Ending: domain.SeasonEnding(r.Ending), Why: o.text("why", r.Why), DueAt: timeOf(r.DueAt), At: r.At.UTC(), Version: r.Version,
	}
	return c, errors.Join(o.err, d.err)
}

// CreateSeasonCase adds one; false where the season has one of the person.
func (t *tx) CreateSeasonCase(ctx context.Context, c domain.SeasonCase) (bool, error) {
	c.Version = 1
	row := t.rowOfSeasonCase(c)
	done := t.g(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "season"}, {Name: "person"}}, DoNothing: true}).Create(&row)
	return done.RowsAffected > 0, tried("add a person to a season", done.Error)
}

// SeasonCase gives one.
func (t *tx) SeasonCase(ctx context.Context, id domain.ID) (domain.SeasonCase, error) {
	var row seasonCaseRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.SeasonCase{}, found(err, "season.gone", "read a person's part in a season")
	}
	return t.seasonCaseOf(row)
}

// UpdateSeasonCase writes the next version.
func (t *tx) UpdateSeasonCase(ctx context.Context, c domain.SeasonCase) error {
	before := c.Version
	c.Version++
	row := t.rowOfSeasonCase(c)
	done := t.g(ctx).Model(&seasonCaseRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID").Updates(&row)
	return written(done, "update a person's part in a season", "season.case_changed")
}

// SeasonCases lists by filter, ordered by person.
func (t *tx) SeasonCases(ctx context.Context, f domain.SeasonCaseFilter) ([]domain.SeasonCase, error) {
	q := t.g(ctx)
	for column, id := range map[string]domain.ID{"season": f.Season, "person": f.Person, "writer": f.Writer} {
		if id != "" {
			q = q.Where(column+" = ?", string(id))
		}
	}
	if f.Open {
		q = q.Where("state <> ?", string(domain.CaseEnded))
	}
	if f.After != "" {
		q = q.Where("person > ?", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []seasonCaseRow
	if err := q.Order("person, id").Find(&rows).Error; err != nil {
		return nil, tried("list the people of seasons", err)
	}
	return mapped(rows, t.seasonCaseOf)
}

// CountSeasonCases counts those of some seasons.
func (t *tx) CountSeasonCases(ctx context.Context, seasons []domain.ID) (map[domain.ID]domain.SeasonCounts, error) {
	var rows []struct {
		Season   domain.ID
		People   int
		Handed   int
		Shared   int
		Read     int
		Silent   int
		NoWriter int
	}
	err := t.g(ctx).Raw(`SELECT season, count(*) AS people, count(handed_at) AS handed, count(shared_at) AS shared, count(ack_at) AS read,
		count(CASE WHEN ack_at IS NULL THEN silent_at END) AS silent, count(CASE WHEN writer = '' THEN 1 END) AS no_writer
		FROM season_cases WHERE season `+t.among()+` AND state <> ? GROUP BY season`, t.list(seasons), string(domain.CaseEnded)).Scan(&rows).Error
	counts := map[domain.ID]domain.SeasonCounts{}
	for _, r := range rows {
		counts[r.Season] = domain.SeasonCounts{All: r.People, Handed: r.Handed, Shared: r.Shared, Read: r.Read, Silent: r.Silent, NoWriter: r.NoWriter}
	}
	return counts, tried("count the people of seasons", err)
}

// DueSeasonCases lists those with something due.
func (t *tx) DueSeasonCases(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM season_cases WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list what is due in seasons", err)
}

// NextSeasonCase is when the next thing becomes due.
func (t *tx) NextSeasonCase(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT due_at AS at FROM season_cases WHERE due_at > ? ORDER BY due_at LIMIT 1`, after)
}

// seasonChangeRow is one change.
type seasonChangeRow struct {
	ID        string
	Season    string
	About     string
	Kind      string
	Was       sealed
	Became    sealed
	Why       sealed
	ChangedBy string
	At        time.Time
}

// TableName names the table for GORM.
func (seasonChangeRow) TableName() string { return "season_changes" }

func (t *tx) seasonChangeOf(r seasonChangeRow) (domain.SeasonChange, error) {
	o := opener{box: t.db.box, table: "season_changes", id: domain.ID(r.ID)}
	return domain.SeasonChange{
		ID: domain.ID(r.ID), Season: domain.ID(r.Season), Case: domain.ID(r.About), Kind: domain.SeasonChangeKind(r.Kind),
		Before: o.text("was", r.Was), After: o.text("became", r.Became), Why: o.text("why", r.Why), By: domain.ID(r.ChangedBy), At: r.At.UTC(),
	}, o.err
}

// AddSeasonChange adds one.
func (t *tx) AddSeasonChange(ctx context.Context, c domain.SeasonChange) error {
	seal := func(column, text string) sealed { return t.db.box.Seal("season_changes", c.ID, column, text) }
	row := seasonChangeRow{
		ID: string(c.ID), Season: string(c.Season), About: string(c.Case), Kind: string(c.Kind), Was: seal("was", c.Before),
		Became: seal("became", c.After), Why: seal("why", c.Why), ChangedBy: string(c.By), At: instant(c.At),
	}
	return tried("keep a change of a season", t.g(ctx).Create(&row).Error)
}

// SeasonChange gives one.
func (t *tx) SeasonChange(ctx context.Context, id domain.ID) (domain.SeasonChange, error) {
	var row seasonChangeRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.SeasonChange{}, found(err, "season.gone", "read a change of a season")
	}
	return t.seasonChangeOf(row)
}

// SeasonChanges lists those of a case, or of the season itself, newest first.
func (t *tx) SeasonChanges(ctx context.Context, season, about domain.ID, limit int) ([]domain.SeasonChange, error) {
	var rows []seasonChangeRow
	q := t.g(ctx).Where("season = ? AND about = ?", string(season), string(about)).Order("at DESC, id DESC").Limit(limit)
	if err := q.Find(&rows).Error; err != nil {
		return nil, tried("list the changes of a season", err)
	}
	return mapped(rows, t.seasonChangeOf)
}
