package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// graceful is how long a process may take to end before it is killed.
const graceful = 10 * time.Second

// command prepares a foreground command in a process group of its own, so that
// cancelling ctx interrupts its children too (go test leaves them behind
// otherwise), and kills the group when it does not end in time.
func (c *checker) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = c.root
	// What was compiled in one checkout then serves another, as in a release.
	cmd.Env = append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath"))
	cmd.SysProcAttr = ownGroup()
	cmd.Cancel = func() error { return signalGroup(cmd, syscall.SIGINT) }
	cmd.WaitDelay = graceful
	return cmd
}

// stream runs a command and passes its output on as it comes.
func (c *checker) stream(cmd *exec.Cmd) error {
	cmd.Stdout, cmd.Stderr = c.out, c.out
	return c.wait(cmd)
}

// output runs a command and returns what it printed; standard error is passed on.
func (c *checker) output(cmd *exec.Cmd) (string, error) {
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, c.out
	err := c.wait(cmd)
	return b.String(), err
}

// wait runs the command to its end and leaves nobody of its group behind.
func (c *checker) wait(cmd *exec.Cmd) error {
	err := cmd.Run()
	if cmd.Process != nil {
		// Nothing is left in the normal case, and then this fails with "no such process".
		_ = signalGroup(cmd, syscall.SIGKILL)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args[:min(3, len(cmd.Args))], " "), err)
	}
	return nil
}

// signalGroup sends a signal to a command and all its children.
func signalGroup(cmd *exec.Cmd, s syscall.Signal) error {
	if err := syscall.Kill(-cmd.Process.Pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("signal process group %d: %w", cmd.Process.Pid, err)
	}
	return nil
}

// process is a server that runs beside the tests.
type process struct {
	name   string
	cmd    *exec.Cmd
	end    syscall.Signal // what asks it to stop at once, without saving
	log    *tail
	exited chan struct{} // closed when it ended, by itself or not
}

// start starts a server. It is not bound to a context, since it must outlive a
// cancelled run for as long as the tests need to end; stop ends it.
func (c *checker) start(name string, end syscall.Signal, cmd *exec.Cmd) (*process, error) {
	p := &process{name: name, cmd: cmd, end: end, log: &tail{}, exited: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.log, p.log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	c.running = append(c.running, p)
	go func() {
		// How it ended is in its log; stop and ready report it.
		_ = cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// ready waits until probe succeeds, the server ends, or the time is up.
func (p *process) ready(ctx context.Context, within time.Duration, probe func() error) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := probe()
		if err == nil {
			return nil
		}
		select {
		case <-p.exited:
			return fmt.Errorf("%s ended at once: %s", p.name, p.log)
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w: %s", p.name, err, p.log)
		case <-tick.C:
		}
	}
}

// ended says whether the server is gone.
func (p *process) ended() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// stop ends the server and its children, and waits for it.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(p.end); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(graceful):
	}
	if err := signalGroup(p.cmd, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill %s: %w", p.name, err)
	}
	<-p.exited
	return nil
}

// tail keeps the end of what a server printed, for the case that it fails.
type tail struct {
	mu sync.Mutex
	b  []byte
}

var _ io.Writer = (*tail)(nil)

// tailSize holds a few dozen log lines.
const tailSize = 4096

// Write keeps the last tailSize bytes.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - tailSize; over > 0 {
		t.b = t.b[over:]
	}
	return len(p), nil
}

// String is what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.b))
}

// shared lets several goroutines write to one place: a command's standard
// output is read by one, its standard error by another.
type shared struct {
	mu sync.Mutex
	w  io.Writer
}

// Write passes p on, one call at a time.
func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.w.Write(p)
	if err != nil {
		return n, fmt.Errorf("print: %w", err)
	}
	return n, nil
}
