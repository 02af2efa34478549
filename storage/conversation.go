package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"rapport/domain"
)

// conversationRow is one conversation.
type conversationRow struct {
	ID             string
	Employee       string
	Partner        string
	Kind           string
	Period         string
	Ordinal        int
	State          string
	Ending         string
	OpensAt        time.Time
	RuleDay        string
	RuleAt         int
	RuleZone       string
	RuleBasis      int
	OpenedAt       *time.Time
	DueOn          string
	EmployeeShared *time.Time
	PartnerShared  *time.Time
	RatherTalk     bool
	Turn           string
	TurnBegan      *time.Time
	TurnEnds       *time.Time
	AwaySince      *time.Time
	MeetAt         *time.Time
	SaidHeldBy     string
	SaidHeldAt     *time.Time
	SaidHeldFor    string
	HeldOn         string
	LeftOutWhy     sealed
	LeaveOutAsked  *time.Time
	About          sealed
	RestAskedAt    *time.Time
	SilentAt       *time.Time
	DueAt          *time.Time
	ClosedAt       *time.Time
	Version        int
}

// TableName names the table for GORM.
func (conversationRow) TableName() string { return "conversations" }

func (t *tx) rowOfConversation(c domain.Conversation) conversationRow {
	box := t.db.box
	return conversationRow{
		ID: string(c.ID), Employee: string(c.Employee), Partner: string(c.Partner), Kind: string(c.Kind),
		Period: c.Period, Ordinal: c.Ordinal, State: string(c.State), Ending: string(c.Ending), OpensAt: instant(c.OpensAt),
		RuleDay: c.Rule.Day.String(), RuleAt: int(c.Rule.At), RuleZone: c.Rule.Zone, RuleBasis: c.Rule.Basis,
		OpenedAt: optional(c.OpenedAt), DueOn: c.DueOn.String(),
		EmployeeShared: optional(c.EmployeeShared), PartnerShared: optional(c.PartnerShared), RatherTalk: c.RatherTalk,
		Turn: string(c.Turn), TurnBegan: optional(c.TurnBegan), TurnEnds: optional(c.TurnEnds), AwaySince: optional(c.AwaySince), MeetAt: optional(c.MeetAt),
		SaidHeldBy: string(c.SaidHeldBy), SaidHeldAt: optional(c.SaidHeldAt), SaidHeldFor: c.SaidHeldFor.String(),
		HeldOn: c.HeldOn.String(), LeftOutWhy: box.Seal("conversations", c.ID, "left_out_why", c.LeftOutWhy),
		LeaveOutAsked: optional(c.LeaveOutAsked), About: box.Seal("conversations", c.ID, "about", c.About),
		RestAskedAt: optional(c.RestAskedAt), SilentAt: optional(c.SilentAt), DueAt: optional(c.DueAt),
		ClosedAt: optional(c.ClosedAt), Version: c.Version,
	}
}

