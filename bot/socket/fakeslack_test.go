package socket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"rapport/bot/socket"
	"rapport/domain"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come. Nothing is ever waited
// for that long unless the test fails.
const patience = 30 * time.Second

// fakeSlack answers apps.connections.open and takes websockets.
type fakeSlack struct {
	t      *testing.T
	server *httptest.Server
	peers  chan *peer

	mu    sync.Mutex
	opens []time.Time
	// refuse answers the n-th open, counted from 1, instead of an address.
	refuse func(n int, w http.ResponseWriter) bool
	// greet is the first frame on the n-th websocket; empty sends none.
	greet func(n int) string
	// hold, where set, keeps close frames unanswered until it is closed.
	hold chan struct{}
	deaf bool // websockets are never read, so that no pong is sent
}

const hello = `{"type":"hello","num_connections":1,"debug_info":{"host":"x"},"connection_info":{"app_id":"A1"}}`

func newFakeSlack(t *testing.T) *fakeSlack {
	t.Helper()
	f := &fakeSlack{t: t, peers: make(chan *peer, 1000), greet: func(int) string { return hello }}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/apps.connections.open", f.open)
	mux.HandleFunc("GET /link", f.link)
	f.server = httptest.NewServer(mux)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fakeSlack) open(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.opens = append(f.opens, time.Now())
	n := len(f.opens)
	f.mu.Unlock()
	if got := r.Header.Get("Authorization"); got != "Bearer xapp-1" {
		f.t.Errorf("connection was asked for with %q", got)
	}
	if f.refuse != nil && f.refuse(n, w) {
		return
	}
	address := "ws" + strings.TrimPrefix(f.server.URL, "http") + fmt.Sprintf("/link?ticket=%d", n)
	writeJSON(f.t, w, map[string]any{"ok": true, "url": address})
}

func writeJSON(t *testing.T, w http.ResponseWriter, v any) {
	t.Helper()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		t.Errorf("answer: %v", err)
	}
}

func (f *fakeSlack) openTimes() []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]time.Time(nil), f.opens...)
}

func (f *fakeSlack) link(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{WriteBufferSize: 32 << 10}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		f.t.Errorf("upgrade: %v", err)
		return
	}
	var n int
	if _, err := fmt.Sscan(r.URL.Query().Get("ticket"), &n); err != nil {
		f.t.Errorf("ticket: %v", err)
	}
	p := &peer{
		t: f.t, ws: ws, acks: make(chan string, 5000), pongs: make(chan string, 10),
		pings: make(chan struct{}, 1), gone: make(chan struct{}), hold: f.hold,
	}
	if frame := f.greet(n); frame != "" {
		p.send(frame)
	}
	if f.deaf {
		f.t.Cleanup(func() { _ = ws.Close() })
		close(p.gone)
	} else {
		go p.read()
	}
	f.peers <- p
}

// peer is Slack's end of one websocket.
type peer struct {
	t       *testing.T
	ws      *websocket.Conn
	writing sync.Mutex
	acks    chan string
	pongs   chan string
	pings   chan struct{}
	gone    chan struct{} // closed when the client's end is over
	code    int           // of the client's close frame; read after gone
	hold    chan struct{}
}

func (p *peer) read() {
	defer close(p.gone)
	defer func() { _ = p.ws.Close() }()
	p.ws.SetPongHandler(func(data string) error { p.pongs <- data; return nil })
	p.ws.SetPingHandler(func(data string) error {
		select {
		case p.pings <- struct{}{}:
		default:
		}
		return p.control(websocket.PongMessage, []byte(data))
	})
	p.ws.SetCloseHandler(func(code int, _ string) error {
		p.code = code
		if p.hold != nil {
			<-p.hold
		}
		return p.control(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	})
	for {
		_, raw, err := p.ws.ReadMessage()
		if err != nil {
			return
		}
		p.acks <- string(raw)
	}
}

func (p *peer) control(kind int, data []byte) error {
	err := p.ws.WriteControl(kind, data, time.Now().Add(patience))
	if errors.Is(err, websocket.ErrCloseSent) {
		return nil
	}
	return err
}

func (p *peer) send(frame string) {
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := p.ws.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		p.t.Errorf("send %.60s: %v", frame, err)
	}
}

