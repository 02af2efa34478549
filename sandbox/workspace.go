package sandbox

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// slackbot is the user id that every workspace has. It is a bot although
// users.info says is_bot false.
const slackbot = "USLACKBOT"

// Workspace is a Slack workspace with one installed app. Its methods may be
// called from any goroutine.
type Workspace struct {
	cfg Config
	log *slog.Logger

	mu      sync.Mutex
	changed chan struct{} // closed and renewed at every change
	closed  bool
	ids     int
	base    string // where the server is reached: "http://127.0.0.1:1234"

	users    []*User // in the order they joined
	people   map[string]*User
	channels []*channel
	rooms    map[string]*channel // by id
	dms      map[string]*channel // with the app, by user id
	groups   []*Group
	clients  map[string]*client // what each person's Slack shows
	views    map[string]*view   // every open modal and Home by id
	files    map[string]*file

	botID    string
	scopes   []string // nil grants all
	revoked  bool
	retired  []string        // bot tokens of earlier installations
	tickets  map[string]bool // unused tickets of apps.connections.open
	triggers map[string]*trigger
	hooks    map[string]*hook // response_urls by their secret part

	mostTriggers, mostHooks int // from how many on it is worth looking for ended ones

	buckets map[string]*bucket
	blocked map[string]time.Time // "method\x00channel" → end of an asked-for 429

	reached    bool // a connection has been open once
	conns      []*conn
	turn       int // which connection the next envelope goes to
	deliveries map[delivery]int
	waiting    map[*envelope]bool // events between two attempts, late envelopes
	links      []*Connection      // every connection so far
	history    []*envelope
	calls      []Call
	inflight   int
	faults     []*activeFault
	streams    map[*stream]bool

	mux     *http.ServeMux
	running sync.WaitGroup // connection writers and page streams
}

// New builds the workspace. It does not listen yet: use Handler or Listen.
func New(cfg Config) *Workspace {
	cfg = cfg.withDefaults()
	w := &Workspace{
		cfg: cfg, log: cfg.Logger, scopes: cfg.Scopes,
		changed:    make(chan struct{}),
		people:     map[string]*User{},
		rooms:      map[string]*channel{},
		dms:        map[string]*channel{},
		clients:    map[string]*client{},
		views:      map[string]*view{},
		files:      map[string]*file{},
		tickets:    map[string]bool{},
		triggers:   map[string]*trigger{},
		hooks:      map[string]*hook{},
		buckets:    map[string]*bucket{},
		blocked:    map[string]time.Time{},
		deliveries: map[delivery]int{},
		waiting:    map[*envelope]bool{},
		streams:    map[*stream]bool{},
	}
	w.botID = w.nextID("B")
	w.newUser(User{ID: slackbot, Name: "slackbot", RealName: "Slackbot"})
	w.newUser(User{ID: cfg.BotUserID, Name: cfg.BotName, RealName: cfg.BotName, Bot: true})
	for _, u := range cfg.Users {
		w.newUser(u)
	}
	for _, c := range cfg.Channels {
		w.newChannel(c)
	}
	for _, g := range cfg.Groups {
		w.groups = append(w.groups, &g)
	}
	w.mux = w.routes()
	return w
}

// BotToken is the token that calls methods, xoxb-….
func (w *Workspace) BotToken() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cfg.BotToken
}

// AppToken is the token that opens connections, xapp-….
func (w *Workspace) AppToken() string { return w.cfg.AppToken }

// BotUserID is the user id of the app.
func (w *Workspace) BotUserID() string { return w.cfg.BotUserID }

// TeamID is the id of the workspace.
func (w *Workspace) TeamID() string { return w.cfg.TeamID }

// Now is the time on the workspace's clock.
func (w *Workspace) Now() time.Time { return w.cfg.Now() }

// touch wakes everybody who waits for a change. Call it with the lock held.
func (w *Workspace) touch() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// await returns when ready answers true. ready runs with the lock held, once
// at the start and again after each change of the workspace.
func (w *Workspace) await(ctx context.Context, what string, ready func() bool) error {
	for {
		w.mu.Lock()
		ok, changed := ready(), w.changed
		w.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		}
	}
}

// Drained returns when the app has nothing left to answer: no envelope waits
// for its acknowledgement (an event between two redeliveries does), and no
// call of a method, upload or response_url is in flight. What the app does on
// its own account after an acknowledgement is not visible here: wait for its
// outcome with AwaitDM and the like.
func (w *Workspace) Drained(ctx context.Context) error {
	return w.await(ctx, "the app to answer everything", func() bool {
		return len(w.deliveries) == 0 && len(w.waiting) == 0 && w.inflight == 0
	})
}

// granted reports whether the bot has the scope. An empty scope needs none.
func (w *Workspace) granted(scope string) bool {
	return scope == "" || w.scopes == nil || slices.Contains(w.scopes, scope)
}

// SetScopes replaces the granted scopes, as a reinstallation does. nil grants all.
func (w *Workspace) SetScopes(scopes ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.scopes = scopes
}

// Close cuts every connection and stops every timer. It returns when nothing
// of the workspace runs any more.
func (w *Workspace) Close() {
	w.mu.Lock()
	w.closed = true
	for _, c := range w.conns {
		c.cut()
	}
	for e := range w.waiting {
		w.settle(e, nil, errNoConnection)
		e.stop()
	}
	for d := range w.deliveries {
		w.settle(d.envelope, nil, errNoConnection)
		d.envelope.stop()
	}
	for s := range w.streams {
		s.stop()
	}
	w.mu.Unlock()
	w.running.Wait()
}
