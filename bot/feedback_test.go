package bot_test

import (
	"context"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// feedbackTeam is a bench with Ada, Grace and Lin, whose manager is Lee.
func feedbackTeam(t *testing.T) *bench {
	t.Helper()
	b := setup(t)
	lee := b.person("Lee Park")
	reports := func(p *domain.Person) { p.Manager = lee.ID }
	b.person("Ada Lovelace", reports)
	b.person("Grace Hopper", reports)
	b.person("Lin Wu", reports)
	b.kudosInPublic()
	return b
}

// filled are the fields of the form.
func filled() object {
	return object{
		bot.FieldFeedbackWhen: typed("In the planning on Tuesday"), bot.FieldFeedbackDid: typed("you asked what the customer had tried"),
		bot.FieldFeedbackEffect: typed("we dropped the wrong plan an hour earlier"),
	}
}

// with adds a field.
func with(fields object, id string, content object) object {
	fields[id] = content
	return fields
}

// tell lets somebody give feedback, and gives the receipt.
func (b *bench) tell(user, to string, fill object) seen {
	b.t.Helper()
	return b.submit(user, b.form(user, "/feedback", "<@"+to+">"), fill)
}

// openWords presses Read and gives the view.
func (b *bench) openWords(user, id string) seen {
	b.t.Helper()
	b.press(user, pressed{ID: bot.PressFeedbackRead, Value: id})
	return lookAt(b.t, last(b.t, b.slack.opened))
}

func TestFeedback_FromWishToReading(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	form := b.form("UADA", "/feedback", "<@UGRACE|grace> you asked *first* &lt;!here&gt;")
	shown := lookAt(t, form)
	shown.wants("For Grace Hopper, in your name", "You and Grace Hopper can read this, and nobody else.", "You, Grace Hopper and Lee Park can read this")
	if got := shown.stands(bot.FieldFeedbackDid); got != "you asked *first* <!here>" {
		t.Errorf("the form holds %q", got)
	}
	payload := b.submitPayload("UADA", form, filled())
	first := b.answered(socket.TypeInteraction, payload)
	first.wants("Sent to Grace Hopper.", "You and Grace Hopper can read this, and nobody else.")
	if again := b.answered(socket.TypeInteraction, payload); again.words() != first.words() {
		t.Errorf("sent twice, it answers %q", again.words())
	}
	letters := of(b.delivered(), domain.FeedbackShared, domain.Post)
	if len(letters) != 1 {
		t.Fatalf("%d messages, want 1", len(letters))
	}
	letters[0].wants("Ada Lovelace shared something with you.", "You and Ada Lovelace can read this")
	letters[0].lacks("customer", "planning", "wrong plan")
	id := letters[0].button(bot.PressFeedbackRead)
	b.openWords("UGRACE", id).wants("From Ada Lovelace", "In the planning on Tuesday", "what the customer had tried", "an hour earlier")
	b.press("ULIN", pressed{ID: bot.PressFeedbackRead, Value: id})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}

func TestFeedback_Lists(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.tell("UADA", "UGRACE", with(filled(), bot.FieldFeedbackReaders, choice(bot.ReadersPartner))).wants("You, Grace Hopper and Lee Park can read this")
	list := lookAt(t, b.form("UGRACE", "/feedback", ""))
	list.wants("Shared with you", "From Ada Lovelace", "Not read yet")
	list.lacks("customer")
	b.homeOf("UGRACE").wants("Ada Lovelace shared something with you.")
	b.homeOf("UGRACE").lacks("customer")
	b.openWords("UGRACE", list.button(bot.PressFeedbackRead)).wants("what the customer had tried")
	b.homeOf("UGRACE").lacks("shared something with you")
	lookAt(t, b.form("UGRACE", "/feedback", "")).wants("what the customer had tried")
	lookAt(t, b.form("ULEE", "/feedback", "")).wants("Ada Lovelace to Grace Hopper")
	lookAt(t, b.form("ULIN", "/feedback", "")).wants("Nothing yet")
	b.press("UADA", pressed{ID: bot.PressFeedbackList, Value: domain.FeedbackGivenList, Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("Given by you", "To Grace Hopper", "what the customer had tried")
}

func TestFeedback_WithdrawnOrNarrowed(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	receipt := b.tell("UADA", "UGRACE", with(filled(), bot.FieldFeedbackReaders, choice(bot.ReadersPartner)))
	id := receipt.button(bot.PressFeedbackWithdraw)
	letters := of(b.delivered(), domain.FeedbackShared, domain.Post)
	if len(letters) != 2 {
		t.Fatalf("%d messages, want 2", len(letters))
	}
	b.press("UGRACE", pressed{ID: bot.PressFeedbackNarrow, Value: id, Modal: true})
	lookAt(t, last(t, b.slack.updated)).wants("You and Ada Lovelace can read this, and nobody else.")
	if got := of(b.delivered(), domain.FeedbackShared, domain.Delete); len(got) != 1 {
		t.Errorf("%d messages are deleted, want Lee's", len(got))
	}
	b.press("UADA", pressed{ID: bot.PressFeedbackWithdraw, Value: id, Modal: true})
	lookAt(t, last(t, b.slack.updated)).wants("Taken back before Grace Hopper read it", "what the customer had tried")
	if got := of(b.delivered(), domain.FeedbackShared, domain.Delete); len(got) != 1 {
		t.Errorf("%d messages are deleted, want Grace's", len(got))
	}
	// The button still stands on Grace's screen.
	b.press("UGRACE", pressed{ID: bot.PressFeedbackRead, Value: id})
	look(t, last(t, b.slack.responses)).wants("taken back before you read it")
	lookAt(t, b.form("UGRACE", "/feedback", "")).wants("Nothing yet")
}

// The coach shows its hints in the form once; the second Send always sends.
func TestFeedback_Coached(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	form := b.form("UADA", "/feedback", "<@UGRACE>")
	hinted := b.submit("UADA", form, with(filled(), bot.FieldFeedbackDid, typed("You always know better than the others.")))
	hinted.wants("“Always” and “never”", "What did Grace Hopper do or say?", "Send again and it is sent as it is.")
	if got := hinted.stands(bot.FieldFeedbackDid); got != "You always know better than the others." {
		t.Errorf("the form holds %q", got)
	}
	if len(b.delivered()) != 0 {
		t.Error("it was sent at once")
	}
	view, _ := hinted.object["view"].(object)
	form.Metadata = text(view["private_metadata"])
	b.submit("UADA", form, with(filled(), bot.FieldFeedbackDid, typed("You always know better than the others."))).wants("Sent to Grace Hopper.")
}

func TestFeedback_WhatIsNoneYet(t *testing.T) {
	t.Parallel()

	t.Run("gets the usage, and its words back in the form", func(t *testing.T) {
		t.Parallel()
		b := feedbackTeam(t)
		b.command("UADA", "/feedback", "the plan was good")
		answer := look(t, last(t, b.slack.responses))
		answer.wants("nobody is named", "/feedback @person opens a form", "the plan was good")
		b.press("UADA", pressed{ID: bot.PressFeedbackForm, Value: answer.button(bot.PressFeedbackForm), Ephemeral: true})
		next := b.submit("UADA", last(t, b.slack.opened), object{bot.FieldFeedbackWho: object{"type": "users_select", "selected_user": "UGRACE"}})
		next.wants("For Grace Hopper")
		if got := next.stands(bot.FieldFeedbackDid); got != "the plan was good" {
			t.Errorf("the form holds %q", got)
		}
	})
	t.Run("too long for a button, it opens the form at once", func(t *testing.T) {
		t.Parallel()
		b := feedbackTeam(t)
		long := strings.Repeat("the plan was good ", 150)
		if form := b.form("UADA", "/feedback", long); !strings.Contains(form.Metadata, long[:1000]) {
			t.Error("the form does not carry what was typed")
		}
	})
	t.Run("goes to one person at a time", func(t *testing.T) {
		t.Parallel()
		b := feedbackTeam(t)
		b.command("UADA", "/feedback", "<@UGRACE> <@ULIN> for the plan")
		look(t, last(t, b.slack.responses)).wants("one person at a time", "for the plan")
	})
	t.Run("help says how", func(t *testing.T) {
		t.Parallel()
		b := feedbackTeam(t)
		b.command("UADA", "/feedback", "help").wants("/feedback @person opens a form")
		b.command("UADA", "/rapport", "feedback help").wants("/feedback @person opens a form")
	})
	t.Run("refuses oneself, a guest and an app in a sentence", func(t *testing.T) {
		t.Parallel()
		b := feedbackTeam(t)
		b.person("Gil Guest", func(p *domain.Person) { p.Kind = domain.Guest })
		b.person("Build", func(p *domain.Person) { p.Kind = domain.Bot })
		for user, want := range map[string]string{"UADA": "for somebody else", "UGIL": "guests give and get thanks only", "UBUILD": "is an app"} {
			b.command("UADA", "/feedback", "<@"+user+"> you asked first")
			look(t, last(t, b.slack.responses)).wants(want, "you asked first")
		}
	})
}

func TestFeedback_OtherWaysIn(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.shortcut("UADA", bot.ShortcutFeedback)
	lookAt(t, last(t, b.slack.opened)).wants("For whom is it?")
	p := b.interaction("message_action", "UADA")
	p["callback_id"], p["channel"], p["message_ts"] = bot.ShortcutFeedbackMessage, object{"id": "CGENERAL"}, "1.5"
	p["message"] = object{"ts": "1.5", "user": "UGRACE", "text": "the plan"}
	b.answered(socket.TypeInteraction, p)
	lookAt(t, last(t, b.slack.opened)).wants("For Grace Hopper", "About")
}

// The form names Lee; by the time it is sent Grace talks with Mara. Nothing is
// sent before the giver has seen that.
func TestFeedback_AnotherReaderMeanwhile(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	mara := b.person("Mara Lind")
	form := b.form("UADA", "/feedback", "<@UGRACE>")
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		grace, err := tx.PersonBySlack(ctx, "UGRACE")
		if err != nil {
			return err
		}
		return tx.NamePartner(ctx, grace.ID, mara.ID, mara.ID, tx.Now())
	})
	asked := b.submit("UADA", form, with(filled(), bot.FieldFeedbackReaders, choice(bot.ReadersPartner)))
	asked.wants("Look who can read it now", "Grace Hopper and Mara Lind can read this")
	if got := asked.stands(bot.FieldFeedbackWhen); got != "In the planning on Tuesday" {
		t.Errorf("the form holds %q", got)
	}
	if len(b.delivered()) != 0 {
		t.Error("it was sent all the same")
	}
}

// find reads a person by Slack's id.
func (b *bench) find(slackID string) domain.Person {
	b.t.Helper()
	var p domain.Person
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.PersonBySlack(ctx, slackID)
		return err
	})
	return p
}

