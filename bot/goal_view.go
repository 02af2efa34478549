package bot

import (
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// noParent is the option of a goal that serves no other.
const noParent = "none"

// goalCard asks for news of a goal.
func goalCard(v *sentence.Voice, g domain.Goal, today domain.Date) cardRow {
	id, row, notice := string(g.ID), "goal.row", "goal.row_notice"
	if today.After(g.Due) {
		row, notice = "goal.row_past", "goal.row_past_notice"
	}
	line := blockkit.Weave(v.Say(row, "What", blockkit.Slot(0), "Day", v.ShortDate(g.Due)), blockkit.Bold(blockkit.User(g.Title).Cut(shortened)))
	return cardRow{
		// The title is not for lock screens.
		Text: line, Fallback: say(v, notice, "Day", v.ShortDate(g.Due)), Name: v.Say("goal.list_mine"),
		Buttons: []blockkit.Element{
			button(v, PressGoalUpdate, id, "home.update_button"),
			button(v, PressGoalSame, id, "goal.same_button"),
			button(v, PressGoalClose, id, "goal.close_button"),
		},
	}
}

// goalDeed is what somebody did with a goal, and who reads of it.
type goalDeed struct {
	reader domain.ID
	by     domain.Person
	word   string
}

// goalTold tells one side what the other did with the goal. The title is not for
// lock screens.
func goalTold(v *sentence.Voice, g domain.Goal, deed goalDeed) blockkit.Message {
	line := say(v, "goal.owner_"+deed.word, "Name", nameOr(v, deed.by))
	if deed.reader != g.Owner {
		line = say(v, "goal.other_"+deed.word, "Name", nameOr(v, deed.by))
	}
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.SectionWith(blockkit.Lines(line, blockkit.Bold(blockkit.User(g.Title).Cut(shortened))), button(v, PressGoalOpen, string(g.ID), "rapport.open_button")),
			blockkit.Context(say(v, "goal.owner_why")),
		},
	}
}

// goalLine is one goal in two lines: what, and where it stands.
func goalLine(v *sentence.Voice, list domain.GoalList, g domain.Goal) blockkit.Text {
	return blockkit.Lines(blockkit.Bold(blockkit.User(g.Title)), goalState(v, list, g))
}

func goalState(v *sentence.Voice, list domain.GoalList, g domain.Goal) blockkit.Text {
	parts := []blockkit.Text{goalValue(v, g)}
	if progress, above := list.Progress[g.ID]; above {
		parts = append(parts, say(v, "goal.rolled_up", "Percent", int(progress*100+0.5)))
	}
	if g.Closed() {
		parts = append(parts, say(v, "goal.state_"+string(g.State)))
	} else {
		if g.State == domain.GoalProposed {
			parts = append(parts, say(v, "goal.state_proposed"))
		}
		parts = append(parts, say(v, "goal.confidence_"+string(g.Confidence)), say(v, "goal.due", "Day", v.ShortDate(g.Due)))
	}
	if !g.LastNews.IsZero() {
		parts = append(parts, say(v, "goal.last_news", "Day", v.ShortDate(domain.DateOf(g.LastNews, v.Zone()))))
	}
	return blockkit.Separated(" · ", parts...)
}

// goalValue says how far it is, in the measure's own terms.
func goalValue(v *sentence.Voice, g domain.Goal) blockkit.Text {
	switch g.Measure.Kind {
	case domain.NumberMeasure:
		return blockkit.Weave(v.Say("goal.value", "Value", number(g.Value), "Start", number(g.Measure.Start), "Target", number(g.Measure.Target), "Unit", blockkit.Slot(0)), blockkit.User(g.Measure.Unit))
	case domain.MilestoneMeasure:
		done := 0
		for _, m := range g.Measure.Milestones {
			if m.Done {
				done++
			}
		}
		return say(v, "goal.steps", "Done", done, "Count", len(g.Measure.Milestones))
	case domain.YesNoMeasure:
	}
	return say(v, "goal.yes_no")
}

// number writes a value without needless zeros.
func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// goalFrame is what stands around the fields of a goal's form.
type goalFrame struct {
	reader domain.ID
	// owner is the person for whom somebody else proposes it; empty for the own.
	owner domain.Person
	// negotiated is true for a person's goal that is there already.
	negotiated bool
	meta       Metadata
}

