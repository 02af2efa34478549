package storage

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// goalRow is one goal.
type goalRow struct {
	ID         string
	Owner      string
	Level      string
	Team       string
	Parent     string
	Priority   string
	Weight     int
	Dimension  string
	Title      sealed
	Why        sealed
	Standard   sealed
	Measure    string
	Unit       sealed
	StartAt    float64
	Target     float64
	Milestones sealed
	Due        string
	State      string
	ProposedBy string
	AgreedAt   *time.Time
	Confidence string
	Value      float64
	LastNews   *time.Time
	AskAt      *time.Time
	Lesson     sealed
	ClosedAt   *time.Time
	At         time.Time
	Version    int
}

// TableName names the table for GORM.
func (goalRow) TableName() string { return "goals" }

func (t *tx) rowOfGoal(g domain.Goal) (goalRow, error) {
	steps := ""
	if len(g.Measure.Milestones) > 0 {
		text, err := json.Marshal(g.Measure.Milestones)
		if err != nil {
			return goalRow{}, tried("write milestones", err)
		}
		steps = string(text)
	}
	seal := func(column, text string) sealed { return t.db.box.Seal("goals", g.ID, column, text) }
	return goalRow{
		ID: string(g.ID), Owner: string(g.Owner), Level: string(g.Level), Team: plain(g.Team), Parent: string(g.Parent), Priority: string(g.Priority),
		Weight: g.Weight, Dimension: string(g.Dimension),
		Title: seal("title", g.Title), Why: seal("why", g.Why), Standard: seal("standard", g.Standard),
		Measure: string(g.Measure.Kind), Unit: seal("unit", g.Measure.Unit), StartAt: g.Measure.Start, Target: g.Measure.Target,
		Milestones: seal("milestones", steps), Due: g.Due.String(), State: string(g.State), ProposedBy: string(g.ProposedBy),
		AgreedAt: optional(g.AgreedAt), Confidence: string(g.Confidence), Value: g.Value, LastNews: optional(g.LastNews),
		AskAt: optional(g.AskAt), Lesson: seal("lesson", g.Lesson), ClosedAt: optional(g.ClosedAt), At: instant(g.At), Version: g.Version,
	}, nil
}

func (t *tx) goalOf(r goalRow) (domain.Goal, error) {
	due, err := dayOf(r.Due)
	if err != nil {
		return domain.Goal{}, err
	}
	o := opener{box: t.db.box, table: "goals", id: domain.ID(r.ID)}
	g := domain.Goal{
		ID: domain.ID(r.ID), Owner: domain.ID(r.Owner), Level: domain.GoalLevel(r.Level), Team: r.Team, Parent: domain.ID(r.Parent), Priority: domain.ID(r.Priority),
		Weight: r.Weight, Dimension: domain.Dimension(r.Dimension),
		Title: o.text("title", r.Title), Why: o.text("why", r.Why), Standard: o.text("standard", r.Standard),
		Measure: domain.Measure{Kind: domain.MeasureKind(r.Measure), Unit: o.text("unit", r.Unit), Start: r.StartAt, Target: r.Target},
		Due:     due, State: domain.GoalState(r.State), ProposedBy: domain.ID(r.ProposedBy), AgreedAt: timeOf(r.AgreedAt),
		Confidence: domain.Confidence(r.Confidence), Value: r.Value, LastNews: timeOf(r.LastNews), AskAt: timeOf(r.AskAt),
		Lesson: o.text("lesson", r.Lesson), ClosedAt: timeOf(r.ClosedAt), At: r.At.UTC(), Version: r.Version,
	}
	if steps := o.text("milestones", r.Milestones); steps != "" {
		if err := json.Unmarshal([]byte(steps), &g.Measure.Milestones); err != nil {
			return domain.Goal{}, tried("read stored milestones", err)
		}
	}
	return g, o.err
}

// CreateGoal adds one, as its first version.
func (t *tx) CreateGoal(ctx context.Context, g domain.Goal) (domain.Goal, error) {
	g.Version = 1
	row, err := t.rowOfGoal(g)
	if err != nil {
		return g, err
	}
	return g, tried("create a goal", t.g(ctx).Create(&row).Error)
}

// Goal gives one.
func (t *tx) Goal(ctx context.Context, id domain.ID) (domain.Goal, error) {
	var row goalRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Goal{}, found(err, "goal.not_found", "read a goal")
	}
	return t.goalOf(row)
}

