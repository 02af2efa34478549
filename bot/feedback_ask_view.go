package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackAskState is what the form for asking shows.
type feedbackAskState struct {
	Choices  domain.FeedbackAskChoices
	Note     feedbackNote
	Problems []string
	Asker    domain.ID
	Metadata Metadata
}

// feedbackAskForm asks whom to ask, about what, and who may read the answers.
func feedbackAskForm(v *sentence.Voice, s feedbackAskState) blockkit.Modal {
	c := s.Choices
	blocks := []blockkit.Block{
		blockkit.Section(blockkit.Lines(texts(s.Problems)...)),
		blockkit.Input(blockkit.Field{
			ID: FieldFeedbackGivers, Label: say(v, "feedback.givers_label"),
			Element: blockkit.UsersSelect{
				ID: FieldFeedbackGivers, Placeholder: say(v, "kudos.people_hint"), Initial: s.Note.Users, Max: domain.MaxAskedAtOnce, Focus: true,
			},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldFeedbackQuestion, Label: say(v, "feedback.question_label"), Hint: say(v, "feedback.question_hint"),
			Element: blockkit.TextField{ID: FieldFeedbackQuestion, Initial: s.Note.Text, Multiline: true, Max: feedbackRoom(s.Note.Text)},
		}),
		feedbackAboutField(v, s),
	}
	readers := []blockkit.Block{blockkit.Section(answerReaders(v, c.Alone, s))}
	if c.Partner.ID != "" {
		radio := blockkit.Radio{ID: FieldFeedbackReaders, Initial: ReadersAlone, Options: []blockkit.Option{
			{Value: ReadersAlone, Label: answerReaders(v, c.Alone, s)}, {Value: ReadersPartner, Label: answerReaders(v, c.Shared, s)},
		}}
		readers = []blockkit.Block{blockkit.Input(blockkit.Field{ID: FieldFeedbackReaders, Label: say(v, "feedback.answer_readers_label"), Element: radio})}
	}
	blocks = append(blocks, readers...)
	return form(v, frame{FeedbackAskForm, "feedback.ask_title", "feedback.ask_send_button"}, s.Metadata,
		append(blocks, blockkit.Context(say(v, "feedback.ask_once", "Days", domain.AskAgainDays)))...)
}

// feedbackAboutField lets a manager ask about one of their people.
func feedbackAboutField(v *sentence.Voice, s feedbackAskState) blockkit.Block {
	if len(s.Choices.Reports) == 0 {
		return blockkit.Block{}
	}
	options := []blockkit.Option{{Value: string(s.Asker), Label: say(v, "feedback.about_me_option")}}
	for _, p := range s.Choices.Reports {
		options = append(options, blockkit.Option{Value: string(p.ID), Label: blockkit.Name(p.Name)})
	}
	return blockkit.Input(blockkit.Field{
		ID: FieldFeedbackAbout, Label: say(v, "feedback.about_label"), Hint: say(v, "feedback.about_hint"), Optional: true,
		Element: blockkit.Select{ID: FieldFeedbackAbout, Placeholder: say(v, "feedback.who_placeholder"), Options: options, Initial: string(s.Asker)},
	})
}

// answerReaders says who will read an answer, beside who writes it.
func answerReaders(v *sentence.Voice, holders []domain.Holder, s feedbackAskState) blockkit.Text {
	return say(v, "feedback.answer_readers", "Who", holderNames(v, holders, s.Choices.People, s.Asker, s.Choices.Team))
}

// feedbackAskReceipt says who was asked, and what happens now.
func feedbackAskReceipt(v *sentence.Voice, r domain.FeedbackAskReceipt, me domain.ID) blockkit.Message {
	names := namesOf(pick(r.People, r.Givers))
	line := v.Say("feedback.asked_done", "People", names)
	if r.About != me {
		line = v.Say("feedback.asked_done_about", "People", names, "Name", nameOr(v, r.People[r.About]))
	}
	return sentences(v, "", line, v.Say("feedback.asked_then"))
}

// askedLine says who asks, and about whom where that is somebody else.
func askedLine(v *sentence.Voice, view domain.FeedbackRequestView) blockkit.Text {
	r := view.Request
	asker := nameOr(v, view.People[r.Asker])
	if r.Asker == r.About {
		return say(v, "feedback.asked_notice", "Asker", asker)
	}
	return say(v, "feedback.asked_about_notice", "Asker", asker, "Name", nameOr(v, view.People[r.About]))
}

// answerButtons are the two answers to a request.
func answerButtons(v *sentence.Voice, r domain.FeedbackRequest) []blockkit.Element {
	return []blockkit.Element{
		primary(button(v, PressFeedbackAnswer, string(r.ID), "feedback.answer_button")),
		button(v, PressFeedbackRefuse, string(r.ID), "feedback.decline_button"),
	}
}

