package main

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapport/sandbox"
	"rapport/storage"
	"rapport/storage/storagetest"
	"rapport/tools/service"
)

// restored serves the copy that a restore has made, to the same workspace: the
// thanks from before are listed with their words.
func restored(t *testing.T, w *sandbox.Workspace, env []string) {
	t.Helper()
	p := startServe(t, env)
	if err := w.Connected(within(t), 2); err != nil {
		t.Fatal(err)
	}
	text := ""
	for i := 0; i < 10 && !strings.Contains(text, "before the fire"); i++ { // a busy machine answers some that it could not look
		reply, err := w.As("ada").Command(within(t), "general", "/kudos", "given")
		if err != nil {
			t.Fatal(err)
		}
		if reply.Ephemeral != nil {
			text = reply.Ephemeral.Text()
		}
	}
	if !strings.Contains(text, "before the fire") || strings.Contains(text, "after the backup") {
		t.Errorf("the restored copy lists\n%s", text)
	}
	p.stop()
}

// served gives thanks before and after the backup that it takes meanwhile.
func served(t *testing.T, w *sandbox.Workspace, env []string, backup func()) {
	t.Helper()
	p := startServe(t, env)
	if err := w.Connected(within(t), 2); err != nil {
		t.Fatal(err)
	}
	var given thanks
	given.confirm(t, w, 1, "before the fire")
	given.arrive(t, w)
	backup()
	given.confirm(t, w, 1, "after the backup")
	p.stop()
}

func TestBackup_SQLite(t *testing.T) {
	t.Parallel()
	w, server := workspace(t)
	folder, other := t.TempDir(), t.TempDir()
	env := serveSettings(w, server, folder)
	copied := filepath.Join(other, "rapport.db")
	served(t, w, env, func() {
		if got := runIn(t, env, "backup", copied); got.code != exitDone || !strings.Contains(got.out, copied) {
			t.Fatalf("got %+v", got)
		}
		got := runIn(t, env, "backup", copied)
		if got.code != exitFailed || !strings.Contains(got.err, "already") || !strings.Contains(got.err, "Fix:") {
			t.Errorf("a backup over another: got %+v", got)
		}
	})
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; want a file for its owner alone", info, err)
	}
	key, err := os.ReadFile(filepath.Join(folder, "rapport.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "rapport.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	restored(t, w, serveSettings(w, server, other))
}

func TestBackup_PostgreSQL(t *testing.T) {
	t.Parallel()
	from, to := storagetest.EmptyPostgresConfig(t).URL, storagetest.EmptyPostgresConfig(t).URL
	bin, err := service.FindPostgres()
	if err != nil {
		t.Fatal(err)
	}
	w, server := workspace(t)
	on := func(database string) []string {
		return append(serveSettings(w, server, t.TempDir()), envDatabase+"="+database, envKey+"="+base64.StdEncoding.EncodeToString(storagetest.Key))
	}
	dump := filepath.Join(t.TempDir(), "rapport.dump")
	tool := func(name string, args ...string) {
		if words, err := exec.CommandContext(t.Context(), filepath.Join(bin, name), args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, words)
		}
	}
	served(t, w, on(from), func() {
		tool("pg_dump", "--format=custom", "--file="+dump, from)
		if got := runIn(t, on(from), "backup", dump+".db"); got.code != exitFailed || !strings.Contains(got.err, "pg_dump") {
			t.Errorf("rapport backup: got %+v, want the tool that does it", got)
		}
	})
	tool("pg_restore", "--no-owner", "--dbname="+to, dump)
	restored(t, w, on(to))
}

func TestBackup_NeedsADatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	got := runIn(t, []string{envData + "=" + folder}, "backup", filepath.Join(folder, "copy.db"))
	if got.code != exitFailed || !strings.Contains(got.err, "no database") {
		t.Errorf("got %+v", got)
	}
	db, err := storage.Open(t.Context(), storagetest.Config(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Backup(t.Context(), filepath.Join(folder, "no", "folder.db")); err == nil {
		t.Error("a backup into a folder that is not there succeeded")
	}
}
