package storage

import (
	"context"
	"slices"
	"time"
)

// NextHold is when the next held message may go, of those that are held beyond
// an instant (practice time). ok is false where none is.
func (o *Outbox) NextHold(ctx context.Context, after time.Time) (at time.Time, ok bool, err error) {
	err = o.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		var rows []messageRow
		err := t.g(ctx).Select("hold_until").Where("hold_until > ?", instant(after)).Order("hold_until").Limit(1).Find(&rows).Error
		if len(rows) > 0 {
			at, ok = timeOf(rows[0].HoldUntil), true
		}
		return tried("find the next held message", err)
	})
	return at, ok, err
}

// Hurry ends the pause of each lane whose next message was put back for one of
// these reasons, and tells how many lanes that are.
func (o *Outbox) Hurry(ctx context.Context, reasons ...string) (int, error) {
	hurried := 0
	err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		now := t.db.machine()
		done := t.g(ctx).Exec(`UPDATE lanes SET next_at = `+now.now+` WHERE next_at > `+now.now+`
			AND lane IN (SELECT queued FROM outbox WHERE queued IS NOT NULL AND state = 'waiting' AND reason IN ?)`,
			slices.Concat(now.args, now.args, []any{reasons})...)
		hurried, t.stirs = int(done.RowsAffected), true
		return tried("hurry lanes", done.Error)
	})
	return hurried, err
}
