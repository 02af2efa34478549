package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// wovenLine is a sentence with one text of a person in it.
func wovenLine(v *sentence.Voice, key, slot, text string, args ...any) blockkit.Text {
	return blockkit.Weave(v.Say(key, append(args, slot, blockkit.Slot(0))...), blockkit.User(text).Or(say(v, "expectation.adapt_nothing")))
}

// adaptedNote says below what was agreed what the role says.
func adaptedNote(v *sentence.Voice, e domain.Expected, id domain.ID) blockkit.Text {
	for _, a := range e.Differs {
		if a.About != id {
			continue
		}
		if a.Kind == domain.AddExpectation {
			return say(v, "expectation.note_added")
		}
		return wovenLine(v, "expectation.note_changed", "Was", roleWords(e.Role, id))
	}
	return blockkit.Text{}
}

// roleWords are what the role says: of an expectation its text, of a figure its
// target.
func roleWords(p domain.RoleProfile, id domain.ID) string {
	for _, x := range p.Expectations {
		if x.ID == id {
			return x.Text
		}
	}
	for _, k := range p.KPIs {
		if k.ID == id {
			return k.Target
		}
	}
	return ""
}

// leftOutBlocks list what the role expects and was left out.
func leftOutBlocks(v *sentence.Voice, e domain.Expected, side func(domain.ID) blockkit.Element) []blockkit.Block {
	var blocks []blockkit.Block
	for _, a := range e.Differs {
		if a.Kind != domain.LeaveOut {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "expectation.left_out")))
		}
		blocks = append(blocks, blockkit.SectionWith(blockkit.User(a.Was), side(a.About)))
	}
	return blocks
}

// proposalBlocks are the open proposals with both texts, and what the reader can do.
func proposalBlocks(v *sentence.Voice, e domain.Expected) []blockkit.Block {
	if len(e.Open) == 0 {
		return nil
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "expectation.proposals"))}
	for _, a := range e.Open {
		blocks = append(blocks, blockkit.Section(proposalText(v, e, a)))
		switch id := string(a.ID); {
		case a.By == e.Reader:
			blocks = append(blocks, blockkit.Actions(button(v, PressAdaptBack, id, "expectation.take_back_button")))
		case e.MayAgree && (a.By == e.Person.ID) != (e.Reader == e.Person.ID):
			blocks = append(blocks, blockkit.Actions(
				button(v, PressAdaptAgree, id+":"+strconv.Itoa(a.Version), "expectation.agree_button"), button(v, PressAdaptAnswer, id, "expectation.answer_button")))
		}
	}
	return blocks
}

// proposalText shows what held and what is proposed, and what was said to it.
func proposalText(v *sentence.Voice, e domain.Expected, a domain.Adaptation) blockkit.Text {
	lines := []blockkit.Text{blockkit.Bold(say(v, "expectation.proposal_"+string(a.Kind), "Name", nameOr(v, e.People[a.By])))}
	if a.Kind != domain.AddExpectation {
		lines = append(lines, wovenLine(v, "expectation.proposal_was", "Was", a.Was))
	}
	if a.Kind != domain.LeaveOut {
		lines = append(lines, wovenLine(v, "expectation.proposal_text", "Text", a.Text))
	}
	if a.Why != "" {
		lines = append(lines, wovenLine(v, "expectation.proposal_why", "Text", a.Why))
	}
	if a.Answer != "" {
		lines = append(lines, wovenLine(v, "expectation.proposal_answer", "Text", a.Answer, "Name", nameOr(v, e.People[a.AnsweredBy])))
	}
	return blockkit.Lines(lines...)
}

