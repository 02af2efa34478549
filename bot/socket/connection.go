package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
)

// ErrTooLarge is the error of an ack that Slack would lose because of its size.
var ErrTooLarge = errors.New("ack is too large for a socket")

// ErrNotAccepted is the error of an answer to an envelope that takes none.
var ErrNotAccepted = errors.New("envelope does not accept an answer")

func tooLarge(err error) bool { return errors.Is(err, ErrTooLarge) }

const (
	// ackLimit is the size from which Slack loses an ack, in bytes.
	ackLimit = 20 * 1024
	// readLimit bounds a frame that is read. Slack sends a few KB, and at most
	// the view and the message that a press belongs to.
	readLimit = 8 << 20
)

// connection is one websocket. A reader reads it to its end, and a keeper pings
// it and closes it.
type connection struct {
	client *Client
	ws     *websocket.Conn
	number int64 // for the log
	opened time.Time

	writing sync.Mutex
	pending counter     // envelopes of this connection that are being handled
	closing atomic.Bool // a close frame was sent

	hello  chan struct{} // closed at Slack's hello
	notice chan string   // Slack's reason for a disconnect, at most one
	retire chan struct{} // closed when another connection took over
	over   chan struct{} // closed when nothing more can be read
}

func newConnection(c *Client, ws *websocket.Conn, number int64) *connection {
	return &connection{
		client: c, ws: ws, number: number, opened: time.Now(),
		hello: make(chan struct{}), notice: make(chan string, 1),
		retire: make(chan struct{}), over: make(chan struct{}),
	}
}

// read takes frames until the connection ends. It never waits for a handler.
func (c *connection) read(ctx context.Context) {
	defer close(c.over)
	c.ws.SetReadLimit(readLimit)
	c.alive()
	c.ws.SetPongHandler(func(string) error { c.alive(); return nil })
	c.ws.SetPingHandler(func(data string) error {
		c.alive()
		err := c.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(c.client.times.Write))
		var timeout net.Error
		if errors.Is(err, websocket.ErrCloseSent) || errors.As(err, &timeout) {
			return nil // what can still be read is read
		}
		if err != nil {
			return fmt.Errorf("answer a ping: %w", err)
		}
		return nil
	})
	for {
		kind, raw, err := c.ws.ReadMessage()
		arrived := time.Now()
		if err != nil {
			c.ended(ctx, err)
			return
		}
		c.alive()
		if kind == websocket.TextMessage {
			c.frame(ctx, raw, arrived)
		}
	}
}

// alive notes a sign of life.
func (c *connection) alive() {
	//nolint:errcheck,gosec // a closed connection fails at the read that follows
	c.ws.SetReadDeadline(time.Now().Add(c.client.times.Silence))
}

func (c *connection) ended(ctx context.Context, err error) {
	level := slog.LevelInfo
	if !c.retired() && !c.closing.Load() {
		level = slog.LevelWarn
		c.client.meter.Count(MetricDisconnects, "lost", 1)
	}
	c.client.log.LogAttrs(ctx, level, "connection to slack ended", c.attr(),
		slog.Duration("after", time.Since(c.opened)), slog.Any("error", err))
}

// frame does what one message asks for.
func (c *connection) frame(ctx context.Context, raw []byte, arrived time.Time) {
	var f frame
	if err := json.Unmarshal(raw, &f); err != nil {
		c.discard(ctx, findEnvelopeID(raw), "json")
		return
	}
	switch f.Type {
	case socketmode.RequestTypeHello:
		c.greeted(ctx, f)
	case socketmode.RequestTypeDisconnect:
		c.dismissed(ctx, f)
	case TypeEvent, TypeCommand, TypeInteraction:
		if f.EnvelopeID == "" || len(f.Payload) == 0 || string(f.Payload) == "null" {
			c.discard(ctx, f.EnvelopeID, "payload")
			return
		}
		c.pending.add()
		c.client.pool.submit(f.envelope(arrived), c)
	default:
		c.discard(ctx, f.EnvelopeID, "type")
	}
}

// discard acknowledges what cannot be handled: it will not become readable by
// being sent again. The write is not the reader's, which must not wait.
func (c *connection) discard(ctx context.Context, id, what string) {
	c.client.meter.Count(MetricUndecodable, what, 1)
	c.client.log.LogAttrs(ctx, slog.LevelWarn, "frame cannot be understood", c.attr(),
		slog.String("because", what), slog.String("envelope_id", id))
	if id == "" {
		return
	}
	c.pending.add()
	c.client.side.Go(func() {
		defer c.settled()
		if err := c.ack(id, nil); err != nil {
			c.client.log.LogAttrs(ctx, slog.LevelWarn, "ack was not sent", c.attr(), slog.String("envelope_id", id), slog.Any("error", err))
		}
	})
}

func (c *connection) greeted(ctx context.Context, f frame) {
	known := loose[int](f.NumConnections)
	c.client.meter.Level(MetricKnown, "", float64(known))
	level := slog.LevelInfo
	if known > c.client.config.Expected {
		level = slog.LevelWarn
	}
	c.client.log.LogAttrs(ctx, level, "slack said hello", c.attr(), slog.Int("num_connections", known),
		slog.Int("expected", c.client.config.Expected))
	select {
	case <-c.hello:
	default:
		close(c.hello)
	}
}

// dismissed passes on that Slack is about to close the connection.
func (c *connection) dismissed(ctx context.Context, f frame) {
	reason := loose[string](f.Reason)
	if reason == "" {
		reason = "unknown"
	}
	c.client.meter.Count(MetricDisconnects, reasonLabel(reason), 1)
	c.client.log.LogAttrs(ctx, slog.LevelInfo, "slack is about to disconnect", c.attr(), slog.String("reason", reason))
	select {
	case c.notice <- reason:
	default: // it was said before
	}
}

// The reasons that Slack gives for a disconnect.
const (
	reasonWarning  = "warning"           // about ten seconds are left
	reasonRefresh  = "refresh_requested" // the connection is due to be renewed
	reasonDisabled = "link_disabled"     // Socket Mode was switched off
	reasonTooMany  = "too_many_websockets"
)

// reasonLabel keeps labels of metrics to known words.
func reasonLabel(reason string) string {
	switch reason {
	case reasonWarning, reasonRefresh, reasonDisabled, reasonTooMany:
		return reason
	default:
		return "other"
	}
}

// ack implements replier.
func (c *connection) ack(id string, answer any) error {
	raw, err := json.Marshal(struct {
		EnvelopeID string `json:"envelope_id"`
		Payload    any    `json:"payload,omitempty"`
	}{id, answer})
	if err != nil {
		return fmt.Errorf("write ack: %w", err)
	}
	if len(raw) >= ackLimit {
		return fmt.Errorf("%d bytes: %w", len(raw), ErrTooLarge)
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.ws.SetWriteDeadline(time.Now().Add(c.client.times.Write)); err != nil {
		return fmt.Errorf("write ack: %w", err)
	}
	if err := c.ws.WriteMessage(websocket.TextMessage, raw); err != nil {
		if !c.closing.Load() {
			// A websocket cannot be written to again after a failed write. Only
			// another connection helps, and its reader notices by this.
			err = errors.Join(err, c.ws.Close())
		}
		return fmt.Errorf("write ack: %w", err)
	}
	return nil
}

// settled implements replier.
func (c *connection) settled() { c.pending.done() }

func (c *connection) attr() slog.Attr { return slog.Int64("connection", c.number) }

func (c *connection) retired() bool {
	select {
	case <-c.retire:
		return true
	default:
		return false
	}
}
