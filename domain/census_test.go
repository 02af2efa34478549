package domain_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// roll is a Slack directory in pages of two.
type roll struct {
	mu     sync.Mutex
	people []domain.Person
	asked  []string // the cursors
	answer func(cursor string) error
}

func (r *roll) Accounts(_ context.Context, cursor string) ([]domain.Person, string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, cursor)
	if r.answer != nil {
		if err := r.answer(cursor); err != nil {
			return nil, "", err
		}
	}
	const page = 2
	from := 0
	if cursor != "" {
		n, err := strconv.Atoi(cursor)
		if err != nil {
			return nil, "", err
		}
		from = n
	}
	to := min(from+page, len(r.people))
	next := ""
	if to < len(r.people) {
		next = strconv.Itoa(to)
	}
	return r.people[from:to], next, nil
}

// takeAsked gives the cursors since the last time.
func (r *roll) takeAsked() []string {
	asked := r.asked
	r.asked = nil
	return asked
}

// account is what Slack says of the n-th person.
func account(n int) domain.Person {
	return domain.Person{
		SlackID: fmt.Sprintf("U%03d", n), Name: fmt.Sprintf("Person %d", n), Handle: fmt.Sprintf("person.%d", n),
		Email: fmt.Sprintf("person.%d@example.com", n), Zone: "UTC", Kind: domain.Member, Active: true,
	}
}

// censusBench is a practice with a directory of five people.
type censusBench struct {
	storagetest.Bench
	t    *testing.T
	roll *roll
}

func newCensus(t *testing.T, config storage.Config) *censusBench {
	t.Helper()
	b := &censusBench{Bench: storagetest.PracticeOn(t, config), t: t, roll: &roll{}}
	for n := range 5 {
		b.roll.people = append(b.roll.people, account(n))
	}
	return b
}

func (b *censusBench) service() domain.CensusService {
	return domain.CensusService{Practice: b.Practice, Census: b.roll}
}

