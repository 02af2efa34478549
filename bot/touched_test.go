package bot

import (
	"testing"
	"time"
)

func TestTouched_AHomeThatSlackDoesNotTake(t *testing.T) {
	t.Parallel()
	var list touched
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	due := func() bool {
		now = now.Add(homePace)
		return len(list.take(now, homePace)) == 1
	}
	list.add("p-ada")
	shown := 0
	for due() && shown < 20 {
		shown++
		list.again("p-ada")
	}
	if shown != mostShowings {
		t.Errorf("tried %d times, want %d", shown, mostShowings)
	}
	list.add("p-ada")
	if !due() {
		t.Error("a Home that was given up is not shown when something changes")
	}
	list.again("p-ada")
	list.shown("p-ada")
	if due(); due() {
		t.Error("a Home that was shown is shown again")
	}
}
