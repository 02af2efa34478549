package service

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// script writes a program for a test and returns its path.
func script(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	// A process that another test forks meanwhile would hold the file open for
	// writing until it runs, and so long the script could not be run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// postgresAt writes a folder that looks like PostgreSQL's server programs.
func postgresAt(t *testing.T, root, version string, programs ...string) string {
	t.Helper()
	bin := filepath.Join(root, version, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range programs {
		script(t, bin, name, "exit 0")
	}
	return bin
}

func TestNewestServerDir(t *testing.T) {
	t.Parallel()

	t.Run("the newest version that can serve wins, by number and not by letter", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		postgresAt(t, root, "9", "initdb", "postgres")
		want := postgresAt(t, root, "16", "initdb", "postgres")
		postgresAt(t, root, "17", "psql") // a client only
		got, err := newestServerDir(root)
		if err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	})

	t.Run("none is an error that says where it looked", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		postgresAt(t, root, "17", "psql")
		if _, err := newestServerDir(root); err == nil || !strings.Contains(err.Error(), root) {
			t.Errorf("got %v, want the folder named", err)
		}
	})
}

func TestLookPath(t *testing.T) {
	t.Parallel()
	path := script(t, t.TempDir(), "second", "exit 0")
	if got, err := LookPath("rapport-no-such-program", path); got != path || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, path)
	}
	if _, err := LookPath("rapport-no-such-program"); err == nil {
		t.Error("got no error for a program that is not there")
	}
}