// syncAll syncs until nothing is due, and gives the cursors that were asked for.
func (b *censusBench) syncAll() []string {
	b.t.Helper()
	for range 20 {
		n, more, err := b.service().Sync(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		if n == 0 && !more {
			return b.roll.takeAsked()
		}
	}
	b.t.Fatal("the directory does not end")
	return nil
}

// versions are the versions of all people by Slack's id, and what waits to be
// planned.
func (b *censusBench) versions() (map[string]int, int) {
	b.t.Helper()
	versions, marked := map[string]int{}, 0
	err := b.Store.Read(b.t.Context(), func(ctx context.Context, tx domain.Tx) error {
		people, err := tx.People(ctx, domain.PersonFilter{})
		for _, p := range people {
			versions[p.SlackID] = p.Version
		}
		if err != nil {
			return err
		}
		ids, err := tx.MarkedForPlanning(ctx, tx.Now(), 100)
		marked = len(ids)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return versions, marked
}

func (b *censusBench) person(n int) domain.Person {
	b.t.Helper()
	var person domain.Person
	err := b.Store.Read(b.t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
		person, err = tx.PersonBySlack(ctx, account(n).SlackID)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return person
}

func (b *censusBench) want(claim string, got, want any) {
	b.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		b.t.Errorf("%s (-want +got):\n%s", claim, diff)
	}
}

func TestCensusService_Sync(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		t.Run("everybody is read page by page, and again a day later", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			pages := []string{"", "2", "4"}
			b.want("first sync", b.syncAll(), pages)
			versions, marked := b.versions()
			b.want("people", versions, map[string]int{"U000": 1, "U001": 1, "U002": 1, "U003": 1, "U004": 1})
			b.want("to be planned", marked, 5)
			b.Clock.Advance(24*time.Hour - time.Second)
			b.want("within the day", b.syncAll(), []string(nil))
			b.Clock.Advance(time.Second)
			b.want("a day later", b.syncAll(), pages)
		})
		t.Run("a daily sync writes only what changed", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			b.syncAll()
			b.roll.people[1].Name = "Renamed"
			b.roll.people[3].Active = false
			b.roll.people = append(b.roll.people, account(5))
			b.Clock.Advance(24 * time.Hour)
			b.syncAll()
			versions, _ := b.versions()
			b.want("people", versions, map[string]int{"U000": 1, "U001": 2, "U002": 1, "U003": 2, "U004": 1, "U005": 1})
			b.want("the new name", b.person(1).Name, "Renamed")
		})
		t.Run("who is closed on the list leaves, who is not on it stays", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			b.syncAll()
			b.roll.people[1].Active = false
			b.roll.people = slices.Delete(b.roll.people, 3, 4)
			b.Clock.Advance(24 * time.Hour)
			b.syncAll()
			if b.person(1).Active || !b.person(3).Active {
				t.Errorf("got active: %t and %t, want only who is not on the list", b.person(1).Active, b.person(3).Active)
			}
			err := b.Store.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				entries, err := tx.EntriesOf(ctx, b.person(1).ID)
				var acts []string
				for _, e := range entries {
					acts = append(acts, e.Act)
				}
				if want := []string{"person.enrol", "person.leave", "person.profile"}; !slices.Equal(slices.Sorted(slices.Values(acts)), want) {
					t.Errorf("got %v in the ledger, want %v", acts, want)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		t.Run("a page on which a replica died is read by the next one, when the lease is over", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			b.roll.answer = func(cursor string) error {
				if cursor == "2" {
					panic("the replica dies")
				}
				return nil
			}
			func() {
				defer func() { _ = recover() }()
				b.syncAll()
			}()
			b.want("before the end", b.roll.takeAsked(), []string{"", "2"})
			b.roll.answer = nil
			b.want("while the lease lasts", b.syncAll(), []string(nil))
			b.Clock.Advance(3 * time.Minute)
			b.want("after it", b.syncAll(), []string{"2", "4"})
			versions, _ := b.versions()
			b.want("people", len(versions), 5)
		})
		t.Run("replicas that come at once read each page once", func(t *testing.T) {
			t.Parallel()
			c := config(t)
			b := newCensus(t, c)
			for n := 5; n < 40; n++ {
				b.roll.people = append(b.roll.people, account(n))
			}
			db := storagetest.OpenWith(t, c)
			other := b.service()
			other.Store = db
			var wait sync.WaitGroup
			for _, service := range []domain.CensusService{b.service(), other, b.service(), other} {
				wait.Go(func() {
					for range 60 {
						if _, _, err := service.Sync(t.Context()); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wait.Wait()
			asked := b.roll.takeAsked()
			slices.Sort(asked)
			b.want("pages", len(slices.Compact(slices.Clone(asked))), len(asked))
			b.want("asked", len(asked), 20)
		})
		t.Run("somebody who joins at the same moment keeps nobody of the page out", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			store := meanwhile{Store: b.Store, do: func() {
				people := domain.PeopleService{Practice: b.Practice}
				if _, err := people.Join(t.Context(), account(1)); err != nil {
					t.Error(err)
				}
			}}
			service := b.service()
			service.Store = &store
			for range 3 {
				if _, _, err := service.Sync(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			versions, _ := b.versions()
			b.want("people", len(versions), 5)
		})
		t.Run("where Slack wants a pause it is asked after it, for the same page", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			b.roll.answer = func(cursor string) error {
				if cursor == "2" {
					return domain.Limited{After: 30 * time.Second}
				}
				return nil
			}
			b.want("until the limit", b.syncAll(), []string{"", "2"})
			b.roll.answer = nil
			b.Clock.Advance(29 * time.Second)
			b.want("in the pause", b.syncAll(), []string(nil))
			b.Clock.Advance(time.Second)
			b.want("after it", b.syncAll(), []string{"2", "4"})
		})
		t.Run("a cursor that Slack forgot begins anew", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			forgot := true
			b.roll.answer = func(cursor string) error {
				if cursor == "4" && forgot {
					forgot = false
					return domain.Refuse(domain.NotFound, "person.unknown")
				}
				return nil
			}
			b.want("until it is forgotten", b.syncAll(), []string{"", "2", "4"})
			b.want("after it", b.syncAll(), []string{"", "2", "4"})
		})
		t.Run("a page that could not be read is told, and tried again a minute later", func(t *testing.T) {
			t.Parallel()
			b := newCensus(t, config(t))
			broken := errors.New("no connection")
			b.roll.answer = func(string) error { return broken }
			if _, _, err := b.service().Sync(t.Context()); !errors.Is(err, broken) {
				t.Errorf("got %v, want what was wrong", err)
			}
			b.roll.answer = nil
			b.roll.takeAsked()
			b.want("at once", b.syncAll(), []string(nil))
			b.Clock.Advance(time.Minute)
			b.want("a minute later", b.syncAll(), []string{"", "2", "4"})
		})
	})
}

// meanwhile is a store in which something happens between the first reading and
// the first writing after it.
type meanwhile struct {
	domain.Store
	do   func()
	read bool
}

func (m *meanwhile) Read(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	m.read = true
	return m.Store.Read(ctx, do)
}

func (m *meanwhile) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	if m.read && m.do != nil {
		m.do()
		m.do = nil
	}
	return m.Store.InTx(ctx, do)
}
