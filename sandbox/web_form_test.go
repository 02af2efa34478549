package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// form is a modal with a required text, an optional one and a choice.
const form = `{"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "Prepare"},
 "submit": {"type": "plain_text", "text": "Share"}, "close": {"type": "plain_text", "text": "Later"}, "blocks": [
 {"type": "input", "block_id": "what", "label": {"type": "plain_text", "text": "What went well?"},
  "element": {"type": "plain_text_input", "action_id": "text", "max_length": 40, "focus_on_load": true}},
 {"type": "input", "block_id": "hard", "optional": true, "label": {"type": "plain_text", "text": "What is hard?"},
  "element": {"type": "plain_text_input", "action_id": "text", "multiline": true}},
 {"type": "actions", "block_id": "acts", "elements": [{"type": "button", "action_id": "more", "value": "1", "text": {"type": "plain_text", "text": "More"}}]}
]}`

// openForm connects an app that opens a view on the global shortcut and hands
// everything else to answer, then opens it by the page's shortcuts menu.
func (w web) openForm(t *testing.T, view string, answer func(*testBundle, slack.InteractionCallback) any) (*testBundle, *page) {
	t.Helper()
	b, parsed := setupApp(t), viewOf(t, view)
	b.app.onInteraction(func(c slack.InteractionCallback) any {
		if c.Type != slack.InteractionTypeShortcut {
			return answer(b, c)
		}
		if _, err := b.api.OpenViewContext(t.Context(), c.TriggerID, parsed); err != nil {
			t.Errorf("open the view: %v", err)
		}
		return nil
	})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.focus(t, "[data-testid=shortcuts]")
	p.keys(t, kb.Enter)
	p.focused(t, "[data-testid=shortcut-kudos_new]")
	p.keys(t, kb.Enter)
	p.eventually(t, `document.querySelector("dialog[open] .modal-title")`)
	return b, p
}

// viewOf reads a view as an app would keep it.
func viewOf(t *testing.T, source string) slack.ModalViewRequest {
	t.Helper()
	var v slack.ModalViewRequest
	check(t, json.Unmarshal([]byte(source), &v))
	return v
}

// nothing is the answer of an app that has nothing to say.
func nothing(*testBundle, slack.InteractionCallback) any { return nil }

func (w web) fieldError(t *testing.T) {
	heard := make(chan slack.InteractionCallback, 2)
	_, p := w.openForm(t, form, func(_ *testBundle, c slack.InteractionCallback) any {
		heard <- c
		if len(c.View.State.Values["what"]["text"].Value) < 10 {
			return slack.NewErrorsViewSubmissionResponse(map[string]string{"what": "Say a little more."})
		}
		return nil
	})
	p.focused(t, "[data-block-id=what]")
	p.keys(t, "short", kb.Enter)
	await(t, heard)
	p.sees(t, "[data-block=what] [data-testid=field-error]", "Say a little more.")
	p.focused(t, "[data-block-id=what]")
	if got := ask[string](t, p, `document.activeElement.value + document.activeElement.getAttribute("aria-invalid")`); got != "shorttrue" {
		t.Errorf("the field holds and says %q, want what was typed and that it is invalid", got)
	}
	p.keys(t, kb.End, " but now long enough")
	p.eventually(t, `!document.querySelector(".has-error")`)
	p.keys(t, kb.Enter)
	if got, want := await(t, heard).View.State.Values["what"]["text"].Value, "short but now long enough"; got != want {
		t.Errorf("the app gets %q, want %q", got, want)
	}
	p.gone(t, "dialog[open]")
}

func (w web) requiredField(t *testing.T) {
	heard := make(chan slack.InteractionCallback, 1)
	_, p := w.openForm(t, form, func(_ *testBundle, c slack.InteractionCallback) any {
		heard <- c
		return nil
	})
	p.click(t, "[data-testid=modal-submit]")
	p.sees(t, "[data-block=what] [data-testid=field-error]", "Fill this in to go on.")
	p.keys(t, "More letters than forty, which is what this field can take")
	p.eventually(t, `document.querySelector(".counter").classList.contains("is-over")`)
	p.click(t, "[data-testid=modal-submit]")
	p.sees(t, "[data-block=what] [data-testid=field-error]", "Write at most 40 characters.")
	p.empty(t, "[data-block-id=what]")
	p.keys(t, "Short enough")
	p.click(t, "[data-testid=modal-submit]")
	await(t, heard)
	p.gone(t, "dialog[open]")
	if n := len(heard); n != 0 {
		t.Errorf("the app hears %d submissions more, want only the complete one", n)
	}
}

