package socket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"rapport/domain"
)

// Client keeps connections to Slack open and hands what arrives to the handler.
// It is used once: New, Run, done.
type Client struct {
	config Config
	times  Times
	meter  domain.Meter
	log    *slog.Logger
	gate   *gate
	pool   *pool // set by Run

	up      chan struct{} // closed at the first hello
	upOnce  sync.Once
	greeted atomic.Int64 // connections that are open and were greeted
	leaving atomic.Bool
	numbers atomic.Int64
	started atomic.Bool
	conns   sync.WaitGroup // readers and keepers
	side    sync.WaitGroup // acks that the reader does not write itself
}

// New checks the configuration and returns a client that is not running yet.
func New(c Config) (*Client, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	c = c.orDefaults()
	return &Client{
		config: c, times: c.Times, meter: c.Meter, log: c.Logger,
		gate: &gate{window: c.Times.Window, most: c.Times.MaxOpens},
		up:   make(chan struct{}),
	}, nil
}

// Ready reports whether at least one connection is open and was greeted by Slack:
// whether what people do now arrives here. It is false from the moment that Run
// is leaving.
func (c *Client) Ready() bool { return c.greeted.Load() > 0 && !c.leaving.Load() }

// Up is closed when the first connection was greeted.
func (c *Client) Up() <-chan struct{} { return c.up }

// errLeft says that handlers did not end in time when the program left.
var errLeft = errors.New("handlers are still running")

// Run keeps the connections open until the context ends or Slack says something
// that only a person can change, which is returned as a *FatalError. In both
// cases it first leaves politely: handlers finish and send their acks, each
// connection gets a close frame and is read to its end. After the end of the
// context it returns nil, or an error that says how many handlers hang.
func (c *Client) Run(ctx context.Context) error {
	if c.started.Swap(true) {
		return errors.New("socket: a client runs once")
	}
	c.pool = newPool(ctx, c.config)
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	context.AfterFunc(running, func() { c.leaving.Store(true) })
	var lines sync.WaitGroup
	for range c.config.Connections {
		lines.Go(func() {
			if err := c.line(running); err != nil {
				stop(err)
			}
		})
	}
	lines.Wait()
	c.conns.Wait()
	c.side.Wait()
	left := c.pool.drain(c.times.Drain)
	var fatal *FatalError
	if cause := context.Cause(running); errors.As(cause, &fatal) {
		return fatal
	}
	if left > 0 {
		return fmt.Errorf("leave slack: %d envelopes after %s: %w", left, c.times.Drain, errLeft)
	}
	return nil
}

// join counts a greeted connection, and leaves again when it is over.
func (c *Client) join(conn *connection) {
	c.meter.Level(MetricConnections, "", float64(c.greeted.Add(1)))
	c.upOnce.Do(func() { close(c.up) })
	c.conns.Go(func() {
		<-conn.over
		c.meter.Level(MetricConnections, "", float64(c.greeted.Add(-1)))
	})
}
