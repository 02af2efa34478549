package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"
)

// shell is what a command is run in: tests run commands without a process.
type shell struct {
	env      []string // lines NAME=value
	in       io.Reader
	out, err io.Writer
}

// printf tells whoever called the command what became of it.
func (sh shell) printf(format string, args ...any) error {
	if _, err := fmt.Fprintf(sh.out, format, args...); err != nil {
		return fmt.Errorf("print the outcome: %w", err)
	}
	return nil
}

// commands are all there are. A new one is added here.
func commands(sh shell) []*cobra.Command {
	return []*cobra.Command{
		serveCommand(sh),
		migrateCommand(sh),
		doctorCommand(sh),
		outboxCommand(sh),
		backupCommand(sh),
		verifyCommand(sh),
		rekeyCommand(sh),
		previewCommand(sh),
		fairnessCommand(sh),
		peopleCommand(sh),
		exportCommand(sh),
		policyCommand(sh),
		retentionCommand(sh),
		demoCommand(sh),
		versionCommand(sh),
	}
}

// run executes one command line and returns its exit code: 0 done, 1 failed,
// 2 for a wrong use or configuration, before which nothing was begun.
func run(ctx context.Context, args []string, sh shell) int {
	root := &cobra.Command{
		Use:           "rapport",
		Short:         "Rapport keeps the conversation between people and their managers going, in Slack",
		Long:          "Rapport keeps the conversation between people and their managers going, in Slack.\n\n" + settingsHelp(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(commands(sh)...) //nolint:contextcheck // a command takes the context that cobra hands it
	strict(root)
	root.SetArgs(append([]string{}, args...)) // for nil it would read the process's own
	root.SetIn(sh.in)
	root.SetOut(sh.out)
	root.SetErr(sh.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(sh.err, "rapport:", err)
	if code := exitCodeOf(err); code != exitUsage {
		return code
	}
	fmt.Fprintln(sh.err, "`rapport --help` lists the commands and settings.")
	return exitUsage
}

// strict makes a wrong number of arguments a wrong use for a command and those
// below it. A command that only groups others shows its help, and refuses a
// word that is none of them, where cobra would show help and call it done.
func strict(c *cobra.Command) {
	check := c.Args
	if check == nil {
		check = cobra.NoArgs
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
	if !c.Runnable() {
		c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, child := range c.Commands() {
		strict(child)
	}
}

// settingsHelp lists the settings as help shows them.
func settingsHelp() string {
	var b strings.Builder
	b.WriteString("Settings come from the environment:\n")
	for _, s := range knownSettings() {
		name := s.Name
		if s.Secret {
			name += "[" + fileTwin + "]"
		}
		fmt.Fprintf(&b, "  %-33s %s", name, s.Meaning)
		if s.Default != "" {
			fmt.Fprintf(&b, " (%s)", s.Default)
		}
		b.WriteByte('\n')
	}
	b.WriteString("A name with [_FILE] may name a file to read instead.")
	return b.String()
}

// newLogger makes the logger of a process. Logs hold ids and phrases from
// code, never a person's words, so that they may be kept and shared.
func newLogger(c Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
