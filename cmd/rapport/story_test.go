package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"rapport/storage/storagetest"
)

// storyWeeks are enough for a scene of most parts of the practice; make year plays
// the rest.
const storyWeeks = 3

// TestStory plays the first weeks of the demo's story through the sandbox: real
// Socket Mode, the real Web API, both databases. It fails by itself where a scene
// does not end as it should, where a private word stands in a message, and where
// somebody is asked twice a day or at a weekend.
func TestStory(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		playStory(t, "sqlite:"+filepath.Join(t.TempDir(), "rapport.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		playStory(t, storagetest.EmptyPostgresConfig(t).URL)
	})
}

// playStory plays on an empty database and looks at what was read.
func playStory(t *testing.T, database string) {
	t.Helper()
	var told bytes.Buffer
	sh := shell{out: &told, err: io.Discard}
	d, err := newStory(t.Context(), database, sh)
	if err != nil {
		t.Fatal(err)
	}
	history := len(d.space.Channel("thanks").Messages())
	tale, err := d.tell(t.Context(), &told, storyWeeks)
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
		// A record is opened with a reason and a second yes, and those concerned know.
		"Somebody asks to open a record, and needs a second yes.", "Something about you was opened.",
		// The digest comes on Tuesday, with its workbook.
		"Your week: 35 of 41 conversations held", "[Figures of 3 November 2026]", "The ledger’s seal: ",
		// A summary says what was told, and what was not.
		"Opening somebody’s record, with a reason and a second yes", "not in this time",
	} {
		if !strings.Contains(told.String(), line) {
			t.Errorf("nobody reads %q", line)
		}
	}
	// People without a story thank each other too; what stood there before is
	// no news.
	posts := len(d.space.Channel("thanks").Messages()) - history
	if n := strings.Count(told.String(), "to #thanks:"); history == 0 || n != posts || n < 2 {
		t.Errorf("%d thanks are told, want the %d of this time and none of the %d before", n, posts, history)
	}
	// Whatever was done is sealed, and can be proved against the digest's seal.
	told.Reset()
	if err := sh.proveStory(t.Context(), database, tale.Seal); err != nil || !strings.Contains(told.String(), "Proved: all ") {
		t.Errorf("the ledger: %v\n%s", err, told.String())
	}
}
