package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"rapport/domain"
)

// How long one answer of Redis is worth waiting for. Redis is a help and never
// the truth: one that is dead must not be felt.
const redisTimeout = 30 * time.Millisecond

// The breaker: after so many failures in a row nothing is asked for a while.
const (
	breakAfter = 3
	breakFor   = 5 * time.Second
)

// listenQuiet is after how long without any word the listener connects anew,
// because a dead connection is silent, too.
const listenQuiet = 30 * time.Second

// MetricRedisResting is 1 while Redis does not answer and is left alone, else 0.
const MetricRedisResting = "redis_resting"

// errResting is what callers get while the breaker is open.
var errResting = errors.New("redis is left alone for a while")

// Redis is a connection to one Redis for budgets and wake-ups.
type Redis struct {
	client *redis.Client
	// replica is this process among those that share the budgets.
	replica string
}

// OpenRedis reads the URL ("redis://…" or "rediss://…"). It does not connect: a
// Redis that is down delays no start.
func OpenRedis(url string, logger *slog.Logger, meter domain.Meter) (*Redis, error) {
	return openRedis(url, &breaker{logger: logger, meter: meter}, redisTimeout)
}

func openRedis(url string, limiter *breaker, timeout time.Duration) (*Redis, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		// The client's error can quote the URL, and with it the password.
		return nil, errors.New("read the redis url: want redis://[user:password@]host:port[/number] or rediss://…")
	}
	options.MaxRetries = -1
	options.DialerRetries = 1
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = timeout, timeout, timeout
	options.PoolTimeout = timeout
	options.ContextTimeoutEnabled = true
	options.Limiter = limiter
	return &Redis{client: redis.NewClient(options), replica: uuid.NewString()}, nil
}

// Ping asks for an answer, for doctor.
func (r *Redis) Ping(ctx context.Context) error {
	return tried("ping redis", r.client.Ping(ctx).Err())
}

// Close closes the connections.
func (r *Redis) Close() error { return tried("close redis", r.client.Close()) }

func (r *Redis) publish(ctx context.Context, channel string) error {
	return tried("publish to redis", r.client.Publish(ctx, channel, r.replica).Err())
}

// subscribe calls heard once when it listens, since something may have been
// missed before, and then for each publication of another replica. It returns when the connection
// or the context ends.
func (r *Redis) subscribe(ctx context.Context, channel string, heard func()) (err error) {
	subscription := r.client.Subscribe(ctx, channel)
	// A receive that waits does not look at the context: closing ends it.
	closing := sync.OnceValue(subscription.Close)
	stop := context.AfterFunc(ctx, func() { _ = closing() }) // the error comes again below
	defer func() {
		stop()
		err = errors.Join(err, tried("stop listening to redis", closing()))
	}()
	for {
		received, err := subscription.ReceiveTimeout(ctx, listenQuiet)
		var quiet net.Error
		if errors.As(err, &quiet) && quiet.Timeout() {
			return nil
		}
		if err != nil {
			return fmt.Errorf("listen to redis: %w", err)
		}
		if m, ok := received.(*redis.Message); ok && m.Payload == r.replica {
			continue
		}
		heard()
	}
}

// breaker keeps callers from waiting for a Redis that does not answer. It is
// the client's Limiter, asked before each command and told after it.
type breaker struct {
	logger *slog.Logger
	meter  domain.Meter

	mu       sync.Mutex
	failures int
	until    time.Time
}

// Allow refuses while the breaker is open. When its time is over one command
// goes as a trial, and the others wait for what becomes of it.
func (b *breaker) Allow() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < breakAfter {
		return nil
	}
	now := time.Now() //nolint:forbidigo // machine time, not the practice's
	if now.Before(b.until) {
		return errResting
	}
	b.until = now.Add(breakFor)
	return nil
}

// ReportResult counts failures in a row. An answer of Redis, be it an error,
// is an answer; a caller that went away tells nothing.
func (b *breaker) ReportResult(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	var answer redis.Error
	failed := err != nil && !errors.As(err, &answer)
	b.mu.Lock()
	before := b.failures >= breakAfter
	if failed {
		b.failures++
	} else {
		b.failures = 0
	}
	after := b.failures >= breakAfter
	if failed && after {
		b.until = time.Now().Add(breakFor) //nolint:forbidigo // machine time, not the practice's
	}
	b.mu.Unlock()
	if before == after {
		return
	}
	resting := 0.0
	if after {
		resting = 1
	}
	if b.meter != nil {
		b.meter.Level(MetricRedisResting, "", resting)
	}
	if b.logger != nil {
		b.logger.Warn("redis changed", slog.Bool("answers", !after), slog.Any("error", err))
	}
}
