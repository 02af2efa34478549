package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

func TestCommand(t *testing.T) {
	t.Parallel()

	t.Run("answers in the acknowledgement", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		var got slack.SlashCommand
		b.app.onCommand(func(c slack.SlashCommand) any {
			got = c
			return map[string]any{"response_type": "ephemeral", "text": "Sent to <@U0GRACE>."}
		})
		reply := must(b.w.As("ada").Command(within(t), "#general", "/kudos", "@grace for *that* & more"))(t)
		if reply.Ephemeral == nil || reply.Ephemeral.Text() != "Sent to @Grace Hopper." {
			t.Errorf("got reply %+v, want the ephemeral text", reply)
		}
		if want := "<@U0GRACE> for *that* &amp; more"; got.Text != want {
			t.Errorf("got text %q, want %q", got.Text, want)
		}
		if got.UserID != "U0ADA" || got.ChannelID != "C0GENERAL" || got.ChannelName != "general" || got.TeamID != b.w.TeamID() {
			t.Errorf("got fields %+v", got)
		}
	})
	t.Run("shows a timeout when nobody answers", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, func(c *sandbox.Config) { c.AckTimeout = 20 * time.Millisecond })
		b.app.setSilent(true)
		reply := must(b.w.As("ada").Command(within(t), "general", "/kudos", "hello"))(t)
		if !reply.TimedOut || reply.Failed != "operation_timeout" {
			t.Errorf("got %+v, want operation_timeout", reply)
		}
		check(t, b.w.Drained(within(t)))
	})
	t.Run("fails at once without a connection", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		reply := must(b.w.As("ada").Command(within(t), "general", "/kudos", "hello"))(t)
		if reply.Failed != "dispatch_failed" {
			t.Errorf("got %+v, want dispatch_failed", reply)
		}
	})
	t.Run("is unknown to strangers and to the app that has it not", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		if _, err := b.w.As("out").Command(within(t), "shared", "/kudos", ""); err == nil {
			t.Error("a stranger ran a command")
		}
		if _, err := b.w.As("ada").Command(within(t), "general", "/nothing", ""); err == nil || !strings.Contains(err.Error(), "not a valid command") {
			t.Errorf("got %v, want that the command is not valid", err)
		}
	})
	t.Run("may be answered later, five times", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		url := make(chan string, 1)
		b.app.onCommand(func(c slack.SlashCommand) any { url <- c.ResponseURL; return nil })
		ada := b.w.As("ada")
		reply := must(ada.Command(within(t), "secret", "/kudos", "x"))(t)
		if reply.Ephemeral != nil || reply.Failed != "" {
			t.Errorf("got %+v, want silence", reply)
		}
		hook := <-url
		for range 5 {
			_, _, _, err := b.api.SendMessageContext(within(t), "", slack.MsgOptionResponseURL(hook, slack.ResponseTypeEphemeral), slack.MsgOptionText("later", false))
			check(t, err)
		}
		if _, _, _, err := b.api.SendMessageContext(within(t), "", slack.MsgOptionResponseURL(hook, slack.ResponseTypeEphemeral), slack.MsgOptionText("later", false)); err == nil {
			t.Error("a response_url worked a sixth time")
		}
		if got := ada.Ephemerals("secret"); len(got) != 5 || got[0].Text() != "later" {
			t.Errorf("got %d ephemeral messages, want 5", len(got))
		}
		if got := b.w.As("grace").Ephemerals("secret"); len(got) != 0 {
			t.Errorf("grace sees %d ephemeral messages of ada", len(got))
		}
	})
	t.Run("in_channel shows what was typed", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.app.onCommand(func(slack.SlashCommand) any {
			return map[string]any{"response_type": "in_channel", "text": "Hello all"}
		})
		reply := must(b.w.As("ada").Command(within(t), "general", "/raw", "secret words"))(t)
		got := b.w.Channel("general").Messages()
		if len(got) != 2 || got[0].Body != "/raw secret words" || got[1].Body != "Hello all" || reply.Public == nil {
			t.Errorf("got %d messages and %+v", len(got), reply)
		}
	})
	t.Run("an answer that is no message is an error for the person", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.app.onCommand(func(slack.SlashCommand) any { return map[string]any{"response_type": "ephemeral"} })
		reply := must(b.w.As("ada").Command(within(t), "general", "/raw", ""))(t)
		if reply.Failed != "invalid_command_response" {
			t.Errorf("got %+v, want invalid_command_response", reply)
		}
	})
}

func TestEscape(t *testing.T) {
	t.Parallel()
	b := setupApp(t)
	texts := make(chan string, 1)
	b.app.onCommand(func(c slack.SlashCommand) any { texts <- c.Text; return nil })
	for _, c := range []struct{ typed, want string }{
		{"@grace thanks", "<@U0GRACE> thanks"},
		{"@lin.wu. And @LIN.WU", "<@U0LIN>. And <@U0LIN>"},
		{"(@grace)", "(<@U0GRACE>)"},
		{"@nobody", "@nobody"},
		{"@gone", "@gone"},
		{"@crew and @past", "<!subteam^S0CREW|@crew> and @past"},
		{"@here @channel @everyone", "<!here> <!channel> <!everyone>"},
		{"#general, #secret, #none", "<#C0GENERAL|general>, <#C0SECRET|>, #none"},
		{"see https://x.example/a?b=1&c=2.", "see <https://x.example/a?b=1&amp;c=2>."},
		{"ask ada@example.com.", "ask <mailto:ada@example.com|ada@example.com>."},
		{"<!channel> & <@U0ADA>", "&lt;!channel&gt; &amp; &lt;@U0ADA&gt;"},
		{"httpd@example.com", "<mailto:httpd@example.com|httpd@example.com>"},
		{"https://. is no link", "https://. is no link"},
		{"mail me a@grace", "mail me a@grace"},
		{"ü@grace", "ü@grace"},
	} {
		must(b.w.As("ada").Command(within(t), "general", "/kudos", c.typed))(t)
		if got := <-texts; got != c.want {
			t.Errorf("typed %q: got %q, want %q", c.typed, got, c.want)
		}
	}
	must(b.w.As("ada").Command(within(t), "general", "/raw", "@grace & <x>"))(t)
	if got, want := <-texts, "@grace & <x>"; got != want {
		t.Errorf("without should_escape: got %q, want %q", got, want)
	}
}
