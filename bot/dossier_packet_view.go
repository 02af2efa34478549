package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// packetText is how much of one text a page of a packet shows; files have all of
// it.
const packetText = 2900

// packetForm asks for whom, when, how and why.
func packetForm(v *sentence.Voice, who domain.Person, period domain.DateRange, meta Metadata) blockkit.Modal {
	var formats []blockkit.Option
	for _, f := range domain.PacketFormats() {
		formats = append(formats, blockkit.Option{Value: string(f), Label: say(v, "dossier.format_"+string(f))})
	}
	date := func(id, label string, initial domain.Date) blockkit.Block {
		return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Element: blockkit.DateField{ID: id, Initial: initial.String()}})
	}
	return form(v, frame{PacketForm, "dossier.form_title", "dossier.form_button"}, meta,
		blockkit.Section(say(v, "dossier.form_intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPacketPerson, Label: say(v, "dossier.person_label"),
			Element: blockkit.UserSelect{ID: FieldPacketPerson, Initial: who.SlackID, Placeholder: say(v, "conversation.with_hint")},
		}),
		date(FieldPacketFrom, "dossier.from_label", period.Start),
		date(FieldPacketTo, "dossier.to_label", period.End),
		blockkit.Input(blockkit.Field{
			ID: FieldPacketFormat, Label: say(v, "dossier.format_label"),
			Element: blockkit.Radio{ID: FieldPacketFormat, Options: formats, Initial: string(domain.PacketView)},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldPacketReason, Label: say(v, "dossier.reason_label"), Hint: say(v, "dossier.reason_hint"), Optional: true,
			Element: blockkit.TextField{ID: FieldPacketReason, Multiline: true, Max: domain.MaxPacketReason},
		}),
		blockkit.Context(say(v, "dossier.form_told")))
}

// packetView is one page of a packet: the first says what it is and who says
// what, the others hold the lines. A page that is none is the last.
func packetView(v *sentence.Voice, d domain.Dossier, page int) blockkit.Modal {
	last := (len(d.Lines) + domain.PacketPage - 1) / domain.PacketPage
	page = max(0, min(page, last))
	blocks := []blockkit.Block{blockkit.Header(blockkit.User(v.PacketTitle(d)))}
	if page == 0 {
		blocks = append(blocks, packetFront(v, d)...)
	} else {
		blocks = append(blocks, packetLines(v, d, page)...)
	}
	var row []blockkit.Element
	turn := func(to int, key string) blockkit.Element {
		return button(v, PressPacketPage, string(d.Packet.ID)+":"+strconv.Itoa(to), key)
	}
	if page > 0 {
		row = append(row, turn(page-1, "dossier.back_button"))
	}
	if page < last {
		row = append(row, turn(page+1, "dossier.next_button"))
	}
	blocks = append(blocks, blockkit.Divider(), blockkit.Context(say(v, "dossier.page", "Page", page+1, "Pages", last+1)))
	if len(row) > 0 {
		blocks = append(blocks, blockkit.Actions(row...))
	}
	return blockkit.Modal{
		ID: PacketView, Title: say(v, "dossier.view_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// packetFront says what the packet is, who says what, and what is missing.
func packetFront(v *sentence.Voice, d domain.Dossier) []blockkit.Block {
	notes := v.PacketNotes(d)
	texts := make([]blockkit.Text, len(notes))
	for i, note := range notes {
		texts[i] = blockkit.User(note)
	}
	blocks := append(judgingBlocks(v, d.Missing), blockkit.Section(blockkit.Lines(texts...)))
	if len(d.Lines) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "dossier.nothing")))
	}
	blocks = append(blocks, blockkit.Header(say(v, "dossier.coverage")))
	if len(d.Coverage.Rows) == 0 {
		return append(blocks, blockkit.Section(say(v, "dossier.coverage_none")))
	}
	blocks = append(blocks, blockkit.Context(say(v, "dossier.coverage_intro", "Name", d.Person.Name)))
	for _, row := range d.Coverage.Rows {
		blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(blockkit.User(row.Text)), blockkit.User(covered(v, d.Coverage, row)))))
	}
	for _, gap := range v.Gaps(d) {
		blocks = append(blocks, blockkit.Section(blockkit.User(gap)))
	}
	return blocks
}

// covered says the months of an expectation in which somebody said something.
func covered(v *sentence.Voice, c domain.Coverage, row domain.CoverageRow) string {
	var months []string
	for i, cell := range row.Cells {
		if cell.Sources > 0 || cell.Own || cell.Away {
			months = append(months, v.Say("dossier.covered", "Month", v.MonthOf(c.Months[i]), "Count", v.Covered(cell)))
		}
	}
	if len(months) == 0 {
		return "–"
	}
	return v.List(months)
}

