package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// partnerRoutes are the ways to name, accept and wait for a partner.
func (b *Bot) partnerRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressPartner, Speed: Opening, Handle: b.openPartner},
		{Kind: Submit, ID: PartnerForm, Speed: Doing, Fields: []string{FieldPartner}, Handle: b.submitPartner},
		{Kind: Press, ID: PressPartnerLine, Speed: Doing, Handle: b.partnerByLine},
		{Kind: Press, ID: PressPartnerYes, Speed: Doing, Handle: b.acceptPartner},
		{Kind: Press, ID: PressPartnerNo, Speed: Doing, Handle: b.declinePartner},
		{Kind: Press, ID: PressPartnerWait, Speed: Doing, Handle: b.waitForPartner},
		{Kind: Press, ID: PressPartnerTalk, Speed: Doing, Handle: b.talkMeanwhile},
		{Kind: Press, ID: PressPeer, Speed: Opening, Handle: b.openPeer},
		{Kind: Submit, ID: PeerForm, Speed: Doing, Fields: []string{FieldPartner}, Handle: b.submitPeer},
	}
}

func (b *Bot) partnerRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.PartnerNamed: b.renderPartnerNamed, domain.PartnerOffered: b.renderPartnerOffered,
		domain.PartnerDeclined: b.renderPartnerDeclined, domain.TalkStepIn: b.renderStepIn,
	}
}

func (b *Bot) openPartner(ctx context.Context, req Request) (Reply, error) {
	card, err := b.cardFor(ctx, req, domain.NamePartner, domain.SuggestPartner)
	if err != nil {
		return Reply{}, err
	}
	return Open(partnerForm(req.Voice, card, b.formMetadata(card.Person.ID, 0))), nil
}

func (b *Bot) submitPartner(ctx context.Context, req Request) (Reply, error) {
	chosen, fault, err := b.chosenPerson(ctx, req, FieldPartner)
	if err != nil || fault != nil {
		return Errors(fault), err
	}
	return b.namePartner(ctx, req, req.Metadata.Subject, chosen)
}

// partnerByLine gives the conversations back to the line manager.
func (b *Bot) partnerByLine(ctx context.Context, req Request) (Reply, error) {
	return b.namePartner(ctx, req, domain.ID(req.Value), domain.Person{})
}

func (b *Bot) namePartner(ctx context.Context, req Request, employee domain.ID, partner domain.Person) (Reply, error) {
	out, err := b.partners.Name(ctx, req.Act, employee, partner.ID)
	if err != nil {
		return Reply{}, err
	}
	if out.Word == "offered" {
		return settled(req, "partner.offered_done"), nil
	}
	return settled(req, "partner.named_done"), nil
}

// chosenPerson is the person picked in a field of Slack's people.
func (b *Bot) chosenPerson(ctx context.Context, req Request, field string) (domain.Person, map[string]string, error) {
	slackID := req.Values.User(field)
	if slackID == "" {
		return domain.Person{}, map[string]string{field: req.Voice.Say("person.whom")}, nil
	}
	person, err := b.people.Meet(ctx, slackID)
	if domain.CodeOf(err) == domain.NotFound {
		return domain.Person{}, map[string]string{field: req.Voice.Say("person.unknown")}, nil
	}
	return person, nil, err
}

func (b *Bot) acceptPartner(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.partners.Answer(ctx, req.Act, true); err != nil {
		return Reply{}, err
	}
	return notice(req, "partner.accepted"), nil
}

func (b *Bot) declinePartner(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.partners.Answer(ctx, req.Act, false); err != nil {
		return Reply{}, err
	}
	return notice(req, "partner.stays"), nil
}

func (b *Bot) waitForPartner(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.partners.Wait(ctx, req.Act, true); err != nil {
		return Reply{}, err
	}
	return notice(req, "partner.waits"), nil
}

func (b *Bot) talkMeanwhile(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.partners.Wait(ctx, req.Act, false); err != nil {
		return Reply{}, err
	}
	return notice(req, "partner.talks"), nil
}

func (b *Bot) openPeer(_ context.Context, req Request) (Reply, error) {
	return Open(peerForm(req.Voice, b.formMetadata(req.Person.ID, 0))), nil
}

func (b *Bot) submitPeer(ctx context.Context, req Request) (Reply, error) {
	chosen, fault, err := b.chosenPerson(ctx, req, FieldPartner)
	if err != nil || fault != nil {
		return Errors(fault), err
	}
	if _, err := b.partners.ChoosePeer(ctx, req.Act, chosen.ID); err != nil {
		return Reply{}, err
	}
	return notice(req, "partner.named_done"), nil
}

// renderPartnerNamed says who holds whose conversations from now on.
func (b *Bot) renderPartnerNamed(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	by, partner := domain.ParsePartnerNews(m.Detail)
	people, err := b.peopleOf(ctx, m.Recipient, m.Subject, by, partner)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(people[m.Recipient])
	key := "partner.told"
	switch {
	case partner == "":
		key = "partner.told_line"
	case m.Recipient == m.Subject:
		key = "partner.told_employee"
	case m.Recipient == partner:
		key = "partner.told_partner"
	}
	told := sentences(v, "", v.Say(key, "Name", people[m.Subject].Name, "Partner", people[partner].Name, "By", people[by].Name),
		v.Say("partner.only_reads"))
	return because(v, told, "partner.told_why"), nil
}

