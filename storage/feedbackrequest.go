package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// feedbackRequestRow is one request for feedback.
type feedbackRequestRow struct {
	ID       string
	Asker    string
	About    string
	Giver    string
	Question sealed
	Reader   string
	State    string
	Why      sealed
	Feedback string
	At       time.Time
	EndedAt  *time.Time
}

// TableName names the table for GORM.
func (feedbackRequestRow) TableName() string { return "feedback_requests" }

func (t *tx) rowOfFeedbackRequest(r domain.FeedbackRequest) feedbackRequestRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("feedback_requests", r.ID, column, text) }
	return feedbackRequestRow{
		ID: string(r.ID), Asker: string(r.Asker), About: string(r.About), Giver: string(r.Giver), Question: seal("question", r.Question),
		Reader: string(r.Reader), State: string(r.State), Why: seal("why", r.Why), Feedback: string(r.Feedback),
		At: instant(r.At), EndedAt: optional(r.EndedAt),
	}
}

func (t *tx) feedbackRequestOf(r feedbackRequestRow) (domain.FeedbackRequest, error) {
	o := opener{box: t.db.box, table: "feedback_requests", id: domain.ID(r.ID)}
	return domain.FeedbackRequest{
		ID: domain.ID(r.ID), Asker: domain.ID(r.Asker), About: domain.ID(r.About), Giver: domain.ID(r.Giver),
		Question: o.text("question", r.Question), Reader: domain.ID(r.Reader), State: domain.FeedbackRequestState(r.State),
		Why: o.text("why", r.Why), Feedback: domain.ID(r.Feedback), At: r.At.UTC(), EndedAt: timeOf(r.EndedAt),
	}, o.err
}

// CreateFeedbackRequest adds an open one.
func (t *tx) CreateFeedbackRequest(ctx context.Context, r domain.FeedbackRequest) error {
	if r.At.IsZero() {
		r.At = t.at
	}
	r.State = domain.RequestOpen
	row := t.rowOfFeedbackRequest(r)
	return tried("create a request for feedback", t.g(ctx).Create(&row).Error)
}

// FeedbackRequest gives one.
func (t *tx) FeedbackRequest(ctx context.Context, id domain.ID) (domain.FeedbackRequest, error) {
	var row feedbackRequestRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.FeedbackRequest{}, found(err, "feedback.request_not_found", "read a request for feedback")
	}
	return t.feedbackRequestOf(row)
}

// FeedbackRequests lists by filter, newest first.
func (t *tx) FeedbackRequests(ctx context.Context, f domain.FeedbackRequestFilter) ([]domain.FeedbackRequest, error) {
	q := t.g(ctx)
	if f.Asker != "" {
		q = q.Where("asker = ?", string(f.Asker))
	}
	if f.With != "" {
		q = q.Where("(asker = ? OR giver = ? OR about = ?)", string(f.With), string(f.With), string(f.With))
	}
	if f.Open {
		q = q.Where("state = ?", string(domain.RequestOpen))
	}
	if !f.Before.IsZero() {
		q = q.Where("(at, id) < (?, ?)", instant(f.Before), string(f.BeforeID))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []feedbackRequestRow
	if err := q.Order("at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list requests for feedback", err)
	}
	return mapped(rows, t.feedbackRequestOf)
}

// EndFeedbackRequest ends one that is still open.
func (t *tx) EndFeedbackRequest(ctx context.Context, r domain.FeedbackRequest) (bool, error) {
	row := t.rowOfFeedbackRequest(r)
	done := t.g(ctx).Model(&feedbackRequestRow{}).Where("id = ? AND state = ?", row.ID, string(domain.RequestOpen)).
		Select("State", "Why", "Feedback", "EndedAt").Updates(&row)
	return done.RowsAffected > 0, tried("end a request for feedback", done.Error)
}

// NoteFeedbackAsked takes the one row of giver and person.
func (t *tx) NoteFeedbackAsked(ctx context.Context, giver, about domain.ID, at, before time.Time) (time.Time, bool, error) {
	done := t.g(ctx).Exec(`INSERT INTO feedback_asked (giver, about, at) VALUES (?, ?, ?)
		ON CONFLICT (giver, about) DO UPDATE SET at = excluded.at WHERE feedback_asked.at < ?`,
		string(giver), string(about), instant(at), instant(before))
	if done.Error != nil || done.RowsAffected > 0 {
		return time.Time{}, done.Error == nil, tried("note who was asked for feedback", done.Error)
	}
	var last time.Time
	err := t.g(ctx).Raw(`SELECT at FROM feedback_asked WHERE giver = ? AND about = ?`, string(giver), string(about)).Scan(&last).Error
	return last.UTC(), false, tried("read when somebody was asked for feedback", err)
}
