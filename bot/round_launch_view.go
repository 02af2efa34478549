package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// placeGroups are the areas and locations of the company as options.
func placeGroups(v *sentence.Voice, areas, locations []string) []blockkit.OptionGroup {
	var groups []blockkit.OptionGroup
	for _, g := range []struct {
		label, prefix string
		names         []string
	}{{"pause.areas", pauseArea, areas}, {"pause.locations", pauseLocation, locations}} {
		var options []blockkit.Option
		for _, name := range g.names {
			options = append(options, blockkit.Option{Value: g.prefix + name, Label: blockkit.Name(name)})
		}
		if len(options) > 0 {
			groups = append(groups, blockkit.OptionGroup{Label: say(v, g.label), Options: options})
		}
	}
	return groups
}

// roundsView is what the people team has begun, in counts.
func roundsView(v *sentence.Voice, c domain.RoundLaunchChoices) blockkit.Modal {
	blocks := []blockkit.Block{
		blockkit.Section(say(v, "round.rounds_intro")), blockkit.Actions(button(v, PressRoundLaunch, "", "round.launch_button")),
	}
	if len(c.Launches) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "round.rounds_none")))
	}
	for _, l := range c.Launches {
		n := c.Counts[l.ID]
		blocks = append(blocks, blockkit.Section(blockkit.Lines(
			blockkit.Bold(launchGroup(v, c, l)),
			say(v, "round.launch_line", "Name", nameOr(v, c.People[l.By]), "Nominate", v.Date(l.NominateBy), "Answer", v.Date(l.AnswerBy), "Release", v.Date(l.ReleaseOn)),
			say(v, "round.launch_counts", "Begun", l.Begun, "LeftOut", l.LeftOut, "Naming", n[domain.RoundNominating]+n[domain.RoundApproving],
				"Answering", n[domain.RoundAnswering], "Out", n[domain.RoundOut], "Over", n[domain.RoundOver]))))
	}
	return blockkit.Modal{ID: RoundsView, Title: say(v, "round.rounds_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// launchGroup says about whom a launch is.
func launchGroup(v *sentence.Voice, c domain.RoundLaunchChoices, l domain.RoundLaunch) blockkit.Text {
	switch g := l.Group; {
	case g.Area != "":
		return say(v, "round.launch_area", "Name", g.Area)
	case g.Location != "":
		return say(v, "round.launch_location", "Name", g.Location)
	case g.Manager != "":
		return say(v, "round.launch_manager", "Name", nameOr(v, c.People[g.Manager]))
	default:
		return say(v, "round.launch_people", "Count", len(g.Named))
	}
}

// roundLaunchForm asks about whom, and until when.
func roundLaunchForm(v *sentence.Voice, c domain.RoundLaunchChoices, meta Metadata) blockkit.Modal {
	return form(v, frame{RoundLaunchForm, "round.launch_title", "round.launch_send_button"}, meta,
		blockkit.Section(say(v, "round.launch_intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldRoundScope, Label: say(v, "round.scope_label"), Optional: true,
			Element: blockkit.Select{ID: FieldRoundScope, Groups: placeGroups(v, c.Areas, c.Locations), Placeholder: say(v, "goal.choose")},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldRoundManager, Label: say(v, "round.manager_label"), Optional: true,
			Element: blockkit.UserSelect{ID: FieldRoundManager, Placeholder: say(v, "goal.choose")},
		}),
		peopleField(v, FieldRoundPeople, "round.people_label", 0, nil),
		dayField(FieldRoundNominate, say(v, "round.nominate_label"), c.Dates.NominateBy),
		dayField(FieldRoundBy, say(v, "round.by_label"), c.Dates.AnswerBy),
		dayField(FieldRoundRelease, say(v, "round.release_label"), c.Dates.ReleaseOn),
		blockkit.Context(say(v, "round.launch_who")))
}
