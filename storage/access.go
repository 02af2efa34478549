package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// accessRow is one wish to look at somebody's record.
type accessRow struct {
	ID        string
	Asker     string
	Person    string
	Sheet     string
	Reason    sealed
	Yeses     int
	OfTeam    bool
	HoldUntil string
	HoldWhy   sealed
	State     string
	At        time.Time
	Until     time.Time
	OpenedAt  *time.Time
	Version   int
}

// TableName names the table for GORM.
func (accessRow) TableName() string { return "accesses" }

// accessAnswerRow is what one second person said.
type accessAnswerRow struct {
	Access string
	Second string
	Yes    bool
	Why    sealed
	At     time.Time
}

// TableName names the table for GORM.
func (accessAnswerRow) TableName() string { return "access_answers" }

func (t *tx) accessOf(r accessRow) (domain.Access, error) {
	o := opener{box: t.db.box, table: "accesses", id: domain.ID(r.ID)}
	a := domain.Access{
		ID: domain.ID(r.ID), Asker: domain.ID(r.Asker), Person: domain.ID(r.Person), Sheet: domain.Sheet(r.Sheet),
		Reason: o.text("reason", r.Reason), Yeses: r.Yeses, OfTeam: r.OfTeam, HoldWhy: o.text("hold_why", r.HoldWhy),
		State: domain.AccessState(r.State), At: r.At.UTC(), Until: r.Until.UTC(), OpenedAt: timeOf(r.OpenedAt), Version: r.Version,
	}
	if o.err != nil || r.HoldUntil == "" {
		return a, o.err
	}
	var err error
	a.HoldUntil, err = dayOf(r.HoldUntil)
	return a, err
}

// accessAnswerID is what an answer's text is bound to: it has no id of its own.
func accessAnswerID(access, second string) domain.ID { return domain.ID(access + "/" + second) }

func (t *tx) accessAnswerOf(r accessAnswerRow) (domain.AccessAnswer, error) {
	o := opener{box: t.db.box, table: "access_answers", id: accessAnswerID(r.Access, r.Second)}
	return domain.AccessAnswer{
		Access: domain.ID(r.Access), Second: domain.ID(r.Second), Yes: r.Yes, Why: o.text("why", r.Why), At: r.At.UTC(),
	}, o.err
}

// CreateAccess adds one.
func (t *tx) CreateAccess(ctx context.Context, a domain.Access) error {
	hold := ""
	if !a.HoldUntil.IsZero() {
		hold = a.HoldUntil.String()
	}
	row := accessRow{
		ID: string(a.ID), Asker: string(a.Asker), Person: string(a.Person), Sheet: string(a.Sheet),
		Reason: t.db.box.Seal("accesses", a.ID, "reason", a.Reason), Yeses: a.Yeses, OfTeam: a.OfTeam,
		HoldUntil: hold, HoldWhy: t.db.box.Seal("accesses", a.ID, "hold_why", a.HoldWhy),
		State: string(a.State), At: instant(a.At), Until: instant(a.Until), OpenedAt: optional(a.OpenedAt), Version: a.Version,
	}
	return tried("create an access", t.g(ctx).Create(&row).Error)
}

// Access gives one with its answers.
func (t *tx) Access(ctx context.Context, id domain.ID) (domain.Access, error) {
	return t.access(ctx, t.g(ctx).Where("id = ?", string(id)))
}

// TakeAccess locks its row. On SQLite there is one writer at a time.
func (t *tx) TakeAccess(ctx context.Context, id domain.ID) (domain.Access, error) {
	query := `SELECT * FROM accesses WHERE id = ?`
	if t.db.dialect == postgresDialect {
		query += ` FOR UPDATE`
	}
	return t.access(ctx, t.g(ctx).Raw(query, string(id)))
}

func (t *tx) access(ctx context.Context, query *gorm.DB) (domain.Access, error) {
	var row accessRow
	if err := query.Take(&row).Error; err != nil {
		return domain.Access{}, found(err, "access.not_found", "read an access")
	}
	list, err := t.answered(ctx, []accessRow{row})
	if err != nil {
		return domain.Access{}, err
	}
	return list[0], nil
}

