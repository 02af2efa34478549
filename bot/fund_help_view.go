package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// helpedAsk asks whether something helped: who finished it, or who talks with
// them.
func helpedAsk(v *sentence.Voice, s domain.HelpView, me domain.ID) blockkit.Text {
	if me == s.Help.Person {
		return say(v, "fund.help_ask", "Day", s.Help.EndedOn)
	}
	return say(v, "fund.help_ask_other", "Name", nameOr(v, s.People[s.Help.Person]), "Day", s.Help.EndedOn)
}

// helpedForm asks it, and says before who reads the answer.
func helpedForm(v *sentence.Voice, s domain.HelpView, me domain.ID, meta Metadata) blockkit.Modal {
	answers := labelled(v, string(domain.Worth), "fund.help_yes", string(domain.PartlyWorth), "fund.help_partly", string(domain.NotWorth), "fund.help_no")
	return form(v, frame{HelpedForm, "fund.help_title", "fund.help_submit"}, meta,
		blockkit.Section(helpedAsk(v, s, me)), blockkit.Quote(blockkit.User(s.Item.What)),
		blockkit.Section(readersLine(v, s.Readers, s.People, me, s.Team)),
		blockkit.Context(say(v, "fund.help_counted", "Team", s.Team, "Least", s.Least)),
		blockkit.Input(blockkit.Field{ID: FieldHelped, Label: say(v, "fund.help_label"), Element: blockkit.Radio{ID: FieldHelped, Options: answers}}),
		blockkit.Input(leftEmpty(roleText(v, FieldHelpedWords, "fund.help_words_label", "", domain.MaxHelpWords))))
}

// helpedView shows the answers to who has given one.
func helpedView(v *sentence.Voice, s domain.HelpView, me domain.ID) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(helpedAsk(v, s, me)), blockkit.Quote(blockkit.User(s.Item.What))}
	for _, a := range []*domain.HelpAnswer{s.Mine, s.Others} {
		if a == nil {
			continue
		}
		name := nameOr(v, s.People[a.Author])
		if a.Author == me {
			name = v.Say("feedback.you")
		}
		blocks = append(blocks, blockkit.Section(blockkit.Bold(say(v, "fund.help_answer_"+string(a.Answer), "Name", name))), blockkit.Quote(blockkit.User(a.Words)))
	}
	if s.Others == nil && s.Help.Other != "" {
		blocks = append(blocks, blockkit.Context(say(v, "fund.help_waits")))
	}
	blocks = append(blocks, blockkit.Context(readersLine(v, s.Readers, s.People, me, s.Team)))
	return blockkit.Modal{ID: HelpedForm, Title: say(v, "fund.help_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// helpedCard is the row that asks it.
func helpedCard(v *sentence.Voice, s domain.HelpView, me domain.ID) cardRow {
	line := helpedAsk(v, s, me)
	buttons := []blockkit.Element{primary(button(v, PressHelped, string(s.Help.Item), "fund.help_button"))}
	return cardRow{Text: line, Fallback: line, Buttons: buttons, Both: buttons, Lines: []blockkit.Text{say(v, "fund.one_minute")}}
}
