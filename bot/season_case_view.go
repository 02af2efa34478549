package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// seasonCaseView shows one person's part in a season: where it stands, the summary
// with all that stands beside it as far as the reader may read it, and what can be
// done.
func seasonCaseView(v *sentence.Voice, view domain.SeasonCaseView) blockkit.Modal {
	c, s := view.Case, view.Season
	head := []blockkit.Text{
		blockkit.Bold(blockkit.Name(nameOr(v, view.People[c.Person]))), blockkit.User(s.Name),
		say(v, "season.span", "From", v.Date(s.From), "Until", v.Date(s.Until)), caseState(v, s, c, view.Today),
	}
	blocks := []blockkit.Block{blockkit.Section(blockkit.Lines(head...)), writerBlock(v, view)}
	if !c.SharedAt.IsZero() {
		blocks = append(blocks, blockkit.Context(say(v, "season.worked", "Worked", c.Worked, "Count", c.Worked+c.Away)))
	}
	if view.May[domain.WriteSeason] && c.State == domain.CaseWriting {
		blocks = append(blocks, draftBlocks(v, view)...)
	}
	blocks = append(blocks, summaryBlocks(v, view)...)
	blocks = append(blocks, besideBlocks(v, view)...)
	blocks = append(blocks, decisionBlocks(v, view)...)
	blocks = append(blocks, seasonDaysBlock(v, s, view.Today))
	if view.Reads {
		blocks = append(blocks, blockkit.Context(readersLine(v, view.Readers, view.People, view.Reader, view.Team)))
	}
	blocks = append(blocks, blockkit.Actions(caseTools(v, view)...))
	return blockkit.Modal{
		ID: SeasonCaseView, Title: say(v, "season.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// writerBlock says who writes, and who handed it in where that is another.
func writerBlock(v *sentence.Voice, view domain.SeasonCaseView) blockkit.Block {
	c := view.Case
	var lines []blockkit.Text
	if c.HandedBy != "" {
		lines = append(lines, say(v, "season.handed_by", "Name", nameOr(v, view.People[c.HandedBy])))
	}
	switch {
	case c.Writer == "":
		lines = append(lines, say(v, "season.no_writer", "Team", view.Team))
	case c.Writer != c.HandedBy:
		lines = append(lines, say(v, "season.writer", "Name", nameOr(v, view.People[c.Writer])))
	}
	return blockkit.Context(blockkit.Lines(lines...))
}

// draftBlocks are what who writes has so far, and the way to hand it in.
func draftBlocks(v *sentence.Voice, view domain.SeasonCaseView) []blockkit.Block {
	id := string(view.Case.ID)
	blocks := []blockkit.Block{blockkit.Header(say(v, "season.draft")), blockkit.Section(say(v, "season.draft_intro"))}
	blocks = append(blocks, judgingBlocks(v, view.Missing)...)
	row := []blockkit.Element{button(v, PressSeasonWrite, id, "season.write_button"), button(v, PressSeasonCite, id, "season.cite_button")}
	if view.Draft.Text == "" {
		return append(blocks, blockkit.Actions(row...))
	}
	hand := button(v, PressSeasonHandIn, id+":"+strconv.Itoa(view.Case.Version), "season.hand_in_button")
	hand.Confirm = &blockkit.Confirm{
		Title: say(v, "season.hand_in_title"), Yes: say(v, "season.hand_in_button"), No: say(v, "rapport.cancel_button"),
		Text: say(v, "season.hand_in_sure", "Name", nameOr(v, view.People[view.Case.Person]), "Day", v.Date(view.Season.Days.Packet)),
	}
	blocks = append(blocks, blockkit.Quote(blockkit.User(view.Draft.Text)), blockkit.Actions(row...))
	last := []blockkit.Element{primary(hand)}
	if view.Mirrored {
		last = append(last, button(v, PressMirror, "", "mirror.button"))
	}
	return append(blocks, blockkit.Actions(last...))
}

// summaryBlocks are the summary and what it rests on.
func summaryBlocks(v *sentence.Voice, view domain.SeasonCaseView) []blockkit.Block {
	c := view.Case
	var blocks []blockkit.Block
	switch {
	case c.Text != "":
		blocks = append(blocks, blockkit.Header(say(v, "season.summary")), blockkit.Quote(blockkit.User(c.Text)))
	case view.Reader == c.Person && c.SharedAt.IsZero() && c.Open():
		blocks = append(blocks, blockkit.Section(say(v, "season.not_yet", "Day", v.Date(view.Season.Days.Packet))))
	}
	for i, line := range view.Cited {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "season.rests_on")))
		}
		blocks = append(blocks, blockkit.Section(citedText(v, line, view.People)))
	}
	return blocks
}

// citedText is one line that a summary rests on: what, by whom and when, and its
// words where the reader may read them.
func citedText(v *sentence.Voice, line domain.CitedLine, people map[domain.ID]domain.Person) blockkit.Text {
	var lines []blockkit.Text
	for i, text := range v.CitedHead(line, people, v.Zone()) {
		lines = append(lines, blockkit.User(text))
		if i == 0 && line.State != domain.CitedGone {
			lines[0] = blockkit.Bold(lines[0])
		}
	}
	if line.State == domain.CitedShown {
		lines = append(lines, blockkit.User(v.EvidenceInShort(line.Evidence, people)).Cut(2*shortened))
	}
	return blockkit.Lines(lines...)
}

