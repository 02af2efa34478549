package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackReplyRoutes are what can be said and done below a feedback.
func (b *Bot) feedbackReplyRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressFeedbackThank, Speed: Doing, Handle: b.thankForFeedback},
		{Kind: Press, ID: PressFeedbackReply, Speed: Opening, Handle: b.openFeedbackReply},
		{Kind: Submit, ID: FeedbackReplyForm, Speed: Doing, Fields: []string{FieldFeedbackText}, Handle: b.submitFeedbackReply},
		{Kind: Press, ID: PressFeedbackKeep, Speed: Doing, Handle: b.keepFeedback},
		{Kind: Press, ID: PressFeedbackOut, Speed: Doing, Handle: b.keepFeedback},
	}
}

// thankForFeedback is one tap; the view says so in its place.
func (b *Bot) thankForFeedback(ctx context.Context, req Request) (Reply, error) {
	return b.afterFeedback(req)(b.feedback.Reply(ctx, req.Act, domain.ID(req.Value), domain.ReplyThanks, ""))
}

// keepFeedback puts it into the own file, or takes it out.
func (b *Bot) keepFeedback(ctx context.Context, req Request) (Reply, error) {
	return b.afterFeedback(req)(b.feedback.PutInFile(ctx, req.Act, domain.ID(req.Value), req.ID == PressFeedbackKeep))
}

// afterFeedback shows the feedback as it is after a press in its view.
func (b *Bot) afterFeedback(req Request) func(domain.FeedbackReceipt, error) (Reply, error) {
	return func(receipt domain.FeedbackReceipt, err error) (Reply, error) {
		if err != nil {
			return Reply{}, err
		}
		return Update(feedbackView(req.Voice, receipt, req.Person.ID)), nil
	}
}

// replyNote is what the form for a reply carries.
type replyNote struct {
	Kind domain.ReplyKind `json:"k,omitempty"`
}

func (b *Bot) openFeedbackReply(ctx context.Context, req Request) (Reply, error) {
	kind, id, _ := strings.Cut(req.Value, ":")
	receipt, err := b.feedback.Open(ctx, req.Act, domain.ID(id))
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata(domain.ID(id), 0).With(replyNote{Kind: domain.ReplyKind(kind)})
	if err != nil {
		return Reply{}, err
	}
	return Open(feedbackReplyForm(req.Voice, receipt, req.Person.ID, domain.ReplyKind(kind), meta)), nil
}

func (b *Bot) submitFeedbackReply(ctx context.Context, req Request) (Reply, error) {
	var note replyNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	kind := domain.ReplyWords
	if note.Kind == domain.ReplyIntent {
		kind = domain.ReplyIntent
	}
	receipt, err := b.feedback.Reply(ctx, req.Act, req.Metadata.Subject, kind, req.Values.Text(FieldFeedbackText))
	if err != nil {
		return Reply{}, err
	}
	return Update(feedbackView(req.Voice, receipt, req.Person.ID)), nil
}

// renderFeedbackReplied says who did what below a feedback, without words.
func (b *Bot) renderFeedbackReplied(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	receipt, err := b.feedback.Announce(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	other := receipt.Feedback.Receiver
	if m.Recipient == other {
		other = receipt.Feedback.Giver
	}
	line := "feedback.replied_" + m.Detail
	if !slices.Contains([]string{"feedback.replied_intent", "feedback.replied_thanks"}, line) {
		line = "feedback.replied_reply"
	}
	return feedbackReplied(b.voiceOf(receipt.People[m.Recipient]), line, nameOr(b.voiceOf(receipt.People[m.Recipient]), receipt.People[other]), m.Subject), nil
}

// feedbackReplied is the message to the other of the two.
func feedbackReplied(v *sentence.Voice, key, name string, id domain.ID) blockkit.Message {
	line := say(v, key, "Name", name)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Actions(button(v, PressFeedbackRead, string(id), "feedback.read_button")),
			blockkit.Context(say(v, "feedback.why")),
		},
	}
}

// feedbackReplyForm asks for the words, and says who reads them.
func feedbackReplyForm(v *sentence.Voice, r domain.FeedbackReceipt, me domain.ID, kind domain.ReplyKind, meta Metadata) blockkit.Modal {
	label := "feedback.reply_label"
	if kind == domain.ReplyIntent {
		label = "feedback.intent_label"
	}
	return form(v, frame{FeedbackReplyForm, "feedback.reply_title", "feedback.send_button"}, meta,
		blockkit.Section(blockkit.Bold(feedbackHeadline(v, r.Feedback, r.People, me))),
		blockkit.Input(blockkit.Field{
			ID: FieldFeedbackText, Label: say(v, label),
			Element: blockkit.TextField{ID: FieldFeedbackText, Multiline: true, Max: domain.MaxFeedbackText, Focus: true},
		}),
		blockkit.Section(readersLine(v, r.Readers, r.People, me, r.Team)), blockkit.Context(say(v, "feedback.reply_stays")))
}

// feedbackReplies are what was said below a feedback, each under its author.
func feedbackReplies(v *sentence.Voice, replies []domain.FeedbackReply, people map[domain.ID]domain.Person, me domain.ID) []blockkit.Block {
	var blocks []blockkit.Block
	for _, r := range replies {
		name, day := nameOr(v, people[r.Author]), v.Date(domain.DateOf(r.At, v.Zone()))
		if r.Author == me {
			name = v.Say("feedback.you")
		}
		blocks = append(blocks, blockkit.Context(say(v, "feedback.said_"+string(r.Kind), "Name", name, "Day", day)), blockkit.Quote(blockkit.User(r.Text)))
	}
	return blocks
}

// thanked tells whether somebody has thanked.
func thanked(replies []domain.FeedbackReply, who domain.ID) bool {
	return slices.ContainsFunc(replies, func(r domain.FeedbackReply) bool { return r.Author == who && r.Kind == domain.ReplyThanks })
}

// fileFeedback is a feedback in its receiver's file, shortened, with the replies
// below it.
func fileFeedback(v *sentence.Voice, f domain.File, e domain.FileEntry) []blockkit.Block {
	head := blockkit.Bold(feedbackHeadline(v, e.Feedback, f.People, f.Owner.ID))
	blocks := []blockkit.Block{
		blockkit.SectionWith(head, button(v, PressFeedbackRead, string(e.Feedback.ID), "rapport.open_button")),
		blockkit.Quote(blockkit.User(e.Feedback.Behaviour).Cut(listedText)), blockkit.Quote(blockkit.User(e.Feedback.Impact).Cut(listedText)),
	}
	for _, r := range e.Replies {
		if r.Text == "" {
			continue
		}
		name := nameOr(v, f.People[r.Author])
		line := blockkit.Join(blockkit.Bold(blockkit.Name(name)), blockkit.App(": "), blockkit.User(r.Text).Cut(shortened))
		blocks = append(blocks, blockkit.Context(line))
	}
	return blocks
}
