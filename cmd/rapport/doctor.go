package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"rapport/storage"
)

// doctorTime limits the whole examination.
const doctorTime = time.Minute

// errUnwell ends doctor where something has to be mended. What it is was
// printed already.
var errUnwell = errors.New("something has to be mended, see above")

// doctorCommand looks at everything that Rapport needs and says how to mend
// what is wrong.
func doctorCommand(sh shell) *cobra.Command {
	var ready, adopt bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check tokens, scopes, database and the rest, and say how to mend what is wrong",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), doctorTime)
			defer cancel()
			switch {
			case ready && adopt:
				return usageError{errors.New("--ready and --adopt exclude each other")}
			case ready:
				return askReady(ctx, sh)
			case adopt:
				return adoptOrganisation(ctx, sh)
			}
			return examine(ctx, sh)
		},
	}
	c.Flags().BoolVar(&ready, "ready", false, "only ask the rapport that runs on this machine whether it is ready, for a container's health check")
	c.Flags().BoolVar(&adopt, "adopt", false, "let the database belong to the workspace of the bot token, after a move into an Enterprise organisation")
	return c
}

// level is how bad a finding is.
type level string

// The levels.
const (
	fine   level = "ok  "
	warned level = "warn"
	ill    level = "FAIL"
)

// finding is one line of doctor's report.
type finding struct {
	level       level
	about, what string
	fix         string // empty where nothing is wrong
}

// examination is one run of doctor: the parts that could be reached, and what
// was found.
type examination struct {
	sh       shell
	config   Config
	findings []finding
}

func (e *examination) fine(about, what string, args ...any) {
	e.findings = append(e.findings, finding{level: fine, about: about, what: fmt.Sprintf(what, args...)})
}

func (e *examination) warn(about, what, fix string) {
	e.findings = append(e.findings, finding{warned, about, what, fix})
}

func (e *examination) fail(about string, err error) {
	f := finding{level: ill, about: about, what: err.Error(), fix: "See the line above."}
	if known, ok := errors.AsType[explained](err); ok {
		f.what, f.fix = known.err.Error(), known.fix
	}
	e.findings = append(e.findings, f)
}

// examine looks at everything and prints the report. One thing that is wrong
// keeps it from nothing that can be looked at without it.
func examine(ctx context.Context, sh shell) error {
	c, problems := LoadConfig(sh.env)
	problems = append(problems, c.NeedSlack()...)
	e := &examination{sh: sh, config: c}
	for _, p := range problems {
		e.findings = append(e.findings, finding{ill, p.Variable, p.What, p.Fix})
	}
	if len(problems) == 0 {
		e.fine("configuration", "every setting can be read")
	}
	slackSide := e.slack(ctx)
	e.redis(ctx)
	e.store(ctx, slackSide)
	failed := e.print(sh.out)
	switch {
	case len(problems) > 0:
		return usageError{errUnwell}
	case failed:
		return errUnwell
	}
	return nil
}

// print writes the report and tells whether anything failed.
func (e *examination) print(out io.Writer) (failed bool) {
	for _, f := range e.findings {
		fmt.Fprintf(out, "%s  %s: %s\n", f.level, f.about, f.what)
		if f.fix != "" {
			fmt.Fprintf(out, "      Fix: %s\n", f.fix)
		}
		failed = failed || f.level == ill
	}
	return failed
}

// askReady asks the process that serves on this machine.
func askReady(ctx context.Context, sh shell) error {
	c, problems := LoadConfig(sh.env)
	if err := problems.Err(); err != nil {
		return err
	}
	if c.HTTP == "" {
		return Problems{{envHTTP, "it is none, so that nobody can be asked.", "Set it to an address such as " + defaultHTTP + "."}}
	}
	host, port, err := net.SplitHostPort(c.HTTP)
	if err != nil {
		return fmt.Errorf("read %s: %w", envHTTP, err) // LoadConfig has refused that
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return getReady(ctx, "http://"+net.JoinHostPort(host, port)+"/readyz", sh.out)
}

func getReady(ctx context.Context, address string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 2*readyTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("ask %s: %w", address, err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no rapport answers: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	if _, err := io.Copy(out, io.LimitReader(answer.Body, 1<<12)); err != nil {
		return fmt.Errorf("read from %s: %w", address, err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.New("not ready")
	}
	return nil
}

// adoptOrganisation gives the database to the workspace of the bot token.
func adoptOrganisation(ctx context.Context, sh shell) error {
	c, problems := LoadConfig(sh.env)
	problems = append(problems, c.NeedSlack()...)
	if err := problems.Err(); err != nil {
		return err
	}
	api, _ := newSlack(c, newMetrics())
	who, err := identify(ctx, api)
	if err != nil {
		return err
	}
	return sh.withDatabase(ctx, func(_ Config, db *storage.DB) error {
		if err := db.AdoptOrganisation(ctx, who.organisation()); err != nil {
			return err
		}
		return sh.printf("The database belongs to %s (%s) now.\n", who.team, who.workspace.TeamID)
	})
}
