package scheduler_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rapport/domain"
	"rapport/scheduler"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is an instant like any other.
var start = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

// fixedClock stands still.
type fixedClock time.Time

func (c fixedClock) Now() time.Time { return time.Time(c) }

// counts is a meter that remembers.
type counts struct {
	domain.Unmetered

	mu sync.Mutex
	n  map[string]int
}

func (c *counts) Count(name, label string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[name+" "+label] += n
}

type bundle struct {
	meter *counts
	log   *strings.Builder
}

// setup makes a scheduler of the given sweeps.
func setup(t *testing.T, sweeps ...scheduler.Sweep) (*scheduler.Scheduler, *bundle) {
	t.Helper()
	b := &bundle{meter: &counts{n: map[string]int{}}, log: &strings.Builder{}}
	s := scheduler.New(scheduler.Config{
		Sweeps: sweeps, Clock: fixedClock(start), Meter: b.meter,
		Logger: slog.New(slog.NewTextHandler(b.log, nil)),
	})
	return s, b
}

// backlog is a sweep over some due things, so many in a batch.
func backlog(name string, due *int, batch int, did func(string)) scheduler.Sweep {
	return scheduler.Sweep{Name: name, Run: func(context.Context, time.Time) (int, bool, error) {
		n := min(*due, batch)
		*due -= n
		if n > 0 {
			did(name)
		}
		return n, *due > 0, nil
	}}
}

func TestScheduler_Tick(t *testing.T) {
	t.Parallel()

	t.Run("goes on until nothing is due, and the sweeps take turns", func(t *testing.T) {
		t.Parallel()
		var order []string
		note := func(name string) { order = append(order, name) }
		long, short := 5, 2
		s, b := setup(t, backlog("long", &long, 2, note), backlog("short", &short, 2, note))
		if err := s.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := []string{"long", "short", "long", "long"}
		if long != 0 || short != 0 || !slices.Equal(order, want) {
			t.Errorf("left %d and %d, order %v, want %v", long, short, order, want)
		}
		if got := b.meter.n["sweep.done long"]; got != 5 {
			t.Errorf("counted %d, want 5", got)
		}
	})

	t.Run("does what a later sweep made due for an earlier one", func(t *testing.T) {
		t.Parallel()
		asks, talks := 0, 1
		planner := backlog("ask.plan", &asks, 10, func(string) {})
		opener := backlog("conversation.open", &talks, 10, func(string) { asks++ })
		s, _ := setup(t, planner, opener)
		if err := s.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if asks != 0 || talks != 0 {
			t.Errorf("left %d asks and %d conversations", asks, talks)
		}
	})

	t.Run("gives the clock's time in UTC", func(t *testing.T) {
		t.Parallel()
		var got time.Time
		s := scheduler.New(scheduler.Config{
			Clock: fixedClock(start.In(time.FixedZone("x", 3600))),
			Sweeps: []scheduler.Sweep{{Name: "look", Run: func(_ context.Context, now time.Time) (int, bool, error) {
				got = now
				return 0, false, nil
			}}},
		})
		if err := s.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !got.Equal(start) || got.Location() != time.UTC {
			t.Errorf("got %v, want %v", got, start)
		}
	})

	t.Run("a failing sweep is tried once and stops nobody", func(t *testing.T) {
		t.Parallel()
		tries, due := 0, 3
		broken := scheduler.Sweep{Name: "broken", Run: func(context.Context, time.Time) (int, bool, error) {
			tries++
			return 0, true, errors.New("no database")
		}}
		s, b := setup(t, broken, backlog("works", &due, 1, func(string) {}))
		err := s.Tick(t.Context())
		if err == nil || !strings.Contains(err.Error(), "sweep broken: no database") {
			t.Errorf("got error %v", err)
		}
		if tries != 1 || due != 0 || b.meter.n["sweep.failed broken"] != 1 {
			t.Errorf("tries %d, left %d, counted %v", tries, due, b.meter.n)
		}
	})

	t.Run("a sweep that fails in part goes on with the rest", func(t *testing.T) {
		t.Parallel()
		tries, left := 0, 3
		partly := scheduler.Sweep{Name: "partly", Run: func(context.Context, time.Time) (int, bool, error) {
			tries++
			done := min(1, left)
			left -= done
			return done, false, errors.New("one record is broken")
		}}
		s, _ := setup(t, partly)
		err := s.Tick(t.Context())
		if err == nil || strings.Count(err.Error(), "one record is broken") != 1 || left != 0 || tries != 4 {
			t.Errorf("got %v, %d left, %d tries; want the failure once, nothing left, and an end when nothing more was done", err, left, tries)
		}
	})

	t.Run("a panic is that sweep's failure, and what it said stays out of the log", func(t *testing.T) {
		t.Parallel()
		due := 1
		bad := scheduler.Sweep{Name: "bad", Run: func(context.Context, time.Time) (int, bool, error) { panic("private words") }}
		s, b := setup(t, bad, backlog("works", &due, 1, func(string) {}))
		if err := s.Tick(t.Context()); err == nil || !strings.Contains(err.Error(), "sweep bad: panic") {
			t.Errorf("got error %v", err)
		}
		if due != 0 {
			t.Error("the other sweep did not run")
		}
		if strings.Contains(b.log.String(), "private words") || !strings.Contains(b.log.String(), "sweep panicked") {
			t.Errorf("log: %s", b.log)
		}
	})

	t.Run("a sweep that never ends is stopped and named", func(t *testing.T) {
		t.Parallel()
		s, _ := setup(t, scheduler.Sweep{Name: "endless", Run: func(context.Context, time.Time) (int, bool, error) { return 1, true, nil }})
		if err := s.Tick(t.Context()); err == nil || !strings.Contains(err.Error(), "sweep endless: still busy") {
			t.Errorf("got error %v", err)
		}
	})

	t.Run("a stop lets the batch in progress finish and begins no other", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		batches := 0
		s, _ := setup(t, scheduler.Sweep{Name: "long", Run: func(ctx context.Context, _ time.Time) (int, bool, error) {
			batches++
			cancel()
			return 1, true, ctx.Err() // not cut off: no error
		}})
		err := s.Tick(ctx)
		if batches != 1 || err == nil || strings.Contains(err.Error(), "sweep long") {
			t.Errorf("%d batches, error %v", batches, err)
		}
	})
}

