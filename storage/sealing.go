package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"rapport/domain"
)

// ledgerHeadRow is the last sealed entry of the ledger.
type ledgerHeadRow struct {
	ID     int
	Number int64
	Hash   []byte
	At     *time.Time
}

// TableName names the table for GORM.
func (ledgerHeadRow) TableName() string { return "ledger_head" }

func (r ledgerHeadRow) head() domain.LedgerHead {
	return domain.LedgerHead{Number: r.Number, Hash: hex.EncodeToString(r.Hash), At: timeOf(r.At)}
}

// errNoHead is a database whose head somebody removed.
var errNoHead = errors.New("the row of the ledger's head is missing: restore it from a backup")

// LedgerHead gives the last entry that is sealed.
func (t *tx) LedgerHead(ctx context.Context) (domain.LedgerHead, error) {
	var rows []ledgerHeadRow
	if err := t.g(ctx).Where("id = 1").Find(&rows).Error; err != nil {
		return domain.LedgerHead{}, tried("read the ledger's head", err)
	}
	if len(rows) == 0 {
		return domain.LedgerHead{}, errNoHead
	}
	return rows[0].head(), nil
}

// LedgerTail tells what is not sealed yet.
func (t *tx) LedgerTail(ctx context.Context) (domain.LedgerTail, error) {
	var oldest []ledgerRow
	if err := t.g(ctx).Select("at").Where("number IS NULL").Order("at, id").Limit(1).Find(&oldest).Error; err != nil || len(oldest) == 0 {
		return domain.LedgerTail{}, tried("look for what is not sealed", err)
	}
	var count int64
	if err := t.g(ctx).Model(&ledgerRow{}).Where("number IS NULL").Count(&count).Error; err != nil {
		return domain.LedgerTail{}, tried("count what is not sealed", err)
	}
	return domain.LedgerTail{Count: int(count), Since: oldest[0].At.UTC()}, nil
}

// EntriesWait tells whether any entry has no number yet.
func (t *tx) EntriesWait(ctx context.Context) (bool, error) {
	var one []ledgerRow
	err := t.g(ctx).Select("id").Where("number IS NULL").Order("at, id").Limit(1).Find(&one).Error
	return len(one) > 0, tried("look for what is not sealed", err)
}

// SealEntries gives the oldest entries without a number the next numbers and
// their hashes. The row of the head is held meanwhile: of several who seal at
// once one does, and the others find nothing to do. The lock is the lease: it
// ends with the transaction, also where its process dies. Should two ever come to
// the same number, the unique index refuses the second.
func (t *tx) SealEntries(ctx context.Context, limit int) (int, error) {
	if len(t.db.box.seals) == 0 {
		return 0, nil // RAPPORT_KEY=none, and no key for the ledger: the tail stays open, and verify says so
	}
	head, free, err := t.takeHead(ctx)
	if err != nil || !free {
		return 0, err
	}
	var rows []ledgerRow
	if err := t.g(ctx).Where("number IS NULL").Order("at, id").Limit(limit).Find(&rows).Error; err != nil {
		return 0, tried("read what is to be sealed", err)
	}
	if len(rows) == 0 {
		return 0, nil
	}
	key, links := t.db.box.seals[0].id, t.db.box.chain()
	hashes := make([][]byte, len(rows))
	before := head.Hash
	for i, row := range rows {
		sum, _ := links.next(key, before, head.Number+int64(i)+1, row)
		hashes[i] = append([]byte(nil), sum...)
		before = hashes[i]
	}
	if err := t.writeSeals(ctx, key, head.Number, rows, hashes); err != nil {
		return 0, err
	}
	return len(rows), t.moveHead(ctx, key, ledgerHeadRow{Number: head.Number + int64(len(rows)), Hash: before})
}

// takeHead locks the row of the head; free is false where somebody else has it.
// On SQLite there is one writer at a time.
func (t *tx) takeHead(ctx context.Context) (head ledgerHeadRow, free bool, err error) {
	query := `SELECT number, hash FROM ledger_head WHERE id = 1`
	if t.db.dialect == postgresDialect {
		query += ` FOR NO KEY UPDATE SKIP LOCKED`
	}
	var rows []ledgerHeadRow
	if err := t.g(ctx).Raw(query).Scan(&rows).Error; err != nil {
		return ledgerHeadRow{}, false, tried("take the ledger's head", err)
	}
	if len(rows) == 1 {
		return rows[0], true, nil
	}
	if _, err := t.LedgerHead(ctx); err != nil { // missing, or held?
		return ledgerHeadRow{}, false, err
	}
	return ledgerHeadRow{}, false, nil
}

// writeSeals writes the numbers behind a number, and the hashes.
func (t *tx) writeSeals(ctx context.Context, key string, after int64, rows []ledgerRow, hashes [][]byte) error {
	bytes := "blob"
	if t.db.dialect == postgresDialect {
		bytes = "bytea"
	}
	// The first line says which types they all have. Right behind a parenthesis
	// GORM would take bytes for a list of numbers.
	values := []string{"(CAST( ? AS text), CAST( ? AS bigint), CAST( ? AS " + bytes + "))"}
	args := []any{key}
	for i, row := range rows {
		if i > 0 {
			values = append(values, "(?, ?, ?)")
		}
		args = append(args, row.ID, after+int64(i)+1, hashes[i])
	}
	// The plus keeps SQLite from going through the whole tail for each batch.
	done := t.g(ctx).Exec(`UPDATE ledger SET seal_key = ?, number = v.column2, hash = v.column3
		FROM (VALUES `+strings.Join(values, ", ")+`) AS v WHERE ledger.id = v.column1 AND +ledger.number IS NULL`, args...)
	if done.Error != nil {
		return tried("seal entries", done.Error)
	}
	if done.RowsAffected != int64(len(rows)) {
		return fmt.Errorf("seal entries: %d of %d were there", done.RowsAffected, len(rows))
	}
	return nil
}

// moveHead writes the new head, and notes the key as used.
func (t *tx) moveHead(ctx context.Context, key string, head ledgerHeadRow) error {
	err := t.g(ctx).Exec(`UPDATE ledger_head SET number = ?, hash = ?, at = ? WHERE id = 1`, head.Number, head.Hash, t.at).Error
	if err != nil {
		return tried("move the ledger's head", err)
	}
	return tried("note which key seals the ledger", t.g(ctx).Exec(
		`INSERT INTO ledger_keys (id, first_used) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, key, t.at).Error)
}
