package bot_test

import (
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// team is a bench with Ada, Grace and Lin, and a channel for kudos.
func team(t *testing.T) *bench {
	t.Helper()
	b := setup(t)
	b.person("Ada Lovelace")
	b.person("Grace Hopper")
	b.person("Lin Wu")
	b.kudosInPublic()
	return b
}

func TestKudos_InOneLine(t *testing.T) {
	t.Parallel()

	t.Run("goes to everybody named, and into the channel", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		answer := b.command("UADA", "/kudos", "<@UGRACE|grace> <@ULIN> for the release notes #craft")
		answer.wants("Sent to Grace Hopper and Lin Wu")
		if got := text(answer.object["response_type"]); got != "ephemeral" {
			t.Errorf("answered %q, want ephemeral", got)
		}
		letters := b.delivered()
		if got := len(of(letters, domain.KudosReceived, domain.Post)); got != 2 {
			t.Errorf("%d messages, want 2", got)
		}
		posts := of(letters, domain.KudosPosted, domain.Post)
		if len(posts) != 1 || posts[0].Channel != "CTHANKS" {
			t.Fatalf("posts: %v", posts)
		}
		posts[0].wants("*Ada Lovelace* thanked *Grace Hopper* and *Lin Wu*", "for the release notes", "Craft")
	})
	t.Run("typed once and delivered twice has one effect", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		payload := commandPayload("UADA", "/kudos", "<@UGRACE> for the notes", "trigger-1")
		first := b.answered(socket.TypeCommand, payload)
		second := b.answered(socket.TypeCommand, payload)
		if first.words() != second.words() {
			t.Errorf("first %q, then %q", first.words(), second.words())
		}
		if got := len(of(b.delivered(), domain.KudosReceived, domain.Post)); got != 1 {
			t.Errorf("%d messages, want 1", got)
		}
	})
	t.Run("keeps what was typed free of pings", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.person("Eve <!here>") // whose name stands in the notification, too
		b.command("UEVE", "/kudos", "<@UGRACE> for *this* &lt;!channel&gt; `x` and <@ULIN>")
		letters := b.delivered()
		for _, l := range []letter{last(t, of(letters, domain.KudosPosted, domain.Post)), last(t, of(letters, domain.KudosReceived, domain.Post))} {
			l.wants("for *this* <!channel> `x` and Lin Wu")
			if got := text(l.object["text"]); !strings.Contains(got, "Eve") || strings.Contains(got, "<!") || strings.Contains(got, "<@") {
				t.Errorf("the notification is %q", got)
			}
			walk(l.object["blocks"], func(o object) {
				words := text(o["text"])
				markup := o["type"] == "mrkdwn" && (strings.Contains(words, "<!") || strings.Contains(words, "<@"))
				if kind := text(o["type"]); markup || kind == "broadcast" || kind == "user" || kind == "usergroup" {
					t.Errorf("%s %q pings", kind, words)
				}
			})
		}
	})
	t.Run("refuses to address everybody and gives the text back", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for *this* &lt;!channel&gt; @here `x`").wants("cannot be thanked", "for *this*")
		if got := len(b.delivered()); got != 0 {
			t.Errorf("%d messages went out, want none", got)
		}
	})
	t.Run("offers to say what a bare thanks was for", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		answer := b.command("UADA", "/kudos", "<@UGRACE>")
		answer.wants("Sent to Grace Hopper", "Say what for")
		b.press("UADA", pressed{ID: bot.PressKudosWords, Value: answer.button(bot.PressKudosWords), Ephemeral: true})
		form := last(t, b.slack.opened)
		b.delivered()
		b.submit("UADA", form, object{bot.FieldKudosText: typed("for the notes")}).wants("Added.")
		last(t, of(b.delivered(), domain.KudosReceived, domain.Update)).wants("for the notes")
	})
	t.Run("tells all problems at once and loses nothing that was typed", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.person("Build", func(p *domain.Person) { p.Kind = domain.Bot })
		answer := b.command("UADA", "/kudos", "<@UADA> <@UBUILD> <!here> for everything #crafd")
		answer.wants("cannot thank yourself", "Build is an app", "@channel", "Did you mean #craft?", "for everything")
		if len(b.delivered()) != 0 {
			t.Error("something was sent all the same")
		}
		b.press("UADA", pressed{ID: bot.PressKudosForm, Value: answer.button(bot.PressKudosForm), Ephemeral: true})
		lookAt(t, last(t, b.slack.opened)).wants("Thank someone")
	})
}

