package sandbox_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// code is the error code of a refused call.
func code(err error) string {
	if err == nil {
		return ""
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refused.Err
	}
	return err.Error()
}

func (b *testBundle) say(t *testing.T, channel, text string) (string, string) {
	t.Helper()
	ch, ts, err := b.api.PostMessageContext(t.Context(), channel, slack.MsgOptionText(text, false))
	check(t, err)
	return ch, ts
}

func TestPostMessage(t *testing.T) {
	t.Parallel()

	t.Run("reaches channels by id and name, and people by their user id", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		ch, ts := b.say(t, "general", "Hello")
		if ch != "C0GENERAL" || ts == "" {
			t.Errorf("got %s %s", ch, ts)
		}
		dm, _ := b.say(t, "U0ADA", "Hello Ada")
		if !strings.HasPrefix(dm, "D") {
			t.Errorf("got channel %s, want a direct one", dm)
		}
		if got := b.w.As("ada").DM(); len(got) != 1 || got[0].Text() != "Hello Ada" {
			t.Errorf("got %v", got)
		}
		opened, _, _, err := b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{"U0ADA"}})
		check(t, err)
		if opened.ID != dm {
			t.Errorf("conversations.open gave %s, chat.postMessage %s", opened.ID, dm)
		}
	})
	t.Run("ts is unique and rises while the clock stands still", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, first := b.say(t, "C0GENERAL", "one")
		_, second := b.say(t, "C0GENERAL", "two")
		if first != "946890000.000000" || second != "946890000.000001" {
			t.Errorf("got %s and %s", first, second)
		}
	})
	t.Run("is refused where the app may not write", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.Scopes = []string{"chat:write"} })
		for channel, want := range map[string]string{
			"C0NONE": "channel_not_found", "C0SECRET": "channel_not_found", "C0ALONE": "not_in_channel",
			"C0OLD": "is_archived", "U0GONE": "user_disabled", "USLACKBOT": "cannot_dm_bot",
			"U0FAR": "user_not_visible", "": "channel_not_found",
		} {
			_, _, err := b.api.PostMessageContext(t.Context(), channel, slack.MsgOptionText("x", false))
			if code(err) != want {
				t.Errorf("channel %q: got %v, want %s", channel, err, want)
			}
		}
		b.w.SetScopes("chat:write", "chat:write.public")
		b.say(t, "C0ALONE", "now allowed")
		b.say(t, "U0OUT", "shares a channel with the app")
	})
	t.Run("checks text, metadata and threads", func(t *testing.T) {
		t.Parallel()
		b := setup(t, unlimited)
		for _, c := range []struct {
			want string
			form url.Values
		}{
			{"no_text", url.Values{}},
			{"no_text", url.Values{"blocks": {"[]"}}},
			{"msg_too_long", url.Values{"text": {strings.Repeat("x", 40001)}}},
			{"thread_not_found", url.Values{"text": {"x"}, "thread_ts": {"1.000001"}}},
			{"invalid_metadata_format", url.Values{"text": {"x"}, "metadata": {"x"}}},
			{"invalid_metadata_schema", url.Values{"text": {"x"}, "metadata": {`{"event_type":"a"}`}}},
			{"metadata_too_large", url.Values{"text": {"x"}, "metadata": {`{"event_type":"a","event_payload":{"k":"` + long(8000) + `"}}`}}},
			{"markdown_text_conflict", url.Values{"text": {"x"}, "markdown_text": {"y"}}},
			{"invalid_attachments", url.Values{"attachments": {"{}"}}},
		} {
			c.form.Set("channel", "C0GENERAL")
			if got := b.post(t, "chat.postMessage", c.form); got["error"] != c.want {
				t.Errorf("got %v, want %s", got["error"], c.want)
			}
		}
	})
	t.Run("messages_tab_disabled", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.MessagesTabDisabled = true })
		if _, _, err := b.api.PostMessageContext(t.Context(), "U0ADA", slack.MsgOptionText("x", false)); code(err) != "messages_tab_disabled" {
			t.Errorf("got %v, want messages_tab_disabled", err)
		}
	})
	t.Run("metadata is found again, only when asked for", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, _, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false),
			slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "sent", EventPayload: map[string]any{"id": "42"}}))
		check(t, err)
		for _, all := range []bool{true, false} {
			h := must(b.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL", IncludeAllMetadata: all}))(t)
			if got := h.Messages[0].Metadata.EventPayload["id"] == "42"; got != all {
				t.Errorf("include_all_metadata %v: found %v", all, got)
			}
		}
	})
}

