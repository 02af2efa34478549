package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackAskedList is the list of what the person asked for, as buttons name it.
const feedbackAskedList = "asked"

// feedbackAskRoutes are the ways to ask for feedback and to answer.
func (b *Bot) feedbackAskRoutes() []Route {
	fields := []string{FieldFeedbackGivers, FieldFeedbackQuestion, FieldFeedbackAbout, FieldFeedbackReaders}
	return []Route{
		{Kind: Command, ID: CommandFeedbackAsk, Speed: Doing, Handle: b.askFeedback},
		{Kind: Command, ID: CommandFeedbackAsk, Alone: true, Speed: Opening, Handle: b.openFeedbackAsk},
		{Kind: Press, ID: PressFeedbackAsk, Speed: Opening, Handle: b.openFeedbackAsk},
		{Kind: Submit, ID: FeedbackAskForm, Speed: Doing, Fields: fields, Handle: b.submitFeedbackAsk},

		{Kind: Press, ID: PressFeedbackAnswer, Speed: Opening, Handle: b.openFeedbackAnswer},
		{Kind: Press, ID: PressFeedbackRefuse, Speed: Opening, Handle: b.openFeedbackDecline},
		{Kind: Submit, ID: FeedbackDeclineForm, Speed: Doing, Fields: []string{FieldFeedbackWhy}, Handle: b.submitFeedbackDecline},
		{Kind: Press, ID: PressFeedbackRequest, Speed: Opening, Handle: b.openFeedbackRequest},
	}
}

// askFeedback asks the people who were named, about what was typed behind them.
// What stands in the way is told with the form behind a button.
func (b *Bot) askFeedback(ctx context.Context, req Request) (Reply, error) {
	typed := blockkit.ParseCommand(req.Text)
	named := kudosNote{Users: typed.Users, Unresolved: typed.Unresolved, Text: b.spoken(ctx, typed)}
	found, _, err := b.resolved(ctx, named)
	if err != nil {
		return Reply{}, err
	}
	text := withoutAbout(found.Text)
	q := domain.FeedbackQuestion{Question: text, Names: typed.Unresolved}
	if err := b.addGivers(ctx, &q, typed.Users); err != nil {
		return Reply{}, err
	}
	receipt, err := b.feedback.Ask(ctx, req.Act, q)
	if domain.CodeOf(err) != domain.Invalid {
		return Say(feedbackAskReceipt(req.Voice, receipt, req.Person.ID)), err
	}
	m := sentences(req.Voice, text, lines(req.Voice, domain.FaultsOf(err))...)
	note := feedbackNote{Text: text, Users: found.Users}
	value, fits := note.value()
	if !fits {
		return b.openAsk(ctx, req, note, lines(req.Voice, domain.FaultsOf(err)))
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(button(req.Voice, PressFeedbackAsk, value, "kudos.form_button")))
	return Say(m), nil
}

// withoutAbout takes the word away that joins people and question.
func withoutAbout(text string) string {
	const word = "about "
	if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) {
		return strings.TrimSpace(text[len(word):])
	}
	return text
}

// addGivers finds the people behind Slack's ids.
func (b *Bot) addGivers(ctx context.Context, q *domain.FeedbackQuestion, slackIDs []string) error {
	for _, id := range slackIDs {
		p, err := b.people.Meet(ctx, id)
		switch {
		case domain.CodeOf(err) == domain.NotFound:
			q.Strangers++
		case err != nil:
			return err
		default:
			q.Givers = append(q.Givers, p.ID)
		}
	}
	return nil
}

// openFeedbackAsk opens the form, with what a button kept of an earlier try.
func (b *Bot) openFeedbackAsk(ctx context.Context, req Request) (Reply, error) {
	note, err := feedbackNoteOf(req.Value)
	if err != nil {
		return Reply{}, err
	}
	return b.openAsk(ctx, req, note, nil)
}

func (b *Bot) openAsk(ctx context.Context, req Request, note feedbackNote, problems []string) (Reply, error) {
	choices, err := b.feedback.PrepareAsk(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata("", 0).With(feedbackNote{Reader: choices.Partner.ID})
	if err != nil {
		return Reply{}, err
	}
	return Open(feedbackAskForm(req.Voice, feedbackAskState{Choices: choices, Note: note, Problems: problems, Asker: req.Person.ID, Metadata: meta})), nil
}

// submitFeedbackAsk asks whom the form names.
func (b *Bot) submitFeedbackAsk(ctx context.Context, req Request) (Reply, error) {
	var note feedbackNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	q := domain.FeedbackQuestion{Question: req.Values.Text(FieldFeedbackQuestion), About: domain.ID(req.Values.Choice(FieldFeedbackAbout))}
	if req.Values.Choice(FieldFeedbackReaders) == ReadersPartner {
		q.Reader = note.Reader
	}
	if err := b.addGivers(ctx, &q, req.Values.Users(FieldFeedbackGivers)); err != nil {
		return Reply{}, err
	}
	receipt, err := b.feedback.Ask(ctx, req.Act, q)
	if err != nil {
		return Reply{}, err
	}
	return Say(feedbackAskReceipt(req.Voice, receipt, req.Person.ID)), nil
}

// renderFeedbackRequest renders a message about a request as it stands now.
func (b *Bot) renderFeedbackRequest(write func(*sentence.Voice, domain.FeedbackRequestView) blockkit.Message) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		view, err := b.feedback.Request(ctx, m.Recipient, m.Subject)
		if err != nil {
			return blockkit.Message{}, err
		}
		return write(b.voiceOf(view.People[m.Recipient]), view), nil
	}
}

// feedbackRow asks once more for what somebody waits for.
func (b *Bot) feedbackRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	request, err := b.feedback.Request(ctx, view.Person.ID, ask.Subject)
	if err != nil || request.Request.State != domain.RequestOpen {
		return cardRow{}, err
	}
	return feedbackCard(v, request), nil
}

// openFeedbackAnswer opens the form with what was asked above it.
func (b *Bot) openFeedbackAnswer(ctx context.Context, req Request) (Reply, error) {
	return b.openFeedbackFor(ctx, req, feedbackNote{Request: domain.ID(req.Value)}, domain.FeedbackDraft{})
}

// openFeedbackDecline asks for the reason.
func (b *Bot) openFeedbackDecline(ctx context.Context, req Request) (Reply, error) {
	view, err := b.feedback.Request(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if view.Request.State != domain.RequestOpen {
		return Open(feedbackRequestView(req.Voice, view, req.Person.ID)), nil
	}
	return Open(feedbackDeclineForm(req.Voice, view, b.formMetadata(view.Request.ID, 0))), nil
}

func (b *Bot) submitFeedbackDecline(ctx context.Context, req Request) (Reply, error) {
	view, err := b.feedback.Decline(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldFeedbackWhy))
	if err != nil {
		return Reply{}, err
	}
	return notice(req, "feedback.declined_done", "Name", nameOr(req.Voice, view.People[view.Request.Asker])), nil
}

// openFeedbackRequest shows a request and what became of it.
func (b *Bot) openFeedbackRequest(ctx context.Context, req Request) (Reply, error) {
	view, err := b.feedback.Request(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(feedbackRequestView(req.Voice, view, req.Person.ID)), nil
}

// openFeedbackAsked shows a page of what the person asked for.
func (b *Bot) openFeedbackAsked(ctx context.Context, req Request, after domain.ID) (Reply, error) {
	list, err := b.feedback.Asked(ctx, req.Person.ID, after)
	if err != nil {
		return Reply{}, err
	}
	return inFeedbackList(req, feedbackAskedView(req.Voice, list)), nil
}
