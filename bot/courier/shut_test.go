package courier_test

import (
	"sync/atomic"
	"testing"

	"rapport/domain"
)

// While Slack takes nothing from this process, what is written waits; whoever
// comes next finds it in its order.
func TestCourier_Shut(t *testing.T) {
	t.Parallel()
	shut := &atomic.Bool{}
	b := setup(t, options{shut: shut})
	shut.Store(true)
	b.says("one", "one")
	b.says("two", "two")
	b.tell(domain.Message{Channel: "C0THANKS", Subject: "one"}, domain.Message{Channel: "C0THANKS", Subject: "two"})
	b.idle()
	if got := b.thanks(); len(got) > 0 || b.backlog(domain.Waiting) != 2 {
		t.Fatalf("while it is shut: %v was posted, %d wait", got, b.backlog(domain.Waiting))
	}
	shut.Store(false)
	b.idle()
	if got := b.thanks(); len(got) != 2 || got[0] != "one" || got[1] != "two" {
		t.Errorf("posted %v, want both in their order", got)
	}
}
