package main

import "testing"

func TestFootprintOf(t *testing.T) {
	t.Parallel()
	page := "# HELP go_goroutines Number of goroutines\n# TYPE go_goroutines gauge\ngo_goroutines 69\ngo_threads 9\nprocess_open_fds 1.8e+01\n"
	if got, err := footprintOf(page); err != nil || got != (footprint{69, 18}) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, page := range []string{"", "go_goroutines 7\n", "go_goroutines many\nprocess_open_fds 1\n"} {
		if got, err := footprintOf(page); err == nil {
			t.Errorf("%q: got %+v", page, got)
		}
	}
}

func TestRest_Kept(t *testing.T) {
	t.Parallel()
	fresh := footprint{70, 18}
	for claim, tt := range map[string]struct {
		rest
		want bool
	}{
		"as when it was new":           {rest{fresh, fresh, 30, 0, 12}, true},
		"with what may be kept open":   {rest{fresh, fresh.allowed(), 48, 0, 72}, true},
		"a goroutine for each of many": {rest{fresh, footprint{470, 40}, 48, 0, 12}, false},
		"a file for each of many":      {rest{fresh, footprint{80, 418}, 48, 0, 12}, false},
		"a transaction nobody ends":    {rest{fresh, fresh, 30, 1, 12}, false},
		"more sessions than the pools": {rest{fresh, fresh, 49, 0, 12}, false},
		"a Redis that fills":           {rest{fresh, fresh, 30, 0, 73}, false},
	} {
		if got := tt.kept(3); got != tt.want {
			t.Errorf("%s: got %v", claim, got)
		}
	}
}
