package storage

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rapport/domain"
)

// planItemRow is one item of a plan.
type planItemRow struct {
	ID          string
	Person      string
	What        sealed
	Why         sealed
	Steps       sealed
	Listed      string
	Title       sealed
	Link        sealed
	Cost        int64
	Currency    string
	Days        int
	Due         string
	State       string
	Confidence  string
	Supporter   string
	SupportedAt *time.Time
	LastNews    *time.Time
	AskAt       *time.Time
	Reason      sealed
	Lesson      sealed
	EndedAt     *time.Time
	EndedBy     string
	At          time.Time
	Version     int
}

// TableName names the table for GORM.
func (planItemRow) TableName() string { return "plan_items" }

func (t *tx) rowOfPlanItem(i domain.PlanItem) planItemRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("plan_items", i.ID, column, text) }
	return planItemRow{
		ID: string(i.ID), Person: string(i.Person),
		What: seal("what", i.What), Why: seal("why", i.Why), Steps: seal("steps", i.Steps),
		Listed: plain(i.Source.Listed), Title: seal("title", i.Source.Title), Link: seal("link", i.Source.Link),
		Cost: i.Source.Cost.Minor, Currency: plain(string(i.Source.Cost.Currency)), Days: i.Source.Days,
		Due: i.Due.String(), State: string(i.State), Confidence: string(i.Confidence),
		Supporter: string(i.Supporter), SupportedAt: optional(i.SupportedAt),
		LastNews: optional(i.LastNews), AskAt: optional(i.AskAt),
		Reason: seal("reason", i.Reason), Lesson: seal("lesson", i.Lesson),
		EndedAt: optional(i.EndedAt), EndedBy: string(i.EndedBy), At: instant(i.At), Version: i.Version,
	}
}

func (t *tx) planItemOf(r planItemRow) (domain.PlanItem, error) {
	due, err := dayOf(r.Due)
	if err != nil {
		return domain.PlanItem{}, err
	}
	o := opener{box: t.db.box, table: "plan_items", id: domain.ID(r.ID)}
	i := domain.PlanItem{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person),
		What: o.text("what", r.What), Why: o.text("why", r.Why), Steps: o.text("steps", r.Steps),
		Source: domain.Source{
			Listed: r.Listed, Title: o.text("title", r.Title), Link: o.text("link", r.Link),
			Cost: domain.Money{Minor: r.Cost, Currency: domain.Currency(r.Currency)}, Days: r.Days,
		},
		Due: due, State: domain.PlanState(r.State), Confidence: domain.Confidence(r.Confidence),
		Supporter: domain.ID(r.Supporter), SupportedAt: timeOf(r.SupportedAt),
		LastNews: timeOf(r.LastNews), AskAt: timeOf(r.AskAt),
		Reason: o.text("reason", r.Reason), Lesson: o.text("lesson", r.Lesson),
		EndedAt: timeOf(r.EndedAt), EndedBy: domain.ID(r.EndedBy), At: r.At.UTC(), Version: r.Version,
	}
	return i, o.err
}

// CreatePlanItem adds one, as its first version.
func (t *tx) CreatePlanItem(ctx context.Context, i domain.PlanItem) (domain.PlanItem, error) {
	i.Version = 1
	row := t.rowOfPlanItem(i)
	return i, tried("create an item of a plan", t.g(ctx).Create(&row).Error)
}

// PlanItem gives one.
func (t *tx) PlanItem(ctx context.Context, id domain.ID) (domain.PlanItem, error) {
	return t.onePlanItem(t.g(ctx).Where("id = ?", string(id)))
}

// GuardPlanItem gives one and keeps it as it is. SQLite has one writer.
func (t *tx) GuardPlanItem(ctx context.Context, id domain.ID) (domain.PlanItem, error) {
	q := t.g(ctx).Where("id = ?", string(id))
	if t.db.dialect == postgresDialect {
		q = q.Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
	}
	return t.onePlanItem(q)
}

func (t *tx) onePlanItem(q *gorm.DB) (domain.PlanItem, error) {
	var row planItemRow
	if err := q.Take(&row).Error; err != nil {
		return domain.PlanItem{}, found(err, "growth.not_found", "read an item of a plan")
	}
	return t.planItemOf(row)
}

