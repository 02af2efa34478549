package storage

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// roleRow is a profile as it stands.
type roleRow struct {
	ID       string
	Role     string
	Retired  bool
	Document sealed
	Author   string
	At       time.Time
	TellAt   *time.Time
	Told     string
	Version  int
}

// TableName names the table for GORM.
func (roleRow) TableName() string { return "role_profiles" }

// roleVersionRow is one version of a profile.
type roleVersionRow struct {
	Profile  string
	Version  int
	Role     string
	Retired  bool
	Document sealed
	Author   string
	At       time.Time
}

// TableName names the table for GORM.
func (roleVersionRow) TableName() string { return "role_versions" }

// roleDocument is what people write into a profile, as it is sealed.
type roleDocument struct {
	Outcomes, Processes []string
	Impact              string
	Expectations        []domain.Expectation
	KPIs                []domain.KPI
	Levels              []domain.RoleLevel
}

// versionID is what the texts of a row are bound to whose key holds a version.
func versionID(id domain.ID, version int) domain.ID {
	return id + "/" + domain.ID(strconv.Itoa(version))
}

func documentOf(p domain.RoleProfile) (string, error) {
	text, err := json.Marshal(roleDocument{p.Outcomes, p.Processes, p.Impact, p.Expectations, p.KPIs, p.Levels})
	return string(text), tried("write a role profile", err)
}

// fill reads a document into a profile.
func (d roleDocument) fill(p domain.RoleProfile) domain.RoleProfile {
	p.Outcomes, p.Processes, p.Impact = d.Outcomes, d.Processes, d.Impact
	p.Expectations, p.KPIs, p.Levels = d.Expectations, d.KPIs, d.Levels
	return p
}

func (t *tx) roleOf(r roleRow) (domain.RoleProfile, error) {
	p := domain.RoleProfile{
		ID: domain.ID(r.ID), Role: r.Role, Retired: r.Retired, By: domain.ID(r.Author), At: r.At.UTC(),
		TellAt: timeOf(r.TellAt), Told: domain.ID(r.Told), Version: r.Version,
	}
	return t.opened(p, "role_profiles", p.ID, r.Document)
}

func (t *tx) roleVersionOf(r roleVersionRow) (domain.RoleProfile, error) {
	p := domain.RoleProfile{
		ID: domain.ID(r.Profile), Role: r.Role, Retired: r.Retired, By: domain.ID(r.Author), At: r.At.UTC(), Version: r.Version,
	}
	return t.opened(p, "role_versions", versionID(p.ID, p.Version), r.Document)
}

// opened reads the sealed document of a profile.
func (t *tx) opened(p domain.RoleProfile, table string, id domain.ID, document sealed) (domain.RoleProfile, error) {
	o := opener{box: t.db.box, table: table, id: id}
	text := o.text("document", document)
	if o.err != nil {
		return domain.RoleProfile{}, o.err
	}
	var d roleDocument
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return domain.RoleProfile{}, tried("read a stored role profile", err)
	}
	return d.fill(p), nil
}

// RoleProfile gives one.
func (t *tx) RoleProfile(ctx context.Context, id domain.ID) (domain.RoleProfile, error) {
	return t.oneRole(t.g(ctx).Where("id = ?", string(id)))
}

// RoleProfileOf gives the one of a role.
func (t *tx) RoleProfileOf(ctx context.Context, role string) (domain.RoleProfile, error) {
	return t.oneRole(t.g(ctx).Where("role = ?", plain(role)))
}

func (t *tx) oneRole(q *gorm.DB) (domain.RoleProfile, error) {
	var row roleRow
	if err := q.Take(&row).Error; err != nil {
		return domain.RoleProfile{}, found(err, "expectation.role_gone", "read a role profile")
	}
	return t.roleOf(row)
}

