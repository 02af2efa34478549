package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// longField asks for words of several lines.
func longField(id string, label blockkit.Text, initial string, limit int) blockkit.Block {
	return blockkit.Input(blockkit.Field{ID: id, Label: label, Element: blockkit.TextField{ID: id, Initial: initial, Multiline: true, Max: limit}})
}

// seasonWriteForm is the draft of a summary.
func seasonWriteForm(v *sentence.Voice, view domain.SeasonCaseView, meta Metadata) blockkit.Modal {
	name := nameOr(v, view.People[view.Case.Person])
	return form(v, frame{SeasonWriteForm, "season.write_title", "season.keep_button"}, meta,
		blockkit.Section(say(v, "season.write_intro", "Name", name)),
		longField(FieldSeasonText, say(v, "season.text_label", "Name", name), view.Draft.Text, domain.MaxSeasonText))
}

// seasonEditForm asks for other words of what was handed in, and why.
func seasonEditForm(v *sentence.Voice, view domain.SeasonCaseView, meta Metadata) blockkit.Modal {
	name := nameOr(v, view.People[view.Case.Person])
	return form(v, frame{SeasonEditForm, "season.write_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "season.edit_intro", "Name", name)),
		longField(FieldSeasonText, say(v, "season.text_label", "Name", name), view.Case.Text, domain.MaxSeasonText),
		whyField(v, "season.edit_why_label"))
}

// seasonCiteForm offers the lines that a summary can rest on, by kind; those that
// it rests on are chosen.
func seasonCiteForm(v *sentence.Voice, e domain.SeasonEvidence, meta Metadata) blockkit.Modal {
	c := e.View.Case
	var chosen []string
	for _, cited := range e.Cited {
		chosen = append(chosen, refValue(cited.Ref))
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, "season.cite_intro", "Name", nameOr(v, e.View.People[c.Person])))}
	if e.Unseen > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "season.unseen", "Count", e.Unseen)))
	}
	blocks = append(blocks, blockkit.Input(blockkit.Field{
		ID: FieldSeasonLines, Label: say(v, "season.lines_label"), Optional: true,
		Element: blockkit.SelectMany{ID: FieldSeasonLines, Groups: citeGroups(v, e), Initial: chosen, Max: domain.MaxSeasonCited, Placeholder: say(v, "goal.choose")},
	}))
	if len(e.Expectations) > 0 {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: FieldSeasonServes, Label: say(v, "season.serves_label"), Optional: true,
			Element: blockkit.Select{ID: FieldSeasonServes, Options: servesOptions(v, e.Expectations), Initial: noParent, Placeholder: say(v, "goal.choose")},
		}))
	}
	if c.State == domain.CaseHanded {
		blocks = append(blocks, whyField(v, "season.edit_why_label"))
	}
	return form(v, frame{SeasonCiteForm, "season.cite_title", "rapport.save_button"}, meta, blocks...)
}

// refValue is a line of evidence as an option names it.
func refValue(ref domain.EvidenceRef) string { return string(ref.Kind) + ":" + string(ref.ID) }

// chosenParent is the choice of a menu that offers none, too.
func chosenParent(choice string) domain.ID {
	if choice == noParent {
		return ""
	}
	return domain.ID(choice)
}

// citeGroups are the lines by kind. What is cited and cannot be any more, since it
// was taken back, stays to be chosen.
func citeGroups(v *sentence.Voice, e domain.SeasonEvidence) []blockkit.OptionGroup {
	var groups []blockkit.OptionGroup
	for _, kind := range domain.EvidenceKinds() {
		var options []blockkit.Option
		there := map[domain.EvidenceRef]bool{}
		for _, line := range e.Lines {
			if line.Kind != kind {
				continue
			}
			there[line.Ref()] = true
			parts := []blockkit.Text{blockkit.App(v.ShortDate(domain.DateOf(line.HappenedAt, v.Zone())))}
			if line.Late(e.LateAfter) {
				parts = append(parts, say(v, "season.late_short"))
			}
			label := blockkit.Separated(" · ", append(parts, blockkit.Name(v.EvidenceInShort(line, e.View.People)))...)
			options = append(options, blockkit.Option{Value: refValue(line.Ref()), Label: label})
		}
		for _, cited := range e.Cited {
			if cited.Ref.Kind == kind && !there[cited.Ref] {
				options = append(options, blockkit.Option{Value: refValue(cited.Ref), Label: say(v, "season.cited_before")})
			}
		}
		if len(options) > 0 {
			groups = append(groups, blockkit.OptionGroup{Label: say(v, "season.kind_"+string(kind)), Options: options})
		}
	}
	return groups
}

