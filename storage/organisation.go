package storage

import (
	"context"
	"time"
)

// Organisation is whose database this is, as Slack names it.
type Organisation struct {
	TeamID string
	// EnterpriseID is empty outside of Enterprise Grid.
	EnterpriseID string
}

// Same tells whether both are one organisation: the same workspace, or
// workspaces of the same enterprise.
func (o Organisation) Same(other Organisation) bool {
	sameTeam := o.TeamID != "" && o.TeamID == other.TeamID
	return sameTeam || o.EnterpriseID != "" && o.EnterpriseID == other.EnterpriseID
}

// organisationRow is the one row.
type organisationRow struct {
	One          int `gorm:"primaryKey"`
	TeamID       string
	EnterpriseID string
	At           time.Time
}

// TableName names the table for GORM.
func (organisationRow) TableName() string { return "organisation" }

// ClaimOrganisation remembers whose database this is where nobody has, and
// returns the one that is remembered. With two starts at once one of them wins.
func (d *DB) ClaimOrganisation(ctx context.Context, o Organisation) (Organisation, error) {
	err := d.write.gorm.WithContext(ctx).Exec(
		`INSERT INTO organisation (one, team_id, enterprise_id, at) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO NOTHING`,
		plain(o.TeamID), plain(o.EnterpriseID), d.now()).Error
	if err != nil {
		return Organisation{}, tried("remember the organisation", err)
	}
	owner, _, err := d.Organisation(ctx)
	return owner, err
}

// Organisation is whose database this is; known is false where nobody has
// claimed it.
func (d *DB) Organisation(ctx context.Context) (owner Organisation, known bool, err error) {
	var rows []organisationRow
	if err := d.write.gorm.WithContext(ctx).Limit(1).Find(&rows).Error; err != nil {
		return Organisation{}, false, tried("read the organisation", err)
	}
	if len(rows) == 0 {
		return Organisation{}, false, nil
	}
	return Organisation{TeamID: rows[0].TeamID, EnterpriseID: rows[0].EnterpriseID}, true, nil
}

// AdoptOrganisation makes it another one's, as after a workspace moved into an
// enterprise. The operator decides that; Rapport never does.
func (d *DB) AdoptOrganisation(ctx context.Context, o Organisation) error {
	row := organisationRow{One: 1, TeamID: plain(o.TeamID), EnterpriseID: plain(o.EnterpriseID), At: d.now()}
	return tried("adopt the organisation", d.write.gorm.WithContext(ctx).Save(&row).Error)
}
