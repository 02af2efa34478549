package service

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

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRun(t *testing.T) {
	t.Parallel()

	t.Run("a cancelled command ends with its children", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		// The child reports itself through the pipe; only then is it cancelled.
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd := Command(ctx, "sh", "-c", "sleep 600 & echo $!; wait")
		cmd.Stdout = w
		done := make(chan error, 1)
		go func() { done <- Run(cmd) }()
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
	server := func(t *testing.T, body string) *Process {
		t.Helper()
		cmd := exec.Command("sh", "-c", body)
		p, err := Start("server", syscall.SIGTERM, cmd)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Stop() }) // it may have ended
		return p
	}

	t.Run("is ready when the probe says so", func(t *testing.T) {
		t.Parallel()
		mark := filepath.Join(t.TempDir(), "mark")
		p := server(t, "echo > "+mark+"; exec sleep 600")
		err := p.Ready(t.Context(), time.Minute, func() error {
			_, err := os.Stat(mark)
			return err
		})
		if err != nil {
			t.Errorf("got %v, want it ready", err)
		}
		if err := p.Stop(); err != nil || !p.Ended() {
			t.Errorf("got %v, want the server ended by Stop", err)
		}
	})

	t.Run("one that ends at once is told with its last words", func(t *testing.T) {
		t.Parallel()
		p := server(t, "echo no such folder >&2; exit 1")
		err := p.Ready(t.Context(), time.Minute, func() error { return errors.New("not yet") })
		if err == nil || !strings.Contains(err.Error(), "ended at once") || !strings.Contains(err.Error(), "no such folder") {
			t.Errorf("got %v, want its last words", err)
		}
	})

	t.Run("one that never answers is given up with the probe's reason", func(t *testing.T) {
		t.Parallel()
		p := server(t, "exec sleep 600")
		err := p.Ready(t.Context(), 50*time.Millisecond, func() error { return errors.New("still starting") })
		if err == nil || !strings.Contains(err.Error(), "still starting") {
			t.Errorf("got %v, want the probe's reason", err)
		}
	})

	t.Run("a program that is not there is told", func(t *testing.T) {
		t.Parallel()
		cmd := exec.Command(filepath.Join(t.TempDir(), "none"))
		if _, err := Start("server", syscall.SIGTERM, cmd); !errors.Is(err, os.ErrNotExist) {
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
