package sandbox

import (
	"maps"
	"testing"
	"time"
)

func TestPruned(t *testing.T) {
	t.Parallel()
	now := time.Now()
	ends := func(at time.Time) time.Time { return at }
	full := func(n int, at time.Time) map[string]time.Time {
		m := map[string]time.Time{}
		for range n {
			m[randomHex(8)] = at
		}
		return m
	}
	t.Run("few are left alone", func(t *testing.T) {
		t.Parallel()
		m := full(mostRights, now.Add(-time.Hour))
		if got := pruned(m, 0, ends); got != 0 || len(m) != mostRights {
			t.Errorf("got %d and the next look at %d, want nothing to change", len(m), got)
		}
	})
	t.Run("what ended is dropped, and the next look is far", func(t *testing.T) {
		t.Parallel()
		m := full(mostRights, now.Add(time.Hour))
		maps.Copy(m, full(10, now.Add(-time.Hour)))
		if got := pruned(m, 0, ends); got != 2*mostRights || len(m) != mostRights {
			t.Errorf("got %d and the next look at %d, want %d and %d", len(m), got, mostRights, 2*mostRights)
		}
	})
	t.Run("what ended a moment ago is still told from what never was", func(t *testing.T) {
		t.Parallel()
		m := full(mostRights+1, now.Add(-time.Second))
		if pruned(m, 0, ends); len(m) != mostRights+1 {
			t.Errorf("got %d, want %d", len(m), mostRights+1)
		}
	})
}
