package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rapport/tools/service"
	"rapport/tools/town"
)

// The company that is served.
const (
	townPeople   = 2000
	townChannels = 20
)

// served is a town and the one Rapport that serves it, run as an operator runs
// it.
type served struct {
	binary, folder string
	database       string // its address
	pace           int    // posts a minute that Rapport is told
	town           *town.Town
	db             *sql.DB // for looking into the database
	address        string  // for probes
	process        *service.Process
}

// newServed builds the town, starts Rapport for the first time and brings the
// company in. What was started is in it also where a later step fails.
func newServed(ctx context.Context, s settings, folder, database string) (*served, error) {
	h := &served{binary: s.binary, folder: folder, database: database, pace: town.PostsPerMinute}
	var err error
	if h.town, err = town.New(ctx, townPeople, townChannels); err != nil {
		return h, err
	}
	driver, name := "pgx", database
	if path, found := strings.CutPrefix(database, "sqlite:"); found {
		driver, name = "sqlite", "file:"+filepath.ToSlash(path)+"?_busy_timeout=5000"
	}
	if h.db, err = sql.Open(driver, name); err != nil {
		return h, fmt.Errorf("look into the database: %w", err)
	}
	if _, err := h.start(ctx); err != nil {
		return h, err
	}
	return h, h.settle(ctx)
}

// serve starts Rapport on a database of its own beside the first.
func (g *ground) serve(ctx context.Context, s settings, name string) (*served, error) {
	database, err := g.newDatabase(ctx, name)
	if err != nil {
		return &served{}, err
	}
	return newServed(ctx, s, g.folder, database)
}

// start starts Rapport and tells after how long it was ready.
func (h *served) start(ctx context.Context) (time.Duration, error) {
	port, err := freePort(ctx)
	if err != nil {
		return 0, err
	}
	h.address = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	cmd := exec.Command(h.binary, "serve") //nolint:noctx // it ends by a signal
	cmd.Env = h.env()
	began := time.Now()
	if h.process, err = service.Start("rapport", syscall.SIGTERM, cmd); err != nil {
		return 0, err
	}
	err = h.ready(ctx)
	return time.Since(began), err
}

// ready waits until Rapport would serve a click.
func (h *served) ready(ctx context.Context) error {
	probing := time.NewTicker(2 * time.Millisecond)
	defer probing.Stop()
	for {
		if code, err := h.get(ctx, "/readyz"); err == nil && code == http.StatusOK {
			return nil
		}
		select {
		case <-probing.C:
		case <-h.process.Exited():
			return fmt.Errorf("rapport ended: %s", h.process.Words())
		case <-ctx.Done():
			return fmt.Errorf("wait until rapport is ready: %w: %s", ctx.Err(), h.process.Words())
		}
	}
}

// still lets Rapport hang while somebody else is measured on the same machine:
// it would go on delivering.
func (h *served) still(ctx context.Context, meanwhile func() error) error {
	if err := h.process.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	err := meanwhile()
	return errors.Join(err, h.process.Signal(syscall.SIGCONT), h.ready(ctx))
}

// env is what Rapport is told. The text is stored as it is, as in the statements
// that it is compared with.
func (h *served) env() []string {
	return []string{
		"SLACK_APP_TOKEN=" + h.town.AppToken(), "SLACK_BOT_TOKEN=" + h.town.BotToken(), "SLACK_API_URL=" + h.town.Server.APIURL,
		"RAPPORT_DATABASE_URL=" + h.database, "RAPPORT_KEY=none", "RAPPORT_DATA=" + h.folder, "RAPPORT_HTTP_ADDR=" + h.address,
		"RAPPORT_HR=" + town.Mail(0), "RAPPORT_SLACK_POSTS_PER_MINUTE=" + strconv.Itoa(h.pace),
		"RAPPORT_SLACK_CHANNEL_PER_SECOND=" + strconv.Itoa(town.ChannelPerSecond), "RAPPORT_LOG_LEVEL=warn",
	}
}

// get asks for a page of the local port.
func (h *served) get(ctx context.Context, path string) (code int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.address+path, nil)
	if err != nil {
		return 0, fmt.Errorf("ask %s: %w", path, err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("ask %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0, fmt.Errorf("read %s: %w", path, err)
	}
	return answer.StatusCode, nil
}

// settle waits until the directory was read, and puts people into areas and the
// policy in force, by the commands of the operator.
func (h *served) settle(ctx context.Context) error {
	if err := h.until(ctx, "the directory to be read", `SELECT count(*) - `+strconv.Itoa(townPeople)+` FROM people WHERE email LIKE '%@example.com'`); err != nil {
		return err
	}
	if err := h.operate(ctx, h.town.Roster(), "people", "import", "-", "--apply"); err != nil {
		return err
	}
	return h.operate(ctx, h.town.Policy(), "policy", "apply", "-")
}

// drained waits until no message is on its way that may go now.
func (h *served) drained(ctx context.Context) error {
	return h.until(ctx, "the messages to be sent", `SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending') AND hold_until IS NULL`)
}

// until waits for a query to give 0.
func (h *served) until(ctx context.Context, what, query string) error {
	within, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	looking := time.NewTicker(100 * time.Millisecond)
	defer looking.Stop()
	for {
		left := -1
		err := h.db.QueryRowContext(within, query).Scan(&left)
		if err == nil && left == 0 {
			return nil
		}
		select {
		case <-looking.C:
		case <-within.Done():
			return fmt.Errorf("wait for %s, at %d: %w", what, left, errors.Join(err, within.Err()))
		}
	}
}

// operate runs a command of the operator, with text piped in.
func (h *served) operate(ctx context.Context, text string, args ...string) error {
	cmd := service.Command(ctx, h.binary, args...)
	cmd.Env, cmd.Stdin = h.env(), strings.NewReader(text)
	words, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("rapport %s: %w: %s", strings.Join(args, " "), err, words)
	}
	return nil
}

// stop stops Rapport as an operator does.
func (h *served) stop() error {
	if h.process == nil || h.process.Ended() {
		return nil
	}
	if err := h.process.Stop(); err != nil {
		return err
	}
	if err := h.process.Err(); err != nil {
		return fmt.Errorf("stop rapport: %w: %s", err, h.process.Words())
	}
	return nil
}

func (h *served) close() error {
	faults := []error{h.stop()}
	if h.db != nil {
		faults = append(faults, h.db.Close())
	}
	if h.town != nil && h.town.Server != nil {
		faults = append(faults, h.town.Server.Close())
	}
	return errors.Join(faults...)
}

// freePort is a port of loopback that nobody has at the moment.
func freePort(ctx context.Context) (port int, err error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("find a free port: %v is none", l.Addr())
	}
	return address.Port, nil
}
