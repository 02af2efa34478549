package courier

import (
	"context"
	"log/slog"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// tokenPatience is how long a worker waits for its turn at a method before it
// gives the lane back. Waiting keeps it from claiming further lanes, so that
// claims come as fast as Slack takes messages and no faster.
const tokenPatience = 10 * time.Second

// The names of what is measured.
const (
	// metricPace is how long a worker waited until it might call, by method.
	metricPace = "courier_pace"
	// metricAge is how long after its cause a message was there, by kind. What
	// waits for somebody's hours or turn is not measured.
	metricAge = "courier_age"
)

// call makes one call to Slack of a method of tier 3, when its budget allows
// it, and reads what went wrong. It is nil where Slack did it.
func (j *job) call(ctx context.Context, method string, do func(context.Context) error) *failure {
	if f := j.turn(ctx, method, j.tier3()); f != nil {
		return f
	}
	return j.send(ctx, method, do)
}

// turn waits until the method may be called.
func (j *job) turn(ctx context.Context, method string, perMinute int) *failure {
	ctx, cancel := context.WithTimeout(ctx, tokenPatience)
	defer cancel()
	began := time.Now()
	defer func() { j.Meter.Took(metricPace, method, time.Since(began)) }()
	for {
		if j.stopping() {
			return &failure{fate: limited, reason: "stopping", after: time.Millisecond}
		}
		wait := j.rests.left(method)
		if wait == 0 {
			wait = j.Budget.Take(ctx, method, perMinute)
		}
		if wait <= 0 {
			return nil
		}
		if !j.patient(ctx, method, wait) {
			return &failure{fate: limited, reason: "paced", after: max(wait, time.Second)}
		}
	}
}

// patient waits where that is worth a worker's time. Posts always are; of the
// others, which are allowed a sixth as often, only some workers may wait, so
// that a heap of edits never keeps thanks from going.
func (j *job) patient(ctx context.Context, method string, wait time.Duration) bool {
	if deadline, _ := ctx.Deadline(); time.Until(deadline) < wait {
		return false
	}
	if method != methodPost {
		select {
		case j.benches <- struct{}{}:
			defer func() { <-j.benches }()
		default:
			return false
		}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return false
	case <-j.stop: // turn sees it
	}
	return true
}

// spare are the methods without which messages still go.
var spare = map[string]bool{
	methodHistory: true, methodOpen: true, methodUploadURL: true, methodUpload: true, methodComplete: true,
}

// send makes the call. What Slack says about its limits is kept in mind.
func (j *job) send(ctx context.Context, method string, do func(context.Context) error) *failure {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	var sent atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	err := do(traced)
	if err == nil {
		return nil
	}
	f := readFailure(err, sent.Load())
	if f.fate == limited && f.after <= 0 {
		f.after = limitRest
	}
	j.Meter.Count("courier.refused", method+" "+f.reason, 1)
	switch {
	case f.fate == shut && spare[method] && !f.severed():
		f.fate = refused // a scope that only this needs stops nothing else
	case f.fate == shut:
		j.rests.begin(everyMethod, shutFor)
		j.Logger.ErrorContext(ctx, "slack refuses the app; nothing is sent for a minute",
			slog.String("method", method), slog.String("reason", f.reason))
	case f.fate == limited && method != methodPost:
		j.rests.begin(method, f.after)
	}
	return &f
}
