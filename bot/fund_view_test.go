package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

func sampleEUR(minor int64) domain.Money { return domain.Currency("EUR").Of(minor) }

// sampleFund is a fund in Lee's hands.
func sampleFund() domain.Fund {
	return domain.Fund{
		ID: "f1", Name: "Training <!channel>", Purpose: domain.TrainingFund, Amount: sampleEUR(1_000_000), Owner: aLee.ID, By: aGrace.ID,
		Period: domain.DateRange{Start: domain.NewDate(2026, time.January, 1), End: domain.NewDate(2026, time.December, 31)},
		Areas:  []string{"Sales"}, Reserved: 150_000, Spent: 700_050,
		Measure: domain.FundMeasure{Name: "hours until a *customer* is back", Unit: "h", Start: 8, Target: 2, Value: 5.5, ValueOn: sampleToday},
		Version: 3,
	}
}

func sampleFundRequest(state domain.FundRequestState) domain.FundRequestView {
	return domain.FundRequestView{
		Request: domain.FundRequest{
			ID: "r1", Fund: "f1", Person: aGrace.ID, Item: "i1", What: "the *course* <@U1>", Asked: sampleEUR(120_050), Granted: sampleEUR(100_000),
			Cost: sampleEUR(95_000), State: state, Decider: aLee.ID, Reason: "the <!here> rest next year", At: sampleNow, DecidedAt: sampleNow, Version: 2,
		},
		Fund: sampleFund(), People: samplePeople(), Team: "the people team",
		Readers: []domain.Holder{{Relation: domain.Self, People: []domain.ID{aGrace.ID}}, {Relation: domain.Owner, People: []domain.ID{aLee.ID}}},
	}
}

// sampleFundList is the page of the people team, with funds of which much and
// little is known.
func sampleFundList() domain.FundList {
	full, fresh := sampleFund(), sampleFund()
	fresh.ID, fresh.Name, fresh.Amount, fresh.Reserved, fresh.Spent = "f2", "Days", domain.WorkingDays.Of(1_005), 0, 10
	fresh.Measure.ValueOn = domain.Date{}
	r := sampleFundRequest(domain.FundGranted).Request
	return domain.FundList{
		Mine: []domain.FundRequest{r}, Waiting: []domain.FundRequest{r}, Leavers: []domain.FundRequest{r}, Funds: map[domain.ID]domain.Fund{"f1": full},
		Figures: []domain.FundFigure{
			{
				Fund: full, Waiting: 1, Reserved: 2, Finished: 9, Refused: 1, Spent: sampleEUR(700_050), Mine: domain.Opinion{Yes: 7, Partly: 1, No: 1},
				Theirs: domain.Opinion{Yes: 4, Partly: 1}, MineCost: sampleEUR(690_000),
			},
			{Fund: fresh, Spent: domain.WorkingDays.Of(10)},
		},
		Advice: map[domain.ID]domain.FundAdvice{
			"f1": {Fund: "f1", Now: full.Amount, Next: sampleEUR(1_200_000), Moves: sampleEUR(200_000), Reason: domain.AdviceHelps, Yes: 7, Answers: 9, Used: sampleEUR(850_050)},
			"f2": {Fund: "f2", Now: fresh.Amount, Next: fresh.Amount, Reason: domain.AdviceTooFew},
		},
		People: samplePeople(), MayChange: true, MayAsk: true, More: true, Today: sampleToday,
	}
}

func sampleHelp() domain.HelpView {
	return domain.HelpView{
		Help: domain.Help{Item: "i1", Person: aGrace.ID, Other: aLee.ID, EndedOn: domain.NewDate(2026, time.September, 25)},
		Item: domain.PlanItem{ID: "i1", What: "restore from a *backup*"}, People: samplePeople(), Team: "the people team", Least: 5,
		Readers: []domain.Holder{{Relation: domain.Self, People: []domain.ID{aGrace.ID}}, {Relation: domain.Receiver, People: []domain.ID{aLee.ID}}},
	}
}

// fundSamples are the views of funds.
func fundSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "f1", Version: 3}
	deciding, own := sampleFundRequest(domain.FundAsked), sampleFundRequest(domain.FundGranted)
	deciding.Decides, deciding.Request.Decider, deciding.Request.Reason = true, "", ""
	own.Withdraws, own.Spends = true, true
	choices := domain.FundChoices{
		Item:  domain.PlanItem{ID: "i1", What: "restore from a *backup*", Source: domain.Source{Title: "a course", Cost: sampleEUR(45_000)}},
		Items: []domain.PlanItem{{ID: "i1", What: "restore from a *backup*"}}, Funds: []domain.Fund{sampleFund()},
		Readers: map[domain.ID][]domain.Holder{"f1": own.Readers}, People: samplePeople(), Team: "the people team",
	}
	answered, waiting := sampleHelp(), sampleHelp()
	answered.Mine = &domain.HelpAnswer{Author: aGrace.ID, Answer: domain.Worth, Words: "I do it *alone* now"}
	answered.Others = &domain.HelpAnswer{Author: aLee.ID, Answer: domain.PartlyWorth}
	waiting.Mine = answered.Mine
	return map[string]any{
		"fund_list": budgetView(v, sampleFundList(), aLee.ID), "fund_list_empty": budgetView(v, domain.FundList{}, aGrace.ID),
		"fund_form":       fundForm(v, domain.FundForm{Fund: sampleFund(), Owner: aLee, Areas: []string{"", "Sales"}, Locations: []string{"DE-BY"}}, meta),
		"fund_form_new":   fundForm(v, domain.FundForm{}, Metadata{Nonce: "n1"}),
		"fund_measure":    fundMeasureForm(v, sampleFund(), meta),
		"fund_ask":        fundAskForm(v, choices, aGrace.ID, meta),
		"fund_request":    fundRequestView(v, own, aGrace.ID),
		"fund_request_to": fundRequestView(v, deciding, aLee.ID),
		"fund_decide":     fundDecideForm(v, deciding, meta),
		"fund_spend":      fundSpendForm(v, own, meta),
		"fund_owned":      fundOwnedMessage(v, sampleFund(), samplePeople()),
		"fund_wanted":     fundWantedMessage(v, deciding), "fund_wanted_over": fundWantedMessage(v, own),
		"fund_decided": fundDecidedMessage(v, own), "fund_decided_no": fundDecidedMessage(v, sampleFundRequest(domain.FundRefused)),
		"fund_help_form": helpedForm(v, sampleHelp(), aLee.ID, meta), "fund_help": helpedView(v, answered, aGrace.ID), "fund_help_waits": helpedView(v, waiting, aGrace.ID),
	}
}
