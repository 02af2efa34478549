package bot_test

import (
	"context"
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

// fundCompany is Hanna of the people team, Lee above Grace, and Bo.
func fundCompany(t *testing.T) (*bench, domain.PlanItem) {
	t.Helper()

	b := setup(t, func(c *bot.Config) { c.Practice.FirstHR = []string{"hanna@example.com"} })
	b.person("Hanna Berg")
	lee := b.person("Lee Park")
	grace := b.person("Grace Hopper", func(p *domain.Person) { p.Manager = lee.ID; p.Team = "Engineering" })
	b.person("Bo Lindqvist")
	item := domain.PlanItem{
		ID: "item1", Person: grace.ID, What: "restore from a backup", Due: domain.NewDate(2027, time.March, 1), State: domain.PlanOpen,
		Confidence: domain.OnTrack, Source: domain.Source{Title: "the course of May"}, At: start,
	}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		item, err = tx.CreatePlanItem(ctx, item)
		return err
	})
	return b, item
}

func (b *bench) fundFill() object {
	return object{
		bot.FieldFundName: typed("Training"), bot.FieldFundPurpose: choice("training"), bot.FieldFundAmount: typed("1.200,50 €"), bot.FieldFundCurrency: typed("eur"),
		bot.FieldFundFrom: day(domain.NewDate(2026, time.January, 1)), bot.FieldFundUntil: day(domain.NewDate(2026, time.December, 31)), bot.FieldFundOwner: people("ULEE"),
		bot.FieldFundMeasure: typed("hours until a customer is back"), bot.FieldFundUnit: typed("h"), bot.FieldFundStart: typed("8"), bot.FieldFundTarget: typed("2,5"),
	}
}