func TestScheduler_Next(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration, ok bool, err error) scheduler.Sweep {
		return scheduler.Sweep{
			Name: "x",
			Run:  func(context.Context, time.Time) (int, bool, error) { return 0, false, nil },
			Due:  func(context.Context, time.Time) (time.Time, bool, error) { return start.Add(d), ok, err },
		}
	}
	silent := scheduler.Sweep{Name: "silent", Run: at(0, false, nil).Run}
	tests := []struct {
		name   string
		sweeps []scheduler.Sweep
		want   time.Duration
		ok     bool
	}{
		{"the earliest of all", []scheduler.Sweep{at(3*time.Hour, true, nil), at(time.Hour, true, nil), silent}, time.Hour, true},
		{"nothing planned", []scheduler.Sweep{at(time.Hour, false, nil), silent}, 0, false},
		{"what is due already does not count", []scheduler.Sweep{at(0, true, nil), at(-time.Hour, true, nil)}, 0, false},
		{"one that fails is left out", []scheduler.Sweep{at(time.Minute, true, errors.New("no")), at(time.Hour, true, nil)}, time.Hour, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := setup(t, test.sweeps...)
			got, ok := s.Next(t.Context(), start)
			if ok != test.ok || ok && !got.Equal(start.Add(test.want)) {
				t.Errorf("got %v %v, want %v %v", got, ok, start.Add(test.want), test.ok)
			}
		})
	}
}

func TestScheduler_Run(t *testing.T) {
	t.Parallel()

	t.Run("ticks at once, and waits for the batch in progress when stopped", func(t *testing.T) {
		t.Parallel()
		begun, release := make(chan struct{}), make(chan struct{})
		finished := false
		s, _ := setup(t, scheduler.Sweep{Name: "slow", Run: func(context.Context, time.Time) (int, bool, error) {
			close(begun)
			<-release
			finished = true
			return 0, false, nil
		}})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		<-begun
		cancel()
		select {
		case err := <-ended:
			t.Fatalf("Run returned (%v) while a batch was in progress", err)
		default:
		}
		close(release)
		if err := <-ended; err != nil || !finished {
			t.Errorf("error %v, finished %v", err, finished)
		}
	})

	t.Run("starts and stops many times", func(t *testing.T) {
		t.Parallel()
		ticked := make(chan struct{}, 1)
		s, _ := setup(t, scheduler.Sweep{Name: "quick", Run: func(context.Context, time.Time) (int, bool, error) {
			select {
			case ticked <- struct{}{}:
			default:
			}
			return 0, false, nil
		}})
		for range 200 {
			ctx, cancel := context.WithCancel(t.Context())
			var wait sync.WaitGroup
			for range 2 { // two at once share one scheduler
				wait.Go(func() {
					if err := s.Run(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			<-ticked
			cancel()
			wait.Wait()
		}
	})
}