func TestUpdateAndDelete(t *testing.T) {
	t.Parallel()
	blocks := slack.MsgOptionBlocks(slack.NewSectionBlock(plainText("Blocks"), nil, nil))

	t.Run("text without blocks takes the blocks away", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, ts, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false), blocks)
		check(t, err)
		_, _, _, err = b.api.UpdateMessageContext(t.Context(), "C0GENERAL", ts, slack.MsgOptionText("only text", false))
		check(t, err)
		got := b.w.Channel("general").Messages()[0]
		if len(got.Blocks) != 0 || got.Text() != "only text" || got.EditedAt == "" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("only own messages, of at most 4000 characters, by channel id", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		theirs := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: "mine"})
		_, own := b.say(t, "C0GENERAL", "x")
		update := func(channel, ts, text string) string {
			_, _, _, err := b.api.UpdateMessageContext(t.Context(), channel, ts, slack.MsgOptionText(text, false))
			return code(err)
		}
		remove := func(channel, ts string) string {
			_, _, err := b.api.DeleteMessageContext(t.Context(), channel, ts)
			return code(err)
		}
		for _, c := range [][2]string{
			{update("C0GENERAL", theirs, "y"), "cant_update_message"},
			{update("C0GENERAL", "1.000000", "y"), "message_not_found"},
			{update("U0ADA", own, "y"), "channel_not_found"},
			{update("C0GENERAL", own, long(4001)), "msg_too_long"},
			{update("C0GENERAL", own, ""), "no_text"},
			{remove("C0GENERAL", theirs), "cant_delete_message"},
			{remove("C0GENERAL", own), ""},
			{remove("C0GENERAL", own), "message_not_found"},
		} {
			if c[0] != c[1] {
				t.Errorf("got %q, want %q", c[0], c[1])
			}
		}
		if n := len(b.w.Channel("general").Messages()); n != 1 {
			t.Errorf("got %d messages, want the other's", n)
		}
	})
	t.Run("ephemerals are for one member and cannot be updated", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		ts := must(b.api.PostEphemeralContext(t.Context(), "C0GENERAL", "U0ADA", slack.MsgOptionText("psst", false)))(t)
		if got := b.w.As("ada").Ephemerals("general"); len(got) != 1 || got[0].Text() != "psst" {
			t.Errorf("got %v", got)
		}
		if len(b.w.Channel("general").Messages()) != 0 {
			t.Error("it is stored in the channel")
		}
		if _, _, _, err := b.api.UpdateMessageContext(t.Context(), "C0GENERAL", ts, slack.MsgOptionText("x", false)); code(err) != "message_not_found" {
			t.Errorf("got %v, want message_not_found", err)
		}
		for user, want := range map[string]string{"U0OUT": "user_not_in_channel", "U0NOBODY": "user_not_in_channel"} {
			if _, err := b.api.PostEphemeralContext(t.Context(), "C0GENERAL", user, slack.MsgOptionText("x", false)); code(err) != want {
				t.Errorf("user %s: got %v, want %s", user, err, want)
			}
		}
		for channel, want := range map[string]string{"C0ALONE": "not_in_channel", "C0SECRET": "channel_not_found", "C0OLD": "is_archived"} {
			if _, err := b.api.PostEphemeralContext(t.Context(), channel, "U0ADA", slack.MsgOptionText("x", false)); code(err) != want {
				t.Errorf("channel %s: got %v, want %s", channel, err, want)
			}
		}
	})
}

func TestSeed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	now := b.w.Now()
	later := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "ada", Text: "later", At: now.Add(-time.Hour)})
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "earlier", At: now.Add(-2 * time.Hour)})
	again := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "ada", Text: "same moment", At: now.Add(-time.Hour), ThreadTS: later})
	b.w.Seed(sandbox.SeedMessage{DM: "grace", Text: "to Grace", At: now})
	var texts []string
	for _, m := range b.w.Channel("general").Messages() {
		texts = append(texts, m.Text())
	}
	if got := strings.Join(texts, ","); got != "earlier,later,same moment" || later == again {
		t.Errorf("got %s", got)
	}
	if got := b.w.As("grace").DM(); len(got) != 1 || got[0].BotID == "" {
		t.Errorf("got %v, want one message of the app", got)
	}
	if got := b.w.Channel("general").Messages()[1]; got.ReplyCount != 1 || len(got.Replies()) != 1 {
		t.Errorf("got %d replies", got.ReplyCount)
	}
	if len(b.w.Calls()) != 0 || len(b.w.Envelopes()) != 0 {
		t.Error("seeding made traffic")
	}
}