// answered reads accesses with the answers to them.
func (t *tx) answered(ctx context.Context, rows []accessRow) ([]domain.Access, error) {
	list, err := mapped(rows, t.accessOf)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	place, ids := map[domain.ID]int{}, make([]domain.ID, len(list))
	for i, a := range list {
		place[a.ID], ids[i] = i, a.ID
	}
	var answers []accessAnswerRow
	if err := t.g(ctx).Where("access "+t.among(), t.list(ids)).Order("at, second").Find(&answers).Error; err != nil {
		return nil, tried("read the answers to accesses", err)
	}
	for _, row := range answers {
		answer, err := t.accessAnswerOf(row)
		if err != nil {
			return nil, err
		}
		a := &list[place[answer.Access]]
		a.Answers = append(a.Answers, answer)
	}
	return list, nil
}

// SettleAccess writes state and end.
func (t *tx) SettleAccess(ctx context.Context, a domain.Access) error {
	return tried("settle an access", t.g(ctx).Exec(`UPDATE accesses SET state = ?, until = ?, version = ? WHERE id = ?`,
		string(a.State), instant(a.Until), a.Version, string(a.ID)).Error)
}

// AddAccessAnswer keeps an answer, once for each second person.
func (t *tx) AddAccessAnswer(ctx context.Context, a domain.AccessAnswer) (bool, error) {
	why := t.db.box.Seal("access_answers", accessAnswerID(string(a.Access), string(a.Second)), "why", a.Why)
	done := t.g(ctx).Exec(`INSERT INTO access_answers (access, second, yes, why, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (access, second) DO NOTHING`,
		string(a.Access), string(a.Second), a.Yes, why, instant(a.At))
	return done.RowsAffected > 0, tried("answer an access", done.Error)
}

// OpenAccess finds one that holds now.
func (t *tx) OpenAccess(ctx context.Context, asker, person domain.ID, sheet domain.Sheet, now time.Time) (domain.Access, bool, error) {
	var rows []accessRow
	err := t.g(ctx).Where("asker = ? AND person = ? AND sheet = ? AND state = 'open' AND until > ?", string(asker), string(person), string(sheet), instant(now)).
		Order("until DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return domain.Access{}, false, tried("look for an open access", err)
	}
	list, err := t.answered(ctx, rows)
	if err != nil {
		return domain.Access{}, false, err
	}
	return list[0], true, nil
}

// Accesses lists by filter.
func (t *tx) Accesses(ctx context.Context, f domain.AccessFilter) ([]domain.Access, error) {
	query := t.g(ctx).Order("at DESC, id DESC").Limit(f.Limit)
	if f.Asker != "" {
		query = query.Where("asker = ?", string(f.Asker))
	}
	if f.Concerns != "" {
		query = query.Where("id IN (SELECT access FROM access_receipts WHERE person = ? AND told_at >= ?)", string(f.Concerns), instant(f.ToldSince))
	}
	if f.State != "" {
		query = query.Where("state = ?", string(f.State))
	}
	if !f.Live.IsZero() {
		query = query.Where("until > ?", instant(f.Live))
	}
	if f.BeforeID != "" {
		query = query.Where("(at, id) < (?, ?)", instant(f.Before), string(f.BeforeID))
	}
	var rows []accessRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, tried("list accesses", err)
	}
	return t.answered(ctx, rows)
}

// NoteLook keeps a look.
func (t *tx) NoteLook(ctx context.Context, l domain.AccessLook) error {
	err := t.g(ctx).Exec(`INSERT INTO access_looks (access, at, act) VALUES (?, ?, ?)`, string(l.Access), instant(l.At), l.Act).Error
	if err != nil {
		return tried("keep a look", err)
	}
	return tried("note when an access was opened", t.g(ctx).Exec(
		`UPDATE accesses SET opened_at = ? WHERE id = ? AND opened_at IS NULL`, instant(l.At), string(l.Access)).Error)
}

// Looks lists the looks of an access, oldest first.
func (t *tx) Looks(ctx context.Context, access domain.ID, limit int) ([]domain.AccessLook, error) {
	var rows []struct {
		At  time.Time
		Act string
	}
	err := t.g(ctx).Raw(`SELECT at, act FROM access_looks WHERE access = ? ORDER BY at LIMIT ?`, string(access), limit).Scan(&rows).Error
	list := make([]domain.AccessLook, len(rows))
	for i, row := range rows {
		list[i] = domain.AccessLook{Access: access, Act: row.Act, At: row.At.UTC()}
	}
	return list, tried("list looks", err)
}

