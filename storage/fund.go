package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// fundRow is one fund.
type fundRow struct {
	ID           string
	Name         sealed
	Purpose      string
	Amount       int64
	Currency     string
	PeriodStart  string
	PeriodEnd    string
	Owner        string
	Areas        list
	Locations    list
	Measure      sealed
	Unit         sealed
	MeasureStart float64
	Target       float64
	Value        float64
	ValueOn      string
	Reserved     int64
	Spent        int64
	EndsAt       *time.Time
	Author       string
	At           time.Time
	Version      int
}

// TableName names the table for GORM.
func (fundRow) TableName() string { return "funds" }

func (t *tx) rowOfFund(f domain.Fund) fundRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("funds", f.ID, column, text) }
	m := f.Measure
	return fundRow{
		ID: string(f.ID), Name: seal("name", f.Name), Purpose: string(f.Purpose), Amount: f.Amount.Minor, Currency: string(f.Amount.Currency),
		PeriodStart: f.Period.Start.String(), PeriodEnd: f.Period.End.String(), Owner: string(f.Owner), Areas: plainList(f.Areas), Locations: plainList(f.Locations),
		Measure: seal("measure", m.Name), Unit: seal("unit", m.Unit), MeasureStart: m.Start, Target: m.Target, Value: m.Value, ValueOn: m.ValueOn.String(),
		Reserved: f.Reserved, Spent: f.Spent, EndsAt: optional(f.EndsAt), Author: string(f.By), At: instant(f.At), Version: f.Version,
	}
}

// plainList is plain for a list.
func plainList(words []string) list {
	kept := make(list, len(words))
	for i, w := range words {
		kept[i] = plain(w)
	}
	return kept
}

func (t *tx) fundOf(r fundRow) (domain.Fund, error) {
	var days [3]domain.Date
	for i, text := range []string{r.PeriodStart, r.PeriodEnd, r.ValueOn} {
		var err error
		if days[i], err = dayOf(text); err != nil {
			return domain.Fund{}, err
		}
	}
	o := opener{box: t.db.box, table: "funds", id: domain.ID(r.ID)}
	currency := domain.Currency(r.Currency)
	return domain.Fund{
		ID: domain.ID(r.ID), Name: o.text("name", r.Name), Purpose: domain.FundPurpose(r.Purpose), Amount: currency.Of(r.Amount),
		Period: domain.DateRange{Start: days[0], End: days[1]}, Owner: domain.ID(r.Owner), Areas: r.Areas, Locations: r.Locations,
		Measure: domain.FundMeasure{
			Name: o.text("measure", r.Measure), Unit: o.text("unit", r.Unit), Start: r.MeasureStart, Target: r.Target, Value: r.Value, ValueOn: days[2],
		},
		Reserved: r.Reserved, Spent: r.Spent, EndsAt: timeOf(r.EndsAt), By: domain.ID(r.Author), At: r.At.UTC(), Version: r.Version,
	}, o.err
}

// CreateFund adds one, of which nothing is reserved.
func (t *tx) CreateFund(ctx context.Context, f domain.Fund) (domain.Fund, error) {
	f.Version, f.Reserved, f.Spent = 1, 0, 0
	row := t.rowOfFund(f)
	return f, tried("create a fund", t.g(ctx).Create(&row).Error)
}

// Fund gives one.
func (t *tx) Fund(ctx context.Context, id domain.ID) (domain.Fund, error) {
	var row fundRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Fund{}, found(err, "fund.not_found", "read a fund")
	}
	return t.fundOf(row)
}

// Funds lists by filter, those that end last at the top.
func (t *tx) Funds(ctx context.Context, f domain.FundFilter) ([]domain.Fund, error) {
	q := t.g(ctx)
	if f.Owner != "" {
		q = q.Where("owner = ?", string(f.Owner))
	}
	if f.Within != (domain.DateRange{}) {
		q = q.Where("period_end >= ? AND period_start <= ?", f.Within.Start.String(), f.Within.End.String())
	}
	if f.After != "" {
		q = q.Where("(period_end, id) < (SELECT period_end, id FROM funds WHERE id = ?)", string(f.After))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []fundRow
	if err := q.Order("period_end DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list funds", err)
	}
	return mapped(rows, t.fundOf)
}

