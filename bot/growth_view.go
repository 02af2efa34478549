package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// growthCard asks how something in the own plan goes. Its words are not for
// messages.
func growthCard(v *sentence.Voice, i domain.PlanItem, today domain.Date) cardRow {
	id, row := string(i.ID), "growth.row"
	if today.After(i.Due) {
		row = "growth.row_past"
	}
	line := say(v, row, "Day", v.ShortDate(i.Due))
	return cardRow{
		Text: line, Fallback: line, Name: v.Say("growth.list_mine"),
		Buttons: []blockkit.Element{
			button(v, PressGrowthTell, id, "growth.tell_button"),
			button(v, PressGrowthSame, id, "goal.same_button"),
			button(v, PressGrowthEnd, id, "growth.end_button"),
		},
	}
}

// growthSupportCard asks the manager to look at somebody's plan.
func growthSupportCard(v *sentence.Voice, person domain.Person) cardRow {
	line := blockkit.Weave(v.Say("growth.support_row", "Name", blockkit.Slot(0)), blockkit.Bold(blockkit.Name(person.Name)))
	return cardRow{
		Text: line, Fallback: say(v, "growth.support_row", "Name", person.Name), Name: person.Name,
		Buttons: []blockkit.Element{
			button(v, PressGrowth, growthPageValue(domain.PlanPage{Person: person.ID}), "rapport.open_button"),
			button(v, PressGrowthLooked, string(person.ID), "growth.looked_button"),
		},
	}
}

// growthTold tells the person what somebody else did with the plan, without a word
// of it.
func growthTold(v *sentence.Voice, i domain.PlanItem, by domain.Person, word string) blockkit.Message {
	line := say(v, "growth.owner_"+word, "Name", nameOr(v, by))
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.SectionWith(line, button(v, PressGrowthOpen, string(i.ID), "rapport.open_button")),
			blockkit.Context(say(v, "growth.owner_why")),
		},
	}
}

// growthHeading says whose plan a list shows.
func growthHeading(v *sentence.Voice, list domain.PlanList) blockkit.Text {
	switch {
	case list.Page.Team:
		return say(v, "growth.list_team")
	case list.Person.ID == list.Reader:
		return say(v, "growth.list_mine")
	default:
		return say(v, "growth.list_of", "Name", nameOr(v, list.Person))
	}
}

