package bot

import (
	"strconv"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// allPrompts are the ids of every question that a preparation can ask.
func allPrompts() []string {
	ids := []string{"well", "harder", "goals", "help", "more", "difference", "changed", "ask", "good", "need", "month", "manner", "thirty", "meet", "ways", "pleased", "keep", "hand", "wish", "stays", "learn", "round"}
	for i := range domain.MostPrompts {
		ids = append(ids, "own_"+strconv.Itoa(i+1))
	}
	return ids
}

// promptText is a question in the reader's words; some of those for the partner
// name the other.
func promptText(v *sentence.Voice, p domain.Prompt, other domain.Person) string {
	if p.Text != "" {
		return p.Text
	}
	return v.Say(p.Sentence, "Name", firstName(other.Name))
}

// frame is what stands around the fields of a form: its id, and the names of
// the sentences for its title and for the button that sends it.
type frame struct{ id, title, submit string }

// form is a modal with the buttons of every form.
func form(v *sentence.Voice, f frame, meta Metadata, blocks ...blockkit.Block) blockkit.Modal {
	return blockkit.Modal{
		ID: f.id, Title: say(v, f.title), Submit: say(v, f.submit), Close: say(v, "rapport.cancel_button"),
		Metadata: meta.String(), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// prepareForm asks at most four questions. What is typed is kept while typing,
// and shared only by Share.
func prepareForm(v *sentence.Voice, reader domain.ID, talk domain.Talk, facts domain.TalkFacts, meta Metadata) blockkit.Modal {
	c := talk.Conversation
	other := talk.People[c.Other(reader)]
	intro := say(v, "conversation.form_intro", "Name", other.Name)
	if c.Partner == "" {
		intro = say(v, "conversation.form_intro_own")
	}
	blocks := []blockkit.Block{blockkit.Section(intro)}
	if reader == c.Partner {
		blocks = append(blocks, theirAnswers(v, talk, other)...)
	}
	blocks = append(blocks, openPromises(v, talk, reader)...)
	if first := prioritiesLine(v, facts.Priorities); reader == c.Employee && !first.Empty() {
		blocks = append(blocks, blockkit.Context(first))
	}
	for _, p := range talk.Prompts(reader) {
		if line := factLine(v, p.Facts, facts); !line.Empty() {
			blocks = append(blocks, blockkit.Context(line))
		}
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: p.ID, Label: blockkit.User(promptText(v, p, other)), Optional: true, Dispatch: true,
			Element: blockkit.TextField{ID: PressTalkType, Initial: written(talk.Mine, p.ID), Multiline: true, Max: domain.MaxAnswer, OnType: true},
		}))
	}
	if c.FirstOfJoiner() && reader == c.Employee {
		blocks = append(blocks, mannerBlocks(v, FieldTalkManner, talk.People[reader].Privately)...)
	}
	var tools []blockkit.Element
	if reader == c.Employee {
		tools = append(tools,
			button(v, PressTalkFacts, string(c.ID), "conversation.facts_button"),
			button(v, PressGoals, "", "goal.update_button"),
			button(v, PressGrowth, "", "growth.update_button"))
	} else if len(facts.Growth) > 0 {
		page := growthPageValue(domain.PlanPage{Person: c.Employee})
		tools = append(tools, button(v, PressGrowth, page, "growth.theirs_button"))
	}
	if talk.Round != "" {
		tools = append(tools, button(v, PressRoundReport, string(talk.Round), "round.to_report_button"))
	}
	if len(tools) > 0 {
		blocks = append(blocks, blockkit.Actions(tools...))
	}
	blocks = append(blocks, skillPrompt(v, c, reader, facts.Employee)...)
	closing := "conversation.keep_button"
	if !talk.Mine.Shared.IsZero() {
		closing = "rapport.cancel_button" // what is shared changes by sharing again only
	}
	return blockkit.Modal{
		ID: PrepareForm, Title: say(v, "conversation.form_title", "Period", periodName(v, c)),
		Submit: say(v, "conversation.share_button"), Close: say(v, closing), NotifyOnClose: true,
		Metadata: meta.String(), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// written is what stands in a preparation under a question.
func written(p domain.Preparation, question string) string {
	for _, a := range p.Answers {
		if a.Question == question {
			return a.Text
		}
	}
	return ""
}

// answerBlocks are what one of the two wrote, each under its question. What was
// only typed is stored without the question's words.
func answerBlocks(v *sentence.Voice, talk domain.Talk, p domain.Preparation) []blockkit.Block {
	c := talk.Conversation
	titles := map[string]string{}
	for _, prompt := range talk.Prompts(p.Author) {
		titles[prompt.ID] = promptText(v, prompt, talk.People[c.Other(p.Author)])
	}
	var blocks []blockkit.Block
	for _, a := range p.Answers {
		title := a.Prompt
		if title == "" {
			title = titles[a.Question]
		}
		if a.Text != "" {
			blocks = append(blocks, blockkit.Section(blockkit.Bold(blockkit.User(title))), blockkit.Quote(blockkit.User(a.Text)))
		}
	}
	return blocks
}

// theirAnswers are the other's shared answers.
func theirAnswers(v *sentence.Voice, talk domain.Talk, other domain.Person) []blockkit.Block {
	blocks := answerBlocks(v, talk, talk.Theirs)
	if len(blocks) == 0 {
		return nil
	}
	return append([]blockkit.Block{blockkit.Header(say(v, "conversation.their_answers", "Name", other.Name))}, append(blocks, blockkit.Divider())...)
}

// openPromises lists what is open between the two.
func openPromises(v *sentence.Voice, talk domain.Talk, reader domain.ID) []blockkit.Block {
	var blocks []blockkit.Block
	for _, p := range talk.Promises {
		if p.State != domain.PromiseOpen {
			continue
		}
		var done blockkit.Element
		if p.Who == reader {
			done = button(v, PressPromiseKept, string(p.ID), "conversation.done_button")
		}
		blocks = append(blocks, blockkit.SectionWith(promiseLine(v, talk, p, reader), done))
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]blockkit.Block{blockkit.Context(say(v, "conversation.open_promises"))}, blocks...)
}

// promiseLine says who promised what by when.
func promiseLine(v *sentence.Voice, talk domain.Talk, p domain.Commitment, reader domain.ID) blockkit.Text {
	key := "conversation.promise_of"
	if p.Who == reader {
		key = "conversation.promise_mine"
	}
	line := blockkit.Weave(v.Say(key, "Name", talk.People[p.Who].Name, "What", blockkit.Slot(0)), blockkit.User(p.What))
	if p.By.IsZero() {
		return line
	}
	return blockkit.Separated(" ", line, say(v, "conversation.promise_by", "Day", v.ShortDate(p.By)))
}

// factLine is the line of facts above a question.
func factLine(v *sentence.Voice, which string, f domain.TalkFacts) blockkit.Text {
	switch which {
	case domain.FactsSince:
		var parts []blockkit.Text
		if len(f.Givers) > 0 {
			parts = append(parts, say(v, "conversation.fact_thanks", "People", namesOf(f.Givers[:min(3, len(f.Givers))])))
		}
		for _, g := range f.Reached {
			parts = append(parts, blockkit.Weave(v.Say("conversation.fact_reached", "Goal", blockkit.Slot(0)), blockkit.User(g.Title)))
		}
		for _, i := range f.Learned {
			parts = append(parts, blockkit.Weave(v.Say("growth.fact_learned", "What", blockkit.Slot(0)), blockkit.User(i.What)))
		}
		if f.Kept > 0 {
			parts = append(parts, say(v, "conversation.fact_kept", "Count", f.Kept))
		}
		if len(parts) == 0 {
			return blockkit.Text{}
		}
		return blockkit.Join(say(v, "conversation.fact_since", "Day", v.ShortDate(f.Since)), blockkit.App(" "), blockkit.Separated(", ", parts...))
	case domain.FactsGoals:
		if len(f.Goals) == 0 {
			return blockkit.Text{}
		}
		line := say(v, "conversation.fact_goals", "Count", len(f.Goals))
		if f.Silent > 0 {
			line = blockkit.Separated(" ", line, say(v, "conversation.fact_silent", "Count", f.Silent, "Days", f.MostDays))
		}
		return line
	case domain.FactsGrowth:
		return growthFact(v, f)
	}
	return blockkit.Text{}
}

// factsView shows everything behind the lines of facts.
func factsView(v *sentence.Voice, f domain.TalkFacts) blockkit.Modal {
	var blocks []blockkit.Block
	add := func(key string, texts ...blockkit.Text) {
		if len(texts) == 0 {
			return
		}
		blocks = append(blocks, blockkit.Header(say(v, key)))
		for _, t := range texts {
			blocks = append(blocks, blockkit.Section(t))
		}
	}
	var thanks, reached, open, kept []blockkit.Text
	for _, k := range f.Thanks {
		thanks = append(thanks, blockkit.User(k.Text).Or(say(v, "conversation.bare_thanks")))
	}
	for _, g := range f.Reached {
		reached = append(reached, blockkit.User(g.Title))
	}
	for _, g := range f.Goals {
		open = append(open, blockkit.User(g.Title))
	}
	for _, k := range f.Shown {
		kept = append(kept, blockkit.User(k.Words).Or(blockkit.User(k.Quote)).Cut(listedText))
	}
	add("conversation.facts_thanks", thanks...)
	add("conversation.facts_reached", reached...)
	add("conversation.facts_goals", open...)
	add("file.facts_kept", kept...)
	add("growth.facts_learned", growthTitles(f.Learned)...)
	add("growth.home", growthTitles(f.Growth)...)
	if len(blocks) == 0 {
		blocks = []blockkit.Block{blockkit.Section(say(v, "conversation.facts_none"))}
	}
	return blockkit.Modal{ID: TalkView, Title: say(v, "conversation.facts_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// proposals are times at which the two could talk.
type proposals struct {
	times []time.Time
	now   time.Time
}

// planForm proposes times; another day may be typed.
func planForm(v *sentence.Voice, other domain.Person, p proposals, meta Metadata) blockkit.Modal {
	options := make([]blockkit.Option, len(p.times))
	for i, t := range p.times {
		options[i] = blockkit.Option{Value: strconv.FormatInt(t.Unix(), 10), Label: blockkit.App(bothTimes(v, t, other, p.now))}
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, "conversation.plan_intro", "Name", other.Name))}
	if len(options) > 0 {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: FieldTalkProposal, Label: say(v, "conversation.proposal_label"), Optional: true,
			Element: blockkit.Radio{ID: FieldTalkProposal, Options: options},
		}))
	}
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{ID: FieldTalkDay, Label: say(v, "conversation.day_label"), Optional: true, Element: blockkit.DateField{ID: FieldTalkDay}}),
		blockkit.Input(blockkit.Field{ID: FieldTalkTime, Label: say(v, "conversation.time_label"), Optional: true, Element: blockkit.TimeField{ID: FieldTalkTime}}))
	return form(v, frame{PlanForm, "conversation.plan_title", "conversation.plan_button"}, meta, blocks...)
}

