package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// lineWaits are the rows on Home that the people team has to mend, each with
// the way to it.
func lineWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if !h.Standing.HR {
		return nil
	}
	var blocks []blockkit.Block
	if h.Unassigned > 0 {
		blocks = append(blocks, blockkit.SectionWith(say(v, "reporting.unassigned", "Count", h.Unassigned), button(v, PressLineWork, "unassigned", "reporting.assign_button")))
	}
	if h.Late > 0 {
		blocks = append(blocks, blockkit.SectionWith(say(v, "reporting.late", "Count", h.Late), button(v, PressLineWork, "late", "reporting.look_button")))
	}
	if h.Differences > 0 {
		blocks = append(blocks, blockkit.SectionWith(say(v, "reporting.differ", "Count", h.Differences), button(v, PressLineWork, "differ", "reporting.look_button")))
	}
	return blocks
}

// lineWorkView lists what waits: people without a manager, managers who said
// nothing, and where the sources differ. Sending it leaves the differences as
// they are.
func lineWorkView(v *sentence.Voice, work domain.LineWork, meta Metadata) blockkit.Modal {
	var blocks []blockkit.Block
	for _, p := range work.Without {
		blocks = append(blocks, assignRow(v, blockkit.Name(p.Name), p.ID))
	}
	for _, l := range work.Late {
		line := say(v, "reporting.list_late", "Name", work.People[l.Person].Name, "Manager", work.People[l.Manager].Name)
		blocks = append(blocks, assignRow(v, line, l.Person))
	}
	for _, d := range work.Differences {
		blocks = append(blocks, assignRow(v, blockkit.App(differenceLine(v, work, d)), d.Person))
	}
	if len(blocks) == 0 {
		return lineModal(v, []blockkit.Block{blockkit.Section(say(v, "reporting.list_none"))})
	}
	blocks = append([]blockkit.Block{blockkit.Section(say(v, "reporting.list_intro"))}, blocks...)
	if work.More {
		blocks = append(blocks, blockkit.Context(say(v, "reporting.list_more")))
	}
	if len(work.Differences) == 0 {
		return lineModal(v, blocks)
	}
	return form(v, frame{id: LineWorkForm, title: "reporting.list_title", submit: "reporting.leave_button"}, meta, blocks...)
}

func lineModal(v *sentence.Voice, blocks []blockkit.Block) blockkit.Modal {
	return blockkit.Modal{
		ID: NoticeView, Title: say(v, "reporting.list_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

func assignRow(v *sentence.Voice, line blockkit.Text, person domain.ID) blockkit.Block {
	return blockkit.SectionWith(line, button(v, PressLineAssign, string(person), "reporting.assign_button"))
}

// differenceLine says who names whom.
func differenceLine(v *sentence.Voice, work domain.LineWork, d domain.LineDifference) string {
	name := func(id domain.ID) string {
		if id == "" {
			return v.Say("reporting.nobody")
		}
		return work.People[id].Name
	}
	key := "reporting.list_differs"
	if d.Loop {
		key = "reporting.list_loop"
	}
	return v.Say(key, "Name", name(d.Person), "Other", name(d.Manager), "Source", v.Say("reporting.source_"+string(d.Source)), "Manager", name(d.InForce))
}

// assignForm asks for a person's manager.
func assignForm(v *sentence.Voice, person domain.Person, today domain.Date, meta Metadata) blockkit.Modal {
	return form(v, frame{id: LineAssignForm, title: "reporting.assign_title", submit: "rapport.save_button"}, meta,
		blockkit.Section(say(v, "reporting.assign_intro", "Name", person.Name)),
		managerField(v),
		blockkit.Input(blockkit.Field{
			ID: FieldManagerOn, Label: say(v, "reporting.on_label"),
			Element: blockkit.DateField{ID: FieldManagerOn, Initial: today.String()},
		}),
		blockkit.Actions(button(v, PressLineTop, string(person.ID), "reporting.top_button")))
}

func managerField(v *sentence.Voice) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldManager, Label: say(v, "reporting.manager_label"),
		Element: blockkit.UserSelect{ID: FieldManager, Placeholder: say(v, "reporting.manager_placeholder")},
	})
}

