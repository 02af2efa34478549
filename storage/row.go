package storage

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// The small translations that every mapping function uses.

// eachRow asks a query and hands its rows on, one at a time, to be scanned by
// hand: of what is read for everybody, GORM's own scanning took longer than the
// query. It finds fields by reflection, and writes each statement out for its
// log.
func eachRow(query *gorm.DB, read func(scan func(into ...any) error) error) (err error) {
	rows, err := query.Rows()
	if err != nil {
		return err //nolint:wrapcheck // whoever asks says what was tried
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err() //nolint:wrapcheck // as above
}

// instant is a time as both databases keep it: UTC, in microseconds.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// optional is a time that may be missing: zero is NULL.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = instant(t)
	return &t
}

// timeOf is the way back from optional.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// dayOf reads a date as Date.String writes it. Rows hold no other.
func dayOf(text string) (domain.Date, error) {
	var d domain.Date
	if err := d.UnmarshalText([]byte(text)); err != nil {
		return d, fmt.Errorf("read a stored date: %w", err)
	}
	return d, nil
}

// plain makes a text from outside storable in a column that is not sealed:
// PostgreSQL takes neither zero bytes nor broken UTF-8.
func plain(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
}

// list is a short list of words in one text column, as JSON.
type list []string

// Value writes the list; an empty one is "[]".
func (l list) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal([]string(l))
	return string(text), err
}

// Scan reads it.
func (l *list) Scan(src any) error {
	var text []byte
	switch v := src.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("read a list: unexpected %T", src)
	}
	var words []string
	if err := json.Unmarshal(text, &words); err != nil {
		return fmt.Errorf("read a list: %w", err)
	}
	if len(words) == 0 {
		words = nil
	}
	*l = words
	return nil
}

// idTexts writes ids as the drivers take them.
func idTexts(ids []domain.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

// among is the condition that a column is one of a list's ids. It is the same
// text for every length, so that the database reads it once.
func (t *tx) among() string {
	if t.db.dialect == postgresDialect {
		return `= ANY (CAST(? AS text[]))`
	}
	return `IN (SELECT value FROM json_each(?))`
}

// oneOf is the condition that a column is one of what a query finds. PostgreSQL
// looks each up, where it would read all rows rather than look some hundreds up.
func (t *tx) oneOf(column, query string) string {
	if t.db.dialect == postgresDialect {
		return column + ` = ANY (ARRAY(` + query + `))`
	}
	return column + ` IN (` + query + `)`
}

// list is the argument of among.
func (t *tx) list(ids []domain.ID) string {
	open, end := byte('['), byte(']')
	if t.db.dialect == postgresDialect {
		open, end = '{', '}'
	}
	text := []byte{open}
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '"')
		for _, c := range []byte(id) {
			switch {
			case c == '"' || c == '\\':
				text = append(text, '\\', c)
			case c < ' ' && open == '[': // JSON holds none as it is; no id of ours has any
				text = fmt.Appendf(text, `\u%04x`, c)
			default:
				text = append(text, c)
			}
		}
		text = append(text, '"')
	}
	return string(append(text, end))
}

// mapped reads each row, up to the first that cannot be read.
func mapped[R, D any](rows []R, read func(R) (D, error)) ([]D, error) {
	list := make([]D, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = read(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}
