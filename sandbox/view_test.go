package sandbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// kudosForm is a modal with one of each kind of input that matters.
func kudosForm() slack.ModalViewRequest {
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plainText("Choose"), "who")
	words := slack.NewPlainTextInputBlockElement(plainText("What for"), "text")
	words.MinLength = 3
	value := slack.NewRadioButtonsBlockElement("value",
		slack.NewOptionBlockObject("craft", plainText("Craft"), nil),
		slack.NewOptionBlockObject("care", plainText("Care"), nil))
	optional := slack.NewInputBlock("valueBlock", plainText("Value"), nil, value)
	optional.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText("Say thanks"), Submit: plainText("Send"), Close: plainText("Cancel"),
		CallbackID: "kudos", PrivateMetadata: "nonce", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(plainText("It will be posted in #thanks."), nil, nil),
			slack.NewInputBlock("whoBlock", plainText("To whom"), nil, people),
			slack.NewInputBlock("textBlock", plainText("What for"), plainText("Say what they did"), words),
			optional,
			slack.NewActionBlock("more", slack.NewButtonBlockElement("help", "h1", plainText("Help me"))),
		}},
	}
}

// openForm runs /kudos, which answers with the form.
func openForm(t *testing.T, b *testBundle, form slack.ModalViewRequest) *sandbox.View {
	t.Helper()
	b.app.onCommand(func(c slack.SlashCommand) any {
		if _, err := b.api.OpenViewContext(t.Context(), c.TriggerID, form); err != nil {
			t.Errorf("open the view: %v", err)
		}
		return nil
	})
	must(b.w.As("ada").Command(within(t), "general", "/kudos", ""))(t)
	return must(b.w.As("ada").AwaitModal(within(t)))(t)
}

