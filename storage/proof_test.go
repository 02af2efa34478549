package storage_test

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// written is a ledger that a practice wrote, sealed but for a short tail.
type written struct {
	storage.Config
	db     *storage.DB
	raw    *sql.DB
	sealed int64
	head   domain.LedgerHead
}

// writeLedger lets people use the practice, and seals what they did while they
// do it.
func writeLedger(t *testing.T, c storage.Config) *written {
	t.Helper()
	bench := storagetest.PracticeOn(t, c)
	w := &written{Config: c, db: bench.DB, raw: rawDB(t, c)}
	t.Cleanup(func() {
		if err := w.raw.Close(); err != nil {
			t.Error(err)
		}
	})
	sealer := domain.LedgerService{Practice: bench.Practice}
	two := pair{mustPerson(t, w.db, "ada"), mustPerson(t, w.db, "bo")}
	for n := range 60 {
		bench.Clock.Advance(7 * time.Hour)
		two.use(t, bench.Practice, n)
		if n%7 == 0 {
			if _, _, err := sealer.Seal(t.Context(), 11); err != nil {
				t.Fatal(err)
			}
		}
	}
	sealAll(t, w.db, 40)
	w.head = mustHead(t, w.db)
	w.sealed = w.head.Number
	bench.Clock.Advance(time.Hour)
	two.use(t, bench.Practice, 60)
	if w.sealed < 200 {
		t.Fatalf("%d entries are sealed, want some hundred", w.sealed)
	}
	return w
}

// pair are two people who use the practice.
type pair struct{ ada, bo domain.Person }

