package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/storage/storagetest"
)

// TestStory plays the first week of the demo's story through the sandbox: real
// Socket Mode, the real Web API, both databases. demo --story 13 plays the whole
// quarter.
func TestStory(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		playWeek(t, "sqlite:"+filepath.Join(t.TempDir(), "rapport.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		playWeek(t, storagetest.EmptyPostgresConfig(t).URL)
	})
}

// playWeek plays on an empty database and looks at what was read.
func playWeek(t *testing.T, database string) {
	t.Helper()
	sh := shell{out: io.Discard, err: io.Discard}
	d, err := newStory(t.Context(), database, sh)
	if err != nil {
		t.Fatal(err)
	}
	history := len(d.space.Channel("thanks").Messages())
	var told bytes.Buffer
	tale, err := d.tell(t.Context(), &told, 1)
	if err != nil {
		t.Fatalf("play: %v\n%s", err, told.String())
	}
	for _, line := range []string{
		// Ada's thanks reach channel and DM, and Bo's name joins them.
		"Ada Lovelace thanked Lin Wu", "Ada Lovelace thanked you",
		// Ada tells Lin what she did; the words stand in forms alone.
		"Ada Lovelace shared something with you.", "Lin Wu thanks you for your feedback.",
		// Grace shares, Lee plans, both say that they talked, Lee records.
		"November: prepare your conversation with Lee Park.", "Grace Hopper shared a preparation.",
		"Lee Park planned the conversation. You talk Thursday 10:00.", "[Conversation with Lee Park]",
		"You planned the conversation with Grace Hopper. You talk Thursday 10:00.", "[Conversation with Grace Hopper]",
		"Lee Park says that you talked on 5 November. Did you?",
		"Lee Park wrote down what you agreed. Is it right?",
		// Grace proposes something, and Lee agrees.
		"Grace Hopper proposes a change in what is expected in their role.", "Lee Park agrees to the change in what is expected of you.",
		// Lee makes a packet: the file is in the thread, and Grace is told.
		"[Packet: Grace Hopper]", "Lee Park made a packet about your work",
		// The digest comes on Tuesday, with its workbook.
		"Your week: 35 of 41 conversations held", "[Figures of 3 November 2026]", "The ledger’s seal: ",
	} {
		if !strings.Contains(told.String(), line) {
			t.Errorf("nobody reads %q", line)
		}
	}
	for _, word := range []string{"runbook", "second region", "customer had tried", "wrong plan", "restore drill"} {
		if strings.Contains(told.String(), word) {
			t.Errorf("the private word %q is in a message", word)
		}
	}
	// People without a story thank each other too; what stood there before is
	// no news.
	posts := len(d.space.Channel("thanks").Messages()) - history
	if n := strings.Count(told.String(), "to #thanks:"); history == 0 || n != posts || n < 2 {
		t.Errorf("%d thanks are told, want the %d of this week and none of the %d before", n, posts, history)
	}
	// Whatever was done is sealed, and can be proved against the digest's seal.
	_, rest, _ := strings.Cut(told.String(), "The ledger’s seal: ")
	seal, _, _ := strings.Cut(rest, " ")
	env := []string{envDatabase + "=" + database, envKey + "=none", envLedgerKey + "=" + demoLedgerKey, envLogLevel + "=error"}
	if code, out := runVerify(env, "--head", strings.TrimSpace(seal)); code != exitDone || !strings.Contains(out, "Proved: all ") || strings.Contains(out, "Proved: all 0") {
		t.Errorf("verify gives code %d, want %d:\n%s", code, exitDone, out)
	}
	for person, days := range tale.Cards {
		for day, cards := range days {
			if cards > 1 || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
				t.Errorf("%s gets %d cards on %s %s", person, cards, day.Weekday(), day)
			}
		}
	}
	if len(tale.Cards) == 0 {
		t.Error("nobody was asked anything")
	}
	if t.Failed() {
		t.Log(told.String())
	}
}
