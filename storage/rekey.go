package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// rekeyBatch is how many rows one transaction seals anew: some ten milliseconds,
// in which SQLite has no other writer.
const rekeyBatch = 200

// rekeyPasses is how often the tables are gone through until nothing is left that
// a replica wrote with the old key meanwhile.
const rekeyPasses = 5

// errNoPresentKey is that there is nothing to seal with.
var errNoPresentKey = errors.New("RAPPORT_KEY is none: give the key that texts are to be sealed with")

// Rekeyed is what sealing anew did, or would have to do.
type Rekeyed struct {
	// Table is the one that is gone through; empty in the sum of all.
	Table string
	// Rows is how many rows were sealed anew, or have to be.
	Rows int64
	// Lost is how many texts do not open with the keys at hand, and First where the
	// first of them stands.
	Lost  int64
	First string
}

// Rekey seals every text anew that is not sealed with the present key: what an
// older key sealed, and what is stored as it is. Others may read and write
// meanwhile. Nothing is noted of how far it is but the texts themselves: one that
// was killed goes on with what is left. Told is called after each batch.
//
// It ends by looking whether anything is left, and only then forgets the older
// keys, so that a start without them is taken. Errors: the present key is none; a
// replica lives that does not seal with it; texts that no key at hand opens, which
// stay as they are, and all keys noted.
func (d *DB) Rekey(ctx context.Context, told func(Rekeyed)) (Rekeyed, error) {
	if d.box.plain {
		return Rekeyed{}, errNoPresentKey
	}
	var sum Rekeyed
	for range rekeyPasses {
		if err := d.checkReplicas(ctx); err != nil {
			return sum, err
		}
		sum.Lost, sum.First = 0, ""
		for _, table := range sealedTables() {
			done, err := d.rekeyTable(ctx, table, told)
			sum.add(done)
			if err != nil {
				return sum, err
			}
		}
		if sum.Lost > 0 {
			return sum, fmt.Errorf("%d texts do not open with the keys at hand, the first in %s: add the key that sealed them to RAPPORT_KEY, or restore them from a backup", sum.Lost, sum.First)
		}
		left, err := d.ToRekey(ctx)
		if err != nil {
			return sum, err
		}
		if left.Rows == 0 {
			return sum, d.forgetKeys(ctx)
		}
	}
	return sum, errors.New("texts are still written with another key: find who writes them, and run it again")
}

func (r *Rekeyed) add(o Rekeyed) {
	r.Rows, r.Lost = r.Rows+o.Rows, r.Lost+o.Lost
	if r.First == "" {
		r.First = o.First
	}
}

// ToRekey counts the rows with a text that is not sealed with the present key. It
// refuses where that is none.
func (d *DB) ToRekey(ctx context.Context) (Rekeyed, error) {
	if d.box.plain {
		return Rekeyed{}, errNoPresentKey
	}
	var sum Rekeyed
	err := d.readTx(ctx, func(ctx context.Context, t *tx) error {
		sum = Rekeyed{}
		for _, table := range sealedTables() {
			where, args := table.foreign(d.box.mark())
			var rows int64
			if err := t.g(ctx).Raw(`SELECT count(*) FROM `+table.name+` WHERE `+where, args...).Scan(&rows).Error; err != nil {
				return tried("count what is to be sealed anew in "+table.name, err)
			}
			sum.Rows += rows
		}
		return nil
	})
	return sum, err
}

// sealedTables are those with sealed columns, each once.
func sealedTables() []recordTable {
	var tables []recordTable
	for _, home := range recordHomes {
		for _, place := range home.places {
			for _, table := range place.tables {
				known := slices.ContainsFunc(tables, func(t recordTable) bool { return t.name == table.name })
				if len(table.words) > 0 && !known {
					tables = append(tables, table)
				}
			}
		}
	}
	return tables
}

// mark is what everything begins with that the present key sealed.
func (b Box) mark() []byte { return append([]byte{storedSealed}, b.primary.id[:]...) }