// use is what they do in some hours, for the n-th time.
func (w pair) use(t *testing.T, p domain.Practice, n int) {
	t.Helper()
	ada, bo := w.ada, w.bo
	act := func(actor domain.ID, of int) domain.Act {
		return domain.Act{Actor: actor, Key: fmt.Sprintf("key-%d-%d", n, of), Digest: "d"}
	}
	kudos, goals, away := domain.KudosService{Practice: p}, domain.GoalService{Practice: p}, domain.AwayService{Practice: p}
	people := domain.PeopleService{Practice: p}
	given, err := kudos.Give(t.Context(), act(ada.ID, 0), domain.KudosDraft{Users: []string{bo.SlackID}, Text: fmt.Sprintf("for the release %d", n)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kudos.LeaveOutOfFile(t.Context(), act(bo.ID, 1), given.Subject, true); err != nil {
		t.Fatal(err)
	}
	today := domain.DateOf(p.Clock.Now(), time.UTC)
	draft := domain.GoalDraft{
		Owner: bo.ID, Title: fmt.Sprintf("Goal %d", n), Why: "since it helps", Due: today.AddMonths(2), Measure: domain.Measure{Kind: domain.YesNoMeasure},
	}
	goal, err := goals.Save(t.Context(), act(bo.ID, 2), draft)
	if err != nil {
		t.Fatal(err)
	}
	end := domain.GoalEnd{State: domain.GoalDropped, Lesson: "it was not needed"}
	if _, err := goals.Close(t.Context(), act(bo.ID, 3), goal.Subject, end); err != nil {
		t.Fatal(err)
	}
	if _, err := away.Set(t.Context(), act(ada.ID, 4), ada.ID, domain.DateRange{End: today.AddDays(2)}); err != nil {
		t.Fatal(err)
	}
	if err := people.SetHours(t.Context(), act(ada.ID, 5), domain.DefaultPattern()); err != nil {
		t.Fatal(err)
	}
}

// exec runs statements past storage.
func (w *written) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := w.raw.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// keep puts the ledger aside, and undo brings it back.
func (w *written) keep(t *testing.T) {
	t.Helper()
	w.exec(t, `CREATE TABLE kept_ledger AS SELECT * FROM ledger`, `CREATE TABLE kept_head AS SELECT * FROM ledger_head`)
}

func (w *written) undo(t *testing.T) {
	t.Helper()
	w.exec(t, `DELETE FROM ledger`, `INSERT INTO ledger SELECT * FROM kept_ledger`,
		`DELETE FROM ledger_head`, `INSERT INTO ledger_head SELECT * FROM kept_head`,
		`DELETE FROM box_keys`, `DELETE FROM ledger_keys`) // those of forgers
}

// attack is something done to the ledger by somebody who can write the database.
type attack struct {
	name       string
	statements []string
	number     int64  // of the entry that is named
	what       string // is said of it
	gone       bool   // nothing stands at the number
}

// changedColumns writes something else into a column of the entry with a number.
var changedColumns = map[string]string{
	"id":         `'forged'`,
	"at":         `(SELECT at FROM ledger WHERE number = 57)`,
	"actor":      `'somebody else'`,
	"act":        `'kudos.retract'`,
	"subject":    `'another'`,
	"person":     `'another'`,
	"version":    `version + 1`,
	"commitment": `(SELECT commitment FROM ledger WHERE number = 57)`,
	"hash":       `(SELECT hash FROM ledger WHERE number = 57)`,
	"seal_key":   `'00112233aabbccdd'`,
	"salt":       `(SELECT salt FROM ledger WHERE number = 57)`,
	"content":    `(SELECT content FROM ledger WHERE content IS NOT NULL AND number <> 57 ORDER BY number LIMIT 1 OFFSET 3)`,
	"reason":     `(SELECT content FROM ledger WHERE content IS NOT NULL ORDER BY number LIMIT 1)`,
}

// columnAttacks change each column of the first, of one in the middle and of the
// last entry.
func (w *written) columnAttacks() []attack {
	var list []attack
	for column, other := range changedColumns {
		for _, n := range []int64{1, 101, w.sealed} {
			what := "is not what was sealed"
			switch column {
			case "salt", "content", "reason":
				what = "words that do not open"
			case "seal_key":
				what = "is sealed with key 00112233aabbccdd, which is not at hand"
			}
			list = append(list, attack{
				name:       fmt.Sprintf("%s of %d", column, n),
				statements: []string{fmt.Sprintf(`UPDATE ledger SET %s = %s WHERE number = %d`, column, other, n)},
				number:     n, what: what,
			})
		}
	}
	return append(list,
		attack{"words erased without a word", []string{`UPDATE ledger SET salt = NULL, content = NULL, reason = NULL WHERE number = 9`}, 9, "no entry says", false},
		attack{"salt alone erased", []string{`UPDATE ledger SET salt = NULL, content = (SELECT content FROM ledger WHERE number = 1) WHERE number = 9`}, 9, "not what proves them", false},
		attack{"content erased, salt left", []string{`UPDATE ledger SET content = NULL WHERE number = 1`}, 1, "other words", false},
		attack{"words written in plain", []string{`UPDATE ledger SET content = ` + w.plainText("forged") + ` WHERE number = 1`}, 1, "other words", false},
		attack{"seal taken away", []string{`UPDATE ledger SET seal_key = NULL WHERE number = 7`}, 7, "has no seal", false},
	)
}

// plainText is a text as a database without a key stores it.
func (w *written) plainText(text string) string {
	digits := "00" + hex.EncodeToString([]byte(text))
	if strings.HasPrefix(w.URL, "sqlite:") {
		return "x'" + digits + "'"
	}
	return `decode('` + digits + `', 'hex')`
}

// orderAttacks take away, insert, move and cut off.
func (w *written) orderAttacks() []attack {
	last := w.sealed
	insert := func(number int64) string {
		return fmt.Sprintf(`INSERT INTO ledger (id, at, actor, act, subject, person, version, commitment, salt, number, hash, seal_key)
			SELECT 'forged', at, actor, act, subject, person, version, commitment, salt, %d, hash, seal_key FROM ledger WHERE number = 3`, number)
	}
	swap := func(column string, a, b int64) []string {
		return []string{
			fmt.Sprintf(`CREATE TABLE swapped AS SELECT number, %s AS held FROM ledger WHERE number IN (%d, %d)`, column, a, b),
			fmt.Sprintf(`UPDATE ledger SET %s = (SELECT held FROM swapped WHERE number = %d) WHERE number = %d`, column, b, a),
			fmt.Sprintf(`UPDATE ledger SET %s = (SELECT held FROM swapped WHERE number = %d) WHERE number = %d`, column, a, b),
			`DROP TABLE swapped`,
		}
	}
	swapPlaces := []string{
		`UPDATE ledger SET number = -1 WHERE number = 20`, `UPDATE ledger SET number = 20 WHERE number = 30`,
		`UPDATE ledger SET number = 30 WHERE number = -1`,
	}
	setHead := fmt.Sprintf(`UPDATE ledger_head SET number = %d, hash = (SELECT hash FROM ledger WHERE number = %d)`, last-5, last-5)
	return []attack{
		{"the first deleted", []string{`DELETE FROM ledger WHERE number = 1`}, 1, "is missing; the next one there is entry 2", true},
		{"one deleted", []string{`DELETE FROM ledger WHERE number = 100`}, 100, "is missing; the next one there is entry 101", true},
		{"one unnumbered", []string{`UPDATE ledger SET number = NULL, hash = NULL, seal_key = NULL WHERE number = 100`}, 100, "is missing", true},
		{"the last deleted", []string{fmt.Sprintf(`DELETE FROM ledger WHERE number = %d`, last)}, last, "is missing, with all behind it", true},
		{"the tail deleted", []string{fmt.Sprintf(`DELETE FROM ledger WHERE number > %d`, last-5)}, last - 4, "is missing, with all behind it", true},
		{"everything deleted", []string{`DELETE FROM ledger`}, 1, "is missing, with all behind it", true},
		{"two swapped", swapPlaces, 20, "is not what was sealed", false},
		{"two swapped with their hashes", append(swapPlaces, swap("hash", 20, 30)...), 20, "is not what was sealed", false},
		{"two hashes swapped", swap("hash", 40, 41), 40, "is not what was sealed", false},
		{"two contents swapped", swap("content", 1, 7), 1, "do not open", false},
		{"one renumbered", []string{fmt.Sprintf(`UPDATE ledger SET number = %d WHERE number = 50`, last+9)}, 50, "is missing", true},
		{"all renumbered behind one that is gone", []string{
			`DELETE FROM ledger WHERE number = 60`, `UPDATE ledger SET number = -number WHERE number > 60`, `UPDATE ledger SET number = -number - 1 WHERE number < 0`,
		}, 60, "is not what was sealed", false},
		{"a number below one", []string{insert(0)}, 0, "has a number that none can have", false},
		{"one inserted at the end", []string{insert(last + 1)}, last + 1, "stands behind the end", false},
		{"one inserted at the end, and the head moved", []string{
			insert(last + 1), fmt.Sprintf(`UPDATE ledger_head SET number = %d, hash = (SELECT hash FROM ledger WHERE number = 3)`, last+1),
		}, last + 1, "is not what was sealed", false},
		{"one inserted in the middle", []string{
			`UPDATE ledger SET number = -number WHERE number >= 70`, `UPDATE ledger SET number = 1 - number WHERE number < 0`, insert(70),
		}, 70, "is not what was sealed", false},
		{"one twice, without the index", []string{`DROP INDEX ledger_number`, insert(80)}, 80, "", false},
		{"the head moved back", []string{setHead}, last - 4, "stands behind the end", false},
		{"the head's hash changed", []string{`UPDATE ledger_head SET hash = (SELECT hash FROM ledger WHERE number = 3)`}, last, "not the one that the ledger's head names", false},
		{"the head deleted", []string{`DELETE FROM ledger_head`}, 0, "head is missing", true},
	}
}

func TestVerifyLedger_FindsTheFirstBrokenEntry(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		w := writeLedger(t, config(t))
		w.keep(t)
		whole := wantWhole(t, w.db, w.sealed)
		if whole.Tail.Count == 0 || whole.Erased != 0 {
			t.Errorf("got %+v, want a tail, and nothing erased", whole)
		}
		for _, a := range append(w.columnAttacks(), w.orderAttacks()...) {
			w.exec(t, a.statements...)
			proof := mustVerify(t, w.db)
			b := proof.Break
			switch {
			case b == nil:
				t.Errorf("%s: not found", a.name)
			case b.Number != a.number || !strings.Contains(b.What, a.what) || (b.Entry.ID == "") != a.gone:
				t.Errorf("%s: got entry %d (%s) %s; want entry %d %s", a.name, b.Number, b.Entry.ID, b.What, a.number, a.what)
			case b.Number > 0 && proof.Sealed != b.Number && proof.Sealed != b.Number-1:
				t.Errorf("%s: got %d whole before entry %d", a.name, proof.Sealed, b.Number)
			}
			w.undo(t)
		}
		if got := mustVerify(t, w.db); got.Break != nil {
			t.Errorf("what was undone is broken: %+v", got.Break)
		}
	})
}

