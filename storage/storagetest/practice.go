package storagetest

import (
	"sync"
	"testing"

	"rapport/domain"
	"rapport/storage"
)

// Bench is a practice on a database of its own, with the parts that tests
// turn.
type Bench struct {
	domain.Practice
	DB       *storage.DB
	Clock    *Clock
	Meter    *Meter
	Holidays Holidays
	// Config is that of the database, for Dump.
	Config storage.Config
}

// Practice gives a domain.Practice on a fresh SQLite database.
func Practice(t testing.TB) Bench {
	t.Helper()
	return PracticeOn(t, Config(t))
}

// PracticeOn gives one on a configured database, as Config and PostgresConfig
// make it. A clock of another kind than Clock is replaced.
func PracticeOn(t testing.TB, c storage.Config) Bench {
	t.Helper()
	clock, ok := c.Clock.(*Clock)
	if !ok {
		clock = NewClock()
		c.Clock = clock
	}
	db := OpenWith(t, c)
	bench := Bench{DB: db, Clock: clock, Meter: &Meter{}, Holidays: Holidays{}, Config: c}
	bench.Practice = domain.Practice{Store: db, Clock: clock, IDs: storage.IDs{}, Meter: bench.Meter, Holidays: bench.Holidays}
	return bench
}

// Holidays is a calendar that a test fills: location and date to a name.
type Holidays map[string]map[domain.Date]string

var _ domain.Calendar = Holidays{}

// Set adds a holiday.
func (h Holidays) Set(location string, day domain.Date, name string) {
	if h[location] == nil {
		h[location] = map[domain.Date]string{}
	}
	h[location][day] = name
}

// Holiday fulfils domain.Calendar.
func (h Holidays) Holiday(location string, day domain.Date) (string, bool) {
	name, ok := h[location][day]
	return name, ok
}

// Meter counts in memory, and measures nothing else.
type Meter struct {
	domain.Unmetered

	mu     sync.Mutex
	counts map[[2]string]int
}

var _ domain.Meter = (*Meter)(nil)

// Count fulfils domain.Meter.
func (m *Meter) Count(name, label string, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = map[[2]string]int{}
	}
	m.counts[[2]string{name, label}] += n
}

// Of tells what was counted.
func (m *Meter) Of(name, label string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts[[2]string{name, label}]
}

// Sum tells what was counted under a name, whatever the label.
func (m *Meter) Sum(name string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := 0
	for key, n := range m.counts {
		if key[0] == name {
			sum += n
		}
	}
	return sum
}
