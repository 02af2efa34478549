package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// mostBreaches is how many broken promises a report lists.
const mostBreaches = 60

// report is how the storm ended.
type report struct {
	traffic       traffic
	verdicts      map[string]int
	weather       map[string]int
	stuck         map[string]int
	drained       time.Duration
	passage       *passage // nil where nothing was upgraded
	rest          rest
	starts        int
	badEnds       []string
	lost, doubled int
	disorder      int
	unresolved    int
	listed        int // messages that are not there, with a reason in the outbox
	silentlySaved int // saved, and the person was not told: Slack said that the app did not answer
	breaches      []string
}

// add notes how the replicas ended.
func (r *report) add(starts int, badEnds []string) {
	r.starts, r.badEnds = starts, badEnds
	for _, end := range badEnds {
		r.brokef("a replica ended badly: %s", end)
	}
}

// share is which part of what was read was answered in time, in percent.
func (r *report) share() float64 {
	if r.traffic.read == 0 {
		return 0
	}
	return 100 * float64(r.traffic.inTime) / float64(r.traffic.read)
}

// leastInTime is the part of what a process read that is answered within
// answerWithin, in percent.
const leastInTime = 99.9

// broken tells whether a promise was not kept.
func (r *report) broken() bool { return len(r.breaches) > 0 || r.share() < leastInTime }

// print prints the report.
func (r *report) print(out io.Writer) {
	counts(out, "what went wrong", r.weather)
	fmt.Fprintf(out, "  replicas started: %d\n", r.starts)
	r.passage.print(out)
	counts(out, "what people were told", r.verdicts)
	counts(out, "messages that are stuck", r.stuck)
	counts(out, "calls", r.traffic.calls)
	t := r.traffic
	fmt.Fprintf(out, "answers\n  read %d, in time %d (%.3f %%), later %d, none %d; on connections that died %d\n",
		t.read, t.inTime, r.share(), t.late, t.unanswered, t.dying)
	fmt.Fprintf(out, "  events %d, of them left for Slack to send again, or lost on the way, %d\n", t.events, t.left)
	fmt.Fprintf(out, "  p50 %s, p95 %s, p99 %s, p99.9 %s, most %s\n",
		ms(t.percentile(.5)), ms(t.percentile(.95)), ms(t.percentile(.99)), ms(t.percentile(.999)), ms(t.percentile(1)))
	r.rest.print(out)
	fmt.Fprintf(out, "promises\n  lost %d, doubled %d, out of order %d, unresolved %d; not there and listed with a reason %d; saved without an answer %d\n",
		r.lost, r.doubled, r.disorder, r.unresolved, r.listed, r.silentlySaved)
	fmt.Fprintf(out, "  drained within %s\n", r.drained.Round(100*time.Millisecond))
	for _, b := range r.breaches[:min(mostBreaches, len(r.breaches))] {
		fmt.Fprintln(out, "  BROKEN", b)
	}
	if more := len(r.breaches) - mostBreaches; more > 0 {
		fmt.Fprintf(out, "  and %d more\n", more)
	}
	if r.share() < leastInTime {
		fmt.Fprintf(out, "  BROKEN %.3f %% of what was read was answered in time, not %.1f %%\n", r.share(), leastInTime)
	}
	if !r.broken() {
		fmt.Fprintln(out, "  all kept")
	}
}

func ms(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }

// counts prints a heading and what was counted.
func counts(out io.Writer, heading string, n map[string]int) {
	fmt.Fprintln(out, heading)
	for _, name := range slices.Sorted(maps.Keys(n)) {
		fmt.Fprintf(out, "  %6d %s\n", n[name], name)
	}
}
