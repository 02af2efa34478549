package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/sandbox"
	"rapport/storage/storagetest"
)

// The tests of this file try the whole program as its own process, or several,
// against a Slack that misbehaves: what was confirmed has to be there once, and
// what was not said to be saved must not be there.

// onBoth runs a claim with a serve on SQLite, and with one on PostgreSQL and
// Redis.
func onBoth(t *testing.T, claim func(t *testing.T, w *sandbox.Workspace, env []string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		w, server := workspace(t)
		claim(t, w, serveSettings(w, server, t.TempDir()))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		database := storagetest.EmptyPostgresConfig(t).URL
		w, server := workspace(t)
		claim(t, w, append(serveSettings(w, server, t.TempDir()), envDatabase+"="+database, envKey+"=none", envLedgerKey+"="+demoLedgerKey, envRedis+"="+os.Getenv(storagetest.RedisURL)))
	})
}

// thanks are kudos that Ada types, and what she reads of each.
type thanks struct {
	confirmed map[string]bool  // by text: whether it was said to be sent
	receipt   *sandbox.Message // of the one called newest
	newest    string
}

// type types one and notes what the answer says.
func (k *thanks) give(t *testing.T, w *sandbox.Workspace, text string) {
	t.Helper()
	reply, err := w.As("ada").Command(within(t), "general", "/kudos", "@grace for "+text)
	if err != nil {
		t.Errorf("type %q: %v", text, err)
		return
	}
	if k.confirmed == nil {
		k.confirmed = map[string]bool{}
	}
	k.confirmed[text] = reply.Ephemeral != nil && strings.HasPrefix(reply.Ephemeral.Text(), "Sent")
	if k.confirmed[text] {
		k.receipt, k.newest = reply.Ephemeral, text
	}
}

// confirm gives until so many more are confirmed: a machine that is too busy
// answers some of them that they were not saved.
func (k *thanks) confirm(t *testing.T, w *sandbox.Workspace, n int, what string) {
	t.Helper()
	for i := 0; n > 0; i++ {
		if i == 40 {
			t.Fatalf("%d more of %q have to be confirmed, after %d tries", n, what, i)
		}
		text := fmt.Sprintf("%s number %d.", what, i)
		if k.give(t, w, text); k.confirmed[text] {
			n--
		}
	}
}

// undo presses Undo on a receipt, and the message is gone.
func (k *thanks) undo(t *testing.T, w *sandbox.Workspace) {
	t.Helper()
	read, err := w.As("grace").AwaitDM(within(t), mentions(k.newest))
	if err != nil {
		t.Fatal(err)
	}
	gone := errors.New("not pressed yet")
	for i := 0; i < 6 && gone != nil; i++ { // a machine that is too busy answers a press that it was not saved
		if err := k.receipt.Click(within(t), w.As("ada"), "Undo"); err != nil {
			t.Fatal(err)
		}
		soon, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		_, gone = read.Await(soon, func(now *sandbox.Message) bool { return now == nil })
		cancel()
	}
	if gone != nil {
		t.Errorf("it is still there: %v", gone)
	}
}

// arrive waits for all that was confirmed, and fails for what comes twice or
// was refused and comes all the same.
func (k *thanks) arrive(t *testing.T, w *sandbox.Workspace) {
	t.Helper()
	for text, confirmed := range k.confirmed {
		if !confirmed {
			continue
		}
		if _, err := w.As("grace").AwaitDM(within(t), mentions(text)); err != nil {
			t.Errorf("%q was confirmed and does not arrive: %v", text, err)
		}
	}
	for text := range k.confirmed {
		if n := countDM(w, text); n > 1 {
			t.Errorf("%q arrives %d times", text, n)
		}
	}
}

func TestServe_EnvelopesTwiceLateAndOverCutConnections(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, w *sandbox.Workspace, env []string) {
		p := startServe(t, env)
		if err := w.Connected(within(t), 2); err != nil {
			t.Fatal(err)
		}
		w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Probability: 0.5, Seed: 1})
		w.Fault(sandbox.Fault{Kind: sandbox.LateEnvelope, Delay: 300 * time.Millisecond, Probability: 0.3, Seed: 2})
		w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: time.Second, Times: 2})
		w.Fault(sandbox.Fault{Kind: sandbox.BadEnvelope, Raw: json.RawMessage(`{"type":"slash_commands","envelope_id":"odd","payload":7}`), Times: 1})
		var given thanks
		for i := range 12 {
			if i%4 == 3 {
				w.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Reason: []string{"warning", "refresh_requested", ""}[i/4], Times: 1})
			}
			given.give(t, w, fmt.Sprintf("deed number %d.", i))
		}
		form(t, w, "the form, sent twice")
		given.arrive(t, w)
		if n := countDM(w, "the form, sent twice"); n != 1 {
			t.Errorf("the form's thanks arrive %d times", n)
		}
		p.stop()
	})
}

