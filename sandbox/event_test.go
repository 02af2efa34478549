package sandbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"rapport/sandbox"
)

// inner lists the inner events that an app has received, in order.
func inner[T any](a *testApp) []T {
	var out []T
	for _, e := range a.events(socketmode.EventTypeEventsAPI) {
		if outer, ok := e.Data.(slackevents.EventsAPIEvent); ok {
			if data, ok := outer.InnerEvent.Data.(T); ok {
				out = append(out, data)
			}
		}
	}
	return out
}

func TestEvents(t *testing.T) {
	t.Parallel()

	t.Run("people who join, change and leave", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		id := b.w.AddUser(sandbox.User{Name: "mary", RealName: "Mary Jackson", TZ: "America/New_York"})
		check(t, b.w.ChangeUser(id, func(u *sandbox.User) { u.Title = "Engineer" }))
		check(t, b.w.ChangeUser(id, func(u *sandbox.User) { u.Fields["Xf0MANAGER"] = "U0ADA" }))
		check(t, b.w.Deactivate("mary"))
		check(t, b.w.Drained(within(t)))
		if got := inner[*slackevents.TeamJoinEvent](b.app); len(got) != 1 || got[0].User.ID != id || got[0].User.TZ != "America/New_York" {
			t.Errorf("team_join: got %+v", got)
		}
		got := inner[*slackevents.UserChangeEvent](b.app)
		if len(got) != 2 || got[0].User.Profile.Title != "Engineer" || !got[1].User.Deleted {
			t.Errorf("user_change: got %+v, want one for the title and one for leaving, none for the field", got)
		}
		if err := b.w.ChangeUser("nobody", func(*sandbox.User) {}); err == nil {
			t.Error("changed nobody")
		}
	})
	t.Run("channels", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		for _, err := range []error{
			b.w.Rename("thanks", "kudos"), b.w.Archive("kudos"), b.w.Unarchive("kudos"), b.w.Archive("people-team"),
			b.w.Invite("kudos", "grace"), b.w.Kick("kudos", "grace"), b.w.Share("kudos"), b.w.RemoveBot("kudos"),
			b.w.Archive("kudos"), // the app is gone from it and hears nothing
		} {
			check(t, err)
		}
		check(t, b.w.Drained(within(t)))
		var kinds []string
		for _, e := range b.w.Envelopes() {
			kinds = append(kinds, as[string](t, as[map[string]any](t, e.Payload["event"])["type"]))
		}
		want := []string{"channel_rename", "channel_archive", "channel_unarchive", "group_archive",
			"member_joined_channel", "member_left_channel", "channel_shared", "channel_left"}
		if len(kinds) != len(want) {
			t.Fatalf("got %v, want %v", kinds, want)
		}
		for i := range want {
			if kinds[i] != want[i] {
				t.Errorf("got %s, want %s", kinds[i], want[i])
			}
		}
		if err := b.w.Archive("nowhere"); err == nil {
			t.Error("archived a channel that is not there")
		}
	})
	t.Run("messages and reactions where the app is", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		ada := b.w.As("ada")
		must(ada.Say(within(t), "help me, @grace"))(t)
		must(ada.SayIn(within(t), "secret", "the app is not here"))(t)
		m := must(ada.SayIn(within(t), "general", "good work"))(t)
		must(b.w.As("grace").ReplyTo(within(t), m, "thank you"))(t)
		check(t, b.w.As("grace").React(m, "tada"))
		_, ts := b.say(t, "C0GENERAL", "the app itself")
		_, _, _, err := b.api.UpdateMessageContext(t.Context(), "C0GENERAL", ts, slack.MsgOptionText("changed", false))
		check(t, err)
		_, _, err = b.api.DeleteMessageContext(t.Context(), "C0GENERAL", ts)
		check(t, err)
		check(t, b.w.Drained(within(t)))
		got := inner[*slackevents.MessageEvent](b.app)
		if len(got) != 6 || got[0].ChannelType != "im" || got[0].Text != "help me, <@U0GRACE>" || got[1].ChannelType != "channel" || got[2].ThreadTimeStamp != m.TS {
			t.Errorf("messages: got %+v", got)
		}
		if own := got[3:]; own[0].BotID == "" || own[1].SubType != "message_changed" || own[1].Message.Text != "changed" || own[2].SubType != "message_deleted" {
			t.Errorf("the app's own: got %+v", own)
		}
		reactions := inner[*slackevents.ReactionAddedEvent](b.app)
		if len(reactions) != 1 || reactions[0].Reaction != "tada" || reactions[0].ItemUser != "U0ADA" || reactions[0].Item.Timestamp != m.TS {
			t.Errorf("reactions: got %+v", reactions)
		}
		item := must(b.api.GetReactionsContext(t.Context(), slack.NewRefToMessage("C0GENERAL", m.TS), slack.NewGetReactionsParameters()))(t)
		if len(item.Reactions) != 1 || item.Reactions[0].Count != 1 {
			t.Errorf("reactions.get: got %+v", item)
		}
		if _, err := ada.SayIn(within(t), "people-team", "x"); err == nil {
			t.Error("said something in a channel she is not in")
		}
	})
	t.Run("only what is subscribed and granted", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, func(c *sandbox.Config) {
			c.Events = []string{"message.im", "team_join"}
			c.Scopes = []string{"users:read"}
		})
		must(b.w.As("ada").Say(within(t), "not granted"))(t)
		check(t, b.w.Deactivate("lin.wu")) // not subscribed
		b.w.AddUser(sandbox.User{Name: "new"})
		check(t, b.w.Drained(within(t)))
		if got := b.app.events(socketmode.EventTypeEventsAPI); len(got) != 1 {
			t.Errorf("got %d events, want team_join", len(got))
		}
	})
	t.Run("uninstalling revokes the token", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.w.RevokeToken()
		check(t, b.w.Drained(within(t)))
		if len(inner[*slackevents.TokensRevokedEvent](b.app)) != 1 || len(inner[*slackevents.AppUninstalledEvent](b.app)) != 1 {
			t.Error("the app was not told")
		}
		if _, err := b.api.AuthTestContext(t.Context()); code(err) != "token_revoked" {
			t.Errorf("got %v, want token_revoked", err)
		}
		token := b.w.Reinstall()
		if _, err := slack.New(token, slack.OptionAPIURL(b.url+"api/")).AuthTestContext(t.Context()); err != nil || token != b.w.BotToken() {
			t.Errorf("got %v with the token of the new installation", err)
		}
		if _, err := b.api.AuthTestContext(t.Context()); code(err) != "token_revoked" {
			t.Errorf("got %v with the old one, want token_revoked", err)
		}
	})
}

