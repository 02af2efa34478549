package bot

import (
	"context"
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// kudosRoutes are the ways to thank and to be thanked.
func (b *Bot) kudosRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandKudos, Speed: Doing, Handle: b.giveKudos},
		{Kind: Command, ID: CommandKudos, Alone: true, Speed: Opening, Handle: b.openKudosForm},
		{Kind: Command, ID: CommandKudosHelp, Alone: true, Speed: Answering, Handle: b.explainKudos},
		{Kind: Command, ID: CommandKudosReceived, Alone: true, Speed: Answering, Handle: b.listKudos},
		{Kind: Command, ID: CommandKudosGiven, Alone: true, Speed: Answering, Handle: b.listKudos},
		{Kind: Command, ID: CommandKudosUndo, Alone: true, Speed: Doing, Handle: b.undoLastKudos},

		{Kind: Shortcut, ID: ShortcutKudos, Speed: Opening, Handle: b.openKudosForm},
		{Kind: MessageShortcut, ID: ShortcutMessage, Speed: Opening, Handle: b.openKudosForMessage},
		{Kind: Press, ID: PressKudosForm, Speed: Opening, Handle: b.openKudosForm},
		{
			Kind: Submit, ID: KudosForm, Speed: Doing, Handle: b.submitKudos,
			Fields: []string{FieldKudosPeople, FieldKudosText, FieldKudosValues, FieldKudosReach},
		},

		{Kind: Press, ID: PressKudosSend, Speed: Doing, Handle: b.sendKudosDraft},
		{Kind: Press, ID: PressKudosUndo, Speed: Doing, Handle: b.undoKudos},
		{Kind: Press, ID: PressKudosWords, Speed: Opening, Handle: b.openKudosWords},
		{Kind: Submit, ID: KudosWordsForm, Speed: Doing, Fields: []string{FieldKudosText}, Handle: b.submitKudosWords},
		{Kind: Press, ID: PressKudosAll, Speed: Opening, Handle: b.openKudosList},
		{Kind: Press, ID: PressKudosMore, Speed: Answering, Handle: b.turnKudosPage},

		{Kind: Press, ID: PressKudosJoin, Speed: Doing, Handle: b.joinKudos},
		{Kind: Press, ID: PressKudosReply, Speed: Answering, Handle: b.followLink},
		{Kind: Press, ID: PressKudosSettle, Speed: Doing, Handle: b.settleKudos},
		{Kind: Press, ID: PressKudosManner, Speed: Opening, Handle: b.openKudosManner},
		{Kind: Submit, ID: KudosMannerForm, Speed: Doing, Fields: []string{FieldKudosManner}, Handle: b.submitKudosManner},

		{Kind: MessageShortcut, ID: ShortcutWrong, Speed: Opening, Handle: b.openWrongMessage},
		{Kind: Submit, ID: KudosRetractForm, Speed: Doing, Fields: []string{FieldKudosReason}, Handle: b.submitKudosRetract},
	}
}

// giveKudos sends what was typed in one line.
func (b *Bot) giveKudos(ctx context.Context, req Request) (Reply, error) {
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	note := b.readKudos(ctx, req.Text, choices)
	if note.nobody() {
		return b.offerKudos(ctx, req, note, kudosUsage(req.Voice, choices, note.Text))
	}
	return b.sendKudos(ctx, req, note)
}

// sendKudosDraft sends after the giver has said yes to what was asked.
func (b *Bot) sendKudosDraft(ctx context.Context, req Request) (Reply, error) {
	note, err := kudosNoteOf(req.Value)
	if err != nil {
		return Reply{}, err
	}
	return b.sendKudos(ctx, req, note)
}

