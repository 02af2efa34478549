package socket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// gate is the breaker over all connections: it lets through a bounded number of
// attempts in each window, and none before the time that Slack asked for. Without
// it a connection that opens well and ends at once would be opened thousands of
// times a second.
type gate struct {
	window time.Duration
	most   int

	mu        sync.Mutex
	opens     []time.Time // of the last window, oldest first
	notBefore time.Time
}

// pass waits until an attempt may be made. It calls held once if that takes longer
// because of the breaker, and returns the context's error.
func (g *gate) pass(ctx context.Context, held func()) error {
	told := false
	for {
		wait, breaker := g.reserve(time.Now())
		if wait <= 0 {
			return nil
		}
		if breaker && !told {
			told = true
			held()
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// reserve notes an attempt at now, or returns how long to wait.
func (g *gate) reserve(now time.Time) (wait time.Duration, breaker bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.opens) > 0 && now.Sub(g.opens[0]) >= g.window {
		g.opens = g.opens[1:]
	}
	if wait := g.notBefore.Sub(now); wait > 0 {
		return wait, false
	}
	if len(g.opens) >= g.most {
		return g.window - now.Sub(g.opens[0]), true
	}
	g.opens = append(g.opens, now)
	return 0, false
}

// shut lets nobody through for a while.
func (g *gate) shut(duration time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(duration); until.After(g.notBefore) {
		g.notBefore = until
	}
}

// backOff is the wait before the next attempt of one line. It grows with each
// failure, and with each connection that did not last.
type backOff struct {
	first, most, stable time.Duration
	failures            int
	least               time.Duration // asked for once
}

// failed counts an attempt that did not lead to a connection.
func (b *backOff) failed() { b.failures++ }

// lived counts a connection that ended after a while. A long one clears the past.
func (b *backOff) lived(duration time.Duration) {
	if duration >= b.stable {
		b.failures = 0
		return
	}
	b.failures++
}

// next returns how long to wait: nothing after a good connection, else a random
// part of the doubled time, so that replicas do not come back in step.
func (b *backOff) next() time.Duration {
	least := b.least
	b.least = 0
	if b.failures == 0 {
		return least
	}
	ceiling := b.first
	for i := 1; i < b.failures && ceiling < b.most; i++ {
		ceiling *= 2
	}
	ceiling = min(ceiling, b.most)
	return least + ceiling/2 + rand.N(ceiling/2+1) //nolint:gosec // jitter needs no secrecy
}

// pause waits, or returns the context's error.
func pause(ctx context.Context, duration time.Duration) error {
	if duration <= 0 {
		return ended(ctx)
	}
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	}
}

// ended is the context's error, if it has one.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("wait to connect to slack: %w", err)
	}
	return nil
}
