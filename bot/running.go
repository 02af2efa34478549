package bot

import "sync"

// running counts what is under way. Unlike sync.WaitGroup, whose Add must not
// meet a Wait at zero, it may be waited for while more begins.
type running struct {
	// caught is deferred around all that is begun, to recover a panic in it.
	caught func()

	mu   sync.Mutex
	n    int
	none chan struct{} // closed when nothing is under way any more
}

// Go runs f and counts it until it returns.
func (r *running) Go(f func()) {
	r.mu.Lock()
	if r.n == 0 {
		r.none = make(chan struct{})
	}
	r.n++
	r.mu.Unlock()
	go func() {
		defer r.done()
		defer r.caught()
		f()
	}()
}

func (r *running) done() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n--; r.n == 0 {
		close(r.none)
	}
}

// Wait returns at a moment at which nothing was under way.
func (r *running) Wait() {
	r.mu.Lock()
	none := r.none
	if r.n == 0 {
		none = nil
	}
	r.mu.Unlock()
	if none != nil {
		<-none
	}
}
