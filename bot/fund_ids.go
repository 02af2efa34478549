package bot

// Funds.
const (
	CommandBudget = "/rapport budget"
	PressBudget   = "fund.open" // value is the fund behind which the page begins
	BudgetView    = "fund.show"

	PressFund          = "fund.open_form" // value is the fund, empty for a new one
	FundForm           = "fund.save"
	FieldFundName      = "name"
	FieldFundPurpose   = "purpose"
	FieldFundAmount    = "amount"
	FieldFundCurrency  = "currency"
	FieldFundFrom      = "from"
	FieldFundUntil     = "until"
	FieldFundOwner     = "owner"
	FieldFundAreas     = "areas"
	FieldFundLocations = "locations"
	FieldFundMeasure   = "measure"
	FieldFundUnit      = "unit"
	FieldFundStart     = "start"
	FieldFundTarget    = "target"
	PressFundMeasure   = "fund.open_measure" // value is the fund
	FundMeasureForm    = "fund.measure"
	FieldFundValue     = "value"

	PressFundAsk     = "fund.open_ask" // value is the item of the plan, or empty
	FundAskForm      = "fund.ask"
	FieldFund        = "fund"
	FieldFundItem    = "item"
	FieldFundWhat    = "what"
	PressFundRequest = "fund.request" // value is the request, as in what follows
	FundRequestView  = "fund.show_request"
	PressFundDecide  = "fund.open_decide"
	FundDecideForm   = "fund.decide"
	FieldFundGrant   = "grant"
	FieldFundReason  = "reason"
	PressFundBack    = "fund.withdraw"
	PressFundSpend   = "fund.open_spend"
	FundSpendForm    = "fund.spend"

	PressHelped      = "fund.open_help" // value is the item of the plan
	HelpedForm       = "fund.say_help"
	FieldHelped      = "answer"
	FieldHelpedWords = "words"
)

// The options of a decision about a fund, as Slack sends them back.
const (
	GrantYes = "grant"
	GrantNo  = "refuse"
)
