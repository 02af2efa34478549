package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// fundForm asks for a fund: what it is for, how much there is, who may ask, who
// decides, and what is to change.
func fundForm(v *sentence.Voice, s domain.FundForm, meta Metadata) blockkit.Modal {
	f := s.Fund
	title, amount, currency := "fund.new_title", "", "EUR"
	if f.ID != "" {
		title, amount, currency = "fund.change_title", v.Amount(f.Amount), string(f.Amount.Currency)
	}
	var owner []string
	if s.Owner.SlackID != "" {
		owner = []string{s.Owner.SlackID}
	}
	purposes := labelled(v, string(domain.TrainingFund), "fund.purpose_training", string(domain.TimeFund), "fund.purpose_time", string(domain.ToolsFund), "fund.purpose_tools")
	blocks := []blockkit.Block{
		blockkit.Input(roleText(v, FieldFundName, "fund.name_label", f.Name, domain.MaxFundName)),
		blockkit.Input(blockkit.Field{
			ID: FieldFundPurpose, Label: say(v, "fund.purpose_label"),
			Element: blockkit.Radio{ID: FieldFundPurpose, Options: purposes, Initial: string(purposeOr(f.Purpose))},
		}),
		amountField(v, "fund.amount_label", amount, "fund.amount_hint"),
		hinted(v, roleText(v, FieldFundCurrency, "fund.currency_label", currency, currencyRoom), "fund.currency_hint"),
		fundDay(v, FieldFundFrom, "fund.from_label", f.Period.Start),
		fundDay(v, FieldFundUntil, "fund.until_label", f.Period.End),
		blockkit.Input(blockkit.Field{
			ID: FieldFundOwner, Label: say(v, "fund.owner_label"), Hint: say(v, "fund.owner_hint"),
			Element: blockkit.UsersSelect{ID: FieldFundOwner, Placeholder: say(v, "feedback.who_placeholder"), Initial: owner, Max: 1},
		}),
		placesField(v, FieldFundAreas, "fund.areas_label", s.Areas, f.Areas),
		placesField(v, FieldFundLocations, "fund.locations_label", s.Locations, f.Locations),
		hinted(v, roleText(v, FieldFundMeasure, "fund.measure_label", f.Measure.Name, domain.MaxFundMeasure), "fund.measure_hint"),
		blockkit.Input(roleText(v, FieldFundUnit, "fund.unit_label", f.Measure.Unit, domain.MaxUnit)),
		numberField(v, FieldFundStart, "fund.start_label", f.Measure.Start, f.ID != ""),
		numberField(v, FieldFundTarget, "fund.target_label", f.Measure.Target, f.ID != ""),
	}
	return form(v, frame{FundForm, title, "rapport.save_button"}, meta, present(blocks)...)
}

// The room of fields, in characters: a code of three or the word for days, and
// the longest amount with its signs.
const (
	currencyRoom = 4
	amountRoom   = 40
	numberRoom   = 30
)

func purposeOr(p domain.FundPurpose) domain.FundPurpose {
	if p == "" {
		return domain.TrainingFund
	}
	return p
}

func amountField(v *sentence.Voice, label, initial, hint string) blockkit.Block {
	return hinted(v, roleText(v, FieldFundAmount, label, initial, amountRoom), hint)
}

func hinted(v *sentence.Voice, f blockkit.Field, hint string) blockkit.Block {
	f.Hint = say(v, hint)
	return blockkit.Input(f)
}

func fundDay(v *sentence.Voice, id, label string, day domain.Date) blockkit.Block {
	initial := ""
	if !day.IsZero() {
		initial = day.String()
	}
	return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Element: blockkit.DateField{ID: id, Initial: initial}})
}

func numberField(v *sentence.Voice, id, label string, n float64, known bool) blockkit.Block {
	initial := ""
	if known {
		initial = number(n)
	}
	return blockkit.Input(roleText(v, id, label, initial, numberRoom))
}

// placesField lets areas or locations be chosen; there is none where the company
// has none.
func placesField(v *sentence.Voice, id, label string, places, chosen []string) blockkit.Block {
	var options []blockkit.Option
	for _, name := range places {
		if name != "" {
			options = append(options, blockkit.Option{Value: name, Label: blockkit.Name(name)})
		}
	}
	if len(options) == 0 {
		return blockkit.Block{}
	}
	return blockkit.Input(blockkit.Field{
		ID: id, Label: say(v, label), Hint: say(v, "fund.places_hint"), Optional: true,
		Element: blockkit.SelectMany{ID: id, Options: options, Initial: chosen, Max: domain.MaxFundPlaces, Placeholder: say(v, "goal.choose")},
	})
}

// fundMeasureForm asks where the outcome stands.
func fundMeasureForm(v *sentence.Voice, f domain.Fund, meta Metadata) blockkit.Modal {
	return form(v, frame{FundMeasureForm, "fund.measure_title", "rapport.save_button"}, meta,
		blockkit.Section(measureLine(v, domain.FundFigure{Fund: f, Spent: f.Amount.Currency.Of(0)})),
		numberField(v, FieldFundValue, "fund.value_label", f.Measure.Value, !f.Measure.ValueOn.IsZero()))
}
