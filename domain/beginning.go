package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// releaseHour is when reports come out, in the organisation's zone.
const releaseHour = 9

// RoundReceipt is a round with those who are named in it, as one of them sees it.
type RoundReceipt struct {
	Outcome
	Round Round
	// Givers are who is named or asked; only to who may follow the round.
	Givers []RoundGiver
	People map[ID]Person
	// Reports is how many people report to the person.
	Reports int
	Team    string
	Policy  RoundPolicy
}

// Begin begins a round about the person who acts, with the policy's dates.
// Errors: those of who cannot have one, see roundable.
func (s RoundService) Begin(ctx context.Context, act Act) (RoundReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		who, err := s.Permitted(ctx, tx, act, BeginRound, Subject{Person: act.Actor})
		if err != nil {
			return Outcome{}, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		if err := s.roundable(ctx, tx, who.Person); err != nil {
			return Outcome{}, err
		}
		dates, err := s.usualDates(ctx, tx, who.Person, version.Policy)
		if err != nil {
			return Outcome{}, err
		}
		r, err := s.create(ctx, tx, act, Round{Subject: act.Actor, RoundDates: dates})
		return Outcome{Word: "begun", Subject: r.ID}, err
	}, nil}, s.receipt)
}

// roundable refuses about whom no round can be: guests, leavers, who has no
// manager to approve it and read it, and about whom one was held lately.
func (s RoundService) roundable(ctx context.Context, tx Tx, p Person) error {
	if !p.Converses() {
		return Refuse(Forbidden, "round.guest", "Name", p.Name)
	}
	if !p.Leaves.IsZero() {
		return Refuse(Forbidden, "round.leaving", "Name", p.Name)
	}
	if p.Manager == "" {
		return Refuse(Conflict, "round.no_manager", "Name", p.Name)
	}
	last, err := tx.Rounds(ctx, RoundFilter{Subject: p.ID, Limit: 1})
	if err != nil || len(last) == 0 {
		return err
	}
	again := last[0].At.AddDate(0, 0, RoundAgainDays)
	switch {
	case last[0].Open():
		return Refuse(Conflict, "round.runs", "Name", p.Name)
	case last[0].State == RoundOut && tx.Now().Before(again):
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		return Refuse(Conflict, "round.lately", "Name", p.Name, "Day", DateOf(again, s.zoneOf(p, version.Policy)))
	}
	return nil
}

// usualDates counts the policy's working days from today on.
func (s RoundService) usualDates(ctx context.Context, tx Tx, p Person, policy Policy) (RoundDates, error) {
	calendar, err := s.CalendarOf(ctx, tx, p, policy)
	if err != nil {
		return RoundDates{}, err
	}
	day := calendar.Today(tx.Now())
	next := func(n int) Date {
		if later, ok := calendar.AddWorkingDays(day, n); ok {
			day = later
		} else {
			day = day.AddDays(n) // who never works has every day
		}
		return day
	}
	return RoundDates{NominateBy: next(policy.Rounds.NominateDays), AnswerBy: next(policy.Rounds.AnswerDays), ReleaseOn: next(policy.Rounds.LateDays)}, nil
}

// create writes a new round with its ledger entry, and asks the person to name
// peers.
func (s RoundService) create(ctx context.Context, tx Tx, act Act, r Round) (Round, error) {
	r.ID, r.By, r.State, r.At, r.Version = s.IDs.New(), act.Actor, RoundNominating, tx.Now(), 1
	var err error
	if r.DueAt, err = s.dueAt(ctx, tx, r); err != nil {
		return r, err
	}
	if err := tx.CreateRound(ctx, r); err != nil {
		return r, err
	}
	entry := Entry{Actor: act.Actor, Act: string(BeginRound), Subject: r.ID, Person: r.Subject, Version: 1, Content: r.line()}
	if err := tx.Record(ctx, entry); err != nil {
		return r, err
	}
	return r, s.ask(ctx, tx, r, AskNominate, r.Subject)
}

// line writes the days of a round, for the ledger.
func (d RoundDates) line() string {
	return "nominate by " + d.NominateBy.String() + ", answer by " + d.AnswerBy.String() + ", release on " + d.ReleaseOn.String()
}

