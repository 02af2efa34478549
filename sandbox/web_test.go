package sandbox_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// web tries the page, each claim in a tab and a workspace of its own.
type web struct{ browser context.Context }

// TestWeb tries the page in a real browser, against a real workspace and an app
// written with slack-go. Its parts are in web_*_test.go.
func TestWeb(t *testing.T) {
	t.Parallel()
	w := web{browser: browser(t)}
	//nolint:paralleltest // Chromium takes keys in the tab in front alone, so the claims take turns
	for name, claim := range map[string]func(*testing.T){
		"a command is typed with the keyboard alone":         w.commandByKeyboard,
		"a command that fails gives back what was typed":     w.commandThatFails,
		"an address leads to the place of another person":    w.addressOfAnother,
		"a button in a message acts and shows the change":    w.buttonInMessage,
		"a confirmation that is refused does nothing":        w.confirmationRefused,
		"somebody else sees what is theirs":                  w.switchPerson,
		"a narrow window puts the places into a drawer":      w.narrowWindow,
		"what arrives is shown, counted and said":            w.liveArrival,
		"moving the clock shows progress and the new time":   w.moveClock,
		"a message shortcut is reached by the keyboard":      w.messageShortcut,
		"a thread opens beside the conversation":             w.openThread,
		"a permalink leads to its message":                   w.permalink,
		"a field error stays under its field":                w.fieldError,
		"a required field is asked for before the app is":    w.requiredField,
		"values survive an update where the ids stay":        w.valuesSurvive,
		"the focus stays in a modal and returns after it":    w.focusInModal,
		"views over views keep what was typed below":         w.viewStack,
		"an input that dispatches tells each pause":          w.dispatchInput,
		"a select asks the app for its options":              w.externalSelect,
		"dates and times are chosen by the keyboard":         w.chooseDate,
		"every block and element has a form":                 w.everyBlock,
		"a data table has pages, order and buttons":          w.dataTable,
		"charts are drawn and can be read out":               w.charts,
		"text of people is never markup":                     w.textIsNoMarkup,
		"a broadcast is loud and an escaped one is not":      w.broadcastIsLoud,
		"mrkdwn is read as Slack reads it":                   w.mrkdwnTable,
		"any text keeps its letters":                         w.mrkdwnKeepsLetters,
		"dates are those of the reader's zone":               w.dateTokens,
		"the Home tab follows what the app publishes":        w.homeTab,
		"everything is reached by Tab and named for readers": w.named,
	} {
		t.Run(name, claim)
	}
}

func (w web) commandByKeyboard(t *testing.T) {
	b := setupApp(t)
	heard := make(chan slack.SlashCommand, 1)
	b.app.onCommand(func(c slack.SlashCommand) any {
		heard <- c
		return map[string]any{"text": "Sent to <@U0GRACE>."}
	})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.focused(t, "[data-testid=composer]")
	p.keys(t, "/k")
	p.sees(t, ".listbox-option.is-active", "Thank a colleague")
	p.keys(t, kb.Enter, "@gra")
	p.sees(t, ".listbox-option.is-active", "Grace Hopper")
	p.keys(t, kb.Tab, "for the <notes> & you", kb.Enter)
	got := await(t, heard)
	if want := "<@U0GRACE> for the &lt;notes&gt; &amp; you"; got.Text != want {
		t.Errorf("the app hears %q, want %q", got.Text, want)
	}
	p.sees(t, "[data-testid=message][data-ephemeral=true]", "Sent to @Grace Hopper.")
	p.sees(t, "[data-testid=message][data-ephemeral=true]", "Only visible to you")
	p.eventually(t, `document.querySelector("[data-testid=composer]").value === ""`)
}

func (w web) commandThatFails(t *testing.T) {
	b := setup(t) // no app is connected
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.keys(t, "/kudos for nothing", kb.Enter)
	p.sees(t, "[data-testid=toast]", "/kudos")
	p.eventually(t, `document.querySelector("[data-testid=composer]").value === "/kudos for nothing"`)
	p.empty(t, "[data-testid=composer]")
	p.keys(t, "/nosuch", kb.Enter)
	p.sees(t, "[data-testid=toast]", "There is no command /nosuch here.")
}

// thanks is a message with a button, as the app posts it.
func thanks(button map[string]any) []map[string]any {
	return []map[string]any{
		{"type": "section", "block_id": "body", "text": map[string]any{"type": "mrkdwn", "text": "*Ada* thanked <@U0GRACE>"}},
		{"type": "actions", "block_id": "acts", "elements": []any{button}},
	}
}

func buttonObject(more map[string]any) map[string]any {
	out := map[string]any{"type": "button", "action_id": "too", "value": "v1", "text": map[string]any{"type": "plain_text", "text": "Thank them too"}}
	maps.Copy(out, more)
	return out
}

