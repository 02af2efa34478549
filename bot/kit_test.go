package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
	"rapport/sentence"
	"rapport/storage/storagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a bot on a real database with a Slack that remembers what it was
// asked for. Tests say what a person does and look at what everybody sees.
type bench struct {
	storagetest.Bench
	t     testing.TB
	bot   *bot.Bot
	slack *recorder
	log   *strings.Builder
	count int
}

// start is the practice time of the tests: a Tuesday morning.
var start = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

func setup(t testing.TB, change ...func(*bot.Config)) *bench {
	t.Helper()
	b := &bench{Bench: storagetest.Practice(t), t: t, slack: newRecorder(), log: &strings.Builder{}}
	b.Clock.Set(start)
	book, err := sentence.New()
	if err != nil {
		t.Fatalf("read catalogue: %v", err)
	}
	config := bot.Config{
		Practice: b.Practice, Directory: b.slack, Client: b.slack, Book: book,
		Logger:    slog.New(slog.NewTextHandler(&guarded{to: b.log}, nil)),
		Workspace: bot.Workspace{TeamID: "T1", BotUserID: "UBOT", URL: "https://acme.example/"},
		Templates: []domain.RoleTemplate{{Industry: "technology", Profile: domain.RoleProfile{
			Role: "Tester", Outcomes: []string{"Faults found early"}, Impact: "Nobody is surprised.",
			Expectations: []domain.Expectation{{Dimension: domain.ActionGoal, Text: "Tries what nobody thought of"}},
		}}},
		Deadline: 20 * time.Second, // a busy machine must not fail a test
		Patience: 20 * time.Second,
	}
	for _, c := range change {
		c(&config)
	}
	b.bot = bot.New(config)
	t.Cleanup(b.bot.Drain)
	return b
}

// guarded is a writer for several goroutines.
type guarded struct {
	mu sync.Mutex
	to *strings.Builder
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.to.Write(p)
}

// person adds somebody; Grace Hopper has the Slack id UGRACE.
func (b *bench) person(name string, change ...func(*domain.Person)) domain.Person {
	b.t.Helper()
	first, _, _ := strings.Cut(name, " ")
	p := domain.Person{
		SlackID: "U" + strings.ToUpper(first), TeamID: "T1", Name: name, Handle: strings.ToLower(first),
		Email: strings.ToLower(first) + "@example.com", Zone: "Europe/Berlin", Locale: "en-US",
		Kind: domain.Member, Active: true,
	}
	for _, c := range change {
		c(&p)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		var err error
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p
}

// policy changes the policy in force.
func (b *bench) policy(change func(*domain.Policy)) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		change(&v.Policy)
		v.Version++
		v.At = tx.Now()
		return tx.SavePolicy(ctx, v)
	})
}

// kudosInPublic gives a channel and values to the company.
func (b *bench) kudosInPublic() {
	b.t.Helper()
	b.policy(func(p *domain.Policy) {
		p.Kudos.Channel = "CTHANKS"
		p.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft"}, {Tag: "care", Name: "Care"}}
	})
}

func (b *bench) tx(do func(context.Context, domain.Tx) error) {
	b.t.Helper()
	if err := b.Store.InTx(b.t.Context(), do); err != nil {
		b.t.Fatalf("prepare: %v", err)
	}
}

// unique gives a new id for a payload, as Slack would.
func (b *bench) unique(prefix string) string {
	b.count++
	return fmt.Sprintf("%s%d", prefix, b.count)
}

// object is a piece of JSON.
type object = map[string]any

// send gives a payload to the bot and waits for everything that follows.
func (b *bench) send(envelope string, payload object) (any, error) {
	b.t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		b.t.Fatalf("write payload: %v", err)
	}
	answer, err := b.bot.Handle(b.t.Context(), socket.Envelope{ID: b.unique("E"), Type: envelope, AcceptsPayload: true, Payload: raw})
	b.bot.Drain()
	return answer, err
}

// answered is send for what has to be acked.
func (b *bench) answered(envelope string, payload object) seen {
	b.t.Helper()
	answer, err := b.send(envelope, payload)
	if err != nil {
		b.t.Fatalf("not acked: %v", err)
	}
	return look(b.t, answer)
}

func commandPayload(user, name, text, trigger string) object {
	return object{
		"command": name, "text": text, "user_id": user, "channel_id": "CGENERAL", "team_id": "T1",
		"trigger_id": trigger, "response_url": "https://respond.example/" + trigger,
	}
}

// command types a slash command and gives the answer.
func (b *bench) command(user, name, text string) seen {
	b.t.Helper()
	return b.answered(socket.TypeCommand, commandPayload(user, name, text, b.unique("trigger")))
}

// form types a command and gives the one form that it opens.
func (b *bench) form(user, name, text string) blockkit.Modal {
	b.t.Helper()
	opened := len(b.slack.opened)
	b.command(user, name, text)
	if got := len(b.slack.opened) - opened; got != 1 {
		b.t.Fatalf("%s %s opened %d forms", name, text, got)
	}
	return last(b.t, b.slack.opened)
}

func (b *bench) interaction(kind, user string) object {
	return object{
		"type": kind, "user": object{"id": user, "team_id": "T1"}, "team": object{"id": "T1"},
		"trigger_id": b.unique("trigger"), "action_ts": b.unique("17000000."),
	}
}

// shortcut chooses a global shortcut.
func (b *bench) shortcut(user, id string) {
	b.t.Helper()
	p := b.interaction("shortcut", user)
	p["callback_id"] = id
	b.answered(socket.TypeInteraction, p)
}

