package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"rapport/bot"
	"rapport/demo"
	"rapport/sandbox"
)

// demoBegins is the morning on which the demo's story goes on: a Monday, early
// in a month.
var demoBegins = time.Date(2026, time.November, 2, 7, 30, 0, 0, time.UTC)

// demoCommand runs the whole product in the browser.
func demoCommand(sh shell) *cobra.Command {
	var address string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Try everything in the browser, with a company of 42 people and no Slack",
		Long: "Try everything in the browser, with a company of 42 people and no Slack.\n\n" +
			"No account, token, server or network is needed. Nothing is kept when it ends.",
		RunE: func(cmd *cobra.Command, _ []string) error { return runDemo(cmd.Context(), sh, address) },
	}
	c.Flags().StringVar(&address, "addr", "127.0.0.1:8228", "the local address of the page; port 0 takes a free one")
	return c
}

// runDemo serves the company until a signal comes.
func runDemo(ctx context.Context, sh shell, address string) (err error) {
	folder, err := os.MkdirTemp("", "rapport-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	began := time.Now()
	clock := demo.NewClock(demoBegins, func() time.Duration { return time.Since(began) })
	d, err := newDemo(ctx, clock, address, "sqlite:"+filepath.Join(folder, "rapport.db"), sh)
	if err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "Rapport's demo is at %s\nCtrl-C ends it; nothing is kept.\n", d.page)
	return d.run(ctx)
}

// demoRun is a demo that is built and not yet running.
type demoRun struct {
	app    *App
	mover  *demo.Mover
	space  *sandbox.Workspace
	server *sandbox.Server
	page   string
}

// newDemo builds workspace, app and history.
func newDemo(ctx context.Context, clock *demo.Clock, address, database string, sh shell) (*demoRun, error) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, fmt.Errorf("load the demo's zone: %w", err)
	}
	d := &demoRun{mover: &demo.Mover{Clock: clock, Zone: zone}}
	config := demo.Workspace(clock, demoCommands(), demoShortcuts(), demoScopes())
	config.Moves = d.mover.Moves()
	config.AppToken, config.BotToken = "xapp-1-A0RAPPORT-1-demo", "xoxb-demo-demo-demo"
	d.space = sandbox.New(config)
	if d.server, err = d.space.Listen(ctx, address); err != nil {
		if d.server, err = d.space.Listen(ctx, "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("open the demo's page: %w", err)
		}
	}
	d.page = d.server.URL
	c, problems := LoadConfig([]string{
		envAppToken + "=" + config.AppToken, envBotToken + "=" + config.BotToken, envAPIURL + "=" + d.server.APIURL,
		envDatabase + "=" + database, envKey + "=" + disabled, envHTTP + "=" + disabled, envHR + "=" + demo.HR(),
		envPosts + "=100000", envChannelPace + "=1000", envLogLevel + "=warn",
	})
	if err := problems.Err(); err != nil {
		return nil, errors.Join(err, d.server.Close())
	}
	d.app, err = NewApp(ctx, c, Options{Clock: clock, Logger: newLogger(c, sh.err), Fast: true})
	if err != nil {
		return nil, errors.Join(err, d.server.Close())
	}
	d.mover.App = d.app
	if err := demo.Seed(ctx, d.app.practice); err != nil {
		return nil, errors.Join(err, d.app.Close(), d.server.Close())
	}
	return d, nil
}

// run serves until the context ends.
func (d *demoRun) run(ctx context.Context) error {
	return errors.Join(d.app.Run(ctx), d.server.Close())
}

// demoCommands are the slash commands, as the manifest declares them.
func demoCommands() []sandbox.Command {
	return []sandbox.Command{
		{Name: bot.CommandKudos, Description: "Thank somebody", UsageHint: "@person for what they did #value", ShouldEscape: true},
		{Name: bot.CommandCheckin, Description: "Your conversations", UsageHint: "[ask | help]", ShouldEscape: true},
		{Name: bot.CommandGoals, Description: "Your goals", UsageHint: "[new | team | company | @person | help]", ShouldEscape: true},
		{Name: bot.CommandRapport, Description: "Help and everything else", UsageHint: "[help]", ShouldEscape: true},
	}
}

// demoShortcuts are the shortcuts, as the manifest declares them.
func demoShortcuts() []sandbox.Shortcut {
	return []sandbox.Shortcut{
		{CallbackID: bot.ShortcutKudos, Name: "Give kudos", Description: "Thank somebody", Type: "global"},
		{CallbackID: bot.ShortcutMessage, Name: "Thank for this", Description: "Thank for this message", Type: "message"},
		{CallbackID: bot.ShortcutWrong, Name: "Something is wrong", Description: "Ask for help with this kudos", Type: "message"},
	}
}

// demoScopes are all that Rapport asks for.
func demoScopes() []string {
	var names []string
	for _, scope := range neededScopes() {
		names = append(names, scope.Name)
	}
	return names
}
