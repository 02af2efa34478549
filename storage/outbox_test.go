package storage_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

const lease = time.Minute

func mustClaim(t testing.TB, db *storage.DB, limit int) []domain.Claimed {
	t.Helper()
	claimed, err := db.Outbox().Claim(t.Context(), limit, lease)
	if err != nil {
		t.Fatalf("claim: %v", err)
	}
	return claimed
}

func mustSettle(t testing.TB, db *storage.DB, c domain.Claimed, s domain.Settlement) {
	t.Helper()
	if err := db.Outbox().Settle(t.Context(), c, s); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

func subjects(claimed []domain.Claimed) []domain.ID {
	var ids []domain.ID
	for _, c := range claimed {
		ids = append(ids, c.Message.Subject)
	}
	return ids
}

// skew is machine time that tests move.
type skew struct{ by atomic.Int64 }

func (s *skew) advance(d time.Duration) { s.by.Add(int64(d)) }
func (s *skew) of() time.Duration       { return time.Duration(s.by.Load()) }

// openSkewed opens a database whose machine time can be moved.
func openSkewed(t testing.TB, config func(testing.TB) storage.Config) (*storage.DB, *skew) {
	t.Helper()
	c, s := config(t), &skew{}
	c.Skew = s.of
	return storagetest.OpenWith(t, c), s
}

func TestOutbox_Lanes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a lane gives one message at a time, in the order told", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTell(t, db, post("C1", "k1"), post("C1", "k2"))
			mustTell(t, db, post("C1", "k3"))
			var got []domain.ID
			for range 3 {
				claimed := mustClaim(t, db, 10)
				if len(claimed) != 1 {
					t.Fatalf("got %v, want one head", subjects(claimed))
				}
				if again := mustClaim(t, db, 10); len(again) != 0 {
					t.Fatalf("got %v from a lane that is held", subjects(again))
				}
				got = append(got, subjects(claimed)...)
				mustSettle(t, db, claimed[0], domain.Settlement{State: domain.Sent})
			}
			if diff := cmp.Diff([]domain.ID{"k1", "k2", "k3"}, got); diff != "" {
				t.Error(diff)
			}
			if more := mustClaim(t, db, 10); len(more) != 0 {
				t.Errorf("got %v from an empty lane", subjects(more))
			}
		})
		t.Run("lanes do not wait for each other, and what people wait for goes first", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			ask, digest, edit := dm("p1", "ask"), dm("p2", "digest"), dm("p3", "edit")
			ask.Class, digest.Class, edit.Class = domain.FromRapport, domain.OnItsDay, domain.Quiet
			mustTell(t, db, edit, digest, ask, dm("p4", "thanks"))
			if diff := cmp.Diff([]domain.ID{"thanks"}, subjects(mustClaim(t, db, 1))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]domain.ID{"digest", "ask", "edit"}, subjects(mustClaim(t, db, 10))); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("of what Rapport sends by itself the first to be released goes first", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for _, class := range []domain.Class{domain.Bulk, domain.FromRapport, domain.OnItsDay} {
				m := dm(domain.ID(class), domain.ID(class))
				m.Class = class
				mustTell(t, db, m)
			}
			for _, want := range []domain.Class{domain.Bulk, domain.FromRapport, domain.OnItsDay} {
				if diff := cmp.Diff([]domain.ID{domain.ID(want)}, subjects(mustClaim(t, db, 1))); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("a person's thanks raise the lane in which an edit waits", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			edit, digest := dm("p1", "edit"), dm("p2", "digest")
			edit.Class, digest.Class = domain.Quiet, domain.OnItsDay
			mustTell(t, db, edit, digest)
			mustTell(t, db, dm("p1", "thanks"))
			if diff := cmp.Diff([]domain.ID{"edit"}, subjects(mustClaim(t, db, 1))); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("an edit of a subject without a place has a lane of its own", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTell(t, db, domain.Message{Kind: "kudos.posted", Deed: domain.Update, Class: domain.Quiet, Subject: "k1"},
				domain.Message{Kind: "kudos.posted", Deed: domain.Update, Class: domain.Quiet, Subject: "k2"})
			if got := mustClaim(t, db, 10); len(got) != 2 || got[0].Lane != "S:k1" {
				t.Errorf("got %+v, want two lanes", got)
			}
		})
		t.Run("a lane that went empty opens again", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for _, k := range []domain.ID{"k1", "k2", "k3"} {
				mustTell(t, db, dm("p1", k))
				claimed := mustClaim(t, db, 1)
				if diff := cmp.Diff([]domain.ID{k}, subjects(claimed)); diff != "" {
					t.Fatal(diff)
				}
				mustSettle(t, db, claimed[0], domain.Settlement{State: domain.Sent})
				if rest := mustClaim(t, db, 1); len(rest) != 0 {
					t.Fatalf("got %v, want nothing", subjects(rest))
				}
			}
		})
	})
}

