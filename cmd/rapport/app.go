package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot"
	"rapport/bot/courier"
	"rapport/bot/socket"
	"rapport/calendar"
	"rapport/domain"
	"rapport/scheduler"
	"rapport/sentence"
	"rapport/storage"
)

// Options are what tests and the demo set beside the configuration.
type Options struct {
	// Clock is practice time; the machine's where nil.
	Clock domain.Clock
	// IDs makes the ids of records; random ones where nil.
	IDs domain.IDs
	// Logger gets what an operator should know; none discards it.
	Logger *slog.Logger
	// Fast lets SQLite skip waiting for the disk.
	Fast bool
	// Budget paces what is sent; that of the workspace where nil.
	Budget domain.Budget
	// ManualTime leaves the passing of time to Tick and Next.
	ManualTime bool
	// Unhurried answers Slack whenever it can, not within its three seconds: for
	// a workspace that waits.
	Unhurried bool
}

// unhurried is how long whoever is unhurried waits for an answer.
const unhurried = time.Minute

// App is Rapport, wired: serve, tests and the demo all run this one.
type App struct {
	config   Config
	options  Options
	logger   *slog.Logger
	metrics  *metrics
	identity identity
	severed  *severed

	redis     *storage.Redis
	db        *storage.DB
	doubts    *storage.Doubts
	practice  domain.Practice
	slack     *bot.Slack
	book      *sentence.Book
	bot       *bot.Bot
	socket    *socket.Client
	courier   *courier.Courier
	scheduler *scheduler.Scheduler
	health    *health
}

// systemClock is the machine's clock as practice time.
type systemClock struct{}

// Now fulfils domain.Clock.
func (systemClock) Now() time.Time { return time.Now() }

