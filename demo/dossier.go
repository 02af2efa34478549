package demo

import (
	"context"
	"fmt"
	"time"

	"rapport/domain"
)

// recorded keeps something of the history in the ledger, as it was kept then, and
// that whom it was for saw it on the same day, where somebody is named.
func (s *seeder) recorded(ctx context.Context, past domain.Entry, saw domain.ID) error {
	if err := s.tx.Record(ctx, past); err != nil {
		return err
	}
	if saw == "" {
		return nil
	}
	return s.tx.NoteSights(ctx, saw, []domain.Sighted{{Record: past.Subject}}, past.At.Add(time.Hour))
}

// leeGathers makes a packet of Grace's year as a file; Grace is told at once.
func (t *Tale) leeGathers(ctx context.Context) error {
	t.saysf("Lee types /rapport packet @grace, and gets what is known about her year as a PDF. Grace is told.")
	lee := t.person("lee")
	view, err := t.opened(ctx, lee, func() error {
		_, err := lee.Command(ctx, "general", "/rapport", "packet @grace")
		return err
	})
	if err != nil {
		return err
	}
	if err := t.fill(ctx, view, "How?", "PDF, to print and keep", "Why?", "to prepare the yearly talk"); err != nil {
		return err
	}
	if err := view.Await(ctx, shows("It is being written")); err != nil {
		return fmt.Errorf("await the order: %w", err)
	}
	return closed(ctx, view)
}