// pressed is where and what somebody presses.
type pressed struct {
	ID, Value string
	// Option is the chosen option of a menu, instead of Value.
	Option string
	// Ephemeral, Home and Modal say where; the default is a message.
	Ephemeral, Home, Modal bool
	// Repeat is Slack's time of the press, for delivering one twice.
	Repeat string
}

func (b *bench) pressPayload(user string, p pressed) object {
	payload := b.interaction("block_actions", user)
	action := object{"action_id": p.ID, "type": "button", "value": p.Value, "action_ts": payload["action_ts"]}
	if p.Repeat != "" {
		action["action_ts"] = p.Repeat
	}
	if p.Option != "" {
		action["type"], action["selected_option"] = "overflow", object{"value": p.Option}
	}
	payload["actions"] = []any{action}
	switch {
	case p.Home:
		payload["view"] = object{"id": "VHOME", "type": "home"}
	case p.Modal:
		payload["view"] = object{"id": "VMODAL", "type": "modal"}
	default:
		payload["channel"] = object{"id": "CGENERAL"}
		payload["container"] = object{"type": "message", "message_ts": "1.1", "channel_id": "CGENERAL", "is_ephemeral": p.Ephemeral}
		payload["response_url"] = "https://respond.example/press"
	}
	return payload
}

// press presses something.
func (b *bench) press(user string, p pressed) seen {
	b.t.Helper()
	return b.answered(socket.TypeInteraction, b.pressPayload(user, p))
}

// submitPayload is a form as it is sent, with what is filled in over what stood
// in it.
func (b *bench) submitPayload(user string, form blockkit.Modal, fill object) object {
	b.t.Helper()
	request, err := form.Request()
	if err != nil {
		b.t.Fatalf("build form: %v", err)
	}
	view := look(b.t, request).object
	view["id"] = "VFORM"
	values := object{}
	blocks, _ := view["blocks"].([]any)
	for _, raw := range blocks {
		block, _ := raw.(object)
		if block["type"] != "input" {
			continue
		}
		element, _ := block["element"].(object)
		id, action := text(block["block_id"]), text(element["action_id"])
		content, filled := fill[id]
		if !filled {
			content = initial(element)
		}
		values[id] = object{action: content}
	}
	for id := range fill {
		if values[id] == nil {
			b.t.Fatalf("the form %s has no field %q", form.ID, id)
		}
	}
	view["state"] = object{"values": values}
	p := b.interaction("view_submission", user)
	p["view"] = view
	return p
}

// initial is what stands in a field that nobody touched.
func initial(element object) object {
	content := object{"type": element["type"]}
	for from, to := range map[string]string{
		"initial_value": "value", "initial_users": "selected_users", "initial_user": "selected_user",
		"initial_option": "selected_option", "initial_options": "selected_options", "initial_date": "selected_date",
		"initial_time": "selected_time",
	} {
		if v, there := element[from]; there {
			content[to] = v
		}
	}
	return content
}

// submit fills in a form and sends it.
func (b *bench) submit(user string, form blockkit.Modal, fill object) seen {
	b.t.Helper()
	return b.answered(socket.TypeInteraction, b.submitPayload(user, form, fill))
}

func typed(words string) object   { return object{"type": "plain_text_input", "value": words} }
func people(ids ...string) object { return object{"type": "multi_users_select", "selected_users": ids} }
func choice(value string) object {
	return object{"type": "radio_buttons", "selected_option": object{"value": value}}
}

// event lets something happen in the workspace.
func (b *bench) eventPayload(inner object) object {
	return object{"type": "event_callback", "team_id": "T1", "event_id": b.unique("Ev"), "event": inner}
}

// letter is a message that was delivered from the outbox.
type letter struct {
	domain.Message
	seen
}

// delivered takes everything out of the outbox, as the courier would, and gives
// what it says.
func (b *bench) delivered() []letter {
	b.t.Helper()
	var letters []letter
	outbox := b.DB.Outbox()
	renders := b.bot.Renders()
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatalf("claim: %v", err)
		}
		if len(claimed) == 0 {
			return letters
		}
		for _, c := range claimed {
			l := letter{Message: c.Message}
			s := domain.Settlement{State: domain.Sent}
			if c.Message.Deed != domain.Delete && c.Message.Deed != domain.Attach {
				m, err := renders[c.Message.Kind](b.t.Context(), c.Message)
				if err != nil {
					b.t.Fatalf("render %s: %v", c.Message.Kind, err)
				}
				l.seen = lookAt(b.t, m)
			}
			if c.Message.Deed == domain.Post {
				channel := c.Message.Channel
				if channel == "" {
					channel = "D" + string(c.Message.Recipient)
				}
				s.Delivery = &domain.Delivery{
					Kind: c.Message.Kind, Subject: c.Message.Subject, Recipient: c.Message.Recipient,
					Channel: channel, TS: b.unique("1."), At: b.Clock.Now(),
				}
			}
			letters = append(letters, l)
			if err := outbox.Settle(b.t.Context(), c, s); err != nil {
				b.t.Fatalf("settle: %v", err)
			}
		}
	}
}

// of keeps the letters of one kind and deed.
func of(letters []letter, kind string, deed domain.Deed) []letter {
	var kept []letter
	for _, l := range letters {
		if l.Kind == kind && l.Deed == deed {
			kept = append(kept, l)
		}
	}
	return kept
}
