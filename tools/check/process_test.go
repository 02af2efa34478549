package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestChecker_Stream(t *testing.T) {
	t.Parallel()

	t.Run("passes on what a command prints, and names the one that fails", func(t *testing.T) {
		t.Parallel()
		c, out := newTest(t, nil)
		err := c.stream(c.command(t.Context(), "sh", "-c", "echo heard; echo too >&2; exit 3"))
		if err == nil || !strings.HasPrefix(err.Error(), "sh -c") || !strings.Contains(err.Error(), "exit status 3") {
			t.Errorf("got %v, want the command and its status", err)
		}
		if !strings.Contains(out.String(), "heard") || !strings.Contains(out.String(), "too") {
			t.Errorf("got %q, want both outputs", out)
		}
	})

	t.Run("a cancelled command ends with its children", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		// The child reports itself through the pipe; only then is it cancelled.
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd := c.command(ctx, "sh", "-c", "sleep 600 & echo $!; wait")
		cmd.Stdout = w
		done := make(chan error, 1)
		go func() { done <- c.wait(cmd) }()
		b := make([]byte, 32)
		n, err := r.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		child, err := strconv.Atoi(strings.TrimSpace(string(b[:n])))
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := <-done; err == nil {
			t.Error("got no error from a cancelled command")
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		// The pipe ends when nobody holds it any more: the child is gone.
		if _, err := r.Read(b); err == nil {
			t.Errorf("the child %d still holds its output", child)
		}
	})
}

func TestProcess(t *testing.T) {
	t.Parallel()
	server := func(t *testing.T, c *checker, body string) *process {
		t.Helper()
		cmd := exec.Command("sh", "-c", body)
		cmd.SysProcAttr = ownGroup()
		p, err := c.start("server", syscall.SIGTERM, cmd)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	t.Run("is ready when the probe says so", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		mark := filepath.Join(t.TempDir(), "mark")
		p := server(t, c, "echo > "+mark+"; exec sleep 600")
		err := p.ready(t.Context(), time.Minute, func() error {
			_, err := os.Stat(mark)
			return err
		})
		if err != nil {
			t.Errorf("got %v, want it ready", err)
		}
		c.close()
		if !p.ended() {
			t.Error("the server outlived close")
		}
	})

	t.Run("one that ends at once is told with its last words", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		p := server(t, c, "echo no such folder >&2; exit 1")
		err := p.ready(t.Context(), time.Minute, func() error { return errors.New("not yet") })
		if err == nil || !strings.Contains(err.Error(), "ended at once") || !strings.Contains(err.Error(), "no such folder") {
			t.Errorf("got %v, want its last words", err)
		}
	})

	t.Run("one that never answers is given up with the probe's reason", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		p := server(t, c, "exec sleep 600")
		err := p.ready(t.Context(), 50*time.Millisecond, func() error { return errors.New("still starting") })
		if err == nil || !strings.Contains(err.Error(), "still starting") {
			t.Errorf("got %v, want the probe's reason", err)
		}
	})

	t.Run("a program that is not there is told", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		cmd := exec.Command(filepath.Join(t.TempDir(), "none"))
		if _, err := c.start("server", syscall.SIGTERM, cmd); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v, want %v", err, os.ErrNotExist)
		}
	})
}

func TestTail(t *testing.T) {
	t.Parallel()
	var log tail
	for range 100 {
		if n, err := log.Write([]byte(strings.Repeat("x", 100))); n != 100 || err != nil {
			t.Fatalf("got %d, %v", n, err)
		}
	}
	if _, err := log.Write([]byte("the end\n")); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); len(got) > tailSize || !strings.HasSuffix(got, "the end") {
		t.Errorf("got %d bytes ending in %q, want at most %d ending in the last words", len(got), got[len(got)-10:], tailSize)
	}
}