// adaptForm asks what should be different.
func adaptForm(v *sentence.Voice, about subjectOfChange, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "expectation.adapt_intro"))}
	words := func(label, initial string, optional bool, limit int) blockkit.Block {
		return blockkit.Input(blockkit.Field{
			ID: FieldExpectation, Label: say(v, label), Optional: optional,
			Element: blockkit.TextField{ID: FieldExpectation, Initial: initial, Max: limit},
		})
	}
	kinds := func(pairs ...string) blockkit.Block {
		options := labelled(v, pairs...)
		return blockkit.Input(blockkit.Field{
			ID: FieldAdaptKind, Label: say(v, "expectation.adapt_kind_label"),
			Element: blockkit.Radio{ID: FieldAdaptKind, Options: options, Initial: options[0].Value},
		})
	}
	leave := []string{string(domain.LeaveOut), "expectation.adapt_leave_out"}
	if about.differs {
		leave = append(leave, string(domain.AsTheRole), "expectation.adapt_as_role")
	}
	if about.id != "" {
		blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(blockkit.User(about.name)), wovenLine(v, "expectation.adapt_now", "Was", about.text))))
	}
	switch {
	case about.id == "":
		blocks = append(blocks, dimensionField(v, domain.ResultGoal), words("expectation.adapt_add_label", "", false, domain.MaxRoleLine))
	case about.out:
		blocks = append(blocks, kinds(string(domain.AsTheRole), "expectation.adapt_as_role"))
	case about.name != "":
		blocks = append(blocks, kinds(append([]string{string(domain.SetTarget), "expectation.adapt_target"}, leave...)...),
			words("expectation.adapt_target_label", about.text, true, domain.MaxKPIValue))
	default:
		blocks = append(blocks, kinds(append([]string{string(domain.RewordExpectation), "expectation.adapt_reword"}, leave...)...),
			words("expectation.adapt_text_label", about.text, true, domain.MaxRoleLine))
	}
	blocks = append(blocks, blockkit.Input(blockkit.Field{
		ID: FieldAdaptWhy, Label: say(v, "expectation.adapt_why_label"), Optional: true,
		Element: blockkit.TextField{ID: FieldAdaptWhy, Max: domain.MaxAdaptationWord},
	}))
	return form(v, frame{AdaptForm, "expectation.adapt_title", "expectation.adapt_submit"}, meta, blocks...)
}

// adaptAnswerForm asks what somebody says to a proposal.
func adaptAnswerForm(v *sentence.Voice, e domain.Expected, a domain.Adaptation, meta Metadata) blockkit.Modal {
	return form(v, frame{AdaptAnswerForm, "expectation.answer_title", "expectation.answer_submit"}, meta,
		blockkit.Section(proposalText(v, e, a)),
		blockkit.Input(blockkit.Field{
			ID: FieldAdaptAnswer, Label: say(v, "expectation.answer_label"),
			Element: blockkit.TextField{ID: FieldAdaptAnswer, Multiline: true, Max: domain.MaxAdaptationWord},
		}))
}

// adaptationTold says that there is something, and leads to it.
func adaptationTold(v *sentence.Voice, e domain.Expected, by domain.Person, word string) blockkit.Message {
	line := say(v, "expectation.told_"+word, "Name", nameOr(v, by))
	if e.Reader == e.Person.ID {
		line = say(v, "expectation.told_you_"+word, "Name", nameOr(v, by))
	}
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.SectionWith(line, button(v, PressExpected, string(e.Person.ID), "rapport.open_button")),
			blockkit.Context(say(v, "expectation.told_why")),
		},
	}
}

// differingView lists what was agreed that differs from a role, without a word of
// judgement.
func differingView(v *sentence.Voice, page domain.Differing) blockkit.Modal {
	key := "expectation.differing_intro"
	if len(page.People) == 0 {
		key = "expectation.differing_none"
	}
	blocks := []blockkit.Block{blockkit.Section(wovenLine(v, key, "Role", page.Role.Role))}
	for _, d := range page.People {
		lines := []blockkit.Text{blockkit.Bold(blockkit.Name(d.Person.Name))}
		for _, a := range d.Differs {
			was := a.Was
			if words := roleWords(page.Role, a.About); words != "" && a.Kind != domain.LeaveOut {
				was = words
			}
			line := v.Say("expectation.differing_"+string(a.Kind), "Text", blockkit.Slot(0), "Was", blockkit.Slot(1))
			lines = append(lines, blockkit.Weave(line, blockkit.User(a.Text), blockkit.User(was)))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
	}
	row := []blockkit.Element{button(v, PressRole, string(page.Role.ID), "rapport.open_button")}
	if page.More && len(page.People) > 0 {
		row = append(row, button(v, PressDiffering, entryValue(page.Role.ID, page.People[len(page.People)-1].Person.ID), "expectation.differing_more_button"))
	}
	return blockkit.Modal{
		ID: RoleView, Title: say(v, "expectation.differing_title"), Close: say(v, "rapport.close_button"),
		Blocks: append(blocks, blockkit.Actions(row...)), More: say(v, "rapport.more"),
	}
}
