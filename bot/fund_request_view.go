package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// fundAskForm asks for which item of the plan, which fund, and how much. Who reads
// it is said of each fund.
func fundAskForm(v *sentence.Voice, c domain.FundChoices, me domain.ID, meta Metadata) blockkit.Modal {
	var items, funds []blockkit.Option
	for _, i := range c.Items {
		items = append(items, blockkit.Option{Value: string(i.ID), Label: blockkit.Name(i.What)})
	}
	var readers []blockkit.Text
	for _, f := range c.Funds {
		funds = append(funds, blockkit.Option{Value: string(f.ID), Label: fundOption(v, f)})
		who := holderNames(v, c.Readers[f.ID], c.People, me, c.Team)
		readers = append(readers, fundLine(v, f, "fund.readers", "Who", who))
	}
	amount := ""
	if len(c.Funds) == 1 && c.Item.Source.Cost.Currency == c.Funds[0].Amount.Currency && c.Item.Source.Cost.Minor > 0 {
		amount = v.Amount(c.Item.Source.Cost)
	}
	return form(v, frame{FundAskForm, "fund.ask_title", "fund.ask_submit"}, meta,
		blockkit.Input(blockkit.Field{
			ID: FieldFundItem, Label: say(v, "fund.item_label"),
			Element: blockkit.Select{ID: FieldFundItem, Options: items, Initial: string(c.Item.ID), Placeholder: say(v, "goal.choose")},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldFund, Label: say(v, "fund.fund_label"),
			Element: blockkit.Select{ID: FieldFund, Options: funds, Initial: onlyFund(c), Placeholder: say(v, "goal.choose")},
		}),
		hinted(v, roleText(v, FieldFundWhat, "fund.what_label", c.Item.Source.Title, domain.MaxPlanTitle), "fund.what_hint"),
		amountField(v, "fund.ask_amount_label", amount, "fund.amount_hint"),
		blockkit.Context(blockkit.Lines(readers...)), blockkit.Context(say(v, "fund.ask_seen")))
}

// onlyFund is the fund that is chosen where there is one.
func onlyFund(c domain.FundChoices) string {
	if len(c.Funds) == 1 {
		return string(c.Funds[0].ID)
	}
	return ""
}

// fundOption is a fund in a menu: its name, and what is left.
func fundOption(v *sentence.Voice, f domain.Fund) blockkit.Text {
	return blockkit.Weave(v.Say("fund.option", "Fund", blockkit.Slot(0), "Left", f.Left()), blockkit.User(f.Name))
}

// fundRequestView shows a request, where it stands, and what its reader can do.
func fundRequestView(v *sentence.Voice, s domain.FundRequestView, me domain.ID) blockkit.Modal {
	r := s.Request
	head := fundLine(v, s.Fund, "fund.request_head", "Name", nameOr(v, s.People[r.Person]), "Amount", r.Asked, "Day", v.Date(domain.DateOf(r.At, v.Zone())))
	if me == r.Person {
		head = fundLine(v, s.Fund, "fund.my_request", "Amount", r.Asked)
	}
	blocks := []blockkit.Block{blockkit.Section(head), blockkit.Quote(blockkit.User(r.What)), blockkit.Section(requestLine(v, r))}
	if r.Decider != "" {
		blocks = append(blocks, blockkit.Context(say(v, "fund.decided_by", "Name", nameOr(v, s.People[r.Decider]), "Day", v.Date(domain.DateOf(r.DecidedAt, v.Zone())))))
	}
	blocks = append(blocks, blockkit.Quote(blockkit.User(r.Reason)))
	var row []blockkit.Element
	if s.Decides {
		row = append(row, primary(button(v, PressFundDecide, string(r.ID), "fund.decide_button")))
	}
	if s.Spends {
		row = append(row, button(v, PressFundSpend, string(r.ID), "fund.cost_button"))
	}
	if s.Withdraws {
		row = append(row, withdrawFundButton(v, r))
	}
	blocks = append(blocks, blockkit.Actions(row...), blockkit.Context(readersLine(v, s.Readers, s.People, me, s.Team)))
	return blockkit.Modal{ID: FundRequestView, Title: say(v, "fund.request_title"), Close: say(v, "rapport.close_button"), Blocks: present(blocks), More: say(v, "rapport.more")}
}

// withdrawFundButton takes a request back, after a second question.
func withdrawFundButton(v *sentence.Voice, r domain.FundRequest) blockkit.Button {
	b := button(v, PressFundBack, string(r.ID), "fund.back_button")
	b.Confirm = &blockkit.Confirm{
		Title: say(v, "fund.back_title"), Text: say(v, "fund.back_sure"), Yes: say(v, "fund.back_button"), No: say(v, "rapport.cancel_button"),
	}
	return b
}