func TestKudos_WhatIsNoKudosYet(t *testing.T) {
	t.Parallel()

	t.Run("gets the usage, and the words back in a form", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		answer := b.command("UADA", "/kudos", "thanks everybody for Thursday")
		answer.wants("nobody is named", "/kudos @person", "#craft", "thanks everybody for Thursday")
		b.press("UADA", pressed{ID: bot.PressKudosForm, Value: answer.button(bot.PressKudosForm), Ephemeral: true})
		form := last(t, b.slack.opened)
		b.submit("UADA", form, object{bot.FieldKudosPeople: people("UGRACE")}).wants("Sent to Grace Hopper")
		last(t, of(b.delivered(), domain.KudosReceived, domain.Post)).wants("thanks everybody for Thursday")
	})
	t.Run("opens the form at once where it is too long for a button", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		long := strings.Repeat("thanks everybody ", 120)
		raw := everythingIn(t, b.form("UADA", "/kudos", long))
		if !strings.Contains(raw, strings.TrimSpace(long)) {
			t.Error("the form does not hold what was typed")
		}
	})
	t.Run("offers the one person whom a typed name fits", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		answer := b.command("UADA", "/kudos", "@Grace Hopper for the notes")
		answer.wants("Send to Grace Hopper", "“@Grace”")
		done := b.press("UADA", pressed{ID: bot.PressKudosSend, Value: answer.button(bot.PressKudosSend), Ephemeral: true})
		if done.object != nil {
			t.Errorf("the press was acked with %v", done.object)
		}
		receipt := last(t, b.slack.responses)
		if !receipt.ReplaceOriginal {
			t.Error("the question still stands beside the receipt")
		}
		got := of(b.delivered(), domain.KudosReceived, domain.Post)
		if len(got) != 1 {
			t.Fatalf("%d messages, want 1", len(got))
		}
		got[0].wants("for the notes")
		got[0].lacks("Hopper for")
	})
	t.Run("does not guess between two people of one name", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.person("Grace Kelly", func(p *domain.Person) { p.SlackID, p.Handle = "UKELLY", "kelly" })
		answer := b.command("UADA", "/kudos", "@grace for the notes")
		if answer.has(bot.PressKudosSend) {
			t.Error("it offers to send to one of them")
		}
	})
	t.Run("says of a button that it is of another version", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.press("UADA", pressed{ID: bot.PressKudosSend, Value: "{", Ephemeral: true})
		if got := last(t, b.slack.responses).Text; !strings.Contains(got, "earlier version") {
			t.Errorf("got %q", got)
		}
	})
}

func everythingIn(t *testing.T, form blockkit.Modal) string {
	t.Helper()
	var all []string
	walk(lookAt(t, form).object, func(o object) { all = append(all, text(o["initial_value"])) })
	return strings.Join(all, "\n")
}

