package sandbox_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

func names(channels []slack.Channel) []string {
	var out []string
	for _, c := range channels {
		out = append(out, c.Name)
	}
	return out
}

func TestConversations(t *testing.T) {
	t.Parallel()

	t.Run("list shows what the app may see, page by page", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		params := &slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}, ExcludeArchived: true, Limit: 2}
		var got []string
		for {
			page, next, err := b.api.GetConversationsContext(t.Context(), params)
			check(t, err)
			got = append(got, names(page)...)
			if next == "" {
				break
			}
			params.Cursor = next
		}
		if want := []string{"general", "thanks", "alone", "people-team", "shared"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		for form, want := range map[string]string{"cursor=x": "invalid_cursor", "limit=-1": "invalid_limit", "types=secret": "invalid_types"} {
			values := must(url.ParseQuery(form))(t)
			if got := b.post(t, "conversations.list", values); got["error"] != want {
				t.Errorf("%s: got %v, want %s", form, got["error"], want)
			}
		}
	})
	t.Run("the scope follows the kind of conversation", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.Scopes = []string{"channels:read", "chat:write"} })
		info := func(id string) string {
			_, err := b.api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: id})
			return code(err)
		}
		for id, want := range map[string]string{"C0GENERAL": "", "C0PEOPLE": "missing_scope", "C0SECRET": "channel_not_found", "C0NONE": "channel_not_found"} {
			if got := info(id); got != want {
				t.Errorf("%s: got %q, want %q", id, got, want)
			}
		}
		if _, _, err := b.api.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{Types: []string{"private_channel"}}); code(err) != "missing_scope" {
			t.Errorf("got %v, want missing_scope", err)
		}
	})
	t.Run("info tells private and shared channels", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for id, want := range map[string][2]bool{"C0GENERAL": {}, "C0PEOPLE": {true, false}, "C0SHARED": {false, true}} {
			c := must(b.api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: id}))(t)
			if got := [2]bool{c.IsPrivate, c.IsExtShared}; got != want {
				t.Errorf("%s: got %v, want %v", id, got, want)
			}
		}
	})
	t.Run("members, of one's own and of others' channels", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		got, next, err := b.api.GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{ChannelID: "C0GENERAL", Limit: 3})
		check(t, err)
		if len(got) != 3 || next == "" {
			t.Errorf("got %v and cursor %q", got, next)
		}
		page, _, err := b.api.GetConversationsForUserContext(t.Context(), &slack.GetConversationsForUserParameters{UserID: "U0ADA", Types: []string{"public_channel", "private_channel"}})
		check(t, err)
		if got := names(page); slices.Contains(got, "secret") || !slices.Contains(got, "thanks") {
			t.Errorf("got %v, want no channel that the app cannot see", got)
		}
	})
	t.Run("open refuses who cannot be reached", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		open := func(users ...string) string {
			_, _, _, err := b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: users, ReturnIM: true})
			return code(err)
		}
		nine := slices.Repeat([]string{"U0ADA"}, 9)
		for _, c := range []struct {
			want  string
			users []string
		}{
			{"user_disabled", []string{"U0GONE"}}, {"user_not_found", []string{"U0NOBODY"}}, {"user_not_visible", []string{"U0FAR"}},
			{"cannot_dm_bot", []string{"USLACKBOT"}}, {"too_many_users", nine}, {"", []string{"U0ADA", "U0GRACE"}}, {"", []string{"U0OUT"}},
		} {
			if got := open(c.users...); got != c.want {
				t.Errorf("%v: got %q, want %q", c.users, got, c.want)
			}
		}
	})
	t.Run("a group conversation is one, in whatever order", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		var ids []string
		for _, users := range [][]string{{"U0ADA", "U0GRACE"}, {"U0GRACE", "U0ADA"}} {
			c, _, _, err := b.api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: users})
			check(t, err)
			ids = append(ids, c.ID)
		}
		if ids[0] != ids[1] {
			t.Errorf("got %v", ids)
		}
		b.say(t, ids[0], "Hello both")
	})
	t.Run("join public channels only", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		_, _, _, err := b.api.JoinConversationContext(t.Context(), "C0ALONE")
		check(t, err)
		b.say(t, "C0ALONE", "here I am")
		for id, want := range map[string]string{"C0SECRET": "channel_not_found", "C0PEOPLE": "method_not_supported_for_channel_type", "C0OLD": "is_archived"} {
			if _, _, _, err := b.api.JoinConversationContext(t.Context(), id); code(err) != want {
				t.Errorf("%s: got %v, want %s", id, err, want)
			}
		}
	})
	t.Run("history is newest first, without replies", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		first := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "ada", Text: "one"})
		b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "ada", Text: "two"})
		b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: "reply", ThreadTS: first})
		h := must(b.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL"}))(t)
		if len(h.Messages) != 2 || h.Messages[0].Text != "two" || h.Messages[1].ReplyCount != 1 {
			t.Errorf("got %+v", h.Messages)
		}
		h = must(b.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL", Oldest: first}))(t)
		if len(h.Messages) != 1 {
			t.Errorf("after the first: got %d messages, want 1", len(h.Messages))
		}
		replies, _, _, err := b.api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{ChannelID: "C0GENERAL", Timestamp: first})
		check(t, err)
		if len(replies) != 2 || replies[0].Text != "one" || replies[1].Text != "reply" {
			t.Errorf("got %+v", replies)
		}
		if _, err := b.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C0ALONE"}); code(err) != "not_in_channel" {
			t.Errorf("got %v, want not_in_channel", err)
		}
	})
	t.Run("permalinks", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, ts := b.say(t, "C0GENERAL", "x")
		link := must(b.api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C0GENERAL", Ts: ts}))(t)
		if want := b.url + "archives/C0GENERAL/p946890000000000"; link != want {
			t.Errorf("got %s, want %s", link, want)
		}
		if _, err := b.api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C0GENERAL", Ts: "1.000000"}); code(err) != "message_not_found" {
			t.Errorf("got %v, want message_not_found", err)
		}
	})
}

