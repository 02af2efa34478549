package bot

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// dossierRoutes are the ways into the own file.
func (b *Bot) dossierRoutes() []Route {
	return []Route{
		{Kind: MessageShortcut, ID: ShortcutKeep, Speed: Opening, Handle: b.openKeepMessage},
		{Kind: Command, ID: CommandRapportKeep, Speed: Doing, Handle: b.keepWords},
		{Kind: Command, ID: CommandRapportKeep, Alone: true, Speed: Opening, Handle: b.openKeep},
		{Kind: Command, ID: CommandRapportFile, Alone: true, Speed: Opening, Handle: b.openFile},
		{Kind: Press, ID: PressKeep, Speed: Opening, Handle: b.openKeep},
		{Kind: Submit, ID: KeepForm, Speed: Doing, Fields: []string{FieldKeepWords}, Handle: b.submitKeep, Again: b.openFileEdit},

		{Kind: Press, ID: PressFile, Speed: Opening, Handle: b.openFile},
		{Kind: Press, ID: PressFilePage, Speed: Answering, Handle: b.turnFilePage},
		{Kind: Press, ID: PressFileEdit, Speed: Opening, Handle: b.openFileEdit},
		{Kind: Press, ID: PressFileDrop, Speed: Doing, Handle: b.dropFromFile},
		{Kind: Press, ID: PressFileShow, Speed: Doing, Handle: b.showFromFile},
		{Kind: Press, ID: PressFileAbout, Speed: Doing, Handle: b.sayAboutInFile},
		{Kind: Press, ID: PressFileOut, Speed: Doing, Handle: b.leaveOutOfFile},
	}
}

// fileNote is what the forms and pages of the file carry.
type fileNote struct {
	About domain.MessageLink `json:"m,omitzero"`
	// Quote is the message's text, where it may be kept.
	Quote string `json:"q,omitempty"`
	// Listed is true where the form came from the list, to which it returns;
	// Page is the cursor of that page.
	Listed bool   `json:"l,omitempty"`
	Page   string `json:"p,omitempty"`
}

// openKeepMessage opens the form for keeping a message: link and own words, and
// its text where everybody could read it anyway.
func (b *Bot) openKeepMessage(ctx context.Context, req Request) (Reply, error) {
	link, err := b.messageLink(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	note := fileNote{About: link}
	if b.dossiers.Quotable(ctx, link.Channel) {
		text := blockkit.FromMrkdwn(req.Message.text, blockkit.Wording{Name: func(id string) string { return b.knownName(ctx, id) }})
		note.Quote = cutRunes(text, domain.MaxKeptQuote)
	}
	return b.openKeepForm(req, note)
}

// openKeepForm shows the form. A quote that does not fit into what a form can
// carry is shortened until it does.
func (b *Bot) openKeepForm(req Request, note fileNote) (Reply, error) {
	meta := b.formMetadata("", 0)
	for {
		full, err := meta.With(note)
		if err != nil {
			return Reply{}, err
		}
		if blockkit.Units(full.String()) <= blockkit.LimitMetadata || note.Quote == "" {
			meta = full
			break
		}
		note.Quote = cutRunes(note.Quote, domain.Length(note.Quote)/2)
	}
	view := keepForm(req.Voice, domain.Kept{About: note.About, Quote: note.Quote}, meta)
	if req.Surface == InModal {
		return Update(view), nil
	}
	return Open(view), nil
}

// cutRunes keeps the first n characters.
func cutRunes(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

// messageLink is the message that was chosen, with its address where Slack
// gives one: Rapport is not in every channel.
func (b *Bot) messageLink(ctx context.Context, req Request) (domain.MessageLink, error) {
	link := domain.MessageLink{Channel: req.Message.Channel, TS: req.Message.TS}
	address, err := b.client.Permalink(ctx, link.Channel, link.TS)
	var refused SlackError
	switch {
	case err == nil:
		link.URL = address
	case errors.As(err, &refused):
		b.log.LogAttrs(ctx, slog.LevelInfo, "message cannot be linked", append(req.attrs(), slog.Any("error", err))...)
	default:
		return link, err
	}
	return link, nil
}

// knownName is somebody's name where the directory has it; a message may name
// many people, and Slack is not asked for each.
func (b *Bot) knownName(ctx context.Context, slackID string) string {
	var name string
	err := b.practice.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.PersonBySlack(ctx, slackID)
		name = p.Name
		return err
	})
	if err != nil {
		return "" // what stands in the message serves
	}
	return name
}

// openKeep opens the form for own words alone.
func (b *Bot) openKeep(_ context.Context, req Request) (Reply, error) {
	return b.openKeepForm(req, fileNote{Listed: req.Surface == InModal})
}

