package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

// stuckOutbox makes a database in which one message is dead and one unclear,
// and gives the environment to reach it.
func stuckOutbox(t *testing.T) []string {
	t.Helper()
	db, env := migratedDatabase(t)
	end(t, db, domain.Settlement{State: domain.Dead, Reason: "not_in_channel"})
	end(t, db, domain.Settlement{State: domain.Doubt, Reason: "no_answer"})
	return env
}

// end stores a message and ends it so.
func end(t *testing.T, db *storage.DB, s domain.Settlement) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		return tx.Tell(ctx, domain.Message{Kind: "kudos.posted", Class: domain.FromPeople, Channel: "C0THANKS", Subject: "k1"})
	})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := db.Outbox().Claim(t.Context(), 1, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claimed %v, %v", claims, err)
	}
	if err := db.Outbox().Settle(t.Context(), claims[0], s); err != nil {
		t.Fatal(err)
	}
}

func TestOutboxCommand(t *testing.T) {
	t.Parallel()
	env := stuckOutbox(t)
	list := runIn(t, env, "outbox")
	if list.code != exitDone {
		t.Fatalf("list: %+v", list)
	}
	for _, part := range []string{"dead", "not_in_channel", "unclear", "no_answer", "kudos.posted", "C0THANKS"} {
		if !strings.Contains(list.out, part) {
			t.Errorf("%q is missing in:\n%s", part, list.out)
		}
	}
	requeue := runIn(t, env, "outbox", "requeue", "--all-dead")
	if requeue.code != exitDone || !strings.Contains(requeue.out, "1 of 1 messages") {
		t.Errorf("requeue: %+v", requeue)
	}
	after := runIn(t, env, "outbox", "list")
	if strings.Contains(after.out, "not_in_channel") || !strings.Contains(after.out, "no_answer") {
		t.Errorf("only what is unclear is left:\n%s", after.out)
	}
}

func TestOutboxCommand_Usage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"outbox", "requeue"}, {"outbox", "requeue", "x"}, {"outbox", "requeue", "0"}, {"outbox", "requeue", "1", "--all-dead"}, {"outbox", "lost"},
	} {
		if got := runIn(t, nil, args...); got.code != exitUsage {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

func TestMigrateCommand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	env := []string{envDatabase + "=sqlite:" + filepath.Join(folder, "rapport.db")}
	for _, args := range [][]string{{"outbox"}, {"people", "list"}, {"policy", "export"}, {"preview", "--person", "@grace"}} {
		if got := runIn(t, env, args...); got.code != exitFailed || !strings.Contains(got.err, "Fix: Run `rapport migrate`") {
			t.Errorf("%v before it: %+v", args, got)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("who only looked left %v, %v", entries, err)
	}
	if got := runIn(t, env, "migrate"); got.code != exitDone || !strings.Contains(got.out, "migrations applied: ") {
		t.Errorf("first: %+v", got)
	}
	if got := runIn(t, env, "migrate"); got.code != exitDone || !strings.Contains(got.out, "was up to date") {
		t.Errorf("second: %+v", got)
	}
}
