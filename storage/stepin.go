package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// stepInRow is who holds somebody's conversations meanwhile.
type stepInRow struct {
	Employee   string
	Absent     string
	Substitute string
	Waits      bool
	At         time.Time
}

// TableName names the table for GORM.
func (stepInRow) TableName() string { return "step_ins" }

func (r stepInRow) stepIn() domain.StepIn {
	return domain.StepIn{
		Employee: domain.ID(r.Employee), Absent: domain.ID(r.Absent), Substitute: domain.ID(r.Substitute), Waits: r.Waits, At: r.At.UTC(),
	}
}

// PartneredWith lists for whom a person is named.
func (t *tx) PartneredWith(ctx context.Context, partner domain.ID) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT employee FROM partners WHERE partner = ? ORDER BY employee`, string(partner)).Scan(&ids).Error
	return ids, tried("list whom a partner talks with", err)
}

// StepIn tells who steps in.
func (t *tx) StepIn(ctx context.Context, employee domain.ID) (domain.StepIn, bool, error) {
	var rows []stepInRow
	if err := t.g(ctx).Where("employee = ?", string(employee)).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return domain.StepIn{}, false, tried("read who steps in", err)
	}
	return rows[0].stepIn(), true, nil
}

// SaveStepIn keeps or forgets who steps in.
func (t *tx) SaveStepIn(ctx context.Context, s domain.StepIn) error {
	if s.Substitute == "" {
		return tried("forget who steps in", t.g(ctx).Exec(`DELETE FROM step_ins WHERE employee = ?`, string(s.Employee)).Error)
	}
	return tried("keep who steps in", t.g(ctx).Exec(`INSERT INTO step_ins (employee, absent, substitute, waits, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (employee) DO UPDATE SET absent = excluded.absent, substitute = excluded.substitute, waits = excluded.waits, at = excluded.at`,
		string(s.Employee), string(s.Absent), string(s.Substitute), s.Waits, instant(s.At)).Error)
}

// PartnerOffer gives a suggestion that waits for its answer.
func (t *tx) PartnerOffer(ctx context.Context, employee domain.ID) (domain.PartnerOffer, bool, error) {
	var rows []struct {
		Partner, NamedBy string
		At               time.Time
	}
	err := t.g(ctx).Raw(`SELECT partner, named_by, at FROM partner_offers WHERE employee = ?`, string(employee)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return domain.PartnerOffer{}, false, tried("read a suggested partner", err)
	}
	r := rows[0]
	return domain.PartnerOffer{Employee: employee, Partner: domain.ID(r.Partner), By: domain.ID(r.NamedBy), At: r.At.UTC()}, true, nil
}

// SavePartnerOffer keeps or forgets a suggestion.
func (t *tx) SavePartnerOffer(ctx context.Context, o domain.PartnerOffer) error {
	if o.At.IsZero() {
		return tried("forget a suggested partner", t.g(ctx).Exec(`DELETE FROM partner_offers WHERE employee = ?`, string(o.Employee)).Error)
	}
	return tried("keep a suggested partner", t.g(ctx).Exec(`INSERT INTO partner_offers (employee, partner, named_by, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (employee) DO UPDATE SET partner = excluded.partner, named_by = excluded.named_by, at = excluded.at`,
		string(o.Employee), string(o.Partner), string(o.By), instant(o.At)).Error)
}
