package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// The card of who holds conversations says how far the month is, as it stands
// when it is read.
func TestAskService_CardTellsTheMonth(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.MarkForPlanning(ctx, []domain.ID{b.ada.ID}, tx.Now())
	})
	b.tick() // now: planned after Grace's has opened, Ada's own day of the month may have passed
	c := b.open()
	if _, err := b.talks.Share(t.Context(), b.act(b.grace), c.ID, answers("Ready.")); err != nil {
		t.Fatal(err)
	}
	var card domain.Card
	for card.ID == "" {
		b.until(b.today().AddDays(1))
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			card, err = tx.CardOf(ctx, b.lee.ID, b.today())
			if domain.CodeOf(err) == domain.NotFound {
				err = nil
			}
			return err
		})
	}
	shown := func() domain.MonthTally {
		view, err := b.asks.ShowCard(t.Context(), card.ID)
		if err != nil {
			t.Fatal(err)
		}
		return view.Tally
	}
	// Grace's and Ada's, both in December.
	if got, want := shown(), (domain.MonthTally{Month: time.December, All: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, who := range []domain.Person{b.lee, b.grace} {
		if _, err := b.talks.SayHeld(t.Context(), b.act(who), c.ID, domain.Date{}); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := shown(), (domain.MonthTally{Month: time.December, Held: 1, All: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
