package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/demo"
	"rapport/domain"
	"rapport/sandbox"
	"rapport/storage"
)

// demoBegins is the morning on which the demo's story goes on: a Monday, early
// in a month.
var demoBegins = time.Date(2026, time.November, 2, 7, 30, 0, 0, time.UTC)

// demoLedgerKey seals the ledger of the demo. Everybody may know it: in a demo
// there is nothing to prove but that it can be proved.
const demoLedgerKey = "cmFwcG9ydCBkZW1vOiBhIGtleSBmb3Igbm9ib2R5Li4="

// demoCommand runs the whole product in the browser.
func demoCommand(sh shell) *cobra.Command {
	var address, database string
	var weeks int
	c := &cobra.Command{
		Use:   "demo",
		Short: "Try everything in the browser, with a company of 42 people and no Slack",
		Long: "Try everything in the browser, with a company of 42 people and no Slack.\n\n" +
			"No account, token, server or network is needed. Nothing is kept when it ends.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if weeks > 0 {
				return runStory(cmd.Context(), sh, database, weeks)
			}
			return runDemo(cmd.Context(), sh, address)
		},
	}
	c.Flags().StringVar(&address, "addr", "127.0.0.1:8228", "the local address of the page; port 0 takes a free one")
	c.Flags().IntVar(&weeks, "story", 0, "instead of a page, play so many weeks and print what people read (13 are a quarter, 52 the year that passes through the whole practice)")
	c.Flags().StringVar(&database, "database", "", "an empty database for the story, postgres://… or sqlite:PATH; a temporary file where not given")
	return c
}

// yearWeeks are the weeks of a year.
const yearWeeks = 52

// runStory plays the company's story without a page.
func runStory(ctx context.Context, sh shell, database string, weeks int) (err error) {
	given := database != ""
	if !given {
		folder, err := os.MkdirTemp("", "rapport-story-")
		if err != nil {
			return fmt.Errorf("make a folder for the story: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		database = "sqlite:" + filepath.Join(folder, "rapport.db")
	}
	d, err := newStory(ctx, database, sh)
	if err != nil {
		return err
	}
	tale, err := d.tell(ctx, sh.out, weeks)
	if err != nil {
		return err
	}
	if untold := tale.Untold(); weeks >= yearWeeks && len(untold) > 0 {
		return fmt.Errorf("a year has to pass through the whole practice, and these parts were not told: %s", strings.Join(untold, ", "))
	}
	if err := sh.proveStory(ctx, database, tale.Seal); err != nil || !given {
		return err
	}
	return sh.printf("\nTo prove it again: %s=none %s=%s rapport verify --head %s, with this database as %s.\n", envKey, envLedgerKey, demoLedgerKey, tale.Seal, envDatabase)
}

// proveStory proves the ledger of a story against the seal that its last digest
// told, which lies in Slack and not in the database.
func (sh shell) proveStory(ctx context.Context, database, seal string) error {
	head, err := domain.ParseLedgerHead(seal)
	if err != nil {
		return fmt.Errorf("read the seal in the last digest: %w", err)
	}
	if err := sh.printf("\nThe ledger, compared with the seal in the last digest:\n"); err != nil {
		return err
	}
	sh.env = []string{envDatabase + "=" + database, envKey + "=" + disabled, envLedgerKey + "=" + demoLedgerKey, envLogLevel + "=error"}
	return sh.withReadOnly(ctx, func(_ Config, db *storage.DB) error { return sh.verify(ctx, db, []domain.LedgerHead{head}) })
}

// newStory is a demo whose people are patient, as those of a story are: however
// busy the machine, nobody presses twice, so that each telling is the same.
func newStory(ctx context.Context, database string, sh shell) (*demoRun, error) {
	clock := demo.NewClock(demoBegins, nil)
	config, err := demoWorkspace(clock)
	if err != nil {
		return nil, err
	}
	config.AckTimeout, config.TriggerLife = unhurried, unhurried
	return newDemo(ctx, config, demoStage{clock: clock, address: "127.0.0.1:0", database: database, story: true}, sh)
}

// tell runs the demo while its story is played.
func (d *demoRun) tell(ctx context.Context, out io.Writer, weeks int) (*demo.Tale, error) {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- d.run(running) }()
	select {
	case <-d.app.Up():
	case err := <-ended:
		stop()
		return nil, err
	}
	tale := &demo.Tale{Mover: d.mover, Space: d.space, Out: out}
	err := tale.Play(ctx, domain.DateOf(demoBegins, time.UTC).AddDays(7*weeks-1))
	stop()
	return tale, errors.Join(err, <-ended)
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
	config, err := demoWorkspace(clock)
	if err != nil {
		return err
	}
	d, err := newDemo(ctx, config, demoStage{clock: clock, address: address, database: "sqlite:" + filepath.Join(folder, "rapport.db")}, sh)
	if err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "Rapport's demo is at %s\nCtrl-C ends it; nothing is kept.\n", d.page)
	return d.run(ctx)
}

