package bot

import (
	"context"
	"slices"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// arrangeRoutes are what managers and the people team arrange for a person.
func (b *Bot) arrangeRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandPerson, Speed: Opening, Handle: b.openPerson},
		{Kind: Press, ID: PressPersonFind, Speed: Opening, Handle: b.findPerson},
		{Kind: Submit, ID: PersonFindForm, Speed: Answering, Fields: []string{FieldPersonWho}, Handle: b.choosePerson},
		{Kind: Press, ID: PressLeaving, Speed: Opening, Handle: b.openLeaving},
		{Kind: Submit, ID: LeavingForm, Speed: Doing, Fields: []string{FieldLeaves, FieldLeavesHow}, Handle: b.submitLeaving},
		{Kind: Press, ID: PressPart, Speed: Opening, Handle: b.openPart},
		{Kind: Submit, ID: PartForm, Speed: Doing, Fields: []string{FieldPartContractor, FieldPartTakes}, Handle: b.submitPart},
	}
}

func (b *Bot) arrangeRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.PersonLeaves: b.renderLeaves}
}

// openPerson is /rapport person @name.
func (b *Bot) openPerson(ctx context.Context, req Request) (Reply, error) {
	who, _, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	if who.ID == req.Person.ID {
		return b.findPerson(ctx, req)
	}
	card, err := b.stages.Card(ctx, req.Person.ID, who.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(personView(req.Voice, card)), nil
}

func (b *Bot) findPerson(_ context.Context, req Request) (Reply, error) {
	return Open(personFind(req.Voice, b.formMetadata("", 0))), nil
}

func (b *Bot) choosePerson(ctx context.Context, req Request) (Reply, error) {
	who, fault, err := b.chosenPerson(ctx, req, FieldPersonWho)
	if err != nil || fault != nil {
		return Errors(fault), err
	}
	card, err := b.stages.Card(ctx, req.Person.ID, who.ID)
	if err != nil {
		return Reply{}, err
	}
	return Update(personView(req.Voice, card)), nil
}

// cardFor gives somebody's card to who may do one of some things there: who may
// read it may not do all that stands on it.
func (b *Bot) cardFor(ctx context.Context, req Request, actions ...domain.Action) (domain.PersonCard, error) {
	card, err := b.stages.Card(ctx, req.Person.ID, domain.ID(req.Value))
	if err == nil && !slices.ContainsFunc(actions, func(a domain.Action) bool { return card.May[a] }) {
		err = domain.Refuse(domain.Forbidden, "permission.refused")
	}
	return card, err
}

func (b *Bot) openLeaving(ctx context.Context, req Request) (Reply, error) {
	card, err := b.cardFor(ctx, req, domain.SetLeaving)
	if err != nil {
		return Reply{}, err
	}
	return Open(leavingForm(req.Voice, card, b.formMetadata(card.Person.ID, 0))), nil
}

// How somebody leaves, as Slack sends it back.
const (
	leavesTold    = "told"
	leavesQuietly = "quietly"
)

func (b *Bot) submitLeaving(ctx context.Context, req Request) (Reply, error) {
	on := req.Values.Date(FieldLeaves)
	quietly := req.Values.Choice(FieldLeavesHow) == leavesQuietly
	if _, err := b.stages.SetLeaving(ctx, req.Act, req.Metadata.Subject, on, quietly); err != nil {
		return Reply{}, err
	}
	switch {
	case on.IsZero():
		return notice(req, "person.leaves_not"), nil
	case quietly:
		return notice(req, "person.leaves_quiet_done", "Day", on), nil
	}
	return notice(req, "person.leaves_done", "Day", on), nil
}

func (b *Bot) openPart(ctx context.Context, req Request) (Reply, error) {
	card, err := b.cardFor(ctx, req, domain.SetPart)
	if err != nil {
		return Reply{}, err
	}
	return Open(partForm(req.Voice, card, b.formMetadata(card.Person.ID, 0))), nil
}

func (b *Bot) submitPart(ctx context.Context, req Request) (Reply, error) {
	contractor := len(req.Values.Choices(FieldPartContractor)) > 0
	takesPart := len(req.Values.Choices(FieldPartTakes)) > 0
	if _, err := b.stages.SetPart(ctx, req.Act, req.Metadata.Subject, contractor, takesPart); err != nil {
		return Reply{}, err
	}
	return notice(req, "person.part_done"), nil
}

// renderLeaves says on which day somebody leaves.
func (b *Bot) renderLeaves(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, person, err := b.readerAnd(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	if person.Leaves.IsZero() || person.LeavesQuietly {
		return blockkit.Message{}, domain.Refuse(domain.NotFound, "person.leaves_not")
	}
	v := b.voiceOf(reader)
	if m.Recipient == m.Subject {
		told := sentences(v, "", v.Say("person.leaves_told_own", "Day", person.Leaves), v.Say("person.leaves_closing"), v.Say("person.leaves_file"))
		told.Blocks = append(told.Blocks, blockkit.Actions(button(v, PressFile, "", "person.file_button")))
		return because(v, told, "person.leaves_why"), nil
	}
	told := sentences(v, "", v.Say("person.leaves_told", "Name", person.Name, "Day", person.Leaves), v.Say("person.leaves_known"))
	return because(v, told, "person.leaves_why"), nil
}

// personFind asks whom it concerns.
func personFind(v *sentence.Voice, meta Metadata) blockkit.Modal {
	return form(v, frame{PersonFindForm, "person.find_title", "pause.next_button"}, meta,
		blockkit.Section(say(v, "person.find_intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPersonWho, Label: say(v, "person.who_label"), Element: blockkit.UserSelect{ID: FieldPersonWho, Placeholder: say(v, "conversation.with_hint")},
		}))
}

// personView is the arrangement of a person, with what the reader may change.
func personView(v *sentence.Voice, card domain.PersonCard) blockkit.Modal {
	id := string(card.Person.ID)
	blocks := []blockkit.Block{blockkit.Header(blockkit.Name(card.Person.Name))}
	if card.May[domain.SetAway] {
		line := say(v, "person.not_away")
		if len(card.Away) > 0 {
			line = say(v, "absence.line", "From", card.Away[0].Days.Start, "Until", card.Away[0].Days.End)
		}
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressAway, id, "person.away_button")))
	}
	if card.May[domain.NamePartner] || card.May[domain.SuggestPartner] {
		blocks = append(blocks, partnerLines(v, card)...)
	}
	if card.May[domain.SetLeaving] {
		line := say(v, "person.stays")
		if !card.Person.Leaves.IsZero() {
			line = say(v, "person.leaves_on", "Day", card.Person.Leaves)
		}
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressLeaving, id, "person.leaving_button")))
	}
	if card.May[domain.SetPart] {
		blocks = append(blocks, blockkit.SectionWith(say(v, partKey(card.Person)), button(v, PressPart, id, "person.part_button")))
	}
	if sheets := sheetButtons(v, card); len(sheets) > 0 {
		blocks = append(blocks, blockkit.Actions(sheets...))
	}
	return blockkit.Modal{
		ID: PersonView, Title: say(v, "person.find_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// sheetButtons lead to what the reader may read of the person, or ask to.
func sheetButtons(v *sentence.Voice, card domain.PersonCard) []blockkit.Element {
	var buttons []blockkit.Element
	add := func(sheet domain.Sheet, key string, actions ...domain.Action) {
		for _, action := range actions {
			if card.May[action] {
				buttons = append(buttons, button(v, PressSheet, sheetValue(sheet, card.Person.ID), key))
				return
			}
		}
	}
	add(domain.ExpectedSheet, "expectation.view_title", domain.ReadExpected)
	add(domain.GoalSheet, "goal.list_short", domain.ReadGoal)
	if card.May[domain.ChangeGoal] {
		buttons = append(buttons, button(v, PressGoalNew, string(card.Person.ID), "goal.propose_button"))
	}
	if card.May[domain.MakePacket] {
		buttons = append(buttons, button(v, PressPacket, string(card.Person.ID), "dossier.open_button"))
	}
	add(domain.RecordSheet, "person.record_button", domain.ReadRecord, domain.OpenRecord)
	return buttons
}

func partnerLines(v *sentence.Voice, card domain.PersonCard) []blockkit.Block {
	key := "person.partner_line"
	switch {
	case card.Partner.ID == "":
		key = "person.partner_none"
	case card.Named:
		key = "person.partner_named"
	}
	blocks := []blockkit.Block{blockkit.SectionWith(
		say(v, key, "Partner", card.Partner.Name), button(v, PressPartner, string(card.Person.ID), "person.partner_button"))}
	if card.Offered.ID != "" {
		blocks = append(blocks, blockkit.Context(say(v, "person.partner_offered", "Partner", card.Offered.Name)))
	}
	return blocks
}

// partKey names the sentence about how somebody takes part.
func partKey(p domain.Person) string {
	switch {
	case p.Kind == domain.Member:
		return "person.is_member"
	case p.TakesPart:
		return "person.takes_part"
	}
	return "person.only_thanks"
}

// leavingForm asks for the last day.
func leavingForm(v *sentence.Voice, card domain.PersonCard, meta Metadata) blockkit.Modal {
	how := leavesTold
	if card.Person.LeavesQuietly {
		how = leavesQuietly
	}
	return form(v, frame{LeavingForm, "person.leaving_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "person.leaving_intro", "Name", card.Person.Name)),
		blockkit.Input(blockkit.Field{
			ID: FieldLeaves, Label: say(v, "person.leaves_label"), Hint: say(v, "person.leaves_hint"), Optional: true,
			Element: blockkit.DateField{ID: FieldLeaves, Initial: card.Person.Leaves.String()},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldLeavesHow, Label: say(v, "person.how_label"),
			Element: blockkit.Radio{ID: FieldLeavesHow, Initial: how, Options: []blockkit.Option{
				{Value: leavesTold, Label: say(v, "person.told_option")},
				{Value: leavesQuietly, Label: say(v, "person.quietly_option")},
			}},
		}))
}

// partForm says how a guest or contractor takes part.
func partForm(v *sentence.Voice, card domain.PersonCard, meta Metadata) blockkit.Modal {
	box := func(id, label, option string, on bool) blockkit.Block {
		var initial []string
		if on {
			initial = []string{id}
		}
		return blockkit.Input(blockkit.Field{
			ID: id, Label: say(v, label), Optional: true,
			Element: blockkit.Checkboxes{ID: id, Initial: initial, Options: []blockkit.Option{{Value: id, Label: say(v, option)}}},
		})
	}
	return form(v, frame{PartForm, "person.part_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "person.part_intro", "Name", card.Person.Name)),
		box(FieldPartContractor, "person.contractor_label", "person.contractor_option", card.Person.Kind == domain.Contractor),
		box(FieldPartTakes, "person.part_label", "person.part_option", card.Person.TakesPart))
}
