package service

import (
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

// Command prepares a foreground command in a process group of its own, so that
// cancelling ctx interrupts its children too (go test leaves them behind
// otherwise), and kills the group when it does not end in time.
func Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = ownGroup()
	cmd.Cancel = func() error { return signalGroup(cmd, syscall.SIGINT) }
	cmd.WaitDelay = graceful
	return cmd
}

// Run runs the command to its end and leaves nobody of its group behind.
func Run(cmd *exec.Cmd) error {
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

// Process is a server that runs beside its owner.
type Process struct {
	name   string
	cmd    *exec.Cmd
	end    syscall.Signal // what asks it to stop
	log    *tail
	exited chan struct{} // closed when it ended, by itself or not
	code   error         // how it ended, once exited is closed
}

// Start starts a server in a process group of its own; end is the signal that
// asks it to stop. It is not bound to a context, since it must outlive a
// cancelled run for as long as its users need to end; Stop ends it. Where the
// command has no output of its own, the last of it is kept for Words.
func Start(name string, end syscall.Signal, cmd *exec.Cmd) (*Process, error) {
	p := &Process{name: name, cmd: cmd, end: end, log: &tail{}, exited: make(chan struct{})}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = ownGroup()
	}
	if cmd.Stderr == nil {
		cmd.Stderr = p.log
	}
	if cmd.Stdout == nil {
		cmd.Stdout = p.log
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		p.code = cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// Ready waits until probe succeeds, the server ends, or the time is up.
func (p *Process) Ready(ctx context.Context, within time.Duration, probe func() error) error {
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

// Exited is closed when the server has ended.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Ended says whether the server is gone.
func (p *Process) Ended() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// Err is how a server ended: nil for well. It waits for the end.
func (p *Process) Err() error {
	<-p.exited
	return p.code
}

// PID is the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Words is the end of what the server printed, where its output is kept here.
func (p *Process) Words() string { return p.log.String() }

// Signal sends a signal to the server alone, for those who want it to hang or
// to die.
func (p *Process) Signal(s syscall.Signal) error {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("send %v to %s: %w", s, p.name, err)
	}
	return nil
}

// Stop ends the server and its children, and waits for it.
func (p *Process) Stop() error {
	if err := p.Signal(p.end); err != nil {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(graceful):
	}
	return p.Kill()
}

// Kill ends the server and its children as a power cut does, and waits for it.
func (p *Process) Kill() error {
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