// UpdateGoal writes everything but when it was made.
func (t *tx) UpdateGoal(ctx context.Context, g domain.Goal) (domain.Goal, error) {
	before := g.Version
	g.Version++
	row, err := t.rowOfGoal(g)
	if err != nil {
		return g, err
	}
	done := t.g(ctx).Model(&goalRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID", "At").Updates(&row)
	return g, written(done, "update a goal", "goal.changed")
}

// Goals lists by filter, those due first at the top.
func (t *tx) Goals(ctx context.Context, f domain.GoalFilter) ([]domain.Goal, error) {
	q := t.g(ctx)
	if f.Owner != "" {
		q = q.Where("owner = ?", string(f.Owner))
	}
	if f.Level != "" {
		q = q.Where("level = ?", string(f.Level))
	}
	if len(f.Teams) > 0 {
		teams := make([]string, len(f.Teams))
		for i, team := range f.Teams {
			teams[i] = plain(team)
		}
		q = q.Where("team IN ?", teams)
	}
	if len(f.Parents) > 0 {
		q = q.Where("parent IN ?", idTexts(f.Parents))
	}
	if f.Readable != nil {
		people, args, err := scopeOn("goals.owner", f.Readable.People)
		if err != nil {
			return nil, err
		}
		shared, more, err := scopeOn("goals.owner", f.Readable.Shared)
		if err != nil {
			return nil, err
		}
		level := string(domain.PersonGoal)
		args = append(append(append([]any{level}, args...), level), more...)
		q = q.Where("(level = ? AND "+people+" OR level <> ? AND "+shared+")", args...)
	}
	return t.goalPage(q, f)
}

// goalPage lists what is selected in its order, from the filter's place on.
func (t *tx) goalPage(q *gorm.DB, f domain.GoalFilter) ([]domain.Goal, error) {
	open, order, behind := []string{string(domain.GoalProposed), string(domain.GoalAgreed)}, "due, id", ">"
	if f.Closed {
		order, behind = "due DESC, id DESC", "<"
		q = q.Where("state NOT IN ?", open)
	}
	if f.Open {
		q = q.Where("state IN ?", open)
	}
	if f.After != "" {
		q = q.Where("(due, id) "+behind+" (SELECT due, id FROM goals WHERE id = ?)", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []goalRow
	if err := q.Order(order).Find(&rows).Error; err != nil {
		return nil, tried("list goals", err)
	}
	return mapped(rows, t.goalOf)
}

// GuardTree takes the tree's one row.
func (t *tx) GuardTree(ctx context.Context) error {
	return tried("guard the tree of goals", t.g(ctx).Exec(`UPDATE goal_tree SET changes = changes + 1 WHERE id = 1`).Error)
}

// goalUpdateRow is one piece of news.
type goalUpdateRow struct {
	ID         string
	Goal       string
	Author     string
	Value      float64
	Confidence string
	NoChange   bool
	Why        sealed
	Next       sealed
	At         time.Time
}

// TableName names the table for GORM.
func (goalUpdateRow) TableName() string { return "goal_updates" }

// AddGoalUpdate keeps a piece of news.
func (t *tx) AddGoalUpdate(ctx context.Context, u domain.GoalUpdate) error {
	row := goalUpdateRow{
		ID: string(u.ID), Goal: string(u.Goal), Author: string(u.Author), Value: u.Value, Confidence: string(u.Confidence),
		NoChange: u.NoChange, Why: t.db.box.Seal("goal_updates", u.ID, "why", u.Why), Next: t.db.box.Seal("goal_updates", u.ID, "next", u.Next),
		At: instant(u.At),
	}
	return tried("keep news on a goal", t.g(ctx).Create(&row).Error)
}

// GoalUpdates lists the news of a goal, newest first.
func (t *tx) GoalUpdates(ctx context.Context, goal domain.ID, limit int) ([]domain.GoalUpdate, error) {
	var rows []goalUpdateRow
	if err := t.g(ctx).Where("goal = ?", string(goal)).Order("at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list news on a goal", err)
	}
	return mapped(rows, t.goalUpdateOf)
}

func (t *tx) goalUpdateOf(r goalUpdateRow) (domain.GoalUpdate, error) {
	o := opener{box: t.db.box, table: "goal_updates", id: domain.ID(r.ID)}
	return domain.GoalUpdate{
		ID: domain.ID(r.ID), Goal: domain.ID(r.Goal), Author: domain.ID(r.Author), Value: r.Value, Confidence: domain.Confidence(r.Confidence),
		NoChange: r.NoChange, Why: o.text("why", r.Why), Next: o.text("next", r.Next), At: r.At.UTC(),
	}, o.err
}

// DueGoals lists goals to ask about.
func (t *tx) DueGoals(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM goals WHERE ask_at <= ? ORDER BY ask_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due goals", err)
}

// NextGoal is when the next one is to be asked about.
func (t *tx) NextGoal(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT ask_at AS at FROM goals WHERE ask_at > ? ORDER BY ask_at LIMIT 1`, after)
}
