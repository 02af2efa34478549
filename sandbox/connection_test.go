package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// wire is a bare connection, to see what slack-go's client hides.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
}

func (b *testBundle) dial(t *testing.T) *wire {
	t.Helper()
	_, url, err := b.api.StartSocketModeContext(t.Context())
	check(t, err)
	ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	check(t, err)
	res.Body.Close()
	t.Cleanup(func() { ws.Close() })
	return &wire{t: t, ws: ws}
}

// next reads a frame. It fails the test when none comes.
func (c *wire) next() map[string]any {
	c.t.Helper()
	check(c.t, c.ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	_, data, err := c.ws.ReadMessage()
	if err != nil {
		c.t.Fatalf("read a frame: %v", err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		c.t.Fatalf("frame %s: %v", data, err)
	}
	return out
}

// closed reads until the connection ends and returns the close code.
func (c *wire) closed() int {
	c.t.Helper()
	check(c.t, c.ws.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		if _, _, err := c.ws.ReadMessage(); err != nil {
			if closing, ok := errors.AsType[*websocket.CloseError](err); ok {
				return closing.Code
			}
			c.t.Fatalf("wait for the end: %v", err)
		}
	}
}

func (c *wire) ack(id any, payload string) {
	c.t.Helper()
	frame := map[string]any{"envelope_id": id}
	if payload != "" {
		frame["payload"] = json.RawMessage(payload)
	}
	check(c.t, c.ws.WriteJSON(frame))
}

func TestConnection(t *testing.T) {
	t.Parallel()

	t.Run("hello counts the connections", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.dial(t).next()
		hello := b.dial(t).next()
		info := as[map[string]any](t, hello["debug_info"])
		if hello["type"] != "hello" || hello["num_connections"] != 2.0 || info["approximate_connection_time"] != 3600.0 {
			t.Errorf("got %v", hello)
		}
	})
	t.Run("a ticket works once", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, url, err := b.api.StartSocketModeContext(t.Context())
		check(t, err)
		for i := range 2 {
			ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
			if (err == nil) != (i == 0) {
				t.Errorf("dial %d: %v", i, err)
			}
			if err == nil {
				ws.Close()
			}
			res.Body.Close()
		}
	})
	t.Run("opening wants the app token in the header", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for token, want := range map[string]string{
			b.w.BotToken(): "not_allowed_token_type", "xapp-wrong": "invalid_auth", "": "not_authed"} {
			api := slack.New(b.w.BotToken(), slack.OptionAppLevelToken(token), slack.OptionAPIURL(b.url+"api/"))
			if _, _, err := api.StartSocketModeContext(t.Context()); code(err) != want {
				t.Errorf("token %q: got %v, want %s", token, err, want)
			}
		}
		if got := b.post(t, "apps.connections.open", map[string][]string{"token": {b.w.AppToken()}}); got["error"] != "not_authed" {
			t.Errorf("token in the form: got %v, want not_authed", got)
		}
		api := slack.New(b.w.AppToken(), slack.OptionAPIURL(b.url+"api/"))
		if _, err := api.AuthTestContext(t.Context()); code(err) != "not_allowed_token_type" {
			t.Errorf("got %v, want not_allowed_token_type", err)
		}
	})
	t.Run("an acknowledgement counts only where the envelope was delivered", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		first, second := b.dial(t), b.dial(t)
		first.next()
		second.next()
		b.w.AddUser(sandbox.User{Name: "new"})
		got := make(chan *wire, 2)
		frames := make(chan map[string]any, 2)
		ponged := make(chan struct{}, 2)
		for _, c := range []*wire{first, second} {
			c.ws.SetPongHandler(func(string) error { ponged <- struct{}{}; return nil })
			go func() {
				var f map[string]any
				if c.ws.ReadJSON(&f) == nil {
					got <- c
					frames <- f
				}
			}()
		}
		right, frame := <-got, <-frames
		wrong := first
		if right == first {
			wrong = second
		}
		wrong.ack(frame["envelope_id"], "")
		// The server reads a connection in order: once it has read a frame
		// behind the wrong acknowledgement, it has judged that one too.
		check(t, wrong.ws.WriteControl(websocket.PingMessage, []byte("x"), time.Now().Add(time.Second)))
		<-ponged
		if b.w.Envelopes()[0].Acked {
			t.Error("an acknowledgement on another connection was accepted")
		}
		right.ack(frame["envelope_id"], "")
		check(t, b.w.Drained(within(t)))
	})
	t.Run("a frame over 20,480 bytes ends the connection with 1009", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		c := b.dial(t)
		c.next()
		c.ack("none", `"`+strings.Repeat("x", 20480)+`"`)
		if got := c.closed(); got != websocket.CloseMessageTooBig {
			t.Errorf("got close code %d, want 1009", got)
		}
	})
	t.Run("the eleventh connection is one too many", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for range 10 {
			b.dial(t).next()
		}
		c := b.dial(t)
		c.next()
		if f := c.next(); f["type"] != "disconnect" || f["reason"] != "too_many_websockets" {
			t.Errorf("got %v", f)
		}
		c.closed()
	})
	t.Run("is recycled, with a warning before", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) {
			c.ConnectionLife, c.DisconnectNotice = 300*time.Millisecond, 200*time.Millisecond
		})
		c := b.dial(t)
		c.next()
		for _, want := range []string{"warning", "refresh_requested"} {
			if f := c.next(); f["reason"] != want {
				t.Errorf("got %v, want %s", f, want)
			}
		}
		c.closed()
	})
	t.Run("is pinged", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.PingInterval = time.Millisecond })
		c := b.dial(t)
		pinged := make(chan struct{}, 100)
		c.ws.SetPingHandler(func(string) error { pinged <- struct{}{}; return nil })
		go func() {
			for {
				if _, _, err := c.ws.ReadMessage(); err != nil {
					return
				}
			}
		}()
		<-pinged
	})
	t.Run("closing the workspace leaves nothing behind", func(t *testing.T) {
		t.Parallel()
		cfg := config()
		w := sandbox.New(cfg)
		ctx, cancel := context.WithCancel(t.Context())
		s := must(w.Listen(ctx, "127.0.0.1:0"))(t)
		b := &testBundle{w: w, url: s.URL, api: slack.New(w.BotToken(), slack.OptionAppLevelToken(w.AppToken()), slack.OptionAPIURL(s.APIURL))}
		c := b.dial(t)
		c.next()
		asked := make(chan error, 1)
		go func() { asked <- w.As("ada").Shortcut(t.Context(), "kudos_new") }()
		c.next() // it is on its way, and nobody answers
		cancel()
		if err := <-asked; !isTrouble(err) {
			t.Errorf("got %v, want trouble", err)
		}
		check(t, s.Close())
		check(t, s.Close())
	})
}