// goalForm asks for a goal so that it is SMART by its fields.
func goalForm(v *sentence.Voice, d domain.GoalDraft, places domain.GoalPlaces, f goalFrame) blockkit.Modal {
	text := func(id, label, initial string, limit int, optional, lines bool) blockkit.Block {
		return blockkit.Input(blockkit.Field{
			ID: id, Label: say(v, label), Optional: optional,
			Element: blockkit.TextField{ID: id, Initial: initial, Multiline: lines, Max: limit},
		})
	}
	choose := func(id, label, initial string, options []blockkit.Option) blockkit.Block {
		return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Optional: true, Element: blockkit.Select{ID: id, Options: options, Initial: initial, Placeholder: say(v, "goal.choose")}})
	}
	start, target := "", ""
	if d.ID != "" && d.Measure.Kind == domain.NumberMeasure {
		start, target = number(d.Measure.Start), number(d.Measure.Target)
	}
	blocks := []blockkit.Block{
		text(FieldGoalTitle, "goal.title_label", d.Title, domain.MaxGoalTitle, false, false),
		choose(FieldGoalMeasure, "goal.measure_label", string(d.Measure.Kind), labelled(v, string(domain.NumberMeasure), "goal.measure_number", string(domain.MilestoneMeasure), "goal.measure_milestones", string(domain.YesNoMeasure), "goal.measure_yes_no")),
		text(FieldGoalUnit, "goal.unit_label", d.Measure.Unit, domain.MaxUnit, true, false),
		text(FieldGoalStart, "goal.start_label", start, 0, true, false),
		text(FieldGoalTarget, "goal.target_label", target, 0, true, false),
		text(FieldGoalSteps, "goal.steps_label", stepLines(d.Measure), 0, true, true),
		blockkit.Input(blockkit.Field{ID: FieldGoalDue, Label: say(v, "goal.due_label"), Element: blockkit.DateField{ID: FieldGoalDue, Initial: d.Due.String()}}),
		text(FieldGoalWhy, "goal.why_label", d.Why, domain.MaxGoalText, true, true),
		choose(FieldGoalParent, "goal.parent_label", parentOr(d.Parent), parentOptions(v, places.Parents, d.ID)),
		choose(FieldGoalDimension, "goal.dimension_label", string(d.Dimension), labelled(v, string(domain.ResultGoal), "goal.dimension_result", string(domain.ActionGoal), "goal.dimension_action", string(domain.BehaviourGoal), "goal.dimension_behaviour")),
		text(FieldGoalStandard, "goal.standard_label", d.Standard, domain.MaxGoalText, true, true),
	}
	if len(places.Parents) > 0 {
		weight := strconv.Itoa(max(1, d.Weight))
		blocks = append(blocks, text(FieldGoalWeight, "goal.weight_label", weight, 0, true, false))
	}
	if len(places.Priorities) > 0 {
		blocks = append(blocks, choose(FieldGoalPriority, "goal.priority_label", parentOr(d.Priority), priorityOptions(v, places.Priorities)))
	}
	if len(places.Serves) > 0 {
		blocks = append(blocks, choose(FieldGoalServes, "goal.serves_label", parentOr(d.Serves), servesOptions(v, places.Serves)))
	}
	if d.ID == "" && len(places.Levels) > 1 {
		options := make([]blockkit.Option, len(places.Levels))
		for i, l := range places.Levels {
			options[i] = blockkit.Option{Value: string(l), Label: say(v, "goal.level_"+string(l))}
		}
		blocks = append(blocks, choose(FieldGoalLevel, "goal.level_label", string(d.Level), options))
	}
	switch {
	case f.owner.ID != "":
		blocks = append([]blockkit.Block{blockkit.Section(say(v, "goal.form_for", "Name", f.owner.Name))}, blocks...)
	case f.negotiated:
		blocks = append([]blockkit.Block{blockkit.Context(say(v, "goal.form_negotiated"))}, blocks...)
		blocks = append(blocks, text(FieldGoalReason, "goal.reason_label", "", domain.MaxProposalWord, true, false))
	}
	return form(v, frame{GoalForm, "goal.form_title", "rapport.save_button"}, f.meta, append(blocks, blockkit.Context(say(v, "goal.form_readers")))...)
}

func stepLines(m domain.Measure) string {
	titles := make([]string, len(m.Milestones))
	for i, s := range m.Milestones {
		titles[i] = s.Title
	}
	return strings.Join(titles, "\n")
}

func parentOr(id domain.ID) string {
	if id == "" {
		return noParent
	}
	return string(id)
}

func parentOptions(v *sentence.Voice, parents []domain.Goal, without domain.ID) []blockkit.Option {
	options := []blockkit.Option{{Value: noParent, Label: say(v, "goal.no_parent")}}
	for _, p := range parents {
		if p.ID != without {
			options = append(options, blockkit.Option{Value: string(p.ID), Label: blockkit.Name(p.Title).Or(say(v, "goal.parent_kept"))})
		}
	}
	return options
}

