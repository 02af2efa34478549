package domain_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// counted are ids in the order in which they were asked for.
type counted struct {
	mu sync.Mutex
	n  int
}

// New fulfils domain.IDs.
func (c *counted) New() domain.ID {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return domain.ID(fmt.Sprintf("id-%06d", c.n))
}

// changedStore lets a test change what a transaction does.
type changedStore struct {
	domain.Store
	change func(domain.Tx) domain.Tx
}

// InTx fulfils domain.Store.
func (s changedStore) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx domain.Tx) error { return do(ctx, s.change(tx)) })
}

// blind is a transaction that reads nothing ahead.
type blind struct{ domain.Tx }

// Ahead fulfils domain.AheadRows.
func (b blind) Ahead(context.Context, []domain.ID, domain.Date) (domain.Tx, error) { return b, nil }

// broken is a transaction that cannot write one conversation.
type broken struct {
	domain.Tx
	id domain.ID
}

// Ahead fulfils domain.AheadRows.
func (b broken) Ahead(ctx context.Context, employees []domain.ID, since domain.Date) (domain.Tx, error) {
	tx, err := b.Tx.Ahead(ctx, employees, since)
	return broken{tx, b.id}, err
}

// UpdateConversation fulfils domain.ConversationRows.
func (b broken) UpdateConversation(ctx context.Context, c domain.Conversation) (domain.Conversation, error) {
	if c.ID == b.id {
		return c, errors.New("row is broken")
	}
	return b.Tx.UpdateConversation(ctx, c)
}

// crowd is a company of many, whose sweeps a test runs.
type crowd struct {
	storagetest.Bench
	t      *testing.T
	people []domain.ID
}

// setupCrowd makes a company of n in several zones: each manages four, and there
// is somebody of every kind that planning treats in a way of its own.
func setupCrowd(t *testing.T, config storage.Config, n int) *crowd {
	t.Helper()
	c := &crowd{Bench: storagetest.PracticeOn(t, config), t: t}
	c.Clock.Set(officeTuesday)
	c.IDs = &counted{}
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		policy := domain.DefaultPolicy()
		policy.Conversations.Start, policy.Conversations.PerWeek = domain.NewDate(2026, time.November, 23), 1 // so that one slot decides about the next
		if err := tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()}); err != nil {
			return err
		}
		for i := 1; i <= n; i++ {
			if err := c.hire(ctx, tx, i); err != nil {
				return err
			}
		}
		return tx.MarkForPlanning(ctx, nil, tx.Now())
	})
	return c
}

func crowdID(n int) domain.ID { return domain.ID(fmt.Sprintf("p%04d", n)) }

func (c *crowd) hire(ctx context.Context, tx domain.Tx, n int) error {
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo"}
	p := domain.Person{
		ID: crowdID(n), SlackID: fmt.Sprintf("U%04d", n), Name: fmt.Sprintf("Person %d", n), Zone: zones[n%3], Kind: domain.Member, Active: true,
		Team: fmt.Sprintf("Area %d", n%4), Met: officeTuesday.AddDate(0, -1, 0),
	}
	if n > 1 {
		p.Manager = crowdID((n + 2) / 4)
	}
	switch n % 11 {
	case 3:
		p.Cadence = "every 2 weeks"
	case 5:
		p.Start = domain.NewDate(2026, time.November, 20)
	case 7:
		p.Leaves = domain.NewDate(2026, time.December, 11)
	}
	if _, err := tx.CreatePerson(ctx, p); err != nil {
		return err
	}
	c.people = append(c.people, p.ID)
	if n%6 == 2 {
		start := domain.NewDate(2026, time.November, 30).AddDays(n % 9)
		away := domain.Absence{ID: "away-" + p.ID, Person: p.ID, Days: domain.DateRange{Start: start, End: start.AddDays(2 + n%40)}}
		if err := tx.CreateAbsence(ctx, away); err != nil {
			return err
		}
	}
	if n%9 == 4 {
		return tx.NamePartner(ctx, p.ID, crowdID(1), crowdID(1), tx.Now())
	}
	return tx.NoteManaging(ctx, p.ID, officeTuesday.AddDate(0, -n%5, 0))
}

func (c *crowd) tx(do func(context.Context, domain.Tx) error) {
	c.t.Helper()
	if err := c.DB.InTx(c.t.Context(), do); err != nil {
		c.t.Fatal(err)
	}
}

// live lets days pass, two looks a day.
func (c *crowd) live(days int) {
	c.t.Helper()
	for range 2 * days {
		c.Clock.Advance(12 * time.Hour)
		c.rest()
	}
}

