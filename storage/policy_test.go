package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestPolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		read := func(t *testing.T, db *storage.DB) (v domain.PolicyVersion) {
			t.Helper()
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				v, err = tx.Policy(ctx)
				return err
			})
			return v
		}
		save := func(db *storage.DB, v domain.PolicyVersion) error {
			return db.InTx(context.Background(), func(ctx context.Context, tx domain.Tx) error { return tx.SavePolicy(ctx, v) })
		}
		t.Run("without any the defaults hold as version 0", func(t *testing.T) {
			t.Parallel()
			want := domain.PolicyVersion{Policy: domain.DefaultPolicy()}
			if diff := cmp.Diff(want, read(t, open(t))); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a transaction that has read one reads the one that it saves", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				v, err := tx.Policy(ctx)
				if err != nil {
					return err
				}
				v.Version, v.At, v.Policy.Kudos.Channel = 1, tx.Now(), "C1"
				if err := tx.SavePolicy(ctx, v); err != nil {
					return err
				}
				now, err := tx.Policy(ctx)
				if now.Version != 1 || now.Policy.Kudos.Channel != "C1" {
					t.Errorf("got version %d with channel %q", now.Version, now.Policy.Kudos.Channel)
				}
				return err
			})
		})
		t.Run("every value comes back as it was", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			want := domain.PolicyVersion{Version: 1, Policy: domain.DefaultPolicy(), By: "p1", At: start}
			want.Policy.PeopleTeam.Members = []string{"U1", "hr@example.com"}
			want.Policy.Kudos.Channels = map[string]string{"Engineering": "C1"}
			want.Policy.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft: #1", Meaning: "we do it \"well\""}}
			want.Policy.Kudos.Daily = 0
			want.Policy.Conversations.Start = domain.Date{Year: 2000, Month: time.February, Day: 1}
			want.Policy.WorksCouncil = true
			if err := save(db, want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, read(t, db)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("what is read is its reader's to change", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first := domain.PolicyVersion{Version: 1, Policy: domain.DefaultPolicy(), At: start}
			first.Policy.PeopleTeam.Members = []string{"U1"}
			first.Policy.Kudos.Channels = map[string]string{"Engineering": "C1"}
			first.Policy.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft"}}
			if err := save(db, first); err != nil {
				t.Fatal(err)
			}
			mine := read(t, db)
			mine.Policy.PeopleTeam.Members[0], mine.Policy.Kudos.Values[0].Tag, mine.Policy.Kudos.Channels["Sales"] = "U2", "care", "C2"
			if diff := cmp.Diff(first, read(t, db)); diff != "" {
				t.Error(diff)
			}
			mine.Version = 2
			if err := save(db, mine); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(mine.Policy, read(t, db).Policy); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("versions follow each other, newest first in the history", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for _, v := range []struct {
				version int
				want    domain.Code
			}{{2, domain.Conflict}, {1, ""}, {1, domain.Conflict}, {3, domain.Conflict}, {2, ""}} {
				err := save(db, domain.PolicyVersion{Version: v.version, Policy: domain.DefaultPolicy()})
				if got := domain.CodeOf(err); got != v.want {
					t.Errorf("version %d: got %q, want %q", v.version, got, v.want)
				}
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				history, err := tx.PolicyHistory(ctx, 5)
				if len(history) != 2 || history[0].Version != 2 || history[1].Version != 1 {
					t.Errorf("got %d versions, want 2 and 1", len(history))
				}
				return err
			})
		})
		t.Run("of two that save at once one wins", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			won := make(chan bool, 8)
			err := parallel(8, func(int) error {
				err := save(db, domain.PolicyVersion{Version: 1, Policy: domain.DefaultPolicy()})
				won <- err == nil
				if domain.CodeOf(err) == domain.Conflict {
					return nil
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			winners := 0
			for range 8 {
				if <-won {
					winners++
				}
			}
			if winners != 1 {
				t.Errorf("got %d winners, want 1", winners)
			}
		})
	})
}
