package bot

import (
	"context"
	"strconv"
	"time"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// conversationRenders are the messages about conversations. None holds a word
// of what was written.
func (b *Bot) conversationRenders() map[string]courier.Render {
	renders := map[string]courier.Render{}
	for kind, key := range map[string]string{
		domain.TalkShared: "conversation.told_shared", domain.TalkMeeting: "conversation.told_meeting", domain.TalkDaySet: "conversation.told_planned",
		domain.TalkLeftOut: "conversation.told_left_out", domain.TalkProposed: "conversation.told_summary",
		domain.TalkWanted: "conversation.told_wanted", domain.TalkConfirmed: "conversation.told_confirmed", domain.TalkAskedFor: "conversation.told_asked",
	} {
		renders[kind] = b.talkNews(key)
	}
	return renders
}

// talkNews renders one sentence about what the other did, with the button that
// leads to it.
func (b *Bot) talkNews(key string) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		talk, err := b.talks.See(ctx, m.Recipient, m.Subject)
		if err != nil {
			return blockkit.Message{}, err
		}
		return talkNewsMessage(b.voiceOf(talk.People[m.Recipient]), key, talk, m.Recipient, b.practice.Clock.Now()), nil
	}
}

// prepareRow asks the employee to prepare.
func (b *Bot) prepareRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	talk, err := b.talks.See(ctx, view.Person.ID, ask.Subject)
	if err != nil {
		return cardRow{}, err
	}
	c := talk.Conversation
	if c.State != domain.TalkOpen || !c.EmployeeShared.IsZero() || !c.HeldOn.IsZero() {
		return cardRow{}, nil
	}
	return prepareCard(v, talk, view.Now), nil
}

// partnerRow says whose conversation waits for what.
func (b *Bot) partnerRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	talk, err := b.talks.See(ctx, view.Person.ID, ask.Subject)
	if err != nil {
		return cardRow{}, err
	}
	if talk.Conversation.State != domain.TalkOpen || talk.Summary.Author != "" {
		return cardRow{}, nil
	}
	return partnerCard(v, talk, view.Now), nil
}

// restRow asks the employee once what to do with a talk that did not come about.
func (b *Bot) restRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	talk, err := b.talks.See(ctx, view.Person.ID, ask.Subject)
	if err != nil || talk.Conversation.State != domain.TalkOpen || !talk.Conversation.HeldOn.IsZero() {
		return cardRow{}, err
	}
	return restCard(v, talk), nil
}

// heldRow asks the other whether the two have talked.
func (b *Bot) heldRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	talk, err := b.talks.See(ctx, view.Person.ID, ask.Subject)
	if err != nil || talk.Conversation.SaidHeldAt.IsZero() || !talk.Conversation.HeldOn.IsZero() {
		return cardRow{}, err
	}
	return heldCard(v, talk, view.Person.ID), nil
}

// summaryRow asks the other to confirm the record.
func (b *Bot) summaryRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	talk, err := b.talks.See(ctx, view.Person.ID, ask.Subject)
	if err != nil || talk.Summary.Author == "" || !talk.Summary.ConfirmedAt.IsZero() {
		return cardRow{}, err
	}
	other := talk.People[talk.Conversation.Other(view.Person.ID)]
	id := string(talk.Conversation.ID)
	line := say(v, "conversation.row_confirm", "Name", other.Name)
	return cardRow{
		Text: line, Fallback: line, Name: other.Name, Conversation: true,
		Buttons: []blockkit.Element{button(v, PressTalkConfirm, id, "conversation.confirm_button")},
	}, nil
}

// prepareCard is the employee's row: first what is asked, then how long and by
// when, then who sees it.
func prepareCard(v *sentence.Voice, talk domain.Talk, now time.Time) cardRow {
	c := talk.Conversation
	partner, id := talk.People[c.Partner], string(c.ID)
	line, seen := say(v, "conversation.row_prepare", "Name", partner.Name, "Period", periodName(v, c)), say(v, "conversation.who_sees", "Name", partner.Name)
	menu := blockkit.Overflow{ID: PressTalkMore, Options: []blockkit.Option{
		{Value: TalkLater + ":" + id, Label: say(v, "conversation.later_option")},
		{Value: TalkTomorrow + ":" + id, Label: say(v, "conversation.tomorrow_option")},
		{Value: TalkAway + ":" + id, Label: say(v, "conversation.away_option")},
	}}
	if c.Kind == domain.OwnNotes {
		line, seen = say(v, "conversation.row_own", "Period", periodName(v, c)), say(v, "conversation.own_sees")
	} else {
		menu.Options = append(menu.Options,
			blockkit.Option{Value: TalkHeld + ":" + id, Label: say(v, "conversation.held_option")},
			blockkit.Option{Value: TalkRather + ":" + id, Label: say(v, "conversation.rather_option")})
	}
	row := cardRow{
		Text: blockkit.Bold(line), Fallback: line, Name: partner.Name, Conversation: true,
		Buttons: []blockkit.Element{primary(button(v, PressTalkPrepare, id, "conversation.prepare_button")), menu},
		Lines: []blockkit.Text{
			say(v, "conversation.five_minutes", "When", v.Day(domain.DateOf(c.TurnEnds, v.Zone()), domain.DateOf(now, v.Zone()))),
			seen,
		},
	}
	if talk.Before.Ending == domain.NotHeld && c.Kind != domain.OwnNotes {
		row.Lines = append(row.Lines, say(v, "conversation.before_not_held", "Period", periodName(v, talk.Before), "Now", periodName(v, c)))
	}
	row.Aside = twiceLine(v, talk)
	return row
}

