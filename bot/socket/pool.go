package socket

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// job is one envelope on its way to a worker.
type job struct {
	envelope Envelope
	reply    replier
	taken    atomic.Bool // by a worker, or by the timer that refuses it
	timer    *time.Timer // of a press; not for who runs because of it
}

// take reports whether the caller is the one who may handle the job.
func (j *job) take() bool { return j.taken.CompareAndSwap(false, true) }

// replier acknowledges envelopes; it is the connection that delivered them.
type replier interface {
	// ack writes an ack. Errors: ErrTooLarge, or that of the connection.
	ack(id string, answer any) error
	// settled is called once for each job that was handed over.
	settled()
}

// refusers is how many refusals run at once. They only answer.
const refusers = 4

// lastRetry is how often Slack sends an event again.
const lastRetry = 3

// pool runs handlers on a bounded number of workers.
type pool struct {
	config   Config
	base     context.Context //nolint:containedctx // the values, not the end, of Run's context
	jobs     chan *job
	refusals chan *job
	quit     chan struct{}
	workers  sync.WaitGroup
	pending  counter
}

// newPool starts the workers. ctx gives handlers their values; they end by their
// own deadlines.
func newPool(ctx context.Context, c Config) *pool {
	p := &pool{
		config:   c,
		base:     context.WithoutCancel(ctx),
		jobs:     make(chan *job, c.Waiting),
		refusals: make(chan *job, c.Waiting),
		quit:     make(chan struct{}),
	}
	for range c.Workers {
		p.workers.Go(func() { p.work(p.jobs, p.handle) })
	}
	for range refusers {
		p.workers.Go(func() { p.work(p.refusals, p.refuse) })
	}
	return p
}

// submit hands an envelope over and never waits.
func (p *pool) submit(e Envelope, reply replier) {
	p.config.Meter.Count(MetricEnvelopes, e.Type, 1)
	j := &job{envelope: e, reply: reply}
	p.pending.add()
	if e.pressed() {
		j.timer = time.AfterFunc(p.config.Times.Start-time.Since(e.Arrived), func() { p.expire(j) })
	}
	select {
	case p.jobs <- j:
		p.config.Meter.Level(MetricWaiting, "", float64(len(p.jobs)))
	default:
		if j.pressedAndTaken() {
			j.timer.Stop()
			p.toRefusals(j)
		} else if !e.pressed() {
			p.finish(j, "dropped") // Slack sends it again
		}
	}
}

// pressedAndTaken takes a press for its refusal.
func (j *job) pressedAndTaken() bool { return j.envelope.pressed() && j.take() }

// expire refuses a press that is still waiting.
func (p *pool) expire(j *job) {
	if j.take() {
		p.toRefusals(j)
	}
}

func (p *pool) toRefusals(j *job) {
	select {
	case p.refusals <- j:
	default:
		p.finish(j, "dropped")
	}
}

// work runs do on what comes until the pool is told to quit.
func (p *pool) work(from <-chan *job, do func(*job)) {
	for {
		select {
		case j := <-from:
			do(j)
		case <-p.quit:
			return
		}
	}
}

// handle runs the handler on a job that nobody else took.
func (p *pool) handle(j *job) {
	if !j.take() {
		return
	}
	if j.timer != nil {
		j.timer.Stop()
	}
	p.config.Meter.Level(MetricWaiting, "", float64(len(p.jobs)))
	e := j.envelope
	deadline := e.Arrived.Add(p.config.Times.Deadline)
	if !e.pressed() && time.Until(deadline) <= 0 {
		if e.RetryAttempt < lastRetry {
			p.finish(j, "expired")
			return
		}
		// It does not come again: better handled late than never.
		deadline = time.Now().Add(p.config.Times.Deadline)
	}
	ctx, cancel := context.WithDeadline(p.base, deadline)
	defer cancel()
	answer, how, ok := p.call(ctx, e)
	if ok {
		how = p.send(ctx, j, answer)
	}
	p.finish(j, how)
}

