package bot

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// Workspace is which organisation Rapport serves. A payload is taken when its
// team or its enterprise is this one.
type Workspace struct {
	TeamID       string
	EnterpriseID string // empty outside of Enterprise Grid
	BotUserID    string
	// URL is the workspace's own address, as auth.test says; links into Slack
	// begin with it. Empty leaves them out.
	URL string
}

// Config is what a Bot needs. Everything without "or" is required.
type Config struct {
	Practice  domain.Practice
	Directory domain.Directory
	Client    Client
	Book      *sentence.Book
	Logger    *slog.Logger
	Workspace Workspace
	// Templates are the role profiles to start from, or nil.
	Templates []domain.RoleTemplate
	// Doubts remembers requests in doubt beyond the life of the process, or is
	// nil: then only this process does.
	Doubts domain.Doubts
	// Severed is told the reason when Slack has revoked the token or the app
	// was uninstalled, or is nil.
	Severed func(reason string)
	// Deadline is how long a use case may take, or zero for 2.3 s: Slack waits
	// for 3 s from the click, and the answer needs its time too.
	Deadline time.Duration
	// Patience is how long data may take before a loading view is opened, or
	// zero for 0.7 s.
	Patience time.Duration
}

// The times that hold where Config names none, in machine time.
const (
	defaultDeadline = 2300 * time.Millisecond
	defaultPatience = 700 * time.Millisecond
	// grace is how long after its deadline a handler may still come back with
	// what happened, before it counts as hanging.
	grace = 150 * time.Millisecond
	// callTimeout bounds calls to Slack that follow an ack.
	callTimeout = 10 * time.Second
)

// Bot answers requests. It is safe for use by several goroutines.
type Bot struct {
	practice  domain.Practice
	directory domain.Directory
	client    Client
	book      *sentence.Book
	log       *slog.Logger
	meter     domain.Meter
	home      Workspace
	deadline  time.Duration
	patience  time.Duration
	zones     *domain.Zones
	severed   func(reason string)

	people    domain.PeopleService
	kudos     domain.KudosService
	feedback  domain.FeedbackService
	concerns  domain.ConcernService
	access    domain.AccessService
	asks      domain.AskService
	talks     domain.ConversationService
	goals     domain.GoalService
	first     domain.PriorityService
	coaching  domain.CoachingService
	fairness  domain.FairnessService
	mirrors   domain.MirrorService
	why       domain.ExplainService
	scores    domain.ScorecardService
	homes     domain.HomeService
	digests   domain.DigestService
	dossiers  domain.DossierService
	retention domain.RetentionService
	mydata    domain.MyDataService
	erasures  domain.ErasureService
	holds     domain.HoldService
	greetings domain.GreetingService
	policies  domain.PolicyService
	lines     domain.ReportingService
	sent      domain.SentService
	expected  domain.ExpectationService
	funds     domain.FundService
	seasons   domain.SeasonService
	growth    domain.GrowthService
	rounds    domain.RoundService
	skills    domain.SkillService
	touched   touched
	names     names

	away     domain.AwayService
	pauses   domain.PauseService
	partners domain.PartnerService
	stages   domain.StageService

	router  *router
	doubts  *doubts
	memory  domain.Doubts // nil where only this process remembers
	running running       // handlers and the calls that follow acks
}

// New builds a bot. It panics where two routes have the same key, since that is
// a mistake in code.
func New(c Config) *Bot {
	b := &Bot{
		practice: c.Practice, directory: c.Directory, client: c.Client, book: c.Book,
		log: c.Logger, meter: c.Practice.Meter, home: c.Workspace,
		deadline: c.Deadline, patience: c.Patience, severed: c.Severed, doubts: newDoubts(), memory: c.Doubts,
	}
	if b.deadline == 0 {
		b.deadline = defaultDeadline
	}
	if b.patience == 0 {
		b.patience = defaultPatience
	}
	b.zones = domain.NewZones(time.UTC, b.reportZone)
	b.people = domain.PeopleService{Practice: c.Practice, Directory: c.Directory}
	b.kudos = domain.KudosService{Practice: c.Practice, Directory: c.Directory}
	b.feedback = domain.FeedbackService{Practice: c.Practice}
	b.concerns = domain.ConcernService{Practice: c.Practice}
	b.access = domain.AccessService{Practice: c.Practice}
	b.asks = domain.AskService{Practice: c.Practice}
	b.talks = domain.ConversationService{Practice: c.Practice}
	b.away = domain.AwayService{Practice: c.Practice}
	b.pauses = domain.PauseService{Practice: c.Practice}
	b.partners = domain.PartnerService{Practice: c.Practice}
	b.stages = domain.StageService{Practice: c.Practice}
	b.goals = domain.GoalService{Practice: c.Practice}
	b.first = domain.PriorityService{Practice: c.Practice}
	b.coaching = domain.CoachingService{Practice: c.Practice}
	b.fairness = domain.FairnessService{Practice: c.Practice}
	b.mirrors = domain.MirrorService{Practice: c.Practice}
	b.why = domain.ExplainService{Practice: c.Practice}
	b.scores = domain.ScorecardService{Practice: c.Practice}
	b.homes = domain.HomeService{Practice: c.Practice}
	b.digests = domain.DigestService{Practice: c.Practice, Directory: c.Directory}
	b.dossiers = domain.DossierService{Practice: c.Practice, Directory: c.Directory}
	b.retention = domain.RetentionService{Practice: c.Practice}
	b.erasures = domain.ErasureService{Practice: c.Practice}
	b.mydata = domain.MyDataService{Practice: c.Practice}
	b.holds = domain.HoldService{Practice: c.Practice}
	b.greetings = domain.GreetingService{Practice: c.Practice}
	b.policies = domain.PolicyService{Practice: c.Practice}
	b.sent = domain.SentService{Practice: c.Practice}
	b.lines = domain.ReportingService{Practice: c.Practice, Directory: c.Directory}
	b.growth = domain.GrowthService{Practice: c.Practice}
	b.skills = domain.SkillService{Practice: c.Practice}
	b.expected = domain.ExpectationService{Practice: c.Practice, Templates: c.Templates}
	b.seasons = domain.SeasonService{Practice: c.Practice}
	b.rounds = domain.RoundService{Practice: c.Practice}
	b.funds = domain.FundService{Practice: c.Practice}
	b.running.caught = b.caught
	b.router = newRouter(b.routes())
	return b
}