func (w web) buttonInMessage(t *testing.T) {
	b := setupApp(t)
	heard := make(chan slack.InteractionCallback, 1)
	b.app.onInteraction(func(c slack.InteractionCallback) any {
		_, _, _, err := b.api.UpdateMessageContext(t.Context(), c.Channel.ID, c.Message.Timestamp,
			slack.MsgOptionText("Ada and Lin thanked Grace.", false))
		if err != nil {
			t.Errorf("update the message: %v", err)
		}
		heard <- c
		return nil
	})
	ts := b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "Ada thanked Grace.", Blocks: thanks(buttonObject(nil))})
	p := b.open(t, w.browser, at{user: "U0LIN", place: "C0GENERAL"})
	p.click(t, "[data-block-id=acts][data-action-id=too]")
	c := await(t, heard)
	if got := c.ActionCallback.BlockActions[0].Value; got != "v1" || c.User.ID != "U0LIN" || c.Message.Timestamp != ts {
		t.Errorf("the app hears value %q of %s on %s, want v1 of U0LIN on %s", got, c.User.ID, c.Message.Timestamp, ts)
	}
	p.sees(t, "[data-testid=message]", "Ada and Lin thanked Grace.")
	p.sees(t, "[data-testid=message]", "(edited)")
}

func (w web) confirmationRefused(t *testing.T) {
	b := setupApp(t)
	heard := make(chan slack.InteractionCallback, 2)
	b.app.onInteraction(func(c slack.InteractionCallback) any {
		heard <- c
		return nil
	})
	text := func(s string) map[string]any { return map[string]any{"type": "plain_text", "text": s} }
	confirm := map[string]any{"title": text("Delete it?"), "text": text("For good."), "confirm": text("Delete"), "deny": text("Keep"), "style": "danger"}
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "x", Blocks: thanks(buttonObject(map[string]any{"confirm": confirm}))})
	p := b.open(t, w.browser, at{user: "U0LIN", place: "C0GENERAL"})
	p.click(t, "[data-action-id=too]")
	p.sees(t, "[data-testid=confirm]", "For good.")
	p.keys(t, kb.Escape)
	p.gone(t, "[data-testid=confirm]")
	p.focused(t, "[data-action-id=too]")
	p.click(t, "[data-action-id=too]")
	p.click(t, "[data-testid=confirm-yes]")
	await(t, heard)
	if n := len(heard); n != 0 {
		t.Errorf("the app hears %d more clicks, want none of the refused one", n)
	}
}

func (w web) switchPerson(t *testing.T) {
	b := setupApp(t)
	b.w.Seed(sandbox.SeedMessage{DM: "grace", Text: "Only Grace may read this."})
	p := b.open(t, w.browser, at{user: "U0LIN", place: "home"})
	p.sees(t, "[data-testid=switch-user]", "Lin Wu")
	p.gone(t, "[data-testid=place-C0PEOPLE]")
	p.focus(t, "[data-testid=switch-user]")
	p.keys(t, kb.Enter)
	p.focused(t, "[data-testid=switch-search]")
	p.keys(t, "hop")
	p.sees(t, ".listbox-option.is-active", "Grace Hopper")
	p.keys(t, kb.Enter)
	p.sees(t, "[data-testid=switch-user]", "Grace Hopper")
	p.sees(t, "[data-testid=place-C0PEOPLE]", "people-team")
	p.sees(t, "[data-testid=place-app] [data-testid=badge]", "1")
	p.click(t, "[data-testid=place-app]")
	p.sees(t, "[data-testid=message]", "Only Grace may read this.")
	p.gone(t, "[data-testid=badge]")
	p.sees(t, "[data-testid=clock]", "04:00") // New York
}

func (w web) narrowWindow(t *testing.T) {
	b := setupApp(t)
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL", width: 390, height: 844})
	if got := ask[int](t, p, `document.documentElement.scrollWidth`); got > 390 {
		t.Errorf("the page is %d wide, want at most 390", got)
	}
	hidden := `getComputedStyle(document.querySelector("[data-testid=sidebar]")).visibility === "hidden"`
	p.eventually(t, hidden)
	p.click(t, "[data-testid=menu]")
	p.focused(t, "[data-testid=place-C0GENERAL]")
	p.keys(t, kb.Escape)
	p.eventually(t, hidden)
	p.focused(t, "[data-testid=menu]")
	p.keys(t, kb.Enter)
	p.focused(t, "[data-testid=place-C0GENERAL]")
	p.keys(t, kb.ArrowDown, kb.Enter)
	p.sees(t, ".pane-title", "thanks")
	p.eventually(t, hidden)
}

