package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// dm is a message to a person about a subject.
func dm(person, subject domain.ID) domain.Message {
	return domain.Message{Kind: "kudos.received", Deed: domain.Post, Class: domain.FromPeople, Recipient: person, Subject: subject}
}

// post is a message to a channel about a subject.
func post(channel string, subject domain.ID) domain.Message {
	return domain.Message{Kind: "kudos.posted", Deed: domain.Post, Class: domain.FromPeople, Channel: channel, Subject: subject}
}

func mustTell(t testing.TB, db *storage.DB, messages ...domain.Message) {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		for _, m := range messages {
			if err := tx.Tell(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func backlog(t testing.TB, db *storage.DB) map[domain.MessageState]int {
	t.Helper()
	counts, err := db.Outbox().Backlog(t.Context())
	if err != nil {
		t.Fatalf("backlog: %v", err)
	}
	return counts
}

func TestMessage_Tell(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a message goes with its cause or not at all", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if err := tx.Tell(ctx, dm("p1", "k1")); err != nil {
					return err
				}
				return domain.Refuse(domain.Forbidden, "permission.refused")
			})
			wantCode(t, err, domain.Forbidden)
			if got := backlog(t, db); len(got) != 0 {
				t.Errorf("got %v, want nothing stored", got)
			}
		})
		t.Run("time, deed and nonce are filled, and all fields come back", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			m := dm("p1", "k1")
			m.Deed, m.Detail = "", "first"
			mustTell(t, db, m)
			claimed := mustClaim(t, db, 1)
			got := claimed[0].Message
			if got.Nonce == "" || got.Seq == 0 {
				t.Errorf("got nonce %q and place %d, want both", got.Nonce, got.Seq)
			}
			got.Nonce, got.Seq = "", 0
			m.Deed, m.At, m.State = domain.Post, start, domain.Waiting
			if diff := cmp.Diff(m, got); diff != "" {
				t.Error(diff)
			}
		})
	})
}

func TestMessage_Withdraw(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		withdraw := func(t *testing.T, db *storage.DB, kind string, subject domain.ID) (n int) {
			t.Helper()
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				n, err = tx.Withdraw(ctx, kind, subject, "undone")
				return err
			})
			return n
		}
		t.Run("waiting and held ones of the subject are dropped", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			held := dm("p2", "k1")
			held.HoldUntil = start.Add(time.Hour)
			mustTell(t, db, dm("p1", "k1"), held, post("C1", "k1"), dm("p1", "k2"))
			if got := withdraw(t, db, "kudos.posted", "k1"); got != 1 {
				t.Errorf("got %d of the kind, want 1", got)
			}
			if got := withdraw(t, db, "", "k1"); got != 2 {
				t.Errorf("got %d of any kind, want 2", got)
			}
			if got := backlog(t, db)[domain.Waiting]; got != 1 {
				t.Errorf("got %d waiting, want that of the other subject", got)
			}
		})
		t.Run("what the same transaction told is dropped, too", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if err := tx.Tell(ctx, dm("p1", "k1")); err != nil {
					return err
				}
				n, err := tx.Withdraw(ctx, "", "k1", "undone")
				if n != 1 {
					t.Errorf("got %d, want 1", n)
				}
				return err
			})
		})
		t.Run("what is on its way is not", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTell(t, db, dm("p1", "k1"))
			claimed := mustClaim(t, db, 1)
			if err := db.Outbox().Begin(t.Context(), claimed[0]); err != nil {
				t.Fatal(err)
			}
			if got := withdraw(t, db, "", "k1"); got != 0 {
				t.Errorf("got %d, want none", got)
			}
		})
		t.Run("one that was claimed and not begun cannot begin, and its lane goes on", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTell(t, db, dm("p1", "k1"), dm("p1", "k2"))
			claimed := mustClaim(t, db, 1)
			withdraw(t, db, "", "k1")
			wantCode(t, db.Outbox().Begin(t.Context(), claimed[0]), domain.Conflict)
			if next := mustClaim(t, db, 1); len(next) != 1 || next[0].Message.Subject != "k2" {
				t.Errorf("got %+v, want the next of the lane at once", next)
			}
		})
	})
}

func TestMessage_Deliveries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTell(t, db, dm("p1", "k1"), post("C1", "k1"), dm("p1", "k2"))
		for len(backlog(t, db)) > 0 {
			for _, c := range mustClaim(t, db, 10) {
				m := c.Message
				d := domain.Delivery{Kind: m.Kind, Subject: m.Subject, Recipient: m.Recipient, Channel: "D" + c.Lane, TS: string(m.Subject), At: start}
				if err := db.Outbox().Settle(t.Context(), c, domain.Settlement{State: domain.Sent, Delivery: &d}); err != nil {
					t.Fatal(err)
				}
			}
		}
		list := func(kind string, subject domain.ID) (list []domain.Delivery) {
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				list, err = tx.Deliveries(ctx, kind, subject)
				return err
			})
			return list
		}
		if got := list("", "k1"); len(got) != 2 {
			t.Errorf("got %d deliveries of any kind, want 2", len(got))
		}
		got := list("kudos.received", "k1")
		want := []domain.Delivery{{Kind: "kudos.received", Subject: "k1", Recipient: "p1", Channel: "DD:p1", TS: "k1", At: start}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err := db.Outbox().Forget(t.Context(), want[0]); err != nil {
			t.Fatal(err)
		}
		if got := list("", "k1"); len(got) != 1 {
			t.Errorf("got %d deliveries after one was forgotten, want 1", len(got))
		}
	})
}

func TestMessage_MoveDeliveries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		held := post("C1", "k2")
		held.HoldUntil = start.Add(time.Hour)
		mustTell(t, db, post("C1", "k1"), held, post("C2", "k3"))
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.MoveDeliveries(ctx, "C1", "C9") })
		mustRelease(t, db, start.Add(time.Hour), 10)
		got := map[domain.ID]string{}
		for len(backlog(t, db)) > 0 {
			for _, c := range mustClaim(t, db, 10) {
				got[c.Message.Subject] = c.Message.Channel
				if err := db.Outbox().Settle(t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
					t.Fatal(err)
				}
			}
		}
		want := map[domain.ID]string{"k1": "C9", "k2": "C9", "k3": "C2"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("channels of what waited (-want +got):\n%s", diff)
		}
	})
}
