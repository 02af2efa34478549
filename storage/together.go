package storage

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm/schema"

	"rapport/domain"
)

// writeTogether writes the rows of each table with one statement.
func (t *tx) writeTogether(ctx context.Context, l later) error {
	if err := t.createTalks(ctx, l.created); err != nil {
		return err
	}
	if err := t.updateTalks(ctx, l.updated); err != nil {
		return err
	}
	asks := make([]askRow, len(l.asks))
	for i, a := range l.asks {
		asks[i] = rowOfNewAsk(a)
	}
	slices.SortFunc(asks, func(a, b askRow) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	entries := make([]ledgerRow, len(l.entries))
	for i, e := range l.entries {
		entries[i] = t.rowOfEntry(e)
	}
	logs := make([]askLogRow, len(l.logs))
	for i, log := range l.logs {
		logs[i] = rowOfAskLog(log)
	}
	marks := make([]planningRow, 0, len(l.marks))
	for _, id := range slices.Sorted(maps.Keys(l.marks)) {
		marks = append(marks, planningRow{Person: string(id), At: instant(l.marks[id])})
	}
	for _, write := range []func() (int64, error){
		func() (int64, error) { return insertAll(ctx, t, asks, fileAgain) },
		func() (int64, error) { return insertAll(ctx, t, entries, "") },
		func() (int64, error) { return insertAll(ctx, t, logs, "") },
		func() (int64, error) { return insertAll(ctx, t, marks, markAgain) },
	} {
		if _, err := write(); err != nil {
			return tried("write for many", err)
		}
	}
	return nil
}

func (t *tx) createTalks(ctx context.Context, list []domain.Conversation) error {
	rows := make([]conversationRow, len(list))
	for i, c := range list {
		c.Version = 1
		rows[i] = t.rowOfConversation(c)
	}
	_, err := insertAll(ctx, t, rows, "")
	if duplicate(err) {
		return domain.Refuse(domain.Conflict, "conversation.there")
	}
	return tried("create conversations", err)
}

// updateTalks writes all of them, or tells that one was changed meanwhile.
func (t *tx) updateTalks(ctx context.Context, list []domain.Conversation) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]conversationRow, len(list))
	for i, c := range list {
		c.Version++
		rows[i] = t.rowOfConversation(c)
	}
	columns, records, err := recordset(ctx, rows)
	if err != nil {
		return err
	}
	var sets []string
	for _, column := range columns {
		if column != "id" && column != "employee" {
			sets = append(sets, column+" = v."+column)
		}
	}
	done := t.g(ctx).Exec(`UPDATE conversations SET `+strings.Join(sets, ", ")+` FROM json_populate_recordset(CAST(NULL AS conversations), CAST(? AS json)) v
		WHERE conversations.id = v.id AND conversations.version = v.version - 1`, records)
	if done.Error == nil && int(done.RowsAffected) < len(rows) {
		return domain.Refuse(domain.Conflict, "conversation.changed")
	}
	return tried("update conversations", done.Error)
}

// insertAll writes rows with one statement, whose text is the same for any
// number of them. tail says what to do with those that are there.
func insertAll[R schema.Tabler](ctx context.Context, t *tx, rows []R, tail string) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	columns, records, err := recordset(ctx, rows)
	if err != nil {
		return 0, err
	}
	names, table := strings.Join(columns, ", "), rows[0].TableName()
	done := t.g(ctx).Exec(`INSERT INTO `+table+` (`+names+`) SELECT `+names+
		` FROM json_populate_recordset(CAST(NULL AS `+table+`), CAST(? AS json)) `+tail, records)
	return done.RowsAffected, done.Error
}

// schemas are those of the row structs, as GORM reads them.
var schemas sync.Map

// recordset gives the columns of rows, and the rows as PostgreSQL's
// json_populate_recordset reads them.
func recordset[R schema.Tabler](ctx context.Context, rows []R) (columns []string, records string, err error) {
	layout, err := schema.Parse(&rows[0], &schemas, schema.NamingStrategy{})
	if err != nil {
		return nil, "", tried("read a row's layout", err)
	}
	list := make([]map[string]any, len(rows))
	for i := range rows {
		list[i] = make(map[string]any, len(layout.DBNames))
		row := reflect.ValueOf(&rows[i]).Elem()
		for _, column := range layout.DBNames {
			value, _ := layout.FieldsByDBName[column].ValueOf(ctx, row)
			if list[i][column], err = inRecord(value); err != nil {
				return nil, "", err
			}
		}
	}
	text, err := json.Marshal(list)
	return layout.DBNames, string(text), tried("write rows as records", err)
}

// inRecord is a value as it stands in a record: bytes as PostgreSQL writes them.
func inRecord(value any) (any, error) {
	if v, ok := value.(driver.Valuer); ok {
		var err error
		if value, err = v.Value(); err != nil {
			return nil, tried("write a value", err)
		}
	}
	if b, ok := value.([]byte); ok {
		return `\x` + hex.EncodeToString(b), nil
	}
	return value, nil
}
