package bot

import (
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// shownRows is how many rows a card has; the rest stands behind "All".
const shownRows = 5

// cardMessage is the one message of asks in a day: one row alone with all its
// choices, or up to five rows with a button each.
func cardMessage(v *sentence.Voice, rows []cardRow, tally domain.MonthTally) blockkit.Message {
	m := blockkit.Message{More: say(v, "rapport.more")}
	switch {
	case len(rows) == 0:
		m.Fallback = say(v, "ask.nothing_left")
		m.Blocks = []blockkit.Block{blockkit.Section(m.Fallback)}
		return m
	case len(rows) == 1:
		m.Fallback, m.Blocks = rows[0].Fallback, rows[0].alone()
	default:
		m.Fallback, m.Blocks = cardHeading(v, rows), cardRows(v, rows, tally)
	}
	if aside := asideOf(rows); !aside.Empty() {
		m.Blocks = append(m.Blocks, blockkit.Context(aside))
	}
	m.Blocks = append(m.Blocks, blockkit.Context(say(v, "ask.why")))
	return m
}

// asideOf is the first aside of the rows.
func asideOf(rows []cardRow) blockkit.Text {
	for _, r := range rows {
		if !r.Aside.Empty() {
			return r.Aside
		}
	}
	return blockkit.Text{}
}

// alone shows a row that is the only one.
func (r cardRow) alone() []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Section(blockkit.Lines(append([]blockkit.Text{r.Text}, r.Lines...)...))}
	if len(r.Buttons) > 0 {
		blocks = append(blocks, blockkit.Actions(r.Buttons...))
	}
	return blocks
}

// among shows a row that stands among others: with one button, or the two
// answers to its question.
func (r cardRow) among() []blockkit.Block {
	if len(r.Both) > 0 {
		return []blockkit.Block{blockkit.Section(r.Text), blockkit.Actions(r.Both...)}
	}
	var press blockkit.Element
	if len(r.Buttons) > 0 {
		press = r.Buttons[0]
	}
	return []blockkit.Block{blockkit.SectionWith(r.Text, press)}
}

// cardHeading is the notification, and begins the first line: it names no
// person.
func cardHeading(v *sentence.Voice, rows []cardRow) blockkit.Text {
	if onlyConversations(rows) {
		return say(v, "ask.conversations_wait", "Count", len(rows))
	}
	return say(v, "ask.things_wait", "Count", len(rows))
}

func onlyConversations(rows []cardRow) bool {
	return !slices.ContainsFunc(rows, func(r cardRow) bool { return !r.Conversation })
}

// cardTitle is the first line. To who holds several conversations it says how
// far the month is.
func cardTitle(v *sentence.Voice, rows []cardRow, tally domain.MonthTally) blockkit.Text {
	title := blockkit.Bold(cardHeading(v, rows))
	if !onlyConversations(rows) || tally.All < len(rows) {
		return title
	}
	return blockkit.Join(title, blockkit.App(" "), say(v, "ask.held_in_month", "Held", tally.Held, "Count", tally.All, "Month", v.Month(tally.Month)))
}

// cardRows shows several rows, each with its one button, and the rest in a
// menu.
func cardRows(v *sentence.Voice, rows []cardRow, tally domain.MonthTally) []blockkit.Block {
	blocks := append([]blockkit.Block{blockkit.Section(cardTitle(v, rows, tally))}, firstRows(rows)...)
	var groups []blockkit.OptionGroup
	for _, row := range rows[:min(len(rows), shownRows)] {
		if len(row.Choices) > 0 {
			groups = append(groups, blockkit.OptionGroup{Label: blockkit.Name(row.Name), Options: row.Choices})
		}
	}
	tools := allButton(v, rows)
	if len(groups) > 0 {
		tools = append(tools, blockkit.Select{ID: PressTalkElse, Placeholder: say(v, "conversation.else_menu"), Groups: groups})
	}
	if len(tools) > 0 {
		blocks = append(blocks, blockkit.Actions(tools...))
	}
	return blocks
}

// firstRows are the rows that are shown at once.
func firstRows(rows []cardRow) []blockkit.Block {
	var blocks []blockkit.Block
	for _, row := range rows[:min(len(rows), shownRows)] {
		blocks = append(blocks, row.among()...)
	}
	return blocks
}

// allButton leads to all rows where not all are shown.
func allButton(v *sentence.Voice, rows []cardRow) []blockkit.Element {
	if len(rows) <= shownRows {
		return nil
	}
	return []blockkit.Element{button(v, PressAskAll, "", "ask.all_button", "Count", len(rows))}
}

// waitingView shows every row with all its choices.
func waitingView(v *sentence.Voice, rows []cardRow) blockkit.Modal {
	m := blockkit.Modal{
		ID: AskAllView, Title: say(v, "ask.all_title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{blockkit.Section(say(v, "ask.nothing_left"))},
	}
	if len(rows) == 0 {
		return m
	}
	m.Blocks = []blockkit.Block{blockkit.Section(blockkit.Bold(cardHeading(v, rows)))}
	for _, row := range rows {
		m.Blocks = append(m.Blocks, row.alone()...)
	}
	return m
}