// RoleProfiles lists them by name.
func (t *tx) RoleProfiles(ctx context.Context, f domain.RoleFilter) ([]domain.RoleProfile, error) {
	q := t.g(ctx).Order("role")
	if f.InForce {
		q = q.Where("NOT retired")
	}
	if f.After != "" {
		q = q.Where("role > ?", plain(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []roleRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, tried("list role profiles", err)
	}
	return mapped(rows, t.roleOf)
}

// RoleHistory lists the versions of a profile.
func (t *tx) RoleHistory(ctx context.Context, id domain.ID, limit int) ([]domain.RoleProfile, error) {
	var rows []roleVersionRow
	if err := t.g(ctx).Where("profile = ?", string(id)).Order("version DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list the versions of a role profile", err)
	}
	return mapped(rows, t.roleVersionOf)
}

// SaveRoleProfile writes the next version.
func (t *tx) SaveRoleProfile(ctx context.Context, p domain.RoleProfile) (domain.RoleProfile, error) {
	before := p.Version
	p.Version++
	document, err := documentOf(p)
	if err != nil {
		return p, err
	}
	row := roleRow{
		ID: string(p.ID), Role: plain(p.Role), Retired: p.Retired, Document: t.db.box.Seal("role_profiles", p.ID, "document", document),
		Author: string(p.By), At: instant(p.At), TellAt: optional(p.TellAt), Told: string(p.Told), Version: p.Version,
	}
	done := t.g(ctx).Model(&roleRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID").Updates(&row)
	if before == 0 {
		done = t.g(ctx).Create(&row)
	}
	if duplicate(done.Error) {
		return p, domain.Refuse(domain.Conflict, "expectation.role_known", "Role", p.Role)
	}
	if err := written(done, "save a role profile", "expectation.role_changed"); err != nil {
		return p, err
	}
	version := roleVersionRow{
		Profile: row.ID, Version: row.Version, Role: row.Role, Retired: row.Retired,
		Document: t.db.box.Seal("role_versions", versionID(p.ID, p.Version), "document", document), Author: row.Author, At: row.At,
	}
	return p, tried("keep the version of a role profile", t.g(ctx).Create(&version).Error)
}

// NoteTold writes how far the telling has come.
func (t *tx) NoteTold(ctx context.Context, p domain.RoleProfile) error {
	return tried("note who was told of a role profile", t.g(ctx).Exec(
		`UPDATE role_profiles SET tell_at = ?, told = ? WHERE id = ? AND version = ?`, optional(p.TellAt), string(p.Told), string(p.ID), p.Version).Error)
}

// DueRoles lists profiles whose people are to be told.
func (t *tx) DueRoles(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM role_profiles WHERE tell_at <= ? ORDER BY tell_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due role profiles", err)
}

// NextRole is when the people of a role are told next.
func (t *tx) NextRole(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT tell_at AS at FROM role_profiles WHERE tell_at > ? ORDER BY tell_at LIMIT 1`, after)
}

// RoleCounts counts the active people of each role.
func (t *tx) RoleCounts(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		Role   string
		People int
	}
	err := t.g(ctx).Raw(`SELECT role, count(*) AS people FROM people WHERE active AND role <> '' GROUP BY role`).Scan(&rows).Error
	if err != nil {
		return nil, tried("count the people of roles", err)
	}
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.Role] = r.People
	}
	return counts, nil
}

// wordingRow is an expectation as it was worded once.
type wordingRow struct {
	ID        string
	Owner     string
	Version   int
	Dimension string
	Text      sealed
}

// TableName names the table for GORM.
func (wordingRow) TableName() string { return "wordings" }

// wordingID is what a wording's text is bound to: the row has a key of three.
func wordingID(id, owner domain.ID, version int) domain.ID { return versionID(id+"/"+owner, version) }

// KeepWording keeps it once.
func (t *tx) KeepWording(ctx context.Context, e domain.Expectation) error {
	text := t.db.box.Seal("wordings", wordingID(e.ID, e.Owner, e.Version), "text", e.Text)
	return tried("keep the wording of an expectation", t.g(ctx).Exec(
		`INSERT INTO wordings (id, owner, version, dimension, text) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id, owner, version) DO NOTHING`,
		string(e.ID), string(e.Owner), e.Version, string(e.Dimension), text).Error)
}

// Wording gives one.
func (t *tx) Wording(ctx context.Context, id, owner domain.ID, version int) (domain.Expectation, error) {
	var row wordingRow
	if err := t.g(ctx).Where("id = ? AND owner = ? AND version = ?", string(id), string(owner), version).Take(&row).Error; err != nil {
		return domain.Expectation{}, found(err, "expectation.gone", "read an expectation")
	}
	o := opener{box: t.db.box, table: "wordings", id: wordingID(id, owner, version)}
	e := domain.Expectation{ID: id, Owner: owner, Version: version, Dimension: domain.Dimension(row.Dimension), Text: o.text("text", row.Text)}
	return e, o.err
}