func TestModal(t *testing.T) {
	t.Parallel()

	t.Run("a form travels with all its values", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		v := openForm(t, b, kudosForm())
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		check(t, v.Fill("To whom", []string{"grace", "Lin Wu"}))
		check(t, v.Fill("textBlock", "the release notes"))
		check(t, v.Fill("Value", "Craft"))
		s := must(v.Submit(within(t)))(t)
		if !s.Closed || len(s.Errors) > 0 || v.Open() || b.w.As("ada").Modal() != nil {
			t.Errorf("got %+v, want a closed modal", s)
		}
		i := <-got
		state := i.View.State.Values
		if users := state["whoBlock"]["who"].SelectedUsers; len(users) != 2 || users[0] != "U0GRACE" || users[1] != "U0LIN" {
			t.Errorf("got users %v", users)
		}
		if state["textBlock"]["text"].Value != "the release notes" || state["valueBlock"]["value"].SelectedOption.Value != "craft" {
			t.Errorf("got state %+v", state)
		}
		if i.Type != slack.InteractionTypeViewSubmission || i.View.CallbackID != "kudos" || i.View.PrivateMetadata != "nonce" || i.User.ID != "U0ADA" {
			t.Errorf("got %+v", i)
		}
	})
	t.Run("field errors keep it open, and only name inputs", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		v := openForm(t, b, kudosForm())
		answers := []map[string]string{{"textBlock": "Say more."}, {"more": "no input"}, {}}
		b.app.onInteraction(func(slack.InteractionCallback) any {
			next := answers[0]
			answers = answers[1:]
			return slack.NewErrorsViewSubmissionResponse(next)
		})
		check(t, v.Fill("who", "grace"))
		check(t, v.Fill("What for", "abc"))
		s := must(v.Submit(within(t)))(t)
		if s.Errors["textBlock"] != "Say more." || !v.Open() {
			t.Errorf("got %+v, want the error under the text", s)
		}
		for range 2 {
			if _, err := v.Submit(within(t)); !isTrouble(err) {
				t.Errorf("got %v, want trouble", err)
			}
		}
		if v.Value("What for") != "abc" {
			t.Error("what was typed is lost")
		}
	})
	t.Run("slack's own checks come before the app", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		v := openForm(t, b, kudosForm())
		b.app.onInteraction(func(slack.InteractionCallback) any { t.Error("the app was asked"); return nil })
		check(t, v.Fill("What for", "ab"))
		s := must(v.Submit(within(t)))(t)
		if len(s.Errors) != 2 || !strings.Contains(s.Errors["textBlock"], "at least 3") || s.Errors["whoBlock"] == "" {
			t.Errorf("got %v, want two complaints", s.Errors)
		}
	})
	t.Run("a wrong story is an error, also at submit", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		v := openForm(t, b, kudosForm())
		for target, value := range map[string]any{"No such label": "x", "Value": "Speed", "To whom": "nobody", "Help me": "x"} {
			if err := v.Fill(target, value); err == nil {
				t.Errorf("fill %s with %v worked", target, value)
			}
		}
		if _, err := v.Submit(within(t)); err == nil {
			t.Error("a form that could not be filled was sent")
		}
	})
	t.Run("update keeps what was typed where ids stay", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		v := openForm(t, b, kudosForm())
		check(t, v.Fill("What for", "kept"))
		check(t, v.Fill("To whom", "grace"))
		b.app.onInteraction(func(i slack.InteractionCallback) any {
			form := kudosForm()
			as[*slack.InputBlock](t, form.Blocks.BlockSet[1]).BlockID = "another"
			if i.View.State.Values["textBlock"]["text"].Value != "kept" {
				t.Error("block_actions did not carry the form")
			}
			must(b.api.UpdateViewContext(t.Context(), form, "", i.View.Hash, i.View.ID))(t)
			if _, err := b.api.UpdateViewContext(t.Context(), form, "", i.View.Hash, i.View.ID); err == nil || err.Error() != "hash_conflict" {
				t.Errorf("got %v, want hash_conflict", err)
			}
			return nil
		})
		check(t, v.Click(within(t), "Help me"))
		if v.Value("What for") != "kept" {
			t.Errorf("got %v, want the text kept", v.Value("What for"))
		}
		if users, ok := v.Value("To whom").([]any); !ok || len(users) != 0 {
			t.Errorf("got %v, want the renamed input empty", v.Value("To whom"))
		}
	})
	t.Run("response_action update, push and clear", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		note := func(title string) *slack.ModalViewRequest {
			return &slack.ModalViewRequest{Type: slack.VTModal, Title: plainText(title), Submit: plainText("Go"),
				Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewSectionBlock(plainText(title+" text"), nil, nil)}}}
		}
		v := openForm(t, b, *note("One"))
		answers := []any{
			slack.NewUpdateViewSubmissionResponse(note("Two")), slack.NewPushViewSubmissionResponse(note("Three")),
			slack.NewPushViewSubmissionResponse(note("Four")), slack.NewPushViewSubmissionResponse(note("Five")),
			slack.NewUpdateViewSubmissionResponse(note(strings.Repeat("x", 25))), map[string]string{"response_action": "explode"},
			slack.NewClearViewSubmissionResponse(),
		}
		b.app.onInteraction(func(slack.InteractionCallback) any {
			next := answers[0]
			answers = answers[1:]
			return next
		})
		if s := must(v.Submit(within(t)))(t); !s.Updated || v.Title() != "Two" || !strings.Contains(v.Text(), "Two text") {
			t.Errorf("got %+v and title %s", s, v.Title())
		}
		ada := b.w.As("ada")
		must(v.Submit(within(t)))(t)
		three := ada.Modal()
		must(three.Submit(within(t)))(t)
		four := ada.Modal()
		if four.Title() != "Four" || four.Depth() != 3 {
			t.Errorf("got %s at depth %d, want Four at 3", four.Title(), four.Depth())
		}
		if _, err := three.Submit(within(t)); err == nil {
			t.Error("a covered view was submitted")
		}
		for _, what := range []string{"a fourth view", "a title too long", "an unknown response_action"} {
			if _, err := four.Submit(within(t)); !isTrouble(err) {
				t.Errorf("%s: got %v, want trouble", what, err)
			}
		}
		if s := must(four.Submit(within(t)))(t); !s.Cleared || ada.Modal() != nil {
			t.Errorf("got %+v, want everything closed", s)
		}
	})
	t.Run("view_closed tells Cancel from X", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		got := make(chan slack.InteractionCallback, 1)
		for _, cleared := range []bool{false, true} {
			v := openForm(t, b, kudosForm())
			b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
			if cleared {
				check(t, v.Dismiss(within(t)))
			} else {
				check(t, v.Close(within(t)))
			}
			i := <-got
			if i.View.State != nil && len(i.View.State.Values) > 0 {
				t.Errorf("it carries %v, and Slack sends no values", i.View.State.Values)
			}
			if i.Type != slack.InteractionTypeViewClosed || i.IsCleared != cleared || i.View.ID != v.ID() {
				t.Errorf("got %s cleared %v, want view_closed %v", i.Type, i.IsCleared, cleared)
			}
			if _, err := b.api.UpdateViewContext(t.Context(), kudosForm(), "", "", v.ID()); err == nil || err.Error() != "not_found" {
				t.Errorf("got %v, want not_found for a closed view", err)
			}
		}
	})
	t.Run("an unanswered submission is trouble and loses nothing", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, func(c *sandbox.Config) { c.AckTimeout = 200 * time.Millisecond })
		v := openForm(t, b, kudosForm())
		check(t, v.Fill("who", "grace"))
		check(t, v.Fill("What for", "typed"))
		b.app.setSilent(true)
		if _, err := v.Submit(within(t)); !isTrouble(err) {
			t.Errorf("got %v, want trouble", err)
		}
		if !v.Open() || v.Value("What for") != "typed" {
			t.Error("the form is gone")
		}
	})
}

