package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// slackIDs are people as Slack names them.
func slackIDs(people []domain.Person) []string {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.SlackID
	}
	return ids
}

// roundPeople are the two fields in which people are named.
func roundPeople(v *sentence.Voice, r domain.RoundReceipt, label string) []blockkit.Block {
	hint := say(v, "round.peers_hint", "Least", r.Policy.NumbersFrom, "Limit", domain.MaxRoundPeers)
	return []blockkit.Block{
		blockkit.Input(blockkit.Field{
			ID: FieldRoundPeers, Label: say(v, label), Hint: hint, Optional: r.Reports >= r.Policy.NumbersFrom,
			Element: blockkit.UsersSelect{ID: FieldRoundPeers, Initial: slackIDs(r.As(domain.AsPeer)), Max: domain.MaxRoundPeers},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldRoundOwners, Label: say(v, "round.owners_label"), Hint: say(v, "round.owners_hint"), Optional: true,
			Element: blockkit.UsersSelect{ID: FieldRoundOwners, Initial: slackIDs(r.As(domain.AsCustomer)), Max: domain.MaxRoundOwners},
		}),
	}
}

// roundNameForm asks the person whom to ask.
func roundNameForm(v *sentence.Voice, r domain.RoundReceipt, meta Metadata) blockkit.Modal {
	manager := nameOr(v, r.Manager())
	blocks := []blockkit.Block{blockkit.Section(say(v, "round.begun", "Day", v.Date(r.Round.NominateBy)))}
	blocks = append(blocks, roundPeople(v, r, "round.peers_label")...)
	if r.Reports > 0 && r.Reports < r.Policy.NumbersFrom {
		blocks = append(blocks, blockkit.Context(say(v, "round.too_few_reports", "Team", r.Team)))
	}
	return form(v, frame{RoundNameForm, "round.name_title", "round.name_send_button"}, meta,
		append(blocks, blockkit.Context(say(v, "round.name_seen", "Manager", manager)))...)
}

// roundApproveForm shows the manager whom the person named, to be changed or not.
func roundApproveForm(v *sentence.Voice, r domain.RoundReceipt, meta Metadata) blockkit.Modal {
	name := nameOr(v, r.People[r.Round.Subject])
	blocks := []blockkit.Block{blockkit.Section(say(v, "round.approve_intro", "Name", name))}
	blocks = append(blocks, roundPeople(v, r, "round.approve_label")...)
	if r.Reports >= r.Policy.NumbersFrom {
		blocks = append(blocks, blockkit.Section(say(v, "round.approve_reports", "Count", r.Reports, "Name", name)))
	}
	return form(v, frame{RoundApproveForm, "round.approve_title", "round.approve_send_button"}, meta,
		append(blocks, blockkit.Context(say(v, "round.approve_you", "Name", name)))...)
}

// roundAnswerForm asks for marks and words. Before anything it says who will see
// what, as the table and the round's own thresholds say.
func roundAnswerForm(v *sentence.Voice, f domain.RoundForm, me domain.ID, meta Metadata) blockkit.Modal {
	name := nameOr(v, f.People[f.Round.Subject])
	blocks := []blockkit.Block{
		blockkit.Section(say(v, "round.answer_intro", "Name", name)),
		blockkit.Section(blockkit.Separated(" ", roundReaders(v, f, me)...)),
		blockkit.Context(say(v, "round.once")),
	}
	blocks = append(blocks, judgingBlocks(v, f.Missing)...)
	var scale []blockkit.Option
	for mark := domain.MostMark; mark >= 1; mark-- {
		scale = append(scale, blockkit.Option{Value: strconv.Itoa(mark), Label: blockkit.App(v.Mark(mark))})
	}
	for i, e := range f.Questions {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: markField(i), Optional: true, Hint: say(v, "round.scale_hint"),
			Label:   blockkit.Weave(v.Say("round.mark_label", "Place", i+1, "Text", blockkit.Slot(0)), blockkit.User(e.Text)),
			Element: blockkit.Select{ID: markField(i), Placeholder: say(v, "round.mark_placeholder"), Options: scale},
		}))
	}
	keep, try := "round.keep_label", "round.try_label"
	if f.As == domain.AsSelf {
		keep, try = "round.own_keep_label", "round.own_try_label"
	}
	for _, open := range []struct{ id, label string }{{FieldRoundKeep, keep}, {FieldRoundTry, try}} {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: open.id, Label: say(v, open.label, "Name", name), Optional: true,
			Element: blockkit.TextField{ID: open.id, Multiline: true, Max: domain.MaxRoundText},
		}))
	}
	return form(v, frame{RoundAnswerForm, "round.answer_title", "round.answer_send_button"}, meta, blocks...)
}

