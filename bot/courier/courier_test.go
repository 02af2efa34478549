package courier_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sandbox"
	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// note is the kind of the messages that tests send.
const note = "test.note"

// paper is the kind of the files that tests send.
const paper = "test.paper"

// bundle is a courier between a real database and a sandbox.
type bundle struct {
	*courier.Courier
	t     *testing.T
	w     *sandbox.Workspace
	bench storagetest.Bench
	// skew moves machine time as the database sees it.
	skew *atomic.Int64
	ada  domain.Person
	bo   domain.Person
	stop func()
	url  string // of the sandbox's API

	mu     sync.Mutex
	words  map[domain.ID]string // what each subject says now
	render courier.Render       // in the place of words, where set
	judge  courier.Judge
	spared []string // files that Slack took in no case
}

// options change what setup makes.
type options struct {
	limits  sandbox.Limits
	scopes  []string
	history bool
	pace    float64
	shut    *atomic.Bool
}

// setup starts a courier. Slack's limits are off unless a test sets some.
func setup(t *testing.T, o options) *bundle {
	t.Helper()
	if o.limits == (sandbox.Limits{}) {
		o.limits.Unlimited = true
	}
	if o.pace == 0 {
		o.pace = 1000
	}
	b := &bundle{t: t, skew: &atomic.Int64{}, words: map[domain.ID]string{}}
	c := storagetest.Config(t)
	c.Skew = func() time.Duration { return time.Duration(b.skew.Load()) }
	b.bench = storagetest.PracticeOn(t, c)
	b.ada, b.bo = b.person("U0ADA", "Ada"), b.person("U0BO", "Bo")
	b.w = sandbox.New(sandbox.Config{
		Now: b.bench.Clock.Now, Limits: o.limits, Scopes: o.scopes, Logger: slog.New(slog.DiscardHandler),
		Users: []sandbox.User{{ID: "U0ADA", Name: "ada", RealName: "Ada"}, {ID: "U0BO", Name: "bo", RealName: "Bo"}},
		Channels: []sandbox.Channel{
			{ID: "C0THANKS", Name: "thanks", Members: []string{"U0ADA", "U0SANDBOXB"}},
			{ID: "C0OTHER", Name: "other", Members: []string{"U0ADA", "U0SANDBOXB"}},
			{ID: "C0ALONE", Name: "alone", Members: []string{"U0ADA"}},
		},
	})
	server, err := b.w.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	b.url = server.APIURL
	b.start(b.url, o)
	return b
}

// spare notes a file that Slack takes in no case.
func (b *bundle) spare(_ context.Context, m domain.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spared = append(b.spared, string(m.Subject))
	return nil
}

// start runs one courier until the test ends or stop is called.
func (b *bundle) start(url string, o options) {
	transport := &http.Transport{}
	api := slack.New(b.w.BotToken(), slack.OptionAPIURL(url), slack.OptionHTTPClient(&http.Client{Transport: transport}))
	shut := o.shut
	if shut == nil {
		shut = &atomic.Bool{}
	}
	c := courier.New(courier.Config{
		Shut:   shut.Load,
		Outbox: b.bench.DB.Outbox(), Store: b.bench.DB, Client: api,
		Judge:   func(ctx context.Context, m domain.Message) (domain.Verdict, error) { return b.verdict(ctx, m) },
		Renders: map[string]courier.Render{note: b.say}, Documents: map[string]courier.Compose{paper: b.compose}, Spared: b.spare,
		Budget: storage.NewPacer(nil, "T", slog.New(slog.DiscardHandler)), PostsPerMinute: 60_000,
		ChannelPerSecond: o.pace, ChannelHistory: func() bool { return o.history },
		Clock: b.bench.Clock, Meter: b.bench.Meter,
	})
	b.Courier = c
	ctx, cancel := context.WithCancel(b.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := c.Run(ctx); err != nil {
			b.t.Errorf("run the courier: %v", err)
		}
	}()
	b.stop = func() {
		cancel()
		<-ended
		transport.CloseIdleConnections()
	}
	b.t.Cleanup(b.stop)
}