// foreign is the condition for rows with a text that does not begin with a mark.
func (t recordTable) foreign(mark []byte) (where string, args []any) {
	parts := make([]string, len(t.words))
	for i, word := range t.words {
		parts[i] = word + ` IS NOT NULL AND substr(` + word + `, 1, ` + strconv.Itoa(len(mark)) + `) <> ?`
		args = append(args, mark)
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// rekeyTable goes through one table in the order of its key.
func (d *DB) rekeyTable(ctx context.Context, table recordTable, told func(Rekeyed)) (Rekeyed, error) {
	sum := Rekeyed{Table: table.name}
	var last []any
	for {
		var batch Rekeyed
		var next []any
		n := 0
		err := d.InTx(ctx, func(ctx context.Context, dtx domain.Tx) error {
			t, ok := dtx.(*tx)
			if !ok {
				return errors.New("seal anew: not a transaction of this database")
			}
			rows, err := t.foreignRows(ctx, table, last)
			if err != nil {
				return err
			}
			batch, next, n = Rekeyed{Table: table.name}, last, len(rows)
			for _, row := range rows {
				if err := t.rekeyRow(ctx, table, row, &batch); err != nil {
					return err
				}
				next = row.key
			}
			return nil
		})
		if err != nil {
			return sum, fmt.Errorf("seal %s anew: %w", table.name, err)
		}
		sum.add(batch)
		last = next
		if n > 0 && told != nil {
			told(sum)
		}
		if n < rekeyBatch {
			return sum, nil
		}
	}
}

// foreignRow is a row with the values of its key and its sealed columns.
type foreignRow struct {
	key   []any
	words []sealed
}

// foreignRows reads the next rows behind a key that are not sealed with the
// present one.
func (t *tx) foreignRows(ctx context.Context, table recordTable, last []any) ([]foreignRow, error) {
	keys := strings.Join(table.key, ", ")
	where, args := table.foreign(t.db.box.mark())
	if len(last) > 0 {
		where += ` AND (` + keys + `) > (` + strings.TrimSuffix(strings.Repeat("?, ", len(last)), ", ") + `)`
		args = append(args, last...)
	}
	query := t.g(ctx).Raw(`SELECT `+keys+`, `+strings.Join(table.words, ", ")+` FROM `+table.name+` WHERE `+where+` ORDER BY `+keys+` LIMIT ?`,
		append(args, rekeyBatch)...)
	var rows []foreignRow
	err := eachRow(query, func(scan func(into ...any) error) error {
		row := foreignRow{key: make([]any, len(table.key)), words: make([]sealed, len(table.words))}
		into := make([]any, 0, len(row.key)+len(row.words))
		for i := range row.key {
			into = append(into, &row.key[i])
		}
		for i := range row.words {
			into = append(into, &row.words[i])
		}
		rows = append(rows, row)
		return scan(into...)
	})
	return rows, tried("read what is to be sealed anew", err)
}

// rekeyRow seals the texts of one row anew, each where it is still the one that
// was read: what was written meanwhile is the next pass's.
func (t *tx) rekeyRow(ctx context.Context, table recordTable, row foreignRow, done *Rekeyed) error {
	parts := make([]string, len(row.key))
	conditions := make([]string, len(row.key))
	for i, value := range row.key {
		parts[i], conditions[i] = keyText(value), table.key[i]+" = ?"
	}
	id := domain.ID(strings.Join(parts, "/"))
	mark, changed := t.db.box.mark(), false
	for i, word := range row.words {
		if word.empty() || bytes.HasPrefix(word.bytes, mark) {
			continue
		}
		text, err := t.db.box.Open(table.name, id, table.words[i], word)
		if err != nil {
			done.Lost++
			if done.First == "" {
				done.First = table.name + "." + table.words[i] + " of " + string(id)
			}
			continue
		}
		fresh := t.db.box.Seal(table.name, id, table.words[i], text)
		if text == "" {
			fresh = sealed{}
		}
		args := append(append([]any{fresh}, row.key...), word)
		err = t.g(ctx).Exec(`UPDATE `+table.name+` SET `+table.words[i]+` = ? WHERE `+strings.Join(conditions, " AND ")+` AND `+table.words[i]+` = ?`, args...).Error
		if err != nil {
			return tried("write what is sealed anew", err)
		}
		changed = true
	}
	if changed {
		done.Rows++
	}
	return nil
}

// keyText is a value of a key as texts are bound to it.
func keyText(value any) string {
	if raw, isBytes := value.([]byte); isBytes {
		return string(raw)
	}
	return fmt.Sprint(value)
}

// forgetKeys notes the present key as the only one that texts are sealed with.
func (d *DB) forgetKeys(ctx context.Context) error {
	return d.InTx(ctx, func(ctx context.Context, dtx domain.Tx) error {
		t, ok := dtx.(*tx)
		if !ok {
			return errors.New("forget older keys: not a transaction of this database")
		}
		id := d.box.primary.id.String()
		if err := t.g(ctx).Exec(`INSERT INTO box_keys (id, first_used) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, id, t.at).Error; err != nil {
			return tried("note which key is in use", err)
		}
		return tried("forget older keys", t.g(ctx).Exec(`DELETE FROM box_keys WHERE id <> ?`, id).Error)
	})
}

// replicaLives is for how long a replica that was seen counts as serving.
const replicaLives = 5 * time.Minute

// NoteReplica notes that a process serves, and with which keys, by a name of its
// own. Serve calls it each minute: sealing anew waits for replicas that would
// write with an older key, or could not read the present one.
func (d *DB) NoteReplica(ctx context.Context, name string) error {
	seals, knows := noKey, []string{}
	if d.box.primary != nil {
		seals = d.box.primary.id.String()
		for _, key := range append([]*boxKey{d.box.primary}, d.box.old...) {
			knows = append(knows, key.id.String())
		}
	}
	now := time.Now().UTC() //nolint:forbidigo // machine time, not the practice's
	return tried("note that this replica serves", d.write.gorm.WithContext(ctx).Exec(
		`INSERT INTO replicas (name, seals, knows, seen_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET seals = excluded.seals, knows = excluded.knows, seen_at = excluded.seen_at`,
		name, seals, strings.Join(knows, " "), instant(now)).Error)
}

// ForgetReplica notes that a process does not serve any more.
func (d *DB) ForgetReplica(ctx context.Context, name string) error {
	return tried("note that this replica stops", d.write.gorm.WithContext(ctx).Exec(`DELETE FROM replicas WHERE name = ?`, name).Error)
}

// Replica is a process that serves, and the ids of its keys.
type Replica struct {
	Name  string
	Seals string
	Knows []string
}

// Replicas are those that serve now, as far as they were seen lately.
func (d *DB) Replicas(ctx context.Context) ([]Replica, error) {
	since := time.Now().UTC().Add(-replicaLives) //nolint:forbidigo // machine time, not the practice's
	var list []Replica
	query := d.read.gorm.WithContext(ctx).Raw(`SELECT name, seals, knows FROM replicas WHERE seen_at > ? ORDER BY name`, instant(since))
	err := eachRow(query, func(scan func(into ...any) error) error {
		var r Replica
		var knows sql.NullString
		err := scan(&r.Name, &r.Seals, &knows)
		r.Knows = strings.Fields(knows.String)
		list = append(list, r)
		return err
	})
	return list, tried("list the replicas", err)
}

// checkReplicas refuses to seal anew while a replica serves that would go on with
// another key.
func (d *DB) checkReplicas(ctx context.Context) error {
	list, err := d.Replicas(ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := d.FitsReplica(r); err != nil {
			return err
		}
	}
	return nil
}

// FitsReplica tells whether a replica seals with the key that this process seals
// with, and else what is to be done with it.
func (d *DB) FitsReplica(r Replica) error {
	id := noKey
	if d.box.primary != nil {
		id = d.box.primary.id.String()
	}
	switch {
	case r.Seals == id:
		return nil
	case !slices.Contains(r.Knows, id):
		return fmt.Errorf("replica %s does not know the present key %s: start it with both keys first (RAPPORT_KEY=OLD,NEW), then with the new one in front", r.Name, id)
	}
	return fmt.Errorf("replica %s still seals with key %s: start it with the new key in front (RAPPORT_KEY=NEW,OLD)", r.Name, r.Seals)
}

// KeysInUse are the ids of the keys that texts may be sealed with.
func (d *DB) KeysInUse(ctx context.Context) ([]string, error) {
	var ids []string
	err := d.read.gorm.WithContext(ctx).Raw(`SELECT id FROM box_keys ORDER BY id`).Scan(&ids).Error
	return ids, tried("read which keys are in use", err)
}

// OlderSeals tells whether the ledger holds seals of a key that comes from an
// older key of the box, so that the ledger needs it still.
func (d *DB) OlderSeals(ctx context.Context) (bool, error) {
	var used []string
	if err := d.read.gorm.WithContext(ctx).Raw(`SELECT id FROM ledger_keys`).Scan(&used).Error; err != nil {
		return false, tried("read which keys seal the ledger", err)
	}
	return slices.ContainsFunc(d.box.olderSeals, func(id string) bool { return slices.Contains(used, id) }), nil
}
