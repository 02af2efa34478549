package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rapport/sandbox"
)

// asCommand makes the test binary behave as the program, so that serve runs in
// a process of its own without building it once more: as a build from a work
// tree, or as the release that the variable names.
const asCommand = "TEST_BINARY_IS_RAPPORT"

func TestMain(m *testing.M) {
	if as := os.Getenv(asCommand); as != "" {
		if as != "1" {
			release = as
		}
		main()
		return
	}
	goleak.VerifyTestMain(m)
}

// workspace is a sandbox that listens.
func workspace(t *testing.T, edit ...func(*sandbox.Config)) (*sandbox.Workspace, *sandbox.Server) {
	t.Helper()
	var scopes []string
	for _, s := range neededScopes() {
		scopes = append(scopes, s.Name)
	}
	config := sandbox.Config{
		TeamID: "T0HARBOUR", Scopes: scopes, Logger: slog.New(slog.DiscardHandler),
		Commands: []sandbox.Command{{Name: "/kudos", Description: "Thank somebody", ShouldEscape: true}},
		Users: []sandbox.User{
			{ID: "U0ADA", Name: "ada", RealName: "Ada Lovelace", Email: "ada@example.com", TZ: "Europe/London"},
			{ID: "U0GRACE", Name: "grace", RealName: "Grace Hopper", Email: "grace@example.com", TZ: "America/New_York"},
		},
		Channels: []sandbox.Channel{{ID: "C0GENERAL", Name: "general", Members: []string{"U0ADA", "U0GRACE", "U0SANDBOXB"}}},
	}
	for _, f := range edit {
		f(&config)
	}
	w := sandbox.New(config)
	server, err := w.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return w, server
}

// serveSettings is the environment for serving a workspace with data in a folder.
func serveSettings(w *sandbox.Workspace, server *sandbox.Server, folder string) []string {
	return []string{
		envAppToken + "=" + w.AppToken(), envBotToken + "=" + w.BotToken(), envAPIURL + "=" + server.APIURL,
		envData + "=" + folder, envHTTP + "=127.0.0.1:0", envLogFormat + "=json",
	}
}

// process is a serve in a process of its own.
type process struct {
	t       *testing.T
	cmd     *exec.Cmd
	address chan string // of health, once
	drained chan struct{}
}

// startServe starts the program with these settings and nothing else.
func startServe(t *testing.T, env []string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.CommandContext(t.Context(), os.Args[0], "serve"), address: make(chan string, 1), drained: make(chan struct{})}
	p.cmd.Env = append([]string{asCommand + "=1"}, env...)
	log, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.read(log)
	return p
}

// read looks for the address in the log and keeps the log flowing.
func (p *process) read(log io.Reader) {
	defer close(p.drained)
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Address != "" {
			select {
			case p.address <- line.Address:
			default: // it is known
			}
		}
	}
}

// stop sends SIGTERM and waits for a good end.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	<-p.drained
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("serve ended with %v", err)
	}
}

// get asks health.
func (p *process) get(address, path string) (int, string) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// within is long enough for a loaded machine.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// mentions matches messages with these words.
func mentions(words string) func(*sandbox.Message) bool {
	return func(m *sandbox.Message) bool { return strings.Contains(m.Text(), words) }
}

func TestServe_Process(t *testing.T) {
	t.Parallel()
	w, server := workspace(t)
	env := serveSettings(w, server, t.TempDir())
	p := startServe(t, env)
	if err := w.Connected(within(t), 2); err != nil {
		t.Fatal(err)
	}

	var given thanks
	given.confirm(t, w, 1, "the release notes")
	given.arrive(t, w)
	address := <-p.address
	code, text := p.get(address, "/readyz")
	for range 20 { // the database may be asked in vain on a busy machine
		if code == http.StatusOK {
			break
		}
		code, text = p.get(address, "/readyz")
	}
	if code != http.StatusOK || !strings.Contains(text, "socket: ok") {
		t.Errorf("readiness %d:\n%s", code, text)
	}
	// The counter rises after Slack has answered, a moment after the message is
	// there.
	for range 1000 {
		if _, text = p.get(address, "/metrics"); strings.Contains(text, `name="courier_age"`) {
			break
		}
	}
	for _, part := range []string{`name="courier.post"`, `rapport_slack_call_seconds_count{method="chat.postMessage",status="200"}`, "rapport_outbox_messages",
		`rapport_seconds_count{label="slash_commands",name="socket_answer"}`, `rapport_seconds_count{label="kudos.received",name="courier_age"}`} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not among the metrics", part)
		}
	}
	if strings.Contains(text, "Grace") || strings.Contains(text, "U0GRACE") {
		t.Error("a person is named in the metrics")
	}

	// What is under way at SIGTERM is finished then, or found at the next start.
	w.Fault(sandbox.Fault{Kind: sandbox.Slow, Method: "chat.postMessage", Delay: 500 * time.Millisecond, Times: 1})
	given.confirm(t, w, 1, "staying late")
	p.stop()
	again := startServe(t, env)
	<-again.address // before that it does not listen to signals
	given.arrive(t, w)
	again.stop()
	given.arrive(t, w) // and none a second time while it ended
}

