package sandbox

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// ackLimit is the biggest frame that Slack reads; it closes a connection
	// with code 1009 that sends a bigger one.
	ackLimit = 20480
	// mostConnections is how many one app may have at the same time.
	mostConnections = 10
	// debugLife is the life of a connection with debug_reconnects=true.
	debugLife = 360 * time.Second
	writeWait = 10 * time.Second
)

// conn is one Socket Mode connection. Its fields are guarded by the
// workspace's lock; only the writer touches the socket for writing frames.
type conn struct {
	w        *Workspace
	ws       *websocket.Conn
	id       int
	queue    []frame
	wake     chan struct{} // has room for one: the queue is not empty
	gone     chan struct{} // closed by cut
	ended    bool
	ghost    bool // half open: registered, but nothing goes through
	retiring bool // no new envelopes
	life     time.Duration
	log      *Connection
}

// frame is what the writer sends. last closes the connection behind it.
type frame struct {
	data []byte
	last bool
}

// openConnection hands out a one-use address. The ticket is part of it.
func openConnection(c *call) (object, error) {
	ticket := randomHex(16)
	c.w.tickets[ticket] = true
	url := "ws" + strings.TrimPrefix(c.w.base, "http") + "/link/?ticket=" + ticket + "&app_id=" + c.w.cfg.AppID
	return object{"url": url}, nil
}

// serveLink is a connection from handshake to end.
func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	w.mu.Lock()
	valid := w.tickets[ticket] && !w.closed
	delete(w.tickets, ticket)
	w.mu.Unlock()
	if !valid {
		http.Error(rw, "invalid ticket", http.StatusNotFound)
		return
	}
	// slack-go sends Slack's own origin, which is never ours.
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(rw, r, nil)
	if err != nil {
		w.log.Warn("websocket handshake failed", slog.Any("error", err))
		return
	}
	c := &conn{w: w, ws: ws, wake: make(chan struct{}, 1), gone: make(chan struct{}), life: w.cfg.ConnectionLife}
	if r.URL.Query().Get("debug_reconnects") == "true" {
		c.life = min(c.life, debugLife)
	}
	if !w.register(c) {
		c.hangUp()
		return
	}
	c.read()
	c.leave()
}

// register adds the connection, says hello, and hands over what waited for one.
func (w *Workspace) register(c *conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.running.Add(1)
	go c.write()
	w.conns = append(w.conns, c)
	w.reached = true
	w.ids++
	c.id = w.ids
	c.log = &Connection{Number: c.id, Began: time.Now()}
	w.links = remember(w.links, c.log)
	excess := len(w.conns) > mostConnections
	c.enqueue(frame{data: mustEncode(object{
		"type": "hello", "num_connections": len(w.conns),
		"connection_info": object{"app_id": w.cfg.AppID},
		"debug_info": object{"host": host(c), "started": time.Now().UTC().Format(time.RFC3339),
			"build_number": 54, "approximate_connection_time": int(c.life.Seconds())},
	})})
	if excess {
		c.disconnect("too_many_websockets")
	}
	w.greet(c)
	w.touch()
	return true
}

func host(c *conn) string { return "applink-sandbox-" + strconv.Itoa(c.id) }

// enqueue hands a frame to the writer. It never blocks.
func (c *conn) enqueue(f frame) {
	if c.ghost || c.ended {
		return
	}
	c.queue = append(c.queue, f)
	select {
	case c.wake <- struct{}{}:
	default: // it is awake already
	}
}

// disconnect announces the end of the connection. A warning leaves time, in
// which envelopes still come. After any other reason nothing new is sent, and
// the connection closes once what it carries is answered or timed out.
func (c *conn) disconnect(reason string) {
	c.announce(reason)
	if reason != "warning" {
		c.retiring = true
		c.endIfIdle()
		return
	}
	time.AfterFunc(c.w.cfg.DisconnectNotice, func() {
		c.locked(func() {
			c.retiring = true
			c.endIfIdle()
		})
	})
}