// besideBlocks are inputs, replies and changes: they stand wherever the summary is
// read.
func besideBlocks(v *sentence.Voice, view domain.SeasonCaseView) []blockkit.Block {
	var blocks []blockkit.Block
	for _, t := range view.Inputs {
		head := say(v, "season.input_by", "Name", nameOr(v, view.People[t.Author]), "Day", v.Date(domain.DateOf(t.GivenAt, v.Zone())))
		blocks = append(blocks, blockkit.Context(head), blockkit.Quote(blockkit.User(t.Text)))
	}
	for _, r := range view.Replies {
		key := "season.reply_by"
		if r.Late {
			key = "season.reply_late"
		}
		head := say(v, key, "Name", nameOr(v, view.People[r.Author]), "Day", v.Date(domain.DateOf(r.At, v.Zone())))
		blocks = append(blocks, blockkit.Context(head), blockkit.Quote(blockkit.User(r.Text)))
	}
	if len(view.Changes) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "season.changes")))
	}
	for _, c := range view.Changes {
		name, day := nameOr(v, view.People[c.By]), v.Date(domain.DateOf(c.At, v.Zone()))
		line := blockkit.Weave(v.Say("season.change_"+string(c.Kind), "Name", name, "Day", day, "Why", blockkit.Slot(0)), blockkit.User(c.Why))
		blocks = append(blocks, blockkit.Section(line))
		if c.Kind == domain.SummaryChange {
			blocks = append(blocks, blockkit.Context(say(v, "season.before")), blockkit.Quote(blockkit.User(c.Before)))
		}
	}
	return blocks
}

// decisionBlocks are what was decided, and the way to the second yes.
func decisionBlocks(v *sentence.Voice, view domain.SeasonCaseView) []blockkit.Block {
	var blocks []blockkit.Block
	for i, d := range view.Decisions {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "season.decisions")))
		}
		by := say(v, "season.decided_by", "Name", nameOr(v, view.People[d.By]), "Day", v.Date(domain.DateOf(d.At, v.Zone())))
		state := say(v, "season.unconfirmed")
		if !d.ConfirmedAt.IsZero() {
			state = say(v, "season.confirmed_by", "Name", nameOr(v, view.People[d.ConfirmedBy]), "Day", v.Date(domain.DateOf(d.ConfirmedAt, v.Zone())))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(say(v, "season.decision_"+string(d.Kind))), blockkit.User(d.What))),
			blockkit.Quote(blockkit.User(d.Why)), blockkit.Context(blockkit.Lines(by, state)))
		if d.ConfirmedAt.IsZero() && d.By != view.Reader && view.May[domain.ConfirmSeason] {
			blocks = append(blocks, blockkit.Actions(button(v, PressSeasonConfirm, string(d.ID), "season.confirm_button")))
		}
	}
	return blocks
}

// caseTools are what the reader can do.
func caseTools(v *sentence.Voice, view domain.SeasonCaseView) []blockkit.Element {
	c, id := view.Case, string(view.Case.ID)
	row := []blockkit.Element{}
	words := func(kind, key string) blockkit.Element { return button(v, PressSeasonWords, kind+":"+id, key) }
	before := c.State == domain.CaseWriting || c.State == domain.CaseHanded
	if view.May[domain.WriteSeason] && c.State == domain.CaseHanded {
		row = append(row, button(v, PressSeasonEdit, id, "season.edit_button"), button(v, PressSeasonCite, id, "season.cite_button"))
	}
	if view.May[domain.RemarkSeason] && c.State == domain.CaseHanded {
		row = append(row, words(SeasonRemarkWords, "season.remark_button"))
	}
	if view.May[domain.GiveSeasonInput] && c.Writer != view.Reader && before {
		row = append(row, words(SeasonInputWords, "season.input_button"))
	}
	if view.Reader == c.Person && !c.SharedAt.IsZero() {
		row = append(row, words(SeasonReplyWords, "season.reply_button"))
		if c.AckAt.IsZero() {
			row = append(row, primary(button(v, PressSeasonAck, id, "season.ack_button")))
		}
	}
	if n := len(view.Replies); n > 0 && c.Writer == view.Reader && view.Replies[n-1].Author == c.Person {
		row = append(row, words(SeasonReplyWords, "season.reply_button"))
	}
	if view.May[domain.DecideSeason] && c.State == domain.CaseShared {
		row = append(row, button(v, PressSeasonDecide, id, "season.decide_button"))
	}
	if view.May[domain.NameSeasonWriter] && c.Open() {
		row = append(row, button(v, PressSeasonWriter, id, "season.writer_button"))
	}
	return append(row, button(v, PressSeason, string(view.Season.ID), "season.whole_button"))
}

// seasonDraftCard asks for the summaries that are left to write.
func seasonDraftCard(v *sentence.Voice, view domain.SeasonView, left int) cardRow {
	row := cardRow{
		Text: say(v, "season.draft_row", "Count", left, "Day", v.Day(view.Season.Days.Draft, view.Today)), Name: v.Say("season.title"),
		Buttons: []blockkit.Element{button(v, PressSeason, string(view.Season.ID), "rapport.open_button")},
	}
	row.Fallback = row.Text
	return row
}

// seasonReadCard asks to read the own summary.
func seasonReadCard(v *sentence.Voice, view domain.SeasonCaseView) cardRow {
	row := cardRow{
		Text: say(v, "season.read_row", "Day", v.Day(view.Case.AckUntil, view.Today)), Name: v.Say("season.title"),
		Buttons: []blockkit.Element{button(v, PressSeasonCase, string(view.Case.ID), "feedback.read_button")},
	}
	row.Fallback = row.Text
	return row
}
