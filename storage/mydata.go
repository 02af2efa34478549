package storage

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// RecordsOf reads rows by the ways in which their type says that they are found.
func (t *tx) RecordsOf(ctx context.Context, name domain.RecordName, person domain.ID) ([]domain.OwnRecord, error) {
	var all []domain.OwnRecord
	done := map[string]bool{}
	for _, place := range placesOf(name) {
		for _, table := range place.tables {
			if done[table.name] {
				continue
			}
			done[table.name] = true
			for _, f := range table.mine {
				rows, err := t.ownRows(ctx, table, f, person)
				if err != nil {
					return nil, err
				}
				all = append(all, rows...)
			}
		}
	}
	return all, nil
}

// ownRows reads the rows of a table that one finding finds.
func (t *tx) ownRows(ctx context.Context, table recordTable, f finding, person domain.ID) (list []domain.OwnRecord, err error) {
	order := strings.Join(table.key, ", ")
	if table.at != "" {
		order = table.at + ", " + order
	}
	args := make([]any, strings.Count(f.where, "?"))
	for i := range args {
		args[i] = string(person)
	}
	rows, err := t.g(ctx).Raw("SELECT r.* FROM "+table.name+" r WHERE "+f.where+" ORDER BY "+order, args...).Rows()
	if err != nil {
		return nil, tried("read somebody's rows", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	reader, err := newOwnReader(rows, table, t.db.box)
	if err != nil {
		return nil, tried("read somebody's rows", err)
	}
	for rows.Next() {
		record, err := reader.read(rows)
		if err != nil {
			return nil, tried("read a row of somebody's", err)
		}
		record.Stands, record.Reads = f.stands, f.reads
		list = append(list, record)
	}
	return list, tried("read somebody's rows", rows.Err())
}

// ownReader reads rows of a table whose columns it finds out.
type ownReader struct {
	table   recordTable
	box     Box
	columns []string
	kinds   []string // what each column is: person, pointer, words, or empty
	values  []any
	into    []any
}

func newOwnReader(rows *sql.Rows, table recordTable, box Box) (*ownReader, error) {
	columns, err := rows.Columns()
	r := &ownReader{table: table, box: box, columns: columns, kinds: make([]string, len(columns)), values: make([]any, len(columns)), into: make([]any, len(columns))}
	kinds := map[string]string{}
	for _, c := range table.others {
		kinds[c] = "pointer"
	}
	for _, c := range table.words {
		kinds[c] = "words"
	}
	for _, c := range table.people {
		kinds[c.name] = "person"
	}
	for i, c := range columns {
		r.kinds[i], r.into[i] = kinds[c], &r.values[i]
	}
	return r, tried("find the columns of somebody's rows", err)
}

// read reads one row.
func (r *ownReader) read(rows *sql.Rows) (domain.OwnRecord, error) {
	if err := rows.Scan(r.into...); err != nil {
		return domain.OwnRecord{}, err //nolint:wrapcheck // who asks says what was tried
	}
	record := domain.OwnRecord{Table: r.table.name, ID: r.id()}
	for i, column := range r.columns {
		value := r.values[i]
		if at, is := value.(time.Time); is && column == r.table.at {
			record.At = at.UTC()
			continue
		}
		switch r.kinds[i] {
		case "person":
			if id := textOf(value); id != "" {
				record.People = append(record.People, domain.OwnRecordPerson{Column: column, ID: domain.ID(id)})
			}
		case "words":
			raw, _ := value.([]byte)
			text, err := r.box.Open(r.table.name, domain.ID(record.ID), column, sealed{bytes: raw})
			if err != nil {
				return record, err
			}
			if text != "" {
				record.Fields = append(record.Fields, domain.OwnRecordField{Name: column, Value: text, Words: true})
			}
		default:
			record.Fields = append(record.Fields, domain.OwnRecordField{Name: column, Value: plainValue(value), Pointer: r.kinds[i] == "pointer" || column == "id"})
		}
	}
	return record, nil
}

// id is how sealed text of the row is bound to it.
func (r *ownReader) id() string {
	parts := make([]string, len(r.table.key))
	for i, key := range r.table.key {
		for j, column := range r.columns {
			if column == key {
				parts[i] = textOf(r.values[j])
			}
		}
	}
	return strings.Join(parts, "/")
}

// textOf is a value of an id's column as text.
func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case int32:
		return strconv.Itoa(int(v))
	}
	return ""
}

// plainValue is a value as it is given on: bytes are text, times are in UTC.
func plainValue(value any) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC()
	case int32:
		return int64(v)
	}
	return value
}

// LooksAt lists entries about a person by somebody else.
func (t *tx) LooksAt(ctx context.Context, person domain.ID) ([]domain.Entry, error) {
	var rows []ledgerRow
	err := t.g(ctx).Select("id, at, actor, act, subject").Where("person = ? AND actor <> '' AND actor <> ?", string(person), string(person)).
		Order("at, id").Find(&rows).Error
	if err != nil {
		return nil, tried("list who looked", err)
	}
	list := make([]domain.Entry, len(rows))
	for i, r := range rows {
		list[i] = domain.Entry{ID: domain.ID(r.ID), At: r.At.UTC(), Actor: domain.ID(r.Actor), Act: r.Act, Subject: domain.ID(r.Subject), Person: person}
	}
	return list, nil
}
