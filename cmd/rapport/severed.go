package main

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"rapport/bot"
	"rapport/bot/courier"
	"rapport/domain"
)

// severedHold is how long messages are held, each time they are judged, after
// Slack has closed the door: only a start with a new token opens it again.
const severedHold = 15 * time.Minute

// errSevered is what readiness says then.
var errSevered = errors.New("slack has revoked the token or the app was uninstalled; install it again and restart with its new token")

// severed notes that Slack takes nothing more from this app, and why.
type severed struct {
	reason atomic.Pointer[string]
	clock  domain.Clock
	meter  *metrics
}

// note is told by the bot.
func (s *severed) note(reason string) {
	s.reason.Store(&reason)
	s.meter.Level("slack_severed", reason, 1)
}

// ask is the probe of readiness.
func (s *severed) ask(context.Context) error {
	if s.reason.Load() != nil {
		return errSevered
	}
	return nil
}

// judge holds everything while the door is closed, with the reason, so that
// nothing is lost and Slack is not asked for each message.
func (s *severed) judge(next courier.Judge) courier.Judge {
	return func(ctx context.Context, m domain.Message) (domain.Verdict, error) {
		if reason := s.reason.Load(); reason != nil {
			return domain.Verdict{Until: s.clock.Now().Add(severedHold), Reason: *reason}, nil
		}
		return next(ctx, m)
	}
}

// reopen lets go what was held while the door was closed: Slack has just taken
// this token, so nobody has to wait until the hold is over.
func (a *App) reopen(ctx context.Context) error {
	n, err := a.db.Outbox().ReleaseHeldFor(ctx, bot.SeveredUninstalled, bot.SeveredRevoked)
	if n > 0 {
		a.logger.InfoContext(ctx, "slack takes the app again; what was held for it goes out", slog.Int("messages", n))
	}
	return err
}
