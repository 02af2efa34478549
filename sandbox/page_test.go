package sandbox_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// ui is the page's side of the wire.
func (b *testBundle) ui(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	data := must(json.Marshal(body))(t)
	req, err := http.NewRequestWithContext(t.Context(), method, b.url+"ui/"+path, strings.NewReader(string(data)))
	check(t, err)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	check(t, err)
	defer res.Body.Close()
	var out map[string]any
	check(t, json.NewDecoder(res.Body).Decode(&out))
	return out
}

func (b *testBundle) uiGet(t *testing.T, path string) map[string]any {
	t.Helper()
	return b.ui(t, http.MethodGet, path, nil)
}

func (b *testBundle) uiPost(t *testing.T, path string, body map[string]any) map[string]any {
	t.Helper()
	return b.ui(t, http.MethodPost, path, body)
}

// fetch sends a request and gives status and header of the answer.
func fetch(t *testing.T, req *http.Request) (int, http.Header) {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	check(t, err)
	check(t, res.Body.Close())
	return res.StatusCode, res.Header
}

// list is the array under key, whose items are objects.
func list(o map[string]any, key string) []map[string]any {
	var out []map[string]any
	items, _ := o[key].([]any)
	for _, v := range items {
		item, _ := v.(map[string]any)
		out = append(out, item)
	}
	return out
}

