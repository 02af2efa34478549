package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// askLogRow is what became of an ask.
type askLogRow struct {
	Person  string
	Kind    string
	Subject string
	What    string
	Reason  string
	Until   *time.Time
	At      time.Time
}

// TableName names the table for GORM.
func (askLogRow) TableName() string { return "ask_log" }

func rowOfAskLog(l domain.AskLog) askLogRow {
	return askLogRow{
		Person: string(l.Person), Kind: l.Kind, Subject: string(l.Subject), What: l.What, Reason: l.Reason,
		Until: optional(l.Until), At: instant(l.At),
	}
}

// LogAsk notes what became of an ask.
func (t *tx) LogAsk(ctx context.Context, l domain.AskLog) error {
	row := rowOfAskLog(l)
	return tried("log an ask", t.g(ctx).Create(&row).Error)
}

// AskLogs lists a person's newest ones.
func (t *tx) AskLogs(ctx context.Context, person domain.ID, limit int) ([]domain.AskLog, error) {
	var rows []askLogRow
	err := t.g(ctx).Where("person = ?", string(person)).Order("at DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list what was asked", err)
	}
	list := make([]domain.AskLog, len(rows))
	for i, r := range rows {
		list[i] = domain.AskLog{
			Person: domain.ID(r.Person), Kind: r.Kind, Subject: domain.ID(r.Subject), What: r.What, Reason: r.Reason,
			Until: timeOf(r.Until), At: r.At.UTC(),
		}
	}
	return list, nil
}

// isNews is true of messages to a person that post something new: no edit, no
// deletion, and no card, whose asks are logged.
const isNews = `recipient <> '' AND deed IN ('post', 'attach') AND kind <> '` + domain.AskCard + `'`

// MessagesTo lists a person's newest messages, under way or ended.
func (t *tx) MessagesTo(ctx context.Context, person domain.ID, since time.Time, limit int) ([]domain.Message, error) {
	var rows []messageRow
	err := t.g(ctx).Where(`recipient = ? AND (ended_at IS NULL OR ended_at >= ?) AND `+isNews, string(person), instant(since)).
		Order("coalesce(ended_at, at) DESC, seq DESC").Limit(limit).Find(&rows).Error
	list := make([]domain.Message, len(rows))
	for i, row := range rows {
		list[i] = row.message()
	}
	return list, tried("list messages to a person", err)
}

// CountSent counts what ended within a time through its own index, what is under
// way or stuck, which is little, by the index of that, and the log of asks.
func (t *tx) CountSent(ctx context.Context, from, to time.Time) ([]domain.SentCount, error) {
	var counts []domain.SentCount
	err := t.g(ctx).Raw(`SELECT class, what, reason, count(*) AS count, count(DISTINCT recipient) AS people FROM (
			SELECT class, state AS what, reason, recipient, deed, kind FROM outbox
			WHERE state IN ('sent', 'dropped') AND ended_at >= @from AND ended_at < @to
			UNION ALL
			SELECT class, CASE WHEN hold_until IS NULL THEN state ELSE 'held' END, reason, recipient, deed, kind FROM outbox
			WHERE state NOT IN ('sent', 'dropped') AND coalesce(ended_at, at) >= @from AND coalesce(ended_at, at) < @to
		) AS messages WHERE `+isNews+` GROUP BY class, what, reason
		UNION ALL
		SELECT 'ask', what, reason, count(*), count(DISTINCT person) FROM ask_log WHERE at >= @from AND at < @to GROUP BY what, reason`,
		map[string]any{"from": instant(from), "to": instant(to)}).Scan(&counts).Error
	return counts, tried("count what was sent", err)
}

// CountReached counts whom anything new was sent within a time, cards included.
func (t *tx) CountReached(ctx context.Context, from, to time.Time) (int, error) {
	var people int
	err := t.g(ctx).Raw(`SELECT count(DISTINCT recipient) FROM outbox
		WHERE state = 'sent' AND ended_at >= ? AND ended_at < ? AND recipient <> '' AND deed IN ('post', 'attach')`,
		instant(from), instant(to)).Scan(&people).Error
	return people, tried("count whom something was sent", err)
}
