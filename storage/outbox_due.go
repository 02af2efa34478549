package storage

import (
	"context"
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

// releaseBatch is how many messages one transaction gives back.
const releaseBatch = 500

// ReleaseHeldFor gives messages back that are held for one of these reasons,
// whenever their hold ends.
func (o *Outbox) ReleaseHeldFor(ctx context.Context, reasons ...string) (int, error) {
	released := 0
	for {
		n := 0
		err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
			query := `SELECT * FROM outbox WHERE hold_until IS NOT NULL AND reason IN ? ORDER BY hold_until, seq LIMIT ?`
			if t.db.dialect == postgresDialect {
				query += ` FOR UPDATE SKIP LOCKED`
			}
			var rows []messageRow
			if err := t.g(ctx).Raw(query, reasons, releaseBatch).Scan(&rows).Error; err != nil {
				return tried("list held messages", err)
			}
			n = len(rows)
			return t.requeue(ctx, rows)
		})
		released += n
		if err != nil || n == 0 {
			return released, err
		}
	}
}
