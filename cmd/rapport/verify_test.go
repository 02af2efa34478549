package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// sealedLedger is a database with some sealed entries and one that is not, and
// the settings with which it is read.
func sealedLedger(t *testing.T) (env []string, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "rapport.db")
	env = []string{envDatabase + "=sqlite:" + path, envKey + "=none", envLedgerKey + "=" + demoLedgerKey, envLogLevel + "=error"}
	c, problems := LoadConfig(env)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	db, err := openStore(t.Context(), c, storeOptions{Clock: storagetest.NewClock(), Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	record := func(acts ...string) {
		err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			for _, act := range acts {
				if err := tx.Record(ctx, domain.Entry{ID: domain.ID(act), Act: act, Subject: "s1", Content: "words"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	record("a.first", "b.second", "c.third")
	if _, _, err := (domain.LedgerService{Practice: domain.Practice{Store: db}}).Seal(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	record("d.fourth")
	return env, path
}

// runVerify runs the command and gives its code and all that it says.
func runVerify(env []string, args ...string) (int, string) {
	var out bytes.Buffer
	code := run(context.Background(), append([]string{"verify"}, args...), shell{env: env, in: strings.NewReader(""), out: &out, err: &out})
	return code, out.String()
}

// tamper runs a statement on the file.
func tamper(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyCommand(t *testing.T) {
	t.Parallel()
	wants := func(t *testing.T, code, wantCode int, out string, parts ...string) {
		t.Helper()
		if code != wantCode {
			t.Errorf("got code %d, want %d\n%s", code, wantCode, out)
		}
		for _, part := range parts {
			if !strings.Contains(out, part) {
				t.Errorf("%q is missing in\n%s", part, out)
			}
		}
	}
	t.Run("a whole ledger is proved, its tail is named, and what cannot be proved is said", func(t *testing.T) {
		t.Parallel()
		env, path := sealedLedger(t)
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		code, out := runVerify(env)
		wants(t, code, exitDone, out, "Proved: all 3 entries", "Sealed up to 3:", "Not sealed yet, and so not proved: 1", "2000-01-01 00:00:00 UTC", "cut off", "--head NUMBER:HASH")
		_, rest, _ := strings.Cut(out, "Sealed up to ")
		head, _, _ := strings.Cut(rest, " ")
		code, out = runVerify(env, "--head", head)
		wants(t, code, exitDone, out, "agrees with the head that you gave")
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the database was changed by looking at it (%v)", err)
		}
	})
	t.Run("the first broken entry is named, with what is whole", func(t *testing.T) {
		t.Parallel()
		env, path := sealedLedger(t)
		tamper(t, path, `UPDATE ledger SET actor = 'somebody else' WHERE number = 2`)
		code, out := runVerify(env)
		wants(t, code, exitFailed, out, "broken: entry 2 (b.second, b.second of 2000-01-01 00:00:00 UTC) is not what was sealed", "Entries 1 to 1 are whole", "Fix: ")
	})
	t.Run("a head from outside finds what was cut off", func(t *testing.T) {
		t.Parallel()
		env, path := sealedLedger(t)
		_, out := runVerify(env)
		_, rest, _ := strings.Cut(out, "Sealed up to ")
		head, _, _ := strings.Cut(rest, " ")
		tamper(t, path, `DELETE FROM ledger WHERE number = 3`)
		tamper(t, path, `UPDATE ledger_head SET number = 2, hash = (SELECT hash FROM ledger WHERE number = 2)`)
		code, out := runVerify(env)
		wants(t, code, exitDone, out, "Proved: all 2 entries")
		code, out = runVerify(env, "--head="+head)
		wants(t, code, exitFailed, out, "entry 3 is missing")
	})
	t.Run("a wrong use begins nothing", func(t *testing.T) {
		t.Parallel()
		env, _ := sealedLedger(t)
		for _, args := range [][]string{{"--head", "12"}, {"--head", "x:y"}, {"all"}} {
			code, out := runVerify(env, args...)
			wants(t, code, exitUsage, out)
		}
	})
	t.Run("another key is refused, and says which is needed", func(t *testing.T) {
		t.Parallel()
		env, _ := sealedLedger(t)
		code, out := runVerify(append(env, envLedgerKey+"="+strings.Repeat("ab", 32)))
		wants(t, code, exitFailed, out, "not at hand", "RAPPORT_LEDGER_KEY")
	})
}
