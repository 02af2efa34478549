package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// summaryRow is the record of one conversation.
type summaryRow struct {
	Conversation string
	Author       string
	Text         sealed
	ProposedAt   time.Time
	ConfirmedAt  *time.Time
	Added        sealed
	Silent       bool
	Version      int
}

// TableName names the table for GORM.
func (summaryRow) TableName() string { return "summaries" }

// written tells what became of an update by version: nothing matched where
// somebody else was first.
func written(done *gorm.DB, what, sentence string) error {
	if done.Error != nil {
		return tried(what, done.Error)
	}
	if done.RowsAffected == 0 {
		return domain.Refuse(domain.Conflict, sentence)
	}
	return nil
}

// Summary gives the record of a conversation.
func (t *tx) Summary(ctx context.Context, conversation domain.ID) (domain.Summary, error) {
	var r summaryRow
	if err := t.g(ctx).Where("conversation = ?", string(conversation)).Take(&r).Error; err != nil {
		return domain.Summary{}, found(err, "conversation.no_summary", "read a summary")
	}
	return t.summaryOf(r)
}

func (t *tx) summaryOf(r summaryRow) (domain.Summary, error) {
	conversation := domain.ID(r.Conversation)
	o := opener{box: t.db.box, table: "summaries", id: conversation}
	return domain.Summary{
		Conversation: conversation, Author: domain.ID(r.Author), Text: o.text("text", r.Text), ProposedAt: r.ProposedAt.UTC(),
		ConfirmedAt: timeOf(r.ConfirmedAt), Added: o.text("added", r.Added), Silent: r.Silent, Version: r.Version,
	}, o.err
}

// SaveSummary adds or updates it.
func (t *tx) SaveSummary(ctx context.Context, s domain.Summary) (domain.Summary, error) {
	before := s.Version
	s.Version++
	box := t.db.box
	row := summaryRow{
		Conversation: string(s.Conversation), Author: string(s.Author), Text: box.Seal("summaries", s.Conversation, "text", s.Text),
		ProposedAt: instant(s.ProposedAt), ConfirmedAt: optional(s.ConfirmedAt),
		Added: box.Seal("summaries", s.Conversation, "added", s.Added), Silent: s.Silent, Version: s.Version,
	}
	if before == 0 {
		err := t.g(ctx).Create(&row).Error
		if duplicate(err) {
			return s, domain.Refuse(domain.Conflict, "conversation.changed")
		}
		return s, tried("create a summary", err)
	}
	done := t.g(ctx).Model(&summaryRow{}).Where("conversation = ? AND version = ?", row.Conversation, before).
		Select("*").Omit("Conversation", "Author").Updates(&row)
	return s, written(done, "update a summary", "conversation.changed")
}

// commitmentRow is one promise.
type commitmentRow struct {
	ID           string
	Conversation string
	Employee     string
	Who          string
	What         sealed
	DueBy        string
	State        string
	DoneAt       *time.Time
	At           time.Time
	Version      int
}

// TableName names the table for GORM.
func (commitmentRow) TableName() string { return "commitments" }

func (t *tx) rowOfCommitment(c domain.Commitment) commitmentRow {
	return commitmentRow{
		ID: string(c.ID), Conversation: string(c.Conversation), Employee: string(c.Employee), Who: string(c.Who),
		What: t.db.box.Seal("commitments", c.ID, "what", c.What), DueBy: c.By.String(), State: string(c.State),
		DoneAt: optional(c.DoneAt), At: instant(t.at), Version: c.Version,
	}
}

func (t *tx) commitmentOf(r commitmentRow) (domain.Commitment, error) {
	by, err := dayOf(r.DueBy)
	if err != nil {
		return domain.Commitment{}, err
	}
	o := opener{box: t.db.box, table: "commitments", id: domain.ID(r.ID)}
	return domain.Commitment{
		ID: domain.ID(r.ID), Conversation: domain.ID(r.Conversation), Employee: domain.ID(r.Employee), Who: domain.ID(r.Who),
		What: o.text("what", r.What), By: by, State: domain.CommitmentState(r.State), DoneAt: timeOf(r.DoneAt), Version: r.Version,
	}, o.err
}

// CreateCommitment adds a promise.
func (t *tx) CreateCommitment(ctx context.Context, c domain.Commitment) error {
	c.Version = 1
	row := t.rowOfCommitment(c)
	return tried("create a promise", t.g(ctx).Create(&row).Error)
}

// Commitment gives one.
func (t *tx) Commitment(ctx context.Context, id domain.ID) (domain.Commitment, error) {
	var row commitmentRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Commitment{}, found(err, "promise.not_found", "read a promise")
	}
	return t.commitmentOf(row)
}

