package storage

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rapport/domain"
)

// messageRow is one message in the outbox.
type messageRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement"`
	Lane      string
	Queued    *string
	Kind      string
	Deed      string
	Class     string
	Recipient string
	Channel   string
	Subject   string
	Detail    string
	Nonce     string
	State     string
	Reason    string
	Attempts  int
	At        time.Time
	HoldUntil *time.Time
	BegunAt   *time.Time
	EndedAt   *time.Time
}

// TableName names the table for GORM.
func (messageRow) TableName() string { return "outbox" }

func (r messageRow) message() domain.Message {
	return domain.Message{
		Seq: r.Seq, Kind: r.Kind, Deed: domain.Deed(r.Deed), Class: domain.Class(r.Class),
		Recipient: domain.ID(r.Recipient), Channel: r.Channel, Subject: domain.ID(r.Subject), Detail: r.Detail,
		Nonce: r.Nonce, HoldUntil: timeOf(r.HoldUntil), At: r.At.UTC(), Attempts: r.Attempts, Reason: r.Reason,
		State: domain.MessageState(r.State), EndedAt: timeOf(r.EndedAt),
	}
}

// rowOfMessage makes the row of a new message. A held one is queued nowhere
// until Release.
func rowOfMessage(m domain.Message) messageRow {
	lane := laneOf(m)
	row := messageRow{
		Lane: lane, Kind: m.Kind, Deed: string(m.Deed), Class: string(m.Class), Recipient: string(m.Recipient),
		Channel: plain(m.Channel), Subject: string(m.Subject), Detail: plain(m.Detail), Nonce: m.Nonce,
		State: string(domain.Waiting), At: instant(m.At), HoldUntil: optional(m.HoldUntil),
	}
	if row.HoldUntil == nil {
		row.Queued = &lane
	}
	return row
}

// Tell takes a message; it is written with the others just before COMMIT.
func (t *tx) Tell(_ context.Context, m domain.Message) error {
	if m.Nonce == "" {
		m.Nonce = uuid.NewString()
	}
	if m.At.IsZero() {
		m.At = t.at
	}
	if m.Deed == "" {
		m.Deed = domain.Post
	}
	t.told = append(t.told, m)
	return nil
}

// flush writes what was told: first the lanes, always in the same order, so
// that two transactions cannot lock each other out, then the messages in the
// order in which they were told.
func (t *tx) flush(ctx context.Context) error {
	if len(t.told) == 0 {
		return nil
	}
	rows, ranks := make([]messageRow, len(t.told)), map[string]int{}
	for i, m := range t.told {
		rows[i] = rowOfMessage(m)
		if lane := rows[i].Queued; lane != nil {
			rank, known := ranks[*lane]
			if !known || rankOf(m.Class) < rank {
				ranks[*lane] = rankOf(m.Class)
			}
		}
	}
	if err := t.openLanes(ctx, ranks); err != nil {
		return err
	}
	if err := t.g(ctx).Create(&rows).Error; err != nil {
		return tried("store messages", err)
	}
	t.told = nil
	t.stirs = t.stirs || len(ranks) > 0
	return nil
}

// deliveryRow is where a message stands in Slack.
type deliveryRow struct {
	Channel   string
	TS        string
	Kind      string
	Subject   string
	Recipient string
	At        time.Time
}

// TableName names the table for GORM.
func (deliveryRow) TableName() string { return "deliveries" }

func (r deliveryRow) delivery() domain.Delivery {
	return domain.Delivery{
		Kind: r.Kind, Subject: domain.ID(r.Subject), Recipient: domain.ID(r.Recipient), Channel: r.Channel, TS: r.TS, At: r.At.UTC(),
	}
}

// Deliveries lists where messages about a subject stand, oldest first.
func (t *tx) Deliveries(ctx context.Context, kind string, subject domain.ID) ([]domain.Delivery, error) {
	var rows []deliveryRow
	q := aboutSubject(t.g(ctx), kind, subject)
	if err := q.Order("at, channel, ts").Find(&rows).Error; err != nil {
		return nil, tried("list deliveries", err)
	}
	list := make([]domain.Delivery, len(rows))
	for i, r := range rows {
		list[i] = r.delivery()
	}
	return list, nil
}

// MoveDeliveries writes the new id. What waits, held messages included, stays in
// its lane.
func (t *tx) MoveDeliveries(ctx context.Context, old, fresh string) error {
	if err := t.g(ctx).Exec(`UPDATE deliveries SET channel = ? WHERE channel = ?`, plain(fresh), plain(old)).Error; err != nil {
		return tried("move deliveries to another channel", err)
	}
	lane := laneOf(domain.Message{Channel: old})
	return tried("move waiting messages to another channel", t.g(ctx).Exec(
		`UPDATE outbox SET channel = ? WHERE lane = ? AND state = ?`, plain(fresh), lane, string(domain.Waiting)).Error)
}

// Withdraw drops what still waits, held messages and those told in this same
// transaction included. What is being sent already is not touched.
func (t *tx) Withdraw(ctx context.Context, kind string, subject domain.ID, reason string) (int, error) {
	if err := t.flush(ctx); err != nil {
		return 0, err
	}
	done := aboutSubject(t.g(ctx).Model(&messageRow{}), kind, subject).
		Where("state = ?", string(domain.Waiting)).
		Updates(map[string]any{
			"state": string(domain.Dropped), "reason": reason, "queued": nil, "hold_until": nil, "ended_at": t.at,
		})
	return int(done.RowsAffected), tried("withdraw messages", done.Error)
}

func aboutSubject(q *gorm.DB, kind string, subject domain.ID) *gorm.DB {
	q = q.Where("subject = ?", string(subject))
	if kind != "" {
		q = q.Where("kind = ?", kind)
	}
	return q
}

// Hasten shortens how long messages for a person are held.
func (t *tx) Hasten(ctx context.Context, recipient domain.ID, at time.Time) error {
	return tried("hasten messages", t.g(ctx).Exec(`UPDATE outbox SET hold_until = ? WHERE recipient = ? AND hold_until > ?`,
		instant(at), string(recipient), instant(at)).Error)
}
