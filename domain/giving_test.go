package domain_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"rapport/domain"
)

// kudos is the thanks of a bureau, with a channel for them.
func (b *bureau) kudos() domain.KudosService {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil || v.Policy.Kudos.Channel != "" {
			return err
		}
		v.Version, v.At, v.Policy.Kudos.Channel = v.Version+1, tx.Now(), "CTHANKS"
		return tx.SavePolicy(ctx, v)
	})
	return domain.KudosService{Practice: b.Practice}
}

// fleeting is a store that can no more be read once something was committed.
type fleeting struct {
	domain.Store
	gone bool
}

func (s *fleeting) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	err := s.Store.InTx(ctx, do)
	s.gone = err == nil
	return err
}

func (s *fleeting) Read(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	if s.gone {
		return errors.New("the database is gone")
	}
	return s.Store.Read(ctx, do)
}

// What is saved is told as saved, whatever happens behind the commit.
func TestReceipts_NeedNothingBehindTheCommit(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	kudos := b.kudos()
	store := &fleeting{Store: b.Store}
	kudos.Store, b.away.Store = store, store
	act := b.act(b.grace)
	draft := domain.KudosDraft{Users: []string{b.ada.SlackID}, Text: "for the notes"}
	for _, repeated := range []bool{false, true} {
		store.gone = false
		given, err := kudos.Give(t.Context(), act, draft)
		if err != nil || given.Kudos.Text != "for the notes" || given.Repeated != repeated || given.People[b.ada.ID].Name != "ada" {
			t.Fatalf("got %+v, %v; want what was given", given, err)
		}
		if want := b.Clock.Now().Add(10 * time.Minute); !given.UndoUntil.Equal(want) {
			t.Errorf("undo ends %s, want %s", given.UndoUntil, want)
		}
	}
	today := b.today()
	noted, err := b.away.Set(t.Context(), b.act(b.grace), b.grace.ID, domain.DateRange{Start: today, End: today.AddDays(1)})
	if err != nil || noted.Absence.Days.End != today.AddDays(1) || noted.FirstDay.IsZero() {
		t.Fatalf("got %+v, %v; want what was noted", noted, err)
	}
	if _, err := b.away.CallOff(t.Context(), b.act(b.grace), noted.Absence.ID); err != nil {
		t.Errorf("called off with %v", err)
	}
}
