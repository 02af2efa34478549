package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// erasureRow is one erasure.
type erasureRow struct {
	ID      string
	Person  string
	Reason  sealed
	AskedBy string
	At      time.Time
	YesBy   string
	YesAt   *time.Time
	EndedAt *time.Time
	Done    bool
}

// TableName names the table for GORM.
func (erasureRow) TableName() string { return "erasures" }

func (t *tx) rowOfErasure(e domain.Erasure) erasureRow {
	return erasureRow{
		ID: string(e.ID), Person: string(e.Person), Reason: t.db.box.Seal("erasures", e.ID, "reason", e.Reason), AskedBy: string(e.AskedBy),
		At: instant(e.At), YesBy: string(e.YesBy), YesAt: optional(e.YesAt), EndedAt: optional(e.EndedAt), Done: e.Done,
	}
}

func (t *tx) erasureOf(r erasureRow) (domain.Erasure, error) {
	o := opener{box: t.db.box, table: "erasures", id: domain.ID(r.ID)}
	return domain.Erasure{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Reason: o.text("reason", r.Reason), AskedBy: domain.ID(r.AskedBy),
		At: r.At.UTC(), YesBy: domain.ID(r.YesBy), YesAt: timeOf(r.YesAt), EndedAt: timeOf(r.EndedAt), Done: r.Done,
	}, o.err
}

// CreateErasure adds one, where none of the person is open.
func (t *tx) CreateErasure(ctx context.Context, e domain.Erasure) error {
	row := t.rowOfErasure(e)
	err := t.g(ctx).Create(&row).Error
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "erasure.asked_before")
	}
	return tried("ask for an erasure", err)
}

// Erasure gives one.
func (t *tx) Erasure(ctx context.Context, id domain.ID) (domain.Erasure, error) {
	var row erasureRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Erasure{}, found(err, "erasure.not_found", "read an erasure")
	}
	return t.erasureOf(row)
}

// OpenErasures lists those that have not ended.
func (t *tx) OpenErasures(ctx context.Context, limit int) ([]domain.Erasure, error) {
	var rows []erasureRow
	if err := t.g(ctx).Where("ended_at IS NULL").Order("at, id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list open erasures", err)
	}
	return mapped(rows, t.erasureOf)
}

// UpdateErasure writes yes and end.
func (t *tx) UpdateErasure(ctx context.Context, e domain.Erasure) error {
	row := t.rowOfErasure(e)
	done := t.g(ctx).Model(&erasureRow{}).Where("id = ? AND ended_at IS NULL", row.ID).Select("YesBy", "YesAt", "EndedAt", "Done").Updates(&row)
	return written(done, "move an erasure on", "erasure.agreed_before")
}

// theirs is a column by which rows go with a person, and where.
type theirs struct {
	name   domain.RecordName
	place  recordPlace
	table  recordTable
	column personColumn
}

