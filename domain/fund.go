package domain

import (
	"context"
	"slices"
	"time"
)

// The limits of a fund's texts, in characters, and of its places.
const (
	MaxFundName    = 60
	MaxFundMeasure = 100 // what the outcome measure counts
	MaxFundPlaces  = 20  // areas, and locations
	MaxFundYears   = 5   // of its period
	FundPage       = 10  // funds, or requests, on one page of a list
)

// Fund is money or working days that people may ask for out of their plans.
type Fund struct {
	ID      ID
	Name    string // sealed
	Purpose FundPurpose
	// Amount is what there is for the whole period.
	Amount Money
	Period DateRange
	// Owner decides what is asked of it. Changing it is for the people team.
	Owner ID
	// Areas and Locations are whose people may ask: those of one of the areas or
	// at one of the locations; everybody where both are empty.
	Areas, Locations []string
	Measure          FundMeasure
	// Reserved is granted and not yet spent, Spent what was spent, both in the
	// smallest unit. Their sum is never more than the amount: ReserveFund and
	// SpendFund alone write them.
	Reserved, Spent int64
	// EndsAt is when what still waits is ended since the period is over; zero
	// once that was done.
	EndsAt  time.Time
	By      ID
	At      time.Time
	Version int
}

// FundPurpose is what a fund is for.
type FundPurpose string

// The purposes. Time is counted in working days, the others in a currency.
const (
	TrainingFund FundPurpose = "training"
	TimeFund     FundPurpose = "time"
	ToolsFund    FundPurpose = "tools"
)

// FundMeasure is what a fund is to change, as one number about the organisation
// and never about a person.
type FundMeasure struct {
	// Name says what it counts, such as "hours until a customer is back"; Unit is
	// its unit. Sealed.
	Name, Unit    string
	Start, Target float64
	// Value is where it stands since ValueOn; no day while nobody has said.
	Value   float64
	ValueOn Date
}

// Moved is by how much the measure has come nearer to its target; below zero
// where it went away from it, and nothing while nobody has said where it stands.
func (m FundMeasure) Moved() float64 {
	if m.ValueOn.IsZero() {
		return 0
	}
	if m.Target < m.Start {
		return m.Start - m.Value
	}
	return m.Value - m.Start
}

// Left is what can still be granted.
func (f Fund) Left() Money { return f.Amount.Currency.Of(f.Amount.Minor - f.Reserved - f.Spent) }

// For tells whether somebody may ask, as far as area and location go.
func (f Fund) For(p Person) bool {
	return len(f.Areas)+len(f.Locations) == 0 || slices.Contains(f.Areas, p.Area()) || slices.Contains(f.Locations, p.Location)
}

// FundFilter selects funds, those that end last at the top.
type FundFilter struct {
	Owner ID
	// Within leaves funds whose period has a day in common; empty leaves all.
	Within DateRange
	After  ID // only those behind this one in the order
	Limit  int
}

// FundRequest is one person's wish for money or time out of a fund, for one item
// of the own plan. It keeps what it was for in its own words: what becomes of the
// item changes nothing in it.
type FundRequest struct {
	ID     ID
	Fund   ID
	Person ID
	Item   ID
	// What it is for. Sealed; read by the person and who decides.
	What string
	// Asked, Granted and Cost are in the fund's currency. Granted is reserved
	// while the request is granted, Cost is what was spent at the end.
	Asked, Granted, Cost Money
	State                FundRequestState
	// Decider granted or refused it; Reason is why it was refused, or granted in
	// part. Sealed.
	Decider   ID
	Reason    string
	At        time.Time
	DecidedAt time.Time
	EndedAt   time.Time
	Version   int
}

// FundRequestState is where a request stands.
type FundRequestState string

// The states of a request.
const (
	FundAsked     FundRequestState = "asked"
	FundGranted   FundRequestState = "granted" // reserved, all of it or a part
	FundRefused   FundRequestState = "refused"
	FundWithdrawn FundRequestState = "withdrawn" // by the person; what was reserved is free again
	FundSpent     FundRequestState = "spent"     // over, with what it cost
	FundLapsed    FundRequestState = "lapsed"    // the period ended, the item did, or the person left
)

// Live tells whether anything is still to come of it.
func (r FundRequest) Live() bool { return r.State == FundAsked || r.State == FundGranted }

// FundRequestFilter selects requests, newest first.
type FundRequestFilter struct {
	Fund   ID
	Owner  ID // of the fund
	Person ID
	Item   ID
	States []FundRequestState
	// Before and BeforeID page by (At, ID).
	Before   time.Time
	BeforeID ID
	Limit    int
}

// FundCount is how many requests of a fund are in a state, and what they come to:
// asked for, granted or spent, as the state is.
type FundCount struct {
	Fund  ID
	State FundRequestState
	Count int
	Sum   int64
}

// FundRows keeps funds and what is asked of them.
type FundRows interface {
	// CreateFund adds one, as its first version.
	CreateFund(ctx context.Context, f Fund) (Fund, error)
	// Fund gives one. NotFound otherwise.
	Fund(ctx context.Context, id ID) (Fund, error)
	// Funds lists by filter.
	Funds(ctx context.Context, f FundFilter) ([]Fund, error)
	// UpdateFund writes everything but Reserved and Spent, by version, and only
	// while the amount covers them. Conflict where somebody changed the fund
	// meanwhile; false where the amount would be too small.
	UpdateFund(ctx context.Context, f Fund) (Fund, bool, error)
	// ReserveFund reserves so many of the smallest unit, if the fund is still of
	// that version and has them left. Of any number at once those succeed that
	// fit.
	ReserveFund(ctx context.Context, id ID, version int, minor int64) (bool, error)
	// SpendFund frees what was reserved and spends what it cost, which may be
	// more if the fund has it left. False where it has not.
	SpendFund(ctx context.Context, id ID, reserved, cost int64) (bool, error)
	// DueFunds lists up to limit funds whose EndsAt is at or before now.
	DueFunds(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextFund is the earliest EndsAt after a time; false where there is none.
	NextFund(ctx context.Context, after time.Time) (time.Time, bool, error)

	// CreateFundRequest adds one. Conflict where the item has one of this fund
	// that is live.
	CreateFundRequest(ctx context.Context, r FundRequest) (FundRequest, error)
	// FundRequest gives one. NotFound otherwise.
	FundRequest(ctx context.Context, id ID) (FundRequest, error)
	// FundRequests lists by filter.
	FundRequests(ctx context.Context, f FundRequestFilter) ([]FundRequest, error)
	// UpdateFundRequest writes one by version. Conflict otherwise.
	UpdateFundRequest(ctx context.Context, r FundRequest) (FundRequest, error)
	// CountFundRequests counts the requests of funds by state: those asked and
	// granted as they are, those ended whose end is after from and until to.
	CountFundRequests(ctx context.Context, funds []ID, from, to time.Time) ([]FundCount, error)
	HelpRows
}