// servesOptions are the expectations that a goal may serve.
func servesOptions(v *sentence.Voice, list []domain.Expectation) []blockkit.Option {
	options := []blockkit.Option{{Value: noParent, Label: say(v, "goal.no_parent")}}
	for _, e := range list {
		options = append(options, blockkit.Option{Value: string(e.ID), Label: blockkit.Name(e.Text)})
	}
	return options
}

// priorityOptions are the priorities that a goal may serve.
func priorityOptions(v *sentence.Voice, list []domain.Priority) []blockkit.Option {
	options := []blockkit.Option{{Value: noParent, Label: say(v, "goal.no_parent")}}
	for _, p := range list {
		options = append(options, blockkit.Option{Value: string(p.ID), Label: blockkit.Name(p.Text)})
	}
	return options
}

// labelled makes options of pairs of a value and the key of its label.
func labelled(v *sentence.Voice, pairs ...string) []blockkit.Option {
	var options []blockkit.Option
	for i := 0; i+1 < len(pairs); i += 2 {
		options = append(options, blockkit.Option{Value: pairs[i], Label: say(v, pairs[i+1])})
	}
	return options
}

// goalSaved says that it is saved, and which letters of SMART are weak: it
// advises, the owner decides.
func goalSaved(v *sentence.Voice, d domain.GoalDraft, word string, weak []domain.Weakness) blockkit.Message {
	line := say(v, "goal.saved_"+word)
	m := blockkit.Message{Fallback: line, Blocks: []blockkit.Block{blockkit.Section(blockkit.Lines(line, blockkit.Bold(blockkit.User(d.Title))))}}
	if d.Measure.Kind == domain.NumberMeasure {
		way := blockkit.Weave(v.Say("goal.way", "Start", number(d.Measure.Start), "Target", number(d.Measure.Target), "Unit", blockkit.Slot(0)), blockkit.User(d.Measure.Unit))
		m.Blocks = append(m.Blocks, blockkit.Section(way))
	}
	for _, w := range weak {
		m.Blocks = append(m.Blocks, blockkit.Section(blockkit.Join(blockkit.Bold(blockkit.App(w.Letter+": ")), say(v, w.Sentence))))
	}
	if len(weak) > 0 {
		m.Blocks = append(m.Blocks, blockkit.Context(say(v, "goal.advice")), blockkit.Actions(button(v, PressGoalEdit, string(d.ID), "goal.edit_button")))
	}
	return m
}

// goalNewsForm asks for value, confidence, one line why and the next step.
func goalNewsForm(v *sentence.Voice, g domain.Goal, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(blockkit.User(g.Title)))}
	switch g.Measure.Kind {
	case domain.NumberMeasure:
		label := blockkit.Weave(v.Say("goal.value_label", "Target", number(g.Measure.Target), "Unit", blockkit.Slot(0)), blockkit.User(g.Measure.Unit))
		blocks = append(blocks, blockkit.Input(blockkit.Field{ID: FieldGoalValue, Label: label, Element: blockkit.TextField{ID: FieldGoalValue, Initial: number(g.Value), Focus: true}}))
	case domain.MilestoneMeasure:
		blocks = append(blocks, stepsField(v, g))
	case domain.YesNoMeasure:
	}
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldGoalConfidence, Label: say(v, "goal.confidence_label"),
			Element: blockkit.Radio{ID: FieldGoalConfidence, Initial: string(g.Confidence), Options: labelled(v, string(domain.OnTrack), "goal.confidence_on_track", string(domain.AtRisk), "goal.confidence_at_risk", string(domain.OffTrack), "goal.confidence_off_track")},
		}),
		blockkit.Input(blockkit.Field{ID: FieldGoalWhy, Label: say(v, "goal.news_why_label"), Optional: true, Element: blockkit.TextField{ID: FieldGoalWhy, Max: domain.MaxGoalText}}),
		blockkit.Input(blockkit.Field{ID: FieldGoalNext, Label: say(v, "goal.next_label"), Optional: true, Element: blockkit.TextField{ID: FieldGoalNext, Max: domain.MaxGoalText}}),
		blockkit.Actions(button(v, PressGoalSame, string(g.ID), "goal.same_button"), button(v, PressGoalOpen, string(g.ID), "rapport.open_button"),
			button(v, PressGoalClose, string(g.ID), "goal.close_button"), button(v, PressGoalEdit, string(g.ID), "goal.edit_button")))
	return form(v, frame{GoalNewsForm, "goal.news_title", "rapport.save_button"}, meta, blocks...)
}