func TestPage(t *testing.T) {
	t.Parallel()

	t.Run("boot and state", func(t *testing.T) {
		t.Parallel()
		b := setup(t, func(c *sandbox.Config) { c.Suggested, c.Tour = []string{"U0GRACE"}, "Try /kudos." })
		boot := b.uiGet(t, "boot")
		if len(list(boot, "users")) != 8 || len(list(boot, "commands")) != 2 || len(list(boot, "groups")) != 2 || boot["tour"] != "Try /kudos." || boot["now"] != 946890000.0 {
			t.Errorf("got %v", boot)
		}
		b.say(t, "C0GENERAL", "one")
		b.say(t, "U0ADA", "two")
		state := b.uiGet(t, "state?as=U0ADA")
		dms, channels := list(state, "dms"), list(state, "channels")
		if dms[0]["unread"] != 1.0 || dms[0]["user"] != b.w.BotUserID() || len(channels) != 5 || channels[0]["unread"] != 1.0 || state["home"] != nil || state["modal"] != nil {
			t.Errorf("got %v", state)
		}
		if got := b.uiPost(t, "open", map[string]any{"as": "U0ADA", "channel": "C0GENERAL"}); got["ok"] != true {
			t.Errorf("got %v", got)
		}
		if got := list(b.uiGet(t, "state?as=U0ADA"), "channels")[0]["unread"]; got != 0.0 {
			t.Errorf("got %v unread, want 0", got)
		}
		if got := b.uiGet(t, "state?as=U0NO"); got["ok"] != false {
			t.Errorf("got %v", got)
		}
	})
	t.Run("a command, a form, its errors, its end", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		b.app.onCommand(func(c slack.SlashCommand) any {
			must(b.api.OpenViewContext(t.Context(), c.TriggerID, kudosForm()))(t)
			return map[string]any{"text": "Opened."}
		})
		got := b.uiPost(t, "command", map[string]any{"as": "U0ADA", "channel": "C0GENERAL", "command": "/kudos", "text": "hi"})
		if reply, ok := got["reply"].(map[string]any); got["ok"] != true || !ok || reply["text"] != "Opened." || reply["ephemeral"] != true {
			t.Errorf("got %v", got)
		}
		view := as[map[string]any](t, b.uiGet(t, "state?as=U0ADA")["modal"])
		if view["depth"] != 1.0 || view["callback_id"] != "kudos" {
			t.Errorf("got %v", view)
		}
		submit := func(text string) map[string]any {
			return b.uiPost(t, "submit", map[string]any{"as": "U0ADA", "view_id": view["id"], "state": map[string]any{"values": map[string]any{
				"whoBlock":  map[string]any{"who": map[string]any{"type": "multi_users_select", "selected_users": []string{"U0GRACE"}}},
				"textBlock": map[string]any{"text": map[string]any{"value": text}},
				"unknown":   map[string]any{"x": map[string]any{"value": "ignored"}},
			}}})
		}
		b.app.onInteraction(func(i slack.InteractionCallback) any {
			if i.View.State.Values["textBlock"]["text"].Value == "bad" {
				return slack.NewErrorsViewSubmissionResponse(map[string]string{"textBlock": "No."})
			}
			return nil
		})
		if errs := as[map[string]any](t, submit("")["errors"]); errs["textBlock"] == nil {
			t.Errorf("got %v, want Slack's own complaint", errs)
		}
		if errs := as[map[string]any](t, submit("bad")["errors"]); errs["textBlock"] != "No." {
			t.Errorf("got %v", errs)
		}
		if got := submit("good"); got["closed"] != true {
			t.Errorf("got %v", got)
		}
	})
	t.Run("actions on messages, suggestions, shortcuts, closing", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		external := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText("Find"), "find")
		_, ts, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionText("x", false), slack.MsgOptionBlocks(
			slack.NewActionBlock("a", slack.NewButtonBlockElement("go", "v", plainText("Go")), external)))
		check(t, err)
		b.app.onInteraction(func(i slack.InteractionCallback) any {
			switch i.Type {
			case slack.InteractionTypeBlockSuggestion:
				return map[string]any{"options": []any{map[string]any{"text": plainText(i.Value + "!"), "value": "1"}}}
			case slack.InteractionTypeShortcut:
				must(b.api.OpenViewContext(t.Context(), i.TriggerID, kudosForm()))(t)
			default: // is acknowledged
			}
			return nil
		})
		at := map[string]any{"as": "U0ADA", "surface": "message", "channel": "C0GENERAL", "ts": ts, "block_id": "a", "action_id": "go", "action": map[string]any{"type": "button"}}
		if got := b.uiPost(t, "action", at); got["ok"] != true {
			t.Errorf("got %v", got)
		}
		at["action_id"], at["value"] = "find", "ab"
		if got := list(b.uiPost(t, "suggest", at), "options"); len(got) != 0 {
			t.Errorf("got %v for two letters, want that nobody is asked", got)
		}
		at["value"] = "abc"
		if got := list(b.uiPost(t, "suggest", at), "options"); len(got) != 1 || got[0]["value"] != "1" {
			t.Errorf("got %v", got)
		}
		at["action_id"] = "none"
		if got := b.uiPost(t, "action", at); got["ok"] != false {
			t.Errorf("got %v", got)
		}
		if got := b.uiPost(t, "shortcut", map[string]any{"as": "U0ADA", "callback_id": "kudos_new"}); got["ok"] != true {
			t.Errorf("got %v", got)
		}
		view := as[map[string]any](t, b.uiGet(t, "state?as=U0ADA")["modal"])
		if got := b.uiPost(t, "close", map[string]any{"as": "U0ADA", "view_id": view["id"], "cleared": true}); got["ok"] != true {
			t.Errorf("got %v", got)
		}
		if got := b.uiGet(t, "state?as=U0ADA")["modal"]; got != nil {
			t.Errorf("got %v, want no modal", got)
		}
	})
	t.Run("messages of a channel and of a thread, with one's own ephemerals", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, ts := b.say(t, "C0GENERAL", "one")
		if got := b.uiPost(t, "say", map[string]any{"as": "U0ADA", "channel": "C0GENERAL", "text": "a reply", "thread": ts}); got["ok"] != true {
			t.Errorf("got %v", got)
		}
		must(b.api.PostEphemeralContext(t.Context(), "C0GENERAL", "U0ADA", slack.MsgOptionText("psst", false)))(t)
		got := list(b.uiGet(t, "messages?as=U0ADA&channel=C0GENERAL"), "messages")
		if len(got) != 2 || got[0]["reply_count"] != 1.0 || got[0]["bot"] != true || got[1]["ephemeral"] != true {
			t.Errorf("got %v", got)
		}
		if got := list(b.uiGet(t, "messages?as=U0GRACE&channel=C0GENERAL"), "messages"); len(got) != 1 {
			t.Errorf("grace: got %v", got)
		}
		if got := list(b.uiGet(t, "messages?as=U0ADA&channel=C0GENERAL&thread="+ts), "messages"); len(got) != 2 || got[1]["text"] != "a reply" {
			t.Errorf("thread: got %v", got)
		}
		if got := b.uiGet(t, "messages?as=U0ADA&channel=C0PEOPLE"); got["ok"] != false {
			t.Errorf("got %v, want a private channel refused", got)
		}
	})
	t.Run("files are for members", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Seed(sandbox.SeedMessage{Channel: "people-team", Text: "x", Files: []sandbox.SeedFile{{Name: "a.txt", Data: []byte("abc")}}})
		url := as[string](t, list(list(b.uiGet(t, "messages?as=U0GRACE&channel=C0PEOPLE"), "messages")[0], "files")[0]["url"])
		for who, want := range map[string]int{"U0GRACE": 200, "U0ADA": 404, "": 404} {
			base, _, _ := strings.Cut(url, "?")
			req := must(http.NewRequestWithContext(t.Context(), http.MethodGet, base+"?as="+who, nil))(t)
			if got, _ := fetch(t, req); got != want {
				t.Errorf("as %q: got %d, want %d", who, got, want)
			}
		}
	})
	t.Run("clock moves", func(t *testing.T) {
		t.Parallel()
		moved := 0
		b := setup(t, func(c *sandbox.Config) {
			c.Moves = []sandbox.Move{
				{ID: "day", Label: "Next day", Do: func(context.Context) error { moved++; return nil }},
				{ID: "bad", Label: "Never", Do: func(context.Context) error { return errors.New("the app is stuck") }},
			}
		})
		if got := b.uiPost(t, "move", map[string]any{"id": "day"}); got["ok"] != true || moved != 1 {
			t.Errorf("got %v", got)
		}
		if got := b.uiPost(t, "move", map[string]any{"id": "bad"}); got["error"] != "the app is stuck" {
			t.Errorf("got %v", got)
		}
		if got := b.uiPost(t, "move", map[string]any{"id": "none"}); got["ok"] != false {
			t.Errorf("got %v", got)
		}
	})
	t.Run("only JSON is taken, so that other pages cannot post", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		req := must(http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"ui/say", strings.NewReader(`{"as":"U0ADA"}`)))(t)
		req.Header.Set("Content-Type", "text/plain")
		if got, _ := fetch(t, req); got != http.StatusUnsupportedMediaType {
			t.Errorf("got %d", got)
		}
	})
	t.Run("the page itself is served, and permalinks lead to it", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for _, path := range []string{"", "archives/C0GENERAL/p1"} {
			req := must(http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path, nil))(t)
			got, header := fetch(t, req)
			if got != http.StatusOK || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'self'") {
				t.Errorf("%s: got %d", path, got)
			}
		}
	})
}