// feedbackAskedMessage tells the giver that somebody asks; the question stands in
// the form. Answered or over, it says so in its place.
func feedbackAskedMessage(v *sentence.Voice, view domain.FeedbackRequestView) blockkit.Message {
	line := askedLine(v, view)
	m := blockkit.Message{Fallback: line, More: say(v, "rapport.more"), Blocks: []blockkit.Block{blockkit.Section(line)}}
	if view.Request.State != domain.RequestOpen {
		m.Blocks = append(m.Blocks, blockkit.Context(say(v, "feedback.ended_"+string(view.Request.State))))
		return m
	}
	m.Blocks = append(m.Blocks,
		blockkit.Section(say(v, "feedback.two_minutes")), blockkit.Actions(answerButtons(v, view.Request)...), blockkit.Context(say(v, "feedback.why")))
	return m
}

// feedbackCard is the row that asks once more.
func feedbackCard(v *sentence.Voice, view domain.FeedbackRequestView) cardRow {
	line, buttons := askedLine(v, view), answerButtons(v, view.Request)
	return cardRow{
		Text: line, Fallback: line, Name: nameOr(v, view.People[view.Request.Asker]), Buttons: buttons, Both: buttons,
		Lines: []blockkit.Text{say(v, "feedback.two_minutes")},
	}
}

// feedbackDeclinedMessage tells the asker; the reason stands behind the button.
func feedbackDeclinedMessage(v *sentence.Voice, view domain.FeedbackRequestView) blockkit.Message {
	return feedbackEnd(v, view, say(v, "feedback.declined_notice", "Name", nameOr(v, view.People[view.Request.Giver])))
}

// feedbackGoneMessage tells the asker that nobody will answer.
func feedbackGoneMessage(v *sentence.Voice, view domain.FeedbackRequestView) blockkit.Message {
	return feedbackEnd(v, view, say(v, "feedback.gone_notice", "Name", nameOr(v, view.People[view.Request.Giver])))
}

func feedbackEnd(v *sentence.Voice, view domain.FeedbackRequestView, line blockkit.Text) blockkit.Message {
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Actions(button(v, PressFeedbackRequest, string(view.Request.ID), "feedback.read_button")),
			blockkit.Context(say(v, "feedback.why_asked")),
		},
	}
}

// feedbackDeclineForm asks for the reason, and says who reads it.
func feedbackDeclineForm(v *sentence.Voice, view domain.FeedbackRequestView, meta Metadata) blockkit.Modal {
	asker := nameOr(v, view.People[view.Request.Asker])
	return form(v, frame{FeedbackDeclineForm, "feedback.decline_title", "feedback.decline_button"}, meta,
		blockkit.Section(askedLine(v, view)), blockkit.Quote(blockkit.User(view.Request.Question)),
		blockkit.Input(blockkit.Field{
			ID: FieldFeedbackWhy, Label: say(v, "feedback.why_label"),
			Element: blockkit.TextField{ID: FieldFeedbackWhy, Multiline: true, Max: domain.MaxFeedbackText, Focus: true},
		}),
		blockkit.Context(say(v, "feedback.why_seen", "Name", asker)))
}

// feedbackRequestView shows a request and what became of it.
func feedbackRequestView(v *sentence.Voice, view domain.FeedbackRequestView, me domain.ID) blockkit.Modal {
	r := view.Request
	head := askedLine(v, view)
	if me == r.Asker {
		head = say(v, "feedback.you_asked", "Name", nameOr(v, view.People[r.Giver]), "Day", v.Date(domain.DateOf(r.At, v.Zone())))
	}
	blocks := []blockkit.Block{
		blockkit.Section(blockkit.Bold(head)), blockkit.Quote(blockkit.User(r.Question)), blockkit.Section(requestState(v, r)),
		blockkit.Quote(blockkit.User(r.Why)),
	}
	return blockkit.Modal{
		ID: FeedbackView, Title: say(v, "feedback.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// requestState says where a request stands.
func requestState(v *sentence.Voice, r domain.FeedbackRequest) blockkit.Text {
	return say(v, "feedback.ended_"+string(r.State))
}

// feedbackAskedView is a page of what the person asked for.
func feedbackAskedView(v *sentence.Voice, list domain.FeedbackRequestList) blockkit.Modal {
	blocks := append(feedbackTop(v), blockkit.Header(say(v, "feedback.heading_asked")))
	if len(list.Requests) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "feedback.none_asked")))
	}
	for _, r := range list.Requests {
		day := v.Date(domain.DateOf(r.At, v.Zone()))
		head := say(v, "feedback.asked_name", "Name", nameOr(v, list.People[r.Giver]), "Day", day)
		if r.About != r.Asker {
			head = say(v, "feedback.asked_name_about", "Name", nameOr(v, list.People[r.Giver]), "About", nameOr(v, list.People[r.About]), "Day", day)
		}
		press := button(v, PressFeedbackRequest, string(r.ID), "rapport.open_button")
		if r.Feedback != "" {
			press = button(v, PressFeedbackRead, string(r.Feedback), "feedback.read_button")
		}
		blocks = append(blocks, blockkit.SectionWith(blockkit.Lines(blockkit.Bold(head), requestState(v, r)), press))
	}
	if list.More {
		last := list.Requests[len(list.Requests)-1]
		blocks = append(blocks, blockkit.Actions(button(v, PressFeedbackList, feedbackAskedList+":"+string(last.ID), "kudos.more_button")))
	}
	return blockkit.Modal{
		ID: FeedbackListView, Title: say(v, "feedback.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}
