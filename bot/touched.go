package bot

import (
	"sync"
	"time"

	"rapport/domain"
)

// touched collects the people whose Home changed since the last look.
type touched struct {
	mu     sync.Mutex
	people map[domain.ID]bool
	taken  map[domain.ID]time.Time // when they were given out last, in machine time
	failed map[domain.ID]int       // how often in a row they could not be shown
}

// mostShowings is how often in a row a Home is tried that Slack does not take.
const mostShowings = 4

// again puts somebody back whose Home Slack did not take, unless that was so too
// often.
func (t *touched) again(id domain.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = map[domain.ID]int{}
	}
	if t.failed[id]++; t.failed[id] >= mostShowings {
		delete(t.failed, id)
		return
	}
	t.note(id)
}

// shown notes that Slack took a Home.
func (t *touched) shown(id domain.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.failed, id)
}

func (t *touched) add(id domain.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.note(id)
}

// note is add with the lock held.
func (t *touched) note(id domain.ID) {
	if t.people == nil {
		t.people = map[domain.ID]bool{}
	}
	t.people[id] = true
}

// take gives those whose turn it is: nobody twice within the pace. The others
// stay until then.
func (t *touched) take(now time.Time, pace time.Duration) []domain.ID {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := map[domain.ID]time.Time{}
	for id, at := range t.taken {
		if now.Sub(at) < pace {
			taken[id] = at
		}
	}
	var ids []domain.ID
	for id := range t.people {
		if _, lately := taken[id]; !lately {
			ids, taken[id] = append(ids, id), now
			delete(t.people, id)
		}
	}
	t.taken = taken
	return ids
}