func TestOutbox_Settle(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		t.Run("a pause rests the whole lane and no other", func(t *testing.T) {
			t.Parallel()
			db, clock := openSkewed(t, config)
			mustTell(t, db, post("C1", "k1"), post("C1", "k2"), post("C2", "k3"))
			for _, c := range mustClaim(t, db, 2) {
				s := domain.Settlement{State: domain.Sent}
				if c.Lane == "C:C1" {
					s = domain.Settlement{State: domain.Waiting, Reason: "rate_limited", Pause: 30 * time.Second}
				}
				mustSettle(t, db, c, s)
			}
			mustTell(t, db, post("C1", "k4"), post("C2", "k5"))
			if diff := cmp.Diff([]domain.ID{"k5"}, subjects(mustClaim(t, db, 5))); diff != "" {
				t.Error(diff)
			}
			clock.advance(31 * time.Second)
			claimed := mustClaim(t, db, 5)
			if diff := cmp.Diff([]domain.ID{"k1"}, subjects(claimed)); diff != "" {
				t.Error(diff)
			}
			if got := claimed[0].Message; got.State != domain.Waiting || got.Reason != "rate_limited" || got.Attempts != 0 {
				t.Errorf("got %+v, want it waiting with the reason", got)
			}
		})
		t.Run("a rest outlives an empty lane", func(t *testing.T) {
			t.Parallel()
			db, clock := openSkewed(t, config)
			mustTell(t, db, post("C1", "k1"))
			mustSettle(t, db, mustClaim(t, db, 1)[0], domain.Settlement{State: domain.Sent, Pause: time.Hour})
			mustTell(t, db, post("C1", "k2"))
			if got := mustClaim(t, db, 1); len(got) != 0 {
				t.Errorf("got %v before the lane's pace allows", subjects(got))
			}
			clock.advance(2 * time.Hour)
			if got := mustClaim(t, db, 1); len(got) != 1 {
				t.Error("got nothing after the pause, want the message")
			}
		})
		t.Run("a held message lets its lane go on and comes back released", func(t *testing.T) {
			t.Parallel()
			db := storagetest.OpenWith(t, config(t))
			mustTell(t, db, dm("p1", "k1"), dm("p1", "k2"))
			until := start.Add(3 * time.Hour)
			mustSettle(t, db, mustClaim(t, db, 1)[0], domain.Settlement{State: domain.Waiting, Reason: "away", HoldUntil: until})
			second := mustClaim(t, db, 1)
			if diff := cmp.Diff([]domain.ID{"k2"}, subjects(second)); diff != "" {
				t.Fatal(diff)
			}
			mustSettle(t, db, second[0], domain.Settlement{State: domain.Sent})
			release := func(now time.Time) int { return mustRelease(t, db, now, 10) }
			if got := release(until.Add(-time.Second)); got != 0 || len(mustClaim(t, db, 1)) != 0 {
				t.Errorf("released %d before its time", got)
			}
			if got := release(until); got != 1 {
				t.Errorf("released %d, want 1", got)
			}
			if diff := cmp.Diff([]domain.ID{"k1"}, subjects(mustClaim(t, db, 1))); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("an old fence changes nothing", func(t *testing.T) {
			t.Parallel()
			db, clock := openSkewed(t, config)
			mustTell(t, db, dm("p1", "k1"))
			stale := mustClaim(t, db, 1)[0]
			clock.advance(lease + time.Second)
			fresh := mustClaim(t, db, 1)[0]
			if fresh.Fence <= stale.Fence {
				t.Errorf("got fence %d after %d, want it to rise", fresh.Fence, stale.Fence)
			}
			wantCode(t, db.Outbox().Begin(t.Context(), stale), domain.Conflict)
			wantCode(t, db.Outbox().Settle(t.Context(), stale, domain.Settlement{State: domain.Dead}), domain.Conflict)
			if err := db.Outbox().Begin(t.Context(), fresh); err != nil {
				t.Errorf("the fresh claim cannot begin: %v", err)
			}
			if got := backlog(t, db); got[domain.Sending] != 1 || len(got) != 1 {
				t.Errorf("got %v, want one sending", got)
			}
		})
		t.Run("beginning renews the lease", func(t *testing.T) {
			t.Parallel()
			db, clock := openSkewed(t, config)
			mustTell(t, db, dm("p1", "k1"))
			c := mustClaim(t, db, 1)[0]
			clock.advance(lease * 2 / 3)
			if err := db.Outbox().Begin(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			clock.advance(lease * 2 / 3)
			if got := mustClaim(t, db, 1); len(got) != 0 {
				t.Errorf("got %v while the lease was renewed", subjects(got))
			}
		})
	})
}

func TestOutbox_Doubt(t *testing.T) {
	t.Parallel()
	eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		db, clock := openSkewed(t, config)
		mustTell(t, db, dm("p1", "k1"))
		first := mustClaim(t, db, 1)[0]
		if first.Doubtful {
			t.Error("got doubt about a message that was never begun")
		}
		if err := db.Outbox().Begin(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		clock.advance(lease + time.Second)
		found := mustClaim(t, db, 1)[0]
		if !found.Doubtful || found.BegunAgo < lease || found.BegunAgo > 2*lease {
			t.Errorf("got doubtful %v begun %v ago, want doubt and a little over a minute", found.Doubtful, found.BegunAgo)
		}
		if found.Message.Nonce != first.Message.Nonce || found.Message.Attempts != 1 {
			t.Errorf("got %+v, want the same nonce and one attempt", found.Message)
		}
		// Too early to look it up: it stays in doubt, with its age.
		mustSettle(t, db, found, domain.Settlement{State: domain.Sending, Pause: 10 * time.Second})
		clock.advance(11 * time.Second)
		later := mustClaim(t, db, 1)[0]
		if !later.Doubtful || later.BegunAgo < found.BegunAgo+10*time.Second {
			t.Errorf("got doubtful %v begun %v ago, want the doubt to last", later.Doubtful, later.BegunAgo)
		}
		// It was not found, so it is tried again, without doubt.
		mustSettle(t, db, later, domain.Settlement{State: domain.Waiting})
		if again := mustClaim(t, db, 1)[0]; again.Doubtful {
			t.Error("got doubt after it was settled as waiting")
		}
	})
}