// chooseForm lets a person name the own manager.
func chooseForm(v *sentence.Voice, mine domain.MyLine, meta Metadata) blockkit.Modal {
	now := say(v, "reporting.choose_nobody")
	if mine.Manager.ID != "" {
		now = say(v, "reporting.choose_now", "Name", mine.Manager.Name)
	}
	blocks := []blockkit.Block{blockkit.Section(now)}
	if mine.Asked.ID != "" {
		blocks = append(blocks, blockkit.Section(say(v, "reporting.choose_waits", "Name", mine.Asked.Name)))
	}
	blocks = append(blocks, blockkit.Section(say(v, "reporting.choose_intro")), managerField(v))
	return form(v, frame{id: LineChooseForm, title: "reporting.choose_title", submit: "reporting.ask_button"}, meta, blocks...)
}

// managerCard is the row that asks.
func managerCard(v *sentence.Voice, person domain.Person) cardRow {
	line := say(v, "reporting.ask_row", "Name", person.Name)
	yes := button(v, PressLineYes, string(person.ID), "reporting.yes_button")
	no := button(v, PressLineNo, string(person.ID), "reporting.no_button")
	return cardRow{
		Text: line, Fallback: line, Name: person.Name, Buttons: []blockkit.Element{primary(yes), no},
		Both:  []blockkit.Element{yes, no},
		Lines: []blockkit.Text{say(v, "reporting.ask_why", "Name", person.Name)},
	}
}

// toldMessage tells a person of the own new manager.
func toldMessage(v *sentence.Voice, news domain.LineNews) blockkit.Message {
	c := news.Changes[0]
	if c.Manager == "" {
		return sentences(v, "", v.Say("reporting.told_nobody", "Day", v.Date(c.On)))
	}
	name := news.People[c.Manager].Name
	lines := []string{
		v.Say("reporting.told_manager", "Name", name, "Day", v.Date(c.On)),
		v.Say("reporting.told_summary", "Name", name),
	}
	if c.Talks > 0 && c.Former != "" {
		lines = append(lines, v.Say("reporting.told_private", "Former", news.People[c.Former].Name))
	}
	return withWhy(v, sentences(v, "", lines...))
}

// movedMessage tells a manager of everybody who comes and goes.
func movedMessage(v *sentence.Voice, news domain.LineNews) blockkit.Message {
	reader, talks := news.Reader.ID, 0
	come, gone := map[domain.Date][]string{}, map[domain.Date][]string{}
	var days []domain.Date
	for _, c := range news.Changes {
		if come[c.On] == nil && gone[c.On] == nil {
			days = append(days, c.On)
		}
		talks += c.Talks
		name := news.People[c.Person].Name
		if c.Manager == reader {
			come[c.On] = append(come[c.On], name)
		} else {
			gone[c.On] = append(gone[c.On], name)
		}
	}
	var lines []string
	comes := false
	for _, day := range days {
		if len(come[day]) > 0 {
			comes = true
			lines = append(lines, v.Say("reporting.moved_to", "Day", v.Date(day), "People", come[day]))
		}
		if len(gone[day]) > 0 {
			lines = append(lines, v.Say("reporting.moved_from", "Day", v.Date(day), "People", gone[day]))
		}
	}
	if talks > 0 {
		lines = append(lines, v.Say("reporting.moved_talks", "Count", talks))
	}
	if comes {
		lines = append(lines, v.Say("reporting.moved_reads"))
	}
	m := withWhy(v, sentences(v, "", lines...))
	m.Fallback = say(v, "reporting.moved_notice")
	return m
}

// withWhy says why a message came, and who can change what it says.
func withWhy(v *sentence.Voice, m blockkit.Message) blockkit.Message {
	return because(v, m, "reporting.moved_why")
}