// sendKudos gives, and turns what stands in the way into something to press.
func (b *Bot) sendKudos(ctx context.Context, req Request, note kudosNote) (Reply, error) {
	receipt, err := b.kudos.Give(ctx, req.Act, note.draft())
	switch domain.CodeOf(err) {
	case "":
		for _, person := range receipt.People {
			b.names.note(person.SlackID, person.Name)
		}
		return Replace(kudosReceipt(req.Voice, receipt, note.Private)), nil
	case domain.Confirm:
		return b.askKudos(ctx, req, note, domain.FaultsOf(err))
	case domain.Invalid:
		return b.refuseKudos(ctx, req, note, domain.FaultsOf(err))
	default:
		return Reply{}, err
	}
}

// askKudos asks the giver first, with the yes as a button.
func (b *Bot) askKudos(ctx context.Context, req Request, note kudosNote, faults domain.Faults) (Reply, error) {
	sure := note
	sure.Sure = true
	m := sentences(req.Voice, note.Text, lines(req.Voice, faults)...)
	label := say(req.Voice, "kudos.send_anyway_button")
	return b.offerKudos(ctx, req, note, m, kudosYes{note: sure, label: label})
}

// refuseKudos tells all problems at once and keeps what was typed behind a
// button. Typed names that each fit one person become the button that sends.
func (b *Bot) refuseKudos(ctx context.Context, req Request, note kudosNote, faults domain.Faults) (Reply, error) {
	m := sentences(req.Voice, note.Text, lines(req.Voice, faults)...)
	found, people, err := b.resolved(ctx, note)
	if err != nil {
		return Reply{}, err
	}
	otherwise := func(f domain.Fault) bool { return f.Sentence != "kudos.name_unknown" && f.Field != "values" }
	if slices.ContainsFunc(faults, otherwise) || len(people) == 0 || len(found.Unresolved) > 0 {
		return b.offerKudos(ctx, req, found, m)
	}
	label := say(req.Voice, "kudos.send_to", "People", namesOf(people))
	return b.offerKudos(ctx, req, found, m, kudosYes{note: found, label: label})
}

// kudosYes is a button that sends.
type kudosYes struct {
	note  kudosNote
	label blockkit.Text
}

// offerKudos shows a message with what to press: the yes, if there is one, and
// the form with everything that was typed. Where that is too long for a button
// the form opens at once, with the sentences in it.
func (b *Bot) offerKudos(ctx context.Context, req Request, note kudosNote, m blockkit.Message, yes ...kudosYes) (Reply, error) {
	draft, fits := note.value()
	var buttons []blockkit.Element
	for _, y := range yes {
		value, ok := y.note.value()
		fits = fits && ok
		buttons = append(buttons, blockkit.Button{
			ID: PressKudosSend, Value: once(b.practice.IDs.New(), value), Label: y.label, Style: blockkit.Primary,
		})
	}
	switch {
	case !fits && req.Trigger == "":
		return Say(m), nil // nothing can be opened: a message was typed, and it still stands there
	case !fits:
		return b.openKudos(ctx, req, note, m.Fallback)
	}
	buttons = append(buttons, button(req.Voice, PressKudosForm, draft, "kudos.form_button"))
	m.Blocks = append(m.Blocks, blockkit.Actions(buttons...))
	return Say(m), nil
}

// explainKudos prints how it is used.
func (b *Bot) explainKudos(ctx context.Context, req Request) (Reply, error) {
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	m := kudosUsage(req.Voice, choices, "")
	m.Blocks = append(m.Blocks, blockkit.Actions(button(req.Voice, PressKudosForm, "", "kudos.form_button")))
	return Say(m), nil
}

// undoKudos takes back the kudos of the receipt that was pressed.
func (b *Bot) undoKudos(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.kudos.Undo(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Replace(kudosUndone(req.Voice, receipt)), nil
}

// undoLastKudos takes back the newest.
func (b *Bot) undoLastKudos(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.kudos.UndoLast(ctx, req.Act)
	if err != nil {
		return Reply{}, err
	}
	return Say(kudosUndone(req.Voice, receipt)), nil
}
