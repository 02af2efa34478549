package sandbox

import (
	"context"
	"log/slog"
	"time"
)

// Config describes a workspace, the app that is installed in it, and the
// timers of the protocol. The zero value of every field has a working default.
type Config struct {
	TeamID, TeamName string // "T…" and what people read; made up if empty
	EnterpriseID     string // "E…" for a workspace of an Enterprise organisation, else empty

	AppID, BotUserID, BotName string
	// AppToken (xapp-…) opens connections, BotToken (xoxb-…) calls methods.
	// Both are made up if empty; read them back with Workspace.AppToken and
	// Workspace.BotToken.
	AppToken, BotToken string

	// Scopes are those granted to the bot. A method without its scope answers
	// missing_scope, an event without its scope is not sent. nil grants all.
	Scopes []string
	// Events are the subscriptions of the app ("message.im", "team_join", …).
	// nil subscribes to every event that the sandbox can send.
	Events []string

	Commands      []Command
	Shortcuts     []Shortcut
	Users         []User
	Channels      []Channel
	Groups        []Group
	ProfileFields []ProfileField

	// HomeTabDisabled and MessagesTabDisabled switch off the tabs of the app,
	// as its manifest can.
	HomeTabDisabled, MessagesTabDisabled bool

	// Now is the workspace's clock. nil means the machine's.
	Now func() time.Time
	// Moves are the clock buttons of the page, for example "Next day".
	Moves []Move
	// Suggested are the user ids that the page shows first in its switcher.
	Suggested []string
	// Tour is a text that the page shows at the first visit; may be empty.
	Tour string

	Limits Limits
	Logger *slog.Logger

	// Timers of the protocol, on real time. Zero means Slack's own.

	// AckTimeout is how long an envelope may stay unanswered. 3 s.
	AckTimeout time.Duration
	// TriggerLife is how long a trigger_id can be exchanged. 3 s.
	TriggerLife time.Duration
	// PingInterval is how often the server pings a connection. 5 s.
	PingInterval time.Duration
	// RetryDelays are the waits before each redelivery of an event that was
	// not acknowledged. At once, 1 min, 5 min.
	RetryDelays []time.Duration
	// ConnectionLife is after how long a connection is recycled, as announced
	// in hello. 1 h.
	ConnectionLife time.Duration
	// DisconnectNotice is the time between the warning and the end of a
	// connection. 10 s.
	DisconnectNotice time.Duration
	// ResponseURLLife is how long a response_url can be used. 30 min.
	ResponseURLLife time.Duration
}

// Command is a slash command of the app.
type Command struct {
	Name, Description, UsageHint string // Name with its slash: "/kudos"
	// ShouldEscape turns @names, #channels and URLs in the text into Slack's
	// tokens before the app sees them.
	ShouldEscape bool
}

// Shortcut is an entry of the shortcuts menu ("global") or of a message's menu
// ("message").
type Shortcut struct {
	CallbackID, Name, Description, Type string
}

// User is a person, a guest, a stranger from a connected organisation, or a bot.
type User struct {
	ID, Name, RealName, Email string // Name is the handle, without @
	TZ, Locale, Title         string // TZ is an IANA name
	AvatarColor               string // six hex digits
	Bot, AppUser, WorkflowBot bool
	Restricted                bool // multi-channel guest
	UltraRestricted           bool // single-channel guest
	Deleted, Stranger         bool
	TeamID                    string            // the workspace's if empty
	Fields                    map[string]string // custom profile fields by id
	StatusText                string
	StatusExpiration          int64 // unix seconds, 0 for never
}

// Channel is a public or private channel. External marks one that is shared
// with another organisation through Slack Connect. The bot is in it only if
// Members names it.
type Channel struct {
	ID, Name, Topic   string
	Private, External bool
	Archived          bool
	Members           []string
}

// Group is a user group, mentioned by its handle.
type Group struct {
	ID, Handle, Name string
	Users            []string
	Disabled         bool
}

// ProfileField is a custom field of user profiles. Type is "user" when its
// value is a user id, else "text".
type ProfileField struct {
	ID, Label, Type string
}

// Move is a clock button of the page. Do returns when the app has caught up.
type Move struct {
	ID, Label string
	Do        func(context.Context) error
}

// Limits are the rates that the Web API tolerates. The zero value means
// Slack's documented ones. Slack does not promise the size of a burst: here it
// is three messages a channel, and one minute's worth for a method.
type Limits struct {
	ChannelPerSecond float64 // messages to one channel, 1
	ChannelBurst     int     // 3
	PostsPerMinute   int     // chat.postMessage in the whole workspace, 300
	Tier1, Tier2     int     // calls of one method a minute: 1, 20
	Tier3, Tier4     int     // 50, 100
	Unlimited        bool    // switches every rate off, for load generators
}

// withDefaults fills in what the caller left out.
func (c Config) withDefaults() Config {
	setText(&c.TeamID, "T0SANDBOX0")
	setText(&c.TeamName, "Sandbox")
	setText(&c.AppID, "A0SANDBOX0")
	setText(&c.BotUserID, "U0SANDBOXB")
	setText(&c.BotName, "app")
	if c.AppToken == "" {
		c.AppToken = "xapp-1-" + c.AppID + "-" + randomHex(12)
	}
	if c.BotToken == "" {
		c.BotToken = "xoxb-" + randomHex(12)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	setTime(&c.AckTimeout, 3*time.Second)
	setTime(&c.TriggerLife, 3*time.Second)
	setTime(&c.PingInterval, 5*time.Second)
	setTime(&c.ConnectionLife, time.Hour)
	setTime(&c.DisconnectNotice, 10*time.Second)
	setTime(&c.ResponseURLLife, 30*time.Minute)
	if c.RetryDelays == nil {
		c.RetryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	c.Limits = c.Limits.withDefaults()
	return c
}

func (l Limits) withDefaults() Limits {
	if l.ChannelPerSecond == 0 {
		l.ChannelPerSecond = 1
	}
	setInt(&l.ChannelBurst, 3)
	setInt(&l.PostsPerMinute, 300)
	setInt(&l.Tier1, 1)
	setInt(&l.Tier2, 20)
	setInt(&l.Tier3, 50)
	setInt(&l.Tier4, 100)
	return l
}

func setText(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

func setTime(field *time.Duration, value time.Duration) {
	if *field == 0 {
		*field = value
	}
}

func setInt(field *int, value int) {
	if *field == 0 {
		*field = value
	}
}