// UpdateFund writes everything but the counters, while they are covered.
func (t *tx) UpdateFund(ctx context.Context, f domain.Fund) (domain.Fund, bool, error) {
	before := f.Version
	f.Version++
	row := t.rowOfFund(f)
	done := t.g(ctx).Model(&fundRow{}).Where("id = ? AND version = ? AND reserved + spent <= ?", row.ID, before, row.Amount).
		Select("*").Omit("ID", "Reserved", "Spent", "At").Updates(&row)
	if done.Error != nil || done.RowsAffected > 0 {
		return f, true, tried("update a fund", done.Error)
	}
	now, err := t.Fund(ctx, f.ID)
	if err == nil && now.Version != before {
		err = domain.Refuse(domain.Conflict, "fund.changed")
	}
	return now, false, err
}

// ReserveFund takes what is left, if it is enough.
func (t *tx) ReserveFund(ctx context.Context, id domain.ID, version int, minor int64) (bool, error) {
	if minor <= 0 {
		return false, nil
	}
	done := t.g(ctx).Exec(`UPDATE funds SET reserved = reserved + ? WHERE id = ? AND version = ? AND ? <= amount - reserved - spent`,
		minor, string(id), version, minor)
	return done.RowsAffected > 0, tried("reserve of a fund", done.Error)
}

// SpendFund turns what was reserved into what it cost.
func (t *tx) SpendFund(ctx context.Context, id domain.ID, reserved, cost int64) (bool, error) {
	if reserved < 0 || cost < 0 {
		return false, nil
	}
	done := t.g(ctx).Exec(`UPDATE funds SET reserved = reserved - ?, spent = spent + ?
		WHERE id = ? AND reserved >= ? AND ? <= amount - reserved - spent + ?`,
		reserved, cost, string(id), reserved, cost, reserved)
	return done.RowsAffected > 0, tried("spend of a fund", done.Error)
}

// DueFunds lists funds whose period is over.
func (t *tx) DueFunds(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM funds WHERE ends_at <= ? ORDER BY ends_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due funds", err)
}

