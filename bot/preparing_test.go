package bot_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// types is a keystroke in a field of a form that is open.
func (b *bench) types(user string, form blockkit.Modal, field, words string) {
	b.t.Helper()
	payload := b.pressPayload(user, pressed{ID: bot.PressTalkType, Value: words, Modal: true})
	payload["view"] = object{"id": "VMODAL", "type": "modal", "callback_id": form.ID, "private_metadata": form.Metadata}
	actions, _ := payload["actions"].([]any)
	action, _ := actions[0].(object)
	action["type"], action["block_id"] = "plain_text_input", field
	b.answered(socket.TypeInteraction, payload)
}

func TestPrepare_ClosedLosesNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	id, _ := b.conversing()
	prepare := func() blockkit.Modal {
		b.press("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: string(id)})
		return last(t, b.slack.opened)
	}
	form := prepare()
	grace := b.present("UGRACE").ID
	prompt := domain.Conversation{Employee: grace}.Prompts(grace, domain.DefaultPolicy().Conversations)[0].ID
	b.types("UGRACE", form, prompt, "The dri")
	b.types("UGRACE", form, prompt, "The drill took two hours.")

	closed := b.submitPayload("UGRACE", form, nil)
	closed["type"] = "view_closed"
	view, _ := closed["view"].(object)
	view["state"] = object{"values": object{}} // as Slack sends it
	b.answered(socket.TypeInteraction, closed)
	form = prepare()
	lookAt(t, form).wants("Keep for later")
	if got := initialOf(t, form, prompt); got != "The drill took two hours." {
		t.Fatalf("opened again it holds %q", got)
	}

	// What was only typed has its question above it where it is read.
	b.press("UGRACE", pressed{ID: bot.PressTalkRead, Value: string(id)})
	lookAt(t, last(t, b.slack.opened)).wants("What went well", "The drill took two hours.")

	// After sharing nothing is kept for later: it is shared again, or not.
	b.submit("UGRACE", form, nil)
	shared := prepare()
	lookAt(t, shared).wants("Cancel")
	lookAt(t, shared).lacks("Keep for later")
}

// initialOf is what stands in a field of a form.
func initialOf(t *testing.T, form blockkit.Modal, field string) string {
	t.Helper()
	found := ""
	walk(lookAt(t, form).object, func(o object) {
		if element, ok := o["element"].(object); ok && o["block_id"] == field {
			found = text(element["initial_value"])
		}
	})
	return found
}

// A joiner's first form has the choice about thanks beside the question about it,
// and the choice holds with Share, not before.
func TestPrepare_JoinersChoiceAboutThanks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	grace, lee := b.present("UGRACE"), b.present("ULEE")
	now := b.Clock.Now()
	c := domain.Conversation{
		ID: "joiner", Employee: grace.ID, Partner: lee.ID, Kind: domain.JoinerTalk, Period: "joiner", Turn: domain.EmployeeTurn,
		State: domain.TalkOpen, OpensAt: now, OpenedAt: now, DueOn: domain.DateOf(now, time.UTC).AddDays(3),
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error { return tx.CreateConversation(ctx, c) })
	b.press("ULEE", pressed{ID: bot.PressTalkPrepare, Value: "joiner"})
	lookAt(t, last(t, b.slack.opened)).lacks("How do you like to be thanked?")
	b.press("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: "joiner"})
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("How do you like thanks and feedback", "How do you like to be thanked?")
	sent := b.submitPayload("UGRACE", form, object{"manner": typed("At once."), bot.FieldTalkManner: choice(bot.ReachPrivate)})
	closed := maps.Clone(sent)
	closed["type"] = "view_closed"
	b.answered(socket.TypeInteraction, closed)
	if b.present("UGRACE").Privately {
		t.Error("a form that was closed set the wish")
	}
	b.answered(socket.TypeInteraction, sent)
	if !b.present("UGRACE").Privately {
		t.Error("the wish was not kept")
	}
	b.press("ULEE", pressed{ID: bot.PressTalkPrepare, Value: "joiner"})
	lookAt(t, last(t, b.slack.opened)).wants("At once.")
}
