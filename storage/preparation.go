package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// preparationRow is one side's preparation, without the answers.
type preparationRow struct {
	Conversation string
	Author       string
	Shared       *time.Time
	Version      int
}

// TableName names the table for GORM.
func (preparationRow) TableName() string { return "preparations" }

// answerRow is one answer.
type answerRow struct {
	Conversation string
	Author       string
	Question     string
	Place        int
	Prompt       sealed
	Text         sealed
	TypedAt      string
}

// TableName names the table for GORM.
func (answerRow) TableName() string { return "answers" }

// answerID is what an answer's texts are bound to: the row has a key of three.
func answerID(conversation, author domain.ID, question string) domain.ID {
	return conversation + "/" + author + "/" + domain.ID(question)
}

// Preparation gives what one side wrote, or an empty one.
func (t *tx) Preparation(ctx context.Context, conversation, author domain.ID) (domain.Preparation, error) {
	p := domain.Preparation{Conversation: conversation, Author: author}
	var heads []preparationRow
	err := t.g(ctx).Where("conversation = ? AND author = ?", string(conversation), string(author)).Limit(1).Find(&heads).Error
	if err != nil {
		return p, tried("read a preparation", err)
	}
	if len(heads) > 0 {
		p.Shared, p.Version = timeOf(heads[0].Shared), heads[0].Version
	}
	var rows []answerRow
	err = t.g(ctx).Where("conversation = ? AND author = ?", string(conversation), string(author)).Order("place, question").Find(&rows).Error
	if err != nil {
		return p, tried("read the answers of a preparation", err)
	}
	for _, r := range rows {
		o := opener{box: t.db.box, table: "answers", id: answerID(conversation, author, r.Question)}
		answer := domain.PreparedAnswer{Question: r.Question, Prompt: o.text("prompt", r.Prompt), Text: o.text("text", r.Text)}
		if o.err != nil {
			return p, o.err
		}
		p.Answers = append(p.Answers, answer)
		p.TypedAt = max(p.TypedAt, r.TypedAt)
	}
	return p, nil
}

// SaveDraft keeps a keystroke's state where it is newer, and nothing was
// shared yet. A keystroke without its prompt leaves the one that is known. Its
// first statement waits for whoever is sharing at the same time, so that the
// second sees that; SavePreparation takes the same row first.
func (t *tx) SaveDraft(ctx context.Context, conversation, author domain.ID, a domain.PreparedAnswer, typedAt string) (bool, error) {
	if err := t.holdPreparation(ctx, conversation, author); err != nil {
		return false, err
	}
	box, id := t.db.box, answerID(conversation, author, a.Question)
	prompt := "excluded.prompt"
	if a.Prompt == "" {
		prompt = "answers.prompt"
	}
	done := t.g(ctx).Exec(`INSERT INTO answers (conversation, author, question, place, prompt, text, typed_at)
		SELECT CAST(? AS text), CAST(? AS text), CAST(? AS text), 0, ?, ?, CAST(? AS text)
		WHERE NOT EXISTS (SELECT 1 FROM preparations WHERE conversation = ? AND author = ? AND shared IS NOT NULL)
		ON CONFLICT (conversation, author, question) DO UPDATE SET prompt = `+prompt+`, text = excluded.text, typed_at = excluded.typed_at
		WHERE answers.typed_at < excluded.typed_at`,
		string(conversation), string(author), a.Question, box.Seal("answers", id, "prompt", a.Prompt), box.Seal("answers", id, "text", a.Text), plain(typedAt),
		string(conversation), string(author))
	return done.RowsAffected > 0, tried("keep a draft", done.Error)
}

// holdPreparation takes the preparation's row until the transaction ends; the
// first keystroke makes it.
func (t *tx) holdPreparation(ctx context.Context, conversation, author domain.ID) error {
	return tried("hold a preparation", t.g(ctx).Exec(`INSERT INTO preparations (conversation, author, version) VALUES (?, ?, 0)
		ON CONFLICT (conversation, author) DO UPDATE SET version = preparations.version`, string(conversation), string(author)).Error)
}

// SavePreparation writes all answers of a preparation whose version is still
// p.Version.
func (t *tx) SavePreparation(ctx context.Context, p domain.Preparation) (domain.Preparation, error) {
	before := p.Version
	p.Version++
	done := t.g(ctx).Exec(`INSERT INTO preparations (conversation, author, shared, version) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation, author) DO UPDATE SET shared = excluded.shared, version = excluded.version WHERE preparations.version = ?`,
		string(p.Conversation), string(p.Author), optional(p.Shared), p.Version, before)
	if err := written(done, "save a preparation", "conversation.changed"); err != nil {
		return p, err
	}
	for i, a := range p.Answers {
		id := answerID(p.Conversation, p.Author, a.Question)
		err := t.g(ctx).Exec(`INSERT INTO answers (conversation, author, question, place, prompt, text, typed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (conversation, author, question) DO UPDATE SET place = excluded.place, prompt = excluded.prompt, text = excluded.text`,
			string(p.Conversation), string(p.Author), a.Question, i,
			t.db.box.Seal("answers", id, "prompt", a.Prompt), t.db.box.Seal("answers", id, "text", a.Text), plain(p.TypedAt)).Error
		if err != nil {
			return p, tried("save an answer", err)
		}
	}
	return p, nil
}

// ForgetPreparations deletes what both wrote.
func (t *tx) ForgetPreparations(ctx context.Context, conversation domain.ID) error {
	for _, table := range []string{"answers", "preparations"} {
		if err := t.g(ctx).Exec(`DELETE FROM `+table+` WHERE conversation = ?`, string(conversation)).Error; err != nil {
			return tried("forget preparations", err)
		}
	}
	return nil
}
