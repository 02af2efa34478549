package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// part is something that runs until its context ends, and returns when it has
// finished what it had begun.
type part struct {
	name string
	run  func(context.Context) error
}

// parts are those that run, in the order of their start. They stop in the
// reverse order, each one only when those after it have ended:
//
//	socket     first: nothing new comes in, and what came in is answered;
//	bot        handlers and the calls that follow them end, doubts are settled;
//	scheduler  no new work becomes due;
//	keys       it is noted that this replica serves no more;
//	courier    what was begun is sent and settled, the rest waits in the outbox;
//	health     last, so that probes and metrics see the stop.
//
// The database is closed after all of them.
func (a *App) parts() []part {
	var parts []part
	if a.health != nil {
		parts = append(parts, part{"health", a.health.run})
	}
	parts = append(parts, part{"courier", a.courier.Run})
	if !a.options.ManualTime {
		parts = append(parts, part{"keys", a.noteKeys}, part{"scheduler", a.scheduler.Run})
	}
	return append(parts,
		part{"bot", func(ctx context.Context) error { a.bot.Run(ctx); return nil }},
		part{"socket", a.socket.Run})
}

// Run serves until ctx ends or a part fails for good, stops in order, and
// closes everything. It is called once.
func (a *App) Run(ctx context.Context) error {
	a.logger.InfoContext(ctx, "rapport starts", slog.String("version", versionText()),
		slog.String("workspace", a.identity.workspace.TeamID))
	began := time.Now()
	err := runParts(ctx, a.parts(), a.logger)
	a.logger.InfoContext(ctx, "rapport stopped", slog.Duration("served", time.Since(began).Round(time.Second)))
	return errors.Join(err, a.close())
}

// runParts runs parts until ctx ends or one of them fails, and stops them from
// the last to the first.
func runParts(ctx context.Context, parts []part, logger *slog.Logger) error {
	// The parts' contexts do not end with ctx: a signal stops them one by one.
	group, failing := errgroup.WithContext(context.WithoutCancel(ctx))
	type running struct {
		name string
		stop context.CancelFunc
		done chan struct{}
	}
	var started []running
	for _, p := range parts {
		partly, stop := context.WithCancel(context.WithoutCancel(ctx))
		r := running{p.name, stop, make(chan struct{})}
		started = append(started, r)
		group.Go(func() error {
			defer close(r.done)
			if err := p.run(partly); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			return nil
		})
	}
	select {
	case <-ctx.Done():
	case <-failing.Done():
	}
	for _, r := range slices.Backward(started) {
		r.stop()
		<-r.done
		logger.DebugContext(ctx, "part stopped", slog.String("part", r.name))
	}
	return group.Wait() //nolint:wrapcheck // each part has put its name before its error
}

// close closes what build opened, the database last: a commit without an answer
// is waited for there.
func (a *App) close() error {
	var faults []error
	if a.health != nil {
		// Serving closes the listener as well; this is for an app that never ran.
		_ = a.health.listen.Close()
	}
	if a.doubts != nil {
		faults = append(faults, a.doubts.Close())
	}
	if a.db != nil {
		faults = append(faults, a.db.Close())
	}
	if a.redis != nil {
		faults = append(faults, a.redis.Close())
	}
	return errors.Join(faults...)
}

// Close gives up an app that was never run.
func (a *App) Close() error { return a.close() }

// Tick does what has become due, and returns when it is done.
func (a *App) Tick(ctx context.Context) error { return a.scheduler.Tick(ctx) }

// Next is the next time at which something becomes due, for whoever moves the
// clock. ok is false where nothing is planned.
func (a *App) Next(ctx context.Context, after time.Time) (at time.Time, ok bool) {
	return a.scheduler.Next(ctx, after)
}

// Settled returns when everything that people did is answered and everything
// that may be sent now is sent.
func (a *App) Settled(ctx context.Context) error {
	a.bot.Drain()
	return a.courier.Idle(ctx)
}

// Up is closed when the first connection to Slack stands.
func (a *App) Up() <-chan struct{} { return a.socket.Up() }
