package bot

import (
	"context"
	"slices"

	"rapport/domain"
	"rapport/sentence"
)

// fundRequestRoutes are the ways to ask a fund, to decide, and to say what it
// cost and whether it helped.
func (b *Bot) fundRequestRoutes() []Route {
	ask := []string{FieldFundItem, FieldFund, FieldFundWhat, FieldFundAmount}
	return []Route{
		{Kind: Press, ID: PressFundAsk, Speed: Opening, Handle: b.openFundAsk},
		{Kind: Submit, ID: FundAskForm, Speed: Doing, Fields: ask, Handle: b.submitFundAsk},
		{Kind: Press, ID: PressFundRequest, Speed: Opening, Handle: b.openFundRequest},
		{Kind: Press, ID: PressFundDecide, Speed: Opening, Handle: b.openFundDecide},
		{Kind: Submit, ID: FundDecideForm, Speed: Doing, Fields: []string{FieldFundGrant, FieldFundAmount, FieldFundReason}, Handle: b.submitFundDecide},
		{Kind: Press, ID: PressFundBack, Speed: Doing, Handle: b.withdrawFund},
		{Kind: Press, ID: PressFundSpend, Speed: Opening, Handle: b.openFundSpend},
		{Kind: Submit, ID: FundSpendForm, Speed: Doing, Fields: []string{FieldFundAmount}, Handle: b.submitFundSpend},
		{Kind: Press, ID: PressHelped, Speed: Opening, Handle: b.openHelped},
		{Kind: Submit, ID: HelpedForm, Speed: Doing, Fields: []string{FieldHelped, FieldHelpedWords}, Handle: b.submitHelped},
	}
}

// openFundAsk asks for what, from which fund, and how much.
func (b *Bot) openFundAsk(ctx context.Context, req Request) (Reply, error) {
	choices, err := b.funds.Choices(ctx, req.Person.ID, domain.ID(req.Value))
	switch {
	case err != nil:
		return Reply{}, err
	case len(choices.Items) == 0:
		return notice(req, "fund.no_item"), nil
	case len(choices.Funds) == 0:
		return notice(req, "fund.no_fund"), nil
	}
	return sameWay(req, fundViews, fundAskForm(req.Voice, choices, req.Person.ID, b.formMetadata("", 0))), nil
}

func (b *Bot) submitFundAsk(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	a := domain.FundApplication{Item: domain.ID(v.Choice(FieldFundItem)), Fund: domain.ID(v.Choice(FieldFund)), What: v.Text(FieldFundWhat)}
	choices, err := b.funds.Choices(ctx, req.Person.ID, a.Item)
	if err != nil {
		return Reply{}, err
	}
	i := slices.IndexFunc(choices.Funds, func(f domain.Fund) bool { return f.ID == a.Fund })
	if i < 0 {
		return Errors(map[string]string{FieldFund: req.Voice.Say("fund.not_for_you")}), nil
	}
	problems := map[string]string{}
	if a.Amount = readMoney(req, choices.Funds[i].Amount.Currency, problems); len(problems) > 0 {
		return Errors(problems), nil
	}
	view, err := b.funds.Ask(ctx, req.Act, a)
	if err != nil {
		return Reply{}, err
	}
	return Update(fundRequestView(req.Voice, view, req.Person.ID)), nil
}

func (b *Bot) openFundRequest(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Request(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, fundViews, fundRequestView(req.Voice, view, req.Person.ID)), nil
}

// openFundDecide asks for the decision; where there is none to take any more it
// shows what became of the request.
func (b *Bot) openFundDecide(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Request(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.Decides {
		return sameWay(req, fundViews, fundRequestView(req.Voice, view, req.Person.ID)), nil
	}
	return sameWay(req, fundViews, fundDecideForm(req.Voice, view, b.formMetadata(view.Request.ID, view.Request.Version))), nil
}

func (b *Bot) submitFundDecide(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Request(ctx, req.Person.ID, req.Metadata.Subject)
	if err != nil {
		return Reply{}, err
	}
	d := domain.FundDecision{Grant: req.Values.Choice(FieldFundGrant) == GrantYes, Reason: req.Values.Text(FieldFundReason)}
	problems := map[string]string{}
	if d.Grant {
		d.Amount = readMoney(req, view.Request.Asked.Currency, problems)
	}
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	if view, err = b.funds.Decide(ctx, req.Act, req.Metadata.Subject, d); err != nil {
		return Reply{}, err
	}
	return Update(fundRequestView(req.Voice, view, req.Person.ID)), nil
}

func (b *Bot) withdrawFund(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Withdraw(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if slices.Contains(fundViews, req.View.Callback) {
		return Update(fundRequestView(req.Voice, view, req.Person.ID)), nil
	}
	return notice(req, "fund.withdrawn_done"), nil
}

func (b *Bot) openFundSpend(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Request(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.Spends {
		return sameWay(req, fundViews, fundRequestView(req.Voice, view, req.Person.ID)), nil
	}
	return sameWay(req, fundViews, fundSpendForm(req.Voice, view, b.formMetadata(view.Request.ID, view.Request.Version))), nil
}

func (b *Bot) submitFundSpend(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Request(ctx, req.Person.ID, req.Metadata.Subject)
	if err != nil {
		return Reply{}, err
	}
	problems := map[string]string{}
	cost := readMoney(req, view.Request.Asked.Currency, problems)
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	if view, err = b.funds.Spend(ctx, req.Act, req.Metadata.Subject, cost); err != nil {
		return Reply{}, err
	}
	return Update(fundRequestView(req.Voice, view, req.Person.ID)), nil
}

// openHelped asks whether something helped, and shows the answers to who has
// given one.
func (b *Bot) openHelped(ctx context.Context, req Request) (Reply, error) {
	view, err := b.funds.Help(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if view.Mine != nil {
		return sameWay(req, fundViews, helpedView(req.Voice, view, req.Person.ID)), nil
	}
	return sameWay(req, fundViews, helpedForm(req.Voice, view, req.Person.ID, b.formMetadata(view.Help.Item, 0))), nil
}

func (b *Bot) submitHelped(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	view, err := b.funds.SayHelp(ctx, req.Act, req.Metadata.Subject, domain.Usefulness(v.Choice(FieldHelped)), v.Text(FieldHelpedWords))
	if err != nil {
		return Reply{}, err
	}
	return Update(helpedView(req.Voice, view, req.Person.ID)), nil
}

// decideRow asks once more for a decision that somebody waits for.
func (b *Bot) decideRow(ctx context.Context, v *sentence.Voice, _ domain.CardView, ask domain.Ask) (cardRow, error) {
	view, err := b.funds.Told(ctx, ask.Subject)
	if err != nil || view.Request.State != domain.FundAsked {
		return cardRow{}, err
	}
	return fundDecideCard(v, view), nil
}

// costRow asks what something cost that is over.
func (b *Bot) costRow(ctx context.Context, v *sentence.Voice, card domain.CardView, ask domain.Ask) (cardRow, error) {
	view, err := b.funds.Told(ctx, ask.Subject)
	if err != nil || view.Request.State != domain.FundGranted {
		return cardRow{}, err
	}
	return fundCostCard(v, view, card.Person.ID), nil
}

// helpedRow asks whether something helped that ended some time ago.
func (b *Bot) helpedRow(ctx context.Context, v *sentence.Voice, card domain.CardView, ask domain.Ask) (cardRow, error) {
	view, err := b.funds.Help(ctx, card.Person.ID, ask.Subject)
	if err != nil || view.Mine != nil {
		return cardRow{}, err
	}
	return helpedCard(v, view, card.Person.ID), nil
}
