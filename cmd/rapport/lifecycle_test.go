package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
)

// diary notes what happened, in order.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) note(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

// worker is a part that says when it runs and when it has ended.
func (d *diary) worker(name string, up *sync.WaitGroup) part {
	up.Add(1)
	return part{name, func(ctx context.Context) error {
		up.Done()
		<-ctx.Done()
		d.note(name)
		return nil
	}}
}

func TestRunParts(t *testing.T) {
	t.Parallel()
	quiet := slog.New(slog.DiscardHandler)

	t.Run("parts end one after the other, the last one first", func(t *testing.T) {
		t.Parallel()
		var d diary
		var up sync.WaitGroup
		parts := []part{d.worker("health", &up), d.worker("courier", &up), d.worker("bot", &up), d.worker("socket", &up)}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- runParts(ctx, parts, quiet) }()
		up.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if want := []string{"socket", "bot", "courier", "health"}; !slices.Equal(d.lines, want) {
			t.Errorf("ended as %v, want %v", d.lines, want)
		}
	})

	t.Run("a part that fails stops the others and is named", func(t *testing.T) {
		t.Parallel()
		var d diary
		var up sync.WaitGroup
		broken := errors.New("token revoked")
		parts := []part{d.worker("courier", &up), {"socket", func(context.Context) error { return broken }}}
		err := runParts(t.Context(), parts, quiet)
		if !errors.Is(err, broken) || err.Error() != "socket: token revoked" {
			t.Errorf("got %v", err)
		}
		if !slices.Equal(d.lines, []string{"courier"}) {
			t.Errorf("ended %v", d.lines)
		}
	})
}
