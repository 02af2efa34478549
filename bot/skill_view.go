package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// skillPrompt offers, in a conversation by the rhythm, to mark where the employee
// stands.
func skillPrompt(v *sentence.Voice, c domain.Conversation, reader domain.ID, employee domain.Person) []blockkit.Block {
	if c.Kind != domain.RegularTalk || c.Partner == "" {
		return nil
	}
	line := say(v, "skill.prompt_mine")
	if reader != c.Employee {
		line = say(v, "skill.prompt", "Name", firstName(employee.Name))
	}
	return []blockkit.Block{blockkit.SectionWith(line, button(v, PressSkill, string(c.ID), "skill.open_button"))}
}

// standOptions are the words between which to choose.
func standOptions(v *sentence.Voice) []blockkit.Option {
	options := []blockkit.Option{{Value: noParent, Label: say(v, "skill.stand_unmarked")}}
	for _, s := range domain.Stands() {
		options = append(options, blockkit.Option{Value: string(s), Label: say(v, "skill.stand_"+string(s))})
	}
	return options
}

// skillForm asks where the employee stands with each expectation.
func skillForm(v *sentence.Voice, s domain.SkillSheet, meta Metadata) blockkit.Modal {
	name := firstName(s.Other().Name)
	title, intro := "skill.title_other", "skill.intro_theirs"
	if s.Reader == s.Conversation.Employee {
		title, intro = "skill.title", "skill.intro_mine"
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, intro, "Name", name))}
	if len(s.Mine) > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "skill.waits", "Name", name)))
	}
	for i, e := range s.Expectations {
		if i == len(standFields()) {
			break
		}
		initial := noParent
		if stand, marked := s.Mine[e.ID]; marked {
			initial = string(stand)
		}
		id := standField(i)
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: id, Label: blockkit.User(e.Text), Optional: true,
			Element: blockkit.Select{ID: id, Options: standOptions(v), Initial: initial, Placeholder: say(v, "goal.choose")},
		}))
	}
	blocks = append(blocks, blockkit.Context(say(v, "skill.readers", "Name", name)))
	return form(v, frame{SkillForm, title, "skill.mark_submit"}, meta, blocks...)
}

// skillView shows the own marks, and beside them the other's once both have marked.
func skillView(v *sentence.Voice, s domain.SkillSheet) blockkit.Modal {
	name := firstName(s.Other().Name)
	title := "skill.title_other"
	mine := s.Reader == s.Conversation.Employee
	if mine {
		title = "skill.title"
	}
	var blocks []blockkit.Block
	if s.Talk.Compared() {
		blocks = append(blocks, blockkit.Section(say(v, "skill.compared_done")))
	} else {
		blocks = append(blocks, blockkit.Section(say(v, "skill.waits", "Name", name)))
	}
	for _, e := range s.Expectations {
		line := blockkit.Lines(blockkit.Bold(blockkit.User(e.Text)), standLine(v, s, e.ID, name))
		var side blockkit.Element
		planned, there := s.Planned[e.ID]
		switch {
		case !mine || !s.Talk.Compared():
		case there:
			side = button(v, PressGrowthOpen, string(planned.ID), "skill.planned_button")
		default:
			side = button(v, PressSkillLearn, string(s.Conversation.ID)+":"+string(e.ID), "skill.learn_button")
		}
		blocks = append(blocks, blockkit.SectionWith(line, side))
	}
	if mine && s.Talk.Compared() {
		blocks = append(blocks, blockkit.Context(say(v, "skill.learn_intro")))
	}
	blocks = append(blocks, blockkit.Context(say(v, "skill.readers", "Name", name)))
	return blockkit.Modal{ID: SkillView, Title: say(v, title), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// standLine is how the reader marked, and the other where both have.
func standLine(v *sentence.Voice, s domain.SkillSheet, id domain.ID, name string) blockkit.Text {
	word := func(stands map[domain.ID]domain.Stand) string {
		stand, marked := stands[id]
		if !marked {
			return v.Say("skill.stand_unmarked")
		}
		return v.Say("skill.stand_" + string(stand))
	}
	if s.Theirs == nil {
		return blockkit.App(word(s.Mine))
	}
	return say(v, "skill.beside", "Mine", word(s.Mine), "Name", name, "Theirs", word(s.Theirs))
}

// skillCard asks to mark where the other has.
func skillCard(v *sentence.Voice, s domain.SkillSheet) cardRow {
	line := say(v, "skill.row", "Name", s.Other().Name)
	return cardRow{
		Text: line, Fallback: line, Name: s.Other().Name,
		Buttons: []blockkit.Element{button(v, PressSkill, string(s.Conversation.ID), "skill.open_button")},
	}
}

// skillTold tells who marked first that both have.
func skillTold(v *sentence.Voice, s domain.SkillSheet) blockkit.Message {
	line := say(v, "skill.told", "Name", s.Other().Name)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.SectionWith(line, button(v, PressSkill, string(s.Conversation.ID), "skill.compare_button")),
			blockkit.Context(say(v, "skill.told_why")),
		},
	}
}
