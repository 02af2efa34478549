package domain

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"
)

// FundService is the use cases around funds: what there is, who asks, who
// decides, and whether it helped.
type FundService struct {
	Practice
}

// FundOwned is the kind of message that tells somebody that a fund is in their
// hands now.
const FundOwned = "fund.owned"

// FundDraft is a fund as filled in.
type FundDraft struct {
	Name             string
	Purpose          FundPurpose
	Amount           Money
	Period           DateRange
	Owner            ID
	Areas, Locations []string
	Measure          FundMeasure
}

func (d FundDraft) tidy() FundDraft {
	d.Name, d.Measure.Name, d.Measure.Unit = oneLine(d.Name), oneLine(d.Measure.Name), oneLine(d.Measure.Unit)
	d.Areas, d.Locations = oneLines(d.Areas), oneLines(d.Locations)
	return d
}

// check tells everything that is wrong with a draft, but its owner.
func (d FundDraft) check(today Date, before Fund) Faults {
	faults := append(required("name", d.Name, MaxFundName, "fund.name_missing"), required("measure", d.Measure.Name, MaxFundMeasure, "fund.measure_missing")...)
	faults = append(faults, required("unit", d.Measure.Unit, MaxUnit, "fund.unit_missing")...)
	c := d.Amount.Currency
	inDays := d.Purpose == TimeFund
	switch {
	case d.Purpose != TrainingFund && d.Purpose != TimeFund && d.Purpose != ToolsFund:
		faults = append(faults, RefuseField("purpose", "form.choice_unknown"))
	case !c.Known():
		faults = append(faults, RefuseField("currency", "fund.currency_unknown", "Typed", string(c)))
	case inDays != (c == WorkingDays):
		faults = append(faults, RefuseField("currency", "fund.days_for_time"))
	}
	switch {
	case d.Amount.Minor <= 0:
		faults = append(faults, RefuseField("amount", "fund.amount_zero"))
	case d.Amount.Minor > MaxMinor:
		faults = append(faults, RefuseField("amount", "fund.amount_huge", "Limit", c.Of(MaxMinor)))
	}
	switch from, until := d.Period.Start, d.Period.End; {
	case !from.Valid() || !until.Valid() || from.IsZero() || until.IsZero():
		faults = append(faults, RefuseField("until", "fund.period_missing"))
	case until.Before(from):
		faults = append(faults, RefuseField("until", "fund.period_backwards"))
	case until.Before(today) && until != before.Period.End:
		faults = append(faults, RefuseField("until", "fund.period_past", "Day", until))
	case until.After(NewDate(from.Year+MaxFundYears, from.Month, from.Day)):
		faults = append(faults, RefuseField("until", "fund.period_long", "Years", MaxFundYears))
	}
	if len(d.Areas) > MaxFundPlaces || len(d.Locations) > MaxFundPlaces {
		faults = append(faults, RefuseField("areas", "fund.too_many_places", "Limit", MaxFundPlaces))
	}
	m := d.Measure
	if m.Start == m.Target || math.IsNaN(m.Start+m.Target) || math.IsInf(m.Start+m.Target, 0) {
		faults = append(faults, RefuseField("target", "fund.target_is_start"))
	}
	return faults
}

// required refuses a line that is missing or too long.
func required(field, text string, limit int, missing string) Faults {
	if text == "" {
		return Faults{RefuseField(field, missing)}
	}
	return TooLong(field, text, limit)
}

// fill writes a draft into a fund.
func (d FundDraft) fill(f Fund) Fund {
	f.Name, f.Purpose, f.Amount, f.Period, f.Owner = d.Name, d.Purpose, d.Amount, d.Period, d.Owner
	f.Areas, f.Locations = d.Areas, d.Locations
	f.Measure.Name, f.Measure.Unit, f.Measure.Start, f.Measure.Target = d.Measure.Name, d.Measure.Unit, d.Measure.Start, d.Measure.Target
	return f
}

// checkOwner refuses an owner who is not there to decide.
func (s FundService) checkOwner(ctx context.Context, tx Tx, owner ID, policy Policy) (Faults, error) {
	p, err := tx.Person(ctx, owner)
	switch {
	case CodeOf(err) == NotFound:
		return Faults{RefuseField("owner", "fund.owner_missing")}, nil
	case err != nil:
		return nil, err
	case p.Kind != Member || !p.Active || s.hasLeft(p, tx.Now(), policy):
		return Faults{RefuseField("owner", "fund.owner_unfit", "Name", p.Name)}, nil
	}
	return nil, nil
}

// organisationDay is the day in the organisation's own zone, by which periods
// begin and end.
func (p Practice) organisationDay(tx Tx, policy Policy) (Date, *time.Location) {
	zone := p.zoneOf(Person{}, policy)
	return DateOf(tx.Now(), zone), zone
}