func TestRedelivery(t *testing.T) {
	t.Parallel()
	short := func(c *sandbox.Config) { c.AckTimeout = 50 * time.Millisecond }

	t.Run("an unanswered event comes again three times, the same event_id", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, short)
		b.app.setSilent(true)
		b.w.AddUser(sandbox.User{Name: "new"})
		check(t, b.w.Drained(within(t)))
		sent := b.w.Envelopes()[0].Sent
		if len(sent) != 4 {
			t.Fatalf("got %d attempts, want 4", len(sent))
		}
		for i, s := range sent {
			if s.RetryAttempt != i {
				t.Errorf("attempt %d says retry_attempt %d", i, s.RetryAttempt)
			}
		}
		ids := map[string]bool{}
		for _, e := range b.app.events(socketmode.EventTypeEventsAPI) {
			event := as[slackevents.EventsAPIEvent](t, e.Data)
			ids[as[*slackevents.EventsAPICallbackEvent](t, event.Data).EventID] = true
		}
		if len(ids) > 1 {
			t.Errorf("got %d event ids, want 1", len(ids))
		}
	})
	t.Run("an event of a dead connection goes on to another, with the same envelope", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.app.setSilent(true)
		b.w.AddUser(sandbox.User{Name: "new"})
		other := b.connect(t)
		b.w.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Times: 1})
		check(t, b.w.Drained(within(t)))
		e := b.w.Envelopes()[0]
		if len(e.Sent) != 2 || e.Sent[0].Connection == e.Sent[1].Connection || e.Sent[1].RetryAttempt != 0 || !e.Acked {
			t.Errorf("got %+v, want a second delivery elsewhere", e.Sent)
		}
		if len(inner[*slackevents.TeamJoinEvent](other)) != 1 {
			t.Error("the other connection did not get it")
		}
	})
	t.Run("an event without any connection is first delivered as a retry", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) {
			c.RetryDelays = slices.Repeat([]time.Duration{50 * time.Millisecond}, 400)
		})
		b.w.AddUser(sandbox.User{Name: "too early"}) // before the first connection ever: lost
		first := b.dial(t)
		first.next()
		check(t, first.ws.Close())
		check(t, b.w.Disconnected(within(t)))
		b.w.AddUser(sandbox.User{Name: "new"})
		b.connect(t)
		check(t, b.w.Drained(within(t)))
		e := b.w.Envelopes()[0]
		if len(e.Sent) != 1 || e.Sent[0].RetryAttempt == 0 || !e.Acked {
			t.Errorf("got %+v, want one delivery that is a retry", e.Sent)
		}
	})
	t.Run("clicks never come again", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, short)
		b.app.setSilent(true)
		if err := b.w.As("ada").Shortcut(within(t), "kudos_new"); !isTrouble(err) {
			t.Errorf("got %v, want trouble", err)
		}
		check(t, b.w.Drained(within(t)))
		if sent := b.w.Envelopes()[0].Sent; len(sent) != 1 {
			t.Errorf("got %d attempts, want 1", len(sent))
		}
	})
}