// sealAnew unnumbers everything from an entry on and seals it again, with the
// keys of a box.
func (w *written) sealAnew(t *testing.T, from int64, box storage.Box) {
	t.Helper()
	w.exec(t, fmt.Sprintf(`UPDATE ledger SET number = NULL, hash = NULL, seal_key = NULL WHERE number >= %d`, from),
		fmt.Sprintf(`UPDATE ledger_head SET number = %d, hash = (SELECT hash FROM ledger WHERE number = %d)`, from-1, from-1))
	forger := w.Config
	forger.Box = box
	db, err := storage.Open(t.Context(), forger)
	if err != nil {
		t.Fatal(err)
	}
	sealAll(t, db, 100)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyLedger_SealedAnew(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		w := writeLedger(t, config(t))
		w.keep(t)
		proofAfter := func(noted ...domain.LedgerHead) *storage.Break {
			t.Helper()
			return mustVerify(t, w.db, noted...).Break
		}
		genuine := queryTexts(t, w.Config, `SELECT seal_key FROM ledger WHERE number = 1`)[0]

		// Somebody without the key: with a key of their own, also under its name.
		for _, name := range []string{"", genuine} {
			w.exec(t, `DELETE FROM ledger WHERE number = 90`, `DELETE FROM box_keys`, `DELETE FROM ledger_keys`)
			w.sealAnew(t, 90, mustBox(t, key(66)))
			if name != "" {
				w.exec(t, `UPDATE ledger SET seal_key = '`+name+`' WHERE number >= 90`)
			}
			if b := proofAfter(); b == nil || b.Number != 90 || b.Entry.ID == "" {
				t.Errorf("sealed anew without the key: got %+v, want entry 90 broken", b)
			}
			w.undo(t)
		}

		// Somebody with the key can seal another past: only a head from outside
		// finds that.
		w.exec(t, `DELETE FROM ledger WHERE number = 90`)
		w.sealAnew(t, 90, w.Box)
		if b := proofAfter(); b != nil {
			t.Errorf("got %+v, want a new past to be whole in itself", b)
		}
		if b := proofAfter(w.head); b == nil || b.Number != w.head.Number || !strings.Contains(b.What, "somebody who has the key") {
			t.Errorf("got %+v, want the head that was noted to find it", b)
		}
		w.undo(t)

		// The tail cut off together with the head.
		w.exec(t, fmt.Sprintf(`DELETE FROM ledger WHERE number > %d OR number IS NULL`, w.sealed-10),
			fmt.Sprintf(`UPDATE ledger_head SET number = %d, hash = (SELECT hash FROM ledger WHERE number = %d)`, w.sealed-10, w.sealed-10))
		if b := proofAfter(); b != nil {
			t.Errorf("got %+v, want what is left to be whole", b)
		}
		if b := proofAfter(w.head); b == nil || b.Number != w.sealed-9 || !strings.Contains(b.What, "the ledger ends before") {
			t.Errorf("got %+v, want entry %d to be missing", b, w.sealed-9)
		}
	})
}

