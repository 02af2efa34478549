package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rapport/tools/service"
)

// checker is one run: where the module is, what was asked to be left out, what
// was started, and what happened so far.
type checker struct {
	root    string
	goTool  string // the go command
	out     io.Writer
	getenv  func(string) string
	skipped map[string]bool // names from RAPPORT_TEST_SKIP
	dir     string          // temporary folder of this run, made on first use
	tools   map[string]string
	running []*service.Process
	testEnv []string // what the tests are told about the services
	linted  bool     // the linter ran, whatever it found
	report  report
}

// step is one line of the closing summary. run returns a short note for that
// line, such as a version or a count.
type step struct {
	name string
	run  func(ctx context.Context) (note string, err error)
}

// errMissing marks a step that could not run because something is not installed.
var errMissing = errors.New("not installed")

// errLeftOut marks a step that RAPPORT_TEST_SKIP asked to leave out.
var errLeftOut = errors.New("left out by RAPPORT_TEST_SKIP")

// newChecker reads the environment. It fails on a name in RAPPORT_TEST_SKIP
// that it does not know, since a typing error there would otherwise be found
// only after minutes, and outside of a Go module.
func newChecker(getenv func(string) string, out io.Writer) (*checker, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	skipped, err := parseSkip(getenv("RAPPORT_TEST_SKIP"))
	if err != nil {
		return nil, err
	}
	return &checker{
		root: root, goTool: "go", out: &shared{w: out}, getenv: getenv, skipped: skipped, tools: map[string]string{},
		report: report{started: time.Now()},
	}, nil
}

// skippable are the names that RAPPORT_TEST_SKIP may hold.
var skippable = []string{"postgres", "redis", "browser", "lint", "race"}

// parseSkip reads the comma-separated list of RAPPORT_TEST_SKIP.
func parseSkip(list string) (map[string]bool, error) {
	skipped := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case name == "":
		case slices.Contains(skippable, name):
			skipped[name] = true
		default:
			return nil, fmt.Errorf("RAPPORT_TEST_SKIP names %q; it may name %s", name, strings.Join(skippable, ", "))
		}
	}
	return skipped, nil
}

// moduleRoot is the nearest folder, from here upwards, that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find the module: no go.mod here or above")
		}
		dir = parent
	}
}

// test runs everything. What the machine lacks is installed or named before
// the first slow step; a module that does not build ends the run there, since
// every later step would repeat the same errors.
func (c *checker) test(ctx context.Context) int {
	c.do(ctx, step{"tools", c.prepare})
	c.do(ctx, step{"format", c.format})
	c.do(ctx, step{"modules", c.modules})
	builds := c.do(ctx, step{"build", c.build})
	later := []step{
		{"lint", c.lint}, {"vet", c.vet}, {"postgres", c.startPostgres}, {"redis", c.startRedis}, {"browser", c.findBrowser}, {"tests", c.tests},
	}
	for _, s := range later {
		if builds || s.name == "lint" {
			c.do(ctx, s)
			continue
		}
		c.report.add(line{name: s.name, outcome: notRun, note: "the module does not build"})
	}
	c.close()
	return c.conclude()
}

// finish runs one step alone and prints its summary.
func (c *checker) finish(ctx context.Context, s step) int {
	c.do(ctx, s)
	c.close()
	return c.conclude()
}

// do runs a step under a heading, notes the outcome, and says whether it passed.
func (c *checker) do(ctx context.Context, s step) bool {
	if ctx.Err() != nil {
		c.report.add(line{name: s.name, outcome: notRun, note: "interrupted"})
		return false
	}
	fmt.Fprintf(c.out, "== %s\n", s.name)
	start := time.Now()
	note, err := s.run(ctx)
	l := line{name: s.name, outcome: passed, took: time.Since(start), note: note}
	switch {
	case errors.Is(err, errLeftOut):
		l.outcome, l.note = leftOut, errLeftOut.Error()
	case errors.Is(err, errMissing):
		l.outcome, l.note = missing, err.Error()
	case err != nil && ctx.Err() != nil:
		l.outcome, l.note = failed, "interrupted"
	case err != nil:
		l.outcome, l.note = failed, err.Error()
	}
	if err != nil {
		fmt.Fprintf(c.out, "%s: %s\n", s.name, l.note)
	}
	c.report.add(l)
	return err == nil
}

// conclude prints the summary and turns it into the exit code.
func (c *checker) conclude() int {
	c.report.print(c.out, time.Since(c.report.started))
	if c.report.bad() {
		return exitFailed
	}
	return exitOK
}

// close stops what this run started, the last one first, and removes its
// folder. It may be called more than once.
func (c *checker) close() {
	for _, p := range slices.Backward(c.running) {
		if err := p.Stop(); err != nil {
			fmt.Fprintf(c.out, "check: %v\n", err)
		}
	}
	c.running = nil
	if c.dir != "" {
		if err := os.RemoveAll(c.dir); err != nil {
			fmt.Fprintf(c.out, "check: %v\n", err)
		}
		c.dir = ""
	}
}

// tempDir makes the folder of this run.
func (c *checker) tempDir() (string, error) {
	if c.dir != "" {
		return c.dir, nil
	}
	dir, err := service.Folder("rapport-check-")
	if err != nil {
		return "", fmt.Errorf("make the folder of this run: %w", err)
	}
	c.dir = dir
	return dir, nil
}