func stepsField(v *sentence.Voice, g domain.Goal) blockkit.Block {
	var options []blockkit.Option
	var done []string
	for i, m := range g.Measure.Milestones {
		place := strconv.Itoa(i)
		options = append(options, blockkit.Option{Value: place, Label: blockkit.Name(m.Title)})
		if m.Done {
			done = append(done, place)
		}
	}
	return blockkit.Input(blockkit.Field{
		ID: FieldGoalDone, Label: say(v, "goal.done_label"), Optional: true,
		Element: blockkit.SelectMany{ID: FieldGoalDone, Options: options, Initial: done, Placeholder: say(v, "goal.choose")},
	})
}

// goalView shows a goal with its ideal, its parent and its news.
func goalView(v *sentence.Voice, d domain.GoalDetail) blockkit.Modal {
	g := d.Goals[0]
	blocks := []blockkit.Block{blockkit.Section(goalLine(v, d.GoalList, g))}
	add := func(key string, text blockkit.Text) {
		if !text.Empty() {
			blocks = append(blocks, blockkit.Context(say(v, key)), blockkit.Section(text))
		}
	}
	blocks = append(blocks, openProposalBlocks(v, d)...)
	add("goal.why_shown", blockkit.User(g.Why))
	add("goal.standard_shown", blockkit.User(g.Standard))
	add("goal.parent_shown", blockkit.User(d.Parent.Title))
	add("goal.priority_shown", blockkit.User(d.Priority.Text))
	add("goal.serves_shown", blockkit.User(d.Serves.Text))
	if g.Dimension != "" {
		add("goal.dimension_label", say(v, "goal.dimension_"+string(g.Dimension)))
	}
	add("goal.steps_shown", stepsText(v, g.Measure))
	add("goal.lesson_shown", blockkit.User(g.Lesson))
	if below := d.Below[g.ID]; len(below) > 0 {
		blocks = append(blocks, blockkit.SectionWith(belowLine(v, d.GoalList, below), button(v, PressGoals, goalPageValue(domain.GoalPage{Below: g.ID}), "rapport.open_button")))
	}
	for _, u := range d.Updates {
		blocks = append(blocks, newsBlock(v, g, u))
	}
	blocks = append(blocks, historyBlocks(v, d)...)
	if d.May[g.ID] && !g.Closed() {
		id := string(g.ID)
		blocks = append(blocks, blockkit.Actions(button(v, PressGoalUpdate, id, "home.update_button"),
			button(v, PressGoalEdit, id, "goal.edit_button"), button(v, PressGoalClose, id, "goal.close_button")))
	}
	return blockkit.Modal{ID: GoalView, Title: say(v, "goal.view_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// stepsText lists the steps, each with whether it is done.
func stepsText(v *sentence.Voice, m domain.Measure) blockkit.Text {
	lines := make([]blockkit.Text, len(m.Milestones))
	for i, step := range m.Milestones {
		key := "goal.step_open"
		if step.Done {
			key = "goal.step_done"
		}
		lines[i] = blockkit.Weave(v.Say(key, "What", blockkit.Slot(0)), blockkit.User(step.Title))
	}
	return blockkit.Lines(lines...)
}

func newsBlock(v *sentence.Voice, g domain.Goal, u domain.GoalUpdate) blockkit.Block {
	if u.NoChange {
		return blockkit.Section(say(v, "goal.news_same", "When", u.At))
	}
	head := say(v, "goal.news_at", "When", u.At, "Confidence", v.Say("goal.confidence_"+string(u.Confidence)))
	if g.Measure.Kind == domain.NumberMeasure {
		head = blockkit.Separated(" · ", head, blockkit.App(number(u.Value)))
	}
	return blockkit.Section(blockkit.Lines(head, blockkit.User(u.Why), blockkit.User(u.Next)))
}

// goalCloseForm asks how it ended and what was learned.
func goalCloseForm(v *sentence.Voice, g domain.Goal, meta Metadata) blockkit.Modal {
	return form(v, frame{GoalCloseForm, "goal.close_title", "goal.close_submit"}, meta,
		blockkit.Section(blockkit.Bold(blockkit.User(g.Title))),
		blockkit.Input(blockkit.Field{
			ID: FieldGoalEnding, Label: say(v, "goal.ending_label"),
			Element: blockkit.Radio{ID: FieldGoalEnding, Options: labelled(v, string(domain.GoalAchieved), "goal.state_achieved", string(domain.GoalPartly), "goal.state_partly", string(domain.GoalMissed), "goal.state_missed", string(domain.GoalDropped), "goal.state_dropped")},
		}),
		blockkit.Input(blockkit.Field{ID: FieldGoalLesson, Label: say(v, "goal.lesson_label"), Optional: true, Element: blockkit.TextField{ID: FieldGoalLesson, Max: domain.MaxGoalText}}))
}