// rest does everything that is due.
func (c *crowd) rest() {
	c.t.Helper()
	talks := domain.ConversationService{Practice: c.Practice}
	for done := 1; done > 0; {
		done = 0
		for _, sweep := range []func(context.Context, int) (int, error){talks.Replan, talks.Advance, domain.AskService{Practice: c.Practice}.Plan} {
			n, err := sweep(c.t.Context(), 500)
			if err != nil {
				c.t.Fatal(err)
			}
			done += n
		}
	}
}

// all is everything that the sweeps have written.
func (c *crowd) all() []any {
	c.t.Helper()
	var all []any
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		talks, err := tx.Conversations(ctx, domain.TalkFilter{})
		for _, talk := range talks {
			entries, err := tx.EntriesOf(ctx, talk.ID)
			if err != nil {
				return err
			}
			for i := range entries {
				entries[i].ID = "" // made by the database
			}
			slices.SortFunc(entries, func(a, b domain.Entry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Act, b.Act)) })
			all = append(all, talk, entries)
		}
		for _, id := range c.people {
			asks, err := tx.OpenAsks(ctx, id)
			if err != nil {
				return err
			}
			logs, err := tx.AskLogs(ctx, id, 1000)
			if err != nil {
				return err
			}
			slices.SortFunc(logs, func(a, b domain.AskLog) int {
				return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.What, b.What))
			})
			sent, err := tx.MessagesTo(ctx, id, time.Time{}, 1000)
			if err != nil {
				return err
			}
			for i := range sent {
				sent[i].Seq, sent[i].Nonce = 0, ""
			}
			step, stands, err := tx.StepIn(ctx, id)
			if err != nil {
				return err
			}
			all = append(all, asks, logs, sent, step, stands)
		}
		return err
	})
	return all
}

func TestSweeps_TogetherAsAlone(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		var lives [2][]any
		for i := range lives {
			c := setupCrowd(t, config(t), 55)
			if i == 1 {
				c.Store = changedStore{c.DB, func(tx domain.Tx) domain.Tx { return blind{tx} }}
			}
			c.live(35)
			lives[i] = c.all()
		}
		if diff := gocmp.Diff(lives[0], lives[1]); diff != "" {
			t.Errorf("reading ahead changed what happens (- ahead, + without):\n%s", diff)
		}
	})
}

func TestSweeps_BrokenRecord(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupCrowd(t, config(t), 80)
		c.rest()
		c.Clock.Advance(40 * 24 * time.Hour)
		all := c.due()
		worst := all[60] // in the middle of those that are done together
		c.Store = changedStore{c.DB, func(tx domain.Tx) domain.Tx { return broken{tx, worst} }}
		done, err := domain.ConversationService{Practice: c.Practice}.Advance(t.Context(), 500)
		if done != len(all)-1 || err == nil || !strings.Contains(err.Error(), string(worst)) {
			t.Errorf("got %d done and %v, want all %d but %s", done, err, len(all), worst)
		}
		if left := c.due(); len(left) != 1 || left[0] != worst {
			t.Errorf("got %v still due, want the broken one alone", left)
		}
	})
}

// planned are the conversations that wait for their day.
func (c *crowd) planned() []domain.Conversation {
	c.t.Helper()
	var list []domain.Conversation
	c.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Conversations(ctx, domain.TalkFilter{States: []domain.ConversationState{domain.TalkPlanned}})
		return err
	})
	return list
}

// due are the conversations whose step has not been done.
func (c *crowd) due() []domain.ID {
	c.t.Helper()
	var list []domain.ID
	c.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.DueConversations(ctx, tx.Now(), 500)
		return err
	})
	return list
}

func TestSweeps_TwoReplicas(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupCrowd(t, config(t), 120)
		c.rest()
		planned := c.planned()
		c.Clock.Advance(40 * 24 * time.Hour)
		var replicas sync.WaitGroup
		for range 2 {
			replicas.Go(func() {
				talks := domain.ConversationService{Practice: c.Practice}
				for range 5 {
					for _, sweep := range []func(context.Context, int) (int, error){talks.Advance, talks.Replan} {
						if _, err := sweep(t.Context(), 500); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		replicas.Wait()
		for _, talk := range planned {
			c.tx(func(ctx context.Context, tx domain.Tx) error {
				entries, err := tx.EntriesOf(ctx, talk.ID)
				if opened := countActs(entries, "conversation.open"); opened > 1 {
					t.Errorf("conversation %s was opened %d times", talk.ID, opened)
				}
				return err
			})
		}
		if left := c.due(); len(left) > 0 {
			t.Errorf("%d conversations are still due", len(left))
		}
	})
}

func countActs(entries []domain.Entry, act string) int {
	n := 0
	for _, e := range entries {
		if e.Act == act {
			n++
		}
	}
	return n
}
