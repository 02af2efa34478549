package courier

import "sync"

// memory is what this replica remembers of messages that are not settled for
// good. It is a help only: after a restart counting begins anew, and edits that
// were made are made once more.
type memory struct {
	mu    sync.Mutex
	notes map[int64]*note
}

// note is what is known of one message.
type note struct {
	tries int
	// done are the places (channel and ts) that were edited or deleted.
	done map[string]bool
}

func newMemory() *memory { return &memory{notes: map[int64]*note{}} }

// of gives the message's note. The lock is held.
func (m *memory) of(seq int64) *note {
	n := m.notes[seq]
	if n == nil {
		n = &note{done: map[string]bool{}}
		m.notes[seq] = n
	}
	return n
}

// tried counts one more try and returns how many there were.
func (m *memory) tried(seq int64) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.of(seq)
	n.tries++
	return n.tries
}

// triedSoFar is how many tries there were.
func (m *memory) triedSoFar(seq int64) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := m.notes[seq]; n != nil {
		return n.tries
	}
	return 0
}

// did notes that a message with several places was changed at one of them.
func (m *memory) did(seq int64, place string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(seq).done[place] = true
}

// has tells whether it was.
func (m *memory) has(seq int64, place string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.notes[seq]
	return n != nil && n.done[place]
}

// forget drops what is known of a settled message.
func (m *memory) forget(seq int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.notes, seq)
}
