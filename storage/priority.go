package storage

import (
	"context"
	"strconv"
	"time"

	"rapport/domain"
)

// priorityListRow is one version of what the company puts first.
type priorityListRow struct {
	Version int
	Period  string
	Starts  string
	Worded  int
	Author  string
	At      time.Time
	TellAt  *time.Time
	Told    string
}

// TableName names the table for GORM.
func (priorityListRow) TableName() string { return "priority_lists" }

// priorityRow is one of its sentences.
type priorityRow struct {
	List  int
	Place int
	ID    string
	Owner string
	Text  sealed
}

// TableName names the table for GORM.
func (priorityRow) TableName() string { return "priorities" }

// priorityPlace is what a sentence's text is bound to: the row has a key of two.
func priorityPlace(list, place int) domain.ID {
	return domain.ID(strconv.Itoa(list) + "/" + strconv.Itoa(place))
}

func (t *tx) priorityOf(r priorityRow) (domain.Priority, error) {
	o := opener{box: t.db.box, table: "priorities", id: priorityPlace(r.List, r.Place)}
	p := domain.Priority{ID: domain.ID(r.ID), Text: o.text("text", r.Text), Owner: domain.ID(r.Owner), List: r.List}
	return p, o.err
}

// priorityLists reads rows with their sentences.
func (t *tx) priorityLists(ctx context.Context, rows []priorityListRow) ([]domain.PriorityList, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	versions := make([]int, len(rows))
	for i, r := range rows {
		versions[i] = r.Version
	}
	var entries []priorityRow
	if err := t.g(ctx).Where("list IN ?", versions).Order("list, place").Find(&entries).Error; err != nil {
		return nil, tried("list priorities", err)
	}
	byList := map[int][]domain.Priority{}
	for _, e := range entries {
		p, err := t.priorityOf(e)
		if err != nil {
			return nil, err
		}
		byList[e.List] = append(byList[e.List], p)
	}
	return mapped(rows, func(r priorityListRow) (domain.PriorityList, error) {
		start, err := dayOf(r.Starts)
		return domain.PriorityList{
			Version: r.Version, Period: r.Period, Start: start, Worded: r.Worded, Entries: byList[r.Version], By: domain.ID(r.Author),
			At: r.At.UTC(), TellAt: timeOf(r.TellAt), Told: domain.ID(r.Told),
		}, err
	})
}

// PrioritiesOn gives the list in force on a day.
func (t *tx) PrioritiesOn(ctx context.Context, day domain.Date) (domain.PriorityList, error) {
	var rows []priorityListRow
	if err := t.g(ctx).Where("starts <= ?", day.String()).Order("starts DESC, version DESC").Limit(1).Find(&rows).Error; err != nil {
		return domain.PriorityList{}, tried("read the priorities of a day", err)
	}
	lists, err := t.priorityLists(ctx, rows)
	if err != nil || len(lists) == 0 {
		return domain.PriorityList{}, err
	}
	return lists[0], nil
}

// PriorityLists lists versions, newest first.
func (t *tx) PriorityLists(ctx context.Context, before, limit int) ([]domain.PriorityList, error) {
	q := t.g(ctx).Order("version DESC").Limit(limit)
	if before > 0 {
		q = q.Where("version < ?", before)
	}
	var rows []priorityListRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, tried("list the versions of the priorities", err)
	}
	return t.priorityLists(ctx, rows)
}

// Priority gives the newest wording of one.
func (t *tx) Priority(ctx context.Context, id domain.ID) (domain.Priority, error) {
	var row priorityRow
	if err := t.g(ctx).Where("id = ?", string(id)).Order("list DESC").Take(&row).Error; err != nil {
		return domain.Priority{}, found(err, "priority.gone", "read a priority")
	}
	return t.priorityOf(row)
}

// SavePriorities writes the next version.
func (t *tx) SavePriorities(ctx context.Context, l domain.PriorityList) error {
	err := t.g(ctx).Exec(`UPDATE priority_lists SET tell_at = NULL WHERE period = ? AND version < ?`, plain(l.Period), l.Version).Error
	if err != nil {
		return tried("end the telling of earlier priorities", err)
	}
	row := priorityListRow{
		Version: l.Version, Period: plain(l.Period), Starts: l.Start.String(), Worded: l.Worded, Author: string(l.By),
		At: instant(l.At), TellAt: optional(l.TellAt), Told: string(l.Told),
	}
	err = t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "priority.changed")
	}
	if err != nil {
		return tried("save the priorities", err)
	}
	entries := make([]priorityRow, len(l.Entries))
	for i, p := range l.Entries {
		text := t.db.box.Seal("priorities", priorityPlace(l.Version, i+1), "text", p.Text)
		entries[i] = priorityRow{List: l.Version, Place: i + 1, ID: string(p.ID), Owner: string(p.Owner), Text: text}
	}
	return tried("save the sentences of the priorities", t.g(ctx).Create(&entries).Error)
}

// DuePriorities gives the version that people are to be told of.
func (t *tx) DuePriorities(ctx context.Context, now time.Time) (int, error) {
	var versions []int
	err := t.g(ctx).Raw(`SELECT version FROM priority_lists WHERE tell_at <= ? ORDER BY tell_at, version LIMIT 1`, instant(now)).Scan(&versions).Error
	if err != nil || len(versions) == 0 {
		return 0, tried("look for priorities to tell", err)
	}
	return versions[0], nil
}

// NextPriorities is when people are told next.
func (t *tx) NextPriorities(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT tell_at AS at FROM priority_lists WHERE tell_at > ? ORDER BY tell_at LIMIT 1`, after)
}

// NotePrioritiesTold writes how far the telling has come.
func (t *tx) NotePrioritiesTold(ctx context.Context, l domain.PriorityList) error {
	return tried("note who was told of the priorities", t.g(ctx).Exec(
		`UPDATE priority_lists SET tell_at = ?, told = ? WHERE version = ? AND tell_at IS NOT NULL`, optional(l.TellAt), string(l.Told), l.Version).Error)
}

// AskAboutPriority notes a question once a day.
func (t *tx) AskAboutPriority(ctx context.Context, priority, asker domain.ID, day domain.Date) (bool, error) {
	done := t.g(ctx).Exec(`INSERT INTO priority_questions (priority, asker, day) VALUES (?, ?, ?) ON CONFLICT (priority, asker, day) DO NOTHING`,
		string(priority), string(asker), day.String())
	return done.RowsAffected > 0, tried("note a question about a priority", done.Error)
}