func TestKudos_AsksFirst(t *testing.T) {
	t.Parallel()

	t.Run("before the same thanks goes again", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.Clock.Advance(40 * time.Second)
		answer := b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		answer.wants("40 seconds ago")
		if got := len(of(b.delivered(), domain.KudosReceived, domain.Post)); got != 1 {
			t.Fatalf("%d messages before the answer, want 1", got)
		}
		yes := pressed{ID: bot.PressKudosSend, Value: answer.button(bot.PressKudosSend), Ephemeral: true}
		b.press("UADA", yes)
		b.press("UADA", yes) // an impatient finger
		if got := len(of(b.delivered(), domain.KudosReceived, domain.Post)); got != 1 {
			t.Errorf("%d messages after yes twice, want 1", got)
		}
	})
	t.Run("before it goes to more than ten through a group, and shows them", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"} {
			p := b.person("Person" + name + " Sample")
			b.slack.groups["SGROUP"] = append(b.slack.groups["SGROUP"], p.SlackID)
		}
		answer := b.command("UADA", "/kudos", "<!subteam^SGROUP|@sample> for the fair")
		answer.wants("11 people", "PersonA Sample", "PersonK Sample")
		b.press("UADA", pressed{ID: bot.PressKudosSend, Value: answer.button(bot.PressKudosSend), Ephemeral: true})
		if got := len(of(b.delivered(), domain.KudosReceived, domain.Post)); got != 11 {
			t.Errorf("%d messages, want 11", got)
		}
	})
	t.Run("in the form, where sending again is the yes", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.shortcut("UADA", bot.ShortcutKudos)
		fill := object{bot.FieldKudosPeople: people("UGRACE"), bot.FieldKudosText: typed("for the notes")}
		answer := b.submit("UADA", last(t, b.slack.opened), fill)
		if got := text(answer.object["response_action"]); got != "update" {
			t.Fatalf("answered %q, want update", got)
		}
		answer.wants("Send it once more?", "Send all the same")
	})
}

func TestKudos_ByForm(t *testing.T) {
	t.Parallel()

	t.Run("opens from the command alone, the shortcut and Home", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "")
		b.command("UADA", "/rapport", "kudos")
		b.shortcut("UADA", bot.ShortcutKudos)
		b.press("UADA", pressed{ID: bot.PressKudosForm, Home: true})
		if got := len(b.slack.opened); got != 4 {
			t.Errorf("%d forms, want 4", got)
		}
	})
	t.Run("sends and confirms in its place", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "")
		fill := object{
			bot.FieldKudosPeople: people("UGRACE"), bot.FieldKudosText: typed("for the notes"),
			bot.FieldKudosReach: choice(bot.ReachPrivate),
		}
		payload := b.submitPayload("UADA", last(t, b.slack.opened), fill)
		b.answered(socket.TypeInteraction, payload).wants("Sent to Grace Hopper.", "Undo")
		b.answered(socket.TypeInteraction, payload) // Slack delivers it again
		letters := b.delivered()
		if got := len(of(letters, domain.KudosReceived, domain.Post)); got != 1 {
			t.Errorf("%d messages, want 1", got)
		}
		if got := len(of(letters, domain.KudosPosted, domain.Post)); got != 0 {
			t.Errorf("%d posts of a private kudos", got)
		}
	})
	t.Run("corrected after its answer was lost, is one kudos with the later words", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		form := b.form("UADA", "/kudos", "")
		b.submit("UADA", form, object{bot.FieldKudosPeople: people("UGRACE"), bot.FieldKudosText: typed("for the note")})
		b.submit("UADA", form, object{bot.FieldKudosPeople: people("UGRACE"), bot.FieldKudosText: typed("for the notes")})
		letters := b.delivered()
		if got := len(of(letters, domain.KudosReceived, domain.Post)); got != 1 {
			t.Errorf("%d messages, want 1", got)
		}
		last(t, of(letters, domain.KudosReceived, domain.Post)).wants("for the notes")
	})
	t.Run("says what is wrong under the field", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "")
		fill := object{bot.FieldKudosPeople: people("UADA"), bot.FieldKudosText: typed(strings.Repeat("x", 2001))}
		errors := b.submit("UADA", last(t, b.slack.opened), fill).errors()
		if !strings.Contains(errors[bot.FieldKudosPeople], "thank yourself") || !strings.Contains(errors[bot.FieldKudosText], "too long") {
			t.Errorf("got %v", errors)
		}
	})
	t.Run("names the author of a message and links it", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		p := b.interaction("message_action", "UADA")
		p["callback_id"], p["channel"] = bot.ShortcutMessage, object{"id": "CGENERAL"}
		p["message"] = object{"ts": "12.34", "user": "UGRACE", "text": "done", "blocks": []any{object{"type": "novel", "elements": "?"}}}
		b.answered(socket.TypeInteraction, p)
		b.submit("UADA", last(t, b.slack.opened), nil).wants("Sent to Grace Hopper")
		post := last(t, of(b.delivered(), domain.KudosPosted, domain.Post))
		post.wants("https://acme.example/archives/CGENERAL/p1234")
	})
	t.Run("never links a message of a private place in public", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		p := b.interaction("message_action", "UADA")
		p["callback_id"], p["channel"] = bot.ShortcutMessage, object{"id": "CSECRET"}
		p["message"] = object{"ts": "12.34", "user": "UGRACE"}
		b.answered(socket.TypeInteraction, p)
		b.submit("UADA", last(t, b.slack.opened), nil)
		last(t, of(b.delivered(), domain.KudosPosted, domain.Post)).lacks("CSECRET")
	})
	t.Run("thanks for a message that Rapport cannot see", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.slack.fail["Permalink"] = bot.SlackError{Method: "chat.getPermalink", Code: "channel_not_found"}
		p := b.interaction("message_action", "UADA")
		p["callback_id"], p["channel"] = bot.ShortcutMessage, object{"id": "CUNKNOWN"}
		p["message"] = object{"ts": "12.34", "user": "UGRACE"}
		b.answered(socket.TypeInteraction, p)
		b.submit("UADA", last(t, b.slack.opened), nil).wants("Sent to Grace Hopper")
	})
	t.Run("has no public side without a channel", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		lookAt(t, b.form("UADA", "/kudos", "")).lacks("Who sees it?")
	})
}

