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

// childMain is the courier in the other process. It tells whether it was one.
func childMain() bool {
	url := os.Getenv(childURL)
	if url == "" {
		return false
	}
	if err := beginAndHang(url); err != nil {
		fmt.Println("failed:", err)
	}
	return true
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

		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), childURL+"="+c.URL)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil || strings.TrimSpace(line) != "begun" {
			t.Fatalf("the child said %q, %v; want that it has begun", line, err)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := child.Wait(); err == nil {
			t.Error("the child ended well, want it killed")
		}

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
