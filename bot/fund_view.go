package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// budgetView is the page of funds: the own wishes, what waits for the reader's
// decision, and the figures of the funds that are the reader's business.
func budgetView(v *sentence.Voice, l domain.FundList, me domain.ID) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "fund.intro"))}
	blocks = append(blocks, budgetWaits(v, l)...)
	if len(l.Mine) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "fund.mine")))
	}
	for _, r := range l.Mine {
		blocks = append(blocks, blockkit.SectionWith(myRequestLine(v, l, r), button(v, PressFundRequest, string(r.ID), "rapport.open_button")))
	}
	for i, f := range l.Figures {
		if i == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "fund.figures")))
		}
		blocks = append(blocks, figureBlocks(v, l, f, me)...)
	}
	var row []blockkit.Element
	if l.MayAsk {
		row = append(row, button(v, PressFundAsk, "", "fund.ask_button"))
	}
	if l.MayChange {
		row = append(row, button(v, PressFund, "", "fund.new_button"))
	}
	if l.More {
		row = append(row, button(v, PressBudget, string(l.Figures[len(l.Figures)-1].Fund.ID), "fund.more_button"))
	}
	if len(l.Mine)+len(l.Figures)+len(row) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "fund.nothing")))
	}
	blocks = append(blocks, blockkit.Actions(row...))
	if len(l.Figures) > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "fund.advice_rule")), blockkit.Context(say(v, "fund.figures_seen", "Least", domain.LeastArea)))
	}
	return blockkit.Modal{ID: BudgetView, Title: say(v, "fund.title"), Close: say(v, "rapport.close_button"), Blocks: present(blocks), More: say(v, "rapport.more")}
}

// budgetWaits is what waits for the reader's decision.
func budgetWaits(v *sentence.Voice, l domain.FundList) []blockkit.Block {
	var blocks []blockkit.Block
	if len(l.Waiting)+len(l.Leavers) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "fund.waits")))
	}
	for _, r := range l.Waiting {
		line := fundLine(v, l.Funds[r.Fund], "fund.wanted", "Name", nameOr(v, l.People[r.Person]), "Amount", r.Asked)
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressFundDecide, string(r.ID), "fund.decide_button")))
	}
	for _, r := range l.Leavers {
		line := fundLine(v, l.Funds[r.Fund], "fund.left_with", "Name", nameOr(v, l.People[r.Person]), "Amount", r.Granted)
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressFundSpend, string(r.ID), "fund.cost_button")))
	}
	return blocks
}

// fundLine is a sentence in which the fund stands by its name.
func fundLine(v *sentence.Voice, f domain.Fund, key string, args ...any) blockkit.Text {
	return blockkit.Weave(v.Say(key, append(args, "Fund", blockkit.Slot(0))...), blockkit.Bold(blockkit.User(f.Name)))
}

// myRequestLine says what somebody asked for, and where that stands.
func myRequestLine(v *sentence.Voice, l domain.FundList, r domain.FundRequest) blockkit.Text {
	head := fundLine(v, l.Funds[r.Fund], "fund.my_request", "Amount", r.Asked)
	return blockkit.Lines(head, blockkit.User(r.What).Cut(shortened), requestLine(v, r))
}

// requestLine says where a request stands.
func requestLine(v *sentence.Voice, r domain.FundRequest) blockkit.Text {
	switch {
	case r.State == domain.FundGranted && r.Granted != r.Asked:
		return say(v, "fund.state_part", "Granted", r.Granted, "Asked", r.Asked)
	case r.State == domain.FundGranted:
		return say(v, "fund.state_granted", "Granted", r.Granted)
	case r.State == domain.FundSpent:
		return say(v, "fund.state_spent", "Cost", r.Cost)
	}
	return say(v, "fund.state_"+string(r.State))
}

// figureBlocks are the figures of one fund: the money, what is asked, whether it
// helped, the outcome, and what is suggested for the next period.
func figureBlocks(v *sentence.Voice, l domain.FundList, f domain.FundFigure, me domain.ID) []blockkit.Block {
	fund := f.Fund
	head := fundLine(v, fund, "fund.figure_head", "Amount", fund.Amount, "From", fund.Period.Start, "Until", fund.Period.End, "Owner", nameOr(v, l.People[fund.Owner]))
	lines := []blockkit.Text{
		head,
		say(v, "fund.figure_money", "Left", fund.Left(), "Spent", fund.Amount.Currency.Of(fund.Spent), "Reserved", fund.Amount.Currency.Of(fund.Reserved)),
		say(v, "fund.figure_requests", "Waiting", f.Waiting, "Granted", f.Reserved, "Finished", f.Finished, "Refused", f.Refused),
		helpLine(v, f), measureLine(v, f),
	}
	if a, known := l.Advice[fund.ID]; known {
		lines = append(lines, adviceLine(v, a))
	}
	var row []blockkit.Element
	if l.MayChange {
		row = append(row, button(v, PressFund, string(fund.ID), "fund.change_button"))
	}
	if l.MayChange || fund.Owner == me {
		row = append(row, button(v, PressFundMeasure, string(fund.ID), "fund.measure_button"))
	}
	return []blockkit.Block{blockkit.Section(blockkit.Lines(lines...)), blockkit.Actions(row...)}
}

