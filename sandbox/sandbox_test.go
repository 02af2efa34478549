package sandbox_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"

	"rapport/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testBundle is a workspace that listens, and an app that was written with
// slack-go, as any customer's would be.
type testBundle struct {
	w   *sandbox.Workspace
	api *slack.Client
	app *testApp
	url string
}

// testApp acknowledges everything, with what its handlers say.
type testApp struct {
	client *socketmode.Client

	mu          sync.Mutex
	command     func(slack.SlashCommand) any
	interaction func(slack.InteractionCallback) any
	silent      bool // acknowledges nothing
	seen        []socketmode.Event
}

func (a *testApp) onCommand(f func(slack.SlashCommand) any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.command = f
}

func (a *testApp) onInteraction(f func(slack.InteractionCallback) any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.interaction = f
}

func (a *testApp) setSilent(silent bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.silent = silent
}

// events counts what has arrived from Slack.
func (a *testApp) events(kind socketmode.EventType) []socketmode.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []socketmode.Event
	for _, e := range a.seen {
		if e.Type == kind {
			out = append(out, e)
		}
	}
	return out
}

func (a *testApp) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-a.client.Events:
			a.handle(ctx, e)
		}
	}
}

func (a *testApp) handle(ctx context.Context, e socketmode.Event) {
	a.mu.Lock()
	a.seen = append(a.seen, e)
	command, interaction, silent := a.command, a.interaction, a.silent
	a.mu.Unlock()
	if e.Request == nil || silent || e.Type == socketmode.EventTypeHello {
		return
	}
	var answer any
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		if command != nil {
			answer = command(data)
		}
	case slack.InteractionCallback:
		if interaction != nil {
			answer = interaction(data)
		}
	}
	_ = a.client.AckCtx(ctx, e.Request.EnvelopeID, answer)
}

// config is the workspace that most tests use.
func config() sandbox.Config {
	return sandbox.Config{
		TeamName: "Harbour", BotName: "rapport",
		Now: func() time.Time { return time.Date(2000, 1, 3, 9, 0, 0, 0, time.UTC) },
		Commands: []sandbox.Command{
			{Name: "/kudos", Description: "Thank a colleague", ShouldEscape: true},
			{Name: "/raw", Description: "Text as it was typed"},
		},
		Shortcuts: []sandbox.Shortcut{
			{CallbackID: "kudos_new", Name: "Give kudos", Type: "global"},
			{CallbackID: "kudos_msg", Name: "Thank for this", Type: "message"},
		},
		Users: []sandbox.User{
			{ID: "U0ADA", Name: "ada", RealName: "Ada Lovelace", Email: "ada@example.com", TZ: "Europe/London", Fields: map[string]string{"Xf0MANAGER": "U0GRACE"}},
			{ID: "U0GRACE", Name: "grace", RealName: "Grace Hopper", Email: "grace@example.com", TZ: "America/New_York", Locale: "de-DE"},
			{ID: "U0LIN", Name: "lin.wu", RealName: "Lin Wu", TZ: "Asia/Tokyo"},
			{ID: "U0GONE", Name: "gone", RealName: "Gone Person", Deleted: true},
			{ID: "U0OUT", Name: "out", RealName: "Out Sider", Stranger: true, TeamID: "T0OTHER"},
			{ID: "U0FAR", Name: "far", RealName: "Far Away", Stranger: true, TeamID: "T0OTHER"},
		},
		Channels: []sandbox.Channel{
			{ID: "C0GENERAL", Name: "general", Members: []string{"U0ADA", "U0GRACE", "U0LIN", "U0SANDBOXB"}},
			{ID: "C0THANKS", Name: "thanks", Members: []string{"U0ADA", "U0SANDBOXB"}},
			{ID: "C0ALONE", Name: "alone", Members: []string{"U0ADA", "U0OUT"}},
			{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{"U0ADA", "U0GRACE"}},
			{ID: "C0PEOPLE", Name: "people-team", Private: true, Members: []string{"U0GRACE", "U0SANDBOXB"}},
			{ID: "C0OLD", Name: "old", Archived: true, Members: []string{"U0ADA", "U0SANDBOXB"}},
			{ID: "C0SHARED", Name: "shared", External: true, Members: []string{"U0ADA", "U0OUT", "U0SANDBOXB"}},
		},
		Groups: []sandbox.Group{
			{ID: "S0CREW", Handle: "crew", Name: "Crew", Users: []string{"U0ADA", "U0GRACE"}},
			{ID: "S0PAST", Handle: "past", Name: "Past", Disabled: true},
		},
		ProfileFields: []sandbox.ProfileField{{ID: "Xf0MANAGER", Label: "Manager", Type: "user"}},
		RetryDelays:   []time.Duration{0, 0, 0},
		Logger:        slog.New(slog.DiscardHandler),
	}
}

// setup serves a workspace without an app.
func setup(t *testing.T, edit ...func(*sandbox.Config)) *testBundle {
	t.Helper()
	cfg := config()
	for _, f := range edit {
		f(&cfg)
	}
	w := sandbox.New(cfg)
	s, err := w.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the server: %v", err)
		}
	})
	api := slack.New(w.BotToken(), slack.OptionAppLevelToken(w.AppToken()), slack.OptionAPIURL(s.APIURL))
	return &testBundle{w: w, api: api, url: s.URL}
}

// setupApp serves a workspace and connects an app to it.
func setupApp(t *testing.T, edit ...func(*sandbox.Config)) *testBundle {
	t.Helper()
	b := setup(t, edit...)
	b.app = b.connect(t)
	return b
}

// connect starts an app and returns when its connection is open.
func (b *testBundle) connect(t *testing.T) *testApp {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	app := &testApp{client: socketmode.New(b.api)}
	before := b.w.Connections()
	var running sync.WaitGroup
	running.Go(func() { app.run(ctx) })
	running.Go(func() { _ = app.client.RunContext(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	if err := b.w.Connected(within(t), before+1); err != nil {
		t.Fatal(err)
	}
	return app
}

// within is a context that ends long before the test's own deadline, but not
// before a loaded machine had its chance.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// as is a value as what it has to be.
func as[T any](t *testing.T, v any) T {
	t.Helper()
	want, ok := v.(T)
	if !ok {
		t.Fatalf("got %v, a %T; want a %T", v, v, want)
	}
	return want
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
