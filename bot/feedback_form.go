package bot

import (
	"context"
	"encoding/json"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// feedbackNote is what the forms of feedback carry, beside their fields.
type feedbackNote struct {
	Receiver domain.ID `json:"r,omitempty"`
	// Reader is the one other person whom the form offers.
	Reader domain.ID `json:"p,omitempty"`
	// Request is what is answered.
	Request domain.ID `json:"q,omitempty"`
	// Coached is true where the coach's hints were shown.
	Coached bool `json:"c,omitempty"`
	// Users are Slack ids of whom to ask.
	Users []string `json:"u,omitempty"`
	// Text is what was typed before anybody was named.
	Text  string             `json:"t,omitempty"`
	About domain.MessageLink `json:"m,omitzero"`
}

// value writes the note for a button; false where it is too long for one.
func (n feedbackNote) value() (string, bool) {
	raw, err := json.Marshal(n)
	return string(raw), err == nil && blockkit.Units(string(raw)) <= blockkit.LimitValue
}

// feedbackNoteOf reads a button's value. An empty value is an empty note.
func feedbackNoteOf(value string) (feedbackNote, error) {
	var n feedbackNote
	if value == "" {
		return n, nil
	}
	if err := json.Unmarshal([]byte(value), &n); err != nil {
		return n, domain.Refuse(domain.NotFound, "request.unknown")
	}
	return n, nil
}

// openFeedbackWho asks for whom it is, before the form that says who reads it.
func (b *Bot) openFeedbackWho(_ context.Context, req Request) (Reply, error) {
	note, err := feedbackNoteOf(req.Value)
	if err != nil {
		return Reply{}, err
	}
	return b.openWho(req, note, blockkit.Text{})
}

func (b *Bot) openWho(req Request, note feedbackNote, problems blockkit.Text) (Reply, error) {
	meta := b.formMetadata("", 0)
	for {
		full, err := meta.With(note)
		if err != nil {
			return Reply{}, err
		}
		if blockkit.Units(full.String()) <= blockkit.LimitMetadata || note.Text == "" {
			return Open(feedbackWhoForm(req.Voice, problems, full)), nil
		}
		// Slack takes more behind a command than a form can carry: the words
		// stand shortened here, and whole in what the person typed.
		note.Text = cutRunes(note.Text, domain.Length(note.Text)*3/4)
	}
}

// openFeedbackForMessage opens the form about a message; its author is filled in.
func (b *Bot) openFeedbackForMessage(ctx context.Context, req Request) (Reply, error) {
	link, err := b.messageLink(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	note := feedbackNote{About: link}
	if author := req.Message.Author; author != "" && author != req.SlackUser {
		person, err := b.people.Meet(ctx, author)
		if err != nil && domain.CodeOf(err) != domain.NotFound {
			return Reply{}, err
		}
		if note.Receiver = person.ID; person.Converses() {
			return b.openFeedbackFor(ctx, req, note, domain.FeedbackDraft{})
		}
	}
	return b.openWho(req, note, blockkit.Text{})
}

// submitFeedbackWho goes on to the form, now that it is known for whom it is.
func (b *Bot) submitFeedbackWho(ctx context.Context, req Request) (Reply, error) {
	var note feedbackNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	person, err := b.people.Meet(ctx, req.Values.User(FieldFeedbackWho))
	if err != nil {
		return Reply{}, err
	}
	note.Receiver = person.ID
	draft := domain.FeedbackDraft{Behaviour: note.Text}
	note.Text = ""
	form, err := b.feedbackForm(ctx, req, note, feedbackFormState{Draft: draft})
	if err != nil {
		return Reply{}, err
	}
	return Update(form), nil
}

// openFeedbackFor opens the form for a person.
func (b *Bot) openFeedbackFor(ctx context.Context, req Request, note feedbackNote, draft domain.FeedbackDraft) (Reply, error) {
	form, err := b.feedbackForm(ctx, req, note, feedbackFormState{Draft: draft})
	if err != nil {
		return Reply{}, err
	}
	return Open(form), nil
}

// feedbackForm builds the form with who can read it, as that is at this moment.
// Problems, if there are any, stand at its top.
func (b *Bot) feedbackForm(ctx context.Context, req Request, note feedbackNote, s feedbackFormState) (blockkit.Modal, error) {
	var err error
	if s.Choices, err = b.feedback.Prepare(ctx, req.Person.ID, domain.FeedbackDraft{Receiver: note.Receiver, Request: note.Request}); err != nil {
		return blockkit.Modal{}, err
	}
	if s.Metadata.Nonce == "" {
		s.Metadata = b.formMetadata("", 0)
	}
	note.Reader = s.Choices.Partner.ID
	if s.Metadata, err = s.Metadata.With(note); err != nil {
		return blockkit.Modal{}, err
	}
	s.Draft.About, s.Giver = note.About, req.Person.ID
	return feedbackForm(req.Voice, s), nil
}

// submitFeedback sends the form. A question stands at the top of the same form,
// and sending it again is the yes.
func (b *Bot) submitFeedback(ctx context.Context, req Request) (Reply, error) {
	var note feedbackNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	v := req.Values
	draft := domain.FeedbackDraft{
		Receiver: note.Receiver, Situation: v.Text(FieldFeedbackWhen), Behaviour: v.Text(FieldFeedbackDid),
		Impact: v.Text(FieldFeedbackEffect), Next: v.Text(FieldFeedbackNext), Goal: domain.ID(v.Choice(FieldFeedbackGoal)),
		Value: v.Choice(FieldFeedbackValue), About: note.About, Request: note.Request, Sure: note.Coached,
	}
	// Where the asker reads the answer in any case, there is nothing to choose.
	if v.Choice(FieldFeedbackReaders) == ReadersPartner || !v.Has(FieldFeedbackReaders) {
		draft.Reader = note.Reader
	}
	receipt, err := b.feedback.Give(ctx, req.Act, draft)
	if domain.CodeOf(err) == domain.Confirm {
		note.Coached = true
		problems := append(lines(req.Voice, domain.FaultsOf(err)), req.Voice.Say("coach.again"))
		form, err := b.feedbackForm(ctx, req, note, feedbackFormState{Draft: draft, Problems: problems, Metadata: req.Metadata})
		return Update(form), err
	}
	if err != nil {
		return Reply{}, err
	}
	return Say(feedbackReceipt(req.Voice, receipt)), nil
}
