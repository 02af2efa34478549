package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// KudosAbout lists what a person was thanked for: what stands and what was taken
// back are a range of one index each.
func (t *tx) KudosAbout(ctx context.Context, person domain.ID, from time.Time) ([]domain.Kudos, error) {
	var rows []kudosRow
	who, since := string(person), instant(from)
	err := t.g(ctx).Raw(`SELECT * FROM kudos WHERE id IN (
		SELECT kudos FROM kudos_receivers WHERE person = ? AND at >= ? AND state = 'given' AND NOT out_of_file
		UNION ALL
		SELECT kudos FROM kudos_receivers WHERE person = ? AND at >= ? AND state <> 'given' AND NOT out_of_file) ORDER BY at, id`,
		who, since, who, since).Scan(&rows).Error
	if err != nil {
		return nil, tried("list kudos about a person", err)
	}
	return t.assemble(ctx, rows)
}

// FeedbackAbout lists what a person was given, likewise.
func (t *tx) FeedbackAbout(ctx context.Context, person domain.ID, from time.Time) ([]domain.Feedback, error) {
	var rows []feedbackRow
	who, since := string(person), instant(from)
	err := t.g(ctx).Raw(`SELECT * FROM feedback WHERE receiver = ? AND at >= ? AND state = 'given'
		UNION ALL
		SELECT * FROM feedback WHERE receiver = ? AND at >= ? AND state <> 'given' ORDER BY at, id`,
		who, since, who, since).Scan(&rows).Error
	if err != nil {
		return nil, tried("list feedback about a person", err)
	}
	return mapped(rows, t.feedbackOf)
}

// RecordsAbout lists the records of an employee's conversations with three
// questions. Their order is that of the conversations.
func (t *tx) RecordsAbout(ctx context.Context, employee domain.ID, from time.Time) ([]domain.TalkRecord, error) {
	var rows []conversationRow
	err := t.g(ctx).Raw(`SELECT c.* FROM conversations c JOIN summaries s ON s.conversation = c.id
		WHERE c.employee = ? AND c.kind <> ? AND s.proposed_at >= ? ORDER BY c.opens_at, c.id`,
		string(employee), string(domain.AskedTalk), instant(from)).Scan(&rows).Error
	if err != nil {
		return nil, tried("list the conversations of a person's records", err)
	}
	ids, place, records := make([]domain.ID, len(rows)), map[string]int{}, make([]domain.TalkRecord, len(rows))
	for i, r := range rows {
		if records[i].Conversation, err = t.conversationOf(r); err != nil {
			return nil, err
		}
		ids[i], place[r.ID] = domain.ID(r.ID), i
	}
	var summaries []summaryRow
	if err := t.g(ctx).Where("conversation "+t.among(), t.list(ids)).Find(&summaries).Error; err != nil {
		return nil, tried("list summaries", err)
	}
	for _, r := range summaries {
		if records[place[r.Conversation]].Summary, err = t.summaryOf(r); err != nil {
			return nil, err
		}
	}
	var promises []commitmentRow
	if err := t.g(ctx).Where("conversation "+t.among(), t.list(ids)).Order("at, id").Find(&promises).Error; err != nil {
		return nil, tried("list the promises of records", err)
	}
	for _, r := range promises {
		promise, err := t.commitmentOf(r)
		if err != nil {
			return nil, err
		}
		of := &records[place[r.Conversation]]
		of.Promises = append(of.Promises, promise)
	}
	return records, nil
}

// GoalNewsAbout lists the news on a person's own goals with one question.
func (t *tx) GoalNewsAbout(ctx context.Context, owner domain.ID, from time.Time) ([]domain.GoalUpdate, error) {
	var rows []goalUpdateRow
	err := t.g(ctx).Raw(`SELECT u.* FROM goals g JOIN goal_updates u ON u.goal = g.id
		WHERE g.owner = ? AND g.level = ? AND u.at >= ? ORDER BY u.at, u.id`,
		string(owner), string(domain.PersonGoal), instant(from)).Scan(&rows).Error
	if err != nil {
		return nil, tried("list the news on a person's goals", err)
	}
	return mapped(rows, t.goalUpdateOf)
}

// CitationsAbout lists what cites any expectation of a person.
func (t *tx) CitationsAbout(ctx context.Context, person domain.ID) ([]domain.Citation, error) {
	var rows []citationRow
	if err := t.g(ctx).Where("person = ?", string(person)).Order("at, kind, record").Find(&rows).Error; err != nil {
		return nil, tried("list the citations about a person", err)
	}
	return mapped(rows, citationRow.citation)
}

// KeptAbout lists what a person keeps, oldest first.
func (t *tx) KeptAbout(ctx context.Context, owner domain.ID, from time.Time) ([]domain.Kept, error) {
	var rows []keptRow
	if err := t.g(ctx).Where("owner = ? AND at >= ?", string(owner), instant(from)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list what a person keeps", err)
	}
	return mapped(rows, t.keptOf)
}

// markRow is a line of the ledger without its words.
type markRow struct {
	ID      string
	At      time.Time
	Actor   string
	Act     string
	Subject string
	Version int
	Number  *int64
}

func (r markRow) mark() (domain.LedgerMark, error) {
	m := domain.LedgerMark{
		ID: domain.ID(r.ID), At: r.At.UTC(), Actor: domain.ID(r.Actor), Act: r.Act, Subject: domain.ID(r.Subject), Version: r.Version,
	}
	if r.Number != nil {
		m.Number = *r.Number
	}
	return m, nil
}

// LedgerMarks lists lines without opening anything sealed.
func (t *tx) LedgerMarks(ctx context.Context, subjects []domain.ID) ([]domain.LedgerMark, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	var rows []markRow
	err := t.g(ctx).Raw(`SELECT id, at, actor, act, subject, version, number FROM ledger WHERE subject `+t.among()+` ORDER BY at, id`,
		t.list(subjects)).Scan(&rows).Error
	if err != nil {
		return nil, tried("list lines of the ledger", err)
	}
	return mapped(rows, markRow.mark)
}

// DeliveredTo tells when messages of a kind first reached a person.
func (t *tx) DeliveredTo(ctx context.Context, person domain.ID, kind string, subjects []domain.ID) (map[domain.ID]time.Time, error) {
	first := map[domain.ID]time.Time{}
	if len(subjects) == 0 {
		return first, nil
	}
	var rows []struct {
		Subject string
		At      time.Time
	}
	err := t.g(ctx).Raw(`SELECT subject, at FROM deliveries WHERE subject `+t.among()+` AND kind = ? AND recipient = ? ORDER BY at DESC`,
		t.list(subjects), kind, string(person)).Scan(&rows).Error
	for _, r := range rows {
		first[domain.ID(r.Subject)] = r.At.UTC()
	}
	return first, tried("read what reached a person", err)
}