// twiceLine tells each of the two, at the first conversation that was not held,
// who would see a second; where pairs are never named, or there is no second one
// to talk with, there is nothing to tell.
func twiceLine(v *sentence.Voice, talk domain.Talk) blockkit.Text {
	if talk.Before.Ending != domain.NotHeld || talk.Conversation.Kind == domain.OwnNotes || !talk.Policy.Discloses(domain.NamedPairs) {
		return blockkit.Text{}
	}
	return say(v, "conversation.twice_not_held", "Team", talk.Policy.PeopleTeam.Name)
}

func primary(b blockkit.Button) blockkit.Button {
	b.Style = blockkit.Primary
	return b
}

// partnerCard is the partner's row: read, plan or summarise, whichever is next.
func partnerCard(v *sentence.Voice, talk domain.Talk, now time.Time) cardRow {
	c := talk.Conversation
	employee, id := talk.People[c.Employee], string(c.ID)
	row := cardRow{Name: employee.Name, Conversation: true}
	var press blockkit.Button
	switch {
	case !c.HeldOn.IsZero():
		row.Text = say(v, "conversation.row_summary", "Name", employee.Name, "Day", v.ShortDate(c.HeldOn))
		press = button(v, PressTalkRecord, id, "conversation.summarise_button")
	case !c.EmployeeShared.IsZero() && c.RatherTalk:
		row.Text = say(v, "conversation.row_rather", "Name", employee.Name, "When", meeting(v, c, employee, now))
		press = button(v, PressTalkPlan, id, "conversation.plan_button")
	case !c.EmployeeShared.IsZero():
		row.Text = say(v, "conversation.row_shared", "Name", employee.Name, "When", meeting(v, c, employee, now))
		press = button(v, PressTalkRead, id, "conversation.read_button")
	case c.Kind == domain.AskedTalk:
		row.Text = say(v, "conversation.row_asked", "Name", employee.Name, "When", meeting(v, c, employee, now))
		press = button(v, PressTalkPlan, id, "conversation.plan_button")
	case !c.MeetAt.IsZero():
		row.Text = say(v, "conversation.row_planned", "Name", employee.Name, "When", bothTimes(v, c.MeetAt, employee, now))
		press = button(v, PressTalkRead, id, "conversation.read_button")
	default:
		row.Text = noDayLine(v, c, employee, domain.DateOf(now, v.Zone()))
		press = button(v, PressTalkPlan, id, "conversation.plan_button")
	}
	if twice := twiceLine(v, talk); !twice.Empty() && c.EmployeeShared.IsZero() && c.HeldOn.IsZero() {
		row.Text = blockkit.Separated(" ", row.Text, say(v, "conversation.was_not_held", "Period", periodName(v, talk.Before)))
		row.Aside = twice
	}
	press.Spoken = blockkit.Separated(" ", press.Label, blockkit.Name(employee.Name))
	row.Fallback, row.Buttons = row.Text, []blockkit.Element{press}
	if c.HeldOn.IsZero() {
		row.Choices = []blockkit.Option{
			{Value: TalkHeld + ":" + id, Label: say(v, "conversation.held_option")},
			{Value: TalkMove + ":" + id, Label: say(v, "conversation.move_option")},
			{Value: TalkLeaveOut + ":" + id, Label: say(v, "conversation.leave_out_option")},
		}
		row.Buttons = append(row.Buttons, blockkit.Overflow{ID: PressTalkElse, Options: row.Choices})
	}
	return row
}

// noDayLine says that no day is set; a date that has passed is not held up to
// anybody.
func noDayLine(v *sentence.Voice, c domain.Conversation, employee domain.Person, today domain.Date) blockkit.Text {
	if c.DueOn.Before(today) {
		return say(v, "conversation.row_no_day_yet", "Name", employee.Name)
	}
	return say(v, "conversation.row_no_day", "Name", employee.Name, "Day", v.Day(c.DueOn, today))
}

// meeting says when the two talk, or that no day is set.
func meeting(v *sentence.Voice, c domain.Conversation, other domain.Person, now time.Time) string {
	if c.MeetAt.IsZero() {
		return v.Say("conversation.no_day")
	}
	if c.MeetAt.Before(now) {
		return v.Say("conversation.you_planned", "Day", v.ShortDate(domain.DateOf(c.MeetAt, v.Zone())))
	}
	return v.Say("conversation.you_talk", "When", bothTimes(v, c.MeetAt, other, now))
}

