package storage

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// skillTalkRow is one time of marking.
type skillTalkRow struct {
	ID        string
	Person    string
	Partner   string
	Quarter   string
	PersonAt  *time.Time
	PartnerAt *time.Time
	At        time.Time
	Version   int
}

// TableName names the table for GORM.
func (skillTalkRow) TableName() string { return "skill_talks" }

func rowOfSkillTalk(t domain.SkillTalk) skillTalkRow {
	return skillTalkRow{
		ID: string(t.ID), Person: string(t.Person), Partner: string(t.Partner), Quarter: plain(t.Quarter),
		PersonAt: optional(t.PersonAt), PartnerAt: optional(t.PartnerAt), At: instant(t.At), Version: t.Version,
	}
}

// CreateSkillTalk adds one, as its first version.
func (t *tx) CreateSkillTalk(ctx context.Context, s domain.SkillTalk) (domain.SkillTalk, error) {
	s.Version = 1
	row := rowOfSkillTalk(s)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return s, domain.Refuse(domain.Conflict, "skill.changed")
	}
	return s, tried("begin marking", err)
}

// SkillTalkOf gives that of two people and a quarter.
func (t *tx) SkillTalkOf(ctx context.Context, person, partner domain.ID, quarter string) (domain.SkillTalk, error) {
	return t.skillTalk(t.g(ctx), person, partner, quarter)
}

// GuardSkillTalk gives it and keeps it as it is. SQLite has one writer.
func (t *tx) GuardSkillTalk(ctx context.Context, person, partner domain.ID, quarter string) (domain.SkillTalk, error) {
	q := t.g(ctx)
	if t.db.dialect == postgresDialect {
		q = q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
	}
	return t.skillTalk(q, person, partner, quarter)
}

func (t *tx) skillTalk(q *gorm.DB, person, partner domain.ID, quarter string) (domain.SkillTalk, error) {
	var r skillTalkRow
	if err := q.Where("person = ? AND partner = ? AND quarter = ?", string(person), string(partner), plain(quarter)).Take(&r).Error; err != nil {
		return domain.SkillTalk{}, found(err, "skill.nothing", "read a time of marking")
	}
	return domain.SkillTalk{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Partner: domain.ID(r.Partner), Quarter: r.Quarter,
		PersonAt: timeOf(r.PersonAt), PartnerAt: timeOf(r.PartnerAt), At: r.At.UTC(), Version: r.Version,
	}, nil
}

// UpdateSkillTalk writes when the two marked.
func (t *tx) UpdateSkillTalk(ctx context.Context, s domain.SkillTalk) error {
	before := s.Version
	s.Version++
	row := rowOfSkillTalk(s)
	done := t.g(ctx).Model(&skillTalkRow{}).Where("id = ? AND version = ?", row.ID, before).Select("PersonAt", "PartnerAt", "Version").Updates(&row)
	return written(done, "note who marked", "skill.changed")
}

// skillMarksRow is what one of the two marked.
type skillMarksRow struct {
	Talk    string
	Author  string
	Marks   sealed
	At      time.Time
	Version int
}

// TableName names the table for GORM.
func (skillMarksRow) TableName() string { return "skill_marks" }

// marksID is what the marks of a row are bound to: it has a key of two.
func marksID(talk, author domain.ID) domain.ID { return talk + "/" + author }

// SkillMarks gives what one of the two marked.
func (t *tx) SkillMarks(ctx context.Context, talk, author domain.ID) ([]domain.SkillMark, int, error) {
	var rows []skillMarksRow
	err := t.g(ctx).Where("talk = ? AND author = ?", string(talk), string(author)).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, 0, tried("read marks", err)
	}
	o := opener{box: t.db.box, table: "skill_marks", id: marksID(talk, author)}
	text := o.text("marks", rows[0].Marks)
	if o.err != nil {
		return nil, 0, o.err
	}
	var marks []domain.SkillMark
	return marks, rows[0].Version, tried("read stored marks", json.Unmarshal([]byte(text), &marks))
}

// SaveSkillMarks writes the next version.
func (t *tx) SaveSkillMarks(ctx context.Context, talk, author domain.ID, marks []domain.SkillMark, version int) error {
	text, err := json.Marshal(marks)
	if err != nil {
		return tried("write marks", err)
	}
	row := skillMarksRow{
		Talk: string(talk), Author: string(author), Marks: t.db.box.Seal("skill_marks", marksID(talk, author), "marks", string(text)),
		At: instant(t.at), Version: version + 1,
	}
	done := t.g(ctx).Model(&skillMarksRow{}).Where("talk = ? AND author = ? AND version = ?", row.Talk, row.Author, version).
		Select("Marks", "At", "Version").Updates(&row)
	if version == 0 {
		done = t.g(ctx).Create(&row)
	}
	if duplicate(done.Error) {
		return domain.Refuse(domain.Conflict, "skill.changed")
	}
	return written(done, "save marks", "skill.changed")
}