// form gives thanks through the form, whose submission Slack delivers twice.
func form(t *testing.T, w *sandbox.Workspace, text string) {
	t.Helper()
	ada := w.As("ada")
	remove := w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Type: "interactive"})
	defer remove()
	reply := &sandbox.Reply{Failed: "not typed yet"}
	for i := 0; i < 10 && reply.Failed != ""; i++ { // the connections may all be on their way out
		if err := w.Connected(within(t), 2); err != nil {
			t.Fatal(err)
		}
		var err error
		if reply, err = ada.Command(within(t), "general", "/kudos", ""); err != nil {
			t.Fatal(err)
		}
	}
	view, err := ada.AwaitModal(within(t), func(v *sandbox.View) bool { return v.JSON()["submit"] != nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(view.Fill(bot.FieldKudosPeople, []string{"grace"}), view.Fill(bot.FieldKudosText, text)); err != nil {
		t.Fatalf("%v in\n%s", err, view.Text())
	}
	sent := &sandbox.Submission{}
	for i := 0; i < 10 && !sent.Closed && !sent.Updated; i++ { // a busy machine leaves it open; sent again it has one effect
		if sent, err = view.Submit(within(t)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.As("grace").AwaitDM(within(t), mentions(text)); err != nil {
		t.Fatal(err)
	}
}

func countDM(w *sandbox.Workspace, words string) int {
	count := 0
	for _, m := range w.As("grace").DM() {
		if mentions(words)(m) {
			count++
		}
	}
	return count
}

func TestServe_KilledWithMessagesWaiting(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, w *sandbox.Workspace, env []string) {
		p := startServe(t, env)
		if err := w.Connected(within(t), 2); err != nil {
			t.Fatal(err)
		}
		// Slack takes no message, so that all of them wait when the process dies.
		open := w.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: time.Second})
		var given thanks
		given.confirm(t, w, 4, "waiting")
		p.kill()
		open()
		again := startServe(t, env)
		given.arrive(t, w)
		given.undo(t, w) // a receipt from before works on
		again.stop()
	})
}

// kill ends a serve as a power cut does.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	<-p.drained
	if err := p.cmd.Wait(); err == nil {
		p.t.Error("the process ended well, want it killed")
	}
}

func TestServe_ReplicasShareTheWork(t *testing.T) {
	t.Parallel()
	database := storagetest.EmptyPostgresConfig(t).URL
	w, server := workspace(t)
	env := append(serveSettings(w, server, t.TempDir()), envDatabase+"="+database, envKey+"=none", envLedgerKey+"="+demoLedgerKey, envRedis+"="+os.Getenv(storagetest.RedisURL))
	first := startServe(t, env)
	<-first.address
	second := startServe(t, env)
	if err := w.Connected(within(t), 4); err != nil {
		t.Fatal(err)
	}
	w.Fault(sandbox.Fault{Kind: sandbox.DoubleEnvelope, Probability: 0.5, Seed: 3})
	var given thanks
	given.confirm(t, w, 6, "shared")
	first.stop() // a rolling upgrade: the other one goes on
	given.confirm(t, w, 4, "alone")
	given.arrive(t, w)
	second.stop()
}

// The clock of this claim is real, so nothing else of the package runs meanwhile.
//
//nolint:paralleltest,tparallel // see above
func TestServe_StalledDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, w *sandbox.Workspace, env []string) {
		p := startServe(t, env)
		if err := w.Connected(within(t), 2); err != nil {
			t.Fatal(err)
		}
		release := holdRequests(t, env)
		reply := &sandbox.Reply{TimedOut: true}
		for i := 0; i < 8 && reply.TimedOut; i++ { // the machine may be too busy for once
			var err error
			if reply, err = w.As("ada").Command(within(t), "general", "/kudos", "@grace for the stall"); err != nil {
				t.Fatal(err)
			}
		}
		release()
		if reply.Ephemeral == nil {
			t.Fatalf("no answer within Slack's three seconds: %+v", reply)
		}
		answer := reply.Ephemeral.Text()
		if !strings.Contains(answer, "for the stall") || !strings.Contains(answer, "ot saved") && !strings.Contains(answer, "cannot tell") {
			t.Errorf("the answer is\n%s", answer)
		}
		var given thanks
		given.confirm(t, w, 1, "after the stall")
		given.arrive(t, w)
		if strings.Contains(answer, "Not saved") && countDM(w, "for the stall") != 0 {
			t.Error("what was said not to be saved arrives")
		}
		p.stop()
	})
}

// holdRequests keeps everybody else from writing, until it is released.
func holdRequests(t *testing.T, env []string) (release func()) {
	t.Helper()
	c, problems := LoadConfig(env)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	driver, address, statement := "pgx", c.Database.Reveal(), "BEGIN; LOCK TABLE requests IN ACCESS EXCLUSIVE MODE"
	if path, isFile := strings.CutPrefix(address, "sqlite:"); isFile {
		driver, address, statement = "sqlite", filepath.Clean(path)+"?_pragma=busy_timeout(10000)", "BEGIN IMMEDIATE"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := conn.ExecContext(context.WithoutCancel(t.Context()), "ROLLBACK")
		if err := errors.Join(err, conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}
