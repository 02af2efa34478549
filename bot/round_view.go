package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// roundView is what there is of rounds for a person: the one that runs, or the way
// to begin one, and the reports.
func roundView(v *sentence.Voice, list domain.RoundList) blockkit.Modal {
	blocks := []blockkit.Block{}
	if list.Now.Round.ID == "" {
		blocks = append(blocks, noRoundBlocks(v, list)...)
	} else {
		blocks = append(blocks, runningRoundBlocks(v, list.Now)...)
	}
	if len(list.Out)+len(list.Next) > 0 {
		blocks = append(blocks, blockkit.Divider())
	}
	for _, r := range list.Out {
		line := say(v, "round.report_of", "Day", v.Date(r.ReleaseOn))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressRoundReport, string(r.ID), "round.read_button")))
	}
	for _, r := range list.Next {
		line := say(v, "round.report_of_name", "Name", nameOr(v, list.People[r.Subject]), "Day", v.Date(r.ReleaseOn))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressRoundReport, string(r.ID), "round.read_button")))
	}
	return blockkit.Modal{ID: RoundView, Title: say(v, "round.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// noRoundBlocks say what a round is, and lead to one.
func noRoundBlocks(v *sentence.Voice, list domain.RoundList) []blockkit.Block {
	if list.Manager.ID == "" {
		return []blockkit.Block{blockkit.Section(say(v, "round.no_manager_yet"))}
	}
	begin := button(v, PressRoundBegin, "", "round.begin_button")
	begin.Confirm = &blockkit.Confirm{
		Title: say(v, "round.begin_title"), Text: say(v, "round.begin_sure", "Manager", list.Manager.Name),
		Yes: say(v, "round.begin_button"), No: say(v, "rapport.cancel_button"),
	}
	return []blockkit.Block{
		blockkit.Section(say(v, "round.intro", "Manager", list.Manager.Name)),
		blockkit.Section(say(v, "round.hidden", "Manager", list.Manager.Name, "Numbers", list.Policy.NumbersFrom, "Texts", list.Policy.TextsFrom)),
		blockkit.Actions(begin),
	}
}

// runningRoundBlocks say where the round of a person stands.
func runningRoundBlocks(v *sentence.Voice, r domain.RoundReceipt) []blockkit.Block {
	manager := nameOr(v, r.Manager())
	var state blockkit.Text
	switch r.Round.State {
	case domain.RoundNominating:
		state = say(v, "round.state_nominating", "Day", v.Date(r.Round.NominateBy))
	case domain.RoundApproving:
		state = say(v, "round.state_approving", "Manager", manager)
	case domain.RoundAnswering, domain.RoundOut, domain.RoundOver:
		state = say(v, "round.state_answering", "Day", v.Date(r.Round.AnswerBy), "Release", v.Date(r.Round.ReleaseOn))
	}
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(state))}
	for _, asked := range []struct {
		as  domain.Perspective
		key string
	}{{domain.AsPeer, "round.asked_peers"}, {domain.AsReport, "round.asked_reports"}, {domain.AsCustomer, "round.asked_owners"}} {
		if people := r.As(asked.as); len(people) > 0 {
			blocks = append(blocks, blockkit.Section(say(v, asked.key, "People", namesOf(people))))
		}
	}
	id := string(r.Round.ID)
	if r.Reports > 0 && r.Reports < r.Policy.NumbersFrom {
		blocks = append(blocks, blockkit.SectionWith(say(v, "round.too_few_reports", "Team", r.Team), button(v, PressRoundTalk, id, "round.talk_button")))
	}
	if r.Round.State == domain.RoundAnswering {
		return append(blocks, blockkit.Context(say(v, "round.nobody_counts")))
	}
	name := primary(button(v, PressRoundName, id, "round.name_button"))
	if r.Round.State == domain.RoundApproving {
		name = button(v, PressRoundName, id, "round.rename_button")
	}
	tools := []blockkit.Element{name}
	if r.Round.Launch == "" {
		tools = append(tools, button(v, PressRoundOff, id, "round.call_off_button"))
	}
	return append(blocks, blockkit.Actions(tools...))
}

