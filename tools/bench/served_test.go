package main

import (
	"strings"
	"testing"
	"time"
)

func TestParseUsage(t *testing.T) {
	t.Parallel()
	status := "Name:\trapport\nVmHWM:\t   51200 kB\nVmRSS:\t   40960 kB\n"
	stat := "42 (a name (odd)) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 8 0 1 2 3"
	u, err := parseUsage(status, stat)
	if want := (usage{resident: 40, peak: 50, processor: 2 * time.Second}); err != nil || u != want {
		t.Errorf("got %+v, %v, want %+v", u, err, want)
	}
	for _, part := range [][2]string{{"Name:\tkernel\n", stat}, {status, "42 (short) S 1"}, {strings.ReplaceAll(status, "40960", "many"), stat}} {
		if u, err := parseUsage(part[0], part[1]); err == nil {
			t.Errorf("got %+v for %q, %q, want an error", u, part[0], part[1])
		}
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	list := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for share, want := range map[float64]float64{.5: 6, .99: 10, 1: 10} {
		if got := percentile(list, share); got != want {
			t.Errorf("got %v at %v, want %v", got, share, want)
		}
	}
	if got := percentile(nil, .5); got != 0 {
		t.Errorf("got %v of nothing, want 0", got)
	}
}

func TestBusiestMinute(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var times []time.Time
	for _, seconds := range []int{200, 0, 30, 59, 60, 61, 100} {
		times = append(times, began.Add(time.Duration(seconds)*time.Second))
	}
	if got := busiestMinute(times); got != 4 { // from 30 to 61
		t.Errorf("got %d, want 4", got)
	}
	if got := busiestMinute(nil); got != 0 {
		t.Errorf("got %d of nothing, want 0", got)
	}
}
