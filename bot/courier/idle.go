package courier

import (
	"context"
	"fmt"
	"sync"
)

// idleness tells those who wait for it that nothing can be delivered any more.
type idleness struct {
	asked chan struct{} // wakes Run to look

	mu    sync.Mutex
	asks  int // how often somebody began to wait
	seen  int // the asks that the newest idle round had seen
	turns chan struct{}
}

func newIdleness() *idleness {
	return &idleness{asked: make(chan struct{}, 1), turns: make(chan struct{})}
}

// mark is taken before a claim: only those who asked before it may take its
// answer for their own.
func (i *idleness) mark() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.asks
}

// reached notes that a claim found nothing while nothing was on its way.
func (i *idleness) reached(mark int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen = max(i.seen, mark)
	close(i.turns)
	i.turns = make(chan struct{})
}

// Idle waits until nothing is on its way and no lane is due: everything that
// was stored before the call has gone, is held for a later hour, or rests with
// its lane. Run must be running.
func (c *Courier) Idle(ctx context.Context) error {
	i := c.idle
	i.mu.Lock()
	i.asks++
	mine := i.asks
	i.mu.Unlock()
	for {
		i.mu.Lock()
		done, turn := i.seen >= mine, i.turns
		i.mu.Unlock()
		if done {
			return nil
		}
		signal(i.asked)
		select {
		case <-turn:
		case <-ctx.Done():
			return fmt.Errorf("wait for the courier: %w", ctx.Err())
		}
	}
}
