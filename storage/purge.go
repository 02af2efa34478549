package storage

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// moment is an instant as the place's column of ends compares with it.
func (p recordPlace) moment(at time.Time) any {
	if p.day {
		return domain.DateOf(at, time.UTC).String()
	}
	return instant(at)
}

// name is the expression of a record's id.
func (p recordPlace) name() string {
	if p.id != "" {
		return p.id
	}
	return "r.id"
}

// EndedRecords goes through the places of a type, one after the other.
func (t *tx) EndedRecords(ctx context.Context, name domain.RecordName, before time.Time, after domain.RecordCursor, limit int) ([]domain.EndedRecord, domain.RecordCursor, error) {
	places := placesOf(name)
	for after.Place < len(places) && places[after.Place].since == "" {
		after = domain.RecordCursor{Place: after.Place + 1}
	}
	if after.Place >= len(places) {
		return nil, domain.RecordCursor{}, nil
	}
	place := places[after.Place]
	if place.numbered {
		page, next, err := t.endedEntries(ctx, place, before, after, limit)
		if err != nil {
			return nil, after, err
		}
		return page, next, t.addPeople(ctx, place, page)
	}
	page, err := t.endedIn(ctx, place, before, after, limit)
	if err != nil {
		return nil, after, err
	}
	if err := t.addPeople(ctx, place, page); err != nil {
		return nil, after, err
	}
	if len(page) == limit {
		return page, page[len(page)-1].Next, nil
	}
	next := domain.RecordCursor{Place: after.Place + 1}
	for next.Place < len(places) && places[next.Place].since == "" {
		next.Place++
	}
	if next.Place == len(places) {
		next = domain.RecordCursor{}
	}
	return page, next, nil
}

// endedIn reads a page of one place: one range of the index of its ends.
func (t *tx) endedIn(ctx context.Context, p recordPlace, before time.Time, after domain.RecordCursor, limit int) ([]domain.EndedRecord, error) {
	where, args := cmp.Or(p.where, "1 = 1")+" AND "+p.since+" < ?", []any{p.moment(before)}
	if after.ID != "" {
		where += " AND " + p.since + " >= ? AND (" + p.since + " > ? OR " + p.name() + " > ?)"
		at := p.moment(after.At)
		args = append(args, at, at, string(after.ID))
	}
	query := "SELECT " + p.name() + ", " + p.since + " FROM " + p.from + " WHERE " + where + " ORDER BY " + p.since + ", " + p.name() + " LIMIT ?"
	var page []domain.EndedRecord
	err := eachRow(t.g(ctx).Raw(query, append(args, limit)...), func(scan func(...any) error) error {
		var id string
		record := domain.EndedRecord{}
		var into any = &record.Since
		var text string
		if p.day {
			into = &text
		}
		if err := scan(&id, into); err != nil {
			return err
		}
		if p.day {
			ended, err := dayOf(text)
			if err != nil {
				return err
			}
			record.Since = ended.In(time.UTC, 0)
		}
		record.ID, record.Since = domain.ID(id), record.Since.UTC()
		record.Next = domain.RecordCursor{Place: after.Place, At: record.Since, ID: record.ID}
		page = append(page, record)
		return nil
	})
	return page, tried("list what has ended", err)
}

// endedEntries reads a page of the ledger by its numbers, in which its entries are
// in the order of their age, as they are sealed: an index by time would cost each
// entry more than it is worth to a purge. It looks at as many numbers as the page
// may have entries, and ends behind the last number or at the first that is younger.
func (t *tx) endedEntries(ctx context.Context, p recordPlace, before time.Time, after domain.RecordCursor, limit int) ([]domain.EndedRecord, domain.RecordCursor, error) {
	head, err := t.LedgerHead(ctx)
	if err != nil {
		return nil, after, err
	}
	last, _ := strconv.ParseInt(string(after.ID), 10, 64) // 0 at the beginning
	upTo := last + int64(limit)
	var page []domain.EndedRecord
	over := upTo >= head.Number
	query := "SELECT r.id, r.at FROM " + p.from + " WHERE " + p.where + " AND r.number > ? AND r.number <= ? ORDER BY r.number"
	err = eachRow(t.g(ctx).Raw(query, last, upTo), func(scan func(...any) error) error {
		var record domain.EndedRecord
		if err := scan(&record.ID, &record.Since); err != nil {
			return err
		}
		if record.Since = record.Since.UTC(); record.Since.Before(before) {
			page = append(page, record)
		} else {
			over = true
		}
		return nil
	})
	next := domain.RecordCursor{Place: after.Place, At: before, ID: domain.ID(strconv.FormatInt(upTo, 10))}
	if over {
		next = domain.RecordCursor{}
	}
	return page, next, tried("list what has ended", err)
}

