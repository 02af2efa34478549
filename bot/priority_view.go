package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// priorityBlocks are what the company puts first, as it stands on every Home.
func priorityBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var tools []blockkit.Element
	if h.Priorities.Version > 0 {
		tools = append(tools, button(v, PressPriorities, "", "priority.all_button"))
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "priority.title"))}
	if h.Priorities.Version == 0 {
		if !h.MayPublish {
			return nil
		}
		blocks = append(blocks, blockkit.Section(say(v, "priority.none")))
		tools = append(tools, button(v, PressPriorities, "", "rapport.open_button"))
	}
	blocks = append(blocks, priorityLines(v, h.Priorities, h.People, h.Standing.Person.ID)...)
	if h.Priorities.Version > 0 {
		blocks = append(blocks, blockkit.Context(priorityPeriod(v, h.Priorities, h.Today)))
	}
	return append(blocks, blockkit.Actions(tools...))
}

// priorityLines are the sentences, each with its owner and the way to ask.
func priorityLines(v *sentence.Voice, l domain.PriorityList, people map[domain.ID]domain.Person, reader domain.ID) []blockkit.Block {
	var blocks []blockkit.Block
	for _, p := range l.Entries {
		owner := people[p.Owner]
		text := blockkit.User(p.Text)
		if p.Owner == reader {
			blocks = append(blocks, blockkit.Section(blockkit.Weave(v.Say("priority.line_mine", "What", blockkit.Slot(0)), blockkit.Bold(text))))
			continue
		}
		line := blockkit.Weave(v.Say("priority.line_of", "What", blockkit.Slot(0), "Name", nameOr(v, owner)), blockkit.Bold(text))
		if !owner.Active {
			blocks = append(blocks, blockkit.Section(line))
			continue
		}
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressPriorityAsk, string(p.ID), "priority.ask_button", "Name", firstName(owner.Name))))
	}
	return blocks
}

// priorityPeriod says for which period a list is, and whether that is over.
func priorityPeriod(v *sentence.Voice, l domain.PriorityList, today domain.Date) blockkit.Text {
	key := "priority.for_period"
	if period, err := domain.ParsePeriod(l.Period); err == nil && today.After(period.End) {
		key = "priority.for_past"
	}
	return say(v, key, "Period", periodCalled(v, l.Period))
}

// periodCalled is the name of a period by its key.
func periodCalled(v *sentence.Voice, key string) string {
	return periodName(v, domain.Conversation{Period: key})
}

// prioritiesLine lists the sentences in a form, or is empty.
func prioritiesLine(v *sentence.Voice, l domain.PriorityList) blockkit.Text {
	if len(l.Entries) == 0 {
		return blockkit.Text{}
	}
	texts := make([]string, len(l.Entries))
	for i, p := range l.Entries {
		texts[i] = p.Text
	}
	return blockkit.Lines(say(v, "priority.first_in_form"), bullets(texts))
}

// priorityView shows the lists in force, to come, and of earlier periods.
func priorityView(v *sentence.Voice, p domain.Priorities) blockkit.Modal {
	var blocks []blockkit.Block
	if p.Now.Version == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "priority.none_here")))
	} else {
		blocks = append(blocks, priorityLines(v, p.Now, p.People, p.Reader)...)
		blocks = append(blocks, blockkit.Context(priorityPeriod(v, p.Now, p.Present.Start)))
	}
	if p.Next.Version > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "priority.coming", "Day", v.Date(p.Next.Start))))
		blocks = append(blocks, priorityLines(v, p.Next, p.People, p.Reader)...)
	}
	for i, l := range p.Earlier {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "priority.earlier")))
		}
		texts := make([]string, len(l.Entries))
		for i, e := range l.Entries {
			texts[i] = v.Say("priority.line_of", "What", e.Text, "Name", nameOr(v, p.People[e.Owner]))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(blockkit.App(periodCalled(v, l.Period))), bullets(texts))))
	}
	if p.MayPublish {
		blocks = append(blocks, blockkit.Actions(
			button(v, PressPriorityPublish, p.Present.Key, "priority.publish_button", "Period", periodCalled(v, p.Present.Key)),
			button(v, PressPriorityPublish, p.Coming.Key, "priority.publish_button", "Period", periodCalled(v, p.Coming.Key))))
	}
	return blockkit.Modal{
		ID: PriorityView, Title: say(v, "priority.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Context(say(v, "priority.readers"))),
	}
}

// priorityForm asks for the sentences of a period, each with its owner. It starts
// from what stands.
func priorityForm(v *sentence.Voice, p domain.Priorities, period domain.Period, meta Metadata) blockkit.Modal {
	base := p.Now
	if period == p.Coming && p.Next.Version > 0 {
		base = p.Next
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, "priority.form_intro", "Period", periodCalled(v, period.Key)))}
	for i := range domain.MostPriorities {
		place := strconv.Itoa(i + 1)
		var e domain.Priority
		if i < len(base.Entries) {
			e = base.Entries[i]
		}
		optional := i >= domain.LeastPriorities
		blocks = append(blocks,
			blockkit.Input(blockkit.Field{
				ID: FieldPriorityText + place, Label: say(v, "priority.text_label", "Place", i+1), Optional: optional,
				Element: blockkit.TextField{ID: FieldPriorityText + place, Initial: e.Text, Max: domain.MaxPriority},
			}),
			blockkit.Input(blockkit.Field{
				ID: FieldPriorityOwner + place, Label: say(v, "priority.owner_label"), Optional: optional,
				Element: blockkit.UserSelect{ID: FieldPriorityOwner + place, Initial: p.People[e.Owner].SlackID},
			}))
	}
	return form(v, frame{PriorityForm, "priority.form_title", "priority.form_submit"}, meta, blocks...)
}

// priorityAsked tells who asked that the owner knows, and leads to the DM.
func priorityAsked(v *sentence.Voice, owner domain.Person, asker domain.ID, home string) blockkit.Message {
	if owner.ID == asker {
		return sentences(v, "", v.Say("priority.asked_own"))
	}
	m := sentences(v, "", v.Say("priority.asked", "Name", owner.Name))
	if write := writeButton(v, owner, home); write != nil {
		m.Blocks = append(m.Blocks, blockkit.Actions(write))
	}
	return m
}

// writeButton leads to the DM with a person; nil where the workspace's address is
// not known.
func writeButton(v *sentence.Voice, p domain.Person, home string) blockkit.Element {
	if home == "" {
		return nil
	}
	return blockkit.Button{ID: PressPriorityWrite, Label: say(v, "priority.write_button", "Name", firstName(p.Name)), URL: directAddress(home, p)}
}

// priorityQuestion tells the owner that somebody has a question. Priorities are
// read by everybody, so the sentence stands in the message.
func priorityQuestion(v *sentence.Voice, p domain.Priority, asker domain.Person, home string) blockkit.Message {
	line := say(v, "priority.question", "Name", nameOr(v, asker))
	m := blockkit.Message{
		Fallback: say(v, "priority.question_notice", "Name", nameOr(v, asker)), More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{blockkit.Section(line), blockkit.Quote(blockkit.User(p.Text))},
	}
	if write := writeButton(v, asker, home); write != nil {
		m.Blocks = append(m.Blocks, blockkit.Actions(write))
	}
	return because(v, m, "priority.question_why")
}
