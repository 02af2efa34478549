package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// feedbackReplyRow is one reply below a feedback.
type feedbackReplyRow struct {
	ID       string
	Feedback string
	Author   string
	Kind     string
	Text     sealed
	At       time.Time
}

// TableName names the table for GORM.
func (feedbackReplyRow) TableName() string { return "feedback_replies" }

func (t *tx) feedbackReplyOf(r feedbackReplyRow) (domain.FeedbackReply, error) {
	o := opener{box: t.db.box, table: "feedback_replies", id: domain.ID(r.ID)}
	return domain.FeedbackReply{
		ID: domain.ID(r.ID), Feedback: domain.ID(r.Feedback), Author: domain.ID(r.Author), Kind: domain.ReplyKind(r.Kind),
		Text: o.text("text", r.Text), At: r.At.UTC(),
	}, o.err
}

// AddFeedbackReply adds one; thanks once.
func (t *tx) AddFeedbackReply(ctx context.Context, r domain.FeedbackReply) (bool, error) {
	done := t.g(ctx).Exec(`INSERT INTO feedback_replies (id, feedback, author, kind, text, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (feedback, author) WHERE kind = 'thanks' DO NOTHING`,
		string(r.ID), string(r.Feedback), string(r.Author), string(r.Kind),
		t.db.box.Seal("feedback_replies", r.ID, "text", r.Text), instant(r.At))
	return done.RowsAffected > 0, tried("add a reply to a feedback", done.Error)
}

// FeedbackReplies lists replies with one question.
func (t *tx) FeedbackReplies(ctx context.Context, feedback []domain.ID) (map[domain.ID][]domain.FeedbackReply, error) {
	byID := map[domain.ID][]domain.FeedbackReply{}
	if len(feedback) == 0 {
		return byID, nil
	}
	var rows []feedbackReplyRow
	if err := t.g(ctx).Where("feedback IN ?", idTexts(feedback)).Order("feedback, at, id").Find(&rows).Error; err != nil {
		return nil, tried("list replies to feedback", err)
	}
	list, err := mapped(rows, t.feedbackReplyOf)
	for _, r := range list {
		byID[r.Feedback] = append(byID[r.Feedback], r)
	}
	return byID, err
}

// PutFeedbackInFile writes the receiver's wish.
func (t *tx) PutFeedbackInFile(ctx context.Context, id domain.ID, in bool) error {
	return tried("put a feedback into a file", t.g(ctx).Exec(`UPDATE feedback SET in_file = ? WHERE id = ?`, in, string(id)).Error)
}
