package main

import (
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
)

// fleet is the replicas, and who starts them again, as a container platform
// does.
type fleet struct {
	binary, logs string
	env          []string
	mu           sync.Mutex
	ships        []*service.Process
	starts       int
	ending       bool
	badEnds      []string
	excuses      []string // what a replica may say and end, since it was done to it
	watching     sync.WaitGroup
}

// newFleet says how each replica is started. The workspace's text is stored as
// it is, so that the storm can look for what was said.
func newFleet(s settings, st *stage) *fleet {
	return &fleet{
		binary: s.binary, logs: s.folder, ships: make([]*service.Process, s.replicas),
		env: []string{
			"SLACK_APP_TOKEN=" + st.town.AppToken(), botTokenSetting + st.town.BotToken(),
			"SLACK_API_URL=" + st.town.server.APIURL, "RAPPORT_DATABASE_URL=" + st.postgres.URL(),
			"RAPPORT_REDIS_URL=" + st.redis.URL(), "RAPPORT_KEY=none", "RAPPORT_HTTP_ADDR=127.0.0.1:0",
			"RAPPORT_DATA=" + st.folder, "RAPPORT_LOG_FORMAT=json", "RAPPORT_HR=" + mail(0),
			"RAPPORT_SLACK_POSTS_PER_MINUTE=" + strconv.Itoa(postsPerMinute),
			"RAPPORT_SLACK_CHANNEL_PER_SECOND=" + strconv.Itoa(channelPerSecond),
			"GOMEMLIMIT=200MiB",
		},
	}
}

// start brings all replicas up; the first one alone, since it makes the tables.
func (f *fleet) start(ctx context.Context) error {
	for i := range f.ships {
		if err := f.launch(ctx, i); err != nil {
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
	cmd := exec.Command(f.binary, "serve")
	cmd.Env = slices.Clone(f.env)
	f.starts++
	var log *os.File
	if f.logs != "" {
		var err error
		if log, err = os.Create(filepath.Join(f.logs, fmt.Sprintf("replica-%d-%03d.log", i, f.starts))); err != nil {
			return fmt.Errorf("keep a log: %w", err)
		}
		cmd.Stderr = log
	}
	p, err := service.Start("rapport", syscall.SIGTERM, cmd)
	if err != nil {
		return err
	}
	f.ships[i] = p
	f.watching.Go(func() {
		code := p.Err()
		words := p.Words()
		if log != nil {
			_ = log.Close() // nobody writes to it any more
			text, _ := os.ReadFile(log.Name())
			words = string(text)
		}
		f.ended(ctx, i, words, code)
	})
	return nil
}

// ended notes how a replica ended, and starts it again.
func (f *fleet) ended(ctx context.Context, i int, words string, code error) {
	killed := false
	if exit, ok := errors.AsType[*exec.ExitError](code); ok {
		status, ok := exit.Sys().(syscall.WaitStatus)
		killed = ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	}
	if code != nil && !killed {
		f.mu.Lock()
		if !slices.ContainsFunc(f.excuses, func(excuse string) bool { return strings.Contains(lastLines(words), excuse) }) {
			f.badEnds = append(f.badEnds, fmt.Sprintf("%v %s", code, lastLines(words)))
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

// lastLines are the last two, which say what is wrong and how to mend it.
func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-2):], " ")
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
	for _, p := range ships {
		faults = append(faults, p.Signal(syscall.SIGTERM))
	}
	return errors.Join(faults...)
}

const botTokenSetting = "SLACK_BOT_TOKEN="

// ship is a replica as it runs now.
func (f *fleet) ship(i int) *service.Process {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ships[i]
}

// stop stops all by SIGTERM and tells how they ended, those before included.
func (f *fleet) stop() (starts int, badEnds []string) {
	f.mu.Lock()
	f.ending = true
	ships := append([]*service.Process(nil), f.ships...)
	f.mu.Unlock()
	for _, p := range ships {
		if err := p.Stop(); err != nil {
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
	for _, p := range f.ships {
		if p != nil && !p.Ended() {
			_ = p.Kill() // it may have ended meanwhile
		}
	}
	f.watching.Wait()
}

// operate runs a command of the operator, with text piped in.
func (f *fleet) operate(ctx context.Context, text string, args ...string) error {
	cmd := service.Command(ctx, f.binary, args...)
	cmd.Env, cmd.Stdin = f.env, strings.NewReader(text)
	words, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("rapport %s: %w: %s", strings.Join(args, " "), err, words)
	}
	return nil
}

// words is the end of what the first replica said, for a start that failed.
func (f *fleet) words() string { return f.ship(0).Words() }
