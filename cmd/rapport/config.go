package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/redis/go-redis/v9"

	"rapport/calendar"
	"rapport/storage"
)

// Config is everything that the operator sets, checked and with its defaults.
type Config struct {
	AppToken Secret
	BotToken Secret
	// APIURL is the base of the Web API and ends in "/".
	APIURL string
	// Database is postgres://… or sqlite:PATH.
	Database Secret
	Redis    Secret
	// Key seals free text; "none" leaves it open.
	Key Secret
	// LedgerKey seals the ledger; where it is not set, a key from Key does.
	LedgerKey Secret
	// HR are the first HR people, by email or Slack id.
	HR []string
	// Holidays are the days of the own file.
	Holidays []calendar.Day
	// Data is the folder for what is kept in files.
	Data string
	// HTTP is the address of health and metrics, empty where switched off.
	HTTP string
	// PostsPerMinute and ChannelPerSecond are Slack's ceilings.
	PostsPerMinute   int
	ChannelPerSecond float64
	LogLevel         slog.Level
	LogJSON          bool
}

// LoadConfig reads the configuration from lines NAME=value. Whatever is wrong
// comes back at once, as Problems, beside what could be read.
func LoadConfig(lines []string) (Config, Problems) {
	e := newEnvironment(lines)
	c := Config{
		AppToken:         e.secret(envAppToken),
		BotToken:         e.secret(envBotToken),
		APIURL:           e.text(envAPIURL, defaultAPIURL),
		Database:         e.secret(envDatabase),
		Redis:            e.secret(envRedis),
		Key:              e.secret(envKey),
		LedgerKey:        e.secret(envLedgerKey),
		HR:               e.list(envHR),
		Data:             e.text(envData, defaultData),
		HTTP:             e.text(envHTTP, defaultHTTP),
		PostsPerMinute:   int(e.number(envPosts, 300, 1)),
		ChannelPerSecond: e.number(envChannelPace, 1, 0.01),
		LogJSON:          e.choice(envLogFormat, "text", "json") == "json",
	}
	if err := c.LogLevel.UnmarshalText([]byte(e.choice(envLogLevel, "info", "debug", "warn", "error"))); err != nil {
		e.wrong(envLogLevel, err.Error(), "Write one of debug, info, warn, error.")
	}
	if !c.Database.IsSet() {
		c.Database = Secret{"sqlite:" + filepath.Join(c.Data, defaultDatabase)}
	}
	c.Holidays = e.holidays(envHolidays)
	c.checkTokens(e)
	c.checkAPI(e)
	c.checkDatabase(e)
	c.checkRedis(e)
	c.checkKey(e)
	c.checkLedgerKey(e)
	c.checkHTTP(e)
	e.misspelled()
	return c, e.problems
}

// NeedSlack adds what is missing for talking to Slack.
func (c Config) NeedSlack() Problems {
	var missing Problems
	if !c.AppToken.IsSet() {
		missing = append(missing, Problem{envAppToken, "it is not set.",
			"Make an app-level token with connections:write under Basic Information, App-Level Tokens, and set it."})
	}
	if !c.BotToken.IsSet() {
		missing = append(missing, Problem{envBotToken, "it is not set.",
			"Install the app to the workspace and copy the Bot User OAuth Token from OAuth & Permissions."})
	}
	return missing
}

// tokenKinds are what Slack's tokens begin with.
var tokenKinds = map[string]string{
	"xapp-": "an app-level token", "xoxb-": "a bot token", "xoxp-": "a user's token",
	"xoxe":  "a token of a rotating or configuration kind",
	"xoxa-": "a workspace token of the old kind", "xoxc-": "a browser's token", "xoxs-": "a browser's token",
}

// checkTokens finds tokens that are swapped or of another kind.
func (c Config) checkTokens(e *environment) {
	app, bot := kindOf(c.AppToken), kindOf(c.BotToken)
	if app == "xoxb-" && bot == "xapp-" {
		e.wrong(envAppToken+", "+envBotToken, "the two tokens are swapped.", "Exchange them: xapp-… is the app token, xoxb-… the bot token.")
		return
	}
	c.checkToken(e, envAppToken, c.AppToken, "xapp-")
	c.checkToken(e, envBotToken, c.BotToken, "xoxb-")
}

// checkToken says what a token is where it is not of the kind that is needed.
func (c Config) checkToken(e *environment, name string, token Secret, want string) {
	kind := kindOf(token)
	if !token.IsSet() || kind == want {
		return
	}
	what := fmt.Sprintf("it does not begin with %s.", want)
	if known := tokenKinds[kind]; known != "" {
		what = fmt.Sprintf("this is %s (%s…), and %s… is needed.", known, kind, want)
	}
	e.wrong(name, what, fmt.Sprintf("Copy the token that begins with %s from the app's settings at api.slack.com/apps.", want))
}

// kindOf is the beginning of a token that tells its kind, or empty.
func kindOf(token Secret) string {
	for kind := range tokenKinds {
		if strings.HasPrefix(token.Reveal(), kind) {
			return kind
		}
	}
	return ""
}

