package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	appToken = "SLACK_APP_TOKEN=xapp-1-A-1-secretword"
	botToken = "SLACK_BOT_TOKEN=xoxb-1-1-secretword"
)

func TestLoadConfig_Defaults(t *testing.T) {
	t.Parallel()
	c, problems := LoadConfig([]string{appToken, botToken})
	if err := problems.Err(); err != nil {
		t.Fatalf("two tokens are enough: %v", err)
	}
	got := []any{c.APIURL, c.Database.Reveal(), c.HTTP, c.PostsPerMinute, c.ChannelPerSecond, c.LogLevel, c.LogJSON, c.Data}
	want := []any{"https://slack.com/api/", "sqlite:" + filepath.Join("data", "rapport.db"), "127.0.0.1:9464", 300, 1.0, slog.LevelInfo, false, "data"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	if missing := c.NeedSlack(); len(missing) != 0 {
		t.Errorf("nothing is missing, got %v", missing)
	}
}

func TestLoadConfig_Given(t *testing.T) {
	t.Parallel()
	c, problems := LoadConfig([]string{
		appToken, botToken, "SLACK_API_URL=http://127.0.0.1:8080/api/",
		"RAPPORT_DATABASE_URL=postgres://rapport:pw@db:5432/rapport", "RAPPORT_KEY=none", envLedgerKey + "=" + demoLedgerKey, "RAPPORT_REDIS_URL=redis://cache:6379/0",
		"RAPPORT_HR= dana@example.com, U0HR ,", "RAPPORT_HTTP_ADDR=none", "RAPPORT_SLACK_POSTS_PER_MINUTE=120",
		"RAPPORT_SLACK_CHANNEL_PER_SECOND=0.5", "RAPPORT_LOG_LEVEL=WARN", "RAPPORT_LOG_FORMAT=json",
		"RAPPORT_PORT_9464_TCP=tcp://10.0.0.1:9464",
	})
	if err := problems.Err(); err != nil {
		t.Fatalf("all of it is right: %v", err)
	}
	got := []any{c.HR, c.HTTP, c.PostsPerMinute, c.ChannelPerSecond, c.LogLevel, c.LogJSON, c.Postgres()}
	want := []any{[]string{"dana@example.com", "U0HR"}, "", 120, 0.5, slog.LevelWarn, true, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}

func TestLoadConfig_Problems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		env  []string
		want []string // parts of the one message
	}{
		{"swapped tokens", []string{"SLACK_APP_TOKEN=xoxb-1", "SLACK_BOT_TOKEN=xapp-1"}, []string{"two tokens are swapped", "Exchange them"}},
		{"a user's token", []string{"SLACK_BOT_TOKEN=xoxp-1"}, []string{"SLACK_BOT_TOKEN: this is a user's token", "begins with xoxb-"}},
		{"one token for both", []string{"SLACK_APP_TOKEN=xoxb-1", "SLACK_BOT_TOKEN=xoxb-1"}, []string{"SLACK_APP_TOKEN: this is a bot token", "xapp-… is needed"}},
		{"a word in place of a token", []string{"SLACK_APP_TOKEN=changeme"}, []string{"does not begin with xapp-"}},
		{"another database", []string{"RAPPORT_DATABASE_URL=mysql://root@db/x"}, []string{`"mysql" is no database`, "postgres://user"}},
		{"a bare path", []string{"RAPPORT_DATABASE_URL=/var/lib/x.db"}, []string{"begins with neither postgres:// nor sqlite:"}},
		{"no file", []string{"RAPPORT_DATABASE_URL=sqlite:"}, []string{"names no file"}},
		{"no database name", []string{"RAPPORT_DATABASE_URL=postgres://u:p@db", "RAPPORT_KEY=none", envLedgerKey + "=" + demoLedgerKey}, []string{"names no database"}},
		{"a sign in the password", []string{"RAPPORT_DATABASE_URL=postgres://u:p%zz@db/x", "RAPPORT_KEY=none", envLedgerKey + "=" + demoLedgerKey}, []string{"%40"}},
		{"PostgreSQL without a key", []string{"RAPPORT_DATABASE_URL=postgres://u:p@db/x"}, []string{"RAPPORT_KEY: with PostgreSQL", "openssl rand -base64 32"}},
		{"an API without its path", []string{"SLACK_API_URL=https://slack-gov.com"}, []string{"does not end in /api/"}},
		{"no API at all", []string{"SLACK_API_URL=slack"}, []string{"no address of a server"}},
		{"Slack without TLS", []string{"SLACK_API_URL=http://slack.com/api/"}, []string{"unencrypted"}},
		{"Redis of another kind", []string{"RAPPORT_REDIS_URL=cache:6379"}, []string{"RAPPORT_REDIS_URL: it does not begin"}},
		{"an address without a port", []string{"RAPPORT_HTTP_ADDR=localhost"}, []string{`"localhost" is no host and port`}},
		{"a number in words", []string{"RAPPORT_SLACK_POSTS_PER_MINUTE=many"}, []string{`"many" is no number between 1 and 1000000`}},
		{"no pace", []string{"RAPPORT_SLACK_CHANNEL_PER_SECOND=0"}, []string{`"0" is no number between 0.01 and`}},
		{"a slip of the finger", []string{"RAPPORT_SLACK_POSTS_PER_MINUTE=2000000"}, []string{`"2000000" is no number between 1 and 1000000`}},
		{"Redis with a port in words", []string{"RAPPORT_REDIS_URL=redis://cache:port/0"}, []string{"RAPPORT_REDIS_URL: it cannot be read"}},
		{"no key", []string{"RAPPORT_KEY=secret"}, []string{"RAPPORT_KEY: it is no key", "openssl rand -base64 32"}},
		{"no key for the ledger", []string{"RAPPORT_LEDGER_KEY=secret"}, []string{"RAPPORT_LEDGER_KEY: it is no key", "openssl rand -base64 32"}},
		{"not a number", []string{"RAPPORT_SLACK_CHANNEL_PER_SECOND=NaN"}, []string{`"NaN" is no number`}},
		{"a level unknown", []string{"RAPPORT_LOG_LEVEL=loud"}, []string{`"loud" is none`, "debug"}},
		{"a misspelled setting", []string{"RAPPORT_DATABSE_URL=x"}, []string{"RAPPORT_DATABSE_URL: there is no such setting", "Write RAPPORT_DATABASE_URL"}},
		{"a file that is not there", []string{"SLACK_BOT_TOKEN_FILE=/nonexistent/token"}, []string{"SLACK_BOT_TOKEN_FILE: the file cannot be read"}},
		{"a value and a file", []string{botToken, "SLACK_BOT_TOKEN_FILE=/x"}, []string{"both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := LoadConfig(test.env)
			if len(problems) == 0 {
				t.Fatal("no problem was found")
			}
			text := problems.Error()
			for _, part := range test.want {
				if !strings.Contains(text, part) {
					t.Errorf("%q is missing in:\n%s", part, text)
				}
			}
		})
	}
}