// NextFund is when the next period is over.
func (t *tx) NextFund(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT ends_at AS at FROM funds WHERE ends_at > ? ORDER BY ends_at LIMIT 1`, after)
}

// fundRequestRow is one request.
type fundRequestRow struct {
	ID        string
	Fund      string
	Person    string
	Item      string
	What      sealed
	Currency  string
	Asked     int64
	Granted   int64
	Cost      int64
	State     string
	Decider   string
	Reason    sealed
	At        time.Time
	DecidedAt *time.Time
	EndedAt   *time.Time
	Version   int
}

// TableName names the table for GORM.
func (fundRequestRow) TableName() string { return "fund_requests" }

func (t *tx) rowOfFundRequest(r domain.FundRequest) fundRequestRow {
	seal := func(column, text string) sealed { return t.db.box.Seal("fund_requests", r.ID, column, text) }
	return fundRequestRow{
		ID: string(r.ID), Fund: string(r.Fund), Person: string(r.Person), Item: string(r.Item), What: seal("what", r.What),
		Currency: string(r.Asked.Currency), Asked: r.Asked.Minor, Granted: r.Granted.Minor, Cost: r.Cost.Minor, State: string(r.State),
		Decider: string(r.Decider), Reason: seal("reason", r.Reason), At: instant(r.At), DecidedAt: optional(r.DecidedAt), EndedAt: optional(r.EndedAt),
		Version: r.Version,
	}
}

func (t *tx) fundRequestOf(r fundRequestRow) (domain.FundRequest, error) {
	o := opener{box: t.db.box, table: "fund_requests", id: domain.ID(r.ID)}
	currency := domain.Currency(r.Currency)
	return domain.FundRequest{
		ID: domain.ID(r.ID), Fund: domain.ID(r.Fund), Person: domain.ID(r.Person), Item: domain.ID(r.Item), What: o.text("what", r.What),
		Asked: currency.Of(r.Asked), Granted: currency.Of(r.Granted), Cost: currency.Of(r.Cost), State: domain.FundRequestState(r.State),
		Decider: domain.ID(r.Decider), Reason: o.text("reason", r.Reason), At: r.At.UTC(), DecidedAt: timeOf(r.DecidedAt), EndedAt: timeOf(r.EndedAt),
		Version: r.Version,
	}, o.err
}

// CreateFundRequest adds one.
func (t *tx) CreateFundRequest(ctx context.Context, r domain.FundRequest) (domain.FundRequest, error) {
	r.Version = 1
	row := t.rowOfFundRequest(r)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return r, domain.Refuse(domain.Conflict, "fund.asked_already")
	}
	return r, tried("create a request of a fund", err)
}

// FundRequest gives one.
func (t *tx) FundRequest(ctx context.Context, id domain.ID) (domain.FundRequest, error) {
	var row fundRequestRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.FundRequest{}, found(err, "fund.request_not_found", "read a request of a fund")
	}
	return t.fundRequestOf(row)
}

// FundRequests lists by filter, newest first.
func (t *tx) FundRequests(ctx context.Context, f domain.FundRequestFilter) ([]domain.FundRequest, error) {
	q := fundRequestsBy(t.g(ctx), f)
	if len(f.States) > 0 {
		states := make([]string, len(f.States))
		for i, s := range f.States {
			states[i] = string(s)
		}
		q = q.Where("state IN ?", states)
	}
	if !f.Before.IsZero() {
		q = q.Where("(at, id) < (?, ?)", instant(f.Before), string(f.BeforeID))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []fundRequestRow
	if err := q.Order("at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list requests of funds", err)
	}
	return mapped(rows, t.fundRequestOf)
}

// fundRequestsBy selects by whom and what a request is about.
func fundRequestsBy(q *gorm.DB, f domain.FundRequestFilter) *gorm.DB {
	for column, id := range map[string]domain.ID{"fund": f.Fund, "person": f.Person, "item": f.Item} {
		if id != "" {
			q = q.Where(column+" = ?", string(id))
		}
	}
	if f.Owner != "" {
		q = q.Where("fund IN (SELECT id FROM funds WHERE owner = ?)", string(f.Owner))
	}
	return q
}

// UpdateFundRequest writes what was decided and what became of it.
func (t *tx) UpdateFundRequest(ctx context.Context, r domain.FundRequest) (domain.FundRequest, error) {
	before := r.Version
	r.Version++
	row := t.rowOfFundRequest(r)
	done := t.g(ctx).Model(&fundRequestRow{}).Where("id = ? AND version = ?", row.ID, before).
		Select("Granted", "Cost", "State", "Decider", "Reason", "DecidedAt", "EndedAt", "Version").Updates(&row)
	return r, written(done, "update a request of a fund", "fund.request_changed")
}

// CountFundRequests counts by fund and state.
func (t *tx) CountFundRequests(ctx context.Context, funds []domain.ID, from, to time.Time) ([]domain.FundCount, error) {
	var rows []struct {
		Fund, State string
		Count       int
		Sum         int64
	}
	err := t.g(ctx).Raw(`SELECT fund, state, count(*) AS count, CAST(sum(CASE state WHEN 'asked' THEN asked WHEN 'granted' THEN granted ELSE cost END) AS bigint) AS sum
		FROM fund_requests WHERE fund `+t.among()+` AND (ended_at IS NULL OR ended_at > ? AND ended_at <= ?) GROUP BY fund, state ORDER BY fund, state`,
		t.list(funds), instant(from), instant(to)).Scan(&rows).Error
	if err != nil {
		return nil, tried("count requests of funds", err)
	}
	counts := make([]domain.FundCount, len(rows))
	for i, r := range rows {
		counts[i] = domain.FundCount{Fund: domain.ID(r.Fund), State: domain.FundRequestState(r.State), Count: r.Count, Sum: r.Sum}
	}
	return counts, nil
}