// addPeople reads who stands in the records of a page, with one question for each
// table.
func (t *tx) addPeople(ctx context.Context, p recordPlace, page []domain.EndedRecord) error {
	if len(page) == 0 {
		return nil
	}
	at, ids := make(map[domain.ID]*domain.EndedRecord, len(page)), make([]domain.ID, len(page))
	for i := range page {
		at[page[i].ID], ids[i] = &page[i], page[i].ID
	}
	for _, table := range p.tables {
		if table.record == "" || len(table.people) == 0 {
			continue
		}
		columns := make([]string, len(table.people))
		for i, column := range table.people {
			columns[i] = column.name
		}
		record := table.recordColumn(p)
		query := `SELECT ` + record + `, ` + strings.Join(columns, ", ") + ` FROM ` + table.name + ` r WHERE ` + record + ` ` + t.among()
		args := []any{t.list(ids)}
		if record == p.id {
			// No index knows the id; that of the ends does nearly as well.
			query, args = query+" AND "+p.since+" >= ? AND "+p.since+" <= ?", append(args, page[0].Since, page[len(page)-1].Since)
		}
		err := eachRow(t.g(ctx).Raw(query, args...), func(scan func(...any) error) error {
			values := make([]string, len(columns)+1)
			into := make([]any, len(values))
			for i := range values {
				into[i] = &values[i]
			}
			if err := scan(into...); err != nil {
				return err
			}
			if record := at[domain.ID(values[0])]; record != nil {
				table.addTo(record, values[1:])
			}
			return nil
		})
		if err != nil {
			return tried("read who stands in a record", err)
		}
	}
	return nil
}

// recordColumn is the expression that names the record in the rows of a table. That
// of the place holds for the table of the place alone: others have no such columns.
func (r recordTable) recordColumn(p recordPlace) string {
	if p.id != "" && len(r.key) > 1 && p.from == r.name+" r" {
		return p.id
	}
	return r.record
}

// addTo adds the people of a row to its record.
func (r recordTable) addTo(record *domain.EndedRecord, people []string) {
	for i, id := range people {
		if id == "" {
			continue
		}
		record.Named = append(record.Named, domain.ID(id))
		if r.people[i].owner {
			record.Owners = append(record.Owners, domain.ID(id))
		}
	}
}

// PurgeRoutine deletes the oldest rows of a routine type, each where it was found.
func (t *tx) PurgeRoutine(ctx context.Context, name domain.RecordName, before time.Time, held []domain.ID, limit int) (int, error) {
	purged := 0
	for _, p := range placesOf(name) {
		if p.since == "" || purged >= limit {
			continue
		}
		n, err := t.purgeOldest(ctx, p, before, held, limit-purged)
		if err != nil {
			return purged, err
		}
		purged += n
	}
	return purged, nil
}

// purgeOldest does so in one place. Rows that hang on others go before them, found
// by the same condition.
func (t *tx) purgeOldest(ctx context.Context, p recordPlace, before time.Time, held []domain.ID, limit int) (int, error) {
	root := p.tables[0]
	where, args := cmp.Or(p.where, "1 = 1")+" AND "+p.since+" < ?", []any{p.moment(before)}
	if len(held) > 0 {
		for _, column := range root.people {
			where, args = where+" AND NOT (r."+column.name+" "+t.among()+")", append(args, t.list(held))
		}
	}
	args = append(args, limit)
	oldest := func(what string) string {
		return "SELECT " + what + " FROM " + p.from + " WHERE " + where + " ORDER BY " + p.since + " LIMIT ?"
	}
	hanging := append([][2]string{}, p.below...)
	for _, table := range p.tables[1:] {
		hanging = append(hanging, [2]string{table.name, table.record})
	}
	for _, child := range hanging {
		err := t.g(ctx).Exec("DELETE FROM "+child[0]+" WHERE "+t.oneOf(child[1], oldest("r."+root.key[0])), args...).Error
		if err != nil {
			return 0, tried("purge rows that hang on others", err)
		}
	}
	place := "rowid"
	if t.db.dialect == postgresDialect {
		place = "ctid"
	}
	done := t.g(ctx).Exec("DELETE FROM "+root.name+" WHERE "+t.oneOf(place, oldest("r."+place)), args...)
	return int(done.RowsAffected), tried("purge "+root.name, done.Error)
}