func (p *peer) sendEvent(id string) {
	p.send(`{"type":"events_api","envelope_id":"` + id + `","accepts_response_payload":false,"payload":{"event_id":"Ev` + id + `"}}`)
}

func (p *peer) sendPress(id string) {
	p.send(`{"type":"interactive","envelope_id":"` + id + `","accepts_response_payload":true,"payload":{"type":"block_actions"}}`)
}

func (p *peer) sendDisconnect(reason string) {
	p.send(`{"type":"disconnect","reason":"` + reason + `","debug_info":{"host":"x"}}`)
}

// shut closes the websocket as Slack does.
func (p *peer) shut() {
	if err := p.control(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")); err != nil {
		p.t.Errorf("close: %v", err)
	}
}

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

func (f *fakeSlack) peer() *peer {
	f.t.Helper()
	return receive(f.t, f.peers, "a connection")
}

// ack returns the next ack as the client wrote it.
func (p *peer) ack() string {
	p.t.Helper()
	return strings.TrimSpace(receive(p.t, p.acks, "an ack"))
}

// meter records and lets a test wait for a count.
type meter struct {
	domain.Unmetered

	mu      sync.Mutex
	counts  map[string]int
	gauges  map[string]float64
	changed chan struct{}
}

func newMeter() *meter {
	return &meter{counts: map[string]int{}, gauges: map[string]float64{}, changed: make(chan struct{})}
}

func (m *meter) Count(name, label string, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[name+" "+label] += n
	m.signal()
}

func (m *meter) Level(name, label string, value float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gauges[strings.TrimSpace(name+" "+label)] = value
	m.signal()
}

func (m *meter) signal() {
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *meter) count(key string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts[key]
}

// reaches waits until the counter has reached n.
func (m *meter) reaches(t *testing.T, key string, n int) {
	t.Helper()
	m.until(t, fmt.Sprintf("%s to reach %d", key, n), func() bool { return m.counts[key] >= n })
}

// shows waits until the gauge has the value.
func (m *meter) shows(t *testing.T, key string, value float64) {
	t.Helper()
	m.until(t, fmt.Sprintf("%s to be %v", key, value), func() bool {
		v, ok := m.gauges[key]
		return ok && v == value
	})
}

func (m *meter) until(t *testing.T, what string, ready func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		m.mu.Lock()
		done, changed := ready(), m.changed
		m.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("waited in vain for %s: %v", what, m.counts)
		}
	}
}

// noAnswer is what a handler returns that only acknowledges.
var noAnswer any

// bundle is a client that runs against a fake Slack.
type bundle struct {
	slack  *fakeSlack
	client *socket.Client
	meter  *meter
	stop   context.CancelFunc
	ended  chan error // what Run returned
}

// start runs a client with one connection and short waits. change may be nil.
func start(t *testing.T, f *fakeSlack, change func(*socket.Config)) *bundle {
	t.Helper()
	web := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	m := newMeter()
	c := socket.Config{
		Client: slack.New("xoxb-1", slack.OptionAppLevelToken("xapp-1"),
			slack.OptionAPIURL(f.server.URL+"/api/"), slack.OptionHTTPClient(web)),
		Handler:     func(context.Context, socket.Envelope) (any, error) { return noAnswer, nil },
		Connections: 1,
		Meter:       m,
		Times: socket.Times{
			BackOff: time.Millisecond, BackOffMax: 4 * time.Millisecond, Stable: time.Millisecond,
			Start: patience, Deadline: patience, Drain: patience, ReadOut: patience, MaxOpens: 1000,
		},
	}
	if change != nil {
		change(&c)
	}
	client, err := socket.New(c)
	if err != nil {
		t.Fatalf("new client: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	b := &bundle{slack: f, client: client, meter: m, stop: stop, ended: make(chan error, 1)}
	go func() { b.ended <- client.Run(ctx) }()
	return b
}

// leave ends the client and returns what Run said.
func (b *bundle) leave() error {
	b.slack.t.Helper()
	b.stop()
	return receive(b.slack.t, b.ended, "the end of Run")
}

// mustLeave ends the client and expects no error.
func (b *bundle) mustLeave() {
	b.slack.t.Helper()
	if err := b.leave(); err != nil {
		b.slack.t.Errorf("Run = %v, want nil", err)
	}
}
