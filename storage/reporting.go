package storage

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// reportingLineRow is what one source says of one person.
type reportingLineRow struct {
	Person  string
	Source  string
	Manager string
	State   string
	At      time.Time
	LateAt  *time.Time
}

// TableName names the table for GORM.
func (reportingLineRow) TableName() string { return "reporting_lines" }

func (r reportingLineRow) line() domain.ReportingLine {
	return domain.ReportingLine{
		Person: domain.ID(r.Person), Source: domain.LineSource(r.Source), Manager: domain.ID(r.Manager),
		State: domain.LineState(r.State), At: r.At.UTC(), LateAt: timeOf(r.LateAt),
	}
}

func linesOf(rows []reportingLineRow) []domain.ReportingLine {
	lines := make([]domain.ReportingLine, len(rows))
	for i, row := range rows {
		lines[i] = row.line()
	}
	return lines
}

// ReportingLines lists what the sources say of some people.
func (t *tx) ReportingLines(ctx context.Context, people ...domain.ID) ([]domain.ReportingLine, error) {
	var rows []reportingLineRow
	err := t.g(ctx).Where("person "+t.among(), t.list(people)).Order("person, source").Find(&rows).Error
	return linesOf(rows), tried("list reporting lines", err)
}

// SaveReportingLine writes a source's word.
func (t *tx) SaveReportingLine(ctx context.Context, l domain.ReportingLine) error {
	if l.At.IsZero() {
		l.At = t.at
	}
	row := reportingLineRow{
		Person: string(l.Person), Source: string(l.Source), Manager: string(l.Manager), State: string(l.State),
		At: instant(l.At), LateAt: optional(l.LateAt),
	}
	err := t.g(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "person"}, {Name: "source"}}, UpdateAll: true,
	}).Create(&row).Error
	return tried("save a reporting line", err)
}

// DropReportingLine takes a source's word away.
func (t *tx) DropReportingLine(ctx context.Context, person domain.ID, source domain.LineSource) error {
	return tried("drop a reporting line", t.g(ctx).Exec(
		`DELETE FROM reporting_lines WHERE person = ? AND source = ?`, string(person), string(source)).Error)
}

// LateLines lists the choices that were not answered in time.
func (t *tx) LateLines(ctx context.Context, now time.Time, limit int) ([]domain.ReportingLine, error) {
	var rows []reportingLineRow
	err := t.g(ctx).Where("state = 'asked' AND late_at <= ?", instant(now)).Order("late_at, person").Limit(limit).Find(&rows).Error
	return linesOf(rows), tried("list unanswered reporting lines", err)
}

// managerChangeRow is one change of a person's manager.
type managerChangeRow struct {
	ID      string
	Person  string
	Batch   string
	Former  string
	Manager string
	Source  string
	Author  string
	Starts  string
	DueAt   time.Time
	DoneAt  *time.Time
	Talks   int
	Dropped bool
	At      time.Time
}

// TableName names the table for GORM.
func (managerChangeRow) TableName() string { return "manager_changes" }

func (r managerChangeRow) change() (domain.ManagerChange, error) {
	on, err := dayOf(r.Starts)
	return domain.ManagerChange{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Batch: domain.ID(r.Batch), Former: domain.ID(r.Former),
		Manager: domain.ID(r.Manager), Source: domain.LineSource(r.Source), By: domain.ID(r.Author), On: on,
		DueAt: r.DueAt.UTC(), DoneAt: timeOf(r.DoneAt), Talks: r.Talks, Dropped: r.Dropped, At: r.At.UTC(),
	}, err
}

// GuardLine takes the line's one row.
func (t *tx) GuardLine(ctx context.Context) error {
	return tried("guard the reporting line", t.g(ctx).Exec(`UPDATE reporting_tree SET changes = changes + 1 WHERE id = 1`).Error)
}

// CreateManagerChange adds a change.
func (t *tx) CreateManagerChange(ctx context.Context, c domain.ManagerChange) error {
	if c.At.IsZero() {
		c.At = t.at
	}
	row := managerChangeRow{
		ID: string(c.ID), Person: string(c.Person), Batch: string(c.Batch), Former: string(c.Former), Manager: string(c.Manager),
		Source: string(c.Source), Author: string(c.By), Starts: c.On.String(), DueAt: instant(c.DueAt), DoneAt: optional(c.DoneAt),
		Talks: c.Talks, Dropped: c.Dropped, At: instant(c.At),
	}
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "person.changed")
	}
	return tried("create a change of manager", err)
}

// UpdateManagerChange writes how a change went.
func (t *tx) UpdateManagerChange(ctx context.Context, c domain.ManagerChange) error {
	return tried("update a change of manager", t.g(ctx).Exec(
		`UPDATE manager_changes SET former = ?, done_at = ?, talks = ?, dropped = ? WHERE id = ?`,
		string(c.Former), optional(c.DoneAt), c.Talks, c.Dropped, string(c.ID)).Error)
}

// ManagerChange gives one.
func (t *tx) ManagerChange(ctx context.Context, id domain.ID) (domain.ManagerChange, error) {
	var row managerChangeRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.ManagerChange{}, found(err, "reporting.no_change", "read a change of manager")
	}
	return row.change()
}