// growthListView lists items with what may be done.
func growthListView(v *sentence.Voice, list domain.PlanList) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Header(growthHeading(v, list))}
	if list.Page.Ended {
		blocks = append(blocks, blockkit.Context(say(v, "growth.list_ended")))
	}
	if len(list.Items) == 0 {
		key := "growth.none"
		if list.Person.ID == list.Reader && !list.Page.Ended {
			key = "growth.none_mine"
		}
		blocks = append(blocks, blockkit.Section(say(v, key)))
	}
	for _, i := range list.Items {
		blocks = append(blocks, blockkit.SectionWith(growthLine(v, list, i), button(v, PressGrowthOpen, string(i.ID), "rapport.open_button")))
	}
	blocks = append(blocks, blockkit.Actions(growthPages(v, list)...), blockkit.Context(growthReaders(v, list)))
	return blockkit.Modal{ID: GrowthView, Title: say(v, "growth.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// growthReaders says who reads what is shown.
func growthReaders(v *sentence.Voice, list domain.PlanList) blockkit.Text {
	if list.Person.ID == list.Reader {
		return say(v, "growth.readers_mine")
	}
	return say(v, "growth.readers")
}

// growthPages lead to further items, to those that ended or are open, and to a new
// one.
func growthPages(v *sentence.Voice, list domain.PlanList) []blockkit.Element {
	var row []blockkit.Element
	if list.Person.ID == list.Reader {
		row = append(row, button(v, PressGrowthNew, "", "growth.new_button"))
	}
	if list.More {
		next := list.Page
		next.After = list.Items[len(list.Items)-1].ID
		row = append(row, button(v, PressGrowth, growthPageValue(next), "goal.more_button"))
	}
	other, key := list.Page, "growth.ended_button"
	other.Ended, other.After = !other.Ended, ""
	if list.Page.Ended {
		key = "growth.open_ones_button"
	}
	return append(row, button(v, PressGrowth, growthPageValue(other), key))
}

// growthLine is one item: what, and where it stands; in a team's list whose, too.
func growthLine(v *sentence.Voice, list domain.PlanList, i domain.PlanItem) blockkit.Text {
	what := blockkit.Bold(blockkit.User(i.What))
	if list.Page.Team {
		what = blockkit.Weave(v.Say("growth.of_person", "Name", list.People[i.Person].Name, "What", blockkit.Slot(0)), what)
	}
	return blockkit.Lines(what, growthState(v, list, i))
}

// growthState says where an item stands.
func growthState(v *sentence.Voice, list domain.PlanList, i domain.PlanItem) blockkit.Text {
	var parts []blockkit.Text
	if i.Ended() {
		day := v.ShortDate(domain.DateOf(i.EndedAt, v.Zone()))
		parts = append(parts, say(v, "growth.state_"+string(i.State), "Day", day))
	} else {
		parts = append(parts, say(v, "goal.confidence_"+string(i.Confidence)), say(v, "goal.due", "Day", v.ShortDate(i.Due)))
	}
	if i.Source.Cost.Minor > 0 {
		parts = append(parts, blockkit.App(v.Money(i.Source.Cost)))
	}
	switch {
	case i.Supporter != "":
		parts = append(parts, say(v, "growth.supported", "Name", nameOr(v, list.People[i.Supporter])))
	case !i.Ended():
		parts = append(parts, say(v, "growth.unsupported"))
	}
	return blockkit.Separated(" · ", parts...)
}

// growthItemView shows an item with what was said about it.
func growthItemView(v *sentence.Voice, d domain.PlanDetail) blockkit.Modal {
	i := d.Item()
	blocks := []blockkit.Block{blockkit.Section(growthLine(v, d.PlanList, i))}
	add := func(key string, text blockkit.Text) {
		if !text.Empty() {
			blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(say(v, key)), text)))
		}
	}
	add("growth.why_shown", blockkit.User(i.Why))
	add("goal.serves_shown", blockkit.User(d.Serves[i.ID].Text))
	add("growth.source_shown", sourceText(v, i.Source))
	add("growth.steps_shown", blockkit.User(i.Steps))
	add("growth.reason_shown", blockkit.User(i.Reason))
	add("goal.lesson_shown", blockkit.User(i.Lesson))
	if row := growthButtons(v, d); len(row) > 0 {
		blocks = append(blocks, blockkit.Actions(row...))
	}
	for _, w := range d.Words {
		blocks = append(blocks, growthWordBlock(v, d, w))
	}
	back := button(v, PressGrowth, growthPageValue(domain.PlanPage{Person: i.Person}), "growth.whole_button")
	blocks = append(blocks, blockkit.Actions(back), blockkit.Context(growthReaders(v, d.PlanList)))
	return blockkit.Modal{ID: GrowthView, Title: say(v, "growth.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// growthButtons are what the reader may do with an item.
func growthButtons(v *sentence.Voice, d domain.PlanDetail) []blockkit.Element {
	i := d.Item()
	id := string(i.ID)
	var row []blockkit.Element
	if d.MayWrite[i.ID] && !i.Ended() {
		row = append(row,
			button(v, PressGrowthTell, id, "growth.tell_button"), button(v, PressGrowthEdit, id, "goal.edit_button"), button(v, PressGrowthEnd, id, "growth.end_button"),
			button(v, PressFundAsk, id, "fund.ask_button"))
	}
	if d.MaySupport[i.ID] && !i.Ended() && i.Supporter != d.Reader {
		row = append(row, primary(button(v, PressGrowthSupport, id, "growth.support_button")))
	}
	if d.MayComment[i.ID] {
		row = append(row, button(v, PressGrowthComment, id, "growth.comment_button"))
	}
	return row
}

// sourceText is from what something is learned, and what that takes.
func sourceText(v *sentence.Voice, s domain.Source) blockkit.Text {
	var takes []blockkit.Text
	if s.Cost.Minor > 0 {
		takes = append(takes, blockkit.App(v.Money(s.Cost)))
	}
	if s.Days > 0 {
		takes = append(takes, say(v, "growth.days_count", "Count", s.Days))
	}
	return blockkit.Lines(blockkit.User(s.Title), blockkit.User(s.Link), blockkit.Separated(" · ", takes...))
}

// growthWordBlock is one thing said about an item.
func growthWordBlock(v *sentence.Voice, d domain.PlanDetail, w domain.PlanWord) blockkit.Block {
	args := []any{"Name", nameOr(v, d.People[w.Author]), "When", w.At}
	if w.Kind == domain.PlanNews {
		args = append(args, "Confidence", v.Say("goal.confidence_"+string(w.Confidence)))
	}
	head := say(v, "growth.word_"+string(w.Kind), args...)
	return blockkit.Section(blockkit.Lines(head, blockkit.User(w.Text)))
}
