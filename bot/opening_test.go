package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// TestCommands_ThatOpenAreAnswered lets somebody of another company type each
// command whose answer comes after its ack.
func TestCommands_ThatOpenAreAnswered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, route := range b.bot.Routes() {
		if route.Kind != bot.Command || route.Speed != bot.Opening {
			continue
		}
		before := len(b.slack.responses)
		payload := commandPayload("USTRANGER", route.ID, "", b.unique("trigger"))
		payload["team_id"] = "TOTHER"
		b.answered(socket.TypeCommand, payload)
		if got := len(b.slack.responses) - before; got != 1 {
			t.Errorf("%s is refused in %d answers, want 1", route.ID, got)
			continue
		}
		look(t, last(t, b.slack.responses)).wants("people of the organisation that runs it")
	}
}

func TestCommands_ThatOpenTellARefusal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.person("Gus Guest", func(p *domain.Person) { p.Kind = domain.Guest })
	for _, c := range []struct{ user, command, text string }{
		{"UGRACE", "/rapport", "person <@ULEE>"},
		{"UGUS", "/rapport", "file"},
	} {
		before := len(b.slack.responses)
		b.command(c.user, c.command, c.text)
		if got := len(b.slack.responses) - before; got != 1 {
			t.Errorf("%s %s is refused in %d answers, want 1", c.command, c.text, got)
		}
	}
}

func TestTyping_IsNotDisturbedWhenAllIsBusy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	raw, err := json.Marshal(b.pressPayload("UGRACE", pressed{ID: bot.PressTalkType, Value: "half a sent", Modal: true}))
	if err != nil {
		t.Fatal(err)
	}
	busy := func(payload []byte) any {
		answer := b.bot.Refused(t.Context(), socket.Envelope{ID: b.unique("E"), Type: socket.TypeInteraction, AcceptsPayload: true, Payload: payload})
		b.bot.Drain()
		return answer
	}
	if answer := busy(raw); answer != nil || len(b.slack.pushed)+len(b.slack.posts) > 0 {
		t.Errorf("who types sees %v, %d views and %d messages", answer, len(b.slack.pushed), len(b.slack.posts))
	}
	raw, err = json.Marshal(b.pressPayload("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: "t1", Modal: true}))
	if err != nil {
		t.Fatal(err)
	}
	if busy(raw); len(b.slack.pushed) != 1 {
		t.Errorf("who presses sees %d views, want 1", len(b.slack.pushed))
	}
}

func TestViews_GoOnWhereSlackStacksNoMore(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.slack.fail["PushView"] = bot.SlackError{Method: "views.push", Code: "push_limit_reached"}
	b.press("UGRACE", pressed{ID: bot.PressKeep, Modal: true})
	b.press("UGRACE", pressed{ID: bot.PressGoalNew, Modal: true})
	lookAt(t, last(t, b.slack.updated)).wants("goal")
	if len(b.slack.posts) > 0 {
		t.Errorf("%d messages say that nothing was shown", len(b.slack.posts))
	}
}

// Who closes a window before its answer comes does not wait for it.
func TestAnswers_ToAWindowThatWasClosed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.slack.fail["PushView"] = bot.SlackError{Method: "views.push", Code: "not_found"}
	b.slack.fail["UpdateView"] = bot.SlackError{Method: "views.update", Code: "not_found"}
	b.press("UGRACE", pressed{ID: bot.PressGoalNew, Modal: true})
	if len(b.slack.posts) > 0 {
		t.Errorf("%d messages say that nothing was shown", len(b.slack.posts))
	}
	// What was refused is said all the same.
	b.press("UGRACE", pressed{ID: bot.PressGoalUpdate, Value: "nothing", Modal: true})
	if len(b.slack.posts) != 1 {
		t.Errorf("%d messages tell a refusal, want 1", len(b.slack.posts))
	}
}

func TestAnswers_ThatDoNotReachSlackAreTold(t *testing.T) {
	t.Parallel()
	for claim, cause := range map[string]error{
		"a refusal":        bot.SlackError{Method: "views.open", Code: "expired_trigger_id"},
		"a broken server":  errors.New("call views.open: slack server error: 503 Service Unavailable"),
		"a timeout":        context.DeadlineExceeded,
		"a view too large": blockkit.ErrMetadata,
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.line()
			b.slack.fail["OpenView"] = cause
			b.press("UGRACE", pressed{ID: bot.PressGoalNew, Home: true})
			if got := len(b.slack.posts); got != 1 {
				t.Errorf("%d messages tell it, want 1", got)
			}
		})
	}
}