// heldForm asks on which day the two talked.
func heldForm(v *sentence.Voice, talk domain.Talk, reader domain.ID, today domain.Date, meta Metadata) blockkit.Modal {
	other := talk.People[talk.Conversation.Other(reader)]
	return form(v, frame{HeldForm, "conversation.held_title", "conversation.held_submit"}, meta,
		blockkit.Section(say(v, "conversation.held_intro", "Name", other.Name)),
		blockkit.Input(blockkit.Field{ID: FieldTalkDay, Label: say(v, "conversation.held_label"), Element: blockkit.DateField{ID: FieldTalkDay, Initial: today.String()}}))
}

// leaveOutForm asks why; the employee reads it.
func leaveOutForm(v *sentence.Voice, talk domain.Talk, meta Metadata) blockkit.Modal {
	employee := talk.People[talk.Conversation.Employee]
	return form(v, frame{LeaveOutForm, "conversation.leave_out_title", "conversation.leave_out_submit"}, meta,
		blockkit.Section(say(v, "conversation.leave_out_intro", "Name", employee.Name)),
		blockkit.Input(blockkit.Field{
			ID: FieldTalkWhy, Label: say(v, "conversation.why_label"),
			Element: blockkit.TextField{ID: FieldTalkWhy, Multiline: true, Max: domain.MaxPromise, Focus: true},
		}))
}

