package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func fullKept(id, owner domain.ID, at time.Time) domain.Kept {
	return domain.Kept{
		ID: id, Owner: owner, Words: "the migration went without a stop", Quote: "Nobody noticed that we moved.",
		About: domain.MessageLink{Channel: "C1", TS: "1.1", URL: "https://acme.example/archives/C1/p11"}, At: at, Version: 1,
	}
}

func mustKeep(t testing.TB, db *storage.DB, kept ...domain.Kept) {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		for _, k := range kept {
			if err := tx.CreateKept(ctx, k); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestKept_Record(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("everything comes back as it was kept", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			want := fullKept("k1", "ada", start)
			mustKeep(t, db, want)
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Kept(ctx, "k1")
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				return err
			})
		})

		t.Run("words change by version, and the message stays what it was", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			kept := fullKept("k1", "ada", start)
			mustKeep(t, db, kept)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				changed := kept
				changed.Words, changed.Quote = "other words", "another message"
				if _, err := tx.UpdateKept(ctx, changed); err != nil {
					return err
				}
				_, err := tx.UpdateKept(ctx, kept)
				wantCode(t, err, domain.Conflict)
				got, err := tx.Kept(ctx, "k1")
				if got.Words != "other words" || got.Quote != kept.Quote || got.Version != 2 {
					t.Errorf("got %+v", got)
				}
				return err
			})
		})

		t.Run("what was dropped is not there any more", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustKeep(t, db, fullKept("k1", "ada", start))
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if err := tx.DeleteKept(ctx, "k1"); err != nil {
					return err
				}
				_, err := tx.Kept(ctx, "k1")
				wantCode(t, err, domain.NotFound)
				_, err = tx.UpdateKept(ctx, fullKept("k1", "ada", start))
				wantCode(t, err, domain.NotFound)
				return nil
			})
		})
	})
}

func TestKept_List(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("pages go from new to old, and equal times lose nobody", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			later := start.Add(time.Hour)
			mustKeep(t, db, fullKept("k1", "ada", start), fullKept("k2", "ada", later), fullKept("k3", "ada", later), fullKept("k4", "bo", later))
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				var got []domain.ID
				for after := (domain.FileCursor{}); ; {
					page, err := tx.ListKept(ctx, "ada", after, 1)
					if err != nil || len(page) == 0 {
						if diff := cmp.Diff([]domain.ID{"k3", "k2", "k1"}, got); diff != "" {
							t.Errorf("(-want +got)\n%s", diff)
						}
						return err
					}
					got = append(got, page[0].ID)
					after = domain.FileCursor{At: page[0].At, ID: page[0].ID}
				}
			})
		})

		t.Run("the file counts what is the owner's and not older", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			since := domain.DateOf(start, time.UTC)
			mustKeep(t, db, fullKept("k1", "ada", start), fullKept("k2", "ada", start.Add(-time.Hour)), fullKept("k3", "bo", start))
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for id, held := range map[domain.ID]domain.Date{"c1": since, "c2": since.AddDays(-1), "c3": {}} {
					c := domain.Conversation{ID: id, Employee: "ada", Period: string(id), State: domain.TalkClosed, HeldOn: held, OpensAt: start}
					if err := tx.CreateConversation(ctx, c); err != nil {
						return err
					}
				}
				for id, state := range map[domain.ID]domain.GoalState{"g1": domain.GoalAchieved, "g2": domain.GoalMissed} {
					g := domain.Goal{ID: id, Owner: "ada", Level: domain.PersonGoal, State: state, ClosedAt: start}
					if _, err := tx.CreateGoal(ctx, g); err != nil {
						return err
					}
				}
				got, err := tx.CountFile(ctx, "ada", since, start)
				want := domain.FileCounts{Since: since, Conversations: 1, Goals: 1, Kept: 1}
				if got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
				return err
			})
		})
	})
}
