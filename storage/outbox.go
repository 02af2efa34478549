package storage

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// Outbox is the courier's side of the messages. Not rows are claimed but whole
// lanes, so that a lane with ten thousand messages costs no more than one with
// a single message. Pace, Retry-After, back-off and lease are all one column,
// next_at: a lane is free when it has passed.
type Outbox struct {
	db *DB
}

var _ domain.Outbox = (*Outbox)(nil)

// Outbox gives the courier's side.
func (d *DB) Outbox() *Outbox { return &Outbox{db: d} }

// Wake signals that something may be due.
func (o *Outbox) Wake() <-chan struct{} { return o.db.wake.signal }

// Claim takes due lanes, those of more pressing classes first, each with its
// head. Lanes that turn out to be empty are removed.
func (o *Outbox) Claim(ctx context.Context, limit int, lease time.Duration) ([]domain.Claimed, error) {
	var claimed []domain.Claimed
	var empty []string
	err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		claimed, empty = nil, nil
		lanes, err := t.claimLanes(ctx, limit, lease)
		if err != nil || len(lanes) == 0 {
			return err
		}
		heads, err := t.heads(ctx, lanes)
		if err != nil {
			return err
		}
		for _, lane := range lanes {
			head, ok := heads[lane.Lane]
			if !ok {
				empty = append(empty, lane.Lane)
				continue
			}
			c := head.claimed(lane)
			c.Lease = lease
			claimed = append(claimed, c)
		}
		slices.SortFunc(claimed, func(a, b domain.Claimed) int {
			return cmp.Or(cmp.Compare(rankOf(a.Message.Class), rankOf(b.Message.Class)), cmp.Compare(a.Message.Seq, b.Message.Seq))
		})
		return t.freeLanes(ctx, empty)
	})
	if err != nil {
		return nil, err
	}
	o.removeEmpty(ctx, empty)
	return claimed, nil
}

// claimLanes moves next_at of due lanes behind the lease. The fence follows
// the clock, so that it rises also for a lane that was removed and made anew.
func (t *tx) claimLanes(ctx context.Context, limit int, lease time.Duration) ([]laneRow, error) {
	now := t.db.machine()
	until := now.after(t.db, lease)
	lock, fence := "", `max(fence + 1, ?)`
	args := slices.Concat(now.args, []any{limit}, until.args)
	if t.db.dialect == postgresDialect {
		lock, fence = `FOR NO KEY UPDATE SKIP LOCKED`, `greatest(fence + 1, (extract(epoch FROM now()) * 1000000)::bigint)`
	} else {
		args = append(args, time.Now().UnixMicro()) //nolint:forbidigo // machine time, not the practice's
	}
	var lanes []laneRow
	err := t.g(ctx).Raw(`WITH due AS (SELECT lane FROM lanes WHERE next_at <= `+now.now+` ORDER BY class, next_at LIMIT ? `+lock+`)
		UPDATE lanes SET next_at = `+until.now+`, fence = `+fence+`
		WHERE lane IN (SELECT lane FROM due) RETURNING lane, class, fence`, args...).Scan(&lanes).Error
	return lanes, tried("claim lanes", err)
}

// headRow is the head of a lane with the age of its last attempt.
type headRow struct {
	messageRow
	BegunMicros int64
}

// heads reads the first message of each lane.
func (t *tx) heads(ctx context.Context, lanes []laneRow) (map[string]headRow, error) {
	names := make([]string, len(lanes))
	for i, lane := range lanes {
		names[i] = lane.Lane
	}
	var rows []messageRow
	err := t.g(ctx).Where(`seq IN (SELECT (SELECT o.seq FROM outbox o WHERE o.queued = lanes.lane ORDER BY o.seq LIMIT 1)
		FROM lanes WHERE lane IN ?)`, names).Find(&rows).Error
	if err != nil {
		return nil, tried("read the heads of lanes", err)
	}
	now, err := t.machineNow(ctx)
	if err != nil {
		return nil, err
	}
	heads := make(map[string]headRow, len(rows))
	for _, row := range rows {
		head := headRow{messageRow: row}
		if row.BegunAt != nil {
			head.BegunMicros = now.Sub(*row.BegunAt).Microseconds()
		}
		heads[row.Lane] = head
	}
	return heads, nil
}

// machineNow reads machine time.
func (t *tx) machineNow(ctx context.Context) (time.Time, error) {
	m := t.db.machine()
	if t.db.dialect == sqliteDialect {
		return m.at, nil
	}
	var now time.Time
	err := t.g(ctx).Raw(`SELECT `+m.now, m.args...).Row().Scan(&now)
	return now, tried("read the database's clock", err)
}

func (h headRow) claimed(lane laneRow) domain.Claimed {
	c := domain.Claimed{Lane: lane.Lane, Fence: lane.Fence, Message: h.message()}
	if h.State == string(domain.Sending) {
		c.Doubtful = true
		c.BegunAgo = time.Duration(h.BegunMicros) * time.Microsecond
	}
	return c
}