// helpLine says what was answered to whether it helped, once that may be shown.
func helpLine(v *sentence.Voice, f domain.FundFigure) blockkit.Text {
	if f.Mine.Answers() == 0 {
		return say(v, "fund.helped_few", "Least", domain.LeastArea)
	}
	key := "fund.helped_both"
	if f.Theirs.Answers() == 0 {
		key = "fund.helped_mine"
	}
	line := v.Say(key, "Yes", f.Mine.Yes, "Partly", f.Mine.Partly, "No", f.Mine.No,
		"OtherYes", f.Theirs.Yes, "OtherPartly", f.Theirs.Partly, "OtherNo", f.Theirs.No)
	if each, ok := f.PerHelped(); ok {
		line = v.Say("fund.helped_cost", "Line", line, "Each", each, "Cost", f.MineCost, "Yes", f.Mine.Yes)
	}
	return blockkit.App(line)
}

// measureLine says where the outcome stands, and what a unit of it cost.
func measureLine(v *sentence.Voice, f domain.FundFigure) blockkit.Text {
	m := f.Fund.Measure
	name, unit := blockkit.User(m.Name), blockkit.User(m.Unit)
	slots := []any{"Measure", blockkit.Slot(0), "Unit", blockkit.Slot(1), "Start", number(m.Start), "Target", number(m.Target)}
	if m.ValueOn.IsZero() {
		return blockkit.Weave(v.Say("fund.measure_unknown", slots...), name, unit)
	}
	slots = append(slots, "Value", number(m.Value), "Day", m.ValueOn)
	if each, ok := f.PerUnit(); ok {
		slots = append(slots, "Each", each, "Spent", f.Spent, "Moved", v.Decimal(m.Moved(), 3))
		return blockkit.Weave(v.Say("fund.measure_cost", slots...), name, unit)
	}
	return blockkit.Weave(v.Say("fund.measure_line", slots...), name, unit)
}

// adviceLine suggests an amount for the next period, with what it was computed
// from.
func adviceLine(v *sentence.Voice, a domain.FundAdvice) blockkit.Text {
	return say(v, "fund.advice_"+string(a.Reason), "Next", a.Next, "Now", a.Now, "Moves", a.Moves, "Yes", a.Yes, "Answers", a.Answers, "Used", a.Used)
}

// fundOwnedMessage tells somebody that a fund is in their hands.
func fundOwnedMessage(v *sentence.Voice, f domain.Fund, people map[domain.ID]domain.Person) blockkit.Message {
	line := fundLine(v, f, "fund.owned", "Name", nameOr(v, people[f.By]), "Amount", f.Amount)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Section(say(v, "fund.owned_then")),
			blockkit.Actions(button(v, PressBudget, "", "fund.budget_button")), blockkit.Context(say(v, "fund.why_owned")),
		},
	}
}

// fundMeasureCard is the row that asks where the outcome stands.
func fundMeasureCard(v *sentence.Voice, f domain.Fund) cardRow {
	line := fundLine(v, f, "fund.measure_ask", "Day", f.Period.End)
	buttons := []blockkit.Element{primary(button(v, PressFundMeasure, string(f.ID), "fund.measure_button"))}
	return cardRow{Text: line, Fallback: line, Buttons: buttons, Both: buttons}
}

// fundBlocks is the way to the funds on Home, with how many of the own wishes are
// open and what is left in the own funds.
func fundBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if len(h.Funds.Mine)+len(h.Funds.Owned) == 0 && !h.Funds.Any {
		return nil
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "fund.title"))}
	for _, r := range h.Funds.Mine {
		line := blockkit.Lines(fundLine(v, h.Funds.Of[r.Fund], "fund.my_request", "Amount", r.Asked), requestLine(v, r))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressFundRequest, string(r.ID), "rapport.open_button")))
	}
	for _, f := range h.Funds.Owned {
		blocks = append(blocks, blockkit.Section(fundLine(v, f, "fund.home_owned", "Left", f.Left(), "Amount", f.Amount)))
	}
	row := []blockkit.Element{button(v, PressBudget, "", "fund.budget_button")}
	if h.Funds.Any && h.Standing.Person.Converses() {
		row = append(row, button(v, PressFundAsk, "", "fund.ask_button"))
	}
	return append(blocks, blockkit.Actions(row...))
}
