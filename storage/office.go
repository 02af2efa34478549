package storage

import (
	"context"

	"rapport/domain"
)

// officeRow is one holder of an office.
type officeRow struct {
	Office  string
	SlackID string
}

// TableName names the table for GORM.
func (officeRow) TableName() string { return "offices" }

// SetOffice replaces the holders of an office.
func (t *tx) SetOffice(ctx context.Context, office string, slackIDs []string) error {
	if err := t.g(ctx).Exec(`DELETE FROM offices WHERE office = ?`, office).Error; err != nil {
		return tried("empty an office", err)
	}
	seen := map[string]bool{}
	var rows []officeRow
	for _, id := range slackIDs {
		if id = plain(id); id != "" && !seen[id] {
			seen[id] = true
			rows = append(rows, officeRow{Office: office, SlackID: id})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	err := t.g(ctx).Create(&rows).Error
	if duplicate(err) {
		// Somebody else filled it at the same moment, from the same group.
		return domain.Refuse(domain.Conflict, "office.changed")
	}
	return tried("fill an office", err)
}

// Office lists the holders of an office.
func (t *tx) Office(ctx context.Context, office string) ([]string, error) {
	var ids []string
	err := t.g(ctx).Raw(`SELECT slack_id FROM offices WHERE office = ? ORDER BY slack_id`, office).Scan(&ids).Error
	return ids, tried("list an office", err)
}

// InOffice tells whether the Slack user holds the office.
func (t *tx) InOffice(ctx context.Context, office, slackID string) (bool, error) {
	if slackID == "" {
		return false, nil
	}
	var count int
	err := t.g(ctx).Raw(`SELECT count(*) FROM offices WHERE office = ? AND slack_id = ?`, office, plain(slackID)).Scan(&count).Error
	return count > 0, tried("look into an office", err)
}
