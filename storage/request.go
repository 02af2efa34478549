package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// requestRow is one remembered request.
type requestRow struct {
	Actor   string
	Key     string
	Digest  string
	Outcome string
	Subject string
	At      time.Time
}

// TableName names the table for GORM.
func (requestRow) TableName() string { return "requests" }

func (r requestRow) record() domain.RequestRecord {
	return domain.RequestRecord{
		Actor: domain.ID(r.Actor), Key: r.Key, Digest: r.Digest, Outcome: r.Outcome,
		Subject: domain.ID(r.Subject), At: r.At.UTC(),
	}
}

// ClaimRequest inserts the request, or gives the one that was there first. A
// rival that has inserted and not committed is waited for.
func (t *tx) ClaimRequest(ctx context.Context, r domain.RequestRecord) (domain.RequestRecord, bool, error) {
	r.At = instant(r.At)
	if r.At.IsZero() {
		r.At = t.at
	}
	done := t.g(ctx).Exec(`INSERT INTO requests (actor, key, digest, outcome, subject, at)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (actor, key) DO NOTHING`,
		string(r.Actor), plain(r.Key), r.Digest, r.Outcome, string(r.Subject), r.At)
	if done.Error != nil {
		return domain.RequestRecord{}, false, tried("claim a request", done.Error)
	}
	if done.RowsAffected == 1 {
		return r, true, nil
	}
	var first requestRow
	err := t.g(ctx).Where("actor = ? AND key = ?", string(r.Actor), plain(r.Key)).Take(&first).Error
	return first.record(), false, tried("read the first request", err)
}

// FinishRequest writes what came of a request of this transaction.
func (t *tx) FinishRequest(ctx context.Context, r domain.RequestRecord) error {
	return tried("finish a request", t.g(ctx).Exec(
		`UPDATE requests SET outcome = ?, subject = ? WHERE actor = ? AND key = ?`,
		r.Outcome, string(r.Subject), string(r.Actor), plain(r.Key)).Error)
}

// AmendRequest writes the digest of a resubmission.
func (t *tx) AmendRequest(ctx context.Context, r domain.RequestRecord) error {
	return tried("amend a request", t.g(ctx).Exec(
		`UPDATE requests SET digest = ? WHERE actor = ? AND key = ?`,
		r.Digest, string(r.Actor), plain(r.Key)).Error)
}
