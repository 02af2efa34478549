package bot

import (
	"sync"

	"rapport/domain"
)

// touched collects the people whose Home changed since the last look.
type touched struct {
	mu     sync.Mutex
	people map[domain.ID]bool
}

func (t *touched) add(id domain.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.people == nil {
		t.people = map[domain.ID]bool{}
	}
	t.people[id] = true
}

// take gives them and begins anew.
func (t *touched) take() []domain.ID {
	t.mu.Lock()
	defer t.mu.Unlock()
	ids := make([]domain.ID, 0, len(t.people))
	for id := range t.people {
		ids = append(ids, id)
	}
	t.people = nil
	return ids
}
