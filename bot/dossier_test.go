package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// keepMessage chooses "Keep for my file" on a message and gives the form.
func (b *bench) keepMessage(user, channel, words string) blockkit.Modal {
	b.t.Helper()
	p := b.interaction("message_action", user)
	p["callback_id"] = bot.ShortcutKeep
	p["channel"] = object{"id": channel}
	p["message"] = object{"ts": "1700000000.000100", "user": "UGRACE", "text": words}
	b.answered(socket.TypeInteraction, p)
	return last(b.t, b.slack.opened)
}

// file opens the own file and gives its first page.
func (b *bench) file(user string) seen {
	b.t.Helper()
	b.press(user, pressed{ID: bot.PressFile, Home: true})
	return lookAt(b.t, last(b.t, b.slack.opened))
}

// pressIn presses a button of a view that is open, with what the view carries.
func (b *bench) pressIn(user string, view blockkit.Modal, id string) seen {
	b.t.Helper()
	payload := b.pressPayload(user, pressed{ID: id, Value: lookAt(b.t, view).button(id), Modal: true})
	payload["view"] = object{"id": "VMODAL", "type": "modal", "callback_id": view.ID, "private_metadata": view.Metadata}
	return b.answered(socket.TypeInteraction, payload)
}

func TestFile_KeepAMessage(t *testing.T) {
	t.Parallel()
	t.Run("from a public place: link, words, and its text with names in it", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		b.person("Grace Hopper")
		form := b.keepMessage("UADA", "CGENERAL", "<@UGRACE> says: nobody noticed &amp; <!channel>")
		lookAt(t, form).wants("Grace Hopper says: nobody noticed & ", "since everybody here can read it", "Only you see it")
		b.submit("UADA", form, object{bot.FieldKeepWords: typed("my migration")}).wants("Kept in your file. Only you see it.")
		b.file("UADA").wants("my migration", "nobody noticed", "one thing I kept", "Kept on 24 November 2026")
	})

	t.Run("from a place that not everybody reads: link and words alone", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		form := b.keepMessage("UADA", "CSECRET", "what was said in confidence")
		lookAt(t, form).wants("Not everybody can read that place")
		lookAt(t, form).lacks("in confidence")
		if strings.Contains(form.Metadata, "in confidence") {
			t.Error("the form carries the text all the same")
		}
		b.submit("UADA", form, object{bot.FieldKeepWords: typed("my part in it")})
		file := b.file("UADA")
		file.wants("my part in it")
		file.lacks("in confidence")
	})

	t.Run("a long message fits into what a form can carry", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		form := b.keepMessage("UADA", "CGENERAL", strings.Repeat("日本語 ", 2000)) //nolint:gosmopolitan // three bytes each
		b.submit("UADA", form, nil).wants("Kept in your file")
		b.file("UADA").wants("日本語") //nolint:gosmopolitan // three bytes each
	})

	t.Run("where Slack gives no link the words are kept", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		b.slack.fail["Permalink"] = bot.SlackError{Method: "chat.getPermalink", Code: "channel_not_found"}
		form := b.keepMessage("UADA", "D1", "hello")
		lookAt(t, form).wants("cannot be linked")
		b.submit("UADA", form, object{bot.FieldKeepWords: typed("mine")})
		b.file("UADA").wants("mine")
	})

	t.Run("where Slack does not answer nobody is left with silence", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		b.slack.fail["Permalink"] = errors.New("no route")
		lookAt(t, b.keepMessage("UADA", "D1", "hello")).wants("Something broke")
	})
}

func TestFile_Command(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	reply := b.command("UADA", "/rapport", "keep we moved *everything* over night")
	reply.wants("Kept in your file")
	reply.button(bot.PressFile)
	b.file("UADA").wants("we moved *everything* over night")

	form := b.form("UADA", "/rapport", "keep")
	lookAt(t, form).wants("What do you keep?")
	if got := b.submit("UADA", form, object{bot.FieldKeepWords: typed("  ")}).errors(); got[bot.FieldKeepWords] == "" {
		t.Errorf("got %v, want a sentence under the field", got)
	}

	if b.form("UADA", "/rapport", "file").ID != bot.FileView {
		t.Error("/rapport file did not open the file")
	}
}

func TestFile_ChangeAndTakeOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	b.person("Bo Lindqvist")
	b.command("UADA", "/rapport", "keep the first words")
	b.command("UBO", "/kudos", "<@UADA> for the release")
	page := b.file("UADA")
	page.wants("the first words", "Bo Lindqvist thanked you on 24 November 2026", "for the release")

	list := last(t, b.slack.opened)
	b.pressIn("UADA", list, bot.PressFileEdit)
	form := last(t, b.slack.updated)
	lookAt(t, form).wants("What do you keep?")
	b.submit("UADA", form, object{bot.FieldKeepWords: typed("the second words")}).wants("the second words", "for the release")

	b.pressIn("UADA", list, bot.PressFileOut)
	after := lookAt(t, last(t, b.slack.updated))
	after.wants("the second words")
	after.lacks("for the release")

	b.pressIn("UADA", list, bot.PressFileDrop)
	empty := lookAt(t, last(t, b.slack.updated))
	empty.lacks("the second words")
	empty.wants("Nothing in it yet")
}

func TestFile_Pages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	for i := range domain.FilePage + 2 {
		b.Clock.Advance(1)
		b.command("UADA", "/rapport", "keep entry "+string(rune('a'+i)))
	}
	b.file("UADA").lacks("entry a\n", "entry b\n")
	b.pressIn("UADA", last(t, b.slack.opened), bot.PressFilePage)
	older := last(t, b.slack.updated)
	lookAt(t, older).wants("entry a", "entry b")
	lookAt(t, older).lacks("entry c")

	// What is taken out of an older page leaves the reader on it.
	b.pressIn("UADA", older, bot.PressFileDrop)
	again := lookAt(t, last(t, b.slack.updated))
	again.wants("entry a")
	again.lacks("entry b", "entry c")
	b.pressIn("UADA", older, bot.PressFilePage)
	lookAt(t, last(t, b.slack.updated)).wants("entry l")
}

func TestFile_NobodyElse(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *bot.Config) { c.Practice.FirstHR = []string{"bo@example.com"} })
	ada := b.person("Ada Lovelace")
	b.person("Bo Lindqvist")
	b.person("Gus Guest", func(p *domain.Person) { p.Kind = domain.Guest })
	b.command("UADA", "/rapport", "keep my own words")
	var id domain.ID
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.ListKept(ctx, ada.ID, domain.FileCursor{}, 1)
		id = list[0].ID
		return err
	})
	b.file("UBO").lacks("my own words")
	for _, press := range []string{bot.PressFileEdit, bot.PressFileDrop} {
		b.press("UBO", pressed{ID: press, Value: string(id), Modal: true})
		lookAt(t, last(t, b.slack.pushed)).wants("open to the people it concerns")
	}
	b.file("UADA").wants("my own words")
	b.command("UGUS", "/rapport", "keep mine").wants("guests and contractors have no file")
}

func TestFile_Home(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	open := func() seen {
		b.answered(socket.TypeEvent, b.eventPayload(object{"type": "app_home_opened", "user": "UADA", "tab": "home"}))
		return lookAt(t, last(t, b.slack.homes))
	}
	open().wants("My file", "Nothing in it yet")
	b.command("UADA", "/rapport", "keep one")
	b.command("UADA", "/rapport", "keep two")
	open().wants("Since July: 2 things I kept. Only you see this.")
}
