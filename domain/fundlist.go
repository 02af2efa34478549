package domain

import (
	"context"
	"slices"
	"time"
)

// adviceBack is for how many days after the end of a fund it still counts for the
// suggestion about the next period.
const adviceBack = 120

// FundList is what a person sees of funds: what they asked for, what waits for
// them, and of the funds they own, or all for the people team, the figures.
type FundList struct {
	Mine    []FundRequest
	Waiting []FundRequest // for the reader's decision
	Leavers []FundRequest // granted to who has left, for the reader to settle
	// Figures are those of one page of funds; More is true where there are others.
	Figures []FundFigure
	More    bool
	// Advice is about the funds of Figures that end, by fund.
	Advice map[ID]FundAdvice
	// Funds are those of the requests.
	Funds  map[ID]Fund
	People map[ID]Person
	// MayChange is true for the people team; MayAsk where a fund is open to the
	// reader.
	MayChange, MayAsk bool
	Today             Date
}

// List gives what a person sees of funds, with the page of funds behind one
// (empty for the first).
func (s FundService) List(ctx context.Context, reader, after ID) (FundList, error) {
	l := FundList{Funds: map[ID]Fund{}, Advice: map[ID]FundAdvice{}}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		standing, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		l.Today, _ = s.organisationDay(tx, version.Policy)
		_, l.MayChange = Can(standing, ChangeFund, Subject{})
		open, err := s.openTo(ctx, tx, standing.Person, version.Policy)
		if err != nil {
			return err
		}
		l.MayAsk = len(open) > 0 && standing.Person.Converses()
		if err := l.addRequests(ctx, tx, reader); err != nil {
			return err
		}
		if err := l.addFigures(ctx, tx, standing, after); err != nil {
			return err
		}
		return l.addPeople(ctx, tx)
	})
	return l, err
}

// addRequests reads what concerns the reader's own wishes and decisions.
func (l *FundList) addRequests(ctx context.Context, tx Tx, reader ID) error {
	var err error
	if l.Mine, err = tx.FundRequests(ctx, FundRequestFilter{Person: reader, Limit: FundPage}); err != nil {
		return err
	}
	asks, err := tx.OpenAsks(ctx, reader)
	if err != nil {
		return err
	}
	for _, a := range asks {
		if a.Kind != AskFundDecide && a.Kind != AskFundCost {
			continue
		}
		r, err := tx.FundRequest(ctx, a.Subject)
		if err != nil {
			return err
		}
		switch {
		case a.Kind == AskFundDecide:
			l.Waiting = append(l.Waiting, r)
		case r.Person != reader:
			l.Leavers = append(l.Leavers, r)
		}
	}
	for _, r := range slices.Concat(l.Mine, l.Waiting, l.Leavers) {
		if _, known := l.Funds[r.Fund]; known {
			continue
		}
		if l.Funds[r.Fund], err = tx.Fund(ctx, r.Fund); err != nil {
			return err
		}
	}
	return nil
}

// addFigures reads a page of the funds whose figures the reader may see, and what
// is suggested for them. The suggestion looks at all that are of this time.
func (l *FundList) addFigures(ctx context.Context, tx Tx, reader Standing, after ID) error {
	f := FundFilter{After: after, Limit: FundPage + 1}
	if _, all := Can(reader, ReadFund, Subject{}); !all {
		f.Owner = reader.Person.ID
	}
	funds, err := tx.Funds(ctx, f)
	if err != nil || len(funds) == 0 {
		return err
	}
	if l.More = len(funds) > FundPage; l.More {
		funds = funds[:FundPage]
	}
	if l.Figures, err = fundFigures(ctx, tx, funds, time.Time{}, tx.Now()); err != nil {
		return err
	}
	compared, err := tx.Funds(ctx, FundFilter{Within: DateRange{Start: l.Today.AddDays(-adviceBack), End: l.Today}})
	if err != nil {
		return err
	}
	figures, err := fundFigures(ctx, tx, compared, time.Time{}, tx.Now())
	for _, a := range Advise(figures, l.Today) {
		l.Advice[a.Fund] = a
	}
	return err
}

// addPeople reads the names of everybody on the page.
func (l *FundList) addPeople(ctx context.Context, tx Tx) error {
	var ids []ID
	for _, r := range slices.Concat(l.Mine, l.Waiting, l.Leavers) {
		ids = append(ids, r.Person, r.Decider)
	}
	for _, f := range l.Figures {
		ids = append(ids, f.Fund.Owner)
	}
	for _, f := range l.Funds {
		ids = append(ids, f.Owner)
	}
	var err error
	l.People, err = peopleByID(ctx, tx, ids)
	return err
}

// FundForm is what a form for a fund shows: the fund, empty for a new one, its
// owner, and the places to choose from.
type FundForm struct {
	Fund             Fund
	Owner            Person
	Areas, Locations []string
}

// Form gives what a form for a fund shows, to who may change funds.
func (s FundService) Form(ctx context.Context, actor, id ID) (FundForm, error) {
	var form FundForm
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ChangeFund, Subject{}); err != nil {
			return err
		}
		var err error
		if form.Areas, form.Locations, err = tx.Places(ctx); err != nil || id == "" {
			return err
		}
		if form.Fund, err = tx.Fund(ctx, id); err != nil {
			return err
		}
		form.Owner, err = tx.Person(ctx, form.Fund.Owner)
		return err
	})
	return form, err
}

// Show gives a fund to who may say where its outcome stands.
func (s FundService) Show(ctx context.Context, reader, id ID) (Fund, error) {
	var f Fund
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if f, err = tx.Fund(ctx, id); err != nil {
			return err
		}
		_, err = s.Permitted(ctx, tx, Act{Actor: reader}, MeasureFund, Subject{Owner: f.Owner})
		return err
	})
	return f, err
}

// Announced gives a fund and its people for a message about it.
func (s FundService) Announced(ctx context.Context, id ID) (Fund, map[ID]Person, error) {
	var f Fund
	var people map[ID]Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		if f, err = tx.Fund(ctx, id); err == nil {
			people, err = peopleByID(ctx, tx, []ID{f.Owner, f.By})
		}
		return err
	})
	return f, people, err
}
