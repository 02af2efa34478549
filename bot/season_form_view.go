package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// seasonForm asks what is looked back on, of whom, and on which days.
func seasonForm(v *sentence.Voice, c domain.SeasonChoices, kind domain.SeasonKind, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{
		blockkit.Section(say(v, "season.form_intro_"+string(kind), "Team", c.Team)),
		blockkit.Input(blockkit.Field{
			ID: FieldSeasonName, Label: say(v, "season.name_label"), Element: blockkit.TextField{ID: FieldSeasonName, Max: domain.MaxSeasonName},
		}),
	}
	if kind == domain.PersonSeason {
		people := append([]domain.Person{c.Actor}, c.Reports...)
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: FieldSeasonScope, Label: say(v, "season.who_label"),
			Element: blockkit.Select{ID: FieldSeasonScope, Options: selectPeople(people), Initial: string(c.Actor.ID), Placeholder: say(v, "goal.choose")},
		}))
	} else {
		blocks = append(blocks, seasonGroupFields(v, c)...)
	}
	blocks = append(blocks,
		dayField(FieldSeasonFrom, say(v, "season.from_label"), c.From), dayField(FieldSeasonUntil, say(v, "season.until_label"), c.Until),
		blockkit.Header(say(v, "season.days")), blockkit.Context(say(v, "season.days_intro", "Days", c.ReadDays)))
	return form(v, frame{SeasonForm, "season.form_title", "season.open_submit"}, meta, append(blocks, seasonDayInputs(v, c.Days)...)...)
}

// seasonGroupFields ask whom a season of a group is about, and who compares.
func seasonGroupFields(v *sentence.Voice, c domain.SeasonChoices) []blockkit.Block {
	return []blockkit.Block{
		blockkit.Input(blockkit.Field{
			ID: FieldSeasonScope, Label: say(v, "season.scope_label"), Optional: true,
			Element: blockkit.Select{ID: FieldSeasonScope, Groups: placeGroups(v, c.Areas, c.Locations), Placeholder: say(v, "goal.choose")},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldSeasonManager, Label: say(v, "season.manager_label"), Optional: true,
			Element: blockkit.UserSelect{ID: FieldSeasonManager, Placeholder: say(v, "goal.choose")},
		}),
		peopleField(v, FieldSeasonNamed, "season.named_label", domain.MaxSeasonNamed, nil),
		peopleField(v, FieldSeasonComparers, "season.comparers_label", domain.MaxComparers, nil),
	}
}

// peopleField asks for people, or none.
func peopleField(v *sentence.Voice, id, label string, most int, chosen []string) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: id, Label: say(v, label), Optional: true,
		Element: blockkit.UsersSelect{ID: id, Placeholder: say(v, "goal.choose"), Initial: chosen, Max: most},
	})
}

// dayField asks for a day.
func dayField(id string, label blockkit.Text, day domain.Date) blockkit.Block {
	return blockkit.Input(blockkit.Field{ID: id, Label: label, Element: blockkit.DateField{ID: id, Initial: day.String()}})
}

// seasonDayInputs ask for the days of a season.
func seasonDayInputs(v *sentence.Voice, d domain.SeasonDays) []blockkit.Block {
	var blocks []blockkit.Block
	for _, day := range d.List() {
		blocks = append(blocks, dayField(string(day.Step), say(v, "season.label_"+string(day.Step)), day.Day))
	}
	return blocks
}

// whyField asks for the reason of a change.
func whyField(v *sentence.Voice, label string) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldSeasonWhy, Label: say(v, label), Element: blockkit.TextField{ID: FieldSeasonWhy, Multiline: true, Max: domain.MaxSeasonReason},
	})
}

// seasonMoveForm asks for other days, and why.
func seasonMoveForm(v *sentence.Voice, view domain.SeasonView, meta Metadata) blockkit.Modal {
	blocks := append([]blockkit.Block{blockkit.Section(say(v, "season.move_intro"))}, seasonDayInputs(v, view.Season.Days)...)
	return form(v, frame{SeasonMoveForm, "season.move_title", "rapport.save_button"}, meta, append(blocks, whyField(v, "season.why_label"))...)
}

// seasonStopForm asks why a season is called off.
func seasonStopForm(v *sentence.Voice, view domain.SeasonView, meta Metadata) blockkit.Modal {
	return form(v, frame{SeasonStopForm, "season.stop_title", "season.stop_button"}, meta,
		blockkit.Section(wovenLine(v, "season.stop_intro", "Season", view.Season.Name)), whyField(v, "season.why_label"))
}

// seasonWhoForm asks who is added or taken out, and who compares.
func seasonWhoForm(v *sentence.Voice, view domain.SeasonView, meta Metadata) blockkit.Modal {
	var comparers []string
	for _, p := range pick(view.People, view.Season.Comparers) {
		comparers = append(comparers, p.SlackID)
	}
	return form(v, frame{SeasonWhoForm, "season.people_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "season.people_intro")),
		peopleField(v, FieldSeasonAdd, "season.add_label", domain.MaxSeasonNamed, nil),
		peopleField(v, FieldSeasonOut, "season.out_label", domain.MaxSeasonNamed, nil),
		peopleField(v, FieldSeasonComparers, "season.comparers_label", domain.MaxComparers, comparers),
		whyField(v, "season.people_why_label"))
}

// seasonWriterForm asks who writes about a person, and why.
func seasonWriterForm(v *sentence.Voice, view domain.SeasonCaseView, meta Metadata) blockkit.Modal {
	name := nameOr(v, view.People[view.Case.Person])
	return form(v, frame{SeasonWriterForm, "season.writer_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "season.writer_intro", "Name", name)),
		blockkit.Input(blockkit.Field{
			ID: FieldSeasonWriter, Label: say(v, "season.writer_label", "Name", name),
			Element: blockkit.UserSelect{ID: FieldSeasonWriter, Placeholder: say(v, "goal.choose")},
		}), whyField(v, "season.why_label"))
}
