package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// proposedWaits are proposals about goals that wait for the reader of Home.
func proposedWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var blocks []blockkit.Block
	for _, p := range h.Proposed {
		key := "goal.waits_change"
		if p.Was.Title == "" {
			key = "goal.waits_new"
		}
		title := blockkit.Bold(blockkit.User(h.ProposedFor[p.Goal].Title).Cut(shortened))
		line := blockkit.Weave(v.Say(key, "Name", nameOr(v, h.People[p.By]), "What", blockkit.Slot(0)), title)
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressGoalOpen, string(p.Goal), "rapport.open_button")))
	}
	return blocks
}

// openProposalBlocks are the proposal that waits, with both texts and what the
// reader can do.
func openProposalBlocks(v *sentence.Voice, d domain.GoalDetail) []blockkit.Block {
	p := d.Open
	if p.ID == "" {
		return nil
	}
	lines := []blockkit.Text{blockkit.Bold(say(v, "goal.open_proposal", "Name", nameOr(v, d.People[p.By])))}
	if p.Was.Title != "" {
		lines = append(lines, wovenLine(v, "goal.terms_was", "Terms", termsLine(v, p.Was)))
	}
	lines = append(lines, wovenLine(v, "goal.terms_new", "Terms", termsLine(v, p.Terms)))
	if p.Why != "" {
		lines = append(lines, wovenLine(v, "goal.terms_why", "Text", p.Why))
	}
	blocks := []blockkit.Block{blockkit.Section(blockkit.Lines(lines...))}
	id := string(p.ID)
	switch agreed := d.Goals[0].State == domain.GoalAgreed; {
	case d.MayAgree && agreed:
		blocks = append(blocks, blockkit.Actions(primary(button(v, PressGoalAgree, id, "goal.agree_button")),
			button(v, PressGoalEdit, string(p.Goal), "goal.counter_button"), button(v, PressGoalDecline, id, "goal.decline_button")))
	case d.MayAgree:
		blocks = append(blocks, blockkit.Actions(primary(button(v, PressGoalAgree, id, "goal.agree_button")),
			button(v, PressGoalEdit, string(p.Goal), "goal.counter_button")))
	case d.MayTakeBack:
		blocks = append(blocks, blockkit.Actions(button(v, PressGoalBack, id, "goal.take_back_button")))
	default:
		blocks = append(blocks, blockkit.Context(say(v, "goal.waits_for_other")))
	}
	return blocks
}

// termsLine is what is to be reached by when, in one line.
func termsLine(v *sentence.Voice, t domain.GoalTerms) string {
	m := t.Measure
	what := v.Say("goal.yes_no")
	switch m.Kind {
	case domain.NumberMeasure:
		what = v.Say("goal.way", "Start", number(m.Start), "Target", number(m.Target), "Unit", m.Unit)
	case domain.MilestoneMeasure:
		titles := make([]string, len(m.Milestones))
		for i, s := range m.Milestones {
			titles[i] = s.Title
		}
		what = v.List(titles)
	case domain.YesNoMeasure:
	}
	return v.Say("goal.terms", "What", t.Title, "Measure", what, "Day", v.Date(t.Due))
}

// historyBlocks are the proposals that are settled, newest first.
func historyBlocks(v *sentence.Voice, d domain.GoalDetail) []blockkit.Block {
	var blocks []blockkit.Block
	for _, p := range d.History {
		if p.State == domain.ProposalOpen {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "goal.history")))
		}
		head := say(v, "goal.history_"+string(p.State), "By", nameOr(v, d.People[p.By]), "Name", nameOr(v, d.People[p.AnsweredBy]), "Day", v.Date(domain.DateOf(p.SettledAt, v.Zone())))
		if p.AnsweredBy == "" && p.State == domain.ProposalAgreed {
			head = say(v, "goal.history_alone", "By", nameOr(v, d.People[p.By]), "Day", v.Date(domain.DateOf(p.SettledAt, v.Zone())))
		}
		lines := []blockkit.Text{head}
		if p.Was.Title != "" {
			lines = append(lines, wovenLine(v, "goal.terms_was", "Terms", termsLine(v, p.Was)))
		}
		lines = append(lines, wovenLine(v, "goal.terms_new", "Terms", termsLine(v, p.Terms)))
		if p.Why != "" {
			lines = append(lines, wovenLine(v, "goal.terms_why", "Text", p.Why))
		}
		if p.Answer != "" {
			lines = append(lines, wovenLine(v, "goal.terms_answer", "Text", p.Answer, "Name", nameOr(v, d.People[p.AnsweredBy])))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
	}
	return blocks
}

// goalDeclineForm asks why what was agreed should stay.
func goalDeclineForm(v *sentence.Voice, d domain.GoalDetail, meta Metadata) blockkit.Modal {
	return form(v, frame{GoalDeclineForm, "goal.decline_title", "goal.decline_submit"}, meta,
		blockkit.Section(blockkit.Lines(
			wovenLine(v, "goal.terms_was", "Terms", termsLine(v, d.Open.Was)), wovenLine(v, "goal.terms_new", "Terms", termsLine(v, d.Open.Terms)))),
		blockkit.Input(blockkit.Field{
			ID: FieldGoalAnswer, Label: say(v, "goal.answer_label"),
			Element: blockkit.TextField{ID: FieldGoalAnswer, Max: domain.MaxProposalWord, Focus: true},
		}))
}
