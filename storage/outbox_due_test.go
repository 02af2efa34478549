package storage_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestOutbox_NextHold(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		hold := func(after time.Duration) {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				m := domain.Message{Kind: "x.y", Class: domain.FromRapport, Channel: "C1", Subject: "s"}
				if after > 0 {
					m.HoldUntil = start.Add(after)
				}
				return tx.Tell(ctx, m)
			})
		}
		next := func(after time.Duration) time.Duration {
			at, ok, err := db.Outbox().NextHold(t.Context(), start.Add(after))
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				return 0
			}
			return at.Sub(start)
		}
		hold(0)
		if got := next(0); got != 0 {
			t.Errorf("nothing is held, got %v", got)
		}
		hold(2 * time.Hour)
		hold(time.Hour)
		for after, want := range map[time.Duration]time.Duration{0: time.Hour, time.Hour: 2 * time.Hour, 2 * time.Hour: 0} {
			if got := next(after); got != want {
				t.Errorf("after %v: %v, want %v", after, got, want)
			}
		}
	})
}

func TestOutbox_Hurry(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		outbox := db.Outbox()
		for _, reason := range []string{"token_revoked", "no_connection"} {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for _, subject := range []domain.ID{"first", "second"} {
					err := tx.Tell(ctx, domain.Message{Kind: "x.y", Class: domain.FromPeople, Channel: "C-" + reason, Subject: subject})
					if err != nil {
						return err
					}
				}
				return nil
			})
			again := domain.Settlement{State: domain.Waiting, Reason: reason, Pause: time.Hour}
			mustSettle(t, db, mustClaim(t, db, 1)[0], again)
		}
		for _, want := range []int{1, 0} {
			if n, err := outbox.Hurry(t.Context(), "token_revoked", "invalid_auth"); err != nil || n != want {
				t.Errorf("hurried %d lanes, %v, want %d", n, err, want)
			}
		}
		// The order of the lane stays, and the other lane rests.
		for _, want := range []domain.ID{"first", "second"} {
			claim := mustClaim(t, db, 1)[0]
			if claim.Message.Channel != "C-token_revoked" || claim.Message.Subject != want {
				t.Errorf("claimed %q of %s, want %q", claim.Message.Subject, claim.Message.Channel, want)
			}
			mustSettle(t, db, claim, domain.Settlement{State: domain.Sent})
		}
		if claims := mustClaim(t, db, 1); len(claims) > 0 {
			t.Errorf("claimed %v of a lane that waits for something else", claims)
		}
	})
}

func TestOutbox_Purge(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		outbox := db.Outbox()
		for _, state := range []domain.MessageState{domain.Sent, domain.Dropped, domain.Dead, domain.Doubt} {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				return tx.Tell(ctx, domain.Message{Kind: "x.y", Class: domain.FromPeople, Channel: "C1", Subject: domain.ID(state)})
			})
			claims, err := outbox.Claim(t.Context(), 1, time.Minute)
			if err != nil || len(claims) != 1 {
				t.Fatalf("claimed %v, %v", claims, err)
			}
			if err := outbox.Settle(t.Context(), claims[0], domain.Settlement{State: state}); err != nil {
				t.Fatal(err)
			}
		}
		purge := func(before time.Duration, limit int) int {
			n := 0
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
				n, err = tx.PurgeRoutine(ctx, domain.RecordMessage, start.Add(before), nil, limit)
				return err
			})
			return n
		}
		got := []int{purge(0, 10), purge(time.Hour, 1), purge(time.Hour, 10), purge(time.Hour, 10)}
		if want := []int{0, 1, 1, 0}; got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[3] != want[3] {
			t.Errorf("purged %v, want %v", got, want)
		}
		states, err := outbox.Backlog(t.Context())
		if err != nil || states[domain.Dead] != 1 || states[domain.Doubt] != 1 {
			t.Errorf("what an operator has to see is left: %v, %v", states, err)
		}
	})
}

func TestOutbox_Oldest(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for _, m := range []domain.Message{
			{Kind: "x.late", At: start.Add(-time.Hour)}, {Kind: "x.late", At: start.Add(-3 * time.Hour)},
			{Kind: "x.soon", At: start.Add(-time.Minute)},
			{Kind: "x.held", At: start.Add(-time.Hour), HoldUntil: start.Add(time.Hour)},
		} {
			m.Class, m.Channel, m.Subject = domain.FromPeople, "C1", "s"
			mustTell(t, db, m)
		}
		got, err := db.Outbox().Oldest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]time.Duration{"x.late": 3 * time.Hour, "x.soon": time.Minute}
		for kind, age := range want {
			if !got[kind].Equal(start.Add(-age)) {
				t.Errorf("%s: got %v, want %v", kind, got[kind], start.Add(-age))
			}
		}
		if len(got) != len(want) {
			t.Errorf("got %v, want nothing that is held", got)
		}
	})
}