// routes is the whole table, noun by noun.
func (b *Bot) routes() []Route {
	return slices.Concat(
		b.helpRoutes(),
		b.kudosRoutes(),
		b.feedbackRoutes(),
		b.feedbackAskRoutes(),
		b.feedbackReplyRoutes(),
		b.concernRoutes(),
		b.accessRoutes(),
		b.conversationRoutes(),
		b.goalRoutes(),
		b.goalAgreeRoutes(),
		b.priorityRoutes(),
		b.coachingRoutes(),
		b.fairnessRoutes(),
		b.explainRoutes(),
		b.scorecardRoutes(),
		b.citationRoutes(),
		b.expectationRoutes(),
		b.roleRoutes(),
		b.adaptationRoutes(),
		b.fundRoutes(),
		b.fundRequestRoutes(),
		b.seasonRoutes(),
		b.growthRoutes(),
		b.areaRoutes(),
		b.roundRoutes(),
		b.roundAnswerRoutes(),
		b.roundLaunchRoutes(),
		b.skillRoutes(),
		b.awayRoutes(),
		b.hoursRoutes(),
		b.pauseRoutes(),
		b.partnerRoutes(),
		b.arrangeRoutes(),
		b.homeRoutes(),
		b.sentRoutes(),
		b.reportingRoutes(),
		b.personRoutes(),
		b.digestRoutes(),
		b.dossierRoutes(),
		b.packetRoutes(),
		b.retentionRoutes(),
		b.myDataRoutes(),
		b.erasureRoutes(),
		b.holdRoutes(),
		b.greetingRoutes(),
		b.settingsRoutes(),
		b.workspaceRoutes(),
	)
}

// Renders are the messages that the bot writes for the courier, by kind.
func (b *Bot) Renders() map[string]courier.Render {
	all := map[string]courier.Render{}
	for _, noun := range []map[string]courier.Render{
		b.kudosRenders(),
		b.feedbackRenders(),
		b.concernRenders(),
		b.accessRenders(),
		b.askRenders(),
		b.conversationRenders(),
		b.goalRenders(),
		b.priorityRenders(),
		b.scorecardRenders(),
		b.expectationRenders(),
		b.fundRenders(),
		b.seasonRenders(),
		b.growthRenders(),
		b.roundRenders(),
		b.packetRenders(),
		b.skillRenders(),
		b.policyRenders(),
		b.greetingRenders(),
		b.reportingRenders(),
		b.digestRenders(),
		b.retentionRenders(),
		b.myDataRenders(),
		b.erasureRenders(),
		b.holdRenders(),
		b.awayRenders(),
		b.partnerRenders(),
		b.arrangeRenders(),
	} {
		for kind, render := range noun {
			all[kind] = b.touching(render)
		}
	}
	return all
}

// touching refreshes the Home of whoever a message is for, since what changed
// for the one mostly changed for the other.
func (b *Bot) touching(render courier.Render) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		b.touch(m.Recipient)
		return render(ctx, m)
	}
}

// Routes lists the table, for the manifest's test and the list of commands.
func (b *Bot) Routes() []Route { return b.routes() }

// Run settles requests that were left in doubt, until the context ends, and then
// waits for everything that was begun. Stop what calls Handle first.
func (b *Bot) Run(ctx context.Context) {
	var refreshing sync.WaitGroup
	refreshing.Go(func() { b.refreshHomes(ctx) })
	b.settle(ctx)
	refreshing.Wait()
	b.Drain()
	if left := len(b.doubts.take()); left > 0 {
		b.log.LogAttrs(ctx, slog.LevelWarn, "requests are left in doubt for the next start", slog.Int("count", left))
	}
}

// Drain returns when no handler runs and every call that follows an ack is done.
// It may be called at any time; tests do.
func (b *Bot) Drain() { b.running.Wait() }