func (w web) liveArrival(t *testing.T) {
	b := setupApp(t)
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	for channel, text := range map[string]string{"C0GENERAL": "Into the open channel", "C0THANKS": "Into another", "U0ADA": "*Lee* shared something with you."} {
		if _, _, err := b.api.PostMessageContext(t.Context(), channel, slack.MsgOptionText(text, false)); err != nil {
			t.Fatal(err)
		}
	}
	p.sees(t, "[data-testid=message]", "Into the open channel")
	p.eventually(t, `document.querySelector("[data-testid=place-C0THANKS]").classList.contains("is-unread")`)
	p.eventually(t, `!document.querySelector("[data-testid=place-C0GENERAL]").classList.contains("is-unread")`)
	p.sees(t, "[data-testid=place-app] [data-testid=badge]", "1")
	p.sees(t, "[data-testid=toast]", "Lee shared something with you.")
	p.click(t, "[data-testid=toast] .toast-body")
	p.sees(t, "[data-testid=message] strong", "Lee")
}

// An address leads to another person's place at once, whatever the two events
// that it causes overtake.
func (w web) addressOfAnother(t *testing.T) {
	b := setupApp(t)
	p := b.open(t, w.browser, at{user: "U0ADA", place: "home"})
	for range 5 {
		for _, to := range [][2]string{{"#/U0GRACE/C0PEOPLE", "people-team"}, {"#/U0ADA/C0THANKS", "thanks"}} {
			p.eventually(t, fmt.Sprintf(`(location.hash = %s, true)`, quoted(to[0])))
			p.sees(t, ".pane-title", to[1])
			p.gone(t, "[data-testid=toast]")
			p.eventually(t, fmt.Sprintf(`document.querySelector("[data-testid=composer]").placeholder === %s`, quoted("Message #"+to[1])))
		}
	}
	p.eventually(t, `(history.back(), true)`)
	p.sees(t, ".pane-title", "people-team")
}

func (w web) moveClock(t *testing.T) {
	var days atomic.Int64
	start, finish := make(chan struct{}), make(chan struct{})
	b := setupApp(t, func(c *sandbox.Config) {
		c.Now = func() time.Time { return time.Date(2000, 1, 3+int(days.Load()), 9, 0, 0, 0, time.UTC) }
		c.Moves = []sandbox.Move{{ID: "day", Label: "Next day", Do: func(context.Context) error {
			close(start)
			<-finish
			days.Add(1)
			return nil
		}}}
	})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "home"})
	p.sees(t, "[data-testid=clock]", "Mon 3 Jan 2000, 09:00")
	p.click(t, "[data-testid=move-day]")
	await(t, start)
	p.eventually(t, `!document.querySelector("[role=progressbar]").hidden && document.querySelector("[data-testid=move-day]").disabled`)
	close(finish)
	p.sees(t, "[data-testid=clock]", "Tue 4 Jan 2000, 09:00")
	p.eventually(t, `document.querySelector("[role=progressbar]").hidden`)
}

func (w web) messageShortcut(t *testing.T) {
	b := setupApp(t)
	heard := make(chan slack.InteractionCallback, 1)
	b.app.onInteraction(func(c slack.InteractionCallback) any {
		heard <- c
		return nil
	})
	b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: "The port is open again."})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.sees(t, "[data-testid=message]", "The port is open again.")
	p.focus(t, "[data-testid=message]:last-child")
	p.keys(t, kb.Tab, kb.Tab)
	p.focused(t, "[data-testid=message-more]")
	p.keys(t, kb.Enter, kb.ArrowDown)
	p.focused(t, "[data-testid=shortcut-kudos_msg]")
	p.keys(t, kb.Enter)
	if c := await(t, heard); c.CallbackID != "kudos_msg" || c.Message.Text != "The port is open again." {
		t.Errorf("the app hears %s about %q, want kudos_msg about the message", c.CallbackID, c.Message.Text)
	}
}

func (w web) openThread(t *testing.T) {
	b := setupApp(t)
	parent := b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: "Who is in on Friday?"})
	b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "lin.wu", Text: "I am.", ThreadTS: parent})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.click(t, "[data-testid=replies]")
	p.sees(t, "[data-testid=thread] [data-testid=message]", "I am.")
	p.focused(t, "[data-testid=thread-composer]")
	p.keys(t, "Me too", kb.Enter)
	p.sees(t, "[data-testid=thread] [data-testid=message]", "Me too")
	p.sees(t, "[data-testid=replies]", "2 replies")
	p.keys(t, kb.Escape)
	p.eventually(t, `document.querySelector("[data-testid=thread]").hidden`)
}

func (w web) permalink(t *testing.T) {
	b := setupApp(t)
	ts := b.w.Seed(sandbox.SeedMessage{Channel: "thanks", Text: "The message that is meant"})
	link := must(b.api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C0THANKS", Ts: ts}))(t)
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "See <" + link + "|that message>."})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.click(t, "[data-testid=message] a.link")
	p.sees(t, "[data-testid=message].is-marked, [data-testid=message]:focus", "The message that is meant")
	req := must(http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil))(t)
	got, err := http.DefaultClient.Do(req)
	check(t, err)
	check(t, got.Body.Close())
	if want := "/"; got.Request.URL.Path != want || !strings.Contains(got.Request.URL.RawQuery, "C0THANKS") {
		t.Errorf("the permalink leads to %s, want the page at its message", got.Request.URL)
	}
}
