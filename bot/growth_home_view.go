package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// growthBlocks are the own plan on Home.
func growthBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "growth.home"))}
	list := domain.PlanList{People: h.People}
	for _, i := range h.Growth.Mine {
		blocks = append(blocks, blockkit.SectionWith(growthLine(v, list, i), button(v, PressGrowthTell, string(i.ID), "growth.tell_button")))
	}
	if len(h.Growth.Mine) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "growth.none_mine")))
	}
	row := []blockkit.Element{button(v, PressGrowthNew, "", "growth.new_button")}
	if len(h.Growth.Mine) > 0 {
		row = append(row, button(v, PressGrowth, "", "growth.whole_button"))
	}
	return append(blocks, blockkit.Actions(row...))
}

// teamGrowthBlocks are what of the team's plans waits for a yes.
func teamGrowthBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if len(h.Growth.Unsupported) == 0 {
		return nil
	}
	list := domain.PlanList{People: h.People, Page: domain.PlanPage{Team: true}}
	blocks := []blockkit.Block{blockkit.Context(say(v, "growth.home_team"))}
	for _, i := range h.Growth.Unsupported {
		blocks = append(blocks, blockkit.SectionWith(growthLine(v, list, i), button(v, PressGrowthOpen, string(i.ID), "rapport.open_button")))
	}
	return blocks
}

// growthFact is the line of facts about what the employee is learning.
func growthFact(v *sentence.Voice, f domain.TalkFacts) blockkit.Text {
	if len(f.Growth) == 0 {
		return blockkit.Text{}
	}
	args := []any{"Count", len(f.Growth), "Day", v.ShortDate(f.Growth[0].Due)}
	if f.Reader == f.Employee.ID {
		return say(v, "growth.fact_open", args...)
	}
	return say(v, "growth.fact_open_of", append(args, "Name", firstName(f.Employee.Name))...)
}

// growthTitles are what items are about.
func growthTitles(items []domain.PlanItem) []blockkit.Text {
	texts := make([]blockkit.Text, len(items))
	for i, item := range items {
		texts[i] = blockkit.User(item.What)
	}
	return texts
}
