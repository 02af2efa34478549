package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// ofByte is a key of one repeated byte, as an operator writes it.
func ofByte(b string) string { return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(b, 32))) }

// sealedWords is what is sealed; no output may hold it.
const sealedWords = "sealed-words-7d2"

// sealedDatabase is a database with texts under a key, some thousands of one table.
func sealedDatabase(t *testing.T, env []string, entries int) {
	t.Helper()
	c, problems := LoadConfig(env)
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
		if _, err := tx.SaveNote(ctx, domain.Note{ID: "n1", Author: "p1", About: "p2", Text: sealedWords}); err != nil {
			return err
		}
		for range entries {
			if err := tx.Record(ctx, domain.Entry{Act: "kudos.give", Subject: "k1", Content: sealedWords}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// killedRekey starts rekey in a process of its own and kills it as soon as it says
// something; it gives false where rekey came to its end before.
func killedRekey(t *testing.T, env []string, says string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "rekey")
	cmd.Env = append([]string{asCommand + "=1"}, env...)
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), says) {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if err == nil {
		t.Logf("rekey ended before it was killed:\n%s", said.String())
	}
	return err != nil && strings.Contains(said.String(), says)
}

// Killed at its start and twice in the middle of a table, while the company works,
// sealing anew goes on with what is left: everything opens with the new key, and
// the old one alone opens nothing.
func TestRekey_KilledWhileServing(t *testing.T) {
	t.Parallel()
	w, server := workspace(t)
	folder := t.TempDir()
	base := serveSettings(w, server, folder)
	older, newer, newest := ofByte("1"), ofByte("2"), ofByte("3")
	with := func(key string) []string { return append([]string{envKey + "=" + key}, base...) }
	sealedDatabase(t, with(older), 2*rekeyNews+rekeyNews/2)

	p := startServe(t, append(with(newer+","+older), envLedgerKey+"="+newer))
	<-p.address
	both := append(with(newer+","+older), envLedgerKey+"="+newer)
	for i, says := range []string{"rows are to be sealed anew", "ledger: ", "ledger: "} {
		if !killedRekey(t, both, says) {
			t.Fatalf("kill %d did not meet it at %q", i, says)
		}
		if _, err := w.As("U0ADA").Command(t.Context(), "general", "/kudos", "@grace for the drill"); err != nil {
			t.Errorf("after kill %d nobody is served: %v", i, err)
		}
	}
	said := func(env []string, code int, words string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		if got := run(t.Context(), args, shell{env: env, in: strings.NewReader(""), out: &out, err: &out}); got != code || !strings.Contains(out.String(), words) {
			t.Errorf("%v: got %d, %s", args, got, out.String())
		}
	}
	said(both, exitDone, "Nothing is left that another key sealed", "rekey")
	said(both, exitDone, "0 rows hold a text", "rekey", "--check")
	p.stop()
	ledger := envLedgerKey + "=" + newer
	said(append(with(older), ledger), exitFailed, "which is not at hand", "rekey", "--check")
	// Sealing anew once more opens each text: none is lost with the new key alone.
	said(append(with(newest+","+newer), ledger), exitDone, "Nothing is left that another key sealed", "rekey")
	c, _ := LoadConfig(append(with(newest), ledger))
	db, err := openStore(t.Context(), c, storeOptions{Clock: storagetest.NewClock(), Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		entries, err := tx.EntriesOf(ctx, "k1")
		for _, e := range entries {
			if e.Content != sealedWords {
				t.Fatalf("an entry says %q", e.Content)
			}
		}
		if want := 2*rekeyNews + rekeyNews/2; len(entries) != want {
			t.Errorf("%d entries, want %d", len(entries), want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Without its key, or with another, every command that needs words says so in a
// sentence, changes nothing, and shows nothing of what is sealed.
func TestKey_LostIsSaidByEveryCommand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "rapport.db")
	base := []string{envDatabase + "=sqlite:" + path, envLogLevel + "=error", envAppToken + "=xapp-1-A-1-a", envBotToken + "=xoxb-1-1-a"}
	keyed := append([]string{envKey + "=" + ofByte("1")}, base...)
	sealedDatabase(t, keyed, 3)
	before := fileSum(t, path)
	commands := [][]string{
		{"serve"}, {"migrate"}, {"verify"}, {"rekey"}, {"rekey", "--check"}, {"backup", filepath.Join(folder, "copy.db")},
		{"people", "list"}, {"policy", "export"}, {"policy", "who-sees-what"}, {"preview", "--person", "@grace"}, {"fairness"}, {"outbox", "list"},
		{"export", "--person", "@grace", "--from", "2026-01-01", "--to", "2026-12-31", "--format", "json", "--reason", "why"}, {"people", "erase", "@grace"}, {"retention", "terms"},
	}
	for name, c := range map[string]struct {
		env  []string
		says string
	}{
		"another key": {append([]string{envKey + "=" + ofByte("2")}, base...), "which is not at hand"},
		"no key":      {base, "the key file"},
	} {
		for _, args := range commands {
			var out bytes.Buffer
			code := run(t.Context(), args, shell{env: c.env, in: strings.NewReader(""), out: &out, err: &out})
			if code == exitDone || !strings.Contains(out.String(), c.says) || strings.Contains(out.String(), sealedWords) {
				t.Errorf("%s, %v: got %d, %s", name, args, code, out.String())
			}
		}
		if fileSum(t, path) != before {
			t.Fatalf("%s: the database was changed", name)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, storage.KeyFile)); err == nil {
		t.Error("a new key was made beside a database that has another")
	}
	// The key is found again: nothing is lost.
	var out bytes.Buffer
	if code := run(t.Context(), []string{"rekey", "--check"}, shell{env: keyed, in: strings.NewReader(""), out: &out, err: &out}); code != exitDone {
		t.Errorf("with the key again: got %d, %s", code, out.String())
	}
}

// fileSum is what a file holds, as a sum.
func fileSum(t *testing.T, path string) [32]byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(text)
}