// UpdateCommitment writes words, date and state.
func (t *tx) UpdateCommitment(ctx context.Context, c domain.Commitment) (domain.Commitment, error) {
	before := c.Version
	c.Version++
	row := t.rowOfCommitment(c)
	done := t.g(ctx).Model(&commitmentRow{}).Where("id = ? AND version = ?", row.ID, before).
		Select("What", "DueBy", "State", "DoneAt", "Version").Updates(&row)
	return c, written(done, "update a promise", "promise.changed")
}

// CommitmentsOf lists those of a conversation, or an employee's open ones.
func (t *tx) CommitmentsOf(ctx context.Context, employee, conversation domain.ID) ([]domain.Commitment, error) {
	q := t.g(ctx).Where("employee = ? AND state = ?", string(employee), string(domain.PromiseOpen))
	if conversation != "" {
		q = t.g(ctx).Where("conversation = ? AND state <> ?", string(conversation), string(domain.PromiseDropped))
	}
	var rows []commitmentRow
	if err := q.Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list promises", err)
	}
	return mapped(rows, t.commitmentOf)
}

// PromisesBetween lists the open ones that the two of a conversation have in
// view.
func (t *tx) PromisesBetween(ctx context.Context, c domain.Conversation) ([]domain.Commitment, error) {
	var rows []commitmentRow
	err := t.g(ctx).Raw(`SELECT p.* FROM commitments p JOIN conversations c ON c.id = p.conversation
		WHERE p.employee = ? AND p.state = ? AND (c.partner = ? OR ? AND c.kind <> ?) ORDER BY p.at, p.id`,
		string(c.Employee), string(domain.PromiseOpen), string(c.Partner), c.Kind != domain.AskedTalk, string(domain.AskedTalk)).Scan(&rows).Error
	if err != nil {
		return nil, tried("list the promises between two people", err)
	}
	return mapped(rows, t.commitmentOf)
}

// OpenPromises counts open promises by employee, as a partner may know of them.
func (t *tx) OpenPromises(ctx context.Context, partner domain.ID, employees []domain.ID) (map[domain.ID]int, error) {
	var rows []struct {
		Employee string
		Open     int
	}
	err := t.g(ctx).Raw(`SELECT p.employee, count(*) AS open FROM commitments p JOIN conversations c ON c.id = p.conversation
		WHERE p.employee IN ? AND p.state = ? AND (c.partner = ? OR c.kind <> ?) GROUP BY p.employee`,
		idTexts(employees), string(domain.PromiseOpen), string(partner), string(domain.AskedTalk)).Scan(&rows).Error
	counts := make(map[domain.ID]int, len(rows))
	for _, r := range rows {
		counts[domain.ID(r.Employee)] = r.Open
	}
	return counts, tried("count open promises", err)
}

// Rate keeps an answer to "Was it worth the time?".
func (t *tx) Rate(ctx context.Context, conversation, person domain.ID, answer domain.Usefulness, at time.Time) error {
	return tried("keep a rating", t.g(ctx).Exec(`INSERT INTO usefulness (conversation, person, answer, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation, person) DO UPDATE SET answer = excluded.answer, at = excluded.at`,
		string(conversation), string(person), string(answer), instant(at)).Error)
}

// noteRow is one note.
type noteRow struct {
	ID      string
	Author  string
	About   string
	Text    sealed
	At      time.Time
	Version int
}

// TableName names the table for GORM.
func (noteRow) TableName() string { return "notes" }

// SaveNote adds or updates a note of its author.
func (t *tx) SaveNote(ctx context.Context, n domain.Note) (domain.Note, error) {
	before := n.Version
	n.Version++
	row := noteRow{
		ID: string(n.ID), Author: string(n.Author), About: string(n.About), Text: t.db.box.Seal("notes", n.ID, "text", n.Text),
		At: instant(n.At), Version: n.Version,
	}
	if before == 0 {
		return n, tried("create a note", t.g(ctx).Create(&row).Error)
	}
	done := t.g(ctx).Model(&noteRow{}).Where("id = ? AND version = ? AND author = ?", row.ID, before, row.Author).
		Select("Text", "At", "Version").Updates(&row)
	return n, written(done, "update a note", "note.changed")
}

// Notes lists the author's notes about a person, newest first.
func (t *tx) Notes(ctx context.Context, author, about domain.ID, limit int) ([]domain.Note, error) {
	var rows []noteRow
	err := t.g(ctx).Where("author = ? AND about = ?", string(author), string(about)).Order("at DESC, id DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, tried("list notes", err)
	}
	list := make([]domain.Note, len(rows))
	for i, r := range rows {
		o := opener{box: t.db.box, table: "notes", id: domain.ID(r.ID)}
		list[i] = domain.Note{
			ID: domain.ID(r.ID), Author: domain.ID(r.Author), About: domain.ID(r.About), Text: o.text("text", r.Text),
			At: r.At.UTC(), Version: r.Version,
		}
		if o.err != nil {
			return nil, o.err
		}
	}
	return list, nil
}