// A week's digest in the same database holds a head as well.
func TestVerifyLedger_ComparesWithDigests(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		db := storagetest.OpenWith(t, c)
		for n := range 60 { // more than one page of digests
			mustRecord(t, db, entryAt(domain.ID(fmt.Sprintf("e%02d", n)), n))
			sealAll(t, db, 10)
			head := mustHead(t, db)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				week := domain.DateOf(start, time.UTC).WeekStart().AddDays(7 * n)
				return tx.CreateDigest(ctx, domain.Digest{
					ID: domain.ID(fmt.Sprintf("d%02d", n)), Week: week, Day: week, MadeAt: start, Figures: domain.DigestFigures{Head: head},
				})
			})
		}
		if proof := wantWhole(t, db, 60, mustHead(t, db)); proof.Compared != 61 {
			t.Errorf("compared %d heads, want 61", proof.Compared)
		}
		rawSQL(t, c, `DELETE FROM ledger WHERE number > 40`,
			`UPDATE ledger_head SET number = 40, hash = (SELECT hash FROM ledger WHERE number = 40)`)
		b := mustVerify(t, db).Break
		if b == nil || b.Number != 41 || !strings.Contains(b.What, "the digest of 2001-") {
			t.Errorf("got %+v, want entry 41 to be missing by a digest", b)
		}
	})
}

