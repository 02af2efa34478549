package storage_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// sealedAtOnce is how many entries the sealer of the crash test takes.
const sealedAtOnce = 3

// seal seals one batch.
func seal(ctx context.Context, db *storage.DB, limit int) (n int, err error) {
	err = db.InTx(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		n, err = tx.SealEntries(ctx, limit)
		return err
	})
	return n, err
}

// sealAll seals until nothing waits, and tells how many it sealed.
func sealAll(t testing.TB, db *storage.DB, limit int) int {
	t.Helper()
	for all := 0; ; {
		n, err := seal(t.Context(), db, limit)
		if err != nil {
			t.Fatalf("seal: %v", err)
		}
		all += n
		if n < limit {
			return all
		}
	}
}

// mustRecord appends entries.
func mustRecord(t testing.TB, db *storage.DB, entries ...domain.Entry) {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		for _, e := range entries {
			if err := tx.Record(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// entryAt is an entry of a minute after the start.
func entryAt(id domain.ID, minute int) domain.Entry {
	return domain.Entry{
		ID: id, At: start.Add(time.Duration(minute) * time.Minute), Actor: "p1", Act: "kudos.give", Subject: "s-" + id, Person: "p2", Version: 1,
		Content: "thanks " + string(id),
	}
}

// mustVerify looks through a ledger.
func mustVerify(t testing.TB, db *storage.DB, noted ...domain.LedgerHead) storage.Proof {
	t.Helper()
	proof, err := db.VerifyLedger(t.Context(), noted...)
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	return proof
}

// wantWhole fails unless the ledger is proved, with so many sealed entries.
func wantWhole(t testing.TB, db *storage.DB, sealed int64, noted ...domain.LedgerHead) storage.Proof {
	t.Helper()
	proof := mustVerify(t, db, noted...)
	if proof.Break != nil || proof.Sealed != sealed || proof.Head.Number != sealed {
		t.Errorf("got %d sealed up to %s, broken at %+v; want %d and all whole", proof.Sealed, proof.Head, proof.Break, sealed)
	}
	return proof
}

// mustHead gives the present head.
func mustHead(t testing.TB, db *storage.DB) (head domain.LedgerHead) {
	t.Helper()
	mustRead(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
		head, err = tx.LedgerHead(ctx)
		return err
	})
	return head
}

// numbered are the ids of sealed entries in the order of their numbers.
func numbered(t testing.TB, c storage.Config) []string {
	t.Helper()
	return queryTexts(t, c, `SELECT id FROM ledger WHERE number IS NOT NULL ORDER BY number`)
}

func TestSealEntries(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		t.Run("numbers go by time, then id, and go on from batch to batch", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			db := storagetest.OpenWith(t, c)
			if head := mustHead(t, db); head != (domain.LedgerHead{}) {
				t.Errorf("got head %+v of an empty ledger, want none", head)
			}
			mustRecord(t, db, entryAt("e3", 2), entryAt("e1", 1), entryAt("e4", 2), entryAt("e2", 1))
			if n := sealAll(t, db, 3); n != 4 {
				t.Errorf("sealed %d, want 4", n)
			}
			if diff := cmp.Diff([]string{"e1", "e2", "e3", "e4"}, numbered(t, c)); diff != "" {
				t.Error(diff)
			}
			proof := wantWhole(t, db, 4)
			if proof.Head.At != start || len(proof.Head.Hash) != 64 || proof.Tail.Count != 0 {
				t.Errorf("got head %+v, tail %+v; want the practice time, a whole hash and no tail", proof.Head, proof.Tail)
			}
		})
		t.Run("an entry that was committed late gets the next number, and none is renumbered", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			db := storagetest.OpenWith(t, c)
			mustRecord(t, db, entryAt("e5", 5), entryAt("e6", 6))
			sealAll(t, db, 10)
			before := mustHead(t, db)
			mustRecord(t, db, entryAt("e1", 1), entryAt("e7", 7))
			tail := mustVerify(t, db).Tail
			if want := (domain.LedgerTail{Count: 2, Since: start.Add(time.Minute)}); tail != want {
				t.Errorf("got tail %+v, want %+v", tail, want)
			}
			sealAll(t, db, 10)
			if diff := cmp.Diff([]string{"e5", "e6", "e1", "e7"}, numbered(t, c)); diff != "" {
				t.Error(diff)
			}
			wantWhole(t, db, 4, before)
		})
		t.Run("a transaction that fails seals nothing", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			mustRecord(t, db, entryAt("e1", 1))
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if n, err := tx.SealEntries(ctx, 10); n != 1 || err != nil {
					t.Errorf("sealed %d, %v; want 1", n, err)
				}
				return domain.Refuse(domain.Conflict, "request.changed")
			})
			wantCode(t, err, domain.Conflict)
			if proof := wantWhole(t, db, 0); proof.Tail.Count != 1 {
				t.Errorf("got tail %+v, want the entry", proof.Tail)
			}
			sealAll(t, db, 10)
			wantWhole(t, db, 1)
		})
		t.Run("without a key nothing is sealed", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			c.Box = storage.KeyNone()
			db := storagetest.OpenWith(t, c)
			mustRecord(t, db, entryAt("e1", 1))
			if n, err := seal(t.Context(), db, 10); n != 0 || err != nil {
				t.Errorf("sealed %d, %v; want the entry to wait", n, err)
			}
			if proof := wantWhole(t, db, 0); proof.Tail.Count != 1 {
				t.Errorf("got tail %+v, want the entry", proof.Tail)
			}
		})
	})
}

