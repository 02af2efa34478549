// Command bench measures Rapport against what the same machine can do at best,
// side by side in one run, and prints ratios: absolute figures say more about
// the machine than about the program.
//
// Usage:
//
//	bench [-rounds N] [-round DURATION] [-write FILE]
//
// The exit code is 0 when every figure was reached, 1 when not, 2 when it was
// called wrongly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Exit codes, the same as those of the rapport command.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:], os.Stdout)
	stop()
	os.Exit(code)
}

// settings are how long it measures.
type settings struct {
	rounds int
	round  time.Duration // of each side
	write  string        // the page to write; none where empty
}

// figure is one row of the table.
type figure struct {
	what    string
	reached float64
	least   float64
	detail  string
}

// kept tells whether the figure is reached.
func (f figure) kept() bool { return f.reached >= f.least }

// run is main without the process around it, so that tests can call it.
func run(ctx context.Context, args []string, out io.Writer) int {
	var s settings
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&s.rounds, "rounds", 5, "how many rounds; their median counts")
	f.DurationVar(&s.round, "round", 8*time.Second, "how long each side runs in a round")
	f.StringVar(&s.write, "write", "", "a page to write the table to")
	if err := f.Parse(args); err != nil {
		return exitUsage
	}
	if s.rounds < 1 || s.round < time.Second || f.NArg() > 0 {
		fmt.Fprintln(out, "bench: there has to be a round of at least one second, and nothing else")
		return exitUsage
	}
	figures, err := measure(ctx, s, out)
	if err != nil {
		fmt.Fprintln(out, "bench:", err)
		return exitFailed
	}
	text := page(figures, s)
	fmt.Fprint(out, text)
	if s.write != "" {
		if err := os.WriteFile(s.write, []byte(text), 0o600); err != nil {
			fmt.Fprintln(out, "bench:", err)
			return exitFailed
		}
	}
	for _, f := range figures {
		if !f.kept() {
			return exitFailed
		}
	}
	return exitOK
}

// measure runs all benchmarks, one after the other.
func measure(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newGround(ctx)
	if err != nil {
		return nil, errors.Join(err, g.close())
	}
	defer func() { err = errors.Join(err, g.close()) }()
	f, err := g.kudos(ctx, s, out)
	if err != nil {
		return nil, err
	}
	return append(figures, f), nil
}

// page is the table, with the machine and the date.
func page(figures []figure, s settings) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Benchmarks\n\nMeasured by `make bench` on %s: %s, %d cores, %s/%s, %s.\n",
		time.Now().UTC().Format(time.DateOnly), processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Fprintf(&b, "Each figure is the median of %d rounds, in which both sides run for %s each, one after the other.\n\n", s.rounds, s.round)
	b.WriteString("| what | reached | to reach | in detail |\n| --- | --- | --- | --- |\n")
	for _, f := range figures {
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %s |\n", f.what, f.reached, f.least, f.detail)
	}
	return b.String()
}

// processor is what the machine calls its processor.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "an unknown processor"
	}
	_, rest, _ := strings.Cut(string(text), "model name\t: ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}