// UpdatePlanItem writes everything but whose it is and when it was made.
func (t *tx) UpdatePlanItem(ctx context.Context, i domain.PlanItem) (domain.PlanItem, error) {
	before := i.Version
	i.Version++
	row := t.rowOfPlanItem(i)
	done := t.g(ctx).Model(&planItemRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID", "Person", "At").Updates(&row)
	return i, written(done, "update an item of a plan", "growth.changed")
}

// PutPlanItemOff writes when it is asked about next.
func (t *tx) PutPlanItemOff(ctx context.Context, id domain.ID, at time.Time) error {
	return tried("put an item of a plan off", t.g(ctx).Exec(`UPDATE plan_items SET ask_at = ? WHERE id = ?`, optional(at), string(id)).Error)
}

// PlanItems lists by filter.
func (t *tx) PlanItems(ctx context.Context, f domain.PlanFilter) ([]domain.PlanItem, error) {
	q := t.g(ctx)
	if len(f.People) > 0 {
		q = q.Where("person IN ?", idTexts(f.People))
	}
	if f.Unsupported {
		q = q.Where("supporter = ''")
	}
	if !f.EndedFrom.IsZero() {
		q = q.Where("ended_at >= ?", instant(f.EndedFrom))
	}
	if !f.EndedBefore.IsZero() {
		q = q.Where("ended_at < ?", instant(f.EndedBefore))
	}
	if f.Readable != nil {
		condition, args, err := scopeOn("plan_items.person", *f.Readable)
		if err != nil {
			return nil, err
		}
		q = q.Where(condition, args...)
	}
	return t.planPage(q, f)
}

// planPage lists what is selected in its order, from the filter's place on.
func (t *tx) planPage(q *gorm.DB, f domain.PlanFilter) ([]domain.PlanItem, error) {
	key, order, behind := "(due, id)", "due, id", ">"
	if f.Ended {
		key, order, behind = "(ended_at, id)", "ended_at DESC, id DESC", "<"
		q = q.Where("state <> 'open'")
	}
	if f.Open {
		q = q.Where("state = 'open'")
	}
	if f.After != "" {
		q = q.Where(key+" "+behind+" (SELECT "+key[1:len(key)-1]+" FROM plan_items WHERE id = ?)", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []planItemRow
	if err := q.Order(order).Find(&rows).Error; err != nil {
		return nil, tried("list items of plans", err)
	}
	return mapped(rows, t.planItemOf)
}

// planWordRow is one word about an item.
type planWordRow struct {
	ID         string
	Item       string
	Author     string
	Kind       string
	Confidence string
	Text       sealed
	At         time.Time
}

// TableName names the table for GORM.
func (planWordRow) TableName() string { return "plan_words" }

// AddPlanWord keeps a word.
func (t *tx) AddPlanWord(ctx context.Context, w domain.PlanWord) error {
	row := planWordRow{
		ID: string(w.ID), Item: string(w.Item), Author: string(w.Author), Kind: string(w.Kind), Confidence: string(w.Confidence),
		Text: t.db.box.Seal("plan_words", w.ID, "text", w.Text), At: instant(w.At),
	}
	return tried("keep a word on an item of a plan", t.g(ctx).Create(&row).Error)
}

// PlanWords lists those about an item, newest first.
func (t *tx) PlanWords(ctx context.Context, item domain.ID, limit int) ([]domain.PlanWord, error) {
	var rows []planWordRow
	if err := t.g(ctx).Where("item = ?", string(item)).Order("at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list words on an item of a plan", err)
	}
	return mapped(rows, func(r planWordRow) (domain.PlanWord, error) {
		o := opener{box: t.db.box, table: "plan_words", id: domain.ID(r.ID)}
		w := domain.PlanWord{
			ID: domain.ID(r.ID), Item: domain.ID(r.Item), Author: domain.ID(r.Author), Kind: domain.PlanWordKind(r.Kind),
			Confidence: domain.Confidence(r.Confidence), Text: o.text("text", r.Text), At: r.At.UTC(),
		}
		return w, o.err
	})
}

// DuePlanItems lists items to ask about.
func (t *tx) DuePlanItems(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM plan_items WHERE ask_at <= ? ORDER BY ask_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due items of plans", err)
}

// NextPlanItem is when the next one is to be asked about.
func (t *tx) NextPlanItem(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT ask_at AS at FROM plan_items WHERE ask_at > ? ORDER BY ask_at LIMIT 1`, after)
}