func TestFund_FromSetUpToCost(t *testing.T) {
	t.Parallel()
	b, item := fundCompany(t)
	b.homeOf("UGRACE").lacks("Ask a fund")
	form := b.pressForm("UHANNA", bot.PressFund, "")
	problems := b.submit("UHANNA", form, object{bot.FieldFundAmount: typed("-5"), bot.FieldFundCurrency: typed("EUR")}).errors()
	if problems[bot.FieldFundAmount] == "" {
		t.Errorf("less than nothing gives %v", problems)
	}
	b.submit("UHANNA", form, b.fundFill()).wants("Training", "1,200.50 EUR", "Lee Park")
	last(t, of(b.delivered(), domain.FundOwned, domain.Post)).wants("Hanna Berg put", "Training", "into your hands")
	b.homeOf("ULEE").wants("1,200.50 EUR left of 1,200.50 EUR")
	b.homeOf("UGRACE").wants("Ask a fund")

	ask := b.pressForm("UGRACE", bot.PressFundAsk, string(item.ID))
	lookAt(t, ask).wants("You and Lee Park can read it", "1,200.50 EUR left")
	fill := object{bot.FieldFundAmount: typed("$ 900")}
	if problems := b.submit("UGRACE", ask, fill).errors(); problems[bot.FieldFundAmount] == "" {
		t.Error("dollars are taken for euros")
	}
	fill = object{bot.FieldFundAmount: typed("900")}
	b.submit("UGRACE", ask, fill).wants("900.00 EUR", "the course of May", "Not decided yet")
	wanted := last(t, of(b.delivered(), domain.FundWanted, domain.Post))
	wanted.wants("Grace Hopper asks for 900.00 EUR")
	wanted.lacks("course")
	b.homeOf("ULEE").wants("Grace Hopper asks for 900.00 EUR")

	request := wanted.button(bot.PressFundDecide)
	decide := b.pressForm("ULEE", bot.PressFundDecide, request)
	lookAt(t, decide).wants("the course of May", "1,200.50 EUR is left")
	if problems := b.submit("ULEE", decide, object{bot.FieldFundGrant: choice(bot.GrantNo)}).errors(); problems[bot.FieldFundReason] == "" {
		t.Error("a no needs no reason")
	}
	grant := object{bot.FieldFundAmount: typed("800"), bot.FieldFundReason: typed("the rest next year")}
	b.submit("ULEE", decide, grant).wants("Granted: 800.00 EUR of 900.00 EUR")
	told := last(t, of(b.delivered(), domain.FundDecided, domain.Post))
	told.wants("Granted: 800.00 EUR of 900.00 EUR")
	told.lacks("next year")
	again := b.pressForm("ULEE", bot.PressFundDecide, request)
	lookAt(t, again).wants("Granted: 800.00 EUR")

	b.press("UGRACE", pressed{ID: bot.PressFundRequest, Value: request, Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("the rest next year", "Take it back")
	spend := b.pressForm("UGRACE", bot.PressFundSpend, request)
	b.submit("UGRACE", spend, object{bot.FieldFundAmount: typed("750,00 EUR")}).wants("Over, at a cost of 750.00 EUR")
	if code := domain.CodeOf(b.fundCan("UBO", request)); code != domain.Forbidden {
		t.Errorf("Bo reads it with %q", code)
	}
	b.command("UHANNA", "/rapport", "budget")
	lookAt(t, last(t, b.slack.opened)).wants("450.50 EUR left: 750.00 EUR spent, 0.00 EUR granted", "too few have answered", "nobody has said yet where it stands")
}

// fundCan reads a request as somebody.
func (b *bench) fundCan(slackID, request string) error {
	b.t.Helper()
	_, err := (domain.FundService{Practice: b.Practice}).Request(b.t.Context(), b.present(slackID).ID, domain.ID(request))
	return err
}

func TestFund_NotTheirs(t *testing.T) {
	t.Parallel()
	b, item := fundCompany(t)
	b.submit("UHANNA", b.pressForm("UHANNA", bot.PressFund, ""), b.fundFill())
	b.submit("UGRACE", b.pressForm("UGRACE", bot.PressFundAsk, string(item.ID)), object{bot.FieldFundAmount: typed("900")})
	request := last(t, of(b.delivered(), domain.FundWanted, domain.Post)).button(bot.PressFundDecide)
	for id, value := range map[string]string{
		bot.PressFund: "", bot.PressFundAsk: string(item.ID), bot.PressFundRequest: request, bot.PressFundDecide: request, bot.PressFundSpend: request,
	} {
		b.press("UBO", pressed{ID: id, Value: value, Home: true})
		lookAt(t, last(t, b.slack.opened)).lacks("the course of May", "Training")
	}
	b.press("UBO", pressed{ID: bot.PressFundBack, Value: request, Home: true})
	if err := b.fundCan("UGRACE", request); err != nil {
		t.Errorf("after strangers pressed everything: %v", err)
	}
	b.command("UBO", "/rapport", "budget")
	lookAt(t, last(t, b.slack.opened)).lacks("the course of May")
}

func TestFund_StaleForm(t *testing.T) {
	t.Parallel()
	b, _ := fundCompany(t)
	b.submit("UHANNA", b.pressForm("UHANNA", bot.PressFund, ""), b.fundFill())
	id := b.fundID()
	older, newer := b.pressForm("UHANNA", bot.PressFund, id), b.pressForm("UHANNA", bot.PressFund, id)
	b.submit("UHANNA", newer, object{bot.FieldFundAmount: typed("2000")}).wants("2,000.00 EUR")
	answer := b.submit("UHANNA", older, object{bot.FieldFundAmount: typed("3000")})
	answer.wants("this fund was changed meanwhile", "2,000.00")
	if got := answer.stands(bot.FieldFundAmount); got != "3000" {
		t.Errorf("what was typed came back as %q", got)
	}
	measure := b.pressForm("ULEE", bot.PressFundMeasure, id)
	b.submit("ULEE", measure, object{bot.FieldFundValue: typed("6")}).wants("6 on 24 November 2026")
}

func (b *bench) fundID() string {
	b.t.Helper()
	var id string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.Funds(ctx, domain.FundFilter{})
		if len(list) > 0 {
			id = string(list[0].ID)
		}
		return err
	})
	return id
}
