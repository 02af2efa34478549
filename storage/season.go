package storage

import (
	"context"
	"errors"
	"time"

	"rapport/domain"
)

// seasonRow is one season.
type seasonRow struct {
	ID        string
	Kind      string
	Name      sealed
	State     string
	FromOn    string
	UntilOn   string
	FactsOn   string
	DraftOn   string
	CompareOn string
	PacketOn  string
	ReplyOn   string
	AckOn     string
	DecideOn  string
	Area      string
	Location  string
	Manager   string
	Named     list
	Person    string
	OpenedBy  string
	Work      string
	WorkAt    *time.Time
	Worked    string
	At        time.Time
	Version   int
}

// TableName names the table for GORM.
func (seasonRow) TableName() string { return "seasons" }

func (t *tx) rowOfSeason(s domain.Season) seasonRow {
	d := s.Days
	return seasonRow{
		ID: string(s.ID), Kind: string(s.Kind), Name: t.db.box.Seal("seasons", s.ID, "name", s.Name), State: string(s.State),
		FromOn: s.From.String(), UntilOn: s.Until.String(), FactsOn: d.Facts.String(), DraftOn: d.Draft.String(), CompareOn: d.Compare.String(),
		PacketOn: d.Packet.String(), ReplyOn: d.Reply.String(), AckOn: d.Ack.String(), DecideOn: d.Decide.String(),
		Area: plain(s.Group.Area), Location: plain(s.Group.Location), Manager: string(s.Group.Manager), Named: list(idTexts(s.Group.Named)),
		Person: string(s.Person), OpenedBy: string(s.OpenedBy), Work: string(s.Work), WorkAt: optional(s.WorkAt), Worked: string(s.Worked),
		At: instant(s.At), Version: s.Version,
	}
}

// days reads stored days, and gathers what cannot be read.
type days struct{ err error }

func (d *days) of(text string) domain.Date {
	day, err := dayOf(text)
	d.err = errors.Join(d.err, err)
	return day
}

func (t *tx) seasonOf(r seasonRow) (domain.Season, error) {
	o := opener{box: t.db.box, table: "seasons", id: domain.ID(r.ID)}
	var d days
	s := domain.Season{
		ID: domain.ID(r.ID), Kind: domain.SeasonKind(r.Kind), Name: o.text("name", r.Name), State: domain.SeasonState(r.State),
		From: d.of(r.FromOn), Until: d.of(r.UntilOn),
		Days: domain.SeasonDays{
			Facts: d.of(r.FactsOn), Draft: d.of(r.DraftOn), Compare: d.of(r.CompareOn), Packet: d.of(r.PacketOn),
			Reply: d.of(r.ReplyOn), Ack: d.of(r.AckOn), Decide: d.of(r.DecideOn),
		},
		Group:  domain.Group{Area: r.Area, Location: r.Location, Manager: domain.ID(r.Manager), Named: idsOf(r.Named)},
		Person: domain.ID(r.Person), OpenedBy: domain.ID(r.OpenedBy), Work: domain.SeasonWork(r.Work), WorkAt: timeOf(r.WorkAt),
		Worked: domain.ID(r.Worked), At: r.At.UTC(), Version: r.Version,
	}
	return s, errors.Join(o.err, d.err)
}

// CreateSeason adds one, as its first version.
func (t *tx) CreateSeason(ctx context.Context, s domain.Season) error {
	s.Version = 1
	row := t.rowOfSeason(s)
	if err := t.g(ctx).Create(&row).Error; err != nil {
		return tried("create a season", err)
	}
	return t.setComparers(ctx, s)
}

// setComparers writes who compares in a season.
func (t *tx) setComparers(ctx context.Context, s domain.Season) error {
	if err := t.g(ctx).Exec(`DELETE FROM season_comparers WHERE season = ?`, string(s.ID)).Error; err != nil {
		return tried("change who compares in a season", err)
	}
	for i, id := range s.Comparers {
		err := t.g(ctx).Exec(`INSERT INTO season_comparers (season, person, place) VALUES (?, ?, ?)`, string(s.ID), string(id), i).Error
		if err != nil {
			return tried("note who compares in a season", err)
		}
	}
	return nil
}

// addComparers reads who compares in some seasons.
func (t *tx) addComparers(ctx context.Context, seasons []domain.Season) error {
	if len(seasons) == 0 {
		return nil
	}
	ids := make([]domain.ID, len(seasons))
	for i, s := range seasons {
		ids[i] = s.ID
	}
	var rows []struct{ Season, Person domain.ID }
	err := t.g(ctx).Raw(`SELECT season, person FROM season_comparers WHERE season `+t.among()+` ORDER BY season, place`, t.list(ids)).Scan(&rows).Error
	for _, r := range rows {
		for i := range seasons {
			if seasons[i].ID == r.Season {
				seasons[i].Comparers = append(seasons[i].Comparers, r.Person)
			}
		}
	}
	return tried("read who compares in seasons", err)
}

// Season gives one.
func (t *tx) Season(ctx context.Context, id domain.ID) (domain.Season, error) {
	var row seasonRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Season{}, found(err, "season.gone", "read a season")
	}
	s, err := t.seasonOf(row)
	if err != nil {
		return domain.Season{}, err
	}
	one := []domain.Season{s}
	err = t.addComparers(ctx, one)
	return one[0], err
}

// UpdateSeason writes the next version.
func (t *tx) UpdateSeason(ctx context.Context, s domain.Season) error {
	before := s.Version
	s.Version++
	row := t.rowOfSeason(s)
	done := t.g(ctx).Model(&seasonRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID").Updates(&row)
	if err := written(done, "update a season", "season.changed"); err != nil {
		return err
	}
	return t.setComparers(ctx, s)
}

// NoteSeasonWork writes how far the work has come.
func (t *tx) NoteSeasonWork(ctx context.Context, s domain.Season) error {
	return tried("note how far the work on a season is", t.g(ctx).Exec(
		`UPDATE seasons SET work = ?, work_at = ?, worked = ? WHERE id = ? AND version = ?`,
		string(s.Work), optional(s.WorkAt), string(s.Worked), string(s.ID), s.Version).Error)
}

// Seasons lists by filter, newest first.
func (t *tx) Seasons(ctx context.Context, f domain.SeasonFilter) ([]domain.Season, error) {
	q := t.g(ctx)
	if len(f.IDs) > 0 {
		q = q.Where("id "+t.among(), t.list(f.IDs))
	}
	if f.Group {
		q = q.Where("kind = ?", string(domain.GroupSeason))
	}
	if f.Comparer != "" {
		q = q.Where("id IN (SELECT season FROM season_comparers WHERE person = ?)", string(f.Comparer))
	}
	if !f.Since.IsZero() {
		q = q.Where("state = ? AND decide_on >= ?", string(domain.SeasonOpen), f.Since.String())
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []seasonRow
	if err := q.Order("at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list seasons", err)
	}
	seasons, err := mapped(rows, t.seasonOf)
	if err != nil {
		return nil, err
	}
	return seasons, t.addComparers(ctx, seasons)
}

// DueSeasons lists those with work to be done.
func (t *tx) DueSeasons(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM seasons WHERE work_at <= ? ORDER BY work_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list seasons with work", err)
}

// NextSeason is when the next work begins.
func (t *tx) NextSeason(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT work_at AS at FROM seasons WHERE work_at > ? ORDER BY work_at LIMIT 1`, after)
}
