package bot

import (
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// looksShown is how many looks a receipt lists.
const looksShown = 10

// accessMessage says that something is there, and names nobody.
func accessMessage(v *sentence.Voice, kind string, id domain.ID) blockkit.Message {
	line := say(v, "access.notice_"+kind)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Actions(button(v, PressAccess, string(id), "access.see_button")), blockkit.Context(say(v, "access.why_"+kind)),
		},
	}
}

// accessForm asks why somebody wants to look, and says who is told.
func accessForm(v *sentence.Voice, c domain.AccessChoices, meta Metadata) blockkit.Modal {
	policy := c.Policy.Access
	key := "access.form_alone"
	if c.Second {
		key = "access.form_second"
	}
	blocks := []blockkit.Block{
		blockkit.Section(say(v, key, "Name", c.Person.Name, "Sheet", v.Say("access.sheet_"+string(c.Sheet)), "Count", policy.Yeses, "Hours", policy.OpenHours)),
		blockkit.Input(blockkit.Field{
			ID: FieldAccessReason, Label: say(v, "access.reason_label"), Hint: say(v, "access.reason_hint", "Name", c.Person.Name),
			Element: blockkit.TextField{ID: FieldAccessReason, Multiline: true, Max: domain.MaxReason, Focus: true},
		}),
	}
	if c.Second && policy.HoldDays > 0 {
		last := c.Today.AddDays(policy.HoldDays)
		blocks = append(blocks,
			blockkit.Input(blockkit.Field{
				ID: FieldAccessHold, Label: say(v, "access.hold_label"), Hint: say(v, "access.hold_hint", "Day", v.Date(last)), Optional: true,
				Element: blockkit.DateField{ID: FieldAccessHold},
			}),
			blockkit.Input(blockkit.Field{
				ID: FieldAccessHoldWhy, Label: say(v, "access.hold_why_label"), Optional: true,
				Element: blockkit.TextField{ID: FieldAccessHoldWhy, Multiline: true, Max: domain.MaxReason},
			}))
	}
	blocks = append(blocks, blockkit.Context(say(v, "access.never")))
	submit := "access.look_button"
	if c.Second {
		submit = "access.ask_button"
	}
	return form(v, frame{AccessForm, "access.title", submit}, meta, blocks...)
}

// accessHead says who asked for what, and why.
func accessHead(v *sentence.Voice, view domain.AccessView) []blockkit.Block {
	a := view.Access
	head := say(v, "access.headline", "Asker", nameOr(v, view.People[a.Asker]), "Name", nameOr(v, view.People[a.Person]),
		"Sheet", v.Say("access.sheet_"+string(a.Sheet)), "When", v.Moment(a.At))
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(head)), blockkit.Context(say(v, "access.reason")), blockkit.Quote(blockkit.User(a.Reason))}
	if a.HoldUntil.IsZero() {
		return blocks
	}
	return append(blocks, blockkit.Context(say(v, "access.held", "Day", v.Date(a.HoldUntil))), blockkit.Quote(blockkit.User(a.HoldWhy)))
}

// accessAnswerForm asks the second person.
func accessAnswerForm(v *sentence.Voice, view domain.AccessView, meta Metadata) blockkit.Modal {
	asker := nameOr(v, view.People[view.Access.Asker])
	blocks := append(accessHead(v, view),
		blockkit.Section(say(v, "access.answer_intro", "Name", nameOr(v, view.People[view.Access.Person]), "Hours", view.Policy.Access.OpenHours)),
		blockkit.Input(blockkit.Field{
			ID: FieldAccessAnswer, Label: say(v, "access.answer_label", "Name", asker),
			Element: blockkit.Radio{ID: FieldAccessAnswer, Options: []blockkit.Option{
				{Value: AccessYes, Label: say(v, "access.yes_option")}, {Value: AccessNo, Label: say(v, "access.no_option")},
			}},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldAccessWhy, Label: say(v, "access.answer_why_label", "Name", asker), Optional: true,
			Element: blockkit.TextField{ID: FieldAccessWhy, Multiline: true, Max: domain.MaxReason},
		}),
		blockkit.Context(say(v, "access.answer_seen")))
	return form(v, frame{AccessAnswerForm, "access.title", "access.answer_button"}, meta, blocks...)
}