// unpaced lets the demo's Slack, which takes everything at once, have it.
type unpaced struct{}

// Take fulfils domain.Budget.
func (unpaced) Take(context.Context, string, int) time.Duration { return 0 }

// demoRun is a demo that is built and not yet running.
type demoRun struct {
	app    *App
	mover  *demo.Mover
	space  *sandbox.Workspace
	server *sandbox.Server
	page   string
}

// demoWorkspace is the company's Slack.
func demoWorkspace(clock *demo.Clock) (sandbox.Config, error) {
	features, err := declared()
	if err != nil {
		return sandbox.Config{}, err
	}
	config := demo.Workspace(clock, features.commands(), features.shortcuts(), demoScopes())
	config.AppToken, config.BotToken = "xapp-1-A0RAPPORT-1-demo", "xoxb-demo-demo-demo"
	return config, nil
}

// demoStage is where and how a demo runs.
type demoStage struct {
	clock             *demo.Clock
	address, database string
	// story is true where the stage alone moves time, and Slack waits.
	story bool
}

// errNotEmpty is a database in which the company is already, or another one.
var errNotEmpty = errors.New("this database is not empty: give the story one with nothing in it")

// newDemo builds workspace, app and history.
func newDemo(ctx context.Context, config sandbox.Config, stage demoStage, sh shell) (*demoRun, error) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, fmt.Errorf("load the demo's zone: %w", err)
	}
	d := &demoRun{mover: &demo.Mover{Clock: stage.clock, Zone: zone}}
	config.Moves = d.mover.Moves()
	d.space = sandbox.New(config)
	lasting := context.WithoutCancel(ctx) // Slack stays until the app has left; run closes it then
	if d.server, err = d.space.Listen(lasting, stage.address); err != nil {
		if d.server, err = d.space.Listen(lasting, "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("open the demo's page: %w", err)
		}
	}
	d.page = d.server.URL
	c, problems := LoadConfig([]string{
		envAppToken + "=" + config.AppToken, envBotToken + "=" + config.BotToken, envAPIURL + "=" + d.server.APIURL,
		envDatabase + "=" + stage.database, envKey + "=" + disabled, envLedgerKey + "=" + demoLedgerKey, envHTTP + "=" + disabled, envHR + "=" + demo.HR(),
		envChannelPace + "=1000", envLogLevel + "=error",
	})
	if err := problems.Err(); err != nil {
		return nil, errors.Join(err, d.server.Close())
	}
	d.app, err = NewApp(ctx, c, Options{
		Clock: stage.clock, IDs: &demo.IDs{}, Budget: unpaced{}, Logger: newLogger(c, sh.err), Fast: true, ManualTime: stage.story, Unhurried: stage.story,
	})
	if err != nil {
		return nil, errors.Join(err, d.server.Close())
	}
	d.mover.App, d.mover.Habit = d.app, demo.NewHabit(d.app.practice, d.app.slack, zone)
	templates, err := storage.RoleTemplates()
	if err == nil {
		err = demo.Seed(ctx, d.app.practice, templates)
	}
	if domain.CodeOf(err) == domain.Conflict {
		err = errNotEmpty
	}
	if err == nil {
		err = d.showHistory(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, d.app.Close(), d.server.Close())
	}
	return d, nil
}

// run serves until the context ends.
func (d *demoRun) run(ctx context.Context) error {
	return errors.Join(d.app.Run(ctx), d.server.Close())
}

// demoScopes are all that Rapport asks for.
func demoScopes() []string {
	var names []string
	for _, scope := range neededScopes() {
		names = append(names, scope.Name)
	}
	return names
}
