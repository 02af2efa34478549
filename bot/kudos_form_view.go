package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// kudosFormState is what the form for thanking shows.
type kudosFormState struct {
	Choices  domain.KudosChoices
	Note     kudosNote
	Problems blockkit.Text
	Metadata Metadata
}

// kudosForm is the form for thanking. Nothing but the people is needed: neither
// words nor value nor reach stands between a person and Send.
func kudosForm(v *sentence.Voice, s kudosFormState) blockkit.Modal {
	submit := "kudos.submit_button"
	if s.Note.Sure {
		submit = "kudos.send_anyway_button"
	}
	blocks := []blockkit.Block{blockkit.Section(s.Problems)}
	if len(s.Note.Groups) > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "kudos.form_groups", "Count", len(s.Note.Groups))))
	}
	blocks = append(blocks, kudosAbout(v, s.Note.About), kudosPeopleField(v, s), kudosTextField(v, s.Note))
	if values := kudosValueOptions(s.Choices.Values); len(values) > 0 {
		blocks = append(blocks, blockkit.Input(blockkit.Field{
			ID: FieldKudosValues, Label: say(v, "kudos.values_label"), Optional: true,
			Element: blockkit.SelectMany{
				ID: FieldKudosValues, Placeholder: say(v, "kudos.values_hint"), Options: values, Initial: s.Note.Tags,
			},
		}))
	}
	blocks = append(blocks, kudosReachField(v, s), blockkit.Context(say(v, kudosReaders(s.Choices))))
	return blockkit.Modal{
		ID: KudosForm, Title: say(v, "kudos.form_title"), Submit: say(v, submit), Close: say(v, "rapport.cancel_button"),
		Blocks: blocks, Metadata: s.Metadata.String(), More: say(v, "rapport.more"),
	}
}

// kudosReaders names the sentence about who will see it.
func kudosReaders(c domain.KudosChoices) string {
	if c.Channel == "" {
		return "kudos.form_seen_private"
	}
	return "kudos.form_seen_public"
}

// kudosAbout shows the message that the thanks are for.
func kudosAbout(v *sentence.Voice, about domain.MessageLink) blockkit.Block {
	if about.URL == "" {
		return blockkit.Block{}
	}
	line := blockkit.Weave(v.Say("kudos.form_about", "Message", blockkit.Slot(0)),
		blockkit.Link(about.URL, v.Say("kudos.this_message")))
	return blockkit.Context(line)
}

func kudosPeopleField(v *sentence.Voice, s kudosFormState) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldKudosPeople, Label: say(v, "kudos.people_label"), Optional: len(s.Note.Groups) > 0,
		Element: blockkit.UsersSelect{
			ID: FieldKudosPeople, Placeholder: say(v, "kudos.people_hint"), Initial: s.Note.Users,
			Max: s.Choices.MaxRecipients, Focus: len(s.Note.Users) == 0,
		},
	})
}

// kudosTextField has the cursor where the people are known already.
func kudosTextField(v *sentence.Voice, n kudosNote) blockkit.Block {
	label := "kudos.text_label"
	if n.About.TS != "" {
		label = "kudos.text_about_label"
	}
	return blockkit.Input(blockkit.Field{
		ID: FieldKudosText, Label: say(v, label), Optional: true,
		Element: blockkit.TextField{
			ID: FieldKudosText, Placeholder: say(v, "kudos.text_hint"), Initial: n.Text, Multiline: true,
			Max: kudosRoom(n.Text), Focus: len(n.Users) > 0,
		},
	})
}

// kudosRoom is how much the field takes. What came too long from a command
// stands in it whole, up to what Slack takes at all, and is refused when it is
// sent: cut, it would be lost.
func kudosRoom(text string) int {
	if domain.Length(text) > domain.MaxKudosText {
		return 0
	}
	return domain.MaxKudosText
}

