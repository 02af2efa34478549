package socket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// line keeps one place among the connections filled: it opens a connection, waits
// for a reason to have another, and opens that before the old one is given up. It
// returns nil when the context ends, and a *FatalError.
func (c *Client) line(ctx context.Context) error {
	wait := &backOff{first: c.times.BackOff, most: c.times.BackOffMax, stable: c.times.Stable}
	var old *connection
	for {
		conn, err := c.connect(ctx, wait)
		if old != nil {
			close(old.retire)
			old = nil
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil //nolint:nilerr // the end was asked for
			}
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-conn.over:
		case reason := <-conn.notice:
			if err := fatalFor(reason); err != nil {
				return err
			}
			if reason == reasonTooMany {
				wait.least = c.times.TooMany
			}
			old = conn
		}
		wait.lived(time.Since(conn.opened))
	}
}

// connect tries until a connection was greeted. It returns the context's error,
// or a *FatalError.
func (c *Client) connect(ctx context.Context, wait *backOff) (*connection, error) {
	for {
		if err := pause(ctx, wait.next()); err != nil {
			return nil, err
		}
		if err := c.gate.pass(ctx, func() { c.held(ctx) }); err != nil {
			return nil, err
		}
		conn, err := c.attempt(ctx)
		if err == nil {
			c.meter.Count(MetricOpens, "ok", 1)
			return conn, nil
		}
		if fatal := fatalIn(err); fatal != nil {
			c.meter.Count(MetricOpens, "refused", 1)
			return nil, fatal
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("connect to slack: %w", ctx.Err())
		}
		c.unlucky(ctx, wait, err)
	}
}

// held notes that the breaker has closed.
func (c *Client) held(ctx context.Context) {
	c.meter.Count(MetricOpens, "held", 1)
	c.log.LogAttrs(ctx, slog.LevelError, "connections to slack do not last, the next one has to wait",
		slog.Int("opens", c.times.MaxOpens), slog.Duration("within", c.times.Window))
}

// unlucky notes an attempt that failed and may go well the next time.
func (c *Client) unlucky(ctx context.Context, wait *backOff, err error) {
	wait.failed()
	c.meter.Count(MetricOpens, "failed", 1)
	if asked := retryAfter(err); asked > 0 {
		c.gate.shut(asked) // for all lines: the limit is the app's
	}
	var dismissed *dismissedError
	if errors.As(err, &dismissed) && dismissed.reason == reasonTooMany {
		wait.least = c.times.TooMany
	}
	c.log.LogAttrs(ctx, slog.LevelWarn, "connection to slack was not opened", slog.Int("failures", wait.failures), slog.Any("error", err))
}

// dismissedError is a connection that Slack ended instead of greeting it.
type dismissedError struct{ reason string }

func (e *dismissedError) Error() string { return "slack disconnected before its hello: " + e.reason }

// attempt opens one connection and waits for Slack's hello. The address is a
// secret: whoever has it receives what is meant for us.
func (c *Client) attempt(ctx context.Context) (*connection, error) {
	opening, cancel := context.WithTimeout(ctx, c.times.Open)
	defer cancel()
	_, address, err := c.config.Client.StartSocketModeContext(opening)
	if err != nil {
		return nil, fmt.Errorf("ask slack for a connection: %w", err)
	}
	ws, err := dial(opening, address)
	if err != nil {
		return nil, err
	}
	conn := newConnection(c, ws, c.numbers.Add(1))
	c.conns.Go(func() { conn.read(ctx) })
	c.conns.Go(func() { conn.keep(ctx) })
	select {
	case <-conn.hello:
		c.join(conn)
		return conn, nil
	case reason := <-conn.notice:
		close(conn.retire)
		if fatal := fatalFor(reason); fatal != nil {
			return nil, fatal
		}
		return nil, &dismissedError{reason: reason}
	case <-conn.over:
		return nil, errors.New("connect to slack: the connection ended before its hello")
	case <-opening.Done():
		if ctx.Err() == nil { // otherwise the keeper leaves politely
			conn.cut(ctx)
		}
		return nil, fmt.Errorf("connect to slack: no hello: %w", opening.Err())
	}
}

// dial opens the websocket. A frame is written in one piece up to writeBuffer:
// Slack does not put pieces together again.
func dial(ctx context.Context, address string) (*websocket.Conn, error) {
	const writeBuffer = 32 << 10
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, WriteBufferSize: writeBuffer}
	ws, response, err := dialer.DialContext(ctx, address, nil) //nolint:bodyclose // the package says that it needs no closing
	if err != nil {
		if parse, ok := errors.AsType[*url.Error](err); ok {
			err = parse.Err // without the address
		}
		failed := &dialError{err: err}
		if response != nil {
			failed.status = response.StatusCode
			seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 where Slack does not ask for a wait
			failed.wait = time.Duration(seconds) * time.Second
		}
		return nil, failed
	}
	return ws, nil
}

// dialError is a websocket that was not opened.
type dialError struct {
	err    error
	status int
	wait   time.Duration
}

func (e *dialError) Error() string {
	return fmt.Sprintf("open websocket to slack (status %d): %v", e.status, e.err)
}

func (e *dialError) Unwrap() error { return e.err }

// retryAfter returns how long Slack asked to wait, or zero.
func retryAfter(err error) time.Duration {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return limited.RetryAfter
	}
	if failed, ok := errors.AsType[*dialError](err); ok {
		return failed.wait
	}
	return 0
}
