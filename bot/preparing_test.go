package bot_test

import (
	"testing"

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