// roundReaders say who will read what, and how one's own answers stand there.
func roundReaders(v *sentence.Voice, f domain.RoundForm, me domain.ID) []blockkit.Text {
	first := holderNames(v, f.Readers, f.People, me, f.Team)
	lines := []blockkit.Text{say(v, "round.readers_first", "Who", first, "Day", v.Date(f.Round.ReleaseOn))}
	if next := holderNames(v, f.Next, f.People, me, f.Team); len(next) > 0 {
		lines = append(lines, say(v, "round.readers_next", "Who", next))
	} else {
		lines = append(lines, say(v, "round.readers_alone"))
	}
	if f.As == domain.AsSelf || f.As == domain.AsManager {
		return append(lines, say(v, "round.named_you"))
	}
	return append(lines, say(v, "round.group_"+string(f.As),
		"Name", nameOr(v, f.People[f.Round.Subject]), "Numbers", f.Round.Numbers, "Texts", f.Round.Texts))
}

// roundAnswerCard asks somebody to answer.
func roundAnswerCard(v *sentence.Voice, f domain.RoundForm) cardRow {
	name, key := nameOr(v, f.People[f.Round.Subject]), "round.row_answer"
	switch f.As {
	case domain.AsSelf:
		key = "round.row_self"
	case domain.AsCustomer:
		key = "round.row_customer"
	case domain.AsManager, domain.AsPeer, domain.AsReport, domain.AsEverybody:
	}
	line := say(v, key, "Name", name, "Day", v.Date(f.Round.AnswerBy))
	decline := button(v, PressRoundDecline, string(f.Round.ID), "round.decline_button")
	decline.Confirm = &blockkit.Confirm{
		Title: say(v, "round.decline_title"), Text: say(v, "round.decline_sure"),
		Yes: say(v, "round.decline_button"), No: say(v, "rapport.cancel_button"),
	}
	return cardRow{
		Text: line, Fallback: line, Name: name,
		Buttons: []blockkit.Element{primary(button(v, PressRoundAnswer, string(f.Round.ID), "round.answer_button")), decline},
	}
}

// roundQuoteForm asks for what a customer said.
func roundQuoteForm(v *sentence.Voice, f domain.RoundForm, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "round.quote_intro", "Name", nameOr(v, f.People[f.Round.Subject])))}
	if n := len(f.Quotes); n > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "round.quotes_count", "Count", n)))
	}
	return form(v, frame{RoundQuoteForm, "round.quote_title", "round.quote_send_button"}, meta, append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldRoundWords, Label: say(v, "round.words_label"),
			Element: blockkit.TextField{ID: FieldRoundWords, Multiline: true, Max: domain.MaxRoundText, Focus: true},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldRoundSource, Label: say(v, "round.source_label"), Hint: say(v, "round.source_hint"),
			Element: blockkit.TextField{ID: FieldRoundSource, Max: domain.MaxRoundSource},
		}),
		blockkit.Input(blockkit.Field{ID: FieldRoundOn, Label: say(v, "round.on_label"), Element: blockkit.DateField{ID: FieldRoundOn}}))...)
}