func isTrouble(err error) bool {
	return err != nil && strings.Contains(err.Error(), sandbox.ErrTrouble.Error())
}

func TestTrigger(t *testing.T) {
	t.Parallel()

	trigger := func(t *testing.T, b *testBundle) string {
		t.Helper()
		ids := make(chan string, 1)
		b.app.onCommand(func(c slack.SlashCommand) any { ids <- c.TriggerID; return nil })
		must(b.w.As("ada").Command(within(t), "general", "/kudos", ""))(t)
		return <-ids
	}
	open := func(b *testBundle, ctx context.Context, id string) string {
		if _, err := b.api.OpenViewContext(ctx, id, kudosForm()); err != nil {
			return err.Error()
		}
		return ""
	}
	t.Run("works once", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		id := trigger(t, b)
		if got := open(b, t.Context(), id); got != "" {
			t.Errorf("first: got %s", got)
		}
		if got := open(b, t.Context(), id); got != "exchanged_trigger_id" {
			t.Errorf("second: got %s, want exchanged_trigger_id", got)
		}
		if got := open(b, t.Context(), "1.2.abc"); got != "invalid_trigger_id" {
			t.Errorf("made up: got %s, want invalid_trigger_id", got)
		}
	})
	t.Run("expires", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t, func(c *sandbox.Config) { c.TriggerLife = time.Nanosecond })
		if got := open(b, t.Context(), trigger(t, b)); got != "expired_trigger_id" {
			t.Errorf("got %s, want expired_trigger_id", got)
		}
	})
	t.Run("push needs a trigger out of a modal, three deep", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		if _, err := b.api.PushViewContext(t.Context(), trigger(t, b), kudosForm()); err == nil || err.Error() != "not_found" {
			t.Errorf("got %v, want not_found", err)
		}
		openForm(t, b, kudosForm())
		results := make(chan error, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any {
			_, err := b.api.PushViewContext(t.Context(), i.TriggerID, kudosForm())
			results <- err
			return nil
		})
		for depth := 2; depth <= 4; depth++ {
			v := b.w.As("ada").Modal()
			check(t, v.Click(within(t), "help"))
			err := <-results
			if depth <= 3 && err != nil {
				t.Errorf("depth %d: %v", depth, err)
			}
			if depth == 4 && (err == nil || err.Error() != "push_limit_reached") {
				t.Errorf("got %v, want push_limit_reached", err)
			}
		}
	})
}