func TestStream(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	follow := func(user string) *bufio.Scanner {
		req := must(http.NewRequestWithContext(ctx, http.MethodGet, b.url+"ui/events?as="+user, nil))(t)
		res, err := http.DefaultClient.Do(req)
		check(t, err)
		t.Cleanup(func() { res.Body.Close() })
		lines := bufio.NewScanner(res.Body)
		lines.Scan() // the reconnect time, which tells that the stream is open
		return lines
	}
	next := func(lines *bufio.Scanner) map[string]any {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var n map[string]any
				check(t, json.Unmarshal([]byte(data), &n))
				return n
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return nil
	}
	ada, grace := follow("U0ADA"), follow("U0GRACE")
	b.say(t, "C0THANKS", "only ada is here")
	must(b.api.PostEphemeralContext(t.Context(), "C0GENERAL", "U0ADA", slack.MsgOptionText("psst", false)))(t)
	must(b.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0GRACE",
		View: slack.HomeTabViewRequest{Type: slack.VTHomeTab}}))(t)
	b.w.Moved()
	for _, want := range []string{"message", "ephemeral", "clock"} {
		if got := next(ada); got["type"] != want {
			t.Errorf("ada: got %v, want %s", got, want)
		}
	}
	for _, want := range []string{"home", "clock"} {
		if got := next(grace); got["type"] != want {
			t.Errorf("grace: got %v, want %s", got, want)
		}
	}
}