// OweReceipt notes that somebody is to be told.
func (t *tx) OweReceipt(ctx context.Context, r domain.AccessReceipt) error {
	return tried("owe a receipt", t.g(ctx).Exec(
		`INSERT INTO access_receipts (access, person, due) VALUES (?, ?, ?) ON CONFLICT (access, person) DO NOTHING`,
		string(r.Access), string(r.Person), instant(r.Due)).Error)
}

// DueReceipts lists those that are due and were not told.
func (t *tx) DueReceipts(ctx context.Context, now time.Time, limit int) ([]domain.AccessReceipt, error) {
	var rows []struct {
		Access, Person string
		Due            time.Time
	}
	err := t.g(ctx).Raw(`SELECT access, person, due FROM access_receipts WHERE told_at IS NULL AND due <= ? ORDER BY due, access, person LIMIT ?`,
		instant(now), limit).Scan(&rows).Error
	list := make([]domain.AccessReceipt, len(rows))
	for i, row := range rows {
		list[i] = domain.AccessReceipt{Access: domain.ID(row.Access), Person: domain.ID(row.Person), Due: row.Due.UTC()}
	}
	return list, tried("list receipts that are due", err)
}

// NextReceipt is when the next is due after a time.
func (t *tx) NextReceipt(ctx context.Context, after time.Time) (time.Time, bool, error) {
	var next []time.Time
	err := t.g(ctx).Raw(`SELECT due FROM access_receipts WHERE told_at IS NULL AND due > ? ORDER BY due LIMIT 1`, instant(after)).Scan(&next).Error
	if err != nil || len(next) == 0 {
		return time.Time{}, false, tried("look for the next receipt", err)
	}
	return next[0].UTC(), true, nil
}

// TellReceipt notes that it is told, once.
func (t *tx) TellReceipt(ctx context.Context, r domain.AccessReceipt, at time.Time) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE access_receipts SET told_at = ? WHERE access = ? AND person = ? AND told_at IS NULL`,
		instant(at), string(r.Access), string(r.Person))
	return done.RowsAffected > 0, tried("tell a receipt", done.Error)
}

// HasReceipt tells whether somebody was told.
func (t *tx) HasReceipt(ctx context.Context, access, person domain.ID) (bool, error) {
	var n int64
	err := t.g(ctx).Raw(`SELECT count(*) FROM access_receipts WHERE access = ? AND person = ? AND told_at IS NOT NULL`,
		string(access), string(person)).Scan(&n).Error
	return n > 0, tried("look for a receipt", err)
}

// CountAccesses counts what was first opened within a time, by sheet.
func (t *tx) CountAccesses(ctx context.Context, from, to time.Time) ([]domain.AccessCount, error) {
	var counts []domain.AccessCount
	err := t.g(ctx).Raw(`SELECT sheet, count(*) AS opened,
			sum(CASE WHEN EXISTS (SELECT 1 FROM access_receipts AS r WHERE r.access = a.id AND r.told_at IS NULL) THEN 1 ELSE 0 END) AS held
		FROM accesses AS a WHERE opened_at > ? AND opened_at <= ? GROUP BY sheet ORDER BY sheet`, instant(from), instant(to)).Scan(&counts).Error
	return counts, tried("count accesses", err)
}

// toldOfAccess are the accesses that somebody has a receipt of: before, nobody
// finds out by asking for everything about themselves.
const toldOfAccess = `IN (SELECT access FROM access_receipts WHERE person = ? AND told_at IS NOT NULL)`

var accessTables = []recordTable{
	{
		name: "accesses", key: []string{"id"}, record: "id", at: "at", people: []personColumn{{name: "asker"}, owned("person")},
		words: []string{"reason", "hold_why"},
		mine:  []finding{{where: "id " + toldOfAccess, stands: domain.Reader}, {where: "asker = ?", stands: domain.Author}},
	},
	{
		name: "access_answers", key: []string{"access", "second"}, record: "access", at: "at", people: others("second"), others: []string{"access"},
		words: []string{"why"}, mine: []finding{{where: "access " + toldOfAccess, stands: domain.Reader}},
	},
	{
		name: "access_looks", key: []string{"access", "at"}, record: "access", at: "at", others: []string{"access"},
		mine: []finding{{where: "access " + toldOfAccess, stands: domain.Reader}},
	},
	{
		name: "access_receipts", key: []string{"access", "person"}, record: "access", at: "told_at", others: []string{"access"},
		people: []personColumn{{name: "person", erased: rowGone}},
	},
}
