package domain_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// bureau is a company of five in Berlin: Mara above Lee above Grace, Ada beside
// her, and Hanna of the people team. Its clock stands at Tuesday, 24 November
// 2026, 10:00 in Berlin, and conversations open from that week on.
type bureau struct {
	storagetest.Bench
	t                            *testing.T
	mara, lee, grace, ada, hanna domain.Person
	talks                        domain.ConversationService
	asks                         domain.AskService
	away                         domain.AwayService
	keys                         int
}

// eachBureau runs a test once for each database at hand.
func eachBureau(t *testing.T, test func(t *testing.T, b *bureau)) {
	t.Helper()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		test(t, setupBureauOn(t, config(t)))
	})
}

func setupBureau(t *testing.T) *bureau {
	t.Helper()
	return setupBureauOn(t, storagetest.Config(t))
}

func setupBureauOn(t *testing.T, config storage.Config) *bureau {
	t.Helper()
	b := &bureau{Bench: storagetest.PracticeOn(t, config), t: t}
	b.Clock.Set(officeTuesday)
	b.FirstHR = []string{"hanna@example.com"}
	b.talks = domain.ConversationService{Practice: b.Practice}
	b.asks = domain.AskService{Practice: b.Practice}
	b.away = domain.AwayService{Practice: b.Practice}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		policy := domain.DefaultPolicy()
		policy.Conversations.Start = domain.NewDate(2026, time.November, 23)
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	b.mara = b.hire("mara", "")
	b.lee = b.hire("lee", b.mara.ID)
	b.grace = b.hire("grace", b.lee.ID)
	b.ada = b.hire("ada", b.lee.ID)
	b.hanna = b.hire("hanna", b.mara.ID)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.MarkForPlanning(ctx, []domain.ID{b.grace.ID}, tx.Now())
	})
	b.tick()
	return b
}

func (b *bureau) hire(name string, manager domain.ID) domain.Person {
	b.t.Helper()
	p := domain.Person{
		SlackID: "U" + strings.ToUpper(name), Name: name, Email: name + "@example.com", Zone: "Europe/Berlin",
		Kind: domain.Member, Active: true, Manager: manager, Team: "Engineering", Met: officeTuesday.AddDate(0, -1, 0),
	}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p
}

func (b *bureau) tx(do func(context.Context, domain.Tx) error) {
	b.t.Helper()
	if err := b.DB.InTx(b.t.Context(), do); err != nil {
		b.t.Fatal(err)
	}
}

// act is a fresh wish of somebody.
func (b *bureau) act(p domain.Person) domain.Act {
	b.keys++
	return domain.Act{Actor: p.ID, Key: "key" + strconv.Itoa(b.keys)}
}

// tick does everything that is due.
func (b *bureau) tick() {
	b.t.Helper()
	for range 20 {
		done := 0
		for _, sweep := range []func(context.Context, int) (int, error){b.talks.Replan, b.talks.Advance, b.asks.Plan} {
			n, err := sweep(b.t.Context(), 100)
			if err != nil {
				b.t.Fatal(err)
			}
			done += n
		}
		if done == 0 {
			return
		}
	}
	b.t.Fatal("the sweeps do not come to rest")
}

// until lets the days pass, four looks a day.
func (b *bureau) until(day domain.Date) {
	b.t.Helper()
	end := day.In(time.UTC, domain.NewTimeOfDay(12, 0))
	for now := b.Clock.Now(); now.Before(end); now = b.Clock.Now() {
		b.Clock.Set(now.Add(6 * time.Hour))
		b.tick()
	}
}

// open opens Grace's conversation, whose turn begins.
func (b *bureau) open() domain.Conversation {
	b.t.Helper()
	for end := b.Clock.Now().AddDate(0, 0, 60); b.talk().State != domain.TalkOpen; {
		if !b.jump(end) {
			b.t.Fatal("no conversation opens")
		}
	}
	return b.talk()
}

// talk is Grace's newest conversation that is open or paused, else the planned one.
func (b *bureau) talk() domain.Conversation {
	b.t.Helper()
	var c domain.Conversation
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, state := range []domain.ConversationState{domain.TalkPlanned, domain.TalkPaused, domain.TalkOpen} {
			list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID, States: []domain.ConversationState{state}, Limit: 1})
			if err != nil {
				return err
			}
			if len(list) > 0 {
				c = list[0]
			}
		}
		return nil
	})
	return c
}

func (b *bureau) today() domain.Date {
	return domain.DateOf(b.Clock.Now(), time.UTC)
}

func (b *bureau) mustAway(who domain.Person, from, until domain.Date) domain.AwayReceipt {
	b.t.Helper()
	r, err := b.away.Set(b.t.Context(), b.act(who), who.ID, domain.DateRange{Start: from, End: until})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// waiting takes everything out of the outbox and counts the new messages of a
// kind for a person.
func (b *bureau) waiting(to domain.Person, kind string) int {
	b.t.Helper()
	n := 0
	outbox := b.DB.Outbox()
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return n
		}
		for _, c := range claimed {
			if c.Message.Recipient == to.ID && c.Message.Kind == kind && c.Message.Deed == domain.Post {
				n++
			}
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}
