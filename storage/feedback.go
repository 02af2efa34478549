package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rapport/domain"
)

// feedbackRow is one feedback.
type feedbackRow struct {
	ID          string
	Giver       string
	Receiver    string
	Reader      string
	Situation   sealed
	Behaviour   sealed
	Impact      sealed
	Next        sealed
	Goal        string
	Tag         string
	LinkChannel string
	LinkTS      string
	LinkURL     string
	LinkPrivate bool
	Actionable  *bool
	State       string
	InFile      bool
	ReadAt      *time.Time
	At          time.Time
	Version     int
}

// TableName names the table for GORM.
func (feedbackRow) TableName() string { return "feedback" }

func (t *tx) rowOfFeedback(f domain.Feedback) feedbackRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("feedback", f.ID, column, text) }
	return feedbackRow{
		ID: string(f.ID), Giver: string(f.Giver), Receiver: string(f.Receiver), Reader: string(f.Reader),
		Situation: seal("situation", f.Situation), Behaviour: seal("behaviour", f.Behaviour),
		Impact: seal("impact", f.Impact), Next: seal("next", f.Next), Goal: string(f.Goal), Tag: plain(f.Value),
		LinkChannel: plain(f.About.Channel), LinkTS: plain(f.About.TS), LinkURL: plain(f.About.URL), LinkPrivate: f.About.Private,
		Actionable: &f.Actionable, State: string(f.State), InFile: f.InFile, ReadAt: optional(f.ReadAt), At: instant(f.At), Version: f.Version,
	}
}

func (t *tx) feedbackOf(r feedbackRow) (domain.Feedback, error) {
	o := opener{box: t.db.box, table: "feedback", id: domain.ID(r.ID)}
	return domain.Feedback{
		ID: domain.ID(r.ID), Giver: domain.ID(r.Giver), Receiver: domain.ID(r.Receiver), Reader: domain.ID(r.Reader),
		Situation: o.text("situation", r.Situation), Behaviour: o.text("behaviour", r.Behaviour),
		Impact: o.text("impact", r.Impact), Next: o.text("next", r.Next), Goal: domain.ID(r.Goal), Value: r.Tag,
		About:      domain.MessageLink{Channel: r.LinkChannel, TS: r.LinkTS, URL: r.LinkURL, Private: r.LinkPrivate},
		Actionable: r.Actionable != nil && *r.Actionable, State: domain.FeedbackState(r.State), InFile: r.InFile, ReadAt: timeOf(r.ReadAt), At: r.At.UTC(), Version: r.Version,
	}, o.err
}

// CreateFeedback adds one, as its first version.
func (t *tx) CreateFeedback(ctx context.Context, f domain.Feedback) error {
	if f.At.IsZero() {
		f.At = t.at
	}
	f.Version = 1
	row := t.rowOfFeedback(f)
	return tried("create a feedback", t.g(ctx).Create(&row).Error)
}

// Feedback gives one.
func (t *tx) Feedback(ctx context.Context, id domain.ID) (domain.Feedback, error) {
	var row feedbackRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Feedback{}, found(err, "feedback.not_found", "read a feedback")
	}
	return t.feedbackOf(row)
}

// ListFeedback lists what is given, newest first.
func (t *tx) ListFeedback(ctx context.Context, f domain.FeedbackFilter) ([]domain.Feedback, error) {
	q := t.g(ctx).Where("state = ?", string(domain.FeedbackGiven))
	if f.Giver != "" {
		q = q.Where("giver = ?", string(f.Giver))
	}
	if f.For != "" {
		q = q.Where("(receiver = ? OR reader = ?)", string(f.For), string(f.For))
	}
	if f.InFile {
		q = q.Where("in_file AND receiver = ?", string(f.For))
	}
	if f.Unread {
		q = q.Where("read_at IS NULL")
	}
	if f.Readable != nil {
		condition, args, err := feedbackScope(*f.Readable)
		if err != nil {
			return nil, err
		}
		q = q.Where(condition, args...)
	}
	if !f.Before.IsZero() {
		q = q.Where("(at, id) < (?, ?)", instant(f.Before), string(f.BeforeID))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []feedbackRow
	if err := q.Order("at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list feedback", err)
	}
	return mapped(rows, t.feedbackOf)
}

// feedbackScope translates a scope to a condition, with its arguments. A relation
// that no column tells is a mistake of the program, and opens nothing.
func feedbackScope(s domain.Scope) (string, []any, error) {
	columns := map[domain.Relation]string{domain.Author: "giver", domain.Receiver: "receiver", domain.Reader: "reader"}
	var parts []string
	var args []any
	for _, r := range s.Relations {
		column, told := columns[r]
		if !told {
			return "", nil, fmt.Errorf("translate a scope: the relation %q is not told by a feedback", r)
		}
		parts, args = append(parts, column+" = ?"), append(args, string(s.Actor))
	}
	if len(parts) == 0 {
		return "1 = 0", nil, nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args, nil
}

// MarkFeedbackRead notes the first reading.
func (t *tx) MarkFeedbackRead(ctx context.Context, id domain.ID, at time.Time) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE feedback SET read_at = ? WHERE id = ? AND read_at IS NULL AND state = ?`,
		instant(at), string(id), string(domain.FeedbackGiven))
	return done.RowsAffected > 0, tried("note that a feedback was read", done.Error)
}

// WithdrawFeedback takes back what nobody has read.
func (t *tx) WithdrawFeedback(ctx context.Context, id domain.ID) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE feedback SET state = ?, version = version + 1 WHERE id = ? AND read_at IS NULL AND state = ?`,
		string(domain.FeedbackWithdrawn), string(id), string(domain.FeedbackGiven))
	return done.RowsAffected > 0, tried("withdraw a feedback", done.Error)
}

// NarrowFeedback takes its one other reader away.
func (t *tx) NarrowFeedback(ctx context.Context, id domain.ID, version int) error {
	done := t.g(ctx).Exec(`UPDATE feedback SET reader = '', version = version + 1 WHERE id = ? AND version = ?`, string(id), version)
	return written(done, "narrow who reads a feedback", "feedback.changed")
}