func (t *tx) conversationOf(r conversationRow) (domain.Conversation, error) {
	o := opener{box: t.db.box, table: "conversations", id: domain.ID(r.ID)}
	var days [4]domain.Date
	for i, text := range []string{r.RuleDay, r.DueOn, r.SaidHeldFor, r.HeldOn} {
		var err error
		if days[i], err = dayOf(text); err != nil {
			return domain.Conversation{}, err
		}
	}
	return domain.Conversation{
		ID: domain.ID(r.ID), Employee: domain.ID(r.Employee), Partner: domain.ID(r.Partner), Kind: domain.ConversationKind(r.Kind),
		Period: r.Period, Ordinal: r.Ordinal, State: domain.ConversationState(r.State), Ending: domain.Ending(r.Ending), OpensAt: r.OpensAt.UTC(),
		Rule:     domain.DueRule{Day: days[0], At: domain.TimeOfDay(r.RuleAt), Zone: r.RuleZone, Basis: r.RuleBasis},
		OpenedAt: timeOf(r.OpenedAt), DueOn: days[1],
		EmployeeShared: timeOf(r.EmployeeShared), PartnerShared: timeOf(r.PartnerShared), RatherTalk: r.RatherTalk,
		Turn: domain.Turn(r.Turn), TurnBegan: timeOf(r.TurnBegan), TurnEnds: timeOf(r.TurnEnds), AwaySince: timeOf(r.AwaySince), MeetAt: timeOf(r.MeetAt),
		SaidHeldBy: domain.ID(r.SaidHeldBy), SaidHeldAt: timeOf(r.SaidHeldAt), SaidHeldFor: days[2], HeldOn: days[3],
		LeftOutWhy: o.text("left_out_why", r.LeftOutWhy), LeaveOutAsked: timeOf(r.LeaveOutAsked), About: o.text("about", r.About),
		RestAskedAt: timeOf(r.RestAskedAt), SilentAt: timeOf(r.SilentAt), DueAt: timeOf(r.DueAt), ClosedAt: timeOf(r.ClosedAt), Version: r.Version,
	}, o.err
}

// CreateConversation adds one. Conflict where the person has one with that
// period and ordinal.
func (t *tx) CreateConversation(ctx context.Context, c domain.Conversation) error {
	c.Version = 1
	row := t.rowOfConversation(c)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "conversation.there")
	}
	return tried("create a conversation", err)
}

// Conversation gives one.
func (t *tx) Conversation(ctx context.Context, id domain.ID) (domain.Conversation, error) {
	var row conversationRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Conversation{}, found(err, "conversation.not_found", "read a conversation")
	}
	return t.conversationOf(row)
}

// UpdateConversation writes everything but who the employee is.
func (t *tx) UpdateConversation(ctx context.Context, c domain.Conversation) (domain.Conversation, error) {
	before := c.Version
	c.Version++
	row := t.rowOfConversation(c)
	done := t.g(ctx).Model(&conversationRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID", "Employee").Updates(&row)
	return c, written(done, "update a conversation", "conversation.changed")
}

// DueConversations lists those whose next step is due.
func (t *tx) DueConversations(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM conversations WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due conversations", err)
}

// TakeConversations takes those that are still due and that nobody else has.
func (t *tx) TakeConversations(ctx context.Context, ids []domain.ID, now time.Time) ([]domain.Conversation, error) {
	q := t.g(ctx).Where("id "+t.among()+" AND due_at <= ?", t.list(ids), instant(now)).Order("due_at, id")
	if t.db.dialect == postgresDialect {
		q = q.Clauses(clause.Locking{Strength: "NO KEY UPDATE", Options: clause.LockingOptionsSkipLocked})
	}
	var rows []conversationRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, tried("take due conversations", err)
	}
	return mapped(rows, t.conversationOf)
}

// NextConversation is when the next step of any is due.
func (t *tx) NextConversation(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT due_at AS at FROM conversations WHERE due_at > ? ORDER BY due_at LIMIT 1`, after)
}

// Conversations lists by filter, newest first.
func (t *tx) Conversations(ctx context.Context, f domain.TalkFilter) ([]domain.Conversation, error) {
	q := t.g(ctx)
	if f.Employee != "" {
		q = q.Where("employee = ?", string(f.Employee))
	}
	if f.Partner != "" {
		q = q.Where("partner = ?", string(f.Partner))
	}
	if f.Either != "" {
		q = q.Where("(employee = ? OR partner = ?)", string(f.Either), string(f.Either))
	}
	if len(f.States) > 0 {
		q = q.Where("state IN ?", f.States)
	}
	if f.Period != "" {
		q = q.Where("period = ?", f.Period)
	}
	if f.Settled {
		q = q.Where("kind <> ? AND ending <> ?", string(domain.AskedTalk), string(domain.Moved))
	}
	if !f.Before.IsZero() {
		q = q.Where("opens_at < ?", instant(f.Before))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []conversationRow
	if err := q.Order("opens_at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list conversations", err)
	}
	return mapped(rows, t.conversationOf)
}

// HadTalk looks for one that is not planned any more.
func (t *tx) HadTalk(ctx context.Context, employee domain.ID, period string) (bool, error) {
	var had bool
	err := t.g(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM conversations WHERE employee = ? AND period = ? AND state IN ('open', 'paused', 'closed'))`,
		string(employee), period).Scan(&had).Error
	return had, tried("look for a conversation of a period", err)
}

