package courier

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// The courier's own times. They are machine time.
const (
	// lease is how long a claim holds. Whoever has not settled by then is
	// thought dead.
	lease = 60 * time.Second
	// attemptTime is how long one message may take in all; below the lease, so
	// that two replicas never work on one message.
	attemptTime = 50 * time.Second
	// callTime is how long one call to Slack may take. Doubts are looked into
	// no earlier than that after sending.
	callTime = 30 * time.Second
	// pollEvery finds what no wake-up told of.
	pollEvery = time.Second
	// claimTime limits the question for work.
	claimTime = 5 * time.Second
	// defaultWorkers is how many messages are on their way at once.
	defaultWorkers = 8
)

// Client is what the courier asks of Slack. *slack.Client fulfils it.
type Client interface {
	PostMessageContext(ctx context.Context, channel string, options ...slack.MsgOption) (gotChannel, ts string, err error)
	UpdateMessageContext(ctx context.Context, channel, ts string, options ...slack.MsgOption) (gotChannel, gotTS, text string, err error)
	DeleteMessageContext(ctx context.Context, channel, ts string) (gotChannel, gotTS string, err error)
	OpenConversationContext(ctx context.Context, p *slack.OpenConversationParameters) (dm *slack.Channel, noOp, alreadyOpen bool, err error)
	GetConversationHistoryContext(ctx context.Context, p *slack.GetConversationHistoryParameters) (*slack.GetConversationHistoryResponse, error)
	GetUploadURLExternalContext(ctx context.Context, p slack.GetUploadURLExternalParameters) (*slack.GetUploadURLExternalResponse, error)
	UploadToURL(ctx context.Context, p slack.UploadToURLParameters) error
	CompleteUploadExternalContext(ctx context.Context, p slack.CompleteUploadExternalParameters) (*slack.CompleteUploadExternalResponse, error)
}

// Judge decides whether a message may go now.
type Judge func(ctx context.Context, m domain.Message) (domain.Verdict, error)

// Render makes the words of a message for its reader, from the subject's
// present state. NotFound where there is nothing to tell any more.
type Render func(ctx context.Context, m domain.Message) (blockkit.Message, error)

// Config is what a Courier needs. Logger, Meter, Workers, ChannelHistory and
// Shut may be left out.
type Config struct {
	Outbox domain.Outbox
	// Store gives people's Slack ids and the deliveries to edit.
	Store  domain.Store
	Judge  Judge
	Client Client
	// Renders holds one function for each kind of message.
	Renders map[string]Render
	// Documents holds one function for each kind of file.
	Documents map[string]Compose
	// Spared is told of a file that Slack takes from the app in no case, for want of
	// a scope; it may be left out.
	Spared func(ctx context.Context, m domain.Message) error
	// Budget shares Slack's limits per method among replicas.
	Budget domain.Budget
	// PostsPerMinute is what Slack's plan allows the workspace (300). Of other
	// methods it is taken to allow more in proportion.
	PostsPerMinute int
	// ChannelPerSecond is how many messages one channel takes (1).
	ChannelPerSecond float64
	// ChannelHistory tells whether the app may read the history of channels.
	ChannelHistory func() bool
	// Shut tells whether Slack takes nothing more from this process. Then nothing
	// is claimed: each lane keeps its order for whoever comes with a new token.
	Shut func() bool
	// Clock is practice time, from which the age of a delivery counts.
	Clock  domain.Clock
	Logger *slog.Logger
	Meter  domain.Meter
	// Workers is how many messages are on their way at once (8).
	Workers int
}

// Courier delivers messages.
type Courier struct {
	Config
	pace   *pace
	rests  *rests
	book   *addressBook
	memory *memory
	// benches are for the workers that wait for their turn to edit.
	benches chan struct{}
	// freed signals that a worker is done and its lane may have more.
	freed chan struct{}
	idle  *idleness
}

// New makes a courier, which does nothing before Run.
func New(c Config) *Courier {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Meter == nil {
		c.Meter = domain.Unmetered{}
	}
	if c.ChannelHistory == nil {
		c.ChannelHistory = func() bool { return false }
	}
	if c.Shut == nil {
		c.Shut = func() bool { return false }
	}
	if c.PostsPerMinute == 0 {
		c.PostsPerMinute = domain.UsualPosts
	}
	if c.ChannelPerSecond == 0 {
		c.ChannelPerSecond = 1
	}
	if c.Workers == 0 {
		c.Workers = defaultWorkers
	}
	return &Courier{
		Config: c, pace: newPace(c.ChannelPerSecond), rests: newRests(), book: newAddressBook(), memory: newMemory(),
		benches: make(chan struct{}, max(1, c.Workers/4)), freed: make(chan struct{}, 1), idle: newIdleness(),
	}
}

// Run delivers until ctx ends, and returns when everything that was begun is
// settled. It is woken by the outbox and looks by itself each second.
func (c *Courier) Run(ctx context.Context) error {
	var workers sync.WaitGroup
	defer workers.Wait()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	slots := make(chan struct{}, c.Workers)
	for ctx.Err() == nil {
		c.round(ctx, slots, &workers)
		select {
		case <-ctx.Done():
		case <-c.Outbox.Wake():
		case <-c.freed:
		case <-c.idle.asked:
		case <-poll.C:
		}
	}
	return nil
}

// round claims as many lanes as there are free workers and sets those to work.
func (c *Courier) round(ctx context.Context, slots chan struct{}, workers *sync.WaitGroup) {
	free := cap(slots) - len(slots)
	if free == 0 {
		return
	}
	// Idle counts only where nothing was on its way before the claim: a worker
	// that ends during it leaves a lane that the claim did not see.
	mark, quiet := c.idle.mark(), len(slots) == 0
	if c.Shut() || c.rests.left(methodPost) > 0 {
		// Each lane would be claimed only to be given back.
		if quiet {
			c.idle.reached(mark)
		}
		return
	}
	claims, err := c.claim(ctx, free)
	if err != nil {
		c.Meter.Count("courier.claim", "failed", 1)
		c.Logger.WarnContext(ctx, "no lanes claimed", slog.String("error", err.Error()))
		return
	}
	for _, claim := range claims {
		slots <- struct{}{}
		workers.Go(func() {
			defer func() {
				<-slots
				signal(c.freed)
			}()
			c.deliver(ctx, claim)
		})
	}
	if len(claims) == 0 && quiet {
		c.idle.reached(mark)
	}
}

// claim asks for work. It is not cut off by a stop: a claim whose answer is
// lost would keep its lanes waiting until the lease ends.
func (c *Courier) claim(ctx context.Context, limit int) ([]domain.Claimed, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), claimTime)
	defer cancel()
	return c.Outbox.Claim(ctx, limit, lease)
}

// signal sets a flag that may be set already.
func signal(flag chan<- struct{}) {
	select {
	case flag <- struct{}{}:
	default:
	}
}