// roundHomeBlocks lead from Home to rounds.
func roundHomeBlocks(v *sentence.Voice) []blockkit.Block {
	return []blockkit.Block{blockkit.SectionWith(say(v, "round.home_line"), button(v, PressRound, "", "round.open_button"))}
}

// roundWaits are reports that came out and are not read yet, for the top of Home.
func roundWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var blocks []blockkit.Block
	for _, r := range h.Rounds {
		blocks = append(blocks, blockkit.SectionWith(say(v, "round.released_notice"), button(v, PressRoundReport, string(r.ID), "round.read_button")))
	}
	return blocks
}

// roundNameCard asks the person to name peers.
func roundNameCard(v *sentence.Voice, r domain.RoundReceipt) cardRow {
	line := say(v, "round.row_nominate", "Day", v.Date(r.Round.NominateBy))
	return cardRow{
		Text: line, Fallback: line, Name: v.Say("round.title"),
		Buttons: []blockkit.Element{button(v, PressRoundName, string(r.Round.ID), "round.name_button")},
	}
}

// roundApproveCard asks the manager to agree.
func roundApproveCard(v *sentence.Voice, r domain.RoundReceipt) cardRow {
	name := nameOr(v, r.People[r.Round.Subject])
	line := say(v, "round.row_approve", "Name", name)
	return cardRow{
		Text: line, Fallback: line, Name: name,
		Buttons: []blockkit.Element{button(v, PressRoundApprove, string(r.Round.ID), "round.approve_button")},
	}
}

// roundNews is a message about a round to whom it is about.
func roundNews(v *sentence.Voice, notice, line blockkit.Text, why string, elements ...blockkit.Element) blockkit.Message {
	m := blockkit.Message{Fallback: notice, More: say(v, "rapport.more"), Blocks: []blockkit.Block{blockkit.Section(line)}}
	if len(elements) > 0 {
		m.Blocks = append(m.Blocks, blockkit.Actions(elements...))
	}
	m.Blocks = append(m.Blocks, blockkit.Context(say(v, why)))
	return m
}

func roundStarted(v *sentence.Voice, r domain.RoundReceipt) blockkit.Message {
	line := say(v, "round.started", "Release", v.Date(r.Round.ReleaseOn))
	return roundNews(v, say(v, "round.started_notice"), line, "round.why_yours", button(v, PressRound, "", "rapport.open_button"))
}

func roundEnded(v *sentence.Voice, r domain.RoundReceipt) blockkit.Message {
	line := blockkit.Lines(say(v, "round.ended_notice"), say(v, "round.ended_"+string(r.Round.Ending)), say(v, "round.ended_again"))
	return roundNews(v, say(v, "round.ended_notice"), line, "round.why_yours", button(v, PressRound, "", "rapport.open_button"))
}

func roundReleased(v *sentence.Voice, r domain.RoundReceipt) blockkit.Message {
	line := say(v, "round.released_alone")
	if r.Round.Reader != "" {
		line = say(v, "round.released", "Manager", nameOr(v, r.Manager()))
	}
	return roundNews(v, say(v, "round.released_notice"), line, "round.why_yours",
		primary(button(v, PressRoundReport, string(r.Round.ID), "round.read_button")))
}

func roundShared(v *sentence.Voice, r domain.RoundReceipt) blockkit.Message {
	name := nameOr(v, r.People[r.Round.Subject])
	return roundNews(v, say(v, "round.shared_notice", "Name", name), say(v, "round.shared", "Name", name), "round.why_next",
		button(v, PressRoundReport, string(r.Round.ID), "round.read_button"))
}

func roundTalk(v *sentence.Voice, r domain.RoundReceipt) blockkit.Message {
	name := nameOr(v, r.People[r.Round.Subject])
	return roundNews(v, say(v, "round.talk_notice", "Name", name), say(v, "round.talk_line", "Name", name), "round.why_team")
}