func TestKudos_Undo(t *testing.T) {
	t.Parallel()

	t.Run("takes post and messages back and gives the words back", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		receipt := b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.delivered()
		b.press("UADA", pressed{ID: bot.PressKudosUndo, Value: receipt.button(bot.PressKudosUndo), Ephemeral: true})
		look(t, last(t, b.slack.responses)).wants("Taken back", "for the notes")
		letters := b.delivered()
		if len(of(letters, domain.KudosReceived, domain.Delete)) != 1 || len(of(letters, domain.KudosPosted, domain.Delete)) != 1 {
			t.Errorf("what went out: %v", letters)
		}
	})
	t.Run("by command takes the newest back", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.Clock.Advance(time.Minute)
		b.command("UADA", "/kudos", "<@ULIN> for the plan")
		b.command("UADA", "/kudos", "undo").wants("Taken back: Lin Wu")
	})
	t.Run("ends after ten minutes, and says who can help then", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.Clock.Advance(11 * time.Minute)
		b.command("UADA", "/kudos", "undo").wants("more than 10 minutes", "the people team")
	})
	t.Run("is not for anybody else", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		receipt := b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.press("ULIN", pressed{ID: bot.PressKudosUndo, Value: receipt.button(bot.PressKudosUndo), Ephemeral: true})
		look(t, last(t, b.slack.responses)).wants("you are not among them")
		if got := len(of(b.delivered(), domain.KudosReceived, domain.Post)); got != 1 {
			t.Errorf("%d messages, want the 1 that was sent", got)
		}
	})
	t.Run("is on Home for as long as it is possible", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		b.answered(socket.TypeEvent, b.eventPayload(object{"type": "app_home_opened", "user": "UADA", "tab": "home"}))
		home := lookAt(t, last(t, b.slack.homes))
		home.wants("You thanked Grace Hopper at 10:00")
		b.press("UADA", pressed{ID: bot.PressKudosUndo, Value: home.button(bot.PressKudosUndo), Home: true})
		lookAt(t, last(t, b.slack.opened)).wants("Taken back")
		b.command("UADA", "/kudos", "<@UGRACE> for the talk")
		b.Clock.Advance(11 * time.Minute)
		b.answered(socket.TypeEvent, b.eventPayload(object{"type": "app_home_opened", "user": "UADA", "tab": "home"}))
		lookAt(t, last(t, b.slack.homes)).lacks("You thanked", "Undo")
	})
	t.Run("in the receipt of a form changes that receipt", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		receipt := b.submit("UADA", b.form("UADA", "/kudos", ""), object{bot.FieldKudosPeople: people("UGRACE")})
		b.press("UADA", pressed{ID: bot.PressKudosUndo, Value: receipt.button(bot.PressKudosUndo), Modal: true})
		lookAt(t, last(t, b.slack.updated)).wants("Taken back")
	})
}