func TestServe_Refuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		env  func(w *sandbox.Workspace, server *sandbox.Server, folder string) []string
		edit func(*sandbox.Config)
		code int
		want []string
	}{
		{
			"without tokens",
			func(*sandbox.Workspace, *sandbox.Server, string) []string { return nil },
			nil, exitUsage, []string{"SLACK_APP_TOKEN: it is not set", "SLACK_BOT_TOKEN: it is not set", "Fix:"},
		},
		{
			"a token that Slack does not know",
			func(w *sandbox.Workspace, s *sandbox.Server, folder string) []string {
				return append(serveSettings(w, s, folder), envBotToken+"=xoxb-wrong")
			},
			nil, exitFailed, []string{"slack refuses SLACK_BOT_TOKEN (invalid_auth)", "Fix: Copy the token again"},
		},
		{
			"a scope that is missing", serveSettings,
			func(c *sandbox.Config) { c.Scopes = []string{"commands", "chat:write", "im:write"} },
			exitFailed, []string{"the app lacks scopes", "users:read.email", "manifest.yaml"},
		},
		{
			"a Slack that is not there",
			func(w *sandbox.Workspace, s *sandbox.Server, folder string) []string {
				return append(serveSettings(w, s, folder), envAPIURL+"=http://127.0.0.1:1/api/")
			},
			nil, exitFailed, []string{"reach slack", "Fix: Let this machine connect"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			edit := test.edit
			if edit == nil {
				edit = func(*sandbox.Config) {}
			}
			w, server := workspace(t, edit)
			got := runIn(t, test.env(w, server, t.TempDir()), "serve")
			if got.code != test.code {
				t.Errorf("code %d, want %d", got.code, test.code)
			}
			for _, part := range test.want {
				if !strings.Contains(got.err, part) {
					t.Errorf("%q is missing in:\n%s", part, got.err)
				}
			}
		})
	}
}

// Whoever stops it while it still waits for Slack gets what was asked for.
func TestServe_StoppedBeforeItServed(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the other side went away
		stop()                             // the signal comes while the answer is waited for
		<-r.Context().Done()
	}))
	defer silent.Close()
	w, server := workspace(t, func(*sandbox.Config) {})
	var said bytes.Buffer
	env := append(serveSettings(w, server, t.TempDir()), envAPIURL+"="+silent.URL+"/api/")
	if err := serve(ctx, shell{env: env, out: io.Discard, err: &said}); err != nil {
		t.Errorf("it failed: %v", err)
	}
	if !strings.Contains(said.String(), "stopped before it served") {
		t.Errorf("it says:\n%s", said.String())
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()

	t.Run("a good installation is told so, and nothing is made", func(t *testing.T) {
		t.Parallel()
		w, server := workspace(t)
		folder := t.TempDir()
		got := runIn(t, serveSettings(w, server, folder), "doctor")
		if got.code != exitDone || strings.Contains(got.out, "FAIL") {
			t.Errorf("got %+v", got)
		}
		for _, part := range []string{"socket mode", "bot token", "scopes", "clock", "database"} {
			if !strings.Contains(got.out, "ok    "+part) {
				t.Errorf("%s is not said to be well:\n%s", part, got.out)
			}
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != 0 {
			t.Errorf("doctor left %v, %v", entries, err)
		}
	})

	t.Run("everything that is wrong is told at once", func(t *testing.T) {
		t.Parallel()
		w, server := workspace(t, func(c *sandbox.Config) { c.Scopes = []string{"commands", "chat:write"} })
		env := append(serveSettings(w, server, t.TempDir()), envAppToken+"=xapp-wrong", envRedis+"=redis://127.0.0.1:1")
		got := runIn(t, env, "doctor")
		if got.code != exitFailed {
			t.Errorf("code %d", got.code)
		}
		for _, part := range []string{"FAIL  socket mode", "FAIL  scope im:write", "warn  scope files:write", "warn  redis", "Fix:"} {
			if !strings.Contains(got.out, part) {
				t.Errorf("%q is missing in:\n%s", part, got.out)
			}
		}
	})

	t.Run("nobody who serves is not ready", func(t *testing.T) {
		t.Parallel()
		got := runIn(t, []string{envHTTP + "=127.0.0.1:1"}, "doctor", "--ready")
		if got.code != exitFailed || !strings.Contains(got.err, "no rapport answers") {
			t.Errorf("got %+v", got)
		}
	})
}
