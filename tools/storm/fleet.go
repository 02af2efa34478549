package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"rapport/tools/service"
	"rapport/tools/town"
)

// fleet is the replicas, and who starts them again, as a container platform
// does.
type fleet struct {
	binary   string // of this release
	before   string // of the release before; empty where it has no part
	logs     string // the folder in which the replicas' logs are kept
	env      []string
	mu       sync.Mutex
	runs     []string // the binary of each replica
	ships    []ship
	starts   int
	ending   bool
	badEnds  []string
	refusals []string // what the release before said to a database of this one
	excuses  []string // what a replica may say and end, since it was done to it
	watching sync.WaitGroup
}

// ship is a replica as it runs now.
type ship struct {
	process *service.Process
	log     string // the file
}

// newFleet says how each replica is started. The workspace's text is stored as
// it is, so that the storm can look for what was said.
func newFleet(s settings, st *stage) *fleet {
	f := &fleet{
		binary: s.binary, logs: cmp.Or(s.folder, st.folder), ships: make([]ship, s.replicas), runs: make([]string, s.replicas),
		env: []string{
			"SLACK_APP_TOKEN=" + st.town.AppToken(), botTokenSetting + st.town.BotToken(),
			"SLACK_API_URL=" + st.town.Server.APIURL, "RAPPORT_DATABASE_URL=" + st.postgres.URL(),
			"RAPPORT_REDIS_URL=" + st.redis.URL(), "RAPPORT_KEY=none", "RAPPORT_HTTP_ADDR=127.0.0.1:0",
			"RAPPORT_LEDGER_KEY=" + strings.Repeat("5e", 32),
			"RAPPORT_DATA=" + st.folder, "RAPPORT_LOG_FORMAT=json", "RAPPORT_HR=" + town.Mail(0),
			"RAPPORT_SLACK_POSTS_PER_MINUTE=" + strconv.Itoa(town.PostsPerMinute),
			"RAPPORT_SLACK_CHANNEL_PER_SECOND=" + strconv.Itoa(town.ChannelPerSecond),
			"GOMEMLIMIT=200MiB",
		},
	}
	if st.precursor != nil {
		f.before = st.precursor.binary
	}
	for i := range f.runs {
		f.runs[i] = cmp.Or(f.before, f.binary)
	}
	return f
}

// start brings all replicas up; the first one alone, since it makes the tables.
func (f *fleet) start(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, arriveWithin)
	defer cancel()
	for i := range f.ships {
		if err := f.launch(ctx, i); err != nil {
			return err
		}
		if err := f.ready(within, i); err != nil {
			return err
		}
	}
	return nil
}

// launch starts a replica, and again whenever it ends without being told to.
func (f *fleet) launch(ctx context.Context, i int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ending {
		return nil
	}
	//nolint:noctx // it ends by a signal
	cmd := exec.Command(f.runs[i], "serve")
	cmd.Env = slices.Clone(f.env)
	f.starts++
	name := filepath.Join(f.logs, fmt.Sprintf("replica-%d-%03d.log", i, f.starts))
	log, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("keep a log: %w", err)
	}
	cmd.Stderr = log
	p, err := service.Start("rapport", syscall.SIGTERM, cmd)
	if err := errors.Join(err, log.Close()); err != nil { // the replica has a handle of its own
		return err
	}
	f.ships[i] = ship{p, name}
	f.watching.Go(func() { f.ended(ctx, i, p.Err()) })
	return nil
}

// ended notes how a replica ended, and starts it again.
func (f *fleet) ended(ctx context.Context, i int, code error) {
	killed := false
	if exit, ok := errors.AsType[*exec.ExitError](code); ok {
		status, ok := exit.Sys().(syscall.WaitStatus)
		killed = ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	}
	if last := f.ship(i).lastWords(); code != nil && !killed && !f.refused(i, last) {
		f.mu.Lock()
		if !slices.ContainsFunc(f.excuses, func(excuse string) bool { return strings.Contains(last, excuse) }) {
			f.badEnds = append(f.badEnds, fmt.Sprintf("%v %s", code, last))
		}
		f.mu.Unlock()
		if pause(ctx, time.Second) != nil { // a platform waits a little before it tries again
			return
		}
	}
	if err := f.launch(ctx, i); err != nil {
		f.mu.Lock()
		f.badEnds = append(f.badEnds, err.Error())
		f.mu.Unlock()
	}
}

// lastWords are the last two lines of the log: what ended a replica, and what
// the operator is told to do about it.
func (s ship) lastWords() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-2):], " / ")
}

// excuse lets replicas end with these words from now on.
func (f *fleet) excuse(words string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.excuses = append(f.excuses, words)
}

// installed hands the replicas the token of a new installation, as an operator
// does: each is stopped and started again.
func (f *fleet) installed(token string) error {
	f.mu.Lock()
	for i, setting := range f.env {
		if strings.HasPrefix(setting, botTokenSetting) {
			f.env[i] = botTokenSetting + token
		}
	}
	ships := slices.Clone(f.ships)
	f.mu.Unlock()
	var faults []error
	for _, s := range ships {
		faults = append(faults, s.process.Signal(syscall.SIGTERM))
	}
	return errors.Join(faults...)
}

const botTokenSetting = "SLACK_BOT_TOKEN="

// ship is a replica as it runs now.
func (f *fleet) ship(i int) ship {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ships[i]
}

// stop stops all by SIGTERM and tells how they ended, those before included.
func (f *fleet) stop() (starts int, badEnds []string) {
	f.mu.Lock()
	f.ending = true
	ships := append([]ship(nil), f.ships...)
	f.mu.Unlock()
	for _, s := range ships {
		if err := s.process.Stop(); err != nil {
			f.badEnds = append(f.badEnds, err.Error())
		}
	}
	f.watching.Wait()
	return f.starts, f.badEnds
}

// end makes sure that nobody is left.
func (f *fleet) end() {
	f.mu.Lock()
	f.ending = true
	f.mu.Unlock()
	for _, s := range f.ships {
		if s.process != nil && !s.process.Ended() {
			_ = s.process.Kill() // it may have ended meanwhile
		}
	}
	f.watching.Wait()
}

// operate runs a command of the operator, with text piped in: by the program
// that the first replica runs, since a newer one wants the database migrated.
func (f *fleet) operate(ctx context.Context, text string, args ...string) error {
	f.mu.Lock()
	binary, env := f.runs[0], slices.Clone(f.env)
	f.mu.Unlock()
	cmd := service.Command(ctx, binary, args...)
	cmd.Env, cmd.Stdin = env, strings.NewReader(text)
	words, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("rapport %s: %w: %s", strings.Join(args, " "), err, words)
	}
	return nil
}

// words is the end of what the first replica said, for a start that failed.
func (f *fleet) words() string { return f.ship(0).lastWords() }
