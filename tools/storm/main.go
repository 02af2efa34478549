// Command storm runs several Rapports against a Slack that misbehaves and a
// machine that fails, lets a whole company act at fixed times however slow the
// answers are, and compares at the end what people were told with what is in
// the database and what arrived in Slack.
//
// It starts everything itself: a sandbox as Slack, a PostgreSQL and a Redis in
// a temporary folder, and the replicas from the binary given. For an upgrade it
// builds the release before from git.
//
// Usage:
//
//	storm [flags]
//
// The exit code is 0 when every promise was kept, 1 when not, 2 when it was
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
	code := run(ctx, os.Args[1:], os.Stdout)
	stop()
	os.Exit(code)
}

// settings are how hard it blows, and for how long.
type settings struct {
	binary   string        // the rapport to try
	before   string        // the release before it, as a program or a revision; git is asked where empty
	folder   string        // where its logs are kept; none where empty
	length   time.Duration // of the storm; draining comes after it
	rate     float64       // actions a second
	people   int
	channels int
	replicas int
	weather  []string // what goes wrong
	only     string   // the one thing that people do; all of them where empty
	kill     time.Duration
	seed     uint64
}

// weathers are what can go wrong, by name.
var weathers = []string{"slack", "kill", "roll", "redis", "postgres", "upgrade"}

// run is main without the process around it, so that tests can call it.
func run(ctx context.Context, args []string, out io.Writer) int {
	s, err := parse(args, out)
	if err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(out, "storm:", err)
		}
		return exitUsage
	}
	r, err := blow(ctx, s, out)
	if err != nil {
		fmt.Fprintln(out, "storm:", err)
		return exitFailed
	}
	r.print(out)
	if r.broken() {
		return exitFailed
	}
	return exitOK
}

// parse reads the flags.
func parse(args []string, out io.Writer) (settings, error) {
	var s settings
	var weather string
	f := flag.NewFlagSet("storm", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&s.binary, "binary", "bin/rapport", "the rapport to try")
	f.StringVar(&s.before, "before", "", "the release before for an upgrade, a program or a revision of git; the newest tag, or else the commit before the schema changed last, where empty")
	f.StringVar(&s.folder, "logs", "", "an existing folder in which the logs of the replicas are kept")
	f.DurationVar(&s.length, "for", time.Minute, "how long it blows; draining comes after it")
	f.Float64Var(&s.rate, "rate", 20, "actions a second")
	f.IntVar(&s.people, "people", 2000, "how many people there are")
	f.IntVar(&s.channels, "channels", 20, "how many channels kudos are posted in")
	f.IntVar(&s.replicas, "replicas", 3, "how many Rapports serve, 1 to 4")
	f.StringVar(&weather, "weather", "slack,kill", "what goes wrong, with commas: "+strings.Join(weathers, ", ")+"; calm for nothing")
	f.StringVar(&s.only, "only", "", "the one thing that people do, such as \"kudos typed\"; everything where empty")
	f.DurationVar(&s.kill, "every", 20*time.Second, "how often a replica is killed (kill) or stopped (roll)")
	f.Uint64Var(&s.seed, "seed", 1, "of the dice")
	if err := f.Parse(args); err != nil {
		return s, err //nolint:wrapcheck // the flag package has said it
	}
	for name := range strings.SplitSeq(weather, ",") {
		switch {
		case name == "calm":
		case slices.Contains(weathers, name):
			s.weather = append(s.weather, name)
		default:
			return s, fmt.Errorf("--weather names %q; it may name %s or calm", name, strings.Join(weathers, ", "))
		}
	}
	switch {
	case s.before != "" && !s.has("upgrade"):
		return s, errors.New("--before is for --weather upgrade")
	case s.only != "" && !slices.ContainsFunc(acts, func(a act) bool { return a.kind == s.only }):
		return s, fmt.Errorf("--only names %q, which nobody does", s.only)
	case f.NArg() > 0:
		return s, fmt.Errorf("%q is too much", f.Arg(0))
	case s.rate <= 0 || s.length <= 0 || s.kill <= 0:
		return s, errors.New("--rate, --for and --every have to be more than nothing")
	case s.people < 10 || s.channels < 1 || s.replicas < 1 || s.replicas > 4:
		return s, errors.New("there have to be 10 people, one channel, and one to four replicas")
	}
	return s, nil
}

// has tells whether this goes wrong.
func (s settings) has(weather string) bool { return slices.Contains(s.weather, weather) }

// resolveWithin is how long after the storm a doubt may stay unresolved.
const resolveWithin = time.Minute

// blow sets the stage, lets the storm pass, waits until all is calm, and judges.
func blow(ctx context.Context, s settings, out io.Writer) (r *report, err error) {
	st, err := newStage(ctx, s)
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	defer func() { err = errors.Join(err, st.close()) }()
	fmt.Fprintf(out, "%d people, %d replicas; it blows for %s (%s)\n", s.people, s.replicas, s.length, strings.Join(s.weather, ", "))
	crowd := newCrowd(st, s)
	log := &weatherLog{}
	storming, calm := context.WithTimeout(ctx, s.length)
	watch := watchTraffic(ctx, st.town)
	weather := startWeather(storming, st, s, log)
	crowd.act(storming)
	calm()
	if err := weather.wait(); err != nil {
		return nil, err
	}
	crowd.wait()
	fmt.Fprintf(out, "calm after %d actions; draining\n", len(crowd.deeds()))
	drained, undrained := st.drain(ctx)
	traffic := watch.stop()
	for began := time.Now(); r == nil || r.unresolved > 0 && time.Since(began) < resolveWithin; {
		found, err := st.look(ctx)
		if err != nil {
			return nil, err
		}
		r = judge(crowd.deeds(), found, traffic)
		if err := pause(ctx, time.Second); err != nil {
			return nil, err
		}
	}
	r.drained, r.weather = drained, log.counts()
	if r.rest, err = st.rested(ctx); err != nil {
		return nil, err
	}
	if !r.rest.kept(s.replicas) {
		r.brokef("leaked: more is in use than at rest may be, see above")
	}
	if r.passage, err = st.passage(ctx); err != nil {
		return nil, err
	}
	if undrained != nil {
		r.brokef("not drained: %v", undrained)
	}
	r.add(st.fleet.stop())
	return r, nil
}
