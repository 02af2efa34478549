package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// citationRoutes are the ways to what shows an expectation.
func (b *Bot) citationRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressCited, Speed: Opening, Handle: b.openCited},
		{Kind: Submit, ID: KudosCiteForm, Speed: Doing, Fields: []string{FieldKudosCites}, Handle: b.submitKudosCite},
	}
}

// openCited shows what cites the expectations of a person.
func (b *Bot) openCited(ctx context.Context, req Request) (Reply, error) {
	list, err := b.expected.Cited(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, expectedViews, citedView(req.Voice, list, req.Person.ID)), nil
}

// openKudosCite asks a receiver which expectation a kudos shows.
func (b *Bot) openKudosCite(ctx context.Context, req Request, kudos domain.ID) (Reply, error) {
	list, now, err := b.expected.CitableByKudos(ctx, req.Person.ID, kudos)
	if err != nil {
		return Reply{}, err
	}
	if len(list) == 0 {
		return notice(req, "expectation.none_mine"), nil
	}
	return Open(kudosCiteForm(req.Voice, list, now, b.formMetadata(kudos, 0))), nil
}

func (b *Bot) submitKudosCite(ctx context.Context, req Request) (Reply, error) {
	chosen := domain.ID(req.Values.Choice(FieldKudosCites))
	if chosen == noParent {
		chosen = ""
	}
	if _, err := b.kudos.Cite(ctx, req.Act, req.Metadata.Subject, chosen); err != nil {
		return Reply{}, renamed(err, map[string]string{"serves": FieldKudosCites})
	}
	return notice(req, "expectation.cited_kept"), nil
}

// kudosCiteForm asks which of the own expectations a kudos shows.
func kudosCiteForm(v *sentence.Voice, list []domain.Expectation, now domain.ID, meta Metadata) blockkit.Modal {
	return form(v, frame{KudosCiteForm, "expectation.cite_title", "rapport.save_button"}, meta,
		blockkit.Input(blockkit.Field{
			ID: FieldKudosCites, Label: say(v, "expectation.cite_label"),
			Element: blockkit.Select{ID: FieldKudosCites, Options: servesOptions(v, list), Initial: parentOr(now), Placeholder: say(v, "goal.choose")},
		}),
		blockkit.Context(say(v, "expectation.cite_readers")))
}

// citedView lists what shows each expectation of a person.
func citedView(v *sentence.Voice, l domain.CitedList, reader domain.ID) blockkit.Modal {
	intro := say(v, "expectation.cited_intro", "Name", l.Person.Name)
	if l.Person.ID == reader {
		intro = say(v, "expectation.cited_intro_mine")
	}
	blocks := []blockkit.Block{blockkit.Context(intro)}
	for _, e := range l.Expectations {
		lines := []blockkit.Text{blockkit.Bold(blockkit.User(e.Text))}
		for _, r := range l.Records[e.ID] {
			line := v.Say("expectation.cited_"+string(r.Kind), "Day", v.Date(domain.DateOf(r.At, v.Zone())), "Name", nameOr(v, l.People[r.From]), "What", blockkit.Slot(0))
			lines = append(lines, blockkit.Weave(line, blockkit.User(r.Text).Cut(shortened)))
		}
		if len(l.Records[e.ID]) == 0 {
			lines = append(lines, say(v, "expectation.cited_none"))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
	}
	if l.More {
		blocks = append(blocks, blockkit.Context(say(v, "expectation.cited_more")))
	}
	return blockkit.Modal{
		ID: ExpectedView, Title: say(v, "expectation.cited_title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Actions(button(v, PressExpected, string(l.Person.ID), "expectation.view_title"))),
	}
}

// servedBy are the expectations of the employee that the promises of a record can
// serve, and which those do that stand in it.
func (b *Bot) servedBy(ctx context.Context, req Request, talk domain.Talk) ([]domain.Expectation, domain.ID, error) {
	promise := domain.ID("")
	for _, p := range talk.Promises {
		if p.Conversation == talk.Conversation.ID && p.State == domain.PromiseOpen {
			promise = p.ID
		}
	}
	return b.expected.Citable(ctx, req.Person.ID, talk.Conversation.Employee, domain.CitedByPromise, promise)
}

// withServes adds to the form of a record which expectation the promises serve.
func withServes(v *sentence.Voice, m blockkit.Modal, list []domain.Expectation, now domain.ID) blockkit.Modal {
	if len(list) == 0 {
		return m
	}
	m.Blocks = append(m.Blocks, blockkit.Input(blockkit.Field{
		ID: FieldTalkServes, Label: say(v, "conversation.serves_label"), Optional: true,
		Element: blockkit.Select{ID: FieldTalkServes, Options: servesOptions(v, list), Initial: parentOr(now), Placeholder: say(v, "goal.choose")},
	}))
	return m
}