func (b *bundle) person(slackID, name string) domain.Person {
	b.t.Helper()
	p := domain.Person{SlackID: slackID, Name: name, Kind: domain.Member, Active: true, Zone: "UTC"}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p
}

func (b *bundle) tx(do func(context.Context, domain.Tx) error) {
	b.t.Helper()
	if err := b.bench.DB.InTx(b.t.Context(), do); err != nil {
		b.t.Fatal(err)
	}
}

// tell stores messages; those without a kind, a class or a deed get ordinary
// ones.
func (b *bundle) tell(messages ...domain.Message) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, m := range messages {
			if m.Kind == "" {
				m.Kind = note
			}
			if m.Class == "" {
				m.Class = domain.FromPeople
			}
			if err := tx.Tell(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

// says sets what a subject says.
func (b *bundle) says(subject domain.ID, words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.words[subject] = words
}

// say is the render function: the subject's words, or its name.
func (b *bundle) say(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	b.mu.Lock()
	render, words := b.render, b.words[m.Subject]
	b.mu.Unlock()
	if render != nil {
		return render(ctx, m)
	}
	if words == "" {
		words = string(m.Subject)
	}
	return blockkit.Message{Fallback: blockkit.User(words), Blocks: []blockkit.Block{blockkit.Section(blockkit.User(words))}}, nil
}

// compose makes a file with the subject's words, or refuses as they say.
func (b *bundle) compose(_ context.Context, m domain.Message) (courier.Document, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch words := b.words[m.Subject]; words {
	case string(domain.NotFound), string(domain.Forbidden):
		return courier.Document{}, domain.Refuse(domain.Code(words), "test.refused")
	default:
		return courier.Document{Name: "paper.txt", Title: "Paper " + string(m.Subject), Alt: "A paper", Data: []byte(words)}, nil
	}
}

func (b *bundle) verdict(ctx context.Context, m domain.Message) (domain.Verdict, error) {
	b.mu.Lock()
	judge := b.judge
	b.mu.Unlock()
	if judge != nil {
		return judge(ctx, m)
	}
	return domain.Verdict{Send: true}, nil
}

// renders puts a render function in the place of the words.
func (b *bundle) renders(f courier.Render) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.render = f
}

// judges sets who decides what may go.
func (b *bundle) judges(f courier.Judge) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.judge = f
}

// idle waits until the courier can do no more.
func (b *bundle) idle() {
	b.t.Helper()
	if err := b.Idle(within(b.t)); err != nil {
		b.t.Fatal(err)
	}
}

// later moves machine time, and waits for what the courier does then.
func (b *bundle) later(d time.Duration) {
	b.t.Helper()
	b.skew.Add(int64(d))
	b.idle()
}

// within is long enough for a loaded machine.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// texts are what can be read in a list of messages.
func texts(messages []*sandbox.Message) []string {
	list := []string{}
	for _, m := range messages {
		list = append(list, strings.TrimSpace(m.Text()))
	}
	return list
}

func (b *bundle) thanks() []string        { return texts(b.w.Channel("thanks").Messages()) }
func (b *bundle) dm(name string) []string { return texts(b.w.As(name).DM()) }

// counted is how often a deed ended so.
func (b *bundle) counted(deed domain.Deed, outcome string) int {
	return b.bench.Meter.Of("courier."+string(deed), outcome)
}

// backlog is how many messages stand in a state.
func (b *bundle) backlog(state domain.MessageState) int {
	b.t.Helper()
	states, err := b.bench.DB.Outbox().Backlog(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return states[state]
}

// deliveries are those of a subject.
func (b *bundle) deliveries(subject domain.ID) []domain.Delivery {
	b.t.Helper()
	var list []domain.Delivery
	err := b.bench.DB.Read(b.t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Deliveries(ctx, "", subject)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

// stuck are the reasons of what is dead or unclear.
func (b *bundle) stuck() []string {
	b.t.Helper()
	list, err := b.bench.DB.Outbox().Stuck(b.t.Context(), 10)
	if err != nil {
		b.t.Fatal(err)
	}
	reasons := []string{}
	for _, m := range list {
		reasons = append(reasons, string(m.State)+" "+m.Reason)
	}
	return reasons
}
