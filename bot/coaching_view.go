package bot

import (
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// coachSay is a sentence of a card.
func coachSay(v *sentence.Voice, card domain.CoachCard, part string) string {
	name := string(card) + "_" + part
	return v.Say("coaching.card_" + name)
}

// coachPlace is the number of a card, from 1.
func coachPlace(card domain.CoachCard) int { return slices.Index(domain.CoachCards(), card) + 1 }

// coachLine is the last line of the card of who holds conversations.
func coachLine(v *sentence.Voice, card domain.CoachCard) blockkit.Block {
	line := say(v, "coaching.card_line", "Title", coachSay(v, card, "title"), "Place", coachPlace(card), "Count", len(domain.CoachCards()))
	return blockkit.SectionWith(line, button(v, PressCoachCard, string(card), "coaching.card_button"))
}

// withCoach adds it to a card that shows something, above the line that says why
// the card came.
func withCoach(v *sentence.Voice, m blockkit.Message, card domain.CoachCard) blockkit.Message {
	if card == "" || len(m.Blocks) < 2 {
		return m
	}
	m.Blocks = slices.Insert(m.Blocks, len(m.Blocks)-1, coachLine(v, card))
	return m
}

// coachingView lists the cards, those that are asked for first.
func coachingView(v *sentence.Voice, c domain.Coaching) blockkit.Modal {
	blocks := judgingBlocks(v, c.Missing)
	for _, card := range domain.CoachCards() {
		key := "coaching.list_line"
		if c.Done[card] {
			key = "coaching.list_done"
		}
		line := say(v, key, "Place", coachPlace(card), "Title", coachSay(v, card, "title"))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressCoachCard, string(card), "coaching.card_button")))
	}
	return blockkit.Modal{
		ID: CoachingView, Title: say(v, "coaching.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Context(say(v, "coaching.list_intro"))),
	}
}

// judgingBlocks ask for the cards on bias and evidence that are missing. Whatever
// lets somebody judge others shows them first.
func judgingBlocks(v *sentence.Voice, missing []domain.CoachCard) []blockkit.Block {
	if len(missing) == 0 {
		return nil
	}
	return []blockkit.Block{blockkit.SectionWith(say(v, "coaching.judging"), button(v, PressCoachCard, string(missing[0]), "coaching.card_button"))}
}

// coachCardForm is one card with its question.
func coachCardForm(v *sentence.Voice, card domain.CoachCard, meta Metadata) blockkit.Modal {
	var options []blockkit.Option
	for _, choice := range domain.CoachAnswers() {
		options = append(options, blockkit.Option{Value: choice, Label: blockkit.App(coachSay(v, card, choice))})
	}
	return form(v, frame{CoachCardForm, "coaching.title", "coaching.answer_submit"}, meta,
		blockkit.Header(blockkit.App(coachSay(v, card, "title"))),
		blockkit.Section(blockkit.App(coachSay(v, card, "text"))),
		blockkit.Section(blockkit.App(coachSay(v, card, "more"))),
		blockkit.Context(say(v, "coaching.source", "Source", coachSay(v, card, "source"))),
		blockkit.Section(blockkit.Bold(blockkit.App(coachSay(v, card, "question")))),
		blockkit.Input(blockkit.Field{
			ID: FieldCoachAnswer, Label: say(v, "coaching.answer_label"), Element: blockkit.Radio{ID: FieldCoachAnswer, Options: options},
		}))
}

// coachAnswerView says what fits, and why.
func coachAnswerView(v *sentence.Voice, a domain.CoachAnswer) blockkit.Modal {
	key := "coaching.fits_not"
	if a.Fits {
		key = "coaching.fits"
	}
	blocks := []blockkit.Block{
		blockkit.Header(blockkit.App(coachSay(v, a.Card, "title"))), blockkit.Section(say(v, key)),
		blockkit.Quote(blockkit.App(coachSay(v, a.Card, a.Right))), blockkit.Section(blockkit.App(coachSay(v, a.Card, "why"))),
	}
	row := []blockkit.Element{button(v, PressCoaching, "", "coaching.all_button")}
	if len(a.Missing) > 0 {
		row = append([]blockkit.Element{button(v, PressCoachCard, string(a.Missing[0]), "coaching.next_button")}, row...)
	}
	return blockkit.Modal{
		ID: CoachingView, Title: say(v, "coaching.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Actions(row...)),
	}
}