// eachTheirs goes through all columns with people, each table once.
func eachTheirs(do func(theirs) error) error {
	done := map[string]bool{}
	for _, home := range recordHomes {
		for _, place := range home.places {
			for _, table := range place.tables {
				if done[table.name] {
					continue
				}
				done[table.name] = true
				for _, column := range table.people {
					if err := do(theirs{home.name, place, table, column}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// where is the condition of the rows that go.
func (c theirs) where() string {
	where := c.column.name + " = ?"
	if c.column.when != "" {
		where += " AND " + c.column.when
	}
	return where
}

// CountErasable counts what goes and what stays, by type.
func (t *tx) CountErasable(ctx context.Context, person domain.ID) ([]domain.ErasureCount, error) {
	var counts []domain.ErasureCount
	err := eachTheirs(func(c theirs) error {
		if c.name == domain.RecordPerson || c.name == domain.RecordLedger {
			return nil
		}
		var all, goes int
		if err := t.g(ctx).Raw("SELECT count(*) FROM "+c.table.name+" WHERE "+c.column.name+" = ?", string(person)).Scan(&all).Error; err != nil {
			return tried("count somebody's rows", err)
		}
		if all == 0 {
			return nil
		}
		if c.column.erased != left {
			if err := t.g(ctx).Raw("SELECT count(*) FROM "+c.table.name+" WHERE "+c.where(), string(person)).Scan(&goes).Error; err != nil {
				return tried("count what goes", err)
			}
		}
		if n := len(counts); n == 0 || counts[n-1].Type != c.name {
			counts = append(counts, domain.ErasureCount{Type: c.name})
		}
		last := &counts[len(counts)-1]
		last.Gone, last.Stays = last.Gone+goes, last.Stays+all-goes
		return nil
	})
	return counts, err
}

// EraseSome erases a batch: the first column that still finds something.
func (t *tx) EraseSome(ctx context.Context, person domain.ID, limit int) (int, error) {
	erased := 0
	err := eachTheirs(func(c theirs) error {
		if erased > 0 || c.column.erased == left {
			return nil
		}
		n, err := t.eraseBy(ctx, c, person, limit)
		erased = n
		return err
	})
	return erased, err
}

// eraseBy erases by one column. Rows of deliveries go when Slack has deleted the
// messages; those that are being deleted count no more.
func (t *tx) eraseBy(ctx context.Context, c theirs, person domain.ID, limit int) (int, error) {
	whole := c.column.erased == gone && c.table.record != "" && c.place.since != "" && c.table.name == c.place.tables[0].name
	switch {
	case c.name == domain.RecordPosted:
		return t.unpostAll(ctx, person, limit)
	case c.column.erased == shared:
		query := "SELECT a." + c.table.record + " FROM " + c.table.name + " a WHERE a." + c.column.name + " = ? AND NOT EXISTS (SELECT 1 FROM " +
			c.table.name + " b WHERE b." + c.table.record + " = a." + c.table.record + " AND b." + c.column.name + " <> a." + c.column.name + ") LIMIT ?"
		n, err := t.eraseWhole(ctx, c.place, query, person, limit)
		if err != nil || n > 0 {
			return n, err
		}
	case whole:
		return t.eraseWhole(ctx, c.place, "SELECT "+c.table.record+" FROM "+c.table.name+" WHERE "+c.where()+" LIMIT ?", person, limit)
	}
	done := t.g(ctx).Exec("DELETE FROM "+c.table.name+" WHERE "+c.where(), string(person))
	return int(done.RowsAffected), tried("erase rows of "+c.table.name, done.Error)
}

// eraseWhole purges the records that a query finds.
func (t *tx) eraseWhole(ctx context.Context, place recordPlace, query string, person domain.ID, limit int) (int, error) {
	var ids []string
	if err := t.g(ctx).Raw(query, string(person), limit).Scan(&ids).Error; err != nil {
		return 0, tried("find somebody's records", err)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	records := make([]domain.ID, len(ids))
	for i, id := range ids {
		records[i] = domain.ID(id)
	}
	_, err := t.purgeIn(ctx, place, records)
	return len(ids), err
}

// unpostAll deletes every message that a person got, once.
func (t *tx) unpostAll(ctx context.Context, person domain.ID, limit int) (int, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT channel || ' ' || ts FROM deliveries d WHERE recipient = ? AND NOT EXISTS (SELECT 1 FROM outbox o
		WHERE o.subject = d.subject AND o.deed = 'delete' AND o.recipient IN (d.recipient, '') AND o.kind IN (d.kind, '')) ORDER BY at LIMIT ?`, string(person), limit).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return 0, tried("find what somebody got", err)
	}
	_, err = t.unpost(ctx, ids)
	return len(ids), err
}

// EraseRest empties what is left: the words of the ledger about the person, and the
// person's row.
func (t *tx) EraseRest(ctx context.Context, person domain.ID) error {
	if _, err := t.eraseEntries(ctx, "person", []domain.ID{person}); err != nil {
		return err
	}
	_, err := t.anonymise(ctx, []domain.ID{person})
	return err
}