// checkAPI looks at the base of the Web API.
func (c Config) checkAPI(e *environment) {
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		e.wrong(envAPIURL, "it is no address of a server.", "Write a full base such as "+defaultAPIURL+".")
		return
	}
	if !strings.HasSuffix(u.Path, "/api/") {
		e.wrong(envAPIURL, "it does not end in /api/.", "Write a full base such as "+defaultAPIURL+".")
	}
	host := "." + u.Hostname()
	if u.Scheme == "http" && (strings.HasSuffix(host, ".slack.com") || strings.HasSuffix(host, ".slack-gov.com")) {
		e.wrong(envAPIURL, "the tokens would travel unencrypted.", "Write https:// in place of http://.")
	}
}

// checkDatabase looks at the form of the database's address. The address is
// never repeated, since it may hold a password.
func (c Config) checkDatabase(e *environment) {
	const fix = "Write postgres://user:password@host:5432/name or sqlite:PATH."
	address := c.Database.Reveal()
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if strings.TrimSpace(path) == "" {
			e.wrong(envDatabase, "it names no file after sqlite:.", "Write sqlite:PATH, such as sqlite:data/rapport.db.")
		}
		return
	}
	scheme, _, found := strings.Cut(address, "://")
	switch {
	case !found:
		e.wrong(envDatabase, "it begins with neither postgres:// nor sqlite:.", fix)
	case scheme != "postgres" && scheme != "postgresql":
		e.wrong(envDatabase, fmt.Sprintf("%q is no database that Rapport knows.", scheme), fix)
	default:
		c.checkPostgres(e)
	}
}

// checkPostgres looks at what only an address of PostgreSQL needs.
func (c Config) checkPostgres(e *environment) {
	u, err := url.Parse(c.Database.Reveal())
	if err != nil {
		e.wrong(envDatabase, "it cannot be read as an address.", "Write signs like @, / and # inside the password as %40, %2F and %23.")
		return
	}
	if strings.Trim(u.Path, "/") == "" && u.Query().Get("dbname") == "" {
		e.wrong(envDatabase, "it names no database after the host.", "Add its name: postgres://user:password@host:5432/rapport.")
	}
	if !c.Key.IsSet() {
		e.wrong(envKey, "with PostgreSQL the key that seals free text has to be given.",
			"Make one with `openssl rand -base64 32` and keep it apart from the database and its backups, or say RAPPORT_KEY=none.")
	}
}

// checkRedis looks at the form of the address.
func (c Config) checkRedis(e *environment) {
	if !c.Redis.IsSet() {
		return
	}
	const fix = "Write redis://host:6379/0."
	scheme, _, _ := strings.Cut(c.Redis.Reveal(), "://")
	if scheme != "redis" && scheme != "rediss" && scheme != "unix" {
		e.wrong(envRedis, "it does not begin with redis://, rediss:// or unix://.", fix)
		return
	}
	if _, err := redis.ParseURL(c.Redis.Reveal()); err != nil { // which may quote a password
		e.wrong(envRedis, "it cannot be read as an address.", fix)
	}
}

// checkKey looks whether the key is one.
func (c Config) checkKey(e *environment) {
	if !c.Key.IsSet() {
		return
	}
	if _, err := storage.LoadKeys(c.Key.Reveal(), ""); err != nil {
		e.wrong(envKey, "it is no key.", "Write 32 bytes in base64 or hex, as `openssl rand -base64 32` prints them; while keys rotate two with a comma between them.")
	}
}

// checkLedgerKey looks whether the ledger has a key.
func (c Config) checkLedgerKey(e *environment) {
	if _, err := storage.KeyNone().WithLedgerKeys(c.LedgerKey.Reveal()); err != nil {
		e.wrong(envLedgerKey, "it is no key.", "Write 32 bytes in base64 or hex, as `openssl rand -base64 32` prints them; while keys rotate two with a comma between them.")
	}
}

// checkHTTP looks at the address of health and metrics, and clears it where it
// is switched off.
func (c *Config) checkHTTP(e *environment) {
	if strings.EqualFold(c.HTTP, disabled) {
		c.HTTP = ""
		return
	}
	if _, _, err := net.SplitHostPort(c.HTTP); err != nil {
		e.wrong(envHTTP, fmt.Sprintf("%q is no host and port.", c.HTTP), "Write "+defaultHTTP+", or none.")
	}
}

// freshSQLite is the path of a SQLite file that is not there yet. Who only looks
// must make neither it nor its key.
func (c Config) freshSQLite() (string, bool) {
	path, ok := strings.CutPrefix(c.Database.Reveal(), "sqlite:")
	if !ok || path == "" {
		return "", false
	}
	_, err := os.Stat(path)
	return path, errors.Is(err, fs.ErrNotExist)
}

// Postgres tells whether the database is PostgreSQL.
func (c Config) Postgres() bool { return strings.HasPrefix(c.Database.Reveal(), "postgres") }