// Create sets up a fund, and tells its owner. All faults are told at once.
func (s FundService) Create(ctx context.Context, act Act, d FundDraft) (Outcome, error) {
	d = d.tidy()
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		f := Fund{ID: s.IDs.New()}
		return s.write(ctx, tx, act, fundWriting{f, d, func(f Fund) (Fund, error) { return tx.CreateFund(ctx, f) }})
	}, nil)
}

// Change changes a fund whose version is the one that was read. Conflict where it
// changed meanwhile; a fault where the amount would be less than what is reserved
// and spent, or the currency another once something was asked.
func (s FundService) Change(ctx context.Context, act Act, id ID, version int, d FundDraft) (Outcome, error) {
	d = d.tidy()
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		f, err := tx.Fund(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if f.Version != version {
			return Outcome{}, Refuse(Conflict, "fund.changed")
		}
		return s.write(ctx, tx, act, fundWriting{f, d, func(next Fund) (Fund, error) { return s.update(ctx, tx, f, next) }})
	}, nil)
}

// update writes a change, if what is granted and spent allows it.
func (s FundService) update(ctx context.Context, tx Tx, before, next Fund) (Fund, error) {
	if before.Amount.Currency != next.Amount.Currency {
		asked, err := tx.FundRequests(ctx, FundRequestFilter{Fund: before.ID, Limit: 1})
		if err != nil {
			return next, err
		}
		if len(asked) > 0 {
			return next, RefuseField("currency", "fund.currency_fixed", "Currency", string(before.Amount.Currency))
		}
	}
	written, covered, err := tx.UpdateFund(ctx, next)
	if err != nil {
		return next, err
	}
	if !covered {
		c := written.Amount.Currency
		return next, RefuseField("amount", "fund.below_reserved", "Reserved", c.Of(written.Reserved), "Spent", c.Of(written.Spent))
	}
	return written, s.handOver(ctx, tx, before, written)
}

// fundWriting is a fund as it was, what was filled in, and how it is written.
type fundWriting struct {
	before Fund
	draft  FundDraft
	how    func(Fund) (Fund, error)
}

// write checks a draft, writes the fund, and tells whose it is.
func (s FundService) write(ctx context.Context, tx Tx, act Act, w fundWriting) (Outcome, error) {
	before, d := w.before, w.draft
	if _, err := s.Permitted(ctx, tx, act, ChangeFund, Subject{}); err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	today, zone := s.organisationDay(tx, version.Policy)
	faults, err := s.checkOwner(ctx, tx, d.Owner, version.Policy)
	if err != nil {
		return Outcome{}, err
	}
	if err := append(d.check(today, before), faults...).Err(); err != nil {
		return Outcome{}, err
	}
	f := d.fill(before)
	f.By = act.Actor
	if f.EndsAt = f.Period.End.AddDays(1).In(zone, 0); f.At.IsZero() {
		f.At = tx.Now()
	}
	if f, err = w.how(f); err != nil {
		return Outcome{}, err
	}
	word := "change"
	if before.Version == 0 {
		word = "create"
	}
	entry := Entry{Actor: act.Actor, Act: "fund." + word, Subject: f.ID, Version: f.Version, Content: f.lines()}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	out := Outcome{Word: word, Subject: f.ID}
	if f.Owner == before.Owner || f.Owner == act.Actor {
		return out, nil
	}
	return out, tx.Tell(ctx, Message{Kind: FundOwned, Deed: Post, Class: FromPeople, Recipient: f.Owner, Subject: f.ID})
}

// lines writes a fund for the ledger.
func (f Fund) lines() string {
	m := f.Measure
	return strings.Join([]string{
		f.Name + " (" + string(f.Purpose) + ")", f.Amount.String(), f.Period.Start.String() + " - " + f.Period.End.String(), "owner " + string(f.Owner),
		"for " + strings.Join(append(append([]string{}, f.Areas...), f.Locations...), ", "),
		fmt.Sprintf("%s: %g -> %g %s", m.Name, m.Start, m.Target, m.Unit),
	}, "\n")
}

// Measure notes where a fund's outcome stands today: by its owner or the people
// team. The version is that which was read.
func (s FundService) Measure(ctx context.Context, act Act, id ID, version int, value float64) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		f, err := tx.Fund(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, MeasureFund, Subject{Owner: f.Owner}); err != nil {
			return Outcome{}, err
		}
		policy, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		if f.Version != version {
			return Outcome{}, Refuse(Conflict, "fund.changed")
		}
		f.Measure.Value = value
		f.Measure.ValueOn, _ = s.organisationDay(tx, policy.Policy)
		if f, _, err = tx.UpdateFund(ctx, f); err != nil {
			return Outcome{}, err
		}
		if err := s.answered(ctx, tx, f.ID, AskFundMeasure, ""); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "fund.measure", Subject: f.ID, Version: f.Version, Content: fmt.Sprintf("%s: %g %s", f.Measure.Name, value, f.Measure.Unit)}
		return Outcome{Word: OutcomeDone, Subject: f.ID}, tx.Record(ctx, entry)
	}, nil)
}