// bothTimes says a time as the reader's clock shows it and, where the other's
// shows another, as theirs does: "Thursday 14:00 (Lee: 06:00)".
func bothTimes(v *sentence.Voice, at time.Time, other domain.Person, now time.Time) string {
	when := v.When(at, now)
	zone, err := domain.LoadZone(other.Zone, v.Zone())
	if err != nil {
		return when // nobody knows where the other's clock is
	}
	if theirs := v.At(zone).Time(at); theirs != v.Time(at) {
		return v.Say("conversation.both_times", "When", when, "Name", firstName(other.Name), "Time", theirs)
	}
	return when
}

func restCard(v *sentence.Voice, talk domain.Talk) cardRow {
	c := talk.Conversation
	partner, id := talk.People[c.Partner], string(c.ID)
	line := say(v, "conversation.row_rest", "Name", partner.Name, "Period", periodName(v, c))
	choice := func(r domain.Rest, key string) blockkit.Button {
		return button(v, PressTalkRest, string(r)+":"+id, key)
	}
	return cardRow{
		Text: line, Fallback: line, Name: partner.Name, Conversation: true,
		Buttons: []blockkit.Element{
			choice(domain.AskAgain, "conversation.ask_again_button"),
			choice(domain.SomebodyElse, "conversation.somebody_else_button"),
			choice(domain.LetItRest, "conversation.let_rest_button"),
		},
	}
}

func heldCard(v *sentence.Voice, talk domain.Talk, reader domain.ID) cardRow {
	c := talk.Conversation
	other, id := talk.People[c.Other(reader)], string(c.ID)
	line := say(v, "conversation.row_held", "Name", other.Name, "Day", v.ShortDate(c.SaidHeldFor))
	return cardRow{
		Text: line, Fallback: line, Name: other.Name, Conversation: true,
		Buttons: []blockkit.Element{
			button(v, PressTalkHeldYes, id, "conversation.held_yes_button"),
			button(v, PressTalkHeldNo, id, "conversation.held_no_button"),
		},
		Lines: []blockkit.Text{say(v, "conversation.held_silence")},
	}
}

// talkNewsMessage tells what the other did.
func talkNewsMessage(v *sentence.Voice, key string, talk domain.Talk, reader domain.ID, now time.Time) blockkit.Message {
	c := talk.Conversation
	other := talk.People[c.Other(reader)]
	line := say(v, key, "Name", other.Name, "When", meeting(v, c, other, now), "Period", periodName(v, c))
	id := string(c.ID)
	press := []blockkit.Element{button(v, PressTalkRead, id, "conversation.read_button")}
	switch {
	case key == "conversation.told_summary":
		press = []blockkit.Element{primary(button(v, PressTalkConfirm, id, "conversation.confirm_button"))}
	case key == "conversation.told_asked", key == "conversation.told_wanted":
		press = []blockkit.Element{button(v, PressTalkPlan, id, "conversation.plan_button")}
	case aboutMeeting(key):
		press = append(press, button(v, PressTalkPlan, id, "conversation.other_day_button"))
	case key == "conversation.told_left_out" && !c.LeaveOutAsked.IsZero():
		press = []blockkit.Element{
			button(v, PressTalkLeaveYes, id, "conversation.leave_yes_button"),
			button(v, PressTalkLeaveNo, id, "conversation.leave_no_button"), press[0],
		}
	}
	blocks := []blockkit.Block{blockkit.Section(line)}
	if aboutMeeting(key) && !c.MeetAt.IsZero() {
		blocks = append(blocks, blockkit.Section(calendarLinks(v, talk, other)))
	}
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Actions(press...), blockkit.Context(say(v, "conversation.words_stay"))),
	}
}

// aboutMeeting tells whether a sentence says on which day the two talk.
func aboutMeeting(key string) bool {
	return key == "conversation.told_meeting" || key == "conversation.told_planned"
}

// periodName says which conversation is meant: "November", "the quarter from
// October", "the weeks from 2 November".
func periodName(v *sentence.Voice, c domain.Conversation) string {
	if c.Kind == domain.AskedTalk || c.Kind == domain.JoinerTalk || c.Kind == domain.ClosingTalk {
		return v.Say("conversation.period_" + string(c.Kind))
	}
	period, err := domain.ParsePeriod(c.Period)
	if err != nil {
		return v.MonthOf(c.Rule.Day)
	}
	name := period.Name()
	switch {
	case name.Month != 0:
		return v.Month(name.Month)
	case name.Quarter != 0:
		return v.Say("conversation.period_quarter", "Number", name.Quarter, "Year", strconv.Itoa(period.Start.Year))
	}
	return v.Say("conversation.period_weeks", "Day", v.ShortDate(period.Start))
}