// dueAt is when time alone takes a round on: the end of the day by which peers
// are named; of that by which answers are wished, while the manager has not
// approved; and the morning of the release.
func (s RoundService) dueAt(ctx context.Context, tx Tx, r Round) (time.Time, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return time.Time{}, err
	}
	zone := s.zoneOf(Person{}, version.Policy)
	switch r.State {
	case RoundNominating:
		return r.NominateBy.AddDays(1).In(zone, 0), nil
	case RoundApproving:
		return r.AnswerBy.AddDays(1).In(zone, 0), nil
	default:
		return r.ReleaseOn.In(zone, NewTimeOfDay(releaseHour, 0)), nil
	}
}

// ask files one ask of a round through the planner, which asks twice more: when
// half of the time is over, and on the last day.
func (s RoundService) ask(ctx context.Context, tx Tx, r Round, kind string, person ID) error {
	p, err := tx.Person(ctx, person)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	zone := s.zoneOf(p, version.Policy)
	last := r.AnswerBy
	if kind == AskNominate {
		last = r.NominateBy
	}
	end := last.In(zone, 0)
	a := Ask{Person: person, Kind: kind, Subject: r.ID, Urgency: SomebodyWaits, Expires: r.DueAt}
	if half := tx.Now().Add(end.Sub(tx.Now()) / 2); half.After(tx.Now()) {
		a.Again = []time.Time{half, end}
	}
	return s.fileAsk(ctx, tx, a)
}

// receipt reads a round for who did something to it.
func (s RoundService) receipt(ctx context.Context, tx Tx, out Outcome) (RoundReceipt, error) {
	r, err := tx.Round(ctx, out.Subject)
	if err != nil {
		return RoundReceipt{}, err
	}
	receipt := RoundReceipt{Outcome: out, Round: r}
	return receipt, s.surround(ctx, tx, &receipt)
}

// surround reads who stands around the round of a receipt.
func (s RoundService) surround(ctx context.Context, tx Tx, receipt *RoundReceipt) error {
	r := receipt.Round
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	receipt.Team, receipt.Policy = version.Policy.PeopleTeam.Name, version.Policy.Rounds
	if receipt.Givers, err = tx.RoundGivers(ctx, r.ID); err != nil {
		return err
	}
	reports, err := s.reportsOf(ctx, tx, r.Subject)
	if err != nil {
		return err
	}
	receipt.Reports = len(reports)
	subject, err := tx.Person(ctx, r.Subject)
	if err != nil {
		return err
	}
	ids := []ID{r.Subject, r.Reader, subject.Manager, r.By}
	for _, g := range receipt.Givers {
		ids = append(ids, g.Person)
	}
	receipt.People, err = peopleByID(ctx, tx, ids)
	return err
}

// reportsOf are the people who report to somebody and could be asked.
func (s RoundService) reportsOf(ctx context.Context, tx Tx, manager ID) ([]Person, error) {
	people, err := tx.People(ctx, PersonFilter{Manager: manager, Active: true, Limit: MaxRoundReports})
	if err != nil {
		return nil, err
	}
	var reports []Person
	for _, p := range people {
		if fits, _, err := s.mayGive(ctx, tx, p); err != nil {
			return nil, err
		} else if fits {
			reports = append(reports, p)
		}
	}
	return reports, nil
}

// mayGive tells whether somebody can be asked in a round at all, and where not
// the sentence that says why.
func (s RoundService) mayGive(ctx context.Context, tx Tx, p Person) (bool, string, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return false, "", err
	}
	switch {
	case p.Kind == Bot:
		return false, "feedback.receiver_bot", nil
	case p.Kind == Outsider:
		return false, "feedback.receiver_outsider", nil
	case !p.Active || s.hasLeft(p, tx.Now(), version.Policy) || !p.Leaves.IsZero():
		return false, "round.giver_leaves", nil
	}
	if _, may := Can(Standing{Person: p}, AnswerRound, Subject{Receivers: []ID{p.ID}}); !may || p.Kind != Member {
		return false, "feedback.receiver_guest", nil
	}
	return true, "", nil
}

// Manager is the manager of whom the round is about: who agreed, or would have to;
// without a name where there is none.
func (r RoundReceipt) Manager() Person {
	if r.Round.Reader != "" {
		return r.People[r.Round.Reader]
	}
	return r.People[r.People[r.Round.Subject].Manager]
}

// As are the people who are named or asked from one perspective, by name.
func (r RoundReceipt) As(as Perspective) []Person {
	var people []Person
	for _, g := range r.Givers {
		if p, known := r.People[g.Person]; known && g.As == as {
			people = append(people, p)
		}
	}
	slices.SortFunc(people, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return people
}
