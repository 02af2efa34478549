package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
)

// migratedDatabase is an empty one that is closed with the test, and the
// environment to reach it.
func migratedDatabase(t *testing.T) (*storage.DB, []string) {
	t.Helper()
	// On a busy machine slow statements are logged, between what is compared.
	env := []string{envDatabase + "=sqlite:" + filepath.Join(t.TempDir(), "rapport.db"), envKey + "=none", envLedgerKey + "=" + demoLedgerKey, envLogLevel + "=error"}
	c, problems := LoadConfig(env)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	db, err := openStore(t.Context(), c, storeOptions{Clock: systemClock{}, Logger: slog.New(slog.DiscardHandler), Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db, env
}

// peopledDatabase holds Mara above Lee above Grace, and gives the environment to
// reach it.
func peopledDatabase(t *testing.T) []string {
	t.Helper()
	db, env := migratedDatabase(t)
	err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		var above domain.ID
		for _, name := range []string{"Mara", "Lee", "Grace"} {
			p, err := tx.CreatePerson(ctx, domain.Person{
				SlackID: "U" + name, Name: name, Email: strings.ToLower(name) + "@example.com", Kind: domain.Member, Active: true,
				Manager: above, Team: "Engineering/Platform",
			})
			if err != nil {
				return err
			}
			above = p.ID
		}
		_, err := tx.CreatePerson(ctx, domain.Person{SlackID: "UBOT", Name: "Bot", Kind: domain.Bot, Active: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return env
}

// runPeople runs a command about people and gives code and output.
func runPeople(t *testing.T, env []string, in string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"people"}, args...), shell{env: env, in: strings.NewReader(in), out: &out, err: &out})
	return code, out.String()
}

func TestPeopleCommand(t *testing.T) {
	t.Parallel()
	const moves = "email,manager\ngrace@example.com,mara@example.com\n"

	t.Run("an import shows what would change and writes nothing, until it is applied", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		file := filepath.Join(t.TempDir(), "people.csv")
		if err := os.WriteFile(file, []byte(moves), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			code, out := runPeople(t, env, "", "import", file)
			if code != exitDone || !strings.Contains(out, "manager: Lee → Mara, from today") || !strings.Contains(out, "1 of 1 people would change") {
				t.Fatalf("got %d\n%s", code, out)
			}
		}
		if code, out := runPeople(t, env, "", "import", file, "--apply"); code != exitDone || !strings.Contains(out, "1 of 1 people were changed") {
			t.Fatalf("got %d\n%s", code, out)
		}
		if code, out := runPeople(t, env, moves, "import", "-"); code != exitDone || !strings.Contains(out, "says nothing new") {
			t.Errorf("got %d\n%s", code, out)
		}
	})
	t.Run("bad lines are told with number and fix, and fail", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		code, out := runPeople(t, env, moves+"mara@example.com,grace@example.com\nwho@example.com,\n", "import", "-", "--apply")
		if code != exitFailed {
			t.Errorf("got code %d, want %d", code, exitFailed)
		}
		for _, want := range []string{
			"line 2: The line runs in a loop: grace@example.com → mara@example.com → grace@example.com.",
			"line 4: who@example.com is nobody in Slack’s directory here.", "nothing was written: problems in the file: 3",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("got\n%s\nwant %q in it", out, want)
			}
		}
	})
	t.Run("a wrong use begins nothing", func(t *testing.T) {
		t.Parallel()
		for _, args := range [][]string{{"import"}, {"import", "/no/such/file"}, {"import", "-", "--on", "soon"}, {"drop"}} {
			if code, out := runPeople(t, []string{envKey + "=none", envLedgerKey + "=" + demoLedgerKey}, "", args...); code != exitUsage {
				t.Errorf("%v: got code %d, want %d\n%s", args, code, exitUsage, out)
			}
		}
	})
	t.Run("what is exported changes nothing when it is imported again", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		got := runIn(t, env, "people", "export")
		if got.code != exitDone || !strings.Contains(got.out, "grace@example.com,lee@example.com,Engineering,Platform,") || strings.Contains(got.out, "Bot") {
			t.Fatalf("got %+v", got)
		}
		if code, out := runPeople(t, env, got.out, "import", "-"); code != exitDone || !strings.Contains(out, "The file of 3 people says nothing new.") {
			t.Errorf("got %d\n%s", code, out)
		}
	})
	t.Run("the list names people, managers and areas", func(t *testing.T) {
		t.Parallel()
		code, out := runPeople(t, peopledDatabase(t), "", "list")
		if code != exitDone || strings.Count(out, "\n") != 4 || !strings.Contains(out, "Grace  Lee      Engineering") {
			t.Errorf("got %d\n%s", code, out)
		}
	})
}
