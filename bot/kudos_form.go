package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// openKudosForm opens the form, with what a button kept of an earlier try.
func (b *Bot) openKudosForm(ctx context.Context, req Request) (Reply, error) {
	note, err := kudosNoteOf(req.Value)
	if err != nil {
		return Reply{}, err
	}
	return b.openKudos(ctx, req, note, blockkit.Text{})
}

// openKudosForMessage opens the form for thanking for a message: its author and
// its address are filled in.
func (b *Bot) openKudosForMessage(ctx context.Context, req Request) (Reply, error) {
	var note kudosNote
	if author := req.Message.Author; author != "" && author != req.SlackUser {
		note.Users = []string{author}
	}
	var err error
	if note.About, err = b.messageLink(ctx, req); err != nil {
		return Reply{}, err
	}
	return b.openKudos(ctx, req, note, blockkit.Text{})
}

// openKudos shows the form. Problems, if there are any, stand at its top.
func (b *Bot) openKudos(ctx context.Context, req Request, note kudosNote, problems blockkit.Text) (Reply, error) {
	form, err := b.kudosForm(ctx, req, note, problems)
	if err != nil {
		return Reply{}, err
	}
	return Open(form), nil
}

func (b *Bot) kudosForm(ctx context.Context, req Request, note kudosNote, problems blockkit.Text) (blockkit.Modal, error) {
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return blockkit.Modal{}, err
	}
	metadata := req.Metadata
	if metadata.Nonce == "" {
		metadata = b.formMetadata("", 0)
	}
	// What stands in the fields comes back in them.
	metadata, err = metadata.With(kudosNote{Groups: note.Groups, About: note.About, Sure: note.Sure})
	if err != nil {
		return blockkit.Modal{}, err
	}
	return kudosForm(req.Voice, kudosFormState{Choices: choices, Note: note, Problems: problems, Metadata: metadata}), nil
}

// submitKudos sends the form. Problems stand under their fields; a question
// stands at the top of the same form, and sending it again is the yes.
func (b *Bot) submitKudos(ctx context.Context, req Request) (Reply, error) {
	var note kudosNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	note.Users = req.Values.Users(FieldKudosPeople)
	note.Text = req.Values.Text(FieldKudosText)
	note.Tags = req.Values.Choices(FieldKudosValues)
	note.Private = req.Values.Choice(FieldKudosReach) == ReachPrivate
	receipt, err := b.kudos.Give(ctx, req.Act, note.draft())
	if domain.CodeOf(err) != domain.Confirm {
		if err != nil {
			return Reply{}, err
		}
		return Update(kudosSentView(req.Voice, receipt, note.Private)), nil
	}
	note.Sure = true
	asked := sentences(req.Voice, "", lines(req.Voice, domain.FaultsOf(err))...)
	form, err := b.kudosForm(ctx, req, note, asked.Fallback)
	if err != nil {
		return Reply{}, err
	}
	return Update(form), nil
}

// openKudosWords asks what a bare thanks was for.
func (b *Bot) openKudosWords(_ context.Context, req Request) (Reply, error) {
	return Open(kudosWordsForm(req.Voice, b.formMetadata(domain.ID(req.Value), 0))), nil
}

// submitKudosWords adds the words.
func (b *Bot) submitKudosWords(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.kudos.AddText(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldKudosText))
	if err != nil {
		return Reply{}, err
	}
	people := pick(receipt.People, receipt.Kudos.ReceiverIDs())
	return Say(sentences(req.Voice, "", req.Voice.Say("kudos.words_added", "People", namesOf(people)))), nil
}