// fundDecideForm asks whether to grant it, how much, and why not.
func fundDecideForm(v *sentence.Voice, s domain.FundRequestView, meta Metadata) blockkit.Modal {
	r := s.Request
	choices := labelled(v, GrantYes, "fund.grant_option", GrantNo, "fund.refuse_option")
	reason := leftEmpty(roleText(v, FieldFundReason, "fund.reason_label", "", domain.MaxPlanReason))
	return form(v, frame{FundDecideForm, "fund.decide_title", "fund.decide_submit"}, meta,
		blockkit.Section(fundLine(v, s.Fund, "fund.request_head", "Name", nameOr(v, s.People[r.Person]), "Amount", r.Asked, "Day", v.Date(domain.DateOf(r.At, v.Zone())))),
		blockkit.Quote(blockkit.User(r.What)), blockkit.Context(say(v, "fund.left_now", "Left", s.Fund.Left(), "Amount", s.Fund.Amount)),
		blockkit.Input(blockkit.Field{ID: FieldFundGrant, Label: say(v, "fund.grant_label"), Element: blockkit.Radio{ID: FieldFundGrant, Options: choices, Initial: GrantYes}}),
		amountField(v, "fund.grant_amount_label", v.Amount(r.Asked), "fund.grant_hint"),
		blockkit.Input(reason), blockkit.Context(say(v, "fund.reason_seen", "Name", nameOr(v, s.People[r.Person]))))
}

// fundSpendForm asks what it cost in the end.
func fundSpendForm(v *sentence.Voice, s domain.FundRequestView, meta Metadata) blockkit.Modal {
	return form(v, frame{FundSpendForm, "fund.cost_title", "rapport.save_button"}, meta,
		blockkit.Section(fundLine(v, s.Fund, "fund.cost_intro", "Granted", s.Request.Granted)), blockkit.Quote(blockkit.User(s.Request.What)),
		amountField(v, "fund.cost_label", v.Amount(s.Request.Granted), "fund.cost_hint"))
}

// fundWantedMessage tells who decides that somebody asks; what for stands behind
// the button. Decided or over, it says so in its place.
func fundWantedMessage(v *sentence.Voice, s domain.FundRequestView) blockkit.Message {
	line := fundLine(v, s.Fund, "fund.wanted", "Name", nameOr(v, s.People[s.Request.Person]), "Amount", s.Request.Asked)
	m := blockkit.Message{Fallback: line, More: say(v, "rapport.more"), Blocks: []blockkit.Block{blockkit.Section(line)}}
	if s.Request.State != domain.FundAsked {
		m.Blocks = append(m.Blocks, blockkit.Context(requestLine(v, s.Request)))
		return m
	}
	m.Blocks = append(m.Blocks, blockkit.Section(say(v, "fund.two_minutes")),
		blockkit.Actions(primary(button(v, PressFundDecide, string(s.Request.ID), "fund.decide_button"))), blockkit.Context(say(v, "fund.why_decide")))
	return m
}

// fundDecidedMessage tells who asked what became of it; a reason stands behind
// the button.
func fundDecidedMessage(v *sentence.Voice, s domain.FundRequestView) blockkit.Message {
	line := blockkit.Separated(" ", fundLine(v, s.Fund, "fund.decided", "Amount", s.Request.Asked), requestLine(v, s.Request))
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Actions(button(v, PressFundRequest, string(s.Request.ID), "rapport.open_button")), blockkit.Context(say(v, "fund.why_asked")),
		},
	}
}

// fundDecideCard is the row that asks once more for a decision.
func fundDecideCard(v *sentence.Voice, s domain.FundRequestView) cardRow {
	name := nameOr(v, s.People[s.Request.Person])
	line := fundLine(v, s.Fund, "fund.wanted", "Name", name, "Amount", s.Request.Asked)
	buttons := []blockkit.Element{primary(button(v, PressFundDecide, string(s.Request.ID), "fund.decide_button"))}
	return cardRow{Text: line, Fallback: line, Name: name, Buttons: buttons, Both: buttons, Lines: []blockkit.Text{say(v, "fund.two_minutes")}}
}

// fundCostCard is the row that asks what something cost: the person, or of
// somebody who has left who decides about the fund.
func fundCostCard(v *sentence.Voice, s domain.FundRequestView, reader domain.ID) cardRow {
	line := fundLine(v, s.Fund, "fund.cost_ask", "Granted", s.Request.Granted)
	if reader != s.Request.Person {
		line = fundLine(v, s.Fund, "fund.left_with", "Name", nameOr(v, s.People[s.Request.Person]), "Amount", s.Request.Granted)
	}
	buttons := []blockkit.Element{primary(button(v, PressFundSpend, string(s.Request.ID), "fund.cost_button"))}
	return cardRow{Text: line, Fallback: line, Buttons: buttons, Both: buttons}
}