func (w web) valuesSurvive(t *testing.T) {
	next := viewOf(t, strings.NewReplacer(`"Prepare"`, `"Updated"`, `"hard"`, `"hard again"`).Replace(form))
	_, p := w.openForm(t, form, func(b *testBundle, c slack.InteractionCallback) any {
		if _, err := b.api.UpdateViewContext(t.Context(), next, "", "", c.View.ID); err != nil {
			t.Errorf("update the view: %v", err)
		}
		return nil
	})
	p.keys(t, "kept")
	p.focus(t, "[data-block-id=hard]")
	p.keys(t, "reset")
	p.click(t, "[data-action-id=more]")
	p.sees(t, ".modal-title", "Updated")
	got := ask[[]string](t, p, `[...document.querySelectorAll("dialog .field")].map((f) => f.dataset.blockId + "=" + f.value)`)
	if want := []string{"what=kept", "hard again="}; !cmp.Equal(got, want) {
		t.Errorf("the fields hold %q, want %q", got, want)
	}
}

func (w web) focusInModal(t *testing.T) {
	_, p := w.openForm(t, form, nothing)
	p.focused(t, "[data-block-id=what]")
	for range 12 {
		p.keys(t, kb.Tab)
		p.focused(t, "dialog")
	}
	for range 12 {
		p.shiftTab(t)
		p.focused(t, "dialog")
	}
	p.keys(t, kb.Escape)
	p.gone(t, "dialog[open]")
	p.focused(t, "[data-testid=shortcuts]")
}

func (w web) viewStack(t *testing.T) {
	over := viewOf(t, strings.ReplaceAll(form, `"Prepare"`, `"On top"`))
	b, p := w.openForm(t, form, func(b *testBundle, c slack.InteractionCallback) any {
		if c.Type != slack.InteractionTypeBlockActions {
			return nil
		}
		if _, err := b.api.PushViewContext(t.Context(), c.TriggerID, over); err != nil {
			t.Errorf("push a view: %v", err)
		}
		return nil
	})
	p.keys(t, "below")
	p.click(t, "[data-action-id=more]")
	p.sees(t, ".modal-title", "On top")
	p.eventually(t, `document.querySelector("[data-block-id=what]").value === ""`)
	p.click(t, "dialog [aria-label=Back]")
	p.sees(t, ".modal-title", "Prepare")
	p.eventually(t, `document.querySelector("[data-block-id=what]").value === "below"`)
	p.click(t, "[data-action-id=more]")
	p.sees(t, ".modal-title", "On top")
	p.click(t, "[data-testid=modal-x]")
	p.gone(t, "dialog[open]")
	if b.w.As("ada").Modal() != nil {
		t.Error("a view is still open, want X to close the whole stack")
	}
}

func (w web) dispatchInput(t *testing.T) {
	heard := make(chan slack.InteractionCallback, 9)
	_, p := w.openForm(t, `{"type": "modal", "title": {"type": "plain_text", "text": "Find"}, "submit": {"type": "plain_text", "text": "Go"}, "blocks": [
	 {"type": "input", "block_id": "each", "dispatch_action": true, "label": {"type": "plain_text", "text": "Each letter"},
	  "element": {"type": "plain_text_input", "action_id": "text", "focus_on_load": true, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}},
	 {"type": "input", "block_id": "enter", "dispatch_action": true, "label": {"type": "plain_text", "text": "On Enter"},
	  "element": {"type": "plain_text_input", "action_id": "text"}}]}`, func(_ *testBundle, c slack.InteractionCallback) any {
		heard <- c
		return nil
	})
	p.keys(t, "abc")
	got := await(t, heard)
	for got.ActionCallback.BlockActions[0].Value != "abc" { // a slow machine may type with pauses
		got = await(t, heard)
	}
	p.focus(t, "[data-block-id=enter]")
	p.keys(t, "whole", kb.Enter)
	got = await(t, heard)
	if a := got.ActionCallback.BlockActions[0]; a.BlockID != "enter" || a.Value != "whole" || got.View.State.Values["each"]["text"].Value != "abc" {
		t.Errorf("the app hears %s %q and the state %v, want the whole word and all values", a.BlockID, a.Value, got.View.State.Values)
	}
}