// packetLines are the lines of a page, which counts from one.
func packetLines(v *sentence.Voice, d domain.Dossier, page int) []blockkit.Block {
	from := (page - 1) * domain.PacketPage
	var blocks []blockkit.Block
	var kind domain.EvidenceKind
	for _, e := range d.Lines[from:min(from+domain.PacketPage, len(d.Lines))] {
		if e.Kind != kind {
			kind = e.Kind
			blocks = append(blocks, blockkit.Header(blockkit.User(v.Section(d, kind))))
		}
		words := v.Evidence(d, e)
		texts := []blockkit.Text{blockkit.Bold(blockkit.User(words.Head))}
		for _, part := range words.Parts {
			text := blockkit.User(part.Text).Cut(packetText)
			if part.Label != "" {
				text = blockkit.Join(blockkit.User(part.Label), blockkit.App(": "), text)
			}
			texts = append(texts, text)
		}
		if e.Round != nil {
			texts = together(texts, packetText)
		}
		for _, text := range texts {
			blocks = append(blocks, blockkit.Section(text))
		}
		facts := make([]blockkit.Text, len(words.Facts))
		for i, fact := range words.Facts {
			facts[i] = blockkit.User(fact)
		}
		blocks = append(blocks, blockkit.Context(blockkit.Separated(" · ", facts...)))
	}
	return blocks
}

// together joins short texts up to a length, so that a report of many questions
// leaves room for the other lines of its page.
func together(texts []blockkit.Text, limit int) []blockkit.Text {
	var joined []blockkit.Text
	left := 0
	for _, text := range texts {
		long := len(text.Plain()) + 1
		if last := len(joined) - 1; last >= 0 && long <= left {
			joined[last] = blockkit.Lines(joined[last], text)
		} else {
			joined, left = append(joined, text), limit
		}
		left -= long
	}
	return joined
}

// packetDays are the first and the last day, for sentences.
func packetDays(v *sentence.Voice, p domain.Packet) (from, to string) {
	return v.Date(p.Period.Start), v.Date(p.Period.End)
}

// packetReady tells who made a packet that its file is there, or why there is none.
func packetReady(v *sentence.Voice, d domain.Dossier) blockkit.Message {
	from, to := packetDays(v, d.Packet)
	line := v.Say("dossier.ready", "Name", d.Person.Name, "From", from, "To", to)
	if d.Packet.Maker == d.Packet.Person {
		line = v.Say("dossier.ready_own", "From", from, "To", to)
	}
	if d.Packet.State == domain.PacketFileless {
		line = v.Say("dossier.fileless", "Name", d.Person.Name)
	}
	m := sentences(v, "", line)
	m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressPacketShow, string(d.Packet.ID), "dossier.show_button")))
	return because(v, m, "dossier.ready_why")
}

// packetMade is the receipt of whom a packet is about.
func packetMade(v *sentence.Voice, d domain.Dossier) blockkit.Message {
	from, to := packetDays(v, d.Packet)
	line := v.Say("dossier.made_machine", "From", from, "To", to)
	if d.Packet.Maker != "" {
		line = v.Say("dossier.made", "Name", nameOr(v, d.Maker), "From", from, "To", to)
	}
	return withReceipt(v, d, line)
}

// packetRefused tells of somebody who wanted one.
func packetRefused(v *sentence.Voice, d domain.Dossier) blockkit.Message {
	return withReceipt(v, d, v.Say("dossier.refused_told", "Name", nameOr(v, d.Maker)))
}

func withReceipt(v *sentence.Voice, d domain.Dossier, line string) blockkit.Message {
	m := sentences(v, "", line)
	m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressReceipt, string(d.Packet.ID), "dossier.receipt_button")))
	return because(v, m, "dossier.receipt_why")
}

// receiptView says who asked for a packet, when, for what, and why.
func receiptView(v *sentence.Voice, d domain.Dossier) blockkit.Modal {
	name := v.Say("dossier.receipt_machine")
	if d.Packet.Maker != "" {
		name = nameOr(v, d.Maker)
	}
	from, to := packetDays(v, d.Packet)
	blocks := []blockkit.Block{
		blockkit.Section(say(v, "dossier.receipt_who", "Name", name, "When", v.Moment(d.Packet.At))),
		blockkit.Section(say(v, "dossier.receipt_what", "From", from, "To", to, "Format", v.Say("dossier.format_"+string(d.Packet.Format)))),
	}
	if d.Packet.State == domain.PacketDenied {
		blocks = append(blocks, blockkit.Section(say(v, "dossier.receipt_denied")))
	}
	if d.Packet.Reason == "" {
		blocks = append(blocks, blockkit.Section(say(v, "dossier.receipt_no_reason")))
	} else {
		blocks = append(blocks, blockkit.Section(say(v, "dossier.receipt_reason")), blockkit.Quote(blockkit.User(d.Packet.Reason)))
	}
	return blockkit.Modal{
		ID: ReceiptView, Title: say(v, "dossier.receipt_title"), Close: say(v, "rapport.close_button"),
		Blocks: append(blocks, blockkit.Context(say(v, "dossier.receipt_own"))), More: say(v, "rapport.more"),
	}
}
