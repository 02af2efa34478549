package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// roundRoutes are the ways to rounds about oneself and one's people.
func (b *Bot) roundRoutes() []Route {
	names := []string{FieldRoundPeers, FieldRoundOwners}
	return []Route{
		{Kind: Command, ID: CommandRound, Alone: true, Speed: Opening, Handle: b.openRound},
		{Kind: Press, ID: PressRound, Speed: Opening, Handle: b.openRound},
		{Kind: Press, ID: PressRoundBegin, Speed: Doing, Handle: b.beginRound},
		{Kind: Press, ID: PressRoundName, Speed: Opening, Handle: b.openRoundNames},
		{Kind: Submit, ID: RoundNameForm, Speed: Doing, Fields: names, Handle: b.submitRoundNames, Again: b.openRoundNames},
		{Kind: Press, ID: PressRoundApprove, Speed: Opening, Handle: b.openRoundApproval},
		{Kind: Submit, ID: RoundApproveForm, Speed: Doing, Fields: names, Handle: b.submitRoundApproval, Again: b.openRoundApproval},
		{Kind: Press, ID: PressRoundOff, Speed: Doing, Handle: b.callOffRound},
		{Kind: Press, ID: PressRoundTalk, Speed: Doing, Handle: b.askRoundTalk},
		{Kind: Press, ID: PressRoundReport, Speed: Opening, Handle: b.openRoundReport},
	}
}

// roundViews lead to each other in one place.
var roundViews = []string{RoundView, RoundNameForm, RoundReportView}

// roundRenders are the messages about rounds. None holds a word of an answer.
func (b *Bot) roundRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.RoundStarted:  b.renderRound(roundStarted),
		domain.RoundEnded:    b.renderRound(roundEnded),
		domain.RoundReleased: b.renderRound(roundReleased),
		domain.RoundShared:   b.renderRound(roundShared),
		domain.RoundTalk:     b.renderRound(roundTalk),
	}
}

// renderRound renders a message about a round as it stands now.
func (b *Bot) renderRound(write func(*sentence.Voice, domain.RoundReceipt) blockkit.Message) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		receipt, err := b.rounds.Announce(ctx, m.Subject)
		if err != nil {
			return blockkit.Message{}, err
		}
		reader, _, err := b.readerAnd(ctx, m.Recipient, "")
		if err != nil {
			return blockkit.Message{}, err
		}
		return write(b.voiceOf(reader), receipt), nil
	}
}

// openRound shows what there is for the person who asks.
func (b *Bot) openRound(ctx context.Context, req Request) (Reply, error) {
	list, err := b.rounds.Mine(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, roundViews, roundView(req.Voice, list)), nil
}

// beginRound begins one about the person, and leads on to naming peers.
func (b *Bot) beginRound(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.rounds.Begin(ctx, req.Act)
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		return sameWay(req, roundViews, roundNameForm(req.Voice, receipt, b.formMetadata(receipt.Round.ID, receipt.Round.Version))), nil
	}), nil
}

// openRoundNames asks whom to ask.
func (b *Bot) openRoundNames(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.rounds.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	r := receipt.Round
	if r.Subject != req.Person.ID || r.State != domain.RoundNominating && r.State != domain.RoundApproving {
		return b.openRound(ctx, req)
	}
	return sameWay(req, roundViews, roundNameForm(req.Voice, receipt, b.formMetadata(r.ID, r.Version))), nil
}

// roundNames finds the people whom a form names.
func (b *Bot) roundNames(ctx context.Context, req Request) (domain.RoundNames, error) {
	var names domain.RoundNames
	for field, ids := range map[string]*[]domain.ID{FieldRoundPeers: &names.Peers, FieldRoundOwners: &names.Owners} {
		if err := b.addPeople(ctx, req.Values.Users(field), ids, &names.Strangers); err != nil {
			return names, err
		}
	}
	return names, nil
}

func (b *Bot) submitRoundNames(ctx context.Context, req Request) (Reply, error) {
	names, err := b.roundNames(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	receipt, err := b.rounds.Nominate(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, names)
	if err != nil {
		return Reply{}, err
	}
	return notice(req, "round.named_done", "Manager", nameOr(req.Voice, receipt.Manager())), nil
}

// openRoundApproval shows the manager whom the person named.
func (b *Bot) openRoundApproval(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.rounds.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	switch r := receipt.Round; r.State {
	case domain.RoundApproving:
		return Open(roundApproveForm(req.Voice, receipt, b.formMetadata(r.ID, r.Version))), nil
	case domain.RoundAnswering, domain.RoundOut:
		return Reply{}, domain.Refuse(domain.Conflict, "round.approved_before")
	case domain.RoundNominating, domain.RoundOver:
	}
	return Reply{}, domain.Refuse(domain.Conflict, "round.over")
}

func (b *Bot) submitRoundApproval(ctx context.Context, req Request) (Reply, error) {
	names, err := b.roundNames(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	receipt, err := b.rounds.Approve(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, names)
	if err != nil {
		return Reply{}, err
	}
	r := receipt.Round
	return notice(req, "round.approved_done", "Day", req.Voice.Date(r.AnswerBy), "Release", req.Voice.Date(r.ReleaseOn)), nil
}

func (b *Bot) callOffRound(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.rounds.CallOff(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	return settled(req, "round.called_off"), nil
}

// askRoundTalk asks the people team for a talk in the place of an upward view.
func (b *Bot) askRoundTalk(ctx context.Context, req Request) (Reply, error) {
	outcome, err := b.rounds.AskTalk(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		receipt, err := b.rounds.Announce(ctx, outcome.Subject)
		return settled(req, "round.talk_asked", "Team", receipt.Team), err
	}), nil
}

// openRoundReport shows a report to who may read it. The first reading by the
// person lets the manager read it, too.
func (b *Bot) openRoundReport(ctx context.Context, req Request) (Reply, error) {
	view, err := b.rounds.Report(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	b.touch(req.Person.ID)
	return sameWay(req, roundViews, roundReportView(req.Voice, view)), nil
}

// roundRow asks the person to name peers, or the manager to agree.
func (b *Bot) roundRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	receipt, err := b.rounds.Show(ctx, view.Person.ID, ask.Subject)
	if err != nil {
		return cardRow{}, err
	}
	switch {
	case ask.Kind == domain.AskNominate && receipt.Round.State == domain.RoundNominating:
		return roundNameCard(v, receipt), nil
	case ask.Kind == domain.AskApprove && receipt.Round.State == domain.RoundApproving:
		return roundApproveCard(v, receipt), nil
	}
	return cardRow{}, nil
}
