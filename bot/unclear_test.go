package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
	"rapport/storage/storagetest"
)

// deafSlack takes no message for so many times.
type deafSlack struct {
	Client

	deaf int
	told []string
}

// Post fulfils Client.
func (s *deafSlack) Post(_ context.Context, _ string, m blockkit.Message) error {
	if s.deaf > 0 {
		s.deaf--
		return errors.New("no answer")
	}
	s.told = append(s.told, m.Fallback.Plain())
	return nil
}

func TestSettleAll(t *testing.T) {
	t.Parallel()
	for claim, c := range map[string]struct {
		saved bool
		deaf  int
		want  string // what is read; "" for nothing
	}{
		"what was saved is told":                       {true, 0, "It was saved after all"},
		"what was lost is told":                        {false, 0, "It was not saved"},
		"the end is told again until Slack takes it":   {false, 3, "It was not saved"},
		"and the same when it was saved":               {true, 3, "It was saved after all"},
		"what Slack never takes is given up some time": {false, mostTellings, ""},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			b, counts, practice := doubting(t)
			client := &deafSlack{deaf: c.deaf}
			b.client = client
			act := domain.Act{Actor: "p-ada", Key: "k1", Attempt: "a1"}
			if c.saved {
				saveRequest(t, practice, act)
			}
			b.doubts.back(doubtOf("d1", act))
			tries := 1
			for b.settleAll(t.Context()); b.doubts.open(); b.settleAll(t.Context()) {
				if tries++; tries > mostTellings {
					t.Fatal("it is never given up")
				}
			}
			told := strings.Join(client.told, "\n")
			if !strings.Contains(told, c.want) || len(client.told) > 1 || c.want == "" && told != "" {
				t.Errorf("got %q, want %q once", told, c.want)
			}
			if untold := counts.of("bot_untold"); (untold == 1) != (c.want == "") {
				t.Errorf("counted %d as never told", untold)
			}
			if want := min(c.deaf+1, mostTellings); tries != want {
				t.Errorf("got %d tries, want %d", tries, want)
			}
		})
	}
}

// saveRequest does what a use case does whose commit got through.
func saveRequest(t *testing.T, practice storagetest.Bench, act domain.Act) {
	t.Helper()
	err := practice.Store.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
		record := domain.RequestRecord{Actor: act.Actor, Key: act.Key, Digest: act.Attempt, Outcome: "given", At: tx.Now()}
		if _, _, err := tx.ClaimRequest(ctx, record); err != nil {
			return err
		}
		return tx.FinishRequest(ctx, record)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// doubting is a bot on a database, in which nothing was asked for yet.
func doubting(t *testing.T) (*Bot, *tally, storagetest.Bench) {
	t.Helper()
	b, counts, _ := core(t)
	practice := storagetest.Practice(t)
	b.practice = practice.Practice
	var err error
	if b.book, err = sentence.New(); err != nil {
		t.Fatal(err)
	}
	return b, counts, practice
}

// doubtOf is a doubt about a kudos.
func doubtOf(id domain.ID, act domain.Act) doubt {
	return doubt{RequestDoubt: domain.RequestDoubt{ID: id, Act: act, SlackUser: "U0ADA", Typed: "@Grace for it"}}
}

// notebook remembers doubts, and may be handed those of others.
type notebook struct {
	mu    sync.Mutex
	list  map[domain.ID]domain.RequestDoubt
	left  []domain.RequestDoubt // of others
	fault error
	slow  chan struct{} // remembering waits for it; nil does not
}

// Remember fulfils domain.Doubts.
func (n *notebook) Remember(_ context.Context, d domain.RequestDoubt) error {
	if n.slow != nil {
		<-n.slow
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.fault == nil {
		n.list[d.ID] = d
	}
	return n.fault
}

// Forget fulfils domain.Doubts.
func (n *notebook) Forget(_ context.Context, id domain.ID) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.list, id)
	return nil
}

