package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// rhythmName is a rhythm in words; one that has none is shown as it is written.
func rhythmName(v *sentence.Voice, text string) string {
	c, err := domain.ParseCadence(text)
	switch {
	case err != nil:
		return text
	case c == domain.Monthly:
		return v.Say("policy.cadence_monthly")
	case c == domain.Quarterly:
		return v.Say("policy.cadence_quarterly")
	}
	return v.Say("policy.cadence_weeks", "Count", c.Weeks())
}

// rhythmsView tells what each rhythm costs, the shortest first.
func rhythmsView(v *sentence.Voice, costs domain.RhythmCosts) blockkit.Modal {
	intro := say(v, "policy.rhythms_intro", "Minutes", costs.Policy.Minutes, "PerWeek", costs.Policy.PerWeek,
		"Partners", costs.Partners, "Typical", costs.Typical, "Most", costs.Most)
	if costs.Partners == 0 {
		intro = say(v, "policy.rhythms_nobody")
	}
	blocks := []blockkit.Block{blockkit.Section(intro)}
	for _, rhythm := range costs.Rhythms {
		if costs.Partners > 0 {
			blocks = append(blocks, blockkit.Section(rhythmLines(v, costs, rhythm)))
		}
	}
	return blockkit.Modal{
		ID: RhythmsView, Title: say(v, "policy.rhythms_title"), Close: say(v, "rapport.close_button"),
		Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// rhythmLines are what one rhythm costs, and whom it does not fit.
func rhythmLines(v *sentence.Voice, costs domain.RhythmCosts, rhythm domain.RhythmFit) blockkit.Text {
	name := rhythmName(v, rhythm.Text)
	if rhythm.Text == costs.Policy.Cadence {
		name = v.Say("policy.rhythms_now", "Rhythm", name)
	}
	lines := []blockkit.Text{blockkit.Bold(blockkit.App(name)), rhythmCost(v, costs.Typical, rhythm.Typical)}
	if costs.Most > costs.Typical {
		lines = append(lines, rhythmCost(v, costs.Most, rhythm.Most))
	}
	return blockkit.Lines(append(lines, rhythmOver(v, costs, rhythm))...)
}

func rhythmCost(v *sentence.Voice, people int, cost domain.RhythmCost) blockkit.Text {
	return say(v, "policy.rhythms_cost", "People", people, "Time", cost.PerWeek, "Talks", cost.Conversations)
}

// rhythmOver names those whom a rhythm does not fit, and what would.
func rhythmOver(v *sentence.Voice, costs domain.RhythmCosts, rhythm domain.RhythmFit) blockkit.Text {
	if rhythm.OverAll == 0 {
		return say(v, "policy.rhythms_fits")
	}
	var names []string
	for _, span := range rhythm.Over {
		names = append(names, v.Say("policy.rhythms_person", "Name", nameOr(v, costs.People[span.Partner]), "People", span.People))
	}
	if more := rhythm.OverAll - len(rhythm.Over); more > 0 {
		names = append(names, v.Say("policy.rhythms_others", "Count", more))
	}
	if rhythm.Instead == "" {
		return say(v, "policy.rhythms_partner", "People", names)
	}
	return say(v, "policy.rhythms_instead", "People", names, "Rhythm", rhythmName(v, rhythm.Instead))
}
