package demo

import (
	"sync"
	"time"
)

// Clock is a practice clock that goes on by itself and can be moved forward.
type Clock struct {
	mu     sync.Mutex
	base   time.Time
	since  func() time.Duration
	offset time.Duration
}

// NewClock starts at an instant; since tells the machine time that has passed,
// nil lets the clock stand still.
func NewClock(start time.Time, since func() time.Duration) *Clock {
	if since == nil {
		since = func() time.Duration { return 0 }
	}
	return &Clock{base: start.UTC(), since: since}
}

// Now fulfils domain.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base.Add(c.offset + c.since())
}

// MoveTo moves the clock forward to an instant; it never goes back.
func (c *Clock) MoveTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead := t.Sub(c.base.Add(c.offset + c.since())); ahead > 0 {
		c.offset += ahead
	}
}