func TestSealEntries_KeysChange(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		step := 0
		sealWith := func(box storage.Box) *storage.DB {
			step++
			c.Box = box
			db := storagetest.OpenWith(t, c)
			mustRecord(t, db, entryAt(domain.ID(fmt.Sprintf("e%d", step)), step))
			sealAll(t, db, 10)
			wantWhole(t, db, int64(step))
			return db
		}
		sealWith(mustBox(t, key(1)))
		sealWith(mustBox(t, key(1), key(2)))
		sealWith(mustBox(t, key(2), key(1)))
		own, err := mustBox(t, key(2), key(1)).WithLedgerKeys(hex.EncodeToString(key(7)))
		if err != nil {
			t.Fatal(err)
		}
		sealWith(own)
		used := queryTexts(t, c, `SELECT seal_key FROM ledger ORDER BY number`)
		if used[0] != used[1] || used[1] == used[2] || used[2] == used[3] || used[0] == used[3] {
			t.Errorf("got keys %v, want that of the first two, then two others", used)
		}
		c.Box = mustBox(t, key(2), key(1))
		if _, err := storage.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "RAPPORT_LEDGER_KEY") || !strings.Contains(err.Error(), used[3]) {
			t.Errorf("got %v, want a refusal that names the ledger's key", err)
		}
	})
}

// Two who seal and four who write at the same time make one chain without gaps.
func TestSealEntries_ManyAtOnce(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		const sealers, writers, each = 2, 4, 150
		c := config(t)
		first, second := storagetest.OpenWith(t, c), storagetest.OpenWith(t, c)
		dbs := []*storage.DB{first, second}
		var writing sync.WaitGroup
		writing.Add(writers)
		written := make(chan struct{})
		go func() {
			writing.Wait()
			close(written)
		}()
		err := parallel(sealers+writers, func(i int) error {
			db := dbs[i%2]
			if i >= sealers {
				defer writing.Done()
				for n := range each {
					err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
						return tx.Record(ctx, entryAt(domain.ID(fmt.Sprintf("e-%d-%d", i, n)), rand.IntN(9)))
					})
					if err != nil {
						return err
					}
				}
				return nil
			}
			for {
				if _, err := seal(t.Context(), db, 7); err != nil {
					return err
				}
				select {
				case <-written:
					return nil
				default:
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		sealAll(t, first, 7)
		wantWhole(t, second, writers*each)
	})
}

// While one seals, another finds nothing to do and does not wait.
func TestSealEntries_OneAtATime(t *testing.T) {
	t.Parallel()
	c := storagetest.PostgresConfig(t) // SQLite has one writer anyway
	first, second := storagetest.OpenWith(t, c), storagetest.OpenWith(t, c)
	mustRecord(t, first, entryAt("e1", 1), entryAt("e2", 2))
	mustTx(t, first, func(ctx context.Context, tx domain.Tx) error {
		if n, err := tx.SealEntries(ctx, 1); n != 1 || err != nil {
			t.Errorf("sealed %d, %v; want 1", n, err)
		}
		n, err := seal(ctx, second, 1)
		if n != 0 {
			t.Errorf("sealed %d while somebody else did, want none", n)
		}
		return err
	})
	sealAll(t, second, 1)
	wantWhole(t, first, 2)
}

// However often whoever seals is killed, the next one goes on where the chain
// ends.
func TestSealEntries_SurvivesKills(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		const entries = 400
		c := config(t)
		db := storagetest.OpenWith(t, c)
		var list []domain.Entry
		for n := range entries {
			list = append(list, entryAt(domain.ID(fmt.Sprintf("e%04d", n)), n))
		}
		mustRecord(t, db, list...)
		sealed := int64(0)
		for range 6 {
			sealer, out := child(t, sealerURL, c.URL)
			for range 1 + rand.IntN(8) {
				if line, err := out.ReadString('\n'); err != nil || strings.TrimSpace(line) != "sealed" {
					t.Fatalf("the child said %q, %v", line, err)
				}
			}
			mustKill(t, sealer)
			proof := mustVerify(t, db)
			if proof.Break != nil || proof.Sealed < sealed+sealedAtOnce || proof.Sealed%sealedAtOnce != 0 {
				t.Fatalf("got %d sealed after %d, broken at %+v", proof.Sealed, sealed, proof.Break)
			}
			sealed = proof.Sealed
		}
		sealAll(t, db, 100)
		wantWhole(t, db, entries)
		if got := numbered(t, c); !slices.IsSorted(got) || len(got) != entries {
			t.Errorf("got %d numbers, want %d by time", len(got), entries)
		}
	})
}
