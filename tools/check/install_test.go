package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestChecker_Use(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, map[string]string{"RAPPORT_TEST_SKIP": "redis"})
	c.tools["postgres"] = "/somewhere"
	for _, tt := range []struct {
		name, path string
		err        error
	}{
		{"postgres", "/somewhere", nil},
		{"redis", "", errLeftOut},
		{"browser", "", errMissing},
	} {
		if path, err := c.use(tt.name); path != tt.path || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %q, %v, want %q, %v", tt.name, path, err, tt.path, tt.err)
		}
	}
}

func TestChecker_Locate(t *testing.T) {
	t.Parallel()

	t.Run("does not look for what is given or left out", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, map[string]string{
			"RAPPORT_TEST_SKIP": "browser", "RAPPORT_TEST_POSTGRES_URL": "postgres://x", "RAPPORT_TEST_REDIS_URL": "redis://x",
			"CC": script(t, t.TempDir(), "mycc", "exit 0"),
		})
		if lacking := c.locate(); len(lacking) > 0 {
			t.Errorf("got %v lacking, want none", lacking)
		}
		if found := c.found(); len(found) != 1 || filepath.Base(found[0]) != "mycc" {
			t.Errorf("got %v, want the compiler alone", found)
		}
	})
}

func TestHowTo(t *testing.T) {
	t.Parallel()
	got := howTo([]string{"postgres", "browser"}, []string{"postgresql", "chromium"})
	if !strings.Contains(got, "postgresql chromium") || !strings.HasSuffix(got, "RAPPORT_TEST_SKIP=postgres,browser") {
		t.Errorf("got %q, want the packages and how to do without", got)
	}
}

func TestChecker_Lint(t *testing.T) {
	t.Parallel()

	t.Run("builds the linter once, at its version, into a folder of its own", func(t *testing.T) {
		t.Parallel()
		c, out := newTest(t, nil)
		// This go command "builds" a linter that says how it was called.
		c.goTool = script(t, t.TempDir(), "go", `[ "$1" = install ] || exit 9
case "$*" in *golangci-lint@`+lintVersion+`) ;; *) exit 8;; esac
mkdir -p "$GOBIN"; printf '#!/bin/sh\necho called with $*\n' > "$GOBIN/golangci-lint"; chmod +x "$GOBIN/golangci-lint"`)
		for range 2 {
			note, err := c.lint(t.Context())
			if err != nil || note != lintVersion {
				t.Fatalf("got %q, %v and %s", note, err, out)
			}
		}
		if n := strings.Count(out.String(), "building golangci-lint"); n != 1 {
			t.Errorf("got %d builds, want 1", n)
		}
		if n := strings.Count(out.String(), "called with run ./..."); n != 2 {
			t.Errorf("got %d runs in %q, want 2", n, out)
		}
	})

	t.Run("a linter that cannot be built could not run, which is no finding", func(t *testing.T) {
		t.Parallel()
		c, out := newTest(t, nil)
		c.goTool = script(t, t.TempDir(), "go", "echo no network >&2; exit 1")
		if _, err := c.lint(t.Context()); !errors.Is(err, errMissing) || !strings.Contains(out.String(), "no network") {
			t.Errorf("got %v and %q, want %v and the reason", err, out, errMissing)
		}
	})

	t.Run("is left out by name", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, map[string]string{"RAPPORT_TEST_SKIP": "lint"})
		if _, err := c.lint(t.Context()); !errors.Is(err, errLeftOut) {
			t.Errorf("got %v, want %v", err, errLeftOut)
		}
	})
}