func TestFeedback_Replies(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.tell("UADA", "UGRACE", filled())
	id := last(t, of(b.delivered(), domain.FeedbackShared, domain.Post)).button(bot.PressFeedbackRead)
	view := b.openWords("UGRACE", id)
	b.press("UGRACE", pressed{ID: bot.PressFeedbackThank, Value: view.button(bot.PressFeedbackThank), Modal: true})
	if after := lookAt(t, last(t, b.slack.updated)); after.has(bot.PressFeedbackThank) {
		t.Error("thanks are still offered")
	}
	last(t, of(b.delivered(), domain.FeedbackReplied, domain.Post)).wants("Grace Hopper thanks you for your feedback.")
	b.press("UGRACE", pressed{ID: bot.PressFeedbackReply, Value: "intent:" + id})
	form := last(t, b.slack.opened)
	b.submit("UGRACE", form, object{bot.FieldFeedbackText: typed("Which plan *exactly*?")}).wants("asked what was meant", "Which plan *exactly*?")
	told := last(t, of(b.delivered(), domain.FeedbackReplied, domain.Post))
	told.wants("would like to know what you meant")
	told.lacks("exactly")
	b.openWords("UADA", told.button(bot.PressFeedbackRead)).wants("Which plan *exactly*?", "Reply")
	b.press("UGRACE", pressed{ID: bot.PressFeedbackKeep, Value: id, Modal: true})
	lookAt(t, b.form("UGRACE", "/rapport", "file")).wants("From Ada Lovelace", "Which plan")
}