func TestOutbox_StuckAndRequeued(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTell(t, db, dm("p1", "dead"), dm("p2", "doubt"), dm("p3", "sent"))
		var seqs []int64
		for _, c := range mustClaim(t, db, 3) {
			seqs = append(seqs, c.Message.Seq)
			s := map[domain.ID]domain.Settlement{
				"dead":  {State: domain.Dead, Reason: "channel_not_found"},
				"doubt": {State: domain.Doubt, Reason: "timeout"},
				"sent":  {State: domain.Sent},
			}[c.Message.Subject]
			mustSettle(t, db, c, s)
		}
		stuck, err := db.Outbox().Stuck(t.Context(), 10)
		if err != nil || len(stuck) != 2 || stuck[0].Subject != "doubt" || stuck[1].Reason != "channel_not_found" {
			t.Fatalf("got %+v, %v; want the doubtful and the dead one", stuck, err)
		}
		if got := backlog(t, db); got[domain.Dead] != 1 || got[domain.Doubt] != 1 || len(got) != 2 {
			t.Errorf("got %v, want one dead and one unclear", got)
		}
		n, err := db.Outbox().Requeue(t.Context(), append(seqs, 999))
		if err != nil || n != 2 {
			t.Errorf("requeued %d, %v; want 2, and not the one that was sent", n, err)
		}
		claimed := mustClaim(t, db, 10)
		if diff := cmp.Diff([]domain.ID{"dead", "doubt"}, subjects(claimed)); diff != "" {
			t.Error(diff)
		}
		for _, c := range claimed {
			if c.Doubtful || c.Message.Reason != "" {
				t.Errorf("got %+v, want neither doubt nor reason", c)
			}
		}
	})
}

