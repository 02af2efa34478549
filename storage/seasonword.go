package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// seasonTextRow is what somebody wrote in a case beside the summary.
type seasonTextRow struct {
	SeasonCase string
	Author     string
	Text       sealed
	GivenAt    *time.Time
	At         time.Time
	Version    int
}

// TableName names the table for GORM.
func (seasonTextRow) TableName() string { return "season_texts" }

// textID binds a sealed text to its row: the case and the author.
func textID(about, author domain.ID) domain.ID { return about + "/" + author }

func (t *tx) seasonTextOf(r seasonTextRow) (domain.SeasonText, error) {
	about, author := domain.ID(r.SeasonCase), domain.ID(r.Author)
	o := opener{box: t.db.box, table: "season_texts", id: textID(about, author)}
	return domain.SeasonText{
		Case: about, Author: author, Text: o.text("text", r.Text), GivenAt: timeOf(r.GivenAt), At: r.At.UTC(), Version: r.Version,
	}, o.err
}

// SeasonText gives one, or an empty one.
func (t *tx) SeasonText(ctx context.Context, about, author domain.ID) (domain.SeasonText, error) {
	var rows []seasonTextRow
	err := t.g(ctx).Where("season_case = ? AND author = ?", string(about), string(author)).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return domain.SeasonText{Case: about, Author: author}, tried("read a text of a season", err)
	}
	return t.seasonTextOf(rows[0])
}

// SaveSeasonText writes the next version.
func (t *tx) SaveSeasonText(ctx context.Context, s domain.SeasonText) error {
	before := s.Version
	row := seasonTextRow{
		SeasonCase: string(s.Case), Author: string(s.Author), Text: t.db.box.Seal("season_texts", textID(s.Case, s.Author), "text", s.Text),
		GivenAt: optional(s.GivenAt), At: instant(s.At), Version: before + 1,
	}
	done := t.g(ctx).Model(&seasonTextRow{}).Where("season_case = ? AND author = ? AND version = ?", row.SeasonCase, row.Author, before).
		Select("Text", "GivenAt", "At", "Version").Updates(&row)
	if before == 0 {
		done = t.g(ctx).Create(&row)
	}
	if duplicate(done.Error) {
		return domain.Refuse(domain.Conflict, "season.case_changed")
	}
	return written(done, "save a text of a season", "season.case_changed")
}

// SeasonInputs lists those that are given, oldest first.
func (t *tx) SeasonInputs(ctx context.Context, about domain.ID) ([]domain.SeasonText, error) {
	var rows []seasonTextRow
	err := t.g(ctx).Where("season_case = ? AND given_at IS NOT NULL", string(about)).Order("given_at, author").Find(&rows).Error
	if err != nil {
		return nil, tried("list the inputs to a summary", err)
	}
	return mapped(rows, t.seasonTextOf)
}

// DropSeasonText deletes a draft.
func (t *tx) DropSeasonText(ctx context.Context, about, author domain.ID) error {
	return tried("delete a draft", t.g(ctx).Exec(`DELETE FROM season_texts WHERE season_case = ? AND author = ?`, string(about), string(author)).Error)
}

// seasonCitationRow is one line that a summary rests on.
type seasonCitationRow struct {
	SeasonCase  string
	Kind        string
	Record      string
	Place       int
	Expectation string
	CitedBy     string
	At          time.Time
}

// TableName names the table for GORM.
func (seasonCitationRow) TableName() string { return "season_citations" }