// SlotsOf gives the days taken in a partner's weeks.
func (t *tx) SlotsOf(ctx context.Context, partner, without domain.ID, days domain.DateRange) ([]domain.Date, error) {
	var texts []string
	err := t.g(ctx).Raw(`SELECT rule_day FROM conversations WHERE partner = ? AND employee <> ? AND rule_day >= ? AND rule_day <= ?
		AND state IN ('planned', 'open') ORDER BY rule_day`,
		string(partner), string(without), days.Start.String(), days.End.String()).Scan(&texts).Error
	if err != nil {
		return nil, tried("list the slots of a partner", err)
	}
	slots := make([]domain.Date, len(texts))
	for i, text := range texts {
		if slots[i], err = dayOf(text); err != nil {
			return nil, err
		}
	}
	return slots, nil
}

// planningRow is a person who is marked for planning.
type planningRow struct {
	Person string
	At     time.Time
}

// TableName names the table for GORM.
func (planningRow) TableName() string { return "planning" }

// markAgain lets the earlier of two marks hold.
const markAgain = ` ON CONFLICT (person) DO UPDATE SET at = excluded.at WHERE planning.at > excluded.at`

// MarkForPlanning marks people, or everybody active.
func (t *tx) MarkForPlanning(ctx context.Context, people []domain.ID, at time.Time) error {
	if people == nil {
		return tried("mark everybody for planning", t.g(ctx).Exec(
			`INSERT INTO planning (person, at) SELECT id, ? FROM people WHERE active AND kind NOT IN ('bot', 'outsider')`+markAgain, instant(at)).Error)
	}
	// In the same order for everybody, so that no two lock each other out.
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(people))), markBatch) {
		args := make([]any, 0, 2*len(some))
		for _, id := range some {
			args = append(args, string(id), instant(at))
		}
		err := t.g(ctx).Exec(`INSERT INTO planning (person, at) VALUES (?, ?)`+strings.Repeat(`, (?, ?)`, len(some)-1)+markAgain, args...).Error
		if err != nil {
			return tried("mark people for planning", err)
		}
	}
	return nil
}

// markBatch is how many people one statement marks.
const markBatch = 500

// MarkedForPlanning lists the marked.
func (t *tx) MarkedForPlanning(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT person FROM planning WHERE at <= ? ORDER BY at, person LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list people to plan for", err)
}

// TakeMarked takes away the marks that have come and that nobody else has.
func (t *tx) TakeMarked(ctx context.Context, people []domain.ID, now time.Time) ([]domain.ID, error) {
	mine := `SELECT person FROM planning WHERE person ` + t.among() + ` AND at <= ? ORDER BY person`
	if t.db.dialect == postgresDialect {
		mine += ` FOR UPDATE SKIP LOCKED`
	}
	var taken []domain.ID
	err := t.g(ctx).Raw(`DELETE FROM planning WHERE person IN (`+mine+`) RETURNING person`, t.list(people), instant(now)).Scan(&taken).Error
	slices.Sort(taken)
	return taken, tried("take people to plan for", err)
}

// Planned takes the mark away.
func (t *tx) Planned(ctx context.Context, person domain.ID) error {
	return tried("take a mark away", t.g(ctx).Exec(`DELETE FROM planning WHERE person = ?`, string(person)).Error)
}