func TestLoadConfig_AllAtOnce(t *testing.T) {
	t.Parallel()
	c, problems := LoadConfig([]string{"RAPPORT_DATABASE_URL=mysql://x", "RAPPORT_LOG_LEVEL=loud", "SLACK_API_URL=x"})
	all := slices.Concat(problems, c.NeedSlack())
	if len(all) != 5 {
		t.Fatalf("got %d problems, want 5:\n%v", len(all), all)
	}
	for _, p := range all {
		if !strings.HasSuffix(p.What, ".") || !strings.HasSuffix(p.Fix, ".") {
			t.Errorf("a problem and its fix are sentences: %+v", p)
		}
	}
}

func TestLoadConfig_SecretFromFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("xoxb-from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, problems := LoadConfig([]string{"SLACK_BOT_TOKEN_FILE=" + path})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if got := c.BotToken.Reveal(); got != "xoxb-from-file" {
		t.Errorf("token %q", got)
	}
}

func TestSecret_NeverShown(t *testing.T) {
	t.Parallel()
	c, _ := LoadConfig([]string{
		appToken, botToken, "RAPPORT_DATABASE_URL=postgres://u:secretword@db/x", "RAPPORT_REDIS_URL=redis://:secretword@c", "RAPPORT_KEY=secretword",
	})
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("started", slog.Any("config", c), slog.Any("token", c.BotToken))
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s", c, c, c.Key), string(encoded), log.String()} {
		if strings.Contains(text, "secretword") {
			t.Errorf("a secret is shown: %s", text)
		}
	}
	_, problems := LoadConfig([]string{"SLACK_APP_TOKEN=secretword", "RAPPORT_DATABASE_URL=secretword", "RAPPORT_REDIS_URL=secretword"})
	if strings.Contains(problems.Error(), "secretword") {
		t.Errorf("a problem repeats a secret: %v", problems)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"RAPPORT_DATA", "RAPPORT_HR", "SLACK_BOT_TOKEN"}
	tests := map[string]string{
		"RAPPORT_DATAA": "RAPPORT_DATA", "RAPPORT_HRR": "RAPPORT_HR", "SLACK_BOTTOKEN": "SLACK_BOT_TOKEN", "RAPPORT_SERVICE_HOST": "",
	}
	for word, want := range tests {
		got, ok := nearest(word, names)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
