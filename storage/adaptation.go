package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// adaptationRow is one adaptation.
type adaptationRow struct {
	ID         string
	Person     string
	Profile    string
	Kind       string
	About      string
	Dimension  string
	Was        sealed
	Text       sealed
	Why        sealed
	Answer     sealed
	State      string
	ProposedBy string
	AnsweredBy string
	Wording    int
	At         time.Time
	SettledAt  *time.Time
	Version    int
}

// TableName names the table for GORM.
func (adaptationRow) TableName() string { return "adaptations" }

func (t *tx) rowOfAdaptation(a domain.Adaptation) adaptationRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("adaptations", a.ID, column, text) }
	return adaptationRow{
		ID: string(a.ID), Person: string(a.Person), Profile: string(a.Profile), Kind: string(a.Kind), About: string(a.About),
		Dimension: string(a.Dimension), Was: seal("was", a.Was), Text: seal("text", a.Text), Why: seal("why", a.Why), Answer: seal("answer", a.Answer),
		State: string(a.State), ProposedBy: string(a.By), AnsweredBy: string(a.AnsweredBy), Wording: a.Wording,
		At: instant(a.At), SettledAt: optional(a.SettledAt), Version: a.Version,
	}
}

func (t *tx) adaptationOf(r adaptationRow) (domain.Adaptation, error) {
	o := opener{box: t.db.box, table: "adaptations", id: domain.ID(r.ID)}
	a := domain.Adaptation{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Profile: domain.ID(r.Profile), Kind: domain.AdaptationKind(r.Kind), About: domain.ID(r.About),
		Dimension: domain.Dimension(r.Dimension), Was: o.text("was", r.Was), Text: o.text("text", r.Text), Why: o.text("why", r.Why), Answer: o.text("answer", r.Answer),
		State: domain.AdaptationState(r.State), By: domain.ID(r.ProposedBy), AnsweredBy: domain.ID(r.AnsweredBy), Wording: r.Wording,
		At: r.At.UTC(), SettledAt: timeOf(r.SettledAt), Version: r.Version,
	}
	return a, o.err
}

// Adaptation gives one.
func (t *tx) Adaptation(ctx context.Context, id domain.ID) (domain.Adaptation, error) {
	var row adaptationRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Adaptation{}, found(err, "expectation.proposal_gone", "read an adaptation")
	}
	return t.adaptationOf(row)
}

// CreateAdaptation adds one, as its first version.
func (t *tx) CreateAdaptation(ctx context.Context, a domain.Adaptation) error {
	a.Version = 1
	row := t.rowOfAdaptation(a)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "expectation.proposal_open")
	}
	return tried("add an adaptation", err)
}

// UpdateAdaptation writes the next version.
func (t *tx) UpdateAdaptation(ctx context.Context, a domain.Adaptation) error {
	before := a.Version
	a.Version++
	row := t.rowOfAdaptation(a)
	done := t.g(ctx).Model(&adaptationRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID").Updates(&row)
	return written(done, "update an adaptation", "expectation.proposal_changed")
}

// Adaptations lists by filter.
func (t *tx) Adaptations(ctx context.Context, f domain.AdaptationFilter) ([]domain.Adaptation, error) {
	q := t.g(ctx).Where("profile = ?", string(f.Profile))
	if f.Person != "" {
		q = q.Where("person = ?", string(f.Person))
	}
	if f.InForce {
		q = q.Where("state = ?", string(domain.AdaptationAgreed)).Order("person")
	}
	if f.After != "" {
		q = q.Where("person > ?", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []adaptationRow
	if err := q.Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list adaptations", err)
	}
	return mapped(rows, t.adaptationOf)
}

// purposeRow is the sentence of a person.
type purposeRow struct {
	Person     string
	Profile    string
	Seen       int
	Priorities int
	Text       sealed
	At         time.Time
	Version    int
}

// TableName names the table for GORM.
func (purposeRow) TableName() string { return "purposes" }

// Purpose gives a person's.
func (t *tx) Purpose(ctx context.Context, person domain.ID) (domain.Purpose, error) {
	var rows []purposeRow
	if err := t.g(ctx).Where("person = ?", string(person)).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return domain.Purpose{Person: person}, tried("read how a role serves the company", err)
	}
	r := rows[0]
	o := opener{box: t.db.box, table: "purposes", id: person}
	p := domain.Purpose{Person: person, Profile: domain.ID(r.Profile), Seen: r.Seen, Priorities: r.Priorities, Text: o.text("text", r.Text), At: r.At.UTC(), Version: r.Version}
	return p, o.err
}

// SavePurpose writes the next version.
func (t *tx) SavePurpose(ctx context.Context, p domain.Purpose) error {
	before := p.Version
	row := purposeRow{
		Person: string(p.Person), Profile: string(p.Profile), Seen: p.Seen, Priorities: p.Priorities, Text: t.db.box.Seal("purposes", p.Person, "text", p.Text),
		At: instant(p.At), Version: before + 1,
	}
	done := t.g(ctx).Model(&purposeRow{}).Where("person = ? AND version = ?", row.Person, before).Select("*").Omit("Person").Updates(&row)
	if before == 0 {
		done = t.g(ctx).Create(&row)
	}
	if duplicate(done.Error) {
		return domain.Refuse(domain.Conflict, "expectation.purpose_changed")
	}
	return written(done, "save how a role serves the company", "expectation.purpose_changed")
}
