package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// Unmet lists who takes part and was not greeted, from one range of one index.
func (t *tx) Unmet(ctx context.Context, after domain.ID, limit int) ([]domain.Person, error) {
	var rows []personRow
	err := t.g(ctx).Where("met IS NULL AND active AND leaves = '' AND id > ?", string(after)).
		Where("(kind = ? OR takes_part AND kind NOT IN ?)", string(domain.Member), []string{string(domain.Bot), string(domain.Outsider)}).
		Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list people to greet", err)
	}
	people := make([]domain.Person, len(rows))
	for i, row := range rows {
		if people[i], err = row.person(); err != nil {
			return nil, err
		}
	}
	return people, nil
}

// NoteMet notes it once.
func (t *tx) NoteMet(ctx context.Context, id domain.ID, at time.Time) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE people SET met = ? WHERE id = ? AND met IS NULL`, instant(at), string(id))
	return done.RowsAffected > 0, tried("note that somebody was greeted", done.Error)
}
