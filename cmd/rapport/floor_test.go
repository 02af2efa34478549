package main

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rapport/sandbox"
)

// raiseFloor leaves a database as a release of the future does that old ones
// must not use any more.
func raiseFloor(t *testing.T, env []string, oldest string) {
	t.Helper()
	c, problems := LoadConfig(env)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	driver, address := "pgx", c.Database.Reveal()
	if path, isFile := strings.CutPrefix(address, "sqlite:"); isFile {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO schema_floor (migration, oldest) VALUES (9000, '`+oldest+`')`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestServe_BesideALaterRelease(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, w *sandbox.Workspace, env []string) {
		if got := runIn(t, env, "migrate"); got.code != exitDone {
			t.Fatalf("got %+v", got)
		}
		raiseFloor(t, env, "0.9.0")
		for _, command := range []string{"serve", "migrate", "doctor"} {
			cmd := exec.CommandContext(t.Context(), os.Args[0], command)
			cmd.Env = append([]string{asCommand + "=v0.8.2"}, env...)
			words, err := cmd.CombinedOutput()
			if cmd.ProcessState.ExitCode() != exitFailed {
				t.Errorf("%s of a release that is too old: got %v", command, err)
			}
			for _, part := range []string{"this is release v0.8.2, but the database is of a later one: it needs 0.9.0 or newer", "Fix: Run 0.9.0 or newer"} {
				if !strings.Contains(string(words), part) {
					t.Errorf("%s: %q is missing in\n%s", command, part, words)
				}
			}
		}
		p := startServe(t, append([]string{asCommand + "=v0.9.1"}, env...))
		if err := w.Connected(within(t), 2); err != nil {
			t.Fatal(err)
		}
		var given thanks
		given.confirm(t, w, 1, "the way up")
		given.arrive(t, w)
		p.stop()
	})
}