func TestVerifyLedger_Erased(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		db := storagetest.OpenWith(t, c)
		mustRecord(t, db, entryAt("e1", 1), entryAt("e2", 2))
		sealAll(t, db, 10)
		const erase = `UPDATE ledger SET salt = NULL, content = NULL, reason = NULL WHERE subject = 's-e1'`
		rawSQL(t, c, erase)
		if b := mustVerify(t, db).Break; b == nil || b.Number != 1 {
			t.Errorf("got %+v, want words that vanished to be found", b)
		}
		mustRecord(t, db, domain.Entry{ID: "e3", At: start.Add(time.Hour), Act: domain.LedgerErase, Subject: "s-e1"})
		if proof := wantWhole(t, db, 2); proof.Erased != 1 {
			t.Errorf("got %d erased while the entry that says so is not sealed, want 1", proof.Erased)
		}
		sealAll(t, db, 10)
		if proof := wantWhole(t, db, 3); proof.Erased != 1 {
			t.Errorf("got %d erased, want 1", proof.Erased)
		}
		late := entryAt("e4", 90)
		late.Subject = "s-e1"
		mustRecord(t, db, late)
		sealAll(t, db, 10)
		rawSQL(t, c, `UPDATE ledger SET salt = NULL, content = NULL WHERE id = 'e4'`)
		if b := mustVerify(t, db).Break; b == nil || b.Number != 4 {
			t.Errorf("got %+v, want words to be missed that were written after the erasure", b)
		}
		rawSQL(t, c, `UPDATE ledger SET salt = NULL WHERE id = 'e3'`)
		if b := mustVerify(t, db).Break; b == nil || b.Number != 3 || !strings.Contains(b.What, "no entry says") {
			t.Errorf("got %+v, want what says that words were erased to keep its own", b)
		}
	})
}

// Words that are not sealed though there is a key are told: who has no key could
// have written them.
func TestVerifyLedger_OpenWords(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		c.Box = storage.KeyNone()
		open := storagetest.OpenWith(t, c)
		mustRecord(t, open, entryAt("e1", 1))
		c.Box = mustBox(t, key(1))
		db := storagetest.OpenWith(t, c)
		mustRecord(t, db, entryAt("e2", 2))
		sealAll(t, db, 10)
		if proof := wantWhole(t, db, 2); proof.Open != 1 {
			t.Errorf("got %d entries with open words, want 1", proof.Open)
		}
	})
}

// A number that stands twice is found where one page ends, too.
func TestVerifyLedger_ManyPages(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		const entries = 4100
		c := config(t)
		db := storagetest.OpenWith(t, c)
		var list []domain.Entry
		for n := range entries {
			list = append(list, entryAt(domain.ID(fmt.Sprintf("e%04d", n)), n))
		}
		mustRecord(t, db, list...)
		sealAll(t, db, 1000)
		wantWhole(t, db, entries)
		rawSQL(t, c, `DROP INDEX ledger_number`,
			`INSERT INTO ledger (id, at, actor, act, subject, person, version, commitment, salt, number, hash, seal_key)
			SELECT 'z', at, actor, act, subject, person, version, commitment, salt, number, hash, seal_key FROM ledger WHERE number = 2000`)
		if b := mustVerify(t, db).Break; b == nil || b.Number != 2000 || b.Entry.ID == "" {
			t.Errorf("got %+v, want entry 2000 to be named", b)
		}
	})
}