// Adopt fulfils domain.Doubts.
func (n *notebook) Adopt(context.Context) ([]domain.RequestDoubt, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	left := n.left
	n.left = nil
	for _, d := range left {
		n.list[d.ID] = d
	}
	return left, nil
}

func (n *notebook) len() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.list)
}

func TestDoubt(t *testing.T) {
	t.Parallel()
	request := func(t *testing.T) Request {
		t.Helper()
		return Request{
			Kind: Command, Text: "for it", SlackUser: "U0ADA", Voice: testVoice(t), Person: domain.Person{Locale: "en-GB"},
			Act: domain.Act{Actor: "p-ada", Key: "k1", Attempt: "a1", Reason: "private"},
		}
	}

	t.Run("is remembered before it is answered", func(t *testing.T) {
		t.Parallel()
		b, _, _ := doubting(t)
		kept := &notebook{list: map[domain.ID]domain.RequestDoubt{}}
		b.memory = kept
		if f := b.doubt(t.Context(), request(t)); f.Sentence != "request.unclear" {
			t.Errorf("got %q", f.Sentence)
		}
		want := domain.Act{Actor: "p-ada", Key: "k1", Attempt: "a1"}
		for _, d := range kept.list {
			if d.Act != want || d.SlackUser != "U0ADA" || d.Locale != "en-GB" || d.Typed != "for it" {
				t.Errorf("got %+v", d)
			}
		}
		if kept.len() != 1 {
			t.Errorf("got %d, want one", kept.len())
		}
	})

	t.Run("the answer waits for no slow disk, and forgetting waits for remembering", func(t *testing.T) {
		t.Parallel()
		b, _, _ := doubting(t)
		kept := &notebook{list: map[domain.ID]domain.RequestDoubt{}, slow: make(chan struct{})}
		b.memory, b.client = kept, &deafSlack{}
		if f := b.doubt(t.Context(), request(t)); f.Sentence != "request.unclear" {
			t.Errorf("got %q", f.Sentence)
		}
		settled := make(chan struct{})
		go func() { b.settleAll(t.Context()); close(settled) }()
		close(kept.slow)
		<-settled
		if b.Drain(); kept.len() != 0 {
			t.Errorf("%d are remembered of which the end was told", kept.len())
		}
	})

	t.Run("a full disk is counted, and the promise holds as long as the process lives", func(t *testing.T) {
		t.Parallel()
		b, counts, _ := doubting(t)
		b.memory = &notebook{fault: errors.New("no room")}
		if f := b.doubt(t.Context(), request(t)); f.Sentence != "request.unclear" || !b.doubts.open() {
			t.Errorf("got %q", f.Sentence)
		}
		if n := counts.of("bot_doubts_volatile"); n != 1 {
			t.Errorf("counted %d", n)
		}
	})

	t.Run("those of a process that died are told by who takes them over", func(t *testing.T) {
		t.Parallel()
		b, _, _ := doubting(t)
		client := &deafSlack{}
		kept := &notebook{list: map[domain.ID]domain.RequestDoubt{}}
		kept.left = []domain.RequestDoubt{doubtOf("d1", domain.Act{Actor: "p-ada", Key: "k1"}).RequestDoubt}
		b.memory, b.client = kept, client
		b.adopt(t.Context())
		b.settleAll(t.Context())
		if len(client.told) != 1 || !strings.Contains(client.told[0], "It was not saved") || kept.len() != 0 {
			t.Errorf("told %q, %d left", client.told, kept.len())
		}
	})

	t.Run("one about which the database does not answer goes behind the others", func(t *testing.T) {
		t.Parallel()
		b, _, _ := doubting(t)
		client := &deafSlack{}
		b.client = client
		b.doubts.back(doubtOf("d1", domain.Act{Actor: "p-ada", Key: "k1"}), doubtOf("d2", domain.Act{Actor: "p-ada", Key: "k2"}))
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		b.settleAll(gone)
		if list := b.doubts.take(); len(list) != 2 || list[0].ID != "d2" || list[1].ID != "d1" || len(client.told) > 0 {
			t.Errorf("got %v, told %q", list, client.told)
		}
	})
}