// SetSeasonCitations writes all of a case.
func (t *tx) SetSeasonCitations(ctx context.Context, about domain.ID, list []domain.SeasonCitation) error {
	if err := t.g(ctx).Exec(`DELETE FROM season_citations WHERE season_case = ?`, string(about)).Error; err != nil {
		return tried("change what a summary rests on", err)
	}
	rows := make([]seasonCitationRow, len(list))
	for i, c := range list {
		rows[i] = seasonCitationRow{
			SeasonCase: string(about), Kind: string(c.Ref.Kind), Record: string(c.Ref.ID), Place: i, Expectation: string(c.Expectation),
			CitedBy: string(c.By), At: instant(c.At),
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tried("note what a summary rests on", t.g(ctx).Create(&rows).Error)
}

// SeasonCitations lists those of some cases, in their order.
func (t *tx) SeasonCitations(ctx context.Context, cases []domain.ID) ([]domain.SeasonCitation, error) {
	var rows []seasonCitationRow
	err := t.g(ctx).Where("season_case "+t.among(), t.list(cases)).Order("season_case, place").Find(&rows).Error
	var list []domain.SeasonCitation
	for _, r := range rows {
		list = append(list, domain.SeasonCitation{
			Case: domain.ID(r.SeasonCase), Ref: domain.EvidenceRef{Kind: domain.EvidenceKind(r.Kind), ID: domain.ID(r.Record)},
			Expectation: domain.ID(r.Expectation), By: domain.ID(r.CitedBy), At: r.At.UTC(),
		})
	}
	return list, tried("list what summaries rest on", err)
}

// seasonReplyRow is what was said below a summary.
type seasonReplyRow struct {
	ID         string
	SeasonCase string
	Author     string
	Text       sealed
	Late       bool
	At         time.Time
}

// TableName names the table for GORM.
func (seasonReplyRow) TableName() string { return "season_replies" }

// AddSeasonReply adds one.
func (t *tx) AddSeasonReply(ctx context.Context, r domain.SeasonReply) error {
	row := seasonReplyRow{
		ID: string(r.ID), SeasonCase: string(r.Case), Author: string(r.Author), Text: t.db.box.Seal("season_replies", r.ID, "text", r.Text),
		Late: r.Late, At: instant(r.At),
	}
	return tried("add a reply to a summary", t.g(ctx).Create(&row).Error)
}

// SeasonReplies lists those below a summary, oldest first.
func (t *tx) SeasonReplies(ctx context.Context, about domain.ID) ([]domain.SeasonReply, error) {
	var rows []seasonReplyRow
	if err := t.g(ctx).Where("season_case = ?", string(about)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list the replies to a summary", err)
	}
	return mapped(rows, func(r seasonReplyRow) (domain.SeasonReply, error) {
		o := opener{box: t.db.box, table: "season_replies", id: domain.ID(r.ID)}
		return domain.SeasonReply{
			ID: domain.ID(r.ID), Case: domain.ID(r.SeasonCase), Author: domain.ID(r.Author), Text: o.text("text", r.Text), Late: r.Late, At: r.At.UTC(),
		}, o.err
	})
}

// MarkSeasonRead notes the first reading.
func (t *tx) MarkSeasonRead(ctx context.Context, id domain.ID, at time.Time) error {
	return tried("note that a summary was read", t.g(ctx).Exec(
		`UPDATE season_cases SET read_at = ? WHERE id = ? AND read_at IS NULL`, instant(at), string(id)).Error)
}

// seasonDecisionRow is one decision.
type seasonDecisionRow struct {
	ID          string
	SeasonCase  string
	Kind        string
	What        sealed
	Why         sealed
	DecidedBy   string
	At          time.Time
	ConfirmedBy string
	ConfirmedAt *time.Time
}

// TableName names the table for GORM.
func (seasonDecisionRow) TableName() string { return "season_decisions" }

func (t *tx) seasonDecisionOf(r seasonDecisionRow) (domain.SeasonDecision, error) {
	o := opener{box: t.db.box, table: "season_decisions", id: domain.ID(r.ID)}
	return domain.SeasonDecision{
		ID: domain.ID(r.ID), Case: domain.ID(r.SeasonCase), Kind: domain.DecisionKind(r.Kind), What: o.text("what", r.What), Why: o.text("why", r.Why),
		By: domain.ID(r.DecidedBy), At: r.At.UTC(), ConfirmedBy: domain.ID(r.ConfirmedBy), ConfirmedAt: timeOf(r.ConfirmedAt),
	}, o.err
}

// AddSeasonDecision adds one.
func (t *tx) AddSeasonDecision(ctx context.Context, d domain.SeasonDecision) error {
	seal := func(column, text string) sealed { return t.db.box.Seal("season_decisions", d.ID, column, text) }
	row := seasonDecisionRow{
		ID: string(d.ID), SeasonCase: string(d.Case), Kind: string(d.Kind), What: seal("what", d.What), Why: seal("why", d.Why),
		DecidedBy: string(d.By), At: instant(d.At), ConfirmedBy: string(d.ConfirmedBy), ConfirmedAt: optional(d.ConfirmedAt),
	}
	return tried("record a decision", t.g(ctx).Create(&row).Error)
}

// SeasonDecision gives one.
func (t *tx) SeasonDecision(ctx context.Context, id domain.ID) (domain.SeasonDecision, error) {
	var row seasonDecisionRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.SeasonDecision{}, found(err, "season.gone", "read a decision")
	}
	return t.seasonDecisionOf(row)
}

// SeasonDecisions lists those of a case, oldest first.
func (t *tx) SeasonDecisions(ctx context.Context, about domain.ID) ([]domain.SeasonDecision, error) {
	var rows []seasonDecisionRow
	if err := t.g(ctx).Where("season_case = ?", string(about)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list decisions", err)
	}
	return mapped(rows, t.seasonDecisionOf)
}

// ConfirmSeasonDecision confirms one that nobody has.
func (t *tx) ConfirmSeasonDecision(ctx context.Context, d domain.SeasonDecision) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE season_decisions SET confirmed_by = ?, confirmed_at = ? WHERE id = ? AND confirmed_at IS NULL`,
		string(d.ConfirmedBy), instant(d.ConfirmedAt), string(d.ID))
	return done.RowsAffected > 0, tried("confirm a decision", done.Error)
}