// freeLanes makes lanes due at once.
func (t *tx) freeLanes(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	now := t.db.machine()
	return tried("free lanes", t.g(ctx).Exec(`UPDATE lanes SET next_at = `+now.now+` WHERE lane IN ?`,
		slices.Concat(now.args, []any{names})...).Error)
}

// removeEmpty deletes lanes without messages. A transaction that is just
// writing into one holds its key, so the lane is left alone; one that commits
// at this very moment makes the deletion break its foreign key, which leaves
// the lane alone, too. Nothing depends on the removal but tidiness.
func (o *Outbox) removeEmpty(ctx context.Context, names []string) {
	for _, name := range names {
		err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
			query := `SELECT lane FROM lanes WHERE lane = ? AND NOT EXISTS (SELECT 1 FROM outbox WHERE queued = lanes.lane)`
			if t.db.dialect == postgresDialect {
				query += ` FOR UPDATE SKIP LOCKED`
			}
			return t.g(ctx).Exec(`DELETE FROM lanes WHERE lane IN (`+query+`)`, name).Error
		})
		if err != nil {
			o.db.logger.DebugContext(ctx, "an empty lane was not removed", slog.Any("error", err))
		}
	}
}

// Begin notes that the message is being handed to Slack and renews the lease.
// A message that was withdrawn meanwhile frees its lane.
func (o *Outbox) Begin(ctx context.Context, c domain.Claimed) error {
	gone := false
	err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		now := t.db.machine()
		if err := t.hold(ctx, c, now.after(t.db, c.Lease)); err != nil {
			return err
		}
		done := t.g(ctx).Exec(`UPDATE outbox SET state = ?, attempts = attempts + 1, begun_at = `+now.now+` WHERE seq = ? AND queued = ?`,
			slices.Concat([]any{string(domain.Sending)}, now.args, []any{c.Message.Seq, c.Lane})...)
		if done.Error != nil {
			return tried("begin a message", done.Error)
		}
		if gone = done.RowsAffected == 0; gone {
			t.stirs = true
			return t.freeLanes(ctx, []string{c.Lane})
		}
		return nil
	})
	if err == nil && gone {
		return domain.Refuse(domain.Conflict, "outbox.withdrawn")
	}
	return err
}

// hold checks that the claim is held and sets when the lane is free again.
func (t *tx) hold(ctx context.Context, c domain.Claimed, until machine) error {
	done := t.g(ctx).Exec(`UPDATE lanes SET next_at = `+until.now+` WHERE lane = ? AND fence = ?`,
		slices.Concat(until.args, []any{c.Lane, c.Fence})...)
	if done.Error != nil {
		return tried("hold a lane", done.Error)
	}
	if done.RowsAffected == 0 {
		return domain.Refuse(domain.Conflict, "outbox.claim_lost")
	}
	return nil
}

// Settle writes what became of a message and frees its lane after the pause.
func (o *Outbox) Settle(ctx context.Context, c domain.Claimed, s domain.Settlement) error {
	return o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		if err := t.hold(ctx, c, t.db.machine().after(t.db, s.Pause)); err != nil {
			return err
		}
		t.stirs = s.Pause <= 0
		err := t.g(ctx).Model(&messageRow{}).Where("seq = ? AND queued = ?", c.Message.Seq, c.Lane).
			Updates(t.settled(s)).Error
		if err != nil {
			return tried("settle a message", err)
		}
		if err := t.rerank(ctx, c.Lane); err != nil || s.Delivery == nil {
			return err
		}
		return t.deliver(ctx, *s.Delivery)
	})
}

// settled is what a settlement changes in the row.
func (t *tx) settled(s domain.Settlement) map[string]any {
	change := map[string]any{"state": string(s.State), "reason": plain(s.Reason)}
	switch {
	case s.State == domain.Sending:
		// It stays in doubt, and its attempt keeps its age.
	case s.State != domain.Waiting:
		change["queued"], change["ended_at"] = nil, t.at
	case !s.HoldUntil.IsZero():
		change["queued"], change["hold_until"], change["begun_at"] = nil, instant(s.HoldUntil), nil
	default:
		change["begun_at"] = nil
	}
	return change
}

// rerank gives a lane the rank of its next message.
func (t *tx) rerank(ctx context.Context, lane string) error {
	var next []string
	err := t.g(ctx).Raw(`SELECT class FROM outbox WHERE queued = ? ORDER BY seq LIMIT 1`, lane).Scan(&next).Error
	if err != nil || len(next) == 0 {
		return tried("look at the next message of a lane", err)
	}
	rank := rankOf(domain.Class(next[0]))
	return tried("rank a lane", t.g(ctx).Exec(`UPDATE lanes SET class = ? WHERE lane = ? AND class <> ?`, rank, lane, rank).Error)
}

