package rapport_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// manifest is the part of an app manifest that these tests look at.
type manifest struct {
	Features struct {
		AppHome struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		SlashCommands []struct {
			Command      string `yaml:"command"`
			UsageHint    string `yaml:"usage_hint"`
			ShouldEscape bool   `yaml:"should_escape"`
			URL          string `yaml:"url"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Name       string `yaml:"name"`
			Type       string `yaml:"type"`
			CallbackID string `yaml:"callback_id"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot         []string `yaml:"bot"`
			BotOptional []string `yaml:"bot_optional"`
			User        []string `yaml:"user"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool `yaml:"is_enabled"`
		} `yaml:"interactivity"`
		SocketMode bool `yaml:"socket_mode_enabled"`
	} `yaml:"settings"`
}

const (
	fullManifest = "manifest.yaml"
	liteManifest = "manifest.socket-lite.yaml"
)

// readManifest reads the typed part of a manifest.
func readManifest(t *testing.T, path string) manifest {
	t.Helper()
	var m manifest
	if err := yaml.Unmarshal(mustRead(t, path), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// readAny reads a manifest as the plain values that a schema can judge.
func readAny(t *testing.T, b []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// mustRead reads a file of this repository.
func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mustBe is a value read from YAML as what it has to be.
func mustBe[T any](t *testing.T, v any) T {
	t.Helper()
	want, ok := v.(T)
	if !ok {
		t.Fatalf("got a %T, want a %T", v, want)
	}
	return want
}

// manifestSchema compiles Slack's schema for manifests, kept beside its licence.
func manifestSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const published = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/"
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(compilePattern)
	for _, name := range []string{"manifest.schema.json", "manifest.schema.1.0.0.json", "manifest.schema.2.0.0.json"} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(mustRead(t, filepath.Join("testdata", "slack-manifest", name)))))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(published+name, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile(published + "manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// never is a pattern that nothing matches.
type never string

func (never) MatchString(string) bool { return false }
func (n never) String() string        { return string(n) }

// compilePattern compiles the schema's patterns. Those of domains to unfurl look
// ahead, which Go's regular expressions cannot. They match nothing here: we have
// no such domains, and whoever adds one has to come by.
func compilePattern(pattern string) (jsonschema.Regexp, error) {
	if strings.Contains(pattern, "(?!") {
		return never(pattern), nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	return re, nil
}

func TestManifest_Schema(t *testing.T) {
	t.Parallel()
	schema := manifestSchema(t)
	for _, path := range []string{fullManifest, liteManifest} {
		t.Run(path+" is one that Slack takes", func(t *testing.T) {
			t.Parallel()
			if err := schema.Validate(readAny(t, mustRead(t, path))); err != nil {
				t.Error(err)
			}
		})
	}

	for _, key := range []string{"socket_mode_enabled", "home_tab_enabled", "should_escape"} {
		t.Run("a misspelt "+key+" would be noticed", func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(string(mustRead(t, fullManifest)), key, key+"d", 1)
			if err := schema.Validate(readAny(t, []byte(text))); err == nil {
				t.Error("got no error")
			}
		})
	}
}

func TestManifest_Settings(t *testing.T) {
	t.Parallel()
	m := readManifest(t, fullManifest)

	t.Run("everything comes over Socket Mode and no public address is needed", func(t *testing.T) {
		t.Parallel()
		if !m.Settings.SocketMode || !m.Settings.Interactivity.Enabled {
			t.Errorf("got Socket Mode %t and interactivity %t, want both", m.Settings.SocketMode, m.Settings.Interactivity.Enabled)
		}
		if text := string(mustRead(t, fullManifest)); strings.Contains(text, "_url:") || strings.Contains(text, " url:") {
			t.Error("got an address in the manifest, want none")
		}
	})

	t.Run("Home tab and typed messages are on", func(t *testing.T) {
		t.Parallel()
		if h := m.Features.AppHome; !h.Home || !h.Messages || h.ReadOnly {
			t.Errorf("got %+v, want both tabs, and messages that people can write", h)
		}
	})

	t.Run("commands escape names, so that a mention arrives as an id, and say how they are used", func(t *testing.T) {
		t.Parallel()
		for _, c := range m.Features.SlashCommands {
			if !c.ShouldEscape || !strings.Contains(c.UsageHint, "help") {
				t.Errorf("%s: got should_escape %t and hint %q", c.Command, c.ShouldEscape, c.UsageHint)
			}
		}
	})

	t.Run("no scope acts in the name of a person", func(t *testing.T) {
		t.Parallel()
		if len(m.OAuth.Scopes.User) > 0 {
			t.Errorf("got %v, want none", m.OAuth.Scopes.User)
		}
	})

	t.Run("optional scopes are among those asked for, as Slack demands", func(t *testing.T) {
		t.Parallel()
		for _, s := range m.OAuth.Scopes.BotOptional {
			if !slices.Contains(m.OAuth.Scopes.Bot, s) {
				t.Errorf("%s is optional and not asked for", s)
			}
		}
	})
}

// eventScopes are the scopes of which an event needs one, by Slack's reference
// of events; those that need none are listed too, so that a new event has to
// be looked up.
var eventScopes = map[string][]string{
	"app_home_opened":       nil,
	"app_uninstalled":       nil,
	"channel_archive":       {"channels:read"},
	"channel_id_changed":    {"channels:read", "groups:read"},
	"group_archive":         {"groups:read"},
	"member_joined_channel": {"channels:read", "groups:read"},
	"message.im":            {"im:history"},
	"subteam_updated":       {"usergroups:read"},
	"team_join":             {"users:read"},
	"tokens_revoked":        nil,
	"user_change":           {"users:read"},
}

func TestManifest_Events(t *testing.T) {
	t.Parallel()
	m := readManifest(t, fullManifest)
	for _, event := range m.Settings.Events.Bot {
		t.Run(event+" comes with the scopes asked for", func(t *testing.T) {
			t.Parallel()
			needed, known := eventScopes[event]
			if !known {
				t.Fatal("look up which scope it needs")
			}
			if len(needed) > 0 && !slices.ContainsFunc(needed, func(s string) bool { return slices.Contains(m.OAuth.Scopes.Bot, s) }) {
				t.Errorf("got none of %v among the scopes", needed)
			}
		})
	}
}

func TestManifest_Lite(t *testing.T) {
	t.Parallel()
	full := mustBe[map[string]any](t, readAny(t, mustRead(t, fullManifest)))
	settings := maps.Clone(mustBe[map[string]any](t, full["settings"]))
	subscriptions := mustBe[map[string]any](t, settings["event_subscriptions"])
	events := slices.Clone(mustBe[[]any](t, subscriptions["bot_events"]))
	events = slices.DeleteFunc(events, func(e any) bool { return e == "user_change" })
	settings["event_subscriptions"] = map[string]any{"bot_events": events}
	full["settings"] = settings
	if diff := cmp.Diff(full, readAny(t, mustRead(t, liteManifest))); diff != "" {
		t.Errorf("the lite manifest is not the full one without user_change (-want +got):\n%s", diff)
	}
}

// documented reads the first column of the table under a heading of docs/scopes.md,
// and which of its rows are marked optional.
func documented(t *testing.T, heading string) (names, optional []string) {
	t.Helper()
	_, part, found := strings.Cut(string(mustRead(t, "docs/scopes.md")), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("docs/scopes.md has no part %q", heading)
	}
	part, _, _ = strings.Cut(part, "\n## ")
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.+?) \\| (.+?) \\|$")
	for _, match := range row.FindAllStringSubmatch(part, -1) {
		names = append(names, match[1])
		if strings.HasPrefix(match[2], "*optional*") {
			optional = append(optional, match[1])
		}
	}
	return names, optional
}

func TestManifest_Documented(t *testing.T) {
	t.Parallel()
	m := readManifest(t, fullManifest)

	t.Run("each scope has its line, and the same ones are optional", func(t *testing.T) {
		t.Parallel()
		names, optional := documented(t, "Scopes")
		if diff := cmp.Diff(sorted(m.OAuth.Scopes.Bot), sorted(names)); diff != "" {
			t.Errorf("scopes (-manifest +docs):\n%s", diff)
		}
		if diff := cmp.Diff(sorted(m.OAuth.Scopes.BotOptional), sorted(optional)); diff != "" {
			t.Errorf("optional scopes (-manifest +docs):\n%s", diff)
		}
	})

	t.Run("each event has its line", func(t *testing.T) {
		t.Parallel()
		names, _ := documented(t, "Events")
		if diff := cmp.Diff(sorted(m.Settings.Events.Bot), sorted(names)); diff != "" {
			t.Errorf("events (-manifest +docs):\n%s", diff)
		}
	})
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }
