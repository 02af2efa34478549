package storage_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// childURL makes this test binary a courier that begins one message on the
// database of that address and then waits to be killed.
const childURL = "STORAGE_TEST_CHILD_URL"

// sealerURL makes it one that seals a few entries at a time, until it is killed.
const sealerURL = "STORAGE_TEST_SEALER_URL"

// childMain is what the other process does. It tells whether it was one.
func childMain() bool {
	for name, run := range map[string]func(string) error{childURL: beginAndHang, sealerURL: sealOn} {
		if url := os.Getenv(name); url != "" {
			if err := run(url); err != nil {
				fmt.Println("failed:", err)
			}
			return true
		}
	}
	return false
}

// sealOn says "sealed" after each batch.
func sealOn(url string) error {
	ctx := context.Background()
	box, err := storage.NewBox(storagetest.Key)
	if err != nil {
		return err
	}
	db, err := storage.Open(ctx, storage.Config{URL: url, Box: box, Clock: storagetest.NewClock(), MaxConns: 2})
	if err != nil {
		return err
	}
	for {
		if _, err := seal(ctx, db, sealedAtOnce); err != nil {
			return err
		}
		fmt.Println("sealed")
	}
}

func beginAndHang(url string) error {
	ctx := context.Background()
	box, err := storage.NewBox(storagetest.Key)
	if err != nil {
		return err
	}
	db, err := storage.Open(ctx, storage.Config{URL: url, Box: box, Clock: storagetest.NewClock(), MaxConns: 2})
	if err != nil {
		return err
	}
	if err := db.LockServe(ctx); err != nil {
		return err
	}
	claimed, err := db.Outbox().Claim(ctx, 1, lease)
	if err != nil {
		return err
	}
	if err := db.Outbox().Begin(ctx, claimed[0]); err != nil {
		return err
	}
	fmt.Println("begun")
	select {}
}

// child starts this test binary in another role.
func child(t *testing.T, name, url string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), name+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child, bufio.NewReader(out)
}

// mustKill ends it as a power cut would.
func mustKill(t *testing.T, child *exec.Cmd) {
	t.Helper()
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Error("the child ended well, want it killed")
	}
}

// A process that dies between handing a message to Slack and noting it leaves
// the message in doubt: it is found again after the lease, never lost and
// never taken for one that was not sent.
func TestOutbox_SurvivesAKilledProcess(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c, machine := config(t), &skew{}
		c.Skew = machine.of
		db := storagetest.OpenWith(t, c)
		mustTell(t, db, dm("p1", "k1"), dm("p1", "k2"))

		courier, out := child(t, childURL, c.URL)
		line, err := out.ReadString('\n')
		if err != nil || strings.TrimSpace(line) != "begun" {
			t.Fatalf("the child said %q, %v; want that it has begun", line, err)
		}
		mustKill(t, courier)

		if got := mustClaim(t, db, 10); len(got) != 0 {
			t.Fatalf("got %v before the dead process's lease ended", subjects(got))
		}
		machine.advance(lease + time.Second)
		got := mustClaim(t, db, 10)
		if len(got) != 1 || got[0].Message.Subject != "k1" || !got[0].Doubtful || got[0].Message.State != domain.Sending {
			t.Errorf("got %+v, want the first message, in doubt", got)
		}
		if err := db.LockServe(t.Context()); err != nil {
			t.Errorf("the dead process still holds the serve lock: %v", err)
		}
	})
}