// announce sends a disconnect frame and nothing else.
func (c *conn) announce(reason string) {
	c.enqueue(frame{data: mustEncode(object{"type": "disconnect", "reason": reason,
		"debug_info": object{"host": host(c)}})})
}

// endIfIdle closes a retiring connection that carries no unanswered envelope.
func (c *conn) endIfIdle() {
	if !c.retiring {
		return
	}
	for d := range c.w.deliveries {
		if d.conn == c {
			return
		}
	}
	c.enqueue(frame{last: true})
}

// cut ends the connection at once, as a failing network does. It is safe to
// call twice.
func (c *conn) cut() {
	if !c.ended {
		c.ended = true
		close(c.gone)
	}
}

// hangUp closes the websocket. The app may have done so before.
func (c *conn) hangUp() {
	if err := c.ws.Close(); err != nil {
		c.w.log.Debug("connection was not closed", slog.Any("error", err))
	}
}

// write is the only writer of frames: the queue, pings, and the recycling.
func (c *conn) write() {
	defer c.w.running.Done()
	defer c.hangUp() // ends the reader too
	ping := time.NewTicker(c.w.cfg.PingInterval)
	defer ping.Stop()
	life := time.NewTimer(c.life)
	defer life.Stop()
	warning := time.NewTimer(max(0, c.life-c.w.cfg.DisconnectNotice))
	defer warning.Stop()
	for {
		select {
		case <-c.wake:
			if !c.flush() {
				return
			}
		case <-ping.C:
			if !c.ping() {
				return
			}
		case <-warning.C:
			c.locked(func() { c.announce("warning") })
		case <-life.C:
			c.locked(func() { c.disconnect("refresh_requested") })
		case <-c.gone:
			return
		}
	}
}

func (c *conn) locked(f func()) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	f()
}

// flush sends what is queued. It answers false when the connection is over.
func (c *conn) flush() bool {
	var frames []frame
	c.locked(func() { frames, c.queue = c.queue, nil })
	for _, f := range frames {
		if c.ws.SetWriteDeadline(time.Now().Add(writeWait)) != nil {
			return false
		}
		if f.data != nil && c.ws.WriteMessage(websocket.TextMessage, f.data) != nil {
			return false
		}
		if f.last {
			bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
			if err := c.ws.WriteControl(websocket.CloseMessage, bye, time.Now().Add(writeWait)); err != nil {
				c.w.log.Debug("close frame was not sent", slog.Any("error", err))
			}
			return false
		}
	}
	return true
}

func (c *conn) ping() bool {
	ghost := false
	c.locked(func() { ghost = c.ghost })
	if ghost {
		return true
	}
	text := []byte("Ping from " + host(c))
	return c.ws.WriteControl(websocket.PingMessage, text, time.Now().Add(writeWait)) == nil
}

// read takes acknowledgements until the connection ends.
func (c *conn) read() {
	c.ws.SetReadLimit(ackLimit)
	c.ws.SetPingHandler(func(text string) error {
		ghost := false
		c.locked(func() { ghost = c.ghost })
		if ghost {
			return nil
		}
		return c.ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(writeWait))
	})
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		c.locked(func() {
			if !c.ghost {
				c.w.acknowledge(c, data)
			}
		})
	}
}

// leave removes the connection. What it had not acknowledged is lost, apart
// from events, which go to the next connection.
func (c *conn) leave() {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	c.cut()
	c.log.Ended = time.Now()
	for i, other := range c.w.conns {
		if other == c {
			c.w.conns = append(c.w.conns[:i:i], c.w.conns[i+1:]...)
			break
		}
	}
	c.w.abandon(c)
	c.w.touch()
}

// Connections is the number of open connections, half-open ones included, as
// hello announces it.
func (w *Workspace) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.conns)
}

// Connected returns when at least n connections are open.
func (w *Workspace) Connected(ctx context.Context, n int) error {
	return w.await(ctx, "connections", func() bool { return len(w.conns) >= n })
}

// Disconnected returns when no connection is open.
func (w *Workspace) Disconnected(ctx context.Context) error {
	return w.await(ctx, "the connections to end", func() bool { return len(w.conns) == 0 })
}