func TestMessageActions(t *testing.T) {
	t.Parallel()

	menu := func() slack.MsgOption {
		return slack.MsgOptionBlocks(
			slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*Ada* thanked <@U0GRACE>", false, false), nil,
				slack.NewAccessory(slack.NewOverflowBlockElement("kudos.menu",
					slack.NewOptionBlockObject("private", plainText("Make it private"), nil),
					slack.NewOptionBlockObject("leave", plainText("Leave it out"), nil)))),
			slack.NewActionBlock("b1", slack.NewButtonBlockElement("kudos.join", "k1", plainText("Thank them too"))),
		)
	}
	t.Run("a click carries message, channel and response_url", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		_, ts, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("Ada thanked Grace", false), menu())
		check(t, err)
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		m := must(b.w.Channel("general").Await(within(t), nil))(t)
		if want := "Ada thanked @Grace Hopper\n<{Make it private | Leave it out}>\n[Thank them too]"; m.Text() != want {
			t.Errorf("got text %q, want %q", m.Text(), want)
		}
		check(t, m.Click(within(t), b.w.As("lin.wu"), "Thank them too"))
		i := <-got
		if i.Message.Timestamp != ts || i.Channel.ID != "C0GENERAL" || i.User.ID != "U0LIN" || i.ResponseURL == "" || i.TriggerID == "" {
			t.Errorf("got %+v", i)
		}
		check(t, m.Choose(within(t), b.w.As("lin.wu"), "Make it private"))
		if a := (<-got).ActionCallback.BlockActions[0]; a.ActionID != "kudos.menu" || a.SelectedOption.Value != "private" || a.Type != "overflow" {
			t.Errorf("got %+v", a)
		}
		if err := m.Choose(within(t), b.w.As("lin.wu"), "Nothing"); err == nil {
			t.Error("an option that is not there was chosen")
		}
	})
	t.Run("response_url replaces and deletes an ephemeral", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		must(b.api.PostEphemeralContext(t.Context(), "C0GENERAL", "U0ADA", slack.MsgOptionText("x", false), menu()))(t)
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		ada := b.w.As("ada")
		m := must(ada.AwaitEphemeral(within(t), "general", nil))(t)
		check(t, m.Click(within(t), ada, "kudos.join"))
		i := <-got
		if !i.Container.IsEphemeral || i.Message.Timestamp != "" {
			t.Errorf("got container %+v and message %q", i.Container, i.Message.Timestamp)
		}
		_, _, _, err := b.api.SendMessageContext(t.Context(), "", slack.MsgOptionReplaceOriginal(i.ResponseURL), slack.MsgOptionText("done", false))
		check(t, err)
		if now := m.Now(); now == nil || now.Text() != "done" {
			t.Errorf("got %v, want it replaced", now)
		}
		_, _, _, err = b.api.SendMessageContext(t.Context(), "", slack.MsgOptionDeleteOriginal(i.ResponseURL))
		check(t, err)
		if m.Now() != nil || len(ada.Ephemerals("")) != 0 {
			t.Error("it is still there")
		}
	})
	t.Run("only those who see a message can click it", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		_, _, err := b.api.PostMessageContext(t.Context(), "C0PEOPLE", slack.MsgOptionText("x", false), menu())
		check(t, err)
		m := b.w.Channel("people-team").Messages()[0]
		if err := m.Click(within(t), b.w.As("ada"), "kudos.join"); err == nil {
			t.Error("ada clicked in a channel she is not in")
		}
		// Outsiders of a shared channel can click: the app has to check.
		_, _, err = b.api.PostMessageContext(t.Context(), "C0SHARED", slack.MsgOptionText("x", false), menu())
		check(t, err)
		check(t, b.w.Channel("shared").Messages()[0].Click(within(t), b.w.As("out"), "kudos.join"))
	})
	t.Run("shortcuts", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		ts := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: "Fixed it."})
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		ada := b.w.As("ada")
		check(t, ada.Shortcut(within(t), "kudos_new"))
		if i := <-got; i.Type != slack.InteractionTypeShortcut || i.CallbackID != "kudos_new" || i.ResponseURL != "" || i.Channel.ID != "" {
			t.Errorf("got %+v", i)
		}
		check(t, ada.MessageShortcut(within(t), b.w.Channel("general").Messages()[0], "kudos_msg"))
		if i := <-got; i.Type != slack.InteractionTypeMessageAction || i.Message.Text != "Fixed it." || i.MessageTs != ts || i.Message.User != "U0GRACE" || i.ResponseURL == "" {
			t.Errorf("got %+v", i)
		}
		if err := ada.Shortcut(within(t), "kudos_msg"); err == nil {
			t.Error("a message shortcut ran without a message")
		}
		if err := b.w.As("out").Shortcut(within(t), "kudos_new"); err == nil {
			t.Error("a stranger ran a shortcut")
		}
	})
}