func TestHome(t *testing.T) {
	t.Parallel()

	home := func(text string) slack.HomeTabViewRequest {
		return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(plainText(text), nil, nil),
			slack.NewActionBlock("acts", slack.NewButtonBlockElement("goal.open", "g1", plainText("Open")),
				slack.NewButtonBlockElement("goal.open2", "g2", plainText("Open"))),
		}}}
	}
	publish := func(t *testing.T, b *testBundle, text, hash string) (*slack.ViewResponse, error) {
		t.Helper()
		req := slack.PublishViewContextRequest{UserID: "U0ADA", View: home(text)}
		if hash != "" {
			req.Hash = &hash
		}
		return b.api.PublishViewContext(t.Context(), req)
	}
	t.Run("is blank until published, and tells the app when it is opened", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		ada := b.w.As("ada")
		if ada.Home() != nil {
			t.Error("Home is not blank")
		}
		opened := make(chan error, 1)
		go func() {
			_, err := ada.OpenHome(within(t))
			opened <- err
		}()
		if err := b.w.Sent(within(t), "events_api", "app_home_opened"); err != nil {
			t.Fatal(err)
		}
		must(publish(t, b, "Hello Ada", ""))(t)
		check(t, <-opened)
		if got := ada.Home().Text(); got != "Hello Ada\n[Open] [Open]" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("buttons of one text are told apart by value", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		must(publish(t, b, "Hello", ""))(t)
		v := b.w.As("ada").Home()
		if err := v.Click(within(t), "Open"); err == nil {
			t.Error("an unclear click worked")
		}
		got := make(chan slack.InteractionCallback, 1)
		b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
		check(t, v.Click(within(t), "Open", "g2"))
		i := <-got
		if a := i.ActionCallback.BlockActions[0]; a.Value != "g2" || a.ActionID != "goal.open2" || a.BlockID != "acts" || a.ActionTs == "" {
			t.Errorf("got %+v", a)
		}
		if i.Container.Type != "view" || i.Container.ViewID != v.ID() || i.ResponseURL != "" || i.View.Type != slack.VTHomeTab {
			t.Errorf("got container %+v, response_url %q", i.Container, i.ResponseURL)
		}
	})
	t.Run("a stale hash conflicts", func(t *testing.T) {
		t.Parallel()
		b := setupApp(t)
		first := must(publish(t, b, "One", ""))(t)
		must(publish(t, b, "Two", first.Hash))(t)
		if _, err := publish(t, b, "Three", first.Hash); err == nil || err.Error() != "hash_conflict" {
			t.Errorf("got %v, want hash_conflict", err)
		}
	})
	t.Run("refuses modals, big views, strangers to the workspace and a disabled tab", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		if _, err := b.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0NOBODY", View: home("x")}); err == nil || err.Error() != "user_not_found" {
			t.Errorf("got %v, want user_not_found", err)
		}
		big := home("x")
		for range 90 {
			big.Blocks.BlockSet = append(big.Blocks.BlockSet, slack.NewSectionBlock(plainText(strings.Repeat("x", 2900)), nil, nil))
		}
		if _, err := b.api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0ADA", View: big}); err == nil || err.Error() != "view_too_large" {
			t.Errorf("got %v, want view_too_large", err)
		}
		off := setup(t, func(c *sandbox.Config) { c.HomeTabDisabled = true })
		if _, err := publish(t, off, "x", ""); err == nil || err.Error() != "not_enabled" {
			t.Errorf("got %v, want not_enabled", err)
		}
	})
}
