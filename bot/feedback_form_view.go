package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackWhoForm asks for whom feedback is.
func feedbackWhoForm(v *sentence.Voice, problems blockkit.Text, meta Metadata) blockkit.Modal {
	field := blockkit.Field{
		ID: FieldFeedbackWho, Label: say(v, "feedback.who_label"),
		Element: blockkit.UserSelect{ID: FieldFeedbackWho, Placeholder: say(v, "feedback.who_placeholder"), Focus: true},
	}
	return form(v, frame{FeedbackWhoForm, "feedback.form_title", "feedback.next_button"}, meta,
		blockkit.Section(problems), blockkit.Input(field), blockkit.Context(say(v, "feedback.who_seen")))
}

// feedbackFormState is what the form shows.
type feedbackFormState struct {
	Choices  domain.FeedbackChoices
	Draft    domain.FeedbackDraft
	Problems []string
	Giver    domain.ID
	Metadata Metadata
}

// feedbackForm asks for situation, behaviour and impact, and says who will read
// it.
func feedbackForm(v *sentence.Voice, s feedbackFormState) blockkit.Modal {
	name, d := s.Choices.Receiver.Name, s.Draft
	blocks := []blockkit.Block{blockkit.Section(blockkit.Lines(texts(s.Problems)...)), blockkit.Section(say(v, "feedback.form_intro", "Name", name))}
	if r := s.Choices.Request; r.ID != "" {
		asks := say(v, "feedback.form_asked", "Asker", nameOr(v, s.Choices.People[r.Asker]))
		blocks = append(blocks, blockkit.Context(asks), blockkit.Quote(blockkit.User(r.Question)))
	}
	if d.About.URL != "" {
		blocks = append(blocks, blockkit.Context(messageLine(v, "feedback.about", d.About)))
	}
	for _, part := range []struct {
		id, label, text string
		optional        bool
	}{
		{FieldFeedbackWhen, "feedback.situation_label", d.Situation, false},
		{FieldFeedbackDid, "feedback.behaviour_label", d.Behaviour, false},
		{FieldFeedbackEffect, "feedback.impact_label", d.Impact, false},
		{FieldFeedbackNext, "feedback.next_label", d.Next, true},
	} {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: part.id, Label: say(v, part.label, "Name", name), Optional: part.optional,
			Element: blockkit.TextField{
				ID: part.id, Initial: part.text, Multiline: true, Max: feedbackRoom(part.text), Focus: part.id == FieldFeedbackWhen,
			},
		}))
	}
	blocks = append(blocks, feedbackGoalField(v, s), feedbackValueField(v, s))
	return form(v, frame{FeedbackForm, "feedback.form_title", "feedback.send_button"}, s.Metadata, append(blocks, feedbackReaders(v, s)...)...)
}

// feedbackRoom is how much a field takes; what came too long from a command
// stands in it whole and is refused when it is sent.
func feedbackRoom(text string) int {
	if domain.Length(text) > domain.MaxFeedbackText {
		return 0
	}
	return domain.MaxFeedbackText
}

// texts are sentences as text for Slack.
func texts(lines []string) []blockkit.Text {
	list := make([]blockkit.Text, len(lines))
	for i, line := range lines {
		list[i] = blockkit.App(line)
	}
	return list
}

func feedbackGoalField(v *sentence.Voice, s feedbackFormState) blockkit.Block {
	options := make([]blockkit.Option, len(s.Choices.Goals))
	for i, g := range s.Choices.Goals {
		options[i] = blockkit.Option{Value: string(g.ID), Label: blockkit.Name(g.Title)}
	}
	return blockkit.Input(blockkit.Field{
		ID: FieldFeedbackGoal, Label: say(v, "feedback.goal_label"), Optional: true,
		Element: blockkit.Select{ID: FieldFeedbackGoal, Placeholder: say(v, "feedback.goal_placeholder"), Options: options, Initial: string(s.Draft.Goal)},
	})
}

func feedbackValueField(v *sentence.Voice, s feedbackFormState) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldFeedbackValue, Label: say(v, "kudos.values_label"), Optional: true,
		Element: blockkit.Select{
			ID: FieldFeedbackValue, Placeholder: say(v, "feedback.value_placeholder"), Options: kudosValueOptions(s.Choices.Values), Initial: s.Draft.Value,
		},
	})
}

// feedbackReaders says who can read it; where the giver may let one other person
// read it too, it is asked first.
func feedbackReaders(v *sentence.Voice, s feedbackFormState) []blockkit.Block {
	c := s.Choices
	alone := blockkit.Context(say(v, "feedback.form_seen", "Team", c.Team))
	if c.Partner.ID == "" {
		return []blockkit.Block{blockkit.Section(readersLine(v, c.Alone, c.People, s.Giver, c.Team)), alone}
	}
	if c.Request.ID != "" && c.Request.Asker != c.Request.About {
		return []blockkit.Block{blockkit.Section(readersLine(v, c.Shared, c.People, s.Giver, c.Team)), alone}
	}
	initial := ReadersAlone
	if s.Draft.Reader != "" {
		initial = ReadersPartner
	}
	radio := blockkit.Radio{ID: FieldFeedbackReaders, Initial: initial, Options: []blockkit.Option{
		{Value: ReadersAlone, Label: readersLine(v, c.Alone, c.People, s.Giver, c.Team)},
		{Value: ReadersPartner, Label: readersLine(v, c.Shared, c.People, s.Giver, c.Team)},
	}}
	return []blockkit.Block{
		blockkit.Input(blockkit.Field{ID: FieldFeedbackReaders, Label: say(v, "feedback.readers_label"), Element: radio}), alone,
	}
}
