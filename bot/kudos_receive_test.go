package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// thanked is a team in which Ada has thanked Grace and Lin in public; it gives
// the message that Grace got and the post.
func thanked(t *testing.T) (b *bench, message, post letter) {
	t.Helper()
	b = team(t)
	b.command("UADA", "/kudos", "<@UGRACE> <@ULIN> for the notes")
	letters := b.delivered()
	return b, of(letters, domain.KudosReceived, domain.Post)[0], last(t, of(letters, domain.KudosPosted, domain.Post))
}

func TestKudos_ThankThemToo(t *testing.T) {
	t.Parallel()

	t.Run("adds a name in place by one tap, and takes it away by the next", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		b.person("Bo Lindqvist")
		join := pressed{ID: bot.PressKudosJoin, Value: post.button(bot.PressKudosJoin)}
		b.press("UBO", join)
		edits := b.delivered()
		last(t, of(edits, domain.KudosPosted, domain.Update)).wants("also from Bo Lindqvist")
		if got := of(edits, domain.KudosReceived, domain.Update); len(got) != 2 || got[0].Class != domain.Quiet {
			t.Errorf("edits of the messages: %v", got)
		}
		b.press("UBO", join)
		last(t, of(b.delivered(), domain.KudosPosted, domain.Update)).lacks("Bo Lindqvist")
	})
	t.Run("counts a tap once that Slack delivers twice", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		b.person("Bo Lindqvist")
		payload := b.pressPayload("UBO", pressed{ID: bot.PressKudosJoin, Value: post.button(bot.PressKudosJoin)})
		b.answered(socket.TypeInteraction, payload)
		b.answered(socket.TypeInteraction, payload)
		last(t, of(b.delivered(), domain.KudosPosted, domain.Update)).wants("also from Bo Lindqvist")
	})
	t.Run("is not for giver and receivers", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		for _, who := range []string{"UADA", "UGRACE"} {
			b.press(who, pressed{ID: bot.PressKudosJoin, Value: post.button(bot.PressKudosJoin)})
		}
		if got := len(b.slack.responses); got != 2 {
			t.Fatalf("%d answers, want 2", got)
		}
		if got := len(b.delivered()); got != 0 {
			t.Errorf("%d edits all the same", got)
		}
	})
	t.Run("is not for an outsider of a shared channel", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		payload := b.pressPayload("USTRANGER", pressed{ID: bot.PressKudosJoin, Value: post.button(bot.PressKudosJoin)})
		payload["user"] = object{"id": "USTRANGER", "team_id": "T2"}
		b.answered(socket.TypeInteraction, payload)
		look(t, last(t, b.slack.responses)).wants("for the people of the organisation")
	})
}

func TestKudos_WhatAReceiverMayDo(t *testing.T) {
	t.Parallel()

	settle := func(b *bench, who string, message letter, label string) {
		b.press(who, pressed{ID: bot.PressKudosSettle, Option: message.option(label)})
	}
	t.Run("make it private, so that the post does not name them", func(t *testing.T) {
		t.Parallel()
		b, message, _ := thanked(t)
		who, other := "UGRACE", "Lin Wu"
		if grace := b.slackIDOf(message.Recipient); grace != who {
			who, other = "ULIN", "Grace Hopper"
		}
		settle(b, who, message, "Make it private")
		look(t, last(t, b.slack.responses)).wants("taken out of the post")
		post := last(t, of(b.delivered(), domain.KudosPosted, domain.Update))
		post.wants("*Ada Lovelace* thanked *" + other + "*")
	})
	t.Run("leave it out of the own file and put it back", func(t *testing.T) {
		t.Parallel()
		b, message, _ := thanked(t)
		who := b.slackIDOf(message.Recipient)
		settle(b, who, message, "Leave it out of my file")
		edited := last(t, of(b.delivered(), domain.KudosReceived, domain.Update))
		edited.wants("left out of your file")
		settle(b, who, edited, "Put it back into my file")
		last(t, of(b.delivered(), domain.KudosReceived, domain.Update)).wants("kept in your file")
	})
	t.Run("nothing with a kudos to somebody else", func(t *testing.T) {
		t.Parallel()
		b, message, _ := thanked(t)
		b.person("Bo Lindqvist")
		settle(b, "UBO", message, "Leave it out of my file")
		look(t, last(t, b.slack.responses)).wants("you are not among them")
	})
	t.Run("say how they like to be thanked, which the next giver is told", func(t *testing.T) {
		t.Parallel()
		b, message, _ := thanked(t)
		who := b.slackIDOf(message.Recipient)
		settle(b, who, message, "How I like to be thanked")
		b.submit(who, last(t, b.slack.opened), object{bot.FieldKudosManner: choice(bot.ReachPrivate)}).wants("as a message only")
		b.command("UADA", "/kudos", "<@"+who+"> for the talk").wants("likes to be thanked privately")
		if got := of(b.delivered(), domain.KudosPosted, domain.Post); len(got) != 0 {
			t.Errorf("it was posted all the same: %v", got)
		}
	})
	t.Run("say that something is wrong", func(t *testing.T) {
		t.Parallel()
		b, message, _ := thanked(t)
		settle(b, b.slackIDOf(message.Recipient), message, "Something is wrong here")
		lookAt(t, last(t, b.slack.opened)).wants("What is wrong with it?", "Rapport does not tell who sent it to you.")
	})
}

