package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"rapport/domain"
)

// mostBatches is how many batches of one sweep a tick runs. It is far above
// what any organisation needs, and ends a sweep that wrongly keeps saying that
// it did something; the next tick goes on where this one stopped.
const mostBatches = 10_000

// batchTime is how long one batch may take before it is given up, in machine
// time.
const batchTime = time.Minute

// errStopped is what a tick ends with that was stopped before all was done; the
// next one goes on from there.
var errStopped = errors.New("tick stopped before everything due was done")

// Sweep is one kind of work that becomes due.
type Sweep struct {
	// Name is noun.verb, for logs and metrics.
	Name string
	// Run does one batch of what is due at now, which is practice time: how
	// many things it did, and whether more are due. It may run on several
	// replicas at once.
	Run func(ctx context.Context, now time.Time) (done int, more bool, err error)
	// Due tells when the next thing becomes due after an instant, false where
	// nothing is planned. It is optional; only the demo and tests, which move
	// the clock, need it.
	Due func(ctx context.Context, after time.Time) (time.Time, bool, error)
}

// Config is what a Scheduler needs. Meter and Logger may be left out.
type Config struct {
	Sweeps []Sweep
	Clock  domain.Clock
	Logger *slog.Logger
	Meter  domain.Meter
}

// Scheduler runs sweeps.
type Scheduler struct {
	sweeps []Sweep
	clock  domain.Clock
	logger *slog.Logger
	meter  domain.Meter
	// turn lets one tick run at a time, whoever called it.
	turn sync.Mutex
}

// New makes a scheduler, which does nothing before Tick or Run.
func New(c Config) *Scheduler {
	s := &Scheduler{sweeps: c.Sweeps, clock: c.Clock, logger: c.Logger, meter: c.Meter}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.meter == nil {
		s.meter = domain.Unmetered{}
	}
	return s
}

// Run ticks at once, for what became due while nothing ran, and then each
// minute until ctx ends. It returns when the batch in progress is over.
func (s *Scheduler) Run(ctx context.Context) error {
	logger := cronLog{s.logger}
	// A tick that takes longer than a minute makes the next one unnecessary,
	// since it looks at the rows until none is due. Skipping stands outside, so
	// that a panic, which Recover turns into a log line, frees the turn.
	chain := cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger))
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(logger), chain)
	tick := cron.FuncJob(func() { s.tickAndLog(ctx) })
	id, err := c.AddJob("* * * * *", tick)
	if err != nil {
		return fmt.Errorf("schedule the tick: %w", err)
	}
	// The first tick goes through the chain too, so that it skips others, and
	// is guarded, as any other.
	var first sync.WaitGroup
	first.Go(c.Entry(id).WrappedJob.Run)
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	first.Wait()
	return nil
}

// tickAndLog is what cron calls: nobody is there to read an error.
func (s *Scheduler) tickAndLog(ctx context.Context) {
	if err := s.Tick(ctx); err != nil && !errors.Is(err, errStopped) {
		s.logger.ErrorContext(ctx, "tick failed in part", slog.String("error", err.Error()))
	}
}

// Tick runs every sweep until nothing is due. The sweeps take turns, so that a
// long one keeps nobody waiting, and go round again as long as any of them did
// something, because one may make work for another. A sweep that fails goes on as
// long as it does something beside what fails; then it is left out until the next
// tick, and the others go on. The last error of each comes back, all together.
// When ctx ends, Tick returns after the batch in progress, which is finished.
func (s *Scheduler) Tick(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	faults, left := make([]error, len(s.sweeps)), make([]bool, len(s.sweeps))
	for round := 0; ; round++ {
		busy := false
		for i, sweep := range s.sweeps {
			if ctx.Err() != nil {
				return errors.Join(errors.Join(faults...), errStopped)
			}
			if left[i] {
				continue
			}
			again, err := s.batch(ctx, sweep)
			if again && round == mostBatches {
				again, err = false, errors.Join(err, fmt.Errorf("sweep %s: still busy after %d batches", sweep.Name, mostBatches))
			}
			if err != nil {
				left[i], faults[i] = !again, err
			}
			busy = busy || again
		}
		if !busy {
			return errors.Join(faults...)
		}
	}
}

// batch runs one batch of a sweep and tells whether to come again, which may be
// worth it also where something failed.
func (s *Scheduler) batch(ctx context.Context, sweep Sweep) (again bool, err error) {
	// A stop does not cut a batch off half way: it has a limit of its own.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), batchTime)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			s.logger.ErrorContext(ctx, "sweep panicked", slog.String("sweep", sweep.Name), slog.String("stack", string(debug.Stack())))
			again, err = false, fmt.Errorf("sweep %s: panic", sweep.Name)
		}
		if err != nil {
			s.meter.Count("sweep.failed", sweep.Name, 1)
		}
	}()
	began := time.Now() //nolint:forbidigo // how long it takes is machine time
	done, more, err := sweep.Run(ctx, s.clock.Now().UTC())
	s.meter.Took("sweep", sweep.Name, time.Since(began)) //nolint:forbidigo // as above
	if done > 0 {
		s.meter.Count("sweep.done", sweep.Name, done)
		s.logger.DebugContext(ctx, "swept", slog.String("sweep", sweep.Name), slog.Int("done", done))
	}
	if err != nil {
		return done > 0, fmt.Errorf("sweep %s: %w", sweep.Name, err)
	}
	return more || done > 0, nil
}

// Next is the earliest time after an instant at which any sweep has something
// to do, so that a clock can be moved from one such time to the next. ok is
// false where nothing is planned. A sweep that cannot say is left out and
// logged.
func (s *Scheduler) Next(ctx context.Context, after time.Time) (at time.Time, ok bool) {
	for _, sweep := range s.sweeps {
		if sweep.Due == nil {
			continue
		}
		due, planned, err := sweep.Due(ctx, after)
		if err != nil {
			s.logger.WarnContext(ctx, "next due time unknown", slog.String("sweep", sweep.Name), slog.String("error", err.Error()))
			continue
		}
		if planned && due.After(after) && (!ok || due.Before(at)) {
			at, ok = due.UTC(), true
		}
	}
	return at, ok
}

// cronLog hands cron's own log lines on. Its chatter about waking is left out.
type cronLog struct{ logger *slog.Logger }

// Info fulfils cron.Logger; a skipped tick is worth knowing when looking closer.
func (l cronLog) Info(msg string, args ...any) {
	if msg == "skip" {
		l.logger.Debug("tick skipped, the one before still runs", args...)
	}
}

// Error fulfils cron.Logger.
func (l cronLog) Error(err error, msg string, args ...any) {
	l.logger.Error("cron failed", append(args, slog.String("during", msg), slog.String("error", err.Error()))...)
}