// recordForm asks what the two agreed.
func recordForm(v *sentence.Voice, reader domain.ID, talk domain.Talk, today domain.Date, meta Metadata) blockkit.Modal {
	c := talk.Conversation
	other := talk.People[c.Other(reader)]
	day := c.HeldOn
	if day.IsZero() {
		day = today
	}
	blocks := []blockkit.Block{
		blockkit.Section(say(v, "conversation.record_intro", "Name", other.Name)),
		blockkit.Input(blockkit.Field{
			ID: FieldTalkSummary, Label: say(v, "conversation.summary_label"), Optional: true,
			Element: blockkit.TextField{ID: FieldTalkSummary, Initial: talk.Summary.Text, Multiline: true, Max: domain.MaxSummary, Focus: true},
		}),
	}
	mine, theirs := promised(talk, reader), promised(talk, other.ID)
	for i, more := range []string{"", "_2"} {
		blocks = append(blocks, promiseFields(v, FieldMyPromise+more, FieldMyPromiseBy+more, say(v, "conversation.my_promise_label"), mine[i])...)
	}
	for i, more := range []string{"", "_2"} {
		label := say(v, "conversation.their_promise_label", "Name", firstName(other.Name))
		blocks = append(blocks, promiseFields(v, FieldTheirPromise+more, FieldTheirPromiseBy+more, label, theirs[i])...)
	}
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{ID: FieldTalkDay, Label: say(v, "conversation.held_label"), Element: blockkit.DateField{ID: FieldTalkDay, Initial: day.String()}}),
		worthField(v, other))
	return form(v, frame{RecordForm, "conversation.record_title", "conversation.record_submit"}, meta, blocks...)
}