func TestOutbox_Wake(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		woken := func() bool {
			select {
			case <-db.Outbox().Wake():
				return true
			default:
				return false
			}
		}
		mustPerson(t, db, "grace")
		if woken() {
			t.Error("woken by a transaction that told nothing")
		}
		mustTell(t, db, dm("p1", "k1"), dm("p2", "k1"))
		if !woken() {
			t.Error("not woken by a message")
		}
		if woken() {
			t.Error("woken twice by one transaction")
		}
		held := dm("p1", "k2")
		held.HoldUntil = start.Add(time.Hour)
		mustTell(t, db, held)
		if woken() {
			t.Error("woken by a held message")
		}
		mustRelease(t, db, start.Add(time.Hour), 1)
		if !woken() {
			t.Error("not woken by a release")
		}
	})
}

// Couriers of several replicas empty lanes into which many people write at the
// same time: each message is sent once, and in the order of its lane.
func TestOutbox_ManyCouriersAndWriters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		const writers, each, lanes, couriers = 8, 15, 3, 4
		var mu sync.Mutex
		sent := map[string][]int64{}
		var left atomic.Int64
		left.Store(writers * each)

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		deliver := func() error {
			for left.Load() > 0 && ctx.Err() == nil {
				claimed, err := db.Outbox().Claim(ctx, 2, lease)
				if err != nil {
					return err
				}
				for _, c := range claimed {
					if err := db.Outbox().Begin(ctx, c); err != nil {
						return err
					}
					mu.Lock()
					sent[c.Lane] = append(sent[c.Lane], c.Message.Seq)
					mu.Unlock()
					if err := db.Outbox().Settle(ctx, c, domain.Settlement{State: domain.Sent}); err != nil {
						return err
					}
					left.Add(-1)
				}
			}
			return ctx.Err()
		}
		write := func(writer int) error {
			for i := range each {
				m := post(fmt.Sprint("C", (writer+i)%lanes), domain.ID(fmt.Sprintf("k-%d-%d", writer, i)))
				err := db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error { return tx.Tell(ctx, m) })
				if err != nil {
					return err
				}
			}
			return nil
		}
		err := parallel(writers+couriers, func(i int) error {
			if i < couriers {
				return deliver()
			}
			return write(i - couriers)
		})
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		seen := map[int64]bool{}
		for _, seqs := range sent {
			for _, seq := range seqs {
				if seen[seq] {
					t.Errorf("message %d was sent twice", seq)
				}
				seen[seq] = true
			}
			total += len(seqs)
		}
		if total != writers*each {
			t.Errorf("got %d sent, want %d", total, writers*each)
		}
		if got := backlog(t, db); len(got) != 0 {
			t.Errorf("got %v left, want nothing", got)
		}
	})
}