// accessView shows a wish to look, its answers and its looks: to who asked, to
// who agreed, and as the receipt to those concerned.
func accessView(v *sentence.Voice, view domain.AccessView, now time.Time) blockkit.Modal {
	a := view.Access
	blocks := accessHead(v, view)
	for _, answer := range a.Answers {
		key := "access.said_no"
		if answer.Yes {
			key = "access.said_yes"
		}
		blocks = append(blocks, blockkit.Context(say(v, key, "Name", nameOr(v, view.People[answer.Second]), "When", v.Moment(answer.At))))
		if answer.Why != "" {
			blocks = append(blocks, blockkit.Quote(blockkit.User(answer.Why)))
		}
	}
	blocks = append(blocks, blockkit.Section(blockkit.App(accessState(v, view, now))))
	for i, look := range view.Looks {
		if i == looksShown {
			blocks = append(blocks, blockkit.Context(say(v, "access.looks_more", "Count", len(view.Looks)-looksShown)))
			break
		}
		blocks = append(blocks, blockkit.Context(say(v, "access.looked", "When", v.Moment(look.At))))
	}
	if buttons := accessButtons(v, view, now); len(buttons) > 0 {
		blocks = append(blocks, blockkit.Actions(buttons...))
	}
	blocks = append(blocks, blockkit.Context(say(v, "access.never")))
	return blockkit.Modal{
		ID: AccessView, Title: say(v, "access.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// accessButtons are what who asked may do.
func accessButtons(v *sentence.Voice, view domain.AccessView, now time.Time) []blockkit.Element {
	a := view.Access
	var buttons []blockkit.Element
	if view.MayLook {
		buttons = append(buttons, primary(button(v, PressSheet, sheetValue(a.Sheet, a.Person), "rapport.open_button")))
	}
	if view.Reader == a.Asker && (a.Waits(now) || a.Holds(now)) {
		buttons = append(buttons, button(v, PressAccessEnd, string(a.ID), "access.end_button"))
	}
	return buttons
}

// accessState says where it stands.
func accessState(v *sentence.Voice, view domain.AccessView, now time.Time) string {
	a := view.Access
	until := v.Moment(a.Until)
	switch {
	case a.Waits(now) && len(view.Seconds) > 0:
		left := a.Yeses
		for _, answer := range a.Answers {
			left -= oneIf(answer.Yes)
		}
		return v.Say("access.state_waits", "Count", left, "People", v.ListAtMost(namesOf(view.Seconds), shownRows), "Until", until)
	case a.Waits(now):
		return v.Say("access.state_asked", "Until", until)
	case a.Holds(now):
		return v.Say("access.state_open", "Until", until)
	case a.State == domain.AccessWaiting:
		return v.Say("access.state_lapsed", "Until", until)
	case a.State == domain.AccessRefused:
		return v.Say("access.state_refused")
	}
	return v.Say("access.state_over")
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// openedView lists who opened something about the reader, and what the reader
// asked to open.
func openedView(v *sentence.Voice, received, asked domain.AccessList, now time.Time) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "access.list_intro"))}
	if len(received.Accesses) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "access.list_none")))
	}
	for _, a := range received.Accesses {
		blocks = append(blocks, openedRow(v, received.People, a, now))
	}
	if len(asked.Accesses) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "access.list_asked")))
	}
	for _, a := range asked.Accesses {
		line := say(v, "access.line_asked", "Name", nameOr(v, asked.People[a.Person]), "Sheet", v.Say("access.sheet_"+string(a.Sheet)), "When", v.When(a.At, now))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressAccess, string(a.ID), "access.see_button")))
	}
	return blockkit.Modal{
		ID: OpenedView, Title: say(v, "access.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// openedRow is one thing that was opened, with the way to why.
func openedRow(v *sentence.Voice, people map[domain.ID]domain.Person, a domain.Access, now time.Time) blockkit.Block {
	line := say(v, "access.line_opened", "Asker", nameOr(v, people[a.Asker]), "Name", nameOr(v, people[a.Person]),
		"Sheet", v.Say("access.sheet_"+string(a.Sheet)), "When", v.When(a.OpenedAt, now))
	return blockkit.SectionWith(line, button(v, PressAccess, string(a.ID), "access.see_button"))
}

// accessWaits is what waits for the reader's yes or no, and the reader's own
// wishes.
func accessWaits(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	var blocks []blockkit.Block
	for i, a := range h.Access.Answer {
		if i == shownRows {
			break
		}
		line := say(v, "access.waits", "Asker", nameOr(v, h.People[a.Asker]))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressAccess, string(a.ID), "access.see_button")))
	}
	for i, a := range h.Access.Mine {
		if i == shownRows {
			break
		}
		key := "access.mine_waits"
		if a.Holds(now) {
			key = "access.mine_open"
		}
		line := say(v, key, "Name", nameOr(v, h.People[a.Person]), "Until", v.When(a.Until, now))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressAccess, string(a.ID), "access.see_button")))
	}
	return blocks
}

// openedBlocks say on Home who lately opened something about the reader.
func openedBlocks(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	var blocks []blockkit.Block
	for _, a := range h.Access.Opened {
		blocks = append(blocks, openedRow(v, h.People, a, now))
	}
	return blocks
}

// accessCounts say how often records were opened this month.
func accessCounts(v *sentence.Voice, h domain.Home) []blockkit.Block {
	opened, held := 0, 0
	for _, c := range h.Access.Month {
		opened, held = opened+c.Opened, held+c.Held
	}
	line := say(v, "access.month", "Count", opened)
	if opened == 0 {
		line = say(v, "access.month_none")
	}
	if held > 0 {
		line = blockkit.Separated(" ", line, say(v, "access.month_held", "Count", held))
	}
	return []blockkit.Block{blockkit.Context(line)}
}
