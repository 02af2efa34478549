package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// packetRoutes are the ways to packets.
func (b *Bot) packetRoutes() []Route {
	fields := []string{FieldPacketPerson, FieldPacketFrom, FieldPacketTo, FieldPacketFormat, FieldPacketReason}
	return []Route{
		{Kind: Command, ID: CommandRapportPacket, Speed: Opening, Handle: b.openPacketOf},
		{Kind: Press, ID: PressPacket, Speed: Opening, Handle: b.openPacket},
		{Kind: Submit, ID: PacketForm, Speed: Doing, Fields: fields, Handle: b.submitPacket, Again: b.openPacket},
		{Kind: Press, ID: PressPacketShow, Speed: Opening, Handle: b.showPacket},
		{Kind: Press, ID: PressPacketPage, Speed: Answering, Handle: b.turnPacket},
		{Kind: Press, ID: PressReceipt, Speed: Opening, Handle: b.openReceipt},
	}
}

// packetRenders are the messages about packets.
func (b *Bot) packetRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.PacketReady:   b.renderPacketReady,
		domain.PacketMade:    b.renderPacketMade,
		domain.PacketRefused: b.renderPacketRefused,
	}
}

// openPacketOf is /rapport packet, with a person or without.
func (b *Bot) openPacketOf(ctx context.Context, req Request) (Reply, error) {
	who, _, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	return b.packetOrder(req, who), nil
}

// openPacket opens the form from a button.
func (b *Bot) openPacket(ctx context.Context, req Request) (Reply, error) {
	if req.Value == "" {
		return b.packetOrder(req, req.Person), nil
	}
	_, who, err := b.readerAnd(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return b.packetOrder(req, who), nil
}

// packetOrder asks for the last twelve months, unless somebody chooses others.
func (b *Bot) packetOrder(req Request, who domain.Person) Reply {
	today := domain.DateOf(b.practice.Clock.Now(), req.Voice.Zone())
	period := domain.DateRange{Start: today.AddMonths(-12).AddDays(1), End: today}
	view := packetForm(req.Voice, who, period, b.formMetadata("", 0))
	if req.Surface == InModal {
		return Push(view)
	}
	return Open(view)
}

// submitPacket makes a packet: in Slack its first page takes the place of the
// form, a file comes by itself.
func (b *Bot) submitPacket(ctx context.Context, req Request) (Reply, error) {
	who, fault, err := b.chosenPerson(ctx, req, FieldPacketPerson)
	if err != nil || fault != nil {
		return Errors(fault), err
	}
	packet, err := b.dossiers.Order(ctx, req.Act, domain.PacketDraft{
		Person: who.ID, Period: domain.DateRange{Start: req.Values.Date(FieldPacketFrom), End: req.Values.Date(FieldPacketTo)},
		Format: domain.PacketFormat(req.Values.Choice(FieldPacketFormat)), Reason: req.Values.Text(FieldPacketReason),
	})
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		if packet.Format != domain.PacketView {
			return settled(req, "dossier.ordered"), nil
		}
		view, err := b.packetPage(ctx, req, packet.ID, 0)
		return Update(view), err
	}), nil
}

// showPacket opens a packet at its first page.
func (b *Bot) showPacket(ctx context.Context, req Request) (Reply, error) {
	view, err := b.packetPage(ctx, req, domain.ID(req.Value), 0)
	return Open(view), err
}

// turnPacket shows another page in the place of this one.
func (b *Bot) turnPacket(ctx context.Context, req Request) (Reply, error) {
	id, number, _ := strings.Cut(req.Value, ":")
	page, err := strconv.Atoi(number)
	if err != nil {
		return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
	}
	view, err := b.packetPage(ctx, req, domain.ID(id), page)
	return Update(view), err
}

func (b *Bot) packetPage(ctx context.Context, req Request, id domain.ID, page int) (blockkit.Modal, error) {
	d, err := b.dossiers.Unpack(ctx, req.Person.ID, id)
	if err != nil {
		return blockkit.Modal{}, err
	}
	return packetView(req.Voice, d, page), nil
}

// openReceipt says who made a packet, when and why.
func (b *Bot) openReceipt(ctx context.Context, req Request) (Reply, error) {
	d, err := b.dossiers.Receipt(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(receiptView(req.Voice, d)), nil
}

// packetTold reads what a message about a packet says, for its reader.
func (b *Bot) packetTold(ctx context.Context, m domain.Message) (domain.Dossier, domain.Person, error) {
	d, err := b.dossiers.Receipt(ctx, m.Recipient, m.Subject)
	return d, d.People[m.Recipient], err
}

func (b *Bot) renderPacketReady(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	d, reader, err := b.packetTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return packetReady(b.voiceOf(reader), d), nil
}

func (b *Bot) renderPacketMade(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	d, reader, err := b.packetTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return packetMade(b.voiceOf(reader), d), nil
}

func (b *Bot) renderPacketRefused(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	d, reader, err := b.packetTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return packetRefused(b.voiceOf(reader), d), nil
}