func (w web) externalSelect(t *testing.T) {
	heard := make(chan slack.InteractionCallback, 9)
	_, p := w.openForm(t, `{"type": "modal", "title": {"type": "plain_text", "text": "Find"}, "submit": {"type": "plain_text", "text": "Go"}, "blocks": [
	 {"type": "input", "block_id": "goal", "label": {"type": "plain_text", "text": "Goal"},
	  "element": {"type": "external_select", "action_id": "id", "min_query_length": 2}}]}`, func(_ *testBundle, c slack.InteractionCallback) any {
		if c.Type == slack.InteractionTypeBlockSuggestion {
			return map[string]any{"options": []any{map[string]any{"text": map[string]any{"type": "plain_text", "text": "Goal of " + c.Value}, "value": "g1"}}}
		}
		heard <- c
		return nil
	})
	p.focus(t, "[data-block-id=goal] input")
	p.keys(t, "a")
	p.sees(t, ".listbox-empty", "Type at least 2 letters.")
	p.keys(t, "da")
	p.sees(t, ".listbox-option", "Goal of ada")
	p.keys(t, kb.Enter)
	p.gone(t, ".listbox")
	p.click(t, "[data-testid=modal-submit]")
	if got := await(t, heard).View.State.Values["goal"]["id"].SelectedOption.Value; got != "g1" {
		t.Errorf("the app gets %q, want g1", got)
	}
}

func (w web) chooseDate(t *testing.T) {
	heard := make(chan slack.InteractionCallback, 1)
	_, p := w.openForm(t, `{"type": "modal", "title": {"type": "plain_text", "text": "When"}, "submit": {"type": "plain_text", "text": "Go"}, "blocks": [
	 {"type": "input", "block_id": "day", "label": {"type": "plain_text", "text": "Day"}, "element": {"type": "datepicker", "action_id": "x"}},
	 {"type": "input", "block_id": "time", "label": {"type": "plain_text", "text": "Time"}, "element": {"type": "timepicker", "action_id": "x"}},
	 {"type": "input", "block_id": "both", "label": {"type": "plain_text", "text": "Both"}, "element": {"type": "datetimepicker", "action_id": "x", "initial_date_time": 1000110000}}]}`,
		func(_ *testBundle, c slack.InteractionCallback) any {
			heard <- c
			return nil
		})
	p.focus(t, "[data-block-id=day]")
	p.keys(t, kb.Enter)
	p.focused(t, "[data-day='2000-01-03']") // the workspace's day, not the machine's
	p.keys(t, kb.ArrowDown, kb.ArrowRight, kb.Enter)
	p.focused(t, "[data-block-id=day]")
	p.focus(t, "[data-block-id=time] input")
	p.keys(t, "9:15", kb.Tab)
	p.focus(t, "[data-block-id=both] [data-part=time] input")
	p.keys(t, "930", kb.Tab)
	p.click(t, "[data-testid=modal-submit]")
	values := await(t, heard).View.State.Values
	got := []any{values["day"]["x"].SelectedDate, values["time"]["x"].SelectedTime, values["both"]["x"].SelectedDateTime}
	if want := []any{"2000-01-11", "09:15", int64(1000110600)}; !cmp.Equal(got, want) {
		t.Errorf("the app gets %v, want %v", got, want)
	}
}

func (w web) homeTab(t *testing.T) {
	b := setupApp(t)
	b.app.onInteraction(func(slack.InteractionCallback) any { return nil })
	p := b.open(t, w.browser, at{user: "U0ADA", place: "home"})
	p.sees(t, "[data-testid=home]", "has not put anything here")
	publish := func(text string) {
		view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, text, false, false)),
		}}}
		if _, err := b.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0ADA", View: view}); err != nil {
			t.Fatal(err)
		}
	}
	publish("Nothing waits for you")
	p.sees(t, "[data-testid=home] h3", "Nothing waits for you")
	publish("One conversation waits")
	p.sees(t, "[data-testid=home] h3", "One conversation waits")
	p.focus(t, "[data-testid=tab-home]")
	p.keys(t, kb.ArrowRight)
	p.focused(t, "[data-testid=tab-messages]")
	p.sees(t, "[data-testid=tab-messages][aria-selected=true]", "Messages")
}

func (w web) named(t *testing.T) {
	b := setupApp(t)
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "x", Blocks: thanks(buttonObject(nil))})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.sees(t, "[data-testid=message]", "thanked")
	nameless := ask[[]string](t, p, `[...document.querySelectorAll("button, input, textarea, a[href], [role=listbox]")]
		.filter((e) => !(e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim())).map((e) => e.outerHTML)`)
	if len(nameless) > 0 {
		t.Errorf("without a name for readers: %q", nameless)
	}
	reached := map[string]bool{}
	p.focus(t, ".skip")
	for range 24 {
		p.keys(t, kb.Tab)
		reached[ask[string](t, p, `document.activeElement.dataset.testid || document.activeElement.dataset.actionId || document.activeElement.className`)] = true
	}
	for _, want := range []string{"switch-user", "place-C0GENERAL", "message", "too", "message-more", "composer", "shortcuts"} {
		if !reached[want] {
			t.Errorf("Tab does not reach %s; it reaches %v", want, reached)
		}
	}
}
