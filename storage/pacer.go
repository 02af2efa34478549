package storage

import (
	"context"
	_ "embed"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"rapport/domain"
)

//go:embed pacer.lua
var pacerScript string

// Pacer is the budget of each Slack method for one workspace: a GCRA, which is
// a leaky bucket that stores one instant. Replicas share it through Redis;
// without Redis each takes an equal part of it.
//
// Out of the calls per minute a small part may come at once (burst), and the
// rest is spread evenly, so that no 60 seconds see more than was allowed.
type Pacer struct {
	redis     *Redis
	workspace string
	logger    *slog.Logger
	script    *redis.Script
	now       func() time.Time

	mu       sync.Mutex
	replicas int                  // as last seen in Redis
	arrivals map[string]time.Time // theoretical arrival per method, without Redis
}

var _ domain.Budget = (*Pacer)(nil)

// NewPacer makes the budgets of a workspace (Slack's team or enterprise id). A
// nil Redis means that this process is alone.
func NewPacer(r *Redis, workspace string, logger *slog.Logger) *Pacer {
	return &Pacer{
		redis: r, workspace: workspace, logger: logger, script: redis.NewScript(pacerScript),
		now:      time.Now, //nolint:forbidigo // a budget is machine time, not the practice's
		replicas: 1, arrivals: map[string]time.Time{},
	}
}

// rate is the shape of a budget.
type rate struct {
	interval time.Duration // between two calls when they are spread
	slack    time.Duration // how far ahead of that calls may be
}

// burstShare is the part of a minute's calls that may come at once: 1 in 20.
const burstShare = 20

// rateOf spreads perMinute calls. The burst is taken out of the minute, and the
// interval is rounded up to a microsecond, which is what Redis counts in.
func rateOf(perMinute int) rate {
	burst := max(1, perMinute/burstShare)
	spread := int64(max(1, perMinute-burst+1))
	micros := (time.Minute.Microseconds() + spread - 1) / spread
	interval := time.Duration(micros) * time.Microsecond
	return rate{interval: interval, slack: interval * time.Duration(burst-1)}
}

// Take fulfils domain.Budget.
func (p *Pacer) Take(ctx context.Context, method string, perMinute int) time.Duration {
	if p.redis != nil {
		if wait, err := p.shared(ctx, method, rateOf(perMinute)); err == nil {
			return wait
		}
	}
	return p.alone(method, perMinute)
}

// shared asks the script, in the little time that Redis gets.
func (p *Pacer) shared(ctx context.Context, method string, r rate) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	wait, err := p.ask(ctx, method, r)
	if err != nil {
		p.logger.DebugContext(ctx, "budget is not shared", slog.String("method", method), slog.Any("error", err))
	}
	return wait, err
}

// ask runs the script. It also tells how many replicas took part in the last
// minute, which is what alone divides by when Redis goes away.
func (p *Pacer) ask(ctx context.Context, method string, r rate) (time.Duration, error) {
	prefix := "rapport:{" + p.workspace + "}:"
	answer, err := p.script.Run(ctx, p.redis.client, []string{prefix + "budget:" + method, prefix + "replicas"},
		r.interval.Microseconds(), r.slack.Microseconds(), p.redis.replica).Int64Slice()
	if err != nil {
		return 0, tried("ask redis for a budget", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replicas = max(1, int(answer[1]))
	// What this replica did in common counts when it goes on alone.
	if answer[0] == 0 {
		p.advance(method, r)
	}
	return time.Duration(answer[0]) * time.Microsecond, nil
}

// alone is the same bucket in this process, for its share of the budget.
func (p *Pacer) alone(method string, perMinute int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := rateOf(max(1, perMinute/p.replicas))
	// Compared as instants: the distance to the zero time does not fit into a
	// duration.
	now := p.now()
	if earliest := p.arrivals[method].Add(-r.slack); earliest.After(now) {
		return earliest.Sub(now)
	}
	p.advance(method, r)
	return 0
}

// advance counts one call. The lock is held.
func (p *Pacer) advance(method string, r rate) {
	arrival, now := p.arrivals[method], p.now()
	if arrival.Before(now) {
		arrival = now
	}
	p.arrivals[method] = arrival.Add(r.interval)
}