// renderPartnerOffered asks the employee for a yes.
func (b *Bot) renderPartnerOffered(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	offer, people, err := b.partners.Offer(ctx, m.Recipient)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(people[m.Recipient])
	msg := sentences(v, "", v.Say("partner.told_offer", "By", people[offer.By].Name, "Partner", people[offer.Partner].Name), v.Say("partner.only_reads"))
	msg.Blocks = append(msg.Blocks, blockkit.Actions(
		primary(button(v, PressPartnerYes, "", "partner.yes_button")), button(v, PressPartnerNo, "", "partner.no_button")))
	return because(v, msg, "partner.told_why"), nil
}

func (b *Bot) renderPartnerDeclined(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, employee, err := b.readerAnd(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	return because(v, sentences(v, "", v.Say("partner.told_declined", "Name", employee.Name)), "partner.told_why"), nil
}

// renderStepIn tells the three that somebody steps in, or that the partner is
// back.
func (b *Bot) renderStepIn(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	news := domain.ParseStepNews(m.Detail)
	people, err := b.peopleOf(ctx, m.Recipient, m.Subject, news.Absent, news.Substitute)
	if err != nil {
		return blockkit.Message{}, err
	}
	return stepInMessage(b.voiceOf(people[m.Recipient]), m, news, people), nil
}

// stepInMessage says it to each of the three in their own words.
func stepInMessage(v *sentence.Voice, m domain.Message, news domain.StepNews, people map[domain.ID]domain.Person) blockkit.Message {
	absent, substitute := people[news.Absent], people[news.Substitute]
	args := []any{"Name", people[m.Subject].Name, "Partner", absent.Name, "Other", substitute.Name}
	mine := m.Recipient == m.Subject
	alone := news.Substitute == m.Subject
	key := "partner.step_told"
	switch {
	case news.What == domain.SteppedOut && mine:
		key = "partner.step_back"
	case news.What == domain.SteppedOut:
		key = "partner.step_back_told"
	case news.What == domain.StepWaits:
		key = "partner.step_waits"
	case mine && alone:
		key = "partner.step_alone"
	case mine && !absent.Active:
		key = "partner.step_left"
	case mine:
		key = "partner.step_in"
	}
	msg := sentences(v, "", v.Say(key, args...))
	if news.What != domain.SteppedIn || !mine {
		return because(v, msg, "partner.step_why")
	}
	var row []blockkit.Element
	if absent.Active {
		row = append(row, button(v, PressPartnerWait, "", "partner.wait_button"))
	}
	switch {
	case alone:
		row = append(row, button(v, PressPeer, "", "partner.peer_button"))
	case absent.Active:
		row = append(row, button(v, PressPartnerTalk, "", "partner.talk_button"))
	}
	if len(row) > 0 {
		msg.Blocks = append(msg.Blocks, blockkit.Actions(row...))
	}
	return because(v, msg, "partner.step_why")
}

// peopleOf reads people by their ids; who is unknown is left out.
func (b *Bot) peopleOf(ctx context.Context, ids ...domain.ID) (map[domain.ID]domain.Person, error) {
	people := map[domain.ID]domain.Person{}
	err := b.practice.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.People(ctx, domain.PersonFilter{IDs: ids})
		for _, p := range list {
			people[p.ID] = p
		}
		return err
	})
	return people, err
}

// partnerForm names another partner.
func partnerForm(v *sentence.Voice, card domain.PersonCard, meta Metadata) blockkit.Modal {
	intro := "partner.form_intro"
	if !card.May[domain.NamePartner] {
		intro = "partner.form_intro_consent"
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, intro, "Name", card.Person.Name))}
	if card.Named {
		blocks = append(blocks, blockkit.SectionWith(
			say(v, "partner.line_again", "Partner", nameOr(v, card.Partner)), button(v, PressPartnerLine, string(card.Person.ID), "partner.line_button")))
	}
	blocks = append(blocks, blockkit.Input(blockkit.Field{
		ID: FieldPartner, Label: say(v, "partner.partner_label"), Element: blockkit.UserSelect{ID: FieldPartner, Placeholder: say(v, "conversation.with_hint")},
	}))
	return form(v, frame{PartnerForm, "partner.form_title", "rapport.save_button"}, meta, blocks...)
}

// peerForm lets somebody above whom nobody is choose whom to talk with.
func peerForm(v *sentence.Voice, meta Metadata) blockkit.Modal {
	return form(v, frame{PeerForm, "partner.peer_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "partner.peer_intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPartner, Label: say(v, "partner.peer_label"), Element: blockkit.UserSelect{ID: FieldPartner, Placeholder: say(v, "conversation.with_hint")},
		}))
}
