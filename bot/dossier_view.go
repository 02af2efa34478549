package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// keepForm asks for the own words beside a message, or alone, and says what is
// kept of the message.
func keepForm(v *sentence.Voice, k domain.Kept, meta Metadata) blockkit.Modal {
	label, needed := "file.words_label", false
	if k.About.TS == "" {
		label, needed = "file.words_own_label", true
	}
	blocks := keptAbout(v, k)
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldKeepWords, Label: say(v, label), Hint: say(v, "file.words_hint"), Optional: !needed,
			Element: blockkit.TextField{ID: FieldKeepWords, Initial: k.Words, Multiline: true, Max: domain.MaxKeptWords, Focus: true},
		}),
		blockkit.Context(say(v, "file.only_you")))
	return form(v, frame{KeepForm, "file.keep_title", "file.keep_button"}, meta, blocks...)
}

// keptAbout shows the message and what is kept of it.
func keptAbout(v *sentence.Voice, k domain.Kept) []blockkit.Block {
	if k.About.TS == "" {
		return nil
	}
	blocks := []blockkit.Block{blockkit.Context(say(v, "file.unlinked"))}
	if k.About.URL != "" {
		blocks[0] = blockkit.Context(messageLine(v, "file.about", k.About))
	}
	if k.Quote == "" {
		return append(blocks, blockkit.Context(say(v, "file.not_quoted")))
	}
	return append(blocks, blockkit.Context(say(v, "file.quoted")), blockkit.Quote(blockkit.User(k.Quote).Cut(listedText)))
}

// messageLine is a sentence with the link to a message in it.
func messageLine(v *sentence.Voice, key string, about domain.MessageLink) blockkit.Text {
	return blockkit.Weave(v.Say(key, "Message", blockkit.Slot(0)), blockkit.Link(about.URL, v.Say("kudos.this_message")))
}

// keptReceipt says that it is kept.
func keptReceipt(v *sentence.Voice) blockkit.Message {
	m := sentences(v, "", v.Say("file.kept"))
	m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressFile, "", "file.open_button")))
	return m
}

// fileView is one page of the own file, newest first.
func fileView(v *sentence.Voice, f domain.File, older bool, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(fileLine(v, f.Counts))}
	if len(f.Entries) == 0 {
		blocks = []blockkit.Block{blockkit.Section(say(v, "file.no_entries"))}
	}
	for _, e := range f.Entries {
		blocks = append(blocks, blockkit.Divider())
		switch {
		case e.IsKudos():
			blocks = append(blocks, fileThanks(v, f, e.Kudos)...)
		case e.IsFeedback():
			blocks = append(blocks, fileFeedback(v, f, e)...)
		default:
			blocks = append(blocks, fileKept(v, e.Kept)...)
		}
		if len(f.Expected) > 0 {
			blocks = append(blocks, fileAbout(v, f, e))
		}
	}
	row := []blockkit.Element{button(v, PressKeep, "", "file.add_button"), button(v, PressPacket, "", "file.packet_button")}
	if f.Next.ID != "" {
		row = append(row, button(v, PressFilePage, f.Next.String(), "file.older_button"))
	}
	if older {
		row = append(row, button(v, PressFilePage, "", "file.newest_button"))
	}
	return blockkit.Modal{
		ID: FileView, Title: say(v, "file.title"), Close: say(v, "rapport.close_button"), Metadata: meta.String(),
		Blocks: append(blocks, blockkit.Divider(), blockkit.Actions(row...)), More: say(v, "rapport.more"),
	}
}

// fileAbout is the menu of what an entry may be about.
func fileAbout(v *sentence.Voice, f domain.File, e domain.FileEntry) blockkit.Block {
	kind, _ := e.Cites(f.Owner.ID)
	begin := string(kind) + ":" + string(e.ID()) + ":"
	options := []blockkit.Option{{Value: begin, Label: say(v, "file.about_none")}}
	for _, x := range f.Expected {
		options = append(options, blockkit.Option{Value: begin + string(x.ID), Label: blockkit.Name(x.Text)})
	}
	menu := blockkit.Select{ID: PressFileAbout, Options: options, Initial: begin + string(e.About), Placeholder: say(v, "goal.choose")}
	return blockkit.SectionWith(say(v, "file.about_label"), menu)
}

// fileKept is what was kept, with what can be done about it.
func fileKept(v *sentence.Voice, k domain.Kept) []blockkit.Block {
	head := blockkit.Bold(say(v, "file.entry_kept", "Day", v.Date(domain.DateOf(k.At, v.Zone()))))
	blocks := []blockkit.Block{blockkit.Section(head)}
	if k.Words != "" {
		blocks = append(blocks, blockkit.Section(blockkit.User(k.Words).Cut(listedText)))
	}
	if k.Quote != "" {
		blocks = append(blocks, blockkit.Quote(blockkit.User(k.Quote).Cut(listedText)))
	}
	if k.About.URL != "" {
		blocks = append(blocks, blockkit.Context(messageLine(v, "file.entry_link", k.About)))
	}
	drop := button(v, PressFileDrop, string(k.ID), "file.drop_button")
	drop.Confirm = &blockkit.Confirm{
		Title: say(v, "file.drop_title"), Text: say(v, "file.drop_sure"),
		Yes: say(v, "file.drop_button"), No: say(v, "rapport.cancel_button"), Danger: true,
	}
	row := []blockkit.Element{button(v, PressFileEdit, string(k.ID), "file.change_button")}
	if k.SharedAt.IsZero() {
		show := button(v, PressFileShow, string(k.ID), "file.show_button")
		show.Confirm = &blockkit.Confirm{
			Title: say(v, "file.show_title"), Text: say(v, "file.show_sure"), Yes: say(v, "file.show_button"), No: say(v, "rapport.cancel_button"),
		}
		row = append(row, show)
	} else {
		blocks = append(blocks, blockkit.Context(say(v, "file.shown")))
	}
	return append(blocks, blockkit.Actions(append(row, drop)...))
}

// fileThanks is a kudos that the owner received.
func fileThanks(v *sentence.Voice, f domain.File, k domain.Kudos) []blockkit.Block {
	day := v.Date(domain.DateOf(k.At, v.Zone()))
	head := blockkit.Bold(say(v, "file.entry_thanks", "Name", nameOr(v, f.People[k.Giver]), "Day", day))
	blocks := []blockkit.Block{blockkit.SectionWith(head, button(v, PressFileOut, string(k.ID), "file.leave_out_button"))}
	if k.Text != "" {
		blocks = append(blocks, blockkit.Quote(blockkit.User(k.Text).Cut(listedText)))
	}
	return blocks
}

// fileLine says what a file holds of the last months. Thanks are quoted in it
// and never counted.
func fileLine(v *sentence.Voice, c domain.FileCounts) blockkit.Text {
	var parts []string
	if c.Conversations > 0 {
		parts = append(parts, v.Say("file.conversations", "Count", c.Conversations))
	}
	if c.Goals > 0 {
		parts = append(parts, v.Say("file.goals", "Count", c.Goals))
	}
	if c.Kept > 0 {
		parts = append(parts, v.Say("file.things", "Count", c.Kept))
	}
	if len(parts) == 0 {
		return say(v, "file.nothing")
	}
	return say(v, "file.since", "Month", v.Month(c.Since.Month), "Parts", v.List(parts))
}

// fileBlocks are the line on Home.
func fileBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	return []blockkit.Block{
		blockkit.Header(say(v, "file.title")),
		blockkit.SectionWith(fileLine(v, h.File), button(v, PressFile, "", "rapport.open_button")),
	}
}