// deliver notes where a message stands.
func (t *tx) deliver(ctx context.Context, d domain.Delivery) error {
	if d.At.IsZero() {
		d.At = t.at
	}
	return tried("note a delivery", t.g(ctx).Exec(
		`INSERT INTO deliveries (channel, ts, kind, subject, recipient, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (channel, ts) DO NOTHING`,
		plain(d.Channel), plain(d.TS), d.Kind, string(d.Subject), string(d.Recipient), instant(d.At)).Error)
}

// requeue puts messages back into their lanes, at the place they had.
func (t *tx) requeue(ctx context.Context, rows []messageRow) error {
	if len(rows) == 0 {
		return nil
	}
	ranks, seqs := map[string]int{}, make([]int64, len(rows))
	for i, row := range rows {
		seqs[i] = row.Seq
		rank := rankOf(domain.Class(row.Class))
		if known, ok := ranks[row.Lane]; !ok || rank < known {
			ranks[row.Lane] = rank
		}
	}
	if err := t.openLanes(ctx, ranks); err != nil {
		return err
	}
	t.stirs = true
	return tried("requeue messages", t.g(ctx).Model(&messageRow{}).Where("seq IN ?", seqs).Updates(map[string]any{
		"queued": gorm.Expr("lane"), "state": string(domain.Waiting), "hold_until": nil, "ended_at": nil, "begun_at": nil, "reason": "",
	}).Error)
}

// Backlog counts what is not finished: waiting (held included), sending, dead
// and unclear. What was sent or dropped is history and not counted.
func (o *Outbox) Backlog(ctx context.Context) (map[domain.MessageState]int, error) {
	counts := map[domain.MessageState]int{}
	err := o.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		var rows []struct {
			State domain.MessageState
			Count int
		}
		err := t.g(ctx).Raw(`SELECT state, count(*) AS count FROM outbox
			WHERE state NOT IN ('sent', 'dropped') GROUP BY state`).Scan(&rows).Error
		for _, row := range rows {
			counts[row.State] = row.Count
		}
		return tried("count the backlog", err)
	})
	return counts, err
}

// Oldest tells by kind since when the oldest message waits that nothing holds
// back.
func (o *Outbox) Oldest(ctx context.Context) (map[string]time.Time, error) {
	oldest := map[string]time.Time{}
	err := o.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		var rows []messageRow
		err := t.g(ctx).Raw(`SELECT kind, min(at) AS at FROM outbox
			WHERE state IN ('waiting', 'sending') AND hold_until IS NULL GROUP BY kind`).Scan(&rows).Error
		for _, row := range rows {
			oldest[row.Kind] = row.At
		}
		return tried("find the oldest messages", err)
	})
	return oldest, err
}

// Stuck lists dead and unclear messages, newest first.
func (o *Outbox) Stuck(ctx context.Context, limit int) ([]domain.Message, error) {
	var list []domain.Message
	err := o.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		var rows []messageRow
		err := t.g(ctx).Where("state IN ('dead', 'unclear')").Order("seq DESC").Limit(limit).Find(&rows).Error
		list = make([]domain.Message, len(rows)) // anew, where the closure runs again
		for i, row := range rows {
			list[i] = row.message()
		}
		return tried("list stuck messages", err)
	})
	return list, err
}

// Unclear tells whether a post may stand in Slack without anybody knowing where.
func (o *Outbox) Unclear(ctx context.Context, m domain.Message) (bool, error) {
	var found bool
	err := o.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		q := t.g(ctx).Model(&messageRow{}).Where("state = 'unclear' AND deed = ? AND kind = ? AND subject = ?",
			string(domain.Post), m.Kind, plain(string(m.Subject)))
		if m.Recipient != "" {
			q = q.Where("recipient = ?", plain(string(m.Recipient)))
		}
		if m.Channel != "" {
			q = q.Where("channel = ?", plain(m.Channel))
		}
		var n int64
		err := q.Count(&n).Error
		found = n > 0
		return tried("look for an unclear post", err)
	})
	return found, err
}

// Requeue puts dead or unclear messages back; others are left as they are.
func (o *Outbox) Requeue(ctx context.Context, seqs []int64) (int, error) {
	requeued := 0
	err := o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		var rows []messageRow
		err := t.g(ctx).Where("seq IN ? AND state IN ('dead', 'unclear')", seqs).Find(&rows).Error
		if err != nil {
			return tried("read stuck messages", err)
		}
		requeued = len(rows)
		return t.requeue(ctx, rows)
	})
	return requeued, err
}

// Forget removes a delivery that does not stand any more.
func (o *Outbox) Forget(ctx context.Context, d domain.Delivery) error {
	return o.db.inTx(ctx, func(ctx context.Context, t *tx) error {
		return tried("forget a delivery", t.g(ctx).Exec(`DELETE FROM deliveries WHERE channel = ? AND ts = ?`,
			plain(d.Channel), plain(d.TS)).Error)
	})
}
