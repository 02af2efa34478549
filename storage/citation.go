package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// citationRow is what one record cites.
type citationRow struct {
	Kind        string
	Record      string
	Person      string
	Expectation string
	Owner       string
	Version     int
	CitedBy     string
	At          time.Time
}

// TableName names the table for GORM.
func (citationRow) TableName() string { return "citations" }

func (r citationRow) citation() (domain.Citation, error) {
	return domain.Citation{
		Kind: domain.CitationKind(r.Kind), Record: domain.ID(r.Record), Person: domain.ID(r.Person), Expectation: domain.ID(r.Expectation),
		Owner: domain.ID(r.Owner), Version: r.Version, By: domain.ID(r.CitedBy), At: r.At.UTC(),
	}, nil
}

// Cite writes what a record cites.
func (t *tx) Cite(ctx context.Context, c domain.Citation) error {
	return tried("cite an expectation", t.g(ctx).Exec(`INSERT INTO citations (kind, record, person, expectation, owner, version, cited_by, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, record) DO UPDATE SET person = excluded.person, expectation = excluded.expectation,
		owner = excluded.owner, version = excluded.version, cited_by = excluded.cited_by, at = excluded.at`,
		string(c.Kind), string(c.Record), string(c.Person), string(c.Expectation), string(c.Owner), c.Version, string(c.By), instant(c.At)).Error)
}

// Uncite takes it away.
func (t *tx) Uncite(ctx context.Context, kind domain.CitationKind, record domain.ID) error {
	return tried("cite no expectation", t.g(ctx).Exec(`DELETE FROM citations WHERE kind = ? AND record = ?`, string(kind), string(record)).Error)
}

// Citation gives that of a record.
func (t *tx) Citation(ctx context.Context, kind domain.CitationKind, record domain.ID) (domain.Citation, error) {
	var row citationRow
	if err := t.g(ctx).Where("kind = ? AND record = ?", string(kind), string(record)).Take(&row).Error; err != nil {
		return domain.Citation{}, found(err, "expectation.gone", "read a citation")
	}
	return row.citation()
}
