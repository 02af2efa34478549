package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// FeedbackCountsOf counts the feedback that people were given.
func (t *tx) FeedbackCountsOf(ctx context.Context, people []domain.ID, from, to time.Time) (map[domain.ID]domain.FeedbackCount, error) {
	counts := make(map[domain.ID]domain.FeedbackCount, len(people))
	query := t.g(ctx).Raw(`SELECT receiver, count(*), sum(CASE WHEN actionable THEN 1 ELSE 0 END) FROM feedback
		WHERE receiver `+t.among()+` AND state = 'given' AND at > ? AND at <= ? AND actionable IS NOT NULL GROUP BY receiver`,
		t.list(people), instant(from), instant(to))
	err := eachRow(query, func(scan func(...any) error) error {
		var receiver string
		var c domain.FeedbackCount
		err := scan(&receiver, &c.Given, &c.Actionable)
		counts[domain.ID(receiver)] = c
		return err
	})
	return counts, tried("count feedback", err)
}

// AnsweredRequests lists when feedback was asked for and came.
func (t *tx) AnsweredRequests(ctx context.Context, from, to time.Time) ([][2]time.Time, error) {
	var list [][2]time.Time
	query := t.g(ctx).Raw(`SELECT at, ended_at FROM feedback_requests WHERE ended_at > ? AND ended_at <= ? AND feedback <> '' ORDER BY ended_at`,
		instant(from), instant(to))
	err := eachRow(query, func(scan func(...any) error) error {
		var asked, came time.Time
		err := scan(&asked, &came)
		list = append(list, [2]time.Time{asked.UTC(), came.UTC()})
		return err
	})
	return list, tried("list when feedback came that was asked for", err)
}

// ByOwnManager tells who was thanked and given feedback by the own manager.
func (t *tx) ByOwnManager(ctx context.Context, people []domain.ID, from, to time.Time) (thanked, told map[domain.ID]bool, err error) {
	var ids []string
	// The time of a kudos is asked for in both tables, where it is the same: so its
	// giver is found in a range of an index, and nothing older is read.
	err = t.g(ctx).Raw(`SELECT DISTINCT p.id FROM people p
		JOIN kudos_receivers r ON r.person = p.id AND r.state = 'given' AND r.at > ? AND r.at <= ?
		JOIN kudos k ON k.giver = p.manager AND k.state = 'given' AND k.at = r.at AND k.at > ? AND k.id = r.kudos
		WHERE p.id `+t.among(), instant(from), instant(to), instant(from), t.list(people)).Scan(&ids).Error
	if err != nil {
		return nil, nil, tried("count thanks of the own manager", err)
	}
	thanked, ids = idSet(ids), nil
	err = t.g(ctx).Raw(`SELECT DISTINCT p.id FROM people p JOIN feedback f ON f.receiver = p.id AND f.state = 'given' AND f.at > ? AND f.at <= ?
		AND f.giver = p.manager WHERE p.id `+t.among(), instant(from), instant(to), t.list(people)).Scan(&ids).Error
	return thanked, idSet(ids), tried("count feedback of the own manager", err)
}
