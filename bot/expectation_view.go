package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// roleBlocks lead from Home to what is expected of its person.
func roleBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if !h.HasRole {
		return nil
	}
	return []blockkit.Block{blockkit.SectionWith(say(v, "expectation.home"), button(v, PressExpected, "", "expectation.mine_button"))}
}

// profileSides are what stands beside the parts of a profile; nil for nothing.
type profileSides struct {
	frame       blockkit.Element // beside what the role is for
	levels      blockkit.Element
	expectation func(domain.Expectation) blockkit.Element
	kpi         func(domain.KPI) blockkit.Element
	// note is what stands below an expectation or figure; nil for nothing.
	note func(domain.ID) blockkit.Text
}

// profileView is a profile as blocks, with what its reader can do beside.
func profileView(v *sentence.Voice, p domain.RoleProfile, s profileSides) []blockkit.Block {
	noted := func(text blockkit.Text, id domain.ID) blockkit.Text {
		if s.note == nil {
			return text
		}
		return blockkit.Lines(text, s.note(id))
	}
	var blocks []blockkit.Block
	list := func(key string, lines []string, side blockkit.Element) {
		text := bullets(lines)
		if text.Empty() && side == nil {
			return
		}
		blocks = append(blocks, blockkit.SectionWith(blockkit.Lines(blockkit.Bold(say(v, key)), text), side))
	}
	list("expectation.outcomes", p.Outcomes, s.frame)
	list("expectation.processes", p.Processes, nil)
	if p.Impact != "" {
		blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(say(v, "expectation.impact")), blockkit.User(p.Impact))))
	}
	for _, d := range domain.Dimensions() {
		var rows []blockkit.Block
		for _, e := range p.Expectations {
			if e.Dimension == d {
				rows = append(rows, blockkit.SectionWith(noted(blockkit.User(e.Text), e.ID), s.expectation(e)))
			}
		}
		if len(rows) > 0 {
			blocks = append(append(blocks, blockkit.Header(say(v, "expectation.dimension_"+string(d)))), rows...)
		}
	}
	for i, k := range p.KPIs {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "expectation.kpis")))
		}
		blocks = append(blocks, blockkit.SectionWith(noted(kpiText(v, k), k.ID), s.kpi(k)))
	}
	levels := make([]blockkit.Text, len(p.Levels))
	for i, l := range p.Levels {
		levels[i] = blockkit.Join(blockkit.Bold(blockkit.User(l.Name)), blockkit.App(": "), blockkit.User(l.Differs))
	}
	if len(levels) > 0 || s.levels != nil {
		blocks = append(blocks, blockkit.Header(say(v, "expectation.levels")), blockkit.SectionWith(blockkit.Lines(levels...).Or(blockkit.App("–")), s.levels))
	}
	return blocks
}

// bullets are lines of what people wrote, each as a point.
func bullets(lines []string) blockkit.Text {
	texts := make([]blockkit.Text, len(lines))
	for i, line := range lines {
		texts[i] = blockkit.Join(blockkit.App("• "), blockkit.User(line))
	}
	return blockkit.Lines(texts...)
}

// kpiText is a figure with its target, and below it the direction.
func kpiText(v *sentence.Voice, k domain.KPI) blockkit.Text {
	target := blockkit.User(k.Target).Or(say(v, "expectation.no_target"))
	line := blockkit.Weave(v.Say("expectation.kpi_bare", "What", blockkit.Slot(0), "Target", blockkit.Slot(1)), blockkit.Bold(blockkit.User(k.Name)), target)
	if k.Unit != "" {
		line = blockkit.Weave(v.Say("expectation.kpi", "What", blockkit.Slot(0), "Target", blockkit.Slot(1), "Unit", blockkit.Slot(2)),
			blockkit.Bold(blockkit.User(k.Name)), target, blockkit.User(k.Unit))
	}
	if k.Standard == "" {
		return line
	}
	return blockkit.Lines(line, blockkit.Weave(v.Say("expectation.kpi_standard", "Standard", blockkit.Slot(0)), blockkit.User(k.Standard)))
}