// call runs the handler. ok says whether its answer is to be sent; how is what
// happened otherwise.
func (p *pool) call(ctx context.Context, e Envelope) (answer any, how string, ok bool) {
	defer func() {
		if v := recover(); v != nil {
			answer, how, ok = nil, "panic", false
			p.config.Logger.LogAttrs(ctx, slog.LevelError, "envelope handler panicked", e.id(), e.kind(),
				slog.String("panic", fmt.Sprintf("%T", v)), slog.String("stack", string(debug.Stack())))
		}
	}()
	answer, err := p.config.Handler(ctx, e)
	if err != nil {
		p.config.Logger.LogAttrs(ctx, slog.LevelWarn, "envelope is not acknowledged", e.id(), e.kind(), slog.Any("error", err))
		return nil, "unacked", false
	}
	return answer, "", true
}

// send acknowledges with the answer, or finds another way for it.
func (p *pool) send(ctx context.Context, j *job, answer any) string {
	e := j.envelope
	if answer != nil && !e.AcceptsPayload {
		p.unsent(ctx, e, answer, ErrNotAccepted) // Slack would not look at it
		answer = nil
	}
	err := j.reply.ack(e.ID, answer)
	if err == nil {
		p.config.Meter.Took(MetricAnswer, e.Type, time.Since(e.Arrived))
		return "sent"
	}
	p.config.Logger.LogAttrs(ctx, slog.LevelWarn, "ack was not sent", e.id(), e.kind(), slog.Any("error", err))
	if !tooLarge(err) {
		p.unsent(ctx, e, answer, err)
		return "failed"
	}
	instead := p.unsent(ctx, e, answer, err)
	if j.reply.ack(e.ID, instead) != nil && j.reply.ack(e.ID, nil) != nil {
		return "failed"
	}
	return "too_large"
}

// unsent tells whoever answered. It has time of its own: the handler's may be
// over, and the person still waits.
func (p *pool) unsent(ctx context.Context, e Envelope, answer any, cause error) (instead any) {
	if p.config.Unsent == nil {
		return nil
	}
	defer p.guard(ctx, e)
	own, cancel := context.WithTimeout(p.base, p.config.Times.Deadline)
	defer cancel()
	return p.config.Unsent(own, e, answer, cause) //nolint:contextcheck // the handler's time may be over
}

// refuse answers a press that could not start.
func (p *pool) refuse(j *job) {
	e := j.envelope
	ctx, cancel := context.WithDeadline(p.base, e.Arrived.Add(p.config.Times.Deadline))
	defer cancel()
	p.config.Logger.LogAttrs(ctx, slog.LevelWarn, "press is refused, all workers are busy", e.id(), e.kind())
	answer := p.refusal(ctx, e)
	how := "refused"
	if sent := p.send(ctx, j, answer); sent == "failed" {
		how = sent
	}
	p.finish(j, how)
}

func (p *pool) refusal(ctx context.Context, e Envelope) (answer any) {
	if p.config.Refused == nil {
		return nil
	}
	defer p.guard(ctx, e)
	return p.config.Refused(ctx, e)
}

// guard keeps a panic in a callback from ending the program.
func (p *pool) guard(ctx context.Context, e Envelope) {
	if v := recover(); v != nil { //nolint:revive // guard is what the callers defer
		p.config.Logger.LogAttrs(ctx, slog.LevelError, "envelope callback panicked", e.id(), e.kind(),
			slog.String("panic", fmt.Sprintf("%T", v)), slog.String("stack", string(debug.Stack())))
	}
}

// finish counts how a job ended. It is called exactly once for each.
func (p *pool) finish(j *job, how string) {
	p.config.Meter.Count(MetricAcks, how, 1)
	j.reply.settled()
	p.pending.done()
}

// drain waits until nothing is pending, at most for the time given, and ends the
// workers. It returns how many envelopes are still being handled.
func (p *pool) drain(within time.Duration) int {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-p.pending.zero():
		close(p.quit)
		p.workers.Wait()
		return 0
	case <-timer.C:
		close(p.quit) // idle workers end; the others cannot be ended from outside
		return p.pending.count()
	}
}

func (e Envelope) id() slog.Attr   { return slog.String("envelope_id", e.ID) }
func (e Envelope) kind() slog.Attr { return slog.String("envelope_type", e.Type) }

// counter counts what is under way and says when it is nothing.
type counter struct {
	mu   sync.Mutex
	n    int
	idle chan struct{}
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (c *counter) done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n--; c.n == 0 && c.idle != nil {
		close(c.idle)
		c.idle = nil
	}
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// zero returns a channel that is closed the next time nothing is under way, which
// may be now.
func (c *counter) zero() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == 0 {
		closed := make(chan struct{})
		close(closed)
		return closed
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	return c.idle
}
