package main

import (
	"strings"
	"testing"
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
}
