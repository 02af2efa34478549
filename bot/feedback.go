package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// feedbackRoutes are the ways to give feedback and to read it.
func (b *Bot) feedbackRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandFeedback, Speed: Opening, Handle: b.beginFeedback},
		{Kind: Command, ID: CommandFeedback, Alone: true, Speed: Opening, Handle: b.openFeedbackList},
		{Kind: Command, ID: CommandFeedbackHelp, Alone: true, Speed: Answering, Handle: b.explainFeedback},

		{Kind: Shortcut, ID: ShortcutFeedback, Speed: Opening, Handle: b.openFeedbackWho},
		{Kind: MessageShortcut, ID: ShortcutFeedbackMessage, Speed: Opening, Handle: b.openFeedbackForMessage},
		{Kind: Press, ID: PressFeedbackForm, Speed: Opening, Handle: b.openFeedbackWho},
		{Kind: Submit, ID: FeedbackWhoForm, Speed: Answering, Fields: []string{FieldFeedbackWho}, Handle: b.submitFeedbackWho},
		{Kind: Submit, ID: FeedbackForm, Speed: Doing, Fields: feedbackFields, Handle: b.submitFeedback},

		{Kind: Press, ID: PressFeedbackRead, Speed: Opening, Handle: b.openFeedback},
		{Kind: Press, ID: PressFeedbackWithdraw, Speed: Doing, Handle: b.withdrawFeedback},
		{Kind: Press, ID: PressFeedbackNarrow, Speed: Doing, Handle: b.narrowFeedback},
		{Kind: Press, ID: PressFeedbackList, Speed: Opening, Handle: b.openFeedbackList},
	}
}

// feedbackFields are the fields of the form.
var feedbackFields = []string{
	FieldFeedbackWhen, FieldFeedbackDid, FieldFeedbackEffect, FieldFeedbackNext, FieldFeedbackGoal, FieldFeedbackValue, FieldFeedbackReaders,
}

// feedbackRenders are the messages about feedback. None holds a word of it.
func (b *Bot) feedbackRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.FeedbackShared:   b.renderFeedbackShared,
		domain.FeedbackReplied:  b.renderFeedbackReplied,
		domain.FeedbackAsked:    b.renderFeedbackRequest(feedbackAskedMessage),
		domain.FeedbackDeclined: b.renderFeedbackRequest(feedbackDeclinedMessage),
		domain.FeedbackGone:     b.renderFeedbackRequest(feedbackGoneMessage),
	}
}

// renderFeedbackShared says that something is there.
func (b *Bot) renderFeedbackShared(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	receipt, err := b.feedback.Announce(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return feedbackShared(b.voiceOf(receipt.People[m.Recipient]), receipt, m.Recipient), nil
}

// beginFeedback opens the form for the one person who was named, with what was
// typed behind the name in it. Everything else gets the usage and its words back.
func (b *Bot) beginFeedback(ctx context.Context, req Request) (Reply, error) {
	typed := blockkit.ParseCommand(req.Text)
	named := kudosNote{Users: typed.Users, Unresolved: typed.Unresolved, Text: b.spoken(ctx, typed)}
	named, _, err := b.resolved(ctx, named)
	if err != nil {
		return Reply{}, err
	}
	if len(named.Users) == 1 && len(typed.Groups)+len(typed.Broadcasts)+len(named.Unresolved) == 0 {
		person, err := b.people.Meet(ctx, named.Users[0])
		if err != nil {
			return Reply{}, err
		}
		return b.openFeedbackFor(ctx, req, feedbackNote{Receiver: person.ID}, domain.FeedbackDraft{Behaviour: named.Text})
	}
	m := feedbackUsage(req.Voice, named.Text, len(named.Users))
	return b.offerFeedback(req, m, feedbackNote{Text: named.Text})
}

// spoken is what was typed as words, with people's names in the place of ids.
func (b *Bot) spoken(ctx context.Context, typed blockkit.Command) string {
	return typed.Message(blockkit.Wording{
		Tag: func(string) bool { return false }, Name: func(id string) string { return b.knownName(ctx, id) },
	})
}

// offerFeedback shows a message with the way to the form. What is too long for a
// button opens the form at once.
func (b *Bot) offerFeedback(req Request, m blockkit.Message, note feedbackNote) (Reply, error) {
	value, fits := note.value()
	if !fits {
		return b.openWho(req, note, m.Fallback)
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(button(req.Voice, PressFeedbackForm, value, "feedback.give_button")))
	return Say(m), nil
}

// explainFeedback prints how it is used.
func (b *Bot) explainFeedback(_ context.Context, req Request) (Reply, error) {
	return b.offerFeedback(req, feedbackUsage(req.Voice, "", 0), feedbackNote{})
}

// openFeedback shows the words to one who may read them.
func (b *Bot) openFeedback(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.feedback.Open(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	b.touch(receipt.Feedback.Receiver)
	return Open(feedbackView(req.Voice, receipt, req.Person.ID)), nil
}

// withdrawFeedback takes it back, and gives the words back to who wrote them.
func (b *Bot) withdrawFeedback(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.feedback.Withdraw(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Replace(feedbackWithdrawn(req.Voice, receipt)), nil
}

// narrowFeedback takes the one other reader away.
func (b *Bot) narrowFeedback(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.feedback.Narrow(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Replace(feedbackNarrowed(req.Voice, receipt, req.Person.ID)), nil
}

// openFeedbackList shows a page of what was received or given: in the place of
// another page, or as a view of its own.
func (b *Bot) openFeedbackList(ctx context.Context, req Request) (Reply, error) {
	which, after, _ := strings.Cut(req.Value, ":")
	if req.Kind == Command || which == "" {
		which = domain.FeedbackReceivedList
	}
	if which == feedbackAskedList {
		return b.openFeedbackAsked(ctx, req, domain.ID(after))
	}
	list, err := b.feedback.List(ctx, req.Person.ID, which, domain.ID(after))
	if err != nil {
		return Reply{}, err
	}
	return inFeedbackList(req, feedbackListView(req.Voice, list, req.Person.ID)), nil
}

// inFeedbackList shows a page in the place of the page that was pressed in;
// elsewhere it opens it.
func inFeedbackList(req Request, m blockkit.Modal) Reply {
	if req.Surface == InModal && req.View.Callback == FeedbackListView {
		return Update(m)
	}
	return Open(m)
}
