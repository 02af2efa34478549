package blockkit_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"rapport/bot/blockkit"
)

func TestParseCommand(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		in   string
		want blockkit.Command
	}{
		"one person and a message": {
			"<@U012AB|grace> for the release notes",
			blockkit.Command{Users: []string{"U012AB"}, Text: "for the release notes"},
		},
		"several people, each once, and joining words": {
			"<@U1>, <@W2|bo> and <@U1|x> & <@U3>: thank you!",
			blockkit.Command{Users: []string{"U1", "W2", "U3"}, Text: "thank you!"},
		},
		"people in the middle keep their name": {
			"<@U1> for helping <@U2|bo.lindqvist> today",
			blockkit.Command{Users: []string{"U1", "U2"}, Text: "for helping @bo.lindqvist today"},
		},
		"people without a name leave no gap": {
			"<@U1> for helping <@U2> today",
			blockkit.Command{Users: []string{"U1", "U2"}, Text: "for helping today"},
		},
		"a group": {
			"<!subteam^S012|@backend> and <!subteam^S2> for the migration",
			blockkit.Command{Groups: []blockkit.Group{{ID: "S012", Handle: "backend"}, {ID: "S2"}}, Text: "for the migration"},
		},
		"everybody, in all spellings": {
			"<!here> <!channel|@channel> @Everyone <!group> well done",
			blockkit.Command{Broadcasts: []string{"here", "channel", "everyone"}, Text: "well done"},
		},
		"a name that was not picked": {
			"@grace.hopper for this. (@bo-l) Mail a@b.example, @ 5.",
			blockkit.Command{Unresolved: []string{"grace.hopper", "bo-l"}, Text: "for this. (@bo-l) Mail a@b.example, @ 5."},
		},
		"tags, bare or made into channels": {
			"<@U1> for the tests #craft <#C1|Teamwork> #Craft",
			blockkit.Command{Users: []string{"U1"}, Tags: []string{"craft", "Teamwork"}, Text: "for the tests"},
		},
		"tags inside a sentence stay": {
			"<@U1> fixed #flaky tests, issue #42, <#C1|ci> and c#",
			blockkit.Command{Users: []string{"U1"}, Tags: []string{"flaky", "ci"}, Text: "fixed #flaky tests, issue #42, #ci and c#"},
		},
		"a private channel has no name": {
			"<@U1> in <#C1|> and <#C2>",
			blockkit.Command{Users: []string{"U1"}, Text: "in and"},
		},
		"entities are decoded once": {
			"&lt;b&gt; &amp;lt; R&amp;D &lt;@U1&gt;",
			blockkit.Command{Text: "<b> &lt; R&D <@U1>"},
		},
		"addresses read as they were typed": {
			"see <https://x.example/a?b=1&amp;c=2> <http://y.example|y.example> <mailto:a@b.example|a@b.example> <https://z.example|the page>",
			blockkit.Command{Text: "see https://x.example/a?b=1&c=2 y.example a@b.example the page (https://z.example)"},
		},
		"a date reads as it was shown":    {"on <!date^1^{date}|1 May> <!unknown>", blockkit.Command{Text: "on 1 May"}},
		"what is no token is a text":      {"i <3 you <@lower> <> <@> <#> a<b", blockkit.Command{Text: "i <3 you <@lower> <> <@> <#> a<b"}},
		"tokens do not span lines":        {"a <@U1\n> b", blockkit.Command{Text: "a <@U1\n> b"}},
		"lines and lists stay":            {"<@U1>\nfirst\r\n\n\n\nsecond", blockkit.Command{Users: []string{"U1"}, Text: "first\n\nsecond"}},
		"names in other scripts":          {"@Зоя за #командный_дух", blockkit.Command{Unresolved: []string{"Зоя"}, Tags: []string{"командный_дух"}, Text: "за"}},
		"nothing":                         {"  ", blockkit.Command{}},
		"help":                            {"help", blockkit.Command{Text: "help"}},
		"hidden characters do not matter": {"<@U1> \u202ewell\u202c done\u200b", blockkit.Command{Users: []string{"U1"}, Text: "well done"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := blockkit.ParseCommand(c.in)
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreUnexported(blockkit.Command{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCommand_Message(t *testing.T) {
	t.Parallel()
	words := blockkit.Wording{
		Name: func(id string) string { return map[string]string{"U2": "Bo Lindqvist"}[id] },
		Tag:  func(tag string) bool { return strings.EqualFold(tag, "craft") },
	}

	t.Run("writes names that Slack did not send", func(t *testing.T) {
		t.Parallel()
		got := blockkit.ParseCommand("<@U1> for helping <@U2> and <@U3|cem>").Message(words)
		if want := "for helping Bo Lindqvist and @cem"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})

	t.Run("takes out only tags that are values", func(t *testing.T) {
		t.Parallel()
		got := blockkit.ParseCommand("<@U1> for the tests #unknown #craft").Message(words)
		if want := "for the tests #unknown"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestParseCommand_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"<@U1|a>", "<@U2>", "<!here>", "<#C1|x>", "#tag", "@name", "<https://x.example|x>", "&lt;", "<", ">", " ", "\n",
		}))).Draw(t, "pieces")
		c := blockkit.ParseCommand(strings.Join(pieces, ""))
		if blockkit.Clean(c.Text) != c.Text {
			t.Fatalf("the message is not clean: %q", c.Text)
		}
		for _, list := range [][]string{c.Users, c.Unresolved, c.Tags, c.Broadcasts} {
			seen := map[string]bool{}
			for _, s := range list {
				if s == "" || seen[s] {
					t.Fatalf("%q is empty or twice in %q", s, list)
				}
				seen[s] = true
			}
		}
	})
}

func TestFromMrkdwn(t *testing.T) {
	t.Parallel()
	name := func(id string) string { return "Person " + id }
	cases := map[string]struct{ in, want string }{
		"names and channels":    {"*hi* <@U1|x>, see <#C1|general> &amp; <!here>", "*hi* Person U1, see #general & @here"},
		"groups":                {"<!subteam^S1|@ops> rocks", "@ops rocks"},
		"bare names stay words": {"#tag @name", "#tag @name"},
	}
	for label, c := range cases {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			if got := blockkit.FromMrkdwn(c.in, blockkit.Wording{Name: name}); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzParseCommand(f *testing.F) {
	for _, s := range []string{"<@U1|a> x #y", "<<<<", "&lt;@U1&gt;", "@", "#", "<!subteam^S1|@x>", "<!subteam^|@x>", "<!subteam^S1^x><@U1> and <@U1|b>, <#C1|c> #c", "<@U1\n>", "<@u1>", "@a.b-c_d. #é", "<!date^1^{date}|now>"} {
		f.Add(s)
	}
	ids := regexp.MustCompile(`^[USW][A-Z0-9]+$`)
	wording := blockkit.Wording{
		Name: func(id string) string { return "Lee *Park* <!here> " + id },
		Tag:  func(tag string) bool { return len(tag)%2 == 0 },
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := blockkit.ParseCommand(s)
		for _, text := range []string{c.Text, c.Message(wording), blockkit.FromMrkdwn(s, wording)} {
			if blockkit.Clean(text) != text {
				t.Errorf("the message is not clean: %q", text)
			}
		}
		mentioned := slices.Clone(c.Users)
		for _, g := range c.Groups {
			mentioned = append(mentioned, g.ID)
		}
		for i, id := range mentioned {
			if !ids.MatchString(id) || slices.Contains(mentioned[:i], id) {
				t.Errorf("got id %q of %q in %v, want one of Slack's, once", id, s, mentioned)
			}
		}
		for _, name := range slices.Concat(c.Tags, c.Unresolved) {
			if name == "" || blockkit.CleanLine(name) != name {
				t.Errorf("got the name %q of %q", name, s)
			}
		}
		checkFallback(t, blockkit.Message{Fallback: blockkit.User(c.Text)}.FallbackText())
	})
}
