package bot_test

import (
	"strings"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// order fills the form of a packet.
func order(slackID string, format domain.PacketFormat, reason string) object {
	day := func(text string) object { return object{"type": "datepicker", "selected_date": text} }
	return object{
		bot.FieldPacketPerson: object{"type": "users_select", "selected_user": slackID},
		bot.FieldPacketFrom:   day("2026-01-01"), bot.FieldPacketTo: day("2026-11-24"),
		bot.FieldPacketFormat: choice(string(format)), bot.FieldPacketReason: typed(reason),
	}
}

// told is the one message of a kind that was delivered to somebody.
func toldOf(t *testing.T, letters []letter, kind string) letter {
	t.Helper()
	for _, l := range letters {
		if l.Kind == kind && l.Deed == domain.Post {
			return l
		}
	}
	t.Fatalf("no %s among %d messages", kind, len(letters))
	return letter{}
}

func TestPacket_OfOneselfInSlack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	b.person("Grace Hopper")
	b.command("UGRACE", "/kudos", "<@UADA> for staying with the migration")
	b.delivered()
	form := b.form("UADA", "/rapport", "packet")
	lookAt(t, form).wants("A packet", "each line with its entry in the ledger", "they are told at once")
	first := b.submit("UADA", form, order("UADA", domain.PacketView, ""))
	first.wants("Ada Lovelace, 1 January 2026 to 24 November 2026", "Made by Ada Lovelace", "Nothing here is a score", "Page 1 of 2")
	b.press("UADA", pressed{ID: bot.PressPacketPage, Value: first.button(bot.PressPacketPage), Modal: true})
	lookAt(t, last(t, b.slack.updated)).
		wants("Thanks", "Grace Hopper, 24 November 2026", "for staying with the migration", "ledger: not sealed yet", "Page 2 of 2")
	if got := b.delivered(); len(got) > 0 {
		t.Errorf("%d messages about the own packet", len(got))
	}
}

func TestPacket_OfSomebodyElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lee := b.person("Lee Park")
	b.person("Grace Hopper", func(p *domain.Person) { p.Manager = lee.ID })
	b.person("Ada Lovelace")

	// The manager gets a file, and Grace a receipt with the reason behind a button.
	form := b.form("ULEE", "/rapport", "packet <@UGRACE>")
	b.submit("ULEE", form, order("UGRACE", domain.PacketPDF, "the yearly talk")).wants("It is being written")
	letters := b.delivered()
	toldOf(t, letters, domain.PacketReady).wants("The packet about Grace Hopper", "Read it in Slack")
	made := toldOf(t, letters, domain.PacketMade).seen
	made.wants("Lee Park made a packet about your work")
	made.lacks("the yearly talk")
	b.press("UGRACE", pressed{ID: bot.PressReceipt, Value: made.button(bot.PressReceipt)})
	lookAt(t, last(t, b.slack.opened)).wants("Asked for by Lee Park", "PDF", "the yearly talk")

	// Whoever it is not for is refused, and Grace is told.
	form = b.form("UADA", "/rapport", "packet <@UGRACE>")
	if got := b.submit("UADA", form, order("UGRACE", domain.PacketJSON, "")).errors(); !strings.Contains(got[bot.FieldPacketPerson], "this packet is not yours to make") {
		t.Errorf("got %v", got)
	}
	refused := toldOf(t, b.delivered(), domain.PacketRefused).seen
	refused.wants("Ada Lovelace asked for a packet about your work", "nothing was shown")

	// A link to somebody else's packet opens nothing.
	b.press("UADA", pressed{ID: bot.PressPacketShow, Value: made.button(bot.PressReceipt)})
	look(t, last(t, b.slack.responses)).wants("this is open to the people it concerns")
}

// Faults stand under their fields.
func TestPacket_Faults(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	form := b.form("UADA", "/rapport", "packet")
	fill := order("UADA", domain.PacketView, "")
	fill[bot.FieldPacketTo] = object{"type": "datepicker", "selected_date": "2025-11-24"}
	if got := b.submit("UADA", form, fill).errors(); got[bot.FieldPacketTo] != "The last day lies before the first." {
		t.Errorf("got %v", got)
	}
	fill[bot.FieldPacketPerson] = object{"type": "users_select", "selected_user": ""}
	if got := b.submit("UADA", form, fill).errors(); got[bot.FieldPacketPerson] == "" {
		t.Errorf("got %v", got)
	}
}

// Something kept is shown to others by its owner alone, once.
func TestFile_ShowInPackets(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	b.command("UADA", "/rapport", "keep my migration")
	file := b.file("UADA")
	file.wants("Show in packets")
	b.press("UADA", pressed{ID: bot.PressFileShow, Value: file.button(bot.PressFileShow), Modal: true})
	file = b.file("UADA")
	file.wants("Shown in packets about you.")
	if file.has(bot.PressFileShow) {
		t.Error("it can be shown once more")
	}
}

// The owner of a file says what an entry is about, which the map counts.
func TestFile_SayWhatAnEntryIsAbout(t *testing.T) {
	t.Parallel()
	b := engineers(t)
	b.command("UHANNA", "/kudos", "<@UGRACE> for the calm on Thursday")
	file := b.file("UGRACE")
	file.wants("About which expectation?", "None")
	b.press("UGRACE", pressed{ID: bot.PressFileAbout, Option: file.option("Takes the cause of incidents away"), Modal: true})
	form := b.form("UGRACE", "/rapport", "packet")
	b.submit("UGRACE", form, order("UGRACE", domain.PacketView, "")).wants("Takes the cause of incidents away", "November 2026: 1")
	// Somebody else’s entry is not theirs to sort.
	b.press("UHANNA", pressed{ID: bot.PressFileAbout, Option: file.option("Takes the cause of incidents away")})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}
