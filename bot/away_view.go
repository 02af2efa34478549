package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// awayReceipt says what was noted, what follows from it, and how to take it
// back.
func awayReceipt(v *sentence.Voice, reader domain.ID, r domain.AwayReceipt) blockkit.Message {
	line := say(v, awayKey(r), "Name", r.Person.Name, "From", r.Absence.Days.Start, "Until", r.Absence.Days.End)
	if reader == r.Person.ID {
		line = say(v, "absence.noted", "From", r.Absence.Days.Start, "Until", r.Absence.Days.End)
	}
	lines := []blockkit.Text{line}
	if !r.FirstDay.IsZero() {
		lines = append(lines, say(v, "absence.first_day", "Day", v.Weekday(r.FirstDay.Weekday()), "Date", v.ShortDate(r.FirstDay)))
	}
	if r.Long {
		lines = append(lines, say(v, "absence.pauses"))
	} else {
		lines = append(lines, say(v, "absence.nothing_sent"))
	}
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(blockkit.Lines(lines...)),
			blockkit.Actions(
				button(v, PressAwayOff, string(r.Absence.ID), "absence.undo_button"),
				button(v, PressAway, string(r.Person.ID), "absence.change_button")),
		},
	}
}

// awayKey names the sentence about somebody else's absence.
func awayKey(r domain.AwayReceipt) string {
	if r.Absence.Days.Start == r.Absence.Days.End {
		return "absence.noted_day"
	}
	return "absence.noted_other"
}

// backReceipt says that an absence does not count any more.
func backReceipt(v *sentence.Voice, reader domain.ID, r domain.AwayReceipt) blockkit.Message {
	key := "absence.called_off_other"
	if reader == r.Person.ID {
		key = "absence.called_off"
	}
	return sentences(v, "", v.Say(key, "Name", r.Person.Name), v.Say("absence.what_waited"))
}

// awayForm asks until when somebody is away. No reason is asked.
func awayForm(v *sentence.Voice, reader domain.ID, plan domain.AwayPlan, meta Metadata) blockkit.Modal {
	intro := say(v, "absence.form_intro")
	if reader != plan.Person.ID {
		intro = say(v, "absence.form_intro_other", "Name", plan.Person.Name)
	}
	blocks := []blockkit.Block{blockkit.Section(intro)}
	until, from := "", ""
	for _, a := range plan.Absences {
		blocks = append(blocks, blockkit.SectionWith(
			say(v, "absence.line", "From", a.Days.Start, "Until", a.Days.End),
			button(v, PressAwayOff, string(a.ID), "absence.call_off_button")))
		if a.Days.Contains(plan.Today) {
			from, until = a.Days.Start.String(), a.Days.End.String()
		}
	}
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldAwayUntil, Label: say(v, "absence.until_label"), Element: blockkit.DateField{ID: FieldAwayUntil, Initial: until},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldAwayFrom, Label: say(v, "absence.from_label"), Hint: say(v, "absence.from_hint"), Optional: true,
			Element: blockkit.DateField{ID: FieldAwayFrom, Initial: from},
		}))
	return form(v, frame{AwayForm, "absence.form_title", "absence.note_button"}, meta, blocks...)
}

// shownLetter is a letter as it would have come, with its number.
type shownLetter struct {
	seq     int64
	message blockkit.Message
}

// lettersRoom is how many blocks letters may take: a view that is too long is
// cut at its end, where the button stands.
const lettersRoom = blockkit.LimitViewBlocks - 2

// lettersView shows what arrived meanwhile, one after the other, and as much of
// it as one view holds; the button reads as far as was shown, and upTo where
// that is all.
func lettersView(v *sentence.Voice, letters []shownLetter, upTo int64) blockkit.Modal {
	var blocks []blockkit.Block
	var shown int64
	for i, l := range letters {
		if i > 0 && len(blocks)+1+len(l.message.Blocks) > lettersRoom {
			upTo = shown
			blocks = append(blocks, blockkit.Context(say(v, "absence.letters_more")))
			break
		}
		if i > 0 {
			blocks = append(blocks, blockkit.Divider())
		}
		blocks, shown = append(blocks, l.message.Blocks...), l.seq
	}
	if len(blocks) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "absence.no_letters")))
	}
	blocks = append(blocks, blockkit.Actions(button(v, PressLettersRead, strconv.FormatInt(upTo, 10), "absence.read_button")))
	return blockkit.Modal{
		ID: LettersView, Title: say(v, "absence.letters_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// awayBlocks are when somebody is away or will be.
func awayBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var blocks []blockkit.Block
	for _, a := range h.Away {
		key, label := "absence.line", "absence.call_off_button"
		if a.Days.Contains(h.Today) {
			key, label = "absence.line_now", "absence.back_button"
		}
		blocks = append(blocks, blockkit.SectionWith(
			say(v, key, "From", a.Days.Start, "Until", a.Days.End), button(v, PressAwayOff, string(a.ID), label)))
	}
	return blocks
}
