package main

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"

	"rapport/bot/courier"
)

// errSevered is what readiness says then.
var errSevered = errors.New("slack has revoked the token or the app was uninstalled; install it again and restart with its new token")

// severed notes that Slack takes nothing more from this app, and why.
type severed struct {
	reason atomic.Pointer[string]
	meter  *metrics
}

// note is told by the bot.
func (s *severed) note(reason string) {
	s.reason.Store(&reason)
	s.meter.Level("slack_severed", reason, 1)
}

// ask is the probe of readiness.
func (s *severed) ask(context.Context) error {
	if s.shut() {
		return errSevered
	}
	return nil
}

// shut tells whether Slack takes nothing more from this process.
func (s *severed) shut() bool { return s.reason.Load() != nil }

// reopen lets go at once what waits since Slack refused the token before: it has
// just taken this one.
func (a *App) reopen(ctx context.Context) error {
	n, err := a.db.Outbox().Hurry(ctx, courier.Severed()...)
	if n > 0 {
		a.logger.InfoContext(ctx, "slack takes the app again; what waited for it goes out", slog.Int("lanes", n))
	}
	return err
}
