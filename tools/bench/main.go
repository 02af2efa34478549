// Command bench measures Rapport against what the same machine can do at best,
// side by side in one run, and prints ratios: absolute figures say more about
// the machine than about the program.
//
// Usage:
//
//	bench [-only NAME,NAME] [-rounds N] [-round DURATION] [-binary FILE] [-write FILE]
//
// The exit code is 0 when every figure was reached, 1 when not, 2 when it was
// called wrongly.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
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
	code := exitOK
	if part := os.Getenv(envPart); part == "" {
		code = run(ctx, os.Args[1:], os.Stdout)
	} else if err := inPart(ctx, part, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		code = exitFailed
	}
	stop()
	os.Exit(code)
}

// settings are what is measured, and how long.
type settings struct {
	only   []string // names of benches; all of them where empty
	rounds int
	round  time.Duration // of each side
	binary string        // the rapport that serves, where one does
	write  string        // the page to write; none where empty
}

// bench measures one thing on a ground of its own. A bench adds itself to
// benches, from a file with its name.
type bench struct {
	name    string
	measure func(ctx context.Context, s settings, out io.Writer) ([]figure, error)
}

// benches is everything that is measured, in the order of the page.
var benches = []bench{
	{"kudos", kudos},
	{"sqlite", kudosOnSQLite},
	{"socket", socket},
	{"ack", ack},
	{"idle", idle},
	{"pause", pause},
	{"verify", verify},
	{"digest", digest},
	{"directory", directory},
	{"sweep", sweep},
	{"catchup", catchup},
}

// names are those of all benches, to be read.
func names() string {
	list := make([]string, len(benches))
	for i, b := range benches {
		list[i] = b.name
	}
	return strings.Join(list, ", ")
}

// run is main without the process around it, so that tests can call it.
func run(ctx context.Context, args []string, out io.Writer) int {
	var s settings
	var only string
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&only, "only", "", "what is measured, with commas: "+names()+"; everything where empty")
	f.IntVar(&s.rounds, "rounds", 5, "how many rounds; their median counts")
	f.DurationVar(&s.round, "round", 8*time.Second, "how long each side runs in a round")
	f.StringVar(&s.binary, "binary", "bin/rapport", "the rapport that serves, where one does")
	f.StringVar(&s.write, "write", "", "a page whose table gets the figures; those that are not measured now stay")
	if err := f.Parse(args); err != nil {
		return exitUsage
	}
	if s.rounds < 1 || s.round < time.Second || f.NArg() > 0 {
		fmt.Fprintln(out, "bench: there has to be a round of at least one second, and nothing else")
		return exitUsage
	}
	for name := range strings.SplitSeq(only, ",") {
		switch {
		case name == "":
		case slices.ContainsFunc(benches, func(b bench) bool { return b.name == name }):
			s.only = append(s.only, name)
		default:
			fmt.Fprintf(out, "bench: -only names %q; it may name %s\n", name, names())
			return exitUsage
		}
	}
	figures, err := measure(ctx, s, out)
	if err == nil {
		fmt.Fprint(out, page(figures, nil))
		err = write(s.write, figures)
	}
	if err != nil {
		fmt.Fprintln(out, "bench:", err)
		return exitFailed
	}
	for _, f := range figures {
		if !f.kept() {
			return exitFailed
		}
	}
	return exitOK
}

// measure runs the benches that are wanted, one after the other.
func measure(ctx context.Context, s settings, out io.Writer) ([]figure, error) {
	var figures []figure
	for _, b := range benches {
		if len(s.only) > 0 && !slices.Contains(s.only, b.name) {
			continue
		}
		list, err := b.measure(ctx, s, out)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		figures = append(figures, list...)
	}
	return figures, nil
}
