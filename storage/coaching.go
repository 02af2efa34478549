package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// NoteCoached notes that somebody answered a card's question.
func (t *tx) NoteCoached(ctx context.Context, person domain.ID, card domain.CoachCard, at time.Time) error {
	return tried("note a coaching card", t.g(ctx).Exec(`INSERT INTO coached (person, card, at) VALUES (?, ?, ?)
		ON CONFLICT (person, card) DO UPDATE SET at = excluded.at`, string(person), string(card), instant(at)).Error)
}

// CoachedAt tells when a person answered which card last.
func (t *tx) CoachedAt(ctx context.Context, person domain.ID) (map[domain.CoachCard]time.Time, error) {
	var rows []struct {
		Card string
		At   time.Time
	}
	if err := t.g(ctx).Raw(`SELECT card, at FROM coached WHERE person = ?`, string(person)).Scan(&rows).Error; err != nil {
		return nil, tried("read coaching cards", err)
	}
	at := make(map[domain.CoachCard]time.Time, len(rows))
	for _, r := range rows {
		at[domain.CoachCard(r.Card)] = r.At.UTC()
	}
	return at, nil
}

// CountCoached counts who of some people did all of some cards.
func (t *tx) CountCoached(ctx context.Context, people []domain.ID, cards []domain.CoachCard, since time.Time) (int, error) {
	names := make([]string, len(cards))
	for i, c := range cards {
		names[i] = string(c)
	}
	var done int
	err := t.g(ctx).Raw(`SELECT count(*) FROM (SELECT person FROM coached WHERE person `+t.among()+` AND card IN ? AND at > ?
		GROUP BY person HAVING count(*) = ?) AS all_of_them`, t.list(people), names, instant(since), len(cards)).Scan(&done).Error
	return done, tried("count who did coaching cards", err)
}