func (b *bench) slackIDOf(id domain.ID) string {
	b.t.Helper()
	var person domain.Person
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		var err error
		person, err = tx.Person(ctx, id)
		return err
	})
	return person.SlackID
}

func TestKudos_TakenBackByThePeopleTeam(t *testing.T) {
	t.Parallel()
	wrong := func(b *bench, who string, post letter) {
		p := b.interaction("message_action", who)
		p["callback_id"], p["channel"] = bot.ShortcutWrong, object{"id": "CTHANKS"}
		p["message"] = object{"ts": "1.1", "user": "UBOT", "bot_id": "B1", "blocks": post.object["blocks"]}
		b.answered(socket.TypeInteraction, p)
	}

	t.Run("deletes the post and tells those concerned, with the reason", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		b.person("Hana People")
		b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hana@example.com"} })
		wrong(b, "UHANA", post)
		b.submit("UHANA", last(t, b.slack.opened), object{bot.FieldKudosReason: typed("It names a customer.")}).wants("Taken back")
		letters := b.delivered()
		if got := len(of(letters, domain.KudosPosted, domain.Delete)); got != 1 {
			t.Errorf("%d posts deleted, want 1", got)
		}
		told := of(letters, domain.KudosTakenBack, domain.Post)
		if len(told) != 3 {
			t.Fatalf("%d people told, want giver and 2 receivers", len(told))
		}
		told[0].wants("It names a customer.", "the people team")
	})
	t.Run("needs a reason", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		b.person("Hana People")
		b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hana@example.com"} })
		wrong(b, "UHANA", post)
		errors := b.submit("UHANA", last(t, b.slack.opened), object{bot.FieldKudosReason: typed("  ")}).errors()
		if errors[bot.FieldKudosReason] == "" {
			t.Errorf("got %v", errors)
		}
	})
	t.Run("is not offered to others, nor on a message that only looks like a kudos", func(t *testing.T) {
		t.Parallel()
		b, _, post := thanked(t)
		b.policy(func(p *domain.Policy) { p.PeopleTeam.HelpContact = "people@example.com" })
		wrong(b, "UADA", post)
		lookAt(t, last(t, b.slack.opened)).wants("people@example.com", "Nobody has been told yet")
		p := b.interaction("message_action", "ULIN")
		p["callback_id"] = bot.ShortcutWrong
		p["message"] = object{"ts": "1.1", "user": "UOTHER", "bot_id": "B2", "blocks": post.object["blocks"]}
		b.answered(socket.TypeInteraction, p)
		lookAt(t, last(t, b.slack.opened)).wants("no kudos")
	})
}

func TestKudos_Lists(t *testing.T) {
	t.Parallel()

	t.Run("show the newest first, page by page, to their owner only", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		for i := range domain.KudosPage + 2 {
			b.Clock.Advance(time.Hour)
			b.command("UADA", "/kudos", fmt.Sprintf("<@UGRACE> for note %d.", i))
		}
		first := b.command("UGRACE", "/kudos", "received")
		first.wants("for note 11.", "for note 2.", "Older")
		first.lacks("for note 1.")
		b.press("UGRACE", pressed{ID: bot.PressKudosMore, Value: first.button(bot.PressKudosMore), Ephemeral: true})
		look(t, last(t, b.slack.responses)).wants("for note 1.", "for note 0.")
		b.command("ULIN", "/kudos", "received").wants("Nothing yet")
		b.command("UADA", "/kudos", "given").wants("You thanked Grace Hopper")
		b.command("UGRACE", "/kudos", "given").wants("Nothing yet")
	})
	t.Run("hold no count", func(t *testing.T) {
		t.Parallel()
		b := team(t)
		b.command("UADA", "/kudos", "<@UGRACE> for the notes")
		got := strings.ReplaceAll(b.command("UGRACE", "/kudos", "received").words(), "24 November 2026", "")
		if strings.ContainsAny(got, "0123456789") {
			t.Errorf("got %q", got)
		}
	})
}

func TestKudos_Help(t *testing.T) {
	t.Parallel()
	b := team(t)
	for _, typed := range []struct{ command, text string }{{"/kudos", "help"}, {"/kudos", "HELP"}, {"/rapport", "kudos help"}} {
		b.command("UADA", typed.command, typed.text).wants("/kudos @person", "#craft and #care")
	}
}

// What a kudos shows is said by whom it is for: nobody else is asked.
func TestKudos_CitingIsForWhoReceivedIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	lee := b.present("ULEE")
	b.command("ULEE", "/kudos", "<@UGRACE> for the drill")
	var id domain.ID
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.ListKudos(ctx, domain.KudosFilter{Giver: lee.ID, Limit: 1})
		if len(list) == 1 {
			id = list[0].ID
		}
		return err
	})
	b.press("UBO", pressed{ID: bot.PressKudosSettle, Option: bot.SettleCite + ":" + string(id)})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}
