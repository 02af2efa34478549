package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// A rotation as an operator does it: both keys, the new one in front, rekey, and a
// start without the old one; the ledger keeps what comes from the old key.
func TestRekey_Rotation(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "rapport.db")
	older := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("1", 32)))
	newer := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("2", 32)))
	env := func(key string, more ...string) []string {
		return append([]string{envDatabase + "=sqlite:" + path, envKey + "=" + key, envLogLevel + "=error"}, more...)
	}
	c, problems := LoadConfig(env(older))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	db, err := openStore(t.Context(), c, storeOptions{Clock: storagetest.NewClock(), Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		return tx.Record(ctx, domain.Entry{Act: "a.first", Subject: "s1", Content: "words"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := (domain.LedgerService{Practice: domain.Practice{Store: db}}).Seal(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	said := func(env []string, wantCode int, words string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		code := run(t.Context(), args, shell{env: env, in: strings.NewReader(""), out: &out, err: &out})
		if code != wantCode || !strings.Contains(out.String(), words) {
			t.Errorf("%v: got %d, %s", args, code, out.String())
		}
	}
	said(env(newer), exitFailed, "If it is lost, nobody can read what was written with it", "rekey")
	both := env(newer + "," + older)
	said(both, exitDone, "1 rows hold a text", "rekey", "--check")
	said(both, exitDone, "put the old key behind the others in RAPPORT_LEDGER_KEY", "rekey")
	said(both, exitDone, "0 rows were sealed anew. Nothing is left", "rekey")
	said(env(newer), exitFailed, "the ledger is sealed with key", "verify")
	split := env(newer, envLedgerKey+"="+newer+","+older)
	said(split, exitDone, "", "verify")
	said(split, exitDone, "The old key is not needed any more", "rekey")
}

// Without a key there is nothing to seal with, and that is said.
func TestRekey_WithoutAKey(t *testing.T) {
	t.Parallel()
	env := []string{envDatabase + "=sqlite:" + filepath.Join(t.TempDir(), "rapport.db"), envKey + "=" + disabled, envLogLevel + "=error"}
	for _, args := range [][]string{{"migrate"}, {"rekey"}, {"rekey", "--check"}} {
		var out bytes.Buffer
		code := run(t.Context(), args, shell{env: env, in: strings.NewReader(""), out: &out, err: &out})
		if args[0] == "rekey" && (code != exitFailed || !strings.Contains(out.String(), "give the key that texts are to be sealed with")) {
			t.Errorf("%v: got %d, %s", args, code, out.String())
		}
	}
}
