package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// The conditions stand in the text as they stand in the indexes, which hold all
// that is counted: no row is read.

// CountLearning counts who chose to learn what.
func (t *tx) CountLearning(ctx context.Context, from, to time.Time) ([]domain.LearningCount, error) {
	var counts []domain.LearningCount
	err := t.g(ctx).Raw(`SELECT c.expectation, count(DISTINCT i.person) AS people FROM plan_items i
		JOIN citations c ON c.kind = 'plan' AND c.record = i.id WHERE i.at >= ? AND i.at < ? GROUP BY c.expectation ORDER BY c.expectation`,
		instant(from), instant(to)).Scan(&counts).Error
	return counts, tried("count what people want to learn", err)
}

// CountHelped counts whom what helped.
func (t *tx) CountHelped(ctx context.Context) ([]domain.LearningCount, error) {
	var counts []domain.LearningCount
	err := t.g(ctx).Raw(`SELECT c.expectation, i.listed, count(DISTINCT i.person) AS people FROM help_answers h
		JOIN plan_items i ON i.id = h.item AND i.listed <> '' JOIN citations c ON c.kind = 'plan' AND c.record = i.id
		WHERE h.answer = 'yes' GROUP BY c.expectation, i.listed ORDER BY c.expectation, people DESC, i.listed`).Scan(&counts).Error
	return counts, tried("count what helped", err)
}
