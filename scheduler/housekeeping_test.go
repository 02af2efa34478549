package scheduler_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
	"rapport/scheduler"
	"rapport/storage/storagetest"
)

// house is a scheduler with all its sweeps on a real database.
type house struct {
	storagetest.Bench
	*scheduler.Scheduler
	t *testing.T
}

func setupHouse(t *testing.T) house {
	t.Helper()
	bench := storagetest.Practice(t)
	sweeps := scheduler.Sweeps(scheduler.Services{Practice: bench.Practice, Outbox: bench.DB.Outbox()})
	s := scheduler.New(scheduler.Config{Sweeps: sweeps, Clock: bench.Clock, Meter: bench.Meter})
	return house{bench, s, t}
}

func (h house) tx(do func(context.Context, domain.Tx) error) {
	h.t.Helper()
	if err := h.DB.InTx(h.t.Context(), do); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) tick() {
	h.t.Helper()
	if err := h.Tick(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// claimed are the subjects that the courier would be given now.
func (h house) claimed() []domain.ID {
	h.t.Helper()
	claims, err := h.DB.Outbox().Claim(h.t.Context(), 10, time.Minute)
	if err != nil {
		h.t.Fatal(err)
	}
	subjects := []domain.ID{}
	for _, c := range claims {
		subjects = append(subjects, c.Message.Subject)
	}
	return subjects
}

func TestSweeps_Names(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sweep := range scheduler.Sweeps(scheduler.Services{Practice: storagetest.Practice(t).Practice, Outbox: storagetest.Open(t).Outbox()}) {
		if sweep.Name == "" || sweep.Run == nil || seen[sweep.Name] {
			t.Errorf("sweep %q lacks a name of its own or work", sweep.Name)
		}
		seen[sweep.Name] = true
	}
}

func TestHousekeeping(t *testing.T) {
	t.Parallel()

	t.Run("a held message is given free at its hour and not before", func(t *testing.T) {
		t.Parallel()
		h := setupHouse(t)
		until := h.Clock.Now().Add(3 * time.Hour)
		h.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.Tell(ctx, domain.Message{Kind: "x.y", Class: domain.FromRapport, Channel: "C1", Subject: "s", HoldUntil: until})
		})
		h.Clock.Set(until.Add(-time.Microsecond))
		h.tick()
		if got := h.claimed(); len(got) != 0 {
			t.Fatalf("claimed %v too early", got)
		}
		if at, ok := h.Next(t.Context(), h.Clock.Now()); !ok || !at.Equal(until) {
			t.Errorf("next due time %v %v, want %v", at, ok, until)
		}
		h.Clock.Set(until)
		h.tick()
		if got := h.claimed(); !slices.Equal(got, []domain.ID{"s"}) {
			t.Errorf("claimed %v", got)
		}
	})

	t.Run("requests are remembered for 30 days", func(t *testing.T) {
		t.Parallel()
		h := setupHouse(t)
		claim := func() bool {
			fresh := false
			h.tx(func(ctx context.Context, tx domain.Tx) (err error) {
				_, fresh, err = tx.ClaimRequest(ctx, domain.RequestRecord{Actor: "ada", Key: "k", Digest: "d", At: tx.Now()})
				return err
			})
			return fresh
		}
		if !claim() {
			t.Fatal("the first request is not fresh")
		}
		h.Clock.Advance(29 * 24 * time.Hour)
		h.tick()
		if claim() {
			t.Error("forgotten after 29 days")
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		h.tick()
		if !claim() {
			t.Error("still remembered after 31 days")
		}
	})

	t.Run("what was sent is told for 90 days, and its place in Slack stays", func(t *testing.T) {
		t.Parallel()
		h := setupHouse(t)
		h.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.Tell(ctx, domain.Message{Kind: "x.y", Class: domain.FromPeople, Channel: "C1", Subject: "s"})
		})
		outbox := h.DB.Outbox()
		claims, err := outbox.Claim(t.Context(), 1, time.Minute)
		if err != nil || len(claims) != 1 {
			t.Fatalf("claimed %v, %v", claims, err)
		}
		delivery := domain.Delivery{Kind: "x.y", Subject: "s", Channel: "C1", TS: "1.1", At: h.Clock.Now()}
		if err := outbox.Settle(t.Context(), claims[0], domain.Settlement{State: domain.Sent, Delivery: &delivery}); err != nil {
			t.Fatal(err)
		}
		h.Clock.Advance(89 * 24 * time.Hour)
		h.tick()
		if n := h.Meter.Of("sweep.done", "outbox.purge"); n != 0 {
			t.Errorf("%d messages purged after 89 days", n)
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		h.tick()
		if n := h.Meter.Of("sweep.done", "outbox.purge"); n != 1 {
			t.Errorf("%d messages purged after 91 days, want 1", n)
		}
		h.tx(func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.Deliveries(ctx, "x.y", "s")
			if len(list) != 1 {
				t.Errorf("deliveries %v", list)
			}
			return err
		})
	})
}