// keepWords keeps what was typed behind the command.
func (b *Bot) keepWords(ctx context.Context, req Request) (Reply, error) {
	words := blockkit.FromMrkdwn(req.Text, blockkit.Wording{Name: func(id string) string { return b.knownName(ctx, id) }})
	if _, err := b.dossiers.Keep(ctx, req.Act, domain.KeptDraft{Words: words}); err != nil {
		return Reply{}, err
	}
	return Say(keptReceipt(req.Voice)), nil
}

// submitKeep keeps what the form says, or changes what was kept before.
func (b *Bot) submitKeep(ctx context.Context, req Request) (Reply, error) {
	var note fileNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	words := req.Values.Text(FieldKeepWords)
	if id := req.Metadata.Subject; id != "" {
		if err := b.dossiers.Change(ctx, req.Act, id, req.Metadata.Version, words); err != nil {
			return Reply{}, err
		}
	} else {
		draft := domain.KeptDraft{Words: words, Quote: note.Quote, About: note.About}
		if _, err := b.dossiers.Keep(ctx, req.Act, draft); err != nil {
			return Reply{}, err
		}
	}
	if !note.Listed {
		return Say(keptReceipt(req.Voice)), nil
	}
	return b.saved(ctx, req, func() (Reply, error) {
		view, err := b.filePage(ctx, req, note.Page)
		return Update(view), err
	}), nil
}

// openFile opens the own file at its newest page.
func (b *Bot) openFile(ctx context.Context, req Request) (Reply, error) {
	view, err := b.filePage(ctx, req, "")
	return Open(view), err
}

// turnFilePage shows another page in the place of this one.
func (b *Bot) turnFilePage(ctx context.Context, req Request) (Reply, error) {
	view, err := b.filePage(ctx, req, req.Value)
	return Update(view), err
}

func (b *Bot) filePage(ctx context.Context, req Request, cursor string) (blockkit.Modal, error) {
	file, err := b.dossiers.Read(ctx, req.Person.ID, domain.ParseFileCursor(cursor))
	if err != nil {
		return blockkit.Modal{}, err
	}
	meta, err := Metadata{}.With(fileNote{Listed: true, Page: cursor})
	if err != nil {
		return blockkit.Modal{}, err
	}
	return fileView(req.Voice, file, cursor != "", meta), nil
}

// openFileEdit shows the form with what was kept, in the place of the list.
func (b *Bot) openFileEdit(ctx context.Context, req Request) (Reply, error) {
	kept, err := b.dossiers.Look(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	page, err := fileNoteOf(req)
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata(kept.ID, kept.Version).With(fileNote{Listed: true, Page: page.Page})
	if err != nil {
		return Reply{}, err
	}
	return Update(keepForm(req.Voice, kept, meta)), nil
}

// fileNoteOf is the page in which something was pressed.
func fileNoteOf(req Request) (fileNote, error) {
	var note fileNote
	err := req.Metadata.Read(&note)
	return note, err
}

// dropFromFile takes something out that was kept.
func (b *Bot) dropFromFile(ctx context.Context, req Request) (Reply, error) {
	if err := b.dossiers.Drop(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	return b.samePage(ctx, req), nil
}

// showFromFile lets whoever makes a packet read something kept.
func (b *Bot) showFromFile(ctx context.Context, req Request) (Reply, error) {
	if err := b.dossiers.Show(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	return b.samePage(ctx, req), nil
}

// sayAboutInFile keeps which expectation an entry is about.
func (b *Bot) sayAboutInFile(ctx context.Context, req Request) (Reply, error) {
	parts := strings.SplitN(req.Value, ":", 3)
	if len(parts) != 3 {
		return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
	}
	if err := b.dossiers.SayAbout(ctx, req.Act, domain.CitationKind(parts[0]), domain.ID(parts[1]), domain.ID(parts[2])); err != nil {
		return Reply{}, err
	}
	return b.samePage(ctx, req), nil
}

// leaveOutOfFile takes a kudos out of the file; its message has the way back.
func (b *Bot) leaveOutOfFile(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.kudos.LeaveOutOfFile(ctx, req.Act, domain.ID(req.Value), true); err != nil {
		return Reply{}, err
	}
	return b.samePage(ctx, req), nil
}

// samePage shows the page as it is after a change.
func (b *Bot) samePage(ctx context.Context, req Request) Reply {
	return b.saved(ctx, req, func() (Reply, error) {
		note, err := fileNoteOf(req)
		if err != nil {
			return Reply{}, err
		}
		view, err := b.filePage(ctx, req, note.Page)
		return Update(view), err
	})
}
