package storage

import (
	"context"
	"strings"
	"time"

	"rapport/domain"
)

// sightRow is one thing that somebody saw.
type sightRow struct {
	Record  string
	Version int
	At      time.Time
}

// NoteSights keeps those that are new.
func (t *tx) NoteSights(ctx context.Context, person domain.ID, seen []domain.Sighted, at time.Time) error {
	if len(seen) == 0 {
		return nil
	}
	args := make([]any, 0, len(seen)*4)
	for _, s := range seen {
		args = append(args, string(person), string(s.Record), s.Version, instant(at))
	}
	values := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?), ", len(seen)), ", ")
	return tried("note what somebody saw", t.g(ctx).Exec(`INSERT INTO sights (person, record, version, at) VALUES `+values+
		` ON CONFLICT (person, record, version) DO NOTHING`, args...).Error)
}

// Sights tells when a person first saw some records, with one question.
func (t *tx) Sights(ctx context.Context, person domain.ID, records []domain.ID) (map[domain.Sighted]time.Time, error) {
	seen := map[domain.Sighted]time.Time{}
	if len(records) == 0 {
		return seen, nil
	}
	var rows []sightRow
	err := t.g(ctx).Raw(`SELECT record, version, at FROM sights WHERE person = ? AND record `+t.among(), string(person), t.list(records)).Scan(&rows).Error
	for _, r := range rows {
		seen[domain.Sighted{Record: domain.ID(r.Record), Version: r.Version}] = r.At.UTC()
	}
	return seen, tried("read what somebody saw", err)
}
