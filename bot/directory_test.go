package bot_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

func TestSlack_Accounts(t *testing.T) {
	t.Parallel()
	// client is one to which Slack always gives the same answer.
	client := func(t *testing.T, status int, body string) *bot.Slack {
		t.Helper()
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if got := r.FormValue("limit") + " " + r.FormValue("cursor"); got != "1000 next" {
				t.Errorf("got limit and cursor %q, want 1000 and next", got)
			}
			w.Header().Set("Retry-After", "7")
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			if _, err := w.Write([]byte(body)); err != nil {
				t.Error(err)
			}
		}))
		t.Cleanup(server.Close)
		return bot.SlackAt(server.URL+"/", "xoxb-1", server.Client(), bot.Workspace{})
	}
	t.Run("a page of people, and where the next begins", func(t *testing.T) {
		t.Parallel()
		people, next, err := client(t, http.StatusOK, `{"ok": true, "members": [{"id": "U1", "name": "grace", "deleted": true}],
			"response_metadata": {"next_cursor": "more"}}`).Accounts(t.Context(), "next")
		if len(people) != 1 || people[0].SlackID != "U1" || people[0].Active || next != "more" || err != nil {
			t.Errorf("got %+v, %q, %v", people, next, err)
		}
	})
	t.Run("a limit says for how long", func(t *testing.T) {
		t.Parallel()
		_, _, err := client(t, http.StatusTooManyRequests, `{"ok": false, "error": "ratelimited"}`).Accounts(t.Context(), "next")
		if !errors.Is(err, domain.Limited{After: 7 * time.Second}) {
			t.Errorf("got %v, want a pause of seven seconds", err)
		}
	})
	t.Run("a cursor that is forgotten is not found", func(t *testing.T) {
		t.Parallel()
		_, _, err := client(t, http.StatusOK, `{"ok": false, "error": "invalid_cursor"}`).Accounts(t.Context(), "next")
		if domain.CodeOf(err) != domain.NotFound {
			t.Errorf("got %v, want not found", err)
		}
	})
}