// expectedView shows what is expected of a person, as it was agreed.
func expectedView(v *sentence.Voice, e domain.Expected) blockkit.Modal {
	mine := e.Reader == e.Person.ID
	m := blockkit.Modal{ID: ExpectedView, Title: say(v, "expectation.view_title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more")}
	if e.Role.ID == "" {
		none := say(v, "expectation.none", "Name", e.Person.Name)
		if mine {
			none = say(v, "expectation.none_mine")
		}
		m.Blocks = []blockkit.Block{blockkit.Section(none)}
		return m
	}
	heading, readers := blockkit.User(e.Role.Role), say(v, "expectation.readers_mine")
	if !mine {
		heading = blockkit.Weave(v.Say("expectation.of", "Role", blockkit.Slot(0), "Name", blockkit.Slot(1)), heading, blockkit.Name(e.Person.Name))
		readers = say(v, "expectation.readers", "Name", e.Person.Name)
	}
	m.Blocks = []blockkit.Block{blockkit.Header(heading)}
	m.Blocks = append(m.Blocks, purposeBlocks(v, e, mine)...)
	m.Blocks = append(m.Blocks, proposalBlocks(v, e)...)
	side := func(id domain.ID) blockkit.Element {
		if !e.MayAgree {
			return nil
		}
		return button(v, PressAdapt, entryValue(e.Person.ID, id), "expectation.adapt_button")
	}
	m.Blocks = append(m.Blocks, profileView(v, e.Own, profileSides{
		note:        func(id domain.ID) blockkit.Text { return adaptedNote(v, e, id) },
		expectation: func(x domain.Expectation) blockkit.Element { return side(x.ID) },
		kpi:         func(k domain.KPI) blockkit.Element { return side(k.ID) },
	})...)
	m.Blocks = append(m.Blocks, leftOutBlocks(v, e, side)...)
	if e.MayAgree { // who may agree may read what shows it
		m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressAdapt, entryValue(e.Person.ID, ""), "expectation.adapt_add_button"),
			button(v, PressCited, string(e.Person.ID), "expectation.cited_button")))
	}
	m.Blocks = append(m.Blocks, blockkit.Context(readers))
	return m
}

// purposeBlocks show how the role serves the company, in the person's own words.
func purposeBlocks(v *sentence.Voice, e domain.Expected, mine bool) []blockkit.Block {
	said := blockkit.User(e.Purpose.Text).Or(say(v, "expectation.purpose_none"))
	var side blockkit.Element
	switch {
	case mine && e.Purpose.Text == "":
		side = button(v, PressPurpose, "", "expectation.purpose_button")
	case mine:
		side = button(v, PressPurpose, "", "expectation.purpose_change_button")
	}
	blocks := []blockkit.Block{blockkit.SectionWith(blockkit.Lines(blockkit.Bold(say(v, "expectation.purpose")), said), side)}
	if e.Purpose.Text != "" && !e.UpToDate() {
		blocks = append(blocks, blockkit.Context(say(v, "expectation.purpose_old")))
		if mine {
			blocks = append(blocks, blockkit.Actions(button(v, PressPurposeSame, "", "expectation.purpose_same_button")))
		}
	}
	return blocks
}

// purposeCard asks to read the profile, and for the sentence.
func purposeCard(v *sentence.Voice, e domain.Expected) cardRow {
	row := cardRow{
		Text: say(v, "expectation.row"), Name: v.Say("expectation.view_title"),
		Buttons: []blockkit.Element{button(v, PressExpected, "", "rapport.open_button"), button(v, PressPurpose, "", "expectation.purpose_button")},
	}
	if e.Purpose.Text != "" {
		row.Text = say(v, "expectation.row_again")
		row.Buttons = append(row.Buttons, button(v, PressPurposeSame, "", "expectation.purpose_same_button"))
	}
	row.Fallback = row.Text
	return row
}
