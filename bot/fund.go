package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// fundFields are those of the form for a fund.
var fundFields = []string{
	FieldFundName, FieldFundPurpose, FieldFundAmount, FieldFundCurrency, FieldFundFrom, FieldFundUntil, FieldFundOwner, FieldFundAreas,
	FieldFundLocations, FieldFundMeasure, FieldFundUnit, FieldFundStart, FieldFundTarget,
}

// fundRoutes are the ways to the funds and to setting them up.
func (b *Bot) fundRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandBudget, Speed: Opening, Handle: b.openBudget},
		{Kind: Press, ID: PressBudget, Speed: Opening, Handle: b.openBudget},
		{Kind: Press, ID: PressFund, Speed: Opening, Handle: b.openFund},
		{Kind: Submit, ID: FundForm, Speed: Doing, Fields: fundFields, Handle: b.submitFund, Again: b.openFund},
		{Kind: Press, ID: PressFundMeasure, Speed: Opening, Handle: b.openFundMeasure},
		{Kind: Submit, ID: FundMeasureForm, Speed: Doing, Fields: []string{FieldFundValue}, Handle: b.submitFundMeasure, Again: b.openFundMeasure},
	}
}

// fundRenders are the messages about funds. None says what something is for.
func (b *Bot) fundRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.FundOwned:   b.renderFundOwned,
		domain.FundWanted:  b.renderFundRequest(fundWantedMessage),
		domain.FundDecided: b.renderFundRequest(fundDecidedMessage),
	}
}

// fundViews lead to each other in one place.
var fundViews = []string{BudgetView, FundForm, FundMeasureForm, FundAskForm, FundRequestView, FundDecideForm, FundSpendForm, HelpedForm}

func (b *Bot) openBudget(ctx context.Context, req Request) (Reply, error) {
	return b.showBudget(ctx, req, domain.ID(req.Value))
}

func (b *Bot) showBudget(ctx context.Context, req Request, after domain.ID) (Reply, error) {
	list, err := b.funds.List(ctx, req.Person.ID, after)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, fundViews, budgetView(req.Voice, list, req.Person.ID)), nil
}

func (b *Bot) openFund(ctx context.Context, req Request) (Reply, error) {
	form, err := b.funds.Form(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, fundViews, fundForm(req.Voice, form, b.formMetadata(form.Fund.ID, form.Fund.Version))), nil
}

// submitFund saves a fund. What is no amount and no number is told together with
// everything else.
func (b *Bot) submitFund(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	problems := map[string]string{}
	d := domain.FundDraft{
		Name: v.Text(FieldFundName), Purpose: domain.FundPurpose(v.Choice(FieldFundPurpose)),
		Period: domain.DateRange{Start: v.Date(FieldFundFrom), End: v.Date(FieldFundUntil)},
		Areas:  v.Choices(FieldFundAreas), Locations: v.Choices(FieldFundLocations),
		Measure: domain.FundMeasure{
			Name: v.Text(FieldFundMeasure), Unit: v.Text(FieldFundUnit),
			Start: readNumber(req, FieldFundStart, problems), Target: readNumber(req, FieldFundTarget, problems),
		},
	}
	currency, known := domain.ParseCurrency(v.Text(FieldFundCurrency))
	if !known {
		problems[FieldFundCurrency] = req.Voice.Say("fund.currency_unknown", "Typed", strings.TrimSpace(v.Text(FieldFundCurrency)))
	} else {
		d.Amount = readMoney(req, currency, problems)
	}
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	for _, id := range v.Users(FieldFundOwner) {
		owner, err := b.people.Meet(ctx, id)
		if err != nil && domain.CodeOf(err) != domain.NotFound {
			return Reply{}, err
		}
		d.Owner = owner.ID
	}
	change := func() (domain.Outcome, error) { return b.funds.Create(ctx, req.Act, d) }
	if id := req.Metadata.Subject; id != "" {
		change = func() (domain.Outcome, error) { return b.funds.Change(ctx, req.Act, id, req.Metadata.Version, d) }
	}
	if _, err := change(); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showBudget(ctx, req, "") }), nil
}

// readMoney reads the amount of a form in a currency; what is none is told under
// its field.
func readMoney(req Request, c domain.Currency, problems map[string]string) domain.Money {
	m, err := domain.ParseMoney(req.Values.Text(FieldFundAmount), c)
	for _, f := range domain.FaultsOf(err) {
		problems[FieldFundAmount] = req.Voice.Fault(f)
	}
	return m
}

func (b *Bot) openFundMeasure(ctx context.Context, req Request) (Reply, error) {
	f, err := b.funds.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, fundViews, fundMeasureForm(req.Voice, f, b.formMetadata(f.ID, f.Version))), nil
}

func (b *Bot) submitFundMeasure(ctx context.Context, req Request) (Reply, error) {
	problems := map[string]string{}
	value := readNumber(req, FieldFundValue, problems)
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	if _, err := b.funds.Measure(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, value); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showBudget(ctx, req, "") }), nil
}

// renderFundOwned tells somebody that a fund is in their hands.
func (b *Bot) renderFundOwned(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	f, people, err := b.funds.Announced(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return fundOwnedMessage(b.voiceOf(people[m.Recipient]), f, people), nil
}

// renderFundRequest renders a message about a request as it stands now.
func (b *Bot) renderFundRequest(write func(*sentence.Voice, domain.FundRequestView) blockkit.Message) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		view, err := b.funds.Told(ctx, m.Subject)
		if err != nil {
			return blockkit.Message{}, err
		}
		person, _, err := b.readerAnd(ctx, m.Recipient, "")
		if err != nil {
			return blockkit.Message{}, err
		}
		return write(b.voiceOf(person), view), nil
	}
}

// measureRow asks where the outcome of a fund stands whose period is over.
func (b *Bot) measureRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	f, err := b.funds.Show(ctx, view.Person.ID, ask.Subject)
	if domain.CodeOf(err) == domain.Forbidden {
		return cardRow{}, nil
	}
	return fundMeasureCard(v, f), err
}
