package bot

import (
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// roundReportView is a report: who reads it, what stands out, each expectation with
// its figures in words, what was said, and what to do with it.
func roundReportView(v *sentence.Voice, view domain.RoundView) blockkit.Modal {
	r := view.Round
	blocks := []blockkit.Block{blockkit.Header(say(v, "round.report_of_name", "Name", nameOr(v, view.People[r.Subject]), "Day", v.Date(r.ReleaseOn)))}
	blocks = append(blocks, blockkit.Section(say(v, "round.prompt")))
	blocks = append(blocks, roundGaps(v, r.Report)...)
	for i, line := range r.Report.Lines {
		e := view.Questions[i]
		place := blockkit.Weave(v.Say("round.mark_label", "Place", i+1, "Text", blockkit.Slot(0)), blockkit.User(e.Text))
		blocks = append(blocks, blockkit.Section(blockkit.Lines(append([]blockkit.Text{blockkit.Bold(place)}, roundLine(v, view, e.ID, line)...)...)))
	}
	if len(r.Report.Lines) == 0 {
		blocks = append(blocks, blockkit.Context(say(v, "round.no_questions")))
	}
	for _, open := range []struct {
		question int
		heading  string
	}{{domain.KeepText, "round.heading_keep"}, {domain.TryText, "round.heading_try"}} {
		blocks = append(blocks, roundTexts(v, view, open.question, open.heading)...)
	}
	blocks = append(blocks, roundQuotes(v, view)...)
	for _, as := range r.Report.Few {
		if as == domain.AsReport && view.FewReports {
			continue // said below
		}
		blocks = append(blocks, blockkit.Context(say(v, "round.few_"+string(as), "Numbers", r.Numbers)))
	}
	if view.FewReports {
		blocks = append(blocks, blockkit.Context(say(v, "round.few_reports_talk", "Team", view.Team)))
	}
	blocks = append(blocks, blockkit.Context(say(v, "round.how_read")), blockkit.Context(roundReportReaders(v, view)))
	return blockkit.Modal{ID: RoundReportView, Title: say(v, "round.report_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// roundReportReaders say who else can read it.
func roundReportReaders(v *sentence.Voice, view domain.RoundView) blockkit.Text {
	r := view.Round
	switch {
	case view.Reader != r.Subject:
		return say(v, "round.report_theirs", "Name", nameOr(v, view.People[r.Subject]))
	case r.Reader == "":
		return say(v, "round.report_mine_alone")
	}
	return say(v, "round.report_mine", "Manager", nameOr(v, view.People[r.Reader]))
}

// roundGaps name the expectations that the person and others see differently, by a
// whole step or more.
func roundGaps(v *sentence.Voice, report domain.RoundReport) []blockkit.Block {
	var higher, lower []string
	for i, line := range report.Lines {
		place := v.Say("round.expectation_place", "Place", i+1)
		switch gap, both := line.Gap(); {
		case both && gap >= 2:
			higher = append(higher, place)
		case both && gap <= -2:
			lower = append(lower, place)
		}
	}
	var lines []blockkit.Text
	if len(higher) > 0 {
		lines = append(lines, say(v, "round.higher", "List", higher))
	}
	if len(lower) > 0 {
		lines = append(lines, say(v, "round.lower", "List", lower))
	}
	return []blockkit.Block{blockkit.Section(blockkit.Lines(lines...))}
}

// roundLine are the figures of one expectation, in words.
func roundLine(v *sentence.Voice, view domain.RoundView, id domain.ID, line domain.RoundLine) []blockkit.Text {
	var lines []blockkit.Text
	for _, figure := range v.RoundFigures(line, view.People[view.Round.Reader]) {
		lines = append(lines, blockkit.User(figure))
	}
	if before := view.Before[id].Others; len(before) > 0 && len(line.Others) > 0 {
		lines = append(lines, say(v, "round.line_before", "Mark", v.Halves(before[len(before)-1].Halves)))
	}
	return lines
}

// textsInBlock is how many texts stand in one block: as many as have room in it at
// their longest.
const textsInBlock = 4

// roundTexts is what was said in words to one open question.
func roundTexts(v *sentence.Voice, view domain.RoundView, question int, heading string) []blockkit.Block {
	var blocks []blockkit.Block
	for _, text := range view.Round.Report.Texts {
		if text.Question != question {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, blockkit.Header(say(v, heading)))
		}
		from := say(v, "round.from_"+string(text.As), "Name", nameOr(v, view.People[view.Round.Reader]))
		blocks = append(blocks, blockkit.Section(blockkit.Bold(from)))
		for some := range slices.Chunk(text.Texts, textsInBlock) {
			blocks = append(blocks, blockkit.Section(bullets(some)))
		}
	}
	return blocks
}

// roundQuotes is what customers said, with the source, the day, and who chose it.
func roundQuotes(v *sentence.Voice, view domain.RoundView) []blockkit.Block {
	var blocks []blockkit.Block
	for i, q := range view.Quotes {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "round.heading_customers")))
		}
		line := blockkit.Weave(v.Say("round.quote_line", "Source", blockkit.Slot(0), "Day", v.Date(q.On), "Name", nameOr(v, view.People[q.Author])), blockkit.User(q.Source))
		blocks = append(blocks, blockkit.Quote(blockkit.User(q.Words)), blockkit.Context(line))
	}
	return blocks
}
