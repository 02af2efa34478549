package storage

import (
	"context"
	"encoding/json"
	"time"

	"rapport/domain"
)

// scorecardRow is one quarter; its figures are sealed JSON.
type scorecardRow struct {
	ID      string
	Period  string
	MadeAt  time.Time
	Figures sealed
}

// TableName names the table for GORM.
func (scorecardRow) TableName() string { return "scorecards" }

func (t *tx) scorecardOf(r scorecardRow) (domain.Scorecard, error) {
	o := opener{box: t.db.box, table: "scorecards", id: domain.ID(r.ID)}
	c := domain.Scorecard{ID: domain.ID(r.ID), Period: r.Period, MadeAt: r.MadeAt.UTC()}
	figures := o.text("figures", r.Figures)
	if o.err != nil {
		return c, o.err
	}
	return c, tried("read the figures of a scorecard", json.Unmarshal([]byte(figures), &c.Figures))
}

// CreateScorecard adds one. Conflict where the quarter has one.
func (t *tx) CreateScorecard(ctx context.Context, c domain.Scorecard) error {
	figures, err := json.Marshal(c.Figures)
	if err != nil {
		return tried("write the figures of a scorecard", err)
	}
	row := scorecardRow{ID: string(c.ID), Period: c.Period, MadeAt: instant(c.MadeAt), Figures: t.db.box.Seal("scorecards", c.ID, "figures", string(figures))}
	err = t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "scorecard.there")
	}
	return tried("create a scorecard", err)
}

// Scorecard gives one.
func (t *tx) Scorecard(ctx context.Context, id domain.ID) (domain.Scorecard, error) {
	var row scorecardRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Scorecard{}, found(err, "scorecard.none", "read a scorecard")
	}
	return t.scorecardOf(row)
}

// Scorecards lists those up to a quarter, newest first.
func (t *tx) Scorecards(ctx context.Context, until string, limit int) ([]domain.Scorecard, error) {
	var rows []scorecardRow
	if err := t.g(ctx).Where("period <= ?", plain(until)).Order("period DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list scorecards", err)
	}
	return mapped(rows, t.scorecardOf)
}

// GoalsEnded counts people's own goals by how they ended.
func (t *tx) GoalsEnded(ctx context.Context, from, to time.Time) (domain.GoalEnds, error) {
	var ends domain.GoalEnds
	query := t.g(ctx).Raw(`SELECT state, count(*) FROM goals WHERE closed_at > ? AND closed_at <= ? AND level = 'person' GROUP BY state`, instant(from), instant(to))
	err := eachRow(query, func(scan func(...any) error) error {
		var state string
		var n int
		err := scan(&state, &n)
		switch domain.GoalState(state) {
		case domain.GoalAchieved:
			ends.Achieved = n
		case domain.GoalPartly:
			ends.Partly = n
		case domain.GoalMissed:
			ends.Missed = n
		case domain.GoalDropped:
			ends.Dropped = n
		case domain.GoalProposed, domain.GoalAgreed:
		}
		return err
	})
	return ends, tried("count goals that ended", err)
}

// Leading tells to which of the people somebody reports.
func (t *tx) Leading(ctx context.Context, people []domain.ID) (map[domain.ID]bool, error) {
	var ids []string
	err := t.g(ctx).Raw(`SELECT p.id FROM people p WHERE p.id `+t.among()+`
		AND EXISTS (SELECT 1 FROM people r WHERE r.manager = p.id AND r.manager <> '' AND r.active)`, t.list(people)).Scan(&ids).Error
	return idSet(ids), tried("look who leads people", err)
}
