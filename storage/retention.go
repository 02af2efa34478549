package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// runRow is one going through the records.
type runRow struct {
	ID         string
	State      string
	Terms      string
	AsOf       time.Time
	Type       string
	Place      int
	RowAt      *time.Time
	RowID      string
	ReportedAt *time.Time
	SeenBy     string
	SeenAt     *time.Time
	YesBy      string
	YesAt      *time.Time
	SecondBy   string
	SecondAt   *time.Time
	EndedBy    string
	EndedAt    *time.Time
	Version    int
}

// TableName names the table for GORM.
func (runRow) TableName() string { return "retention_runs" }

func rowOfRun(r domain.RetentionRun) runRow {
	return runRow{
		ID: string(r.ID), State: string(r.State), Terms: r.Terms, AsOf: instant(r.AsOf), Type: string(r.Type),
		Place: r.At.Place, RowAt: optional(r.At.At), RowID: string(r.At.ID), ReportedAt: optional(r.ReportedAt),
		SeenBy: string(r.SeenBy), SeenAt: optional(r.SeenAt), YesBy: string(r.YesBy), YesAt: optional(r.YesAt),
		SecondBy: string(r.SecondBy), SecondAt: optional(r.SecondAt), EndedBy: string(r.EndedBy), EndedAt: optional(r.EndedAt), Version: r.Version,
	}
}

func (r runRow) run() domain.RetentionRun {
	return domain.RetentionRun{
		ID: domain.ID(r.ID), State: domain.RunState(r.State), Terms: r.Terms, AsOf: r.AsOf.UTC(), Type: domain.RecordName(r.Type),
		At: domain.RecordCursor{Place: r.Place, At: timeOf(r.RowAt), ID: domain.ID(r.RowID)}, ReportedAt: timeOf(r.ReportedAt),
		SeenBy: domain.ID(r.SeenBy), SeenAt: timeOf(r.SeenAt), YesBy: domain.ID(r.YesBy), YesAt: timeOf(r.YesAt),
		SecondBy: domain.ID(r.SecondBy), SecondAt: timeOf(r.SecondAt), EndedBy: domain.ID(r.EndedBy), EndedAt: timeOf(r.EndedAt), Version: r.Version,
	}
}

// OpenRun gives the run that has not ended.
func (t *tx) OpenRun(ctx context.Context) (domain.RetentionRun, error) {
	var row runRow
	if err := t.g(ctx).Where("ended_at IS NULL").Take(&row).Error; err != nil {
		return domain.RetentionRun{}, found(err, "retention.run_over", "read the open run")
	}
	return row.run(), nil
}

// LastRun gives the newest that ended by a purge or by somebody's word.
func (t *tx) LastRun(ctx context.Context) (domain.RetentionRun, error) {
	var row runRow
	err := t.g(ctx).Where("ended_at IS NOT NULL AND state IN ?", []string{string(domain.RunPurged), string(domain.RunStopped), string(domain.RunEmpty)}).
		Order("as_of DESC").Take(&row).Error
	if err != nil {
		return domain.RetentionRun{}, found(err, "retention.run_over", "read the last run")
	}
	return row.run(), nil
}

// CreateRun adds one, where none is open.
func (t *tx) CreateRun(ctx context.Context, r domain.RetentionRun) error {
	row := rowOfRun(r)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "retention.run_over")
	}
	return tried("begin a run", err)
}

// UpdateRun writes one by its version.
func (t *tx) UpdateRun(ctx context.Context, r domain.RetentionRun) (domain.RetentionRun, error) {
	before := r.Version
	r.Version++
	row := rowOfRun(r)
	done := t.g(ctx).Model(&runRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID", "AsOf", "Terms").Updates(&row)
	return r, written(done, "move a run on", "retention.run_over")
}

// countRow is what a run counted of a type in a country.
type countRow struct {
	Run     string
	Type    string
	Country string
	Due     int
	Held    int
	Purged  int
	Oldest  time.Time
}

// TableName names the table for GORM.
func (countRow) TableName() string { return "retention_counts" }

// AddCounts adds to what a run counted.
func (t *tx) AddCounts(ctx context.Context, run domain.ID, counts []domain.RetentionCount) error {
	for _, c := range counts {
		oldest := instant(c.Oldest)
		err := t.g(ctx).Exec(`INSERT INTO retention_counts (run, type, country, due, held, purged, oldest) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (run, type, country) DO UPDATE SET due = retention_counts.due + excluded.due, held = retention_counts.held + excluded.held,
				purged = retention_counts.purged + excluded.purged,
				oldest = CASE WHEN excluded.oldest < retention_counts.oldest THEN excluded.oldest ELSE retention_counts.oldest END`,
			string(run), string(c.Type), plain(c.Country), c.Due, c.Held, c.Purged, oldest).Error
		if err != nil {
			return tried("count what has ended", err)
		}
	}
	return nil
}

// Counts lists what a run counted.
func (t *tx) Counts(ctx context.Context, run domain.ID) ([]domain.RetentionCount, error) {
	var rows []countRow
	if err := t.g(ctx).Where("run = ?", string(run)).Order("type, country").Find(&rows).Error; err != nil {
		return nil, tried("read what a run counted", err)
	}
	counts := make([]domain.RetentionCount, len(rows))
	for i, r := range rows {
		counts[i] = domain.RetentionCount{Type: domain.RecordName(r.Type), Country: r.Country, Due: r.Due, Held: r.Held, Purged: r.Purged, Oldest: r.Oldest.UTC()}
	}
	return counts, nil
}

// AboutConcerns tells which records an open concern is about.
func (t *tx) AboutConcerns(ctx context.Context, ids []domain.ID) ([]domain.ID, error) {
	var about []domain.ID
	err := t.g(ctx).Raw(`SELECT about FROM concerns WHERE answered_at IS NULL AND about `+t.among(), t.list(ids)).Scan(&about).Error
	return about, tried("look for open concerns", err)
}
