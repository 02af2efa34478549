package domain

import (
	"cmp"
	"slices"
)

// The rules of the suggestion, in percent, and what each moves. They are few and
// coarse on purpose: what is suggested can be computed again with a pencil.
const (
	helpsWell   = 60 // of those who answered said yes, from which a fund may get more
	helpsLittle = 40 // under which it gives
	wellUsed    = 80 // of the amount is spent or reserved, from which a fund may get more
	littleUsed  = 50 // under which it gives
	givesMost   = 20 // of its amount, at most
	percent     = 100
)

// FundAdvice is what is suggested for a fund's next period: so much as now, or
// more or less by Moves. It is for people to decide, and changes nothing.
type FundAdvice struct {
	Fund ID
	Now  Money
	Next Money
	// Moves is what goes to it, or from it.
	Moves  Money
	Reason AdviceReason
	// Yes of Answers said that it helped; both are zero while too few have
	// answered. Used is what is spent or reserved of the amount.
	Yes, Answers int
	Used         Money
}

// AdviceReason is why a fund gets more, less or the same.
type AdviceReason string

// The reasons.
const (
	AdviceEarly     AdviceReason = "early"     // its period has just begun
	AdviceTooFew    AdviceReason = "too_few"   // too few have answered: nothing is suggested
	AdviceHelps     AdviceReason = "helps"     // it helps and is used up: it gets more
	AdviceUnhelpful AdviceReason = "unhelpful" // it helps few: it gives
	AdviceUnused    AdviceReason = "unused"    // much is left: it gives half of that
	AdviceSame      AdviceReason = "same"      // neither
	AdviceNoTaker   AdviceReason = "no_taker"  // it would give, and no fund of its currency gets more
	AdviceNoGiver   AdviceReason = "no_giver"  // it would get more, and no fund of its currency gives
)

// Advise suggests where to put the money of the next period. The sum of each
// currency stays what it is, and nothing moves between currencies. A fund that
// helps few gives givesMost percent of its amount, one that is little used half
// of what is left and at most as much; what they give goes to the funds that help
// and are used up, in proportion to their amounts, by whole smallest units. A
// fund keeps its amount while too few have answered, and until two thirds of its
// period are over.
func Advise(figures []FundFigure, today Date) []FundAdvice {
	var all []FundAdvice
	for _, f := range figures {
		all = append(all, f.judged(today))
	}
	slices.SortStableFunc(all, func(a, b FundAdvice) int { return cmp.Compare(a.Now.Currency, b.Now.Currency) })
	for from := 0; from < len(all); {
		until := from
		for until < len(all) && all[until].Now.Currency == all[from].Now.Currency {
			until++
		}
		settleAmong(all[from:until])
		from = until
	}
	return all
}

// judged says what a fund by itself gives or may get.
func (f FundFigure) judged(today Date) FundAdvice {
	now := f.Fund.Amount
	a := FundAdvice{
		Fund: f.Fund.ID, Now: now, Next: now, Moves: now.Currency.Of(0), Reason: AdviceSame,
		Yes: f.Mine.Yes, Answers: f.Mine.Answers(), Used: f.Used(),
	}
	most := now.Share(givesMost, percent)
	used := now.Currency.Of(a.Used.Minor)
	switch {
	case 3*today.DaysSince(f.Fund.Period.Start) < 2*f.Fund.Period.Days():
		a.Reason = AdviceEarly
	case a.Answers == 0:
		a.Reason = AdviceTooFew
	case a.Yes*percent < helpsLittle*a.Answers:
		a.Reason, a.Moves = AdviceUnhelpful, most
	case used.Minor < now.Share(littleUsed, percent).Minor:
		half := f.Fund.Left().Share(1, 2)
		a.Reason, a.Moves = AdviceUnused, now.Currency.Of(min(half.Minor, most.Minor))
	case a.Yes*percent >= helpsWell*a.Answers && used.Minor >= now.Share(wellUsed, percent).Minor:
		a.Reason = AdviceHelps
	}
	return a
}

// settleAmong moves what some funds of one currency give to those that get more.
func settleAmong(funds []FundAdvice) {
	var given, getting int64
	for _, a := range funds {
		if a.Reason == AdviceHelps {
			getting += a.Now.Minor
		}
		given += a.Moves.Minor
	}
	left := given
	last := -1
	for i := range funds {
		a := &funds[i]
		switch {
		case a.Reason == AdviceHelps && given == 0:
			a.Reason = AdviceNoGiver
		case a.Reason == AdviceHelps:
			a.Moves = a.Now.Currency.Of(given).Share(a.Now.Minor, getting)
			a.Next.Minor += a.Moves.Minor
			left -= a.Moves.Minor
			last = i
		case a.Moves.Minor > 0 && getting == 0:
			a.Reason, a.Moves.Minor = AdviceNoTaker, 0
		default:
			a.Next.Minor -= a.Moves.Minor
		}
	}
	if last >= 0 { // what rounding left goes to one of them
		funds[last].Moves.Minor += left
		funds[last].Next.Minor += left
	}
}