// ManagerChangesIn lists those of a batch.
func (t *tx) ManagerChangesIn(ctx context.Context, batch domain.ID) ([]domain.ManagerChange, error) {
	return managerChanges(t.g(ctx).Where("batch = ? AND NOT dropped", string(batch)).Order("id"))
}

// DueManagerChanges lists those whose day has come.
func (t *tx) DueManagerChanges(ctx context.Context, now time.Time, limit int) ([]domain.ManagerChange, error) {
	return managerChanges(t.g(ctx).Where("done_at IS NULL AND NOT dropped AND due_at <= ?", instant(now)).Order("due_at, id").Limit(limit))
}

func managerChanges(query *gorm.DB) ([]domain.ManagerChange, error) {
	var rows []managerChangeRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, tried("list changes of managers", err)
	}
	return mapped(rows, managerChangeRow.change)
}

// NextManagerChange is when the next waiting one is due.
func (t *tx) NextManagerChange(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT due_at AS at FROM manager_changes
		WHERE due_at > ? AND done_at IS NULL AND NOT dropped ORDER BY due_at LIMIT 1`, after)
}

// WaitingManagerChanges gives those that wait for their day.
func (t *tx) WaitingManagerChanges(ctx context.Context, people ...domain.ID) (map[domain.ID]domain.ManagerChange, error) {
	list, err := managerChanges(t.g(ctx).Where("person "+t.among()+" AND done_at IS NULL AND NOT dropped", t.list(people)))
	waiting := make(map[domain.ID]domain.ManagerChange, len(list))
	for _, c := range list {
		waiting[c.Person] = c
	}
	return waiting, err
}

// ManagerChangesOf lists those of a person that were done.
func (t *tx) ManagerChangesOf(ctx context.Context, person domain.ID) ([]domain.ManagerChange, error) {
	return managerChanges(t.g(ctx).Where("person = ? AND done_at IS NOT NULL AND NOT dropped", string(person)).Order("done_at, id"))
}

// FormerManagers lists who was a person's manager before, newest first.
func (t *tx) FormerManagers(ctx context.Context, person domain.ID) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT former FROM manager_changes WHERE person = ? AND done_at IS NOT NULL AND former <> ''
		GROUP BY former ORDER BY max(done_at) DESC, former`, string(person)).Scan(&ids).Error
	return ids, tried("list former managers", err)
}

// differenceRow is one thing for the people team to look at.
type differenceRow struct {
	Person    string
	Source    string
	Manager   string
	InForce   string
	Loop      bool
	At        time.Time
	SettledAt *time.Time
}

// TableName names the table for GORM.
func (differenceRow) TableName() string { return "line_differences" }

// NoteDifference keeps one that was not there before.
func (t *tx) NoteDifference(ctx context.Context, d domain.LineDifference) (bool, error) {
	if d.At.IsZero() {
		d.At = t.at
	}
	row := differenceRow{
		Person: string(d.Person), Source: string(d.Source), Manager: string(d.Manager), InForce: string(d.InForce),
		Loop: d.Loop, At: instant(d.At),
	}
	done := t.g(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return done.RowsAffected > 0, tried("note a difference between lines", done.Error)
}

// Differences lists those that nobody has looked at.
func (t *tx) Differences(ctx context.Context, limit int) ([]domain.LineDifference, error) {
	var rows []differenceRow
	if err := t.g(ctx).Where("settled_at IS NULL").Order("at, person").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list differences between lines", err)
	}
	list := make([]domain.LineDifference, len(rows))
	for i, r := range rows {
		list[i] = domain.LineDifference{
			Person: domain.ID(r.Person), Source: domain.LineSource(r.Source), Manager: domain.ID(r.Manager),
			InForce: domain.ID(r.InForce), Loop: r.Loop, At: r.At.UTC(),
		}
	}
	return list, nil
}

// CountDifferences counts them.
func (t *tx) CountDifferences(ctx context.Context) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM line_differences WHERE settled_at IS NULL`).Scan(&n).Error
	return n, tried("count differences between lines", err)
}

// SettleDifferences notes that a person's were looked at.
func (t *tx) SettleDifferences(ctx context.Context, person domain.ID, at time.Time) error {
	return tried("settle differences between lines", t.g(ctx).Exec(
		`UPDATE line_differences SET settled_at = ? WHERE person = ? AND settled_at IS NULL`, instant(at), string(person)).Error)
}

// unassigned selects the active people without a manager who should have one.
const unassigned = `manager = '' AND active AND (kind = 'member' OR takes_part AND kind NOT IN ('bot', 'outsider'))
	AND NOT EXISTS (SELECT 1 FROM reporting_lines l WHERE l.person = people.id AND l.source = 'hr' AND l.manager = '')`

// WithoutManager lists people whom nobody has named a manager for.
func (t *tx) WithoutManager(ctx context.Context, limit int) ([]domain.Person, error) {
	var rows []personRow
	if err := t.g(ctx).Where(unassigned).Order("id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list people without a manager", err)
	}
	return mapped(rows, personRow.person)
}

// CountWithoutManager counts them.
func (t *tx) CountWithoutManager(ctx context.Context) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM people WHERE ` + unassigned).Scan(&n).Error
	return n, tried("count people without a manager", err)
}
