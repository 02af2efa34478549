package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"rapport/sandbox"
	"rapport/tools/town"
)

// answerWithin is how soon what a process has read is to be answered.
const answerWithin = 2500 * time.Millisecond

// surelyRead is how long a connection has to last after an envelope was put on
// it for its process to be held to the answer.
const surelyRead = 3 * time.Second

// traffic is what went over the wire, and how fast. Nobody waits for the answer
// to an event, and one that could not be stored is left for Slack to send again.
type traffic struct {
	read, inTime, late, unanswered int
	events, left                   int // events, and those left for Slack to send again
	dying                          int // put on a connection that ended or was half open
	took                           []time.Duration
	calls                          map[string]int
}

// watch collects the traffic while it blows.
type watch struct {
	town      *town.Town
	envelopes []sandbox.Envelope
	calls     map[string]int
	stopped   chan struct{}
	running   sync.WaitGroup
}

// watchTraffic begins to collect.
func watchTraffic(ctx context.Context, t *town.Town) *watch {
	w := &watch{town: t, calls: map[string]int{}, stopped: make(chan struct{})}
	t.Collect() // what was before is not asked for
	w.running.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				w.collect()
			case <-w.stopped:
				return
			case <-ctx.Done():
				return
			}
		}
	})
	return w
}

func (w *watch) collect() {
	over, calls := w.town.Collect()
	for _, e := range over {
		e.Payload = nil // only the times are wanted
		w.envelopes = append(w.envelopes, e)
	}
	for _, c := range calls {
		w.calls[c.Method]++
	}
}

// stop ends the collecting and sums up.
func (w *watch) stop() traffic {
	close(w.stopped)
	w.running.Wait()
	w.collect()
	ends := map[int]time.Time{}
	for _, c := range w.town.ConnectionLog() {
		for _, end := range []time.Time{c.Ended, c.HalfOpen} {
			if !end.IsZero() && (ends[c.Number].IsZero() || end.Before(ends[c.Number])) {
				ends[c.Number] = end
			}
		}
	}
	t := traffic{calls: w.calls}
	for _, e := range w.envelopes {
		for _, s := range e.Sent {
			if e.Type == "events_api" {
				t.events++
				if s.AckedAt.IsZero() {
					t.left++
				}
				continue
			}
			t.count(s, ends[s.Connection])
		}
	}
	slices.Sort(t.took)
	return t
}

// count judges one copy of an envelope on one connection.
func (t *traffic) count(s sandbox.Sent, end time.Time) {
	took := s.AckedAt.Sub(s.At)
	switch {
	case s.AckedAt.IsZero() && !end.IsZero() && end.Before(s.At.Add(surelyRead)):
		t.dying++
		return
	case s.AckedAt.IsZero():
		t.unanswered++
	case took > answerWithin:
		t.late++
		t.took = append(t.took, took)
	default:
		t.inTime++
		t.took = append(t.took, took)
	}
	t.read++
}

// percentile is how long the given share of answers took at most.
func (t traffic) percentile(share float64) time.Duration {
	if len(t.took) == 0 {
		return 0
	}
	return t.took[min(len(t.took)-1, int(share*float64(len(t.took))))]
}