// seasonWordsForm asks for a remark, an input or a reply, and says who reads it.
func seasonWordsForm(v *sentence.Voice, view domain.SeasonCaseView, kind string, meta Metadata) blockkit.Modal {
	name, initial, limit := nameOr(v, view.People[view.Case.Person]), "", domain.MaxSeasonText
	switch kind {
	case SeasonInputWords:
		initial = view.Draft.Text
	case SeasonRemarkWords:
		limit = domain.MaxSeasonNote
	}
	label, intro := say(v, "season.words_label_"+kind, "Name", name), say(v, "season.words_intro_"+kind, "Name", name)
	return form(v, frame{SeasonWordsForm, "season.title", "season.say_button"}, meta,
		blockkit.Section(intro), longField(FieldSeasonText, label, initial, limit))
}

// seasonDecideForm asks what was decided, and why.
func seasonDecideForm(v *sentence.Voice, view domain.SeasonCaseView, meta Metadata) blockkit.Modal {
	var options []blockkit.Option
	for _, kind := range domain.DecisionKinds() {
		options = append(options, blockkit.Option{Value: string(kind), Label: say(v, "season.decision_"+string(kind))})
	}
	name := nameOr(v, view.People[view.Case.Person])
	return form(v, frame{SeasonDecideForm, "season.decide_title", "season.record_button"}, meta,
		blockkit.Section(say(v, "season.decide_intro", "Name", name, "Day", v.Date(view.Case.DecideFrom))),
		blockkit.Input(blockkit.Field{
			ID: FieldSeasonKind, Label: say(v, "season.kind_label"), Element: blockkit.Radio{ID: FieldSeasonKind, Options: options},
		}),
		longField(FieldSeasonWhat, say(v, "season.what_label"), "", domain.MaxSeasonNote),
		longField(FieldSeasonWhy, say(v, "season.rationale_label", "Name", name), "", domain.MaxSeasonNote))
}

// seasonCompareView lays what summaries rest on side by side, by expectation and
// then by name. It computes no score and orders nobody.
func seasonCompareView(v *sentence.Voice, c domain.SeasonComparison) blockkit.Modal {
	blocks := append([]blockkit.Block{blockkit.Section(say(v, "season.compare_intro"))}, judgingBlocks(v, c.Missing)...)
	for _, topic := range c.Topics {
		lines := []blockkit.Text{blockkit.Bold(topicName(v, topic))}
		for _, row := range topic.Rows {
			name := nameOr(v, c.View.People[row.Case.Person])
			if !row.Counted {
				lines = append(lines, blockkit.Name(name))
				continue
			}
			lines = append(lines, say(v, "season.compared", "Name", name, "Count", len(row.Lines), "Sources", row.Sources))
		}
		value := string(c.View.Season.ID) + ":" + topicValue(topic)
		blocks = append(blocks, blockkit.SectionWith(blockkit.Lines(lines...), button(v, PressSeasonCompare, value, "season.lines_button")))
	}
	return compareModal(v, append(blocks, unwrittenBlock(v, c)))
}

// noTopic names what speaks to no expectation, in buttons.
const noTopic = "none"

func topicValue(t domain.ComparedTopic) string {
	if t.Expectation.ID == "" {
		return noTopic
	}
	return string(t.Expectation.ID)
}

func topicName(v *sentence.Voice, t domain.ComparedTopic) blockkit.Text {
	return blockkit.User(t.Expectation.Text).Or(say(v, "season.no_topic"))
}

// unwrittenBlock says of whom nothing is handed in.
func unwrittenBlock(v *sentence.Voice, c domain.SeasonComparison) blockkit.Block {
	var names []string
	for _, item := range c.Unwritten {
		names = append(names, nameOr(v, c.View.People[item.Person]))
	}
	if len(names) == 0 {
		return blockkit.Block{}
	}
	return blockkit.Context(say(v, "season.unwritten", "Names", names))
}

// seasonTopicView shows the lines about one expectation, person by person.
func seasonTopicView(v *sentence.Voice, c domain.SeasonComparison, expectation domain.ID) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Actions(button(v, PressSeasonCompare, string(c.View.Season.ID)+":", "season.all_topics_button"))}
	for _, topic := range c.Topics {
		if topicValue(topic) != string(expectation) {
			continue
		}
		blocks = append(blocks, blockkit.Section(blockkit.Bold(topicName(v, topic))))
		for _, row := range topic.Rows {
			name := blockkit.Bold(blockkit.Name(nameOr(v, c.View.People[row.Case.Person])))
			blocks = append(blocks, blockkit.Divider(), blockkit.SectionWith(name, button(v, PressSeasonCase, string(row.Case.ID), "rapport.open_button")))
			if len(row.Lines) == 0 {
				blocks = append(blocks, blockkit.Context(say(v, "season.nothing_cited")))
			}
			for _, line := range row.Lines {
				blocks = append(blocks, blockkit.Section(citedText(v, line, c.View.People)))
			}
		}
	}
	return compareModal(v, blocks)
}

func compareModal(v *sentence.Voice, blocks []blockkit.Block) blockkit.Modal {
	return blockkit.Modal{
		ID: SeasonCompareView, Title: say(v, "season.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}
