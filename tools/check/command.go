package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"

	"rapport/tools/service"
)

// command prepares a foreground command in the module's root, which ends with
// all its children when ctx ends.
func (c *checker) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := service.Command(ctx, name, args...)
	cmd.Dir = c.root
	// What was compiled in one checkout then serves another, as in a release.
	cmd.Env = append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath"))
	return cmd
}

// stream runs a command and passes its output on as it comes.
func (c *checker) stream(cmd *exec.Cmd) error {
	cmd.Stdout, cmd.Stderr = c.out, c.out
	return service.Run(cmd)
}

// output runs a command and returns what it printed; standard error is passed on.
func (c *checker) output(cmd *exec.Cmd) (string, error) {
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, c.out
	err := service.Run(cmd)
	return b.String(), err
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
