package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullKudos has something in every field.
func fullKudos() domain.Kudos {
	return domain.Kudos{
		ID: "k-full", Giver: "p-giver", Text: "for the *talk* 🎉", Values: []string{"craft", "care"}, Channel: "C1",
		Receivers: []domain.KudosReceiver{{Person: "p-z", Private: true}, {Person: "p-a", OutOfFile: true}},
		About:     domain.MessageLink{Channel: "C2", TS: "1.2", URL: "https://example.com/p1", Private: true},
		Units:     2, State: domain.KudosGiven, Reason: "none", At: start.Add(time.Minute), Version: 1,
	}
}

func mustKudos(t testing.TB, db *storage.DB, k domain.Kudos) domain.Kudos {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		if err := tx.CreateKudos(ctx, k); err != nil {
			return err
		}
		var err error
		k, err = tx.Kudos(ctx, k.ID)
		return err
	})
	return k
}

// simpleKudos is one from a giver to a receiver at a minute.
func simpleKudos(id, giver, receiver domain.ID, minute int) domain.Kudos {
	return domain.Kudos{
		ID: id, Giver: giver, Receivers: []domain.KudosReceiver{{Person: receiver}}, Units: 1,
		State: domain.KudosGiven, At: start.Add(time.Duration(minute) * time.Minute),
	}
}

func TestKudos_CreateAndRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("every field comes back as it was, receivers in their order", func(t *testing.T) {
			t.Parallel()
			want := fullKudos()
			if diff := cmp.Diff(want, mustKudos(t, open(t), want)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a bare thanks has no words", func(t *testing.T) {
			t.Parallel()
			got := mustKudos(t, open(t), simpleKudos("k1", "p1", "p2", 0))
			if got.Text != "" || got.Reason != "" || got.Values != nil || got.Joined != nil || got.Public() {
				t.Errorf("got %+v, want no words, values, joined people or channel", got)
			}
		})
		t.Run("what is not there is not found", func(t *testing.T) {
			t.Parallel()
			err := open(t).Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.Kudos(ctx, "k0")
				return err
			})
			wantCode(t, err, domain.NotFound)
		})
	})
}

func TestKudos_Update(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		update := func(t *testing.T, db *storage.DB, k domain.Kudos) (out domain.Kudos, err error) {
			t.Helper()
			err = db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				out, err = tx.UpdateKudos(ctx, k)
				return err
			})
			return out, err
		}
		t.Run("words, values, state, reason, channel and receivers change", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			want := mustKudos(t, db, fullKudos())
			want.Text, want.Values, want.State, want.Reason, want.Channel = "new words", nil, domain.KudosRetracted, "a mistake", ""
			want.Receivers[0] = domain.KudosReceiver{Person: "p-z", OutOfFile: true}
			got, err := update(t, db, want)
			if err != nil || got.Version != 2 {
				t.Fatalf("got version %d, %v; want 2", got.Version, err)
			}
			want.Version = 2
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				read, err := tx.Kudos(ctx, want.ID)
				if diff := cmp.Diff(want, read); diff != "" {
					t.Error(diff)
				}
				return err
			})
		})
		t.Run("an old version is refused and changes nothing", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first := mustKudos(t, db, fullKudos())
			if _, err := update(t, db, first); err != nil {
				t.Fatal(err)
			}
			first.Text = "lost"
			_, err := update(t, db, first)
			wantCode(t, err, domain.Conflict)
			_, err = update(t, db, domain.Kudos{ID: "k0", Version: 1})
			wantCode(t, err, domain.NotFound)
		})
	})
}

func TestKudos_List(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for _, k := range []domain.Kudos{
			simpleKudos("k1", "p1", "p2", 1), simpleKudos("k2", "p1", "p3", 2),
			simpleKudos("k3", "p2", "p3", 2), simpleKudos("k4", "p3", "p2", 4),
		} {
			mustKudos(t, db, k)
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			undone := simpleKudos("k5", "p1", "p2", 5)
			undone.State = domain.KudosUndone
			return tx.CreateKudos(ctx, undone)
		})
		minute := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
		tests := []struct {
			name   string
			filter domain.KudosFilter
			want   []domain.ID
		}{
			{"all that stand, newest first", domain.KudosFilter{}, []domain.ID{"k4", "k3", "k2", "k1"}},
			{"given by one", domain.KudosFilter{Giver: "p1"}, []domain.ID{"k2", "k1"}},
			{"received by one", domain.KudosFilter{Receiver: "p3"}, []domain.ID{"k3", "k2"}},
			{"between two", domain.KudosFilter{Giver: "p3", Receiver: "p2"}, []domain.ID{"k4"}},
			{"since a time", domain.KudosFilter{Since: minute(2)}, []domain.ID{"k4", "k3", "k2"}},
			{"a page within one minute", domain.KudosFilter{Before: minute(2), BeforeID: "k3"}, []domain.ID{"k2", "k1"}},
			{"a page of received ones", domain.KudosFilter{Receiver: "p3", Before: minute(2), BeforeID: "k3"}, []domain.ID{"k2"}},
			{"so many", domain.KudosFilter{Limit: 2}, []domain.ID{"k4", "k3"}},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				var got []domain.ID
				mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
					list, err := tx.ListKudos(ctx, tt.filter)
					for _, k := range list {
						got = append(got, k.ID)
						if len(k.Receivers) != 1 {
							t.Errorf("%s has %d receivers, want 1", k.ID, len(k.Receivers))
						}
					}
					return err
				})
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

func TestKudos_Join(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustKudos(t, db, simpleKudos("k1", "p1", "p2", 0))
		join := func(person domain.ID, minute int) (ok bool) {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				ok, err = tx.JoinKudos(ctx, "k1", person, start.Add(time.Duration(minute)*time.Minute))
				return err
			})
			return ok
		}
		leave := func(person domain.ID) (ok bool) {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				ok, err = tx.LeaveKudos(ctx, "k1", person)
				return err
			})
			return ok
		}
		if !join("p4", 1) || !join("p3", 2) || join("p4", 3) {
			t.Error("joining counts once for each person")
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			k, err := tx.Kudos(ctx, "k1")
			if diff := cmp.Diff([]domain.ID{"p4", "p3"}, k.Joined); diff != "" {
				t.Errorf("want those joined in order: %s", diff)
			}
			return err
		})
		if !leave("p4") || leave("p4") {
			t.Error("leaving counts once for each person")
		}
	})
}

func TestKudos_LastThanked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		wantLast := func(when time.Time) {
			t.Helper()
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.LastThanked(ctx, "p2")
				if !got.Equal(when) {
					t.Errorf("got %v, want %v", got, when)
				}
				return err
			})
		}
		wantLast(time.Time{})
		mustKudos(t, db, simpleKudos("k1", "p1", "p2", 10))
		mustKudos(t, db, simpleKudos("k0", "p1", "p2", 5)) // an older one, as a seed writes it
		wantLast(start.Add(10 * time.Minute))
		second := mustKudos(t, db, simpleKudos("k2", "p1", "p2", 20))
		wantLast(start.Add(20 * time.Minute))
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.JoinKudos(ctx, "k1", "p3", start.Add(15*time.Minute))
			return err
		})
		wantLast(start.Add(20 * time.Minute))
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			second.State = domain.KudosUndone
			_, err := tx.UpdateKudos(ctx, second)
			return err
		})
		wantLast(start.Add(15 * time.Minute))
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.LeaveKudos(ctx, "k1", "p3")
			return err
		})
		wantLast(start.Add(10 * time.Minute)) // the tap was taken back, and counts no more
	})
}
