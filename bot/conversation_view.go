package bot

import (
	"slices"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// talkView shows a conversation to one of the two: who and when, what both
// shared, the promises, the record.
func talkView(v *sentence.Voice, reader domain.ID, talk domain.Talk, now time.Time) blockkit.Modal {
	c := talk.Conversation
	other := talk.People[c.Other(reader)]
	blocks := []blockkit.Block{blockkit.Section(say(v, "conversation.with", "Name", other.Name, "State", stateLine(v, c, now)))}
	if c.About != "" {
		blocks = append(blocks, blockkit.Quote(blockkit.User(c.About)))
	}
	if c.LeftOutWhy != "" {
		blocks = append(blocks, blockkit.Context(say(v, "conversation.left_out_because")), blockkit.Quote(blockkit.User(c.LeftOutWhy)))
	}
	blocks = append(blocks, theirAnswers(v, talk, other)...)
	blocks = append(blocks, myAnswers(v, talk)...)
	blocks = append(blocks, recordBlocks(v, talk, reader)...)
	blocks = append(blocks, openPromises(v, before(talk), reader)...)
	blocks = append(blocks, skillPrompt(v, c, reader, talk.People[c.Employee])...)
	blocks = append(blocks, talkButtons(v, talk, reader, other), blockkit.Context(say(v, "conversation.three_spaces", "Name", other.Name)))
	return blockkit.Modal{
		ID: TalkView, Title: say(v, "conversation.view_title", "Period", periodName(v, c)), Close: say(v, "rapport.close_button"),
		Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// before is the conversation with the promises of earlier ones alone: those of
// its own stand in its record.
func before(talk domain.Talk) domain.Talk {
	talk.Promises = slices.DeleteFunc(slices.Clone(talk.Promises), func(p domain.Commitment) bool {
		return p.Conversation == talk.Conversation.ID
	})
	return talk
}

// talkButtons are what can be done now.
func talkButtons(v *sentence.Voice, talk domain.Talk, reader domain.ID, other domain.Person) blockkit.Block {
	c, id := talk.Conversation, string(talk.Conversation.ID)
	var row []blockkit.Element
	if c.State == domain.TalkOpen {
		if talk.Summary.Author == "" && c.HeldOn.IsZero() {
			row = append(row, button(v, PressTalkPrepare, id, "conversation.prepare_button"))
			if c.Partner != "" {
				row = append(row, button(v, PressTalkPlan, id, "conversation.plan_button"))
			}
		}
		switch {
		case c.Partner == "":
		case talk.Summary.Author == "" || talk.Summary.Author == reader:
			row = append(row, button(v, PressTalkRecord, id, "conversation.summarise_button"))
		default:
			row = append(row, primary(button(v, PressTalkConfirm, id, "conversation.confirm_button")))
		}
	}
	if talk.Before.ID != "" {
		row = append(row, button(v, PressRecords, string(c.Employee), "conversation.records_button"))
	}
	if other.ID != "" {
		row = append(row, button(v, PressNotes, string(other.ID), "conversation.notes_button"))
	}
	if len(row) == 0 {
		return blockkit.Block{}
	}
	return blockkit.Actions(row...)
}

func myAnswers(v *sentence.Voice, talk domain.Talk) []blockkit.Block {
	blocks := answerBlocks(v, talk, talk.Mine)
	if len(blocks) == 0 {
		return nil
	}
	key := "conversation.my_answers"
	if talk.Mine.Shared.IsZero() {
		key = "conversation.my_draft"
	}
	return append([]blockkit.Block{blockkit.Header(say(v, key))}, blocks...)
}

// recordBlocks are summary, addition and promises of this conversation.
func recordBlocks(v *sentence.Voice, talk domain.Talk, reader domain.ID) []blockkit.Block {
	s := talk.Summary
	if s.Author == "" {
		return nil
	}
	blocks := []blockkit.Block{
		blockkit.Header(say(v, "conversation.record_heading")),
		blockkit.Section(blockkit.User(s.Text).Or(say(v, "conversation.only_promises"))),
	}
	for _, p := range talk.Promises {
		if p.Conversation == talk.Conversation.ID {
			blocks = append(blocks, blockkit.Section(promiseLine(v, talk, p, reader)))
		}
	}
	if s.Added != "" {
		blocks = append(blocks, blockkit.Context(say(v, "conversation.added_by", "Name", talk.People[talk.Conversation.Other(s.Author)].Name)), blockkit.Quote(blockkit.User(s.Added)))
	}
	return append(blocks, blockkit.Context(say(v, recordState(s), "Name", talk.People[s.Author].Name)))
}

func recordState(s domain.Summary) string {
	switch {
	case !s.ConfirmedAt.IsZero():
		return "conversation.record_confirmed"
	case s.Silent:
		return "conversation.record_silent"
	}
	return "conversation.record_waits"
}

// stateLine says where a conversation stands, neutrally.
func stateLine(v *sentence.Voice, c domain.Conversation, now time.Time) string {
	today := domain.DateOf(now, v.Zone())
	switch {
	case c.State == domain.TalkPlanned:
		// The day is the employee's: elsewhere it may still be the evening before.
		return v.Say("conversation.state_planned", "Day", v.Day(c.Rule.Day, today))
	case c.State == domain.TalkPaused:
		return v.Say("conversation.state_paused")
	case c.State == domain.TalkClosed && c.Ending != "":
		return v.Say("conversation.ended_"+string(c.Ending), "Day", v.ShortDate(c.HeldOn))
	case c.State == domain.TalkClosed:
		return v.Say("conversation.ended_ended", "Day", "")
	case !c.HeldOn.IsZero():
		return v.Say("conversation.state_held", "Day", v.ShortDate(c.HeldOn))
	case !c.MeetAt.IsZero():
		return v.Say("conversation.state_meets", "When", v.When(c.MeetAt, now))
	case c.EmployeeShared.IsZero():
		return v.Say("conversation.state_prepares", "Day", v.Day(c.DueOn, today))
	}
	return v.Say("conversation.state_no_day", "Day", v.Day(c.DueOn, today))
}

// talkList is /checkin.
func talkList(v *sentence.Voice, mine, team domain.TalkList, now time.Time) blockkit.Message {
	m := blockkit.Message{Fallback: say(v, "conversation.list_title"), More: say(v, "rapport.more")}
	m.Blocks = append(m.Blocks, blockkit.Header(say(v, "conversation.list_title")))
	if len(mine.Talks) == 0 {
		m.Blocks = append(m.Blocks, blockkit.Section(say(v, "conversation.list_none")))
	}
	for _, c := range mine.Talks {
		line := say(v, "conversation.list_line", "Period", periodName(v, c), "Name", nameOr(v, mine.People[c.Partner]), "State", stateLine(v, c, now))
		m.Blocks = append(m.Blocks, blockkit.SectionWith(line, openButton(v, c)))
	}
	if len(team.Talks) > 0 {
		m.Blocks = append(m.Blocks, blockkit.Header(say(v, "conversation.team_title")))
	}
	for _, c := range firstOfEach(team.Talks) {
		line := say(v, "conversation.team_line", "Name", nameOr(v, team.People[c.Employee]), "State", stateLine(v, c, now))
		m.Blocks = append(m.Blocks, blockkit.SectionWith(line, openButton(v, c)))
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressTalkAsk, "", "conversation.ask_button")))
	return m
}

// openButton opens what can be opened; a planned one has nothing in it yet.
func openButton(v *sentence.Voice, c domain.Conversation) blockkit.Element {
	if c.State == domain.TalkPlanned {
		return nil
	}
	return button(v, PressTalkRead, string(c.ID), "rapport.open_button")
}

func nameOr(v *sentence.Voice, p domain.Person) string {
	return v.NameOr(p)
}

// firstOfEach keeps one conversation of each employee: the open one before the
// planned one.
func firstOfEach(list []domain.Conversation) []domain.Conversation {
	best := map[domain.ID]int{}
	var kept []domain.Conversation
	for _, c := range list {
		i, known := best[c.Employee]
		switch {
		case !known:
			best[c.Employee] = len(kept)
			kept = append(kept, c)
		case kept[i].State == domain.TalkPlanned && c.State != domain.TalkPlanned:
			kept[i] = c
		}
	}
	return kept
}

// teamView lists the team behind "All".
func teamView(v *sentence.Voice, team domain.TalkList, now time.Time) blockkit.Modal {
	var blocks []blockkit.Block
	for _, c := range firstOfEach(team.Talks) {
		line := say(v, "conversation.team_line", "Name", nameOr(v, team.People[c.Employee]), "State", stateLine(v, c, now))
		blocks = append(blocks, blockkit.SectionWith(line, openButton(v, c)))
	}
	if len(blocks) == 0 {
		blocks = []blockkit.Block{blockkit.Section(say(v, "conversation.team_none"))}
	}
	return blockkit.Modal{ID: TalkView, Title: say(v, "conversation.team_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}