func TestDirectory(t *testing.T) {
	t.Parallel()

	t.Run("users.list pages, with zones and flags", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) {
			c.Users = append(c.Users, sandbox.User{ID: "U0WF", Name: "flow", WorkflowBot: true}, sandbox.User{ID: "U0APP", Name: "builder", AppUser: true},
				sandbox.User{ID: "U0GUEST", Name: "guest", Restricted: true, UltraRestricted: true})
		})
		got := map[string]slack.User{}
		for _, u := range must(b.api.GetUsersContext(t.Context(), slack.GetUsersOptionLimit(4)))(t) {
			got[u.ID] = u
		}
		if len(got) != 11 {
			t.Errorf("got %d users, want 11", len(got))
		}
		if u := got["U0GRACE"]; u.TZ != "America/New_York" || u.TZOffset != -5*3600 || u.Locale != "de-DE" || u.Profile.Email != "grace@example.com" {
			t.Errorf("got %+v", u)
		}
		if !got["U0GONE"].Deleted || !got["U0WF"].IsBot || !got["U0SANDBOXB"].IsBot || got["USLACKBOT"].IsBot || !got["U0APP"].IsAppUser || got["U0APP"].IsBot || !got["U0GUEST"].IsUltraRestricted {
			t.Error("the flags are wrong")
		}
		if u := got["U0OUT"]; !u.IsStranger || u.Locale != "" || u.TeamID != "T0OTHER" {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("a big workspace wants pages", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) {
			for i := range 1000 {
				c.Users = append(c.Users, sandbox.User{Name: fmt.Sprintf("p%d", i)})
			}
		})
		if got := b.post(t, "users.list", url.Values{}); got["error"] != "limit_required" {
			t.Errorf("got %v, want limit_required", got["error"])
		}
	})
	t.Run("one user", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for id, want := range map[string]string{"U0ADA": "", "U0GONE": "", "U0OUT": "", "U0FAR": "user_not_visible", "U0NO": "user_not_found"} {
			if _, err := b.api.GetUserInfoContext(t.Context(), id); code(err) != want {
				t.Errorf("%s: got %v, want %q", id, err, want)
			}
		}
		if u := must(b.api.GetUserByEmailContext(t.Context(), "ADA@example.com"))(t); u.ID != "U0ADA" {
			t.Errorf("got %s", u.ID)
		}
		if _, err := b.api.GetUserByEmailContext(t.Context(), "x@example.com"); code(err) != "users_not_found" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("custom profile fields", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		p := must(b.api.GetUserProfileContext(t.Context(), &slack.GetUserProfileParameters{UserID: "U0ADA", IncludeLabels: true}))(t)
		if f := p.FieldsMap()["Xf0MANAGER"]; f.Value != "U0GRACE" || f.Label != "Manager" {
			t.Errorf("got %+v", f)
		}
		team := must(b.api.GetTeamProfileContext(t.Context()))(t)
		if len(team.Fields) != 1 || team.Fields[0].Type != "user" {
			t.Errorf("got %+v", team)
		}
	})
	t.Run("groups, team, bot and quiet hours", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		groups := must(b.api.GetUserGroupsContext(t.Context(), slack.GetUserGroupsOptionIncludeUsers(true)))(t)
		if len(groups) != 1 || groups[0].Handle != "crew" || len(groups[0].Users) != 2 {
			t.Errorf("got %+v", groups)
		}
		if users := must(b.api.GetUserGroupMembersContext(t.Context(), "S0CREW"))(t); len(users) != 2 {
			t.Errorf("got %v", users)
		}
		if _, err := b.api.GetUserGroupMembersContext(t.Context(), "S0PAST"); code(err) != "no_such_subteam" {
			t.Errorf("got %v", err)
		}
		b.w.SetGroup(sandbox.Group{ID: "S0CREW", Handle: "crew", Users: []string{"U0LIN"}})
		if users := must(b.api.GetUserGroupMembersContext(t.Context(), "S0CREW"))(t); len(users) != 1 {
			t.Errorf("got %v", users)
		}
		if team := must(b.api.GetTeamInfoContext(t.Context()))(t); team.Name != "Harbour" || team.ID != b.w.TeamID() {
			t.Errorf("got %+v", team)
		}
		auth := must(b.api.AuthTestContext(t.Context()))(t)
		if bot := must(b.api.GetBotInfoContext(t.Context(), slack.GetBotInfoParameters{Bot: auth.BotID}))(t); bot.UserID != b.w.BotUserID() {
			t.Errorf("got %+v", bot)
		}
		user := "U0ADA"
		if dnd := must(b.api.GetDNDInfoContext(t.Context(), &user))(t); dnd.Enabled {
			t.Errorf("got %+v", dnd)
		}
	})
	t.Run("an enterprise workspace says so everywhere", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, func(c *sandbox.Config) { c.EnterpriseID = "E0ORG" })
		if auth := must(b.api.AuthTestContext(t.Context()))(t); auth.EnterpriseID != "E0ORG" {
			t.Errorf("got %+v", auth)
		}
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		check(t, b.w.As("ada").Shortcut(within(t), "kudos_new"))
		if i := <-got; i.Enterprise.ID != "E0ORG" {
			t.Errorf("got %+v", i.Enterprise)
		}
	})
}

