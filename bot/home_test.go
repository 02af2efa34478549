package bot

import (
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

func TestTouched_NobodyTwiceWithinThePace(t *testing.T) {
	t.Parallel()
	var touched touched
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	take := func(after time.Duration) []domain.ID {
		now = now.Add(after)
		ids := touched.take(now, homePace)
		slices.Sort(ids)
		return ids
	}
	touched.add("grace")
	touched.add("lee")
	touched.add("lee")
	if got := take(0); !slices.Equal(got, []domain.ID{"grace", "lee"}) {
		t.Errorf("got %v, want each once", got)
	}
	touched.add("grace")
	touched.add("bo")
	if got := take(homePace - time.Second); !slices.Equal(got, []domain.ID{"bo"}) {
		t.Errorf("got %v within the pace, want Bo", got)
	}
	if got := take(time.Second); !slices.Equal(got, []domain.ID{"grace"}) {
		t.Errorf("got %v after it, want Grace who was touched meanwhile", got)
	}
	if got := take(homePace); len(got) > 0 {
		t.Errorf("got %v, want nobody", got)
	}
}
