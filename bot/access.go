package bot

import (
	"context"
	"errors"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// accessRoutes are the ways to look at somebody's record with a reason, to agree
// to that, and to see who looked.
func (b *Bot) accessRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandOpened, Alone: true, Speed: Opening, Handle: b.openOpened},
		{Kind: Press, ID: PressOpened, Speed: Opening, Handle: b.openOpened},
		{Kind: Press, ID: PressSheet, Speed: Opening, Handle: b.openSheet},
		{Kind: Submit, ID: AccessForm, Speed: Doing, Fields: []string{FieldAccessReason, FieldAccessHold, FieldAccessHoldWhy}, Handle: b.submitAccess},
		{Kind: Press, ID: PressAccess, Speed: Opening, Handle: b.openAccess},
		{Kind: Submit, ID: AccessAnswerForm, Speed: Doing, Fields: []string{FieldAccessAnswer, FieldAccessWhy}, Handle: b.submitAccessAnswer},
		{Kind: Press, ID: PressAccessEnd, Speed: Doing, Handle: b.endAccess},
	}
}

// accessRenders are the messages about looking at records. None holds a word or a
// name.
func (b *Bot) accessRenders() map[string]courier.Render {
	say := func(kind string) courier.Render {
		return b.toReader(func(v *sentence.Voice, m domain.Message) blockkit.Message { return accessMessage(v, kind, m.Subject) })
	}
	return map[string]courier.Render{
		domain.AccessAsked: say("asked"), domain.AccessAnswered: say("answered"), domain.AccessOpened: say("opened"),
	}
}

// accessNote is what the form carries beside the person: the sheet.
type accessNote struct {
	Sheet domain.Sheet `json:"s,omitempty"`
}

// asksReason answers who may look only with a reason by the form for it.
func (b *Bot) asksReason(ctx context.Context, req Request, refused error) (Reply, error) {
	needed, ok := errors.AsType[domain.ReasonNeeded](refused)
	if !ok {
		return Reply{}, refused
	}
	choices, err := b.access.Prepare(ctx, req.Person.ID, needed.Person, needed.Sheet)
	if err != nil {
		return Reply{}, err
	}
	if choices.Live != "" {
		return b.showAccess(ctx, req, choices.Live)
	}
	meta, err := b.formMetadata(needed.Person, 0).With(accessNote{Sheet: needed.Sheet})
	if err != nil {
		return Reply{}, err
	}
	return Open(accessForm(req.Voice, choices, meta)), nil
}

// submitAccess keeps the reason, and shows the sheet where that is enough.
func (b *Bot) submitAccess(ctx context.Context, req Request) (Reply, error) {
	var note accessNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	act := req.Act
	act.Reason = req.Values.Text(FieldAccessReason)
	draft := domain.AccessDraft{
		Person: req.Metadata.Subject, Sheet: note.Sheet,
		HoldUntil: req.Values.Date(FieldAccessHold), HoldWhy: req.Values.Text(FieldAccessHoldWhy),
	}
	view, err := b.access.Ask(ctx, act, draft)
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		if !view.MayLook {
			return Update(accessView(req.Voice, view, b.practice.Clock.Now())), nil
		}
		reply, err := b.sheet(ctx, req, draft.Person, draft.Sheet)
		return inPlaceOfForm(reply), err
	}), nil
}

// inPlaceOfForm shows what would open in the place of the form that was sent.
func inPlaceOfForm(reply Reply) Reply {
	for i, p := range reply.parts {
		if p.verb == verbOpen || p.verb == verbPush {
			reply.parts[i].verb = verbUpdate
		}
	}
	return reply
}

// openSheet opens the sheet in the button's value.
func (b *Bot) openSheet(ctx context.Context, req Request) (Reply, error) {
	sheet, person, _ := strings.Cut(req.Value, ":")
	return b.sheet(ctx, req, domain.ID(person), domain.Sheet(sheet))
}

// sheet shows a sheet of a person, as far as the reader may look.
func (b *Bot) sheet(ctx context.Context, req Request, person domain.ID, sheet domain.Sheet) (Reply, error) {
	req.Value = string(person)
	switch sheet {
	case domain.RecordSheet:
		return b.openRecords(ctx, req)
	case domain.GoalSheet:
		req.Value = goalPageValue(domain.GoalPage{Level: domain.PersonGoal, Person: person})
		return b.openGoals(ctx, req)
	case domain.ExpectedSheet:
		return b.openExpected(ctx, req)
	case domain.ArrangedSheet:
		card, err := b.stages.Card(ctx, req.Person.ID, person)
		return Open(personView(req.Voice, card)), err
	}
	return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
}

// sheetValue is a person's sheet as the value of a button.
func sheetValue(sheet domain.Sheet, person domain.ID) string {
	return string(sheet) + ":" + string(person)
}

// openAccess shows who asked for what and why, with the form for a yes or no to
// who may give it.
func (b *Bot) openAccess(ctx context.Context, req Request) (Reply, error) {
	return b.showAccess(ctx, req, domain.ID(req.Value))
}

func (b *Bot) showAccess(ctx context.Context, req Request, id domain.ID) (Reply, error) {
	view, err := b.access.Show(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	if view.MayAnswer {
		return Open(accessAnswerForm(req.Voice, view, b.formMetadata(id, 0))), nil
	}
	return Open(accessView(req.Voice, view, b.practice.Clock.Now())), nil
}

func (b *Bot) submitAccessAnswer(ctx context.Context, req Request) (Reply, error) {
	yes := req.Values.Choice(FieldAccessAnswer) == AccessYes
	view, err := b.access.Answer(ctx, req.Act, req.Metadata.Subject, yes, req.Values.Text(FieldAccessWhy))
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	b.touch(view.Access.Asker)
	return notice(req, "access.answer_done", "Name", nameOr(req.Voice, view.People[view.Access.Asker])), nil
}

func (b *Bot) endAccess(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.access.End(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return settled(req, "access.end_done"), nil
}

// openOpened lists who opened something about the reader, and what the reader
// asked to open.
func (b *Bot) openOpened(ctx context.Context, req Request) (Reply, error) {
	received, err := b.access.Received(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	asked, err := b.access.Asked(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(openedView(req.Voice, received, asked, b.practice.Clock.Now())), nil
}