func TestFiles(t *testing.T) {
	t.Parallel()

	t.Run("travel in three steps and come back", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		f := must(b.api.UploadFileContext(t.Context(), slack.UploadFileParameters{
			Filename: "digest.csv", Title: "Digest", FileSize: 5, Content: "a,b,c", Channel: "C0GENERAL", InitialComment: "The figures"}))(t)
		m := must(b.w.Channel("general").Await(within(t), nil))(t)
		if len(m.Files) != 1 || m.Files[0].ID != f.ID || !strings.Contains(m.Text(), "[Digest]") {
			t.Errorf("got %+v", m)
		}
		if data, ok := b.w.FileData(f.ID); !ok || string(data) != "a,b,c" {
			t.Errorf("got %q", data)
		}
		h := must(b.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL"}))(t)
		var down strings.Builder
		check(t, b.api.GetFileContext(t.Context(), h.Messages[0].Files[0].URLPrivateDownload, &down))
		if down.String() != "a,b,c" {
			t.Errorf("got %q", down.String())
		}
		outside := slack.New("xoxb-other", slack.OptionAPIURL(b.url+"api/"))
		if err := outside.GetFileContext(t.Context(), h.Messages[0].Files[0].URLPrivateDownload, &down); err == nil {
			t.Error("another token read the file")
		}
	})
	t.Run("cannot be shared before they are there, nor twice", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		u := must(b.api.GetUploadURLExternalContext(t.Context(), slack.GetUploadURLExternalParameters{FileName: "a.txt", FileSize: 3}))(t)
		share := func(channel string) string {
			_, err := b.api.CompleteUploadExternalContext(t.Context(), slack.CompleteUploadExternalParameters{
				Files: []slack.FileSummary{{ID: u.FileID}}, Channel: channel})
			return code(err)
		}
		upload := func(content string) error {
			return b.api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: u.UploadURL, Content: content, Filename: "a.txt"})
		}
		if got := share("C0GENERAL"); got != "file_upload_not_complete" {
			t.Errorf("got %q", got)
		}
		if upload("too long") == nil {
			t.Error("a file of another length was taken")
		}
		check(t, upload("abc"))
		for _, c := range [][2]string{{"C0ALONE", "not_in_channel"}, {"C0GENERAL", ""}, {"C0GENERAL", "file_already_completed"}} {
			if got := share(c[0]); got != c[1] {
				t.Errorf("%s: got %q, want %q", c[0], got, c[1])
			}
		}
		if _, err := b.api.CompleteUploadExternalContext(t.Context(), slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: "F0NONE"}}}); code(err) != "file_not_found" {
			t.Errorf("got %v", err)
		}
	})
}
