package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newTest is a checker on an empty module, with the environment given in pairs.
func newTest(t *testing.T, env map[string]string) (*checker, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	skipped, err := parseSkip(env["RAPPORT_TEST_SKIP"])
	if err != nil {
		t.Fatal(err)
	}
	c := &checker{
		root: t.TempDir(), goTool: "go", out: &shared{w: &out}, getenv: func(k string) string { return env[k] },
		skipped: skipped, tools: map[string]string{}, report: report{started: time.Now()},
	}
	t.Cleanup(c.close)
	return c, &out
}

// script writes a program for a test and returns its path.
func script(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	// A process that another test forks meanwhile would hold the file open for
	// writing until it runs, and so long the script could not be run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestParseSkip(t *testing.T) {
	t.Parallel()

	t.Run("reads names with spaces and capitals", func(t *testing.T) {
		t.Parallel()
		got, err := parseSkip(" Postgres,, lint ")
		if err != nil {
			t.Fatal(err)
		}
		if !got["postgres"] || !got["lint"] || len(got) != 2 {
			t.Errorf("got %v, want postgres and lint", got)
		}
	})

	t.Run("refuses a name that it does not know, and says which it knows", func(t *testing.T) {
		t.Parallel()
		_, err := parseSkip("postgres,sqlite")
		if err == nil || !strings.Contains(err.Error(), `"sqlite"`) || !strings.Contains(err.Error(), "redis") {
			t.Errorf("got %v, want the unknown name and the known ones", err)
		}
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		env  map[string]string
		want string
	}{
		{"no command", nil, nil, usage},
		{"an unknown command", []string{"tset"}, nil, usage},
		{"too many words", []string{"test", "./..."}, nil, usage},
		{"a fuzz time that is none", []string{"fuzz", "soon"}, nil, `"soon" is no duration`},
		{"a fuzz time below zero", []string{"fuzz", "-1s"}, nil, `"-1s" is no duration`},
		{"a wrong skip list", []string{"test"}, map[string]string{"RAPPORT_TEST_SKIP": "pg"}, `"pg"`},
	} {
		t.Run(tt.name+" is a wrong call", func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			code := run(t.Context(), tt.args, func(k string) string { return tt.env[k] }, &out)
			if code != exitUsage {
				t.Errorf("got exit code %d, want %d", code, exitUsage)
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("got %q, want %q in it", out.String(), tt.want)
			}
		})
	}
}

func TestChecker_Finish(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		err  error
		code int
		want string
	}{
		{"a step that passes", nil, exitOK, "ok"},
		{"a step that finds something", errors.New("two files are not formatted"), exitFailed, "FAILED"},
		{"a step that could not run", errMissing, exitFailed, "COULD NOT RUN"},
		{"a step left out by name", errLeftOut, exitOK, "left out"},
	} {
		t.Run(tt.name+" decides the exit code and stands in the summary", func(t *testing.T) {
			t.Parallel()
			c, out := newTest(t, nil)
			code := c.finish(t.Context(), step{name: "thing", run: func(context.Context) (string, error) { return "", tt.err }})
			if code != tt.code {
				t.Errorf("got exit code %d, want %d", code, tt.code)
			}
			_, summary, _ := strings.Cut(out.String(), "== summary")
			if !strings.Contains(summary, "thing") || !strings.Contains(summary, tt.want) {
				t.Errorf("got summary %q, want %q in it", summary, tt.want)
			}
		})
	}

	t.Run("an interrupted run names what was not reached and fails", func(t *testing.T) {
		t.Parallel()
		c, out := newTest(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		code := c.finish(ctx, step{name: "thing", run: func(context.Context) (string, error) {
			t.Error("the step ran")
			return "", nil
		}})
		if code != exitFailed || !strings.Contains(out.String(), "NOT RUN") {
			t.Errorf("got exit code %d and %q, want %d and the step named", code, out, exitFailed)
		}
	})
}

func TestChecker_Close(t *testing.T) {
	t.Parallel()
	c, _ := newTest(t, nil)
	dir, err := c.tempDir()
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.tempDir()
	if err != nil || again != dir {
		t.Errorf("got %q, %v, want the same folder %q", again, err, dir)
	}
	c.close()
	c.close()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want the temporary folder gone", err)
	}
}
