// Command check is what `make test` runs: it formats, vets, builds and lints
// the module, starts a PostgreSQL and a Redis of its own in a temporary folder,
// runs every test with the race detector against them, and closes with a
// summary of what ran, how long it took, and what could not run.
//
// It is a program and not a shell script because it owns processes: whatever it
// starts ends with it, also after Ctrl-C, a failed step or a lost terminal.
//
// Usage:
//
//	check test            everything
//	check lint            the linter only, built on first use
//	check fuzz [DURATION] each fuzz target for that long (a minute by default)
//	check year            the demo company's year on both databases
//	check golden          rewrite the golden files of the packages that have some
//
// Environment:
//
//	RAPPORT_TEST_SKIP          names what may be missing: postgres, redis, browser, lint, race
//	RAPPORT_TEST_POSTGRES_URL  a PostgreSQL to use instead of an own one
//	RAPPORT_TEST_REDIS_URL     a Redis to use instead of an own one
//	RAPPORT_TEST_CHROMIUM      a Chromium to use instead of the one found
//
// The exit code is 0 when everything asked for ran and passed, 1 when not, and
// 2 when it was called wrongly.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Exit codes, the same as those of the rapport command.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

const usage = "usage: check test | lint | fuzz [DURATION] | year | golden"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	os.Exit(code)
}

// run is main without the process around it, so that tests can call it.
func run(ctx context.Context, args []string, getenv func(string) string, out io.Writer) int {
	c, err := newChecker(getenv, out)
	if err != nil {
		fmt.Fprintln(out, "check:", err)
		return exitUsage
	}
	defer c.close()

	switch {
	case len(args) == 1 && args[0] == "test":
		return c.test(ctx)
	case len(args) == 1 && args[0] == "lint":
		return c.finish(ctx, step{name: "lint", run: c.lint})
	case len(args) == 1 && args[0] == "year":
		return c.year(ctx)
	case len(args) == 1 && args[0] == "golden":
		return c.finish(ctx, step{name: "golden files", run: c.golden})
	case len(args) >= 1 && len(args) <= 2 && args[0] == "fuzz":
		return c.fuzzFor(ctx, args[1:])
	}
	fmt.Fprintln(out, usage)
	return exitUsage
}

// fuzzFor fuzzes each target for the duration in args, or for a minute.
func (c *checker) fuzzFor(ctx context.Context, args []string) int {
	each := time.Minute
	if len(args) == 1 {
		d, err := time.ParseDuration(args[0])
		if err != nil || d <= 0 {
			fmt.Fprintf(c.out, "check: %q is no duration such as 30s or 2m\n%s\n", args[0], usage)
			return exitUsage
		}
		each = d
	}
	return c.finish(ctx, step{name: "fuzz", run: func(ctx context.Context) (string, error) {
		return c.fuzz(ctx, each)
	}})
}