// NewApp builds all parts, in the order in which they need each other, and
// checks what only the world can tell: that the database answers and is ours,
// and that Slack takes the token. Nothing runs before Run. Errors say what to
// do; Problems where the configuration is at fault.
func NewApp(ctx context.Context, c Config, o Options) (*App, error) {
	if err := c.NeedSlack().Err(); err != nil {
		return nil, err
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.IDs == nil {
		o.IDs = storage.IDs{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	a := &App{config: c, options: o, logger: o.Logger, metrics: newMetrics()}
	a.severed = &severed{meter: a.metrics}
	if err := a.build(ctx); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// build makes the parts one after the other. What it made is closed by close,
// also where a later step fails.
func (a *App) build(ctx context.Context) error {
	if err := a.buildStore(ctx); err != nil {
		return err
	}
	api, plain := newSlack(a.config, a.metrics)
	var err error
	if a.identity, err = identify(ctx, api); err != nil {
		return err
	}
	if err := a.identity.checkScopes(); err != nil {
		return err
	}
	if err := a.claim(ctx); err != nil {
		return err
	}
	if err := a.reopen(ctx); err != nil {
		return err
	}
	a.slack = bot.NewSlack(api, plain, a.identity.workspace)
	a.practice = domain.Practice{
		Store: a.db, Clock: a.options.Clock, IDs: a.options.IDs, Meter: a.metrics, FirstHR: a.config.HR,
		PostsPerMinute: a.config.PostsPerMinute, Holidays: calendar.New(a.config.Holidays, a.unknownLocation),
	}
	if err := a.buildBot(api); err != nil {
		return err
	}
	a.buildCourier(api)
	a.buildScheduler()
	return a.buildHealth(ctx)
}

// unknownLocation tells the operator of a location without holidays, once.
func (a *App) unknownLocation(location string) {
	a.logger.Warn("no holidays are known for a location", slog.String("location", location))
}

// buildStore opens the database, brings it up to date and takes it for
// serving.
func (a *App) buildStore(ctx context.Context) error {
	if a.config.Redis.IsSet() {
		var err error
		if a.redis, err = storage.OpenRedis(a.config.Redis.Reveal(), a.logger, a.metrics); err != nil {
			return err
		}
	}
	var err error
	a.db, err = openStore(ctx, a.config, storeOptions{
		Clock: a.options.Clock, Logger: a.logger, Redis: a.redis, Fast: a.options.Fast,
	})
	if err != nil {
		return err
	}
	if err := a.db.Migrate(ctx); err != nil {
		return explainDatabase(a.config, err)
	}
	return explainServe(a.db.LockServe(ctx))
}

// claim takes the database for this organisation, or finds that it is
// another's: one database holds the words of one organisation only.
func (a *App) claim(ctx context.Context) error {
	mine := a.identity.organisation()
	owner, err := a.db.ClaimOrganisation(ctx, mine)
	if err != nil || owner.Same(mine) {
		return err
	}
	return explained{
		fmt.Errorf("this database belongs to the workspace %s, and the bot token to %s", owner.TeamID, mine.TeamID),
		"Use the tokens of that workspace or another " + envDatabase + "; after a move into an Enterprise organisation run `rapport doctor --adopt`.",
	}
}

// organisation is whose identity this is.
func (i identity) organisation() storage.Organisation {
	return storage.Organisation{TeamID: i.workspace.TeamID, EnterpriseID: i.workspace.EnterpriseID}
}

// buildBot makes the conversation and the socket through which it comes in.
func (a *App) buildBot(api *slack.Client) error {
	var err error
	if a.book, err = sentence.New(sentence.Counted(a.metrics)); err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	templates, err := storage.RoleTemplates()
	if err != nil {
		return err
	}
	a.doubts = a.db.Doubts(a.config.Data)
	var times socket.Times
	var deadline time.Duration
	if a.options.Unhurried {
		times.Start, times.Deadline, deadline = unhurried, unhurried, unhurried*9/10
	}
	a.bot = bot.New(bot.Config{
		Practice: a.practice, Directory: a.slack, Client: a.slack, Book: a.book,
		Logger: a.logger, Workspace: a.identity.workspace, Severed: a.severed.note, Deadline: deadline, Doubts: a.doubts,
		Templates: templates,
	})
	a.socket, err = socket.New(socket.Config{
		Client: api, Handler: a.bot.Handle, Refused: a.bot.Refused, Unsent: a.bot.Unsent,
		Meter: a.metrics, Logger: a.logger, Times: times,
	})
	return err
}

// buildCourier makes the way out.
func (a *App) buildCourier(api *slack.Client) {
	workspace := a.identity.workspace
	judge := domain.DeliveryService{Practice: a.practice, Directory: newPlaces(a.slack)}
	budget := a.options.Budget
	if budget == nil {
		budget = storage.NewPacer(a.redis, cmp.Or(workspace.EnterpriseID, workspace.TeamID), a.logger)
	}
	a.courier = courier.New(courier.Config{
		Outbox: a.db.Outbox(), Store: a.db, Judge: judge.Deliverable, Shut: a.severed.shut, Spared: a.spared,
		Client: api, Renders: a.bot.Renders(), Documents: a.documents(),
		Budget: budget, PostsPerMinute: a.config.PostsPerMinute, ChannelPerSecond: a.config.ChannelPerSecond,
		ChannelHistory: a.identity.readsChannels,
		Clock:          a.options.Clock, Logger: a.logger, Meter: a.metrics,
	})
}

// buildScheduler makes the passing of time.
func (a *App) buildScheduler() {
	a.scheduler = scheduler.New(scheduler.Config{
		Sweeps: scheduler.Sweeps(scheduler.Services{
			Practice: a.practice, Outbox: a.db.Outbox(), Census: a.slack, Directory: a.slack, Profiles: a.slack,
		}),
		Clock: a.options.Clock, Logger: a.logger, Meter: a.metrics,
	})
}

// buildHealth listens for probes and metrics, where that is wanted.
func (a *App) buildHealth(ctx context.Context) error {
	a.metrics.registry.MustRegister(newBacklog(a.db.Outbox(), a.options.Clock), newTail(a.db, a.options.Clock))
	if a.config.HTTP == "" {
		return nil
	}
	var err error
	a.health, err = newHealth(ctx, a.config.HTTP, a.metrics, a.logger)
	if err != nil {
		return err
	}
	a.health.probes = []probe{{"socket", a.connected}, {"database", a.db.Ping}, {"installation", a.severed.ask}}
	return nil
}

// errNotConnected is what readiness says while no connection to Slack stands.
var errNotConnected = errors.New("no connection to slack")

// connected tells whether what people do arrives here.
func (a *App) connected(context.Context) error {
	if a.socket.Ready() {
		return nil
	}
	return errNotConnected
}