// kudosReachField asks for public or private where there is a channel at all.
func kudosReachField(v *sentence.Voice, s kudosFormState) blockkit.Block {
	if s.Choices.Channel == "" {
		return blockkit.Block{}
	}
	initial := ReachPublic
	if s.Note.Private {
		initial = ReachPrivate
	}
	return blockkit.Input(blockkit.Field{
		ID: FieldKudosReach, Label: say(v, "kudos.reach_label"), Optional: true,
		Element: blockkit.Radio{ID: FieldKudosReach, Initial: initial, Options: []blockkit.Option{
			{Value: ReachPublic, Label: say(v, "kudos.reach_public_option")},
			{Value: ReachPrivate, Label: say(v, "kudos.reach_private_option")},
		}},
	})
}

func kudosValueOptions(values []domain.Value) []blockkit.Option {
	options := make([]blockkit.Option, len(values))
	for i, value := range values {
		name := value.Name
		if name == "" {
			name = "#" + value.Tag
		}
		options[i] = blockkit.Option{Value: value.Tag, Label: blockkit.Name(name), Description: blockkit.Name(value.Meaning)}
	}
	return options
}

// kudosSentView is the receipt in the place of the form.
func kudosSentView(v *sentence.Voice, r domain.KudosReceipt, askedPrivate bool) blockkit.Modal {
	return noticeView(v, kudosReceipt(v, r, askedPrivate))
}

// kudosWordsForm asks what a bare thanks was for.
func kudosWordsForm(v *sentence.Voice, m Metadata) blockkit.Modal {
	field := blockkit.TextField{
		ID: FieldKudosText, Placeholder: say(v, "kudos.text_hint"), Multiline: true, Max: domain.MaxKudosText, Focus: true,
	}
	return blockkit.Modal{
		ID: KudosWordsForm, Title: say(v, "kudos.words_title"), Submit: say(v, "kudos.words_submit_button"),
		Close: say(v, "rapport.cancel_button"), Metadata: m.String(),
		Blocks: []blockkit.Block{
			blockkit.Input(blockkit.Field{ID: FieldKudosText, Label: say(v, "kudos.words_label"), Element: field}),
			blockkit.Context(say(v, "kudos.words_seen")),
		},
	}
}

// kudosMannerForm asks how the person likes to be thanked.
func kudosMannerForm(v *sentence.Voice, privately bool, m Metadata) blockkit.Modal {
	return blockkit.Modal{
		ID: KudosMannerForm, Title: say(v, "kudos.manner_title"), Submit: say(v, "rapport.save_button"),
		Close: say(v, "rapport.cancel_button"), Metadata: m.String(),
		Blocks: mannerBlocks(v, FieldKudosManner, privately),
	}
}

// mannerBlocks ask how the person likes to be thanked, in a field of that id.
func mannerBlocks(v *sentence.Voice, id string, privately bool) []blockkit.Block {
	initial := ReachPublic
	if privately {
		initial = ReachPrivate
	}
	radio := blockkit.Radio{ID: id, Initial: initial, Options: []blockkit.Option{
		{Value: ReachPublic, Label: say(v, "kudos.manner_public_option")},
		{Value: ReachPrivate, Label: say(v, "kudos.manner_private_option")},
	}}
	return []blockkit.Block{
		blockkit.Input(blockkit.Field{ID: id, Label: say(v, "kudos.manner_label"), Element: radio}),
		blockkit.Context(say(v, "kudos.manner_from_now")),
	}
}

// kudosRetractForm asks the people team for the reason.
func kudosRetractForm(v *sentence.Voice, m Metadata) blockkit.Modal {
	field := blockkit.TextField{ID: FieldKudosReason, Multiline: true, Max: domain.MaxKudosText, Focus: true}
	return blockkit.Modal{
		ID: KudosRetractForm, Title: say(v, "kudos.retract_title"), Submit: say(v, "kudos.retract_button"),
		Close: say(v, "rapport.cancel_button"), Metadata: m.String(),
		Blocks: []blockkit.Block{
			blockkit.Section(say(v, "kudos.retract_effect")),
			blockkit.Input(blockkit.Field{ID: FieldKudosReason, Label: say(v, "kudos.reason_label"), Element: field}),
		},
	}
}