// promised are the open promises of one of the two in this conversation, as
// many as the form holds: what it leaves out, a changed record takes back.
func promised(talk domain.Talk, who domain.ID) [2]domain.Commitment {
	var list [2]domain.Commitment
	n := 0
	for _, p := range talk.Promises {
		if n < len(list) && p.Conversation == talk.Conversation.ID && p.Who == who && p.State == domain.PromiseOpen {
			list[n] = p
			n++
		}
	}
	return list
}

func promiseFields(v *sentence.Voice, what, by string, label blockkit.Text, p domain.Commitment) []blockkit.Block {
	return []blockkit.Block{
		blockkit.Input(blockkit.Field{ID: what, Label: label, Optional: true, Element: blockkit.TextField{ID: what, Initial: p.What, Max: domain.MaxPromise}}),
		blockkit.Input(blockkit.Field{ID: by, Label: say(v, "conversation.by_label"), Optional: true, Element: blockkit.DateField{ID: by, Initial: p.By.String()}}),
	}
}

// worthField asks whether it was worth the time; never shown to the other.
func worthField(v *sentence.Voice, other domain.Person) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldTalkWorth, Label: say(v, "conversation.worth_label"), Optional: true,
		Hint: say(v, "conversation.worth_hint", "Name", firstName(other.Name)),
		Element: blockkit.Radio{ID: FieldTalkWorth, Options: []blockkit.Option{
			{Value: string(domain.Worth), Label: say(v, "conversation.worth_yes")},
			{Value: string(domain.PartlyWorth), Label: say(v, "conversation.worth_partly")},
			{Value: string(domain.NotWorth), Label: say(v, "conversation.worth_no")},
		}},
	})
}

// confirmForm shows the record as the other proposed it.
func confirmForm(v *sentence.Voice, reader domain.ID, talk domain.Talk, meta Metadata) blockkit.Modal {
	other := talk.People[talk.Conversation.Other(reader)]
	blocks := append([]blockkit.Block{blockkit.Section(say(v, "conversation.confirm_intro", "Name", other.Name))}, recordBlocks(v, talk, reader)...)
	blocks = append(blocks,
		blockkit.Input(blockkit.Field{
			ID: FieldTalkRight, Label: say(v, "conversation.right_label"),
			Element: blockkit.Radio{ID: FieldTalkRight, Initial: RightYes, Options: []blockkit.Option{
				{Value: RightYes, Label: say(v, "conversation.right_yes")},
				{Value: RightMore, Label: say(v, "conversation.right_more")},
			}},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldTalkAdded, Label: say(v, "conversation.added_label"), Optional: true,
			Element: blockkit.TextField{ID: FieldTalkAdded, Multiline: true, Max: domain.MaxSummary},
		}),
		worthField(v, other))
	return form(v, frame{ConfirmForm, "conversation.confirm_title", "conversation.confirm_submit"}, meta, blocks...)
}

// talkAskForm asks with whom and, if wanted, about what.
func talkAskForm(v *sentence.Voice, people []domain.Person, meta Metadata) blockkit.Modal {
	return form(v, frame{TalkAskForm, "conversation.ask_title", "conversation.ask_submit"}, meta,
		blockkit.Section(say(v, "conversation.ask_intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldTalkWith, Label: say(v, "conversation.with_label"),
			Element: blockkit.Select{ID: FieldTalkWith, Placeholder: say(v, "conversation.with_hint"), Options: selectPeople(people)},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldTalkAbout, Label: say(v, "conversation.about_label"), Optional: true,
			Element: blockkit.TextField{ID: FieldTalkAbout, Multiline: true, Max: domain.MaxPromise},
		}))
}

// notesForm shows the reader's own notes, with room for one more.
func notesForm(v *sentence.Voice, notes []domain.Note, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{
		blockkit.Context(say(v, "conversation.notes_warning")),
		blockkit.Input(blockkit.Field{
			ID: FieldNote, Label: say(v, "conversation.note_label"),
			Element: blockkit.TextField{ID: FieldNote, Multiline: true, Max: domain.MaxNote, Focus: true},
		}),
	}
	for _, n := range notes {
		blocks = append(blocks, blockkit.Context(say(v, "conversation.note_at", "When", n.At)), blockkit.Section(blockkit.User(n.Text)))
	}
	return form(v, frame{NotesForm, "conversation.notes_title", "rapport.save_button"}, meta, blocks...)
}

// firstName is the first word of a name.
func firstName(name string) string {
	for i, r := range name {
		if r == ' ' && i > 0 {
			return name[:i]
		}
	}
	return name
}
