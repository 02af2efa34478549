package socket

import (
	"context"
	"log/slog"
	"time"

	"github.com/gorilla/websocket"
)

// keep pings the connection and ends it: when it was renewed and Slack does not
// close it, and when the program leaves. It returns when the reader is done.
func (c *connection) keep(ctx context.Context) {
	pings := time.NewTicker(c.client.times.Ping)
	defer pings.Stop()
	var lingered <-chan time.Time
	retired := c.retire
	for {
		select {
		case <-c.over:
			c.cut(ctx)
			return
		case <-pings.C:
			c.ping(ctx)
		case <-retired:
			retired = nil
			linger := time.NewTimer(c.client.times.Linger)
			defer linger.Stop() //nolint:revive // at most once, retired is nil from here on
			lingered = linger.C
		case <-lingered:
			c.leave(ctx)
			return
		case <-ctx.Done():
			c.leave(ctx)
			return
		}
	}
}

// ping asks for a sign of life. Where even the question cannot be written, the
// connection is dead.
func (c *connection) ping(ctx context.Context) {
	if err := c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.client.times.Write)); err != nil {
		c.client.log.LogAttrs(ctx, slog.LevelWarn, "ping was not sent", c.attr(), slog.Any("error", err))
		c.cut(ctx)
	}
}

// leave ends the connection politely. What is being handled may still send its
// ack, which is not possible after the close frame; then the close frame goes
// out, and what Slack sent meanwhile is read to the end.
func (c *connection) leave(ctx context.Context) {
	c.await(c.client.times.Deadline, c.pending.zero())
	c.closing.Store(true)
	message := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
	c.writing.Lock()
	err := c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(c.client.times.Write))
	c.writing.Unlock()
	if err != nil {
		c.client.log.LogAttrs(ctx, slog.LevelInfo, "close frame was not sent", c.attr(), slog.Any("error", err))
	} else {
		c.await(c.client.times.ReadOut, nil)
	}
	c.cut(ctx)
	<-c.over
}

// await waits for ready (nil is never), for the end of the connection, or for the
// time given.
func (c *connection) await(within time.Duration, ready <-chan struct{}) {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-ready:
	case <-c.over:
	case <-timer.C:
	}
}

// cut closes the connection without a word; the reader ends at once.
func (c *connection) cut(ctx context.Context) {
	if err := c.ws.Close(); err != nil {
		c.client.log.LogAttrs(ctx, slog.LevelDebug, "connection was closed before", c.attr(), slog.Any("error", err))
	}
}
