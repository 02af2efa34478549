package domain

import (
	"context"
	"slices"
	"time"
)

// RoundView is a report with everything that its readers see.
type RoundView struct {
	Round     Round
	Questions []Expectation
	// Before is the report of the round before, by expectation; empty where there
	// is none.
	Before map[ID]RoundLine
	Quotes []RoundQuote
	// FewReports is true where people who report to the person were not asked, being
	// too few to hide among each other.
	FewReports bool
	Reader     ID // who reads this view
	People     map[ID]Person
	Team       string
}

// Report opens the report to who may read it: first the person, with whose first
// reading it is the manager's to read, too, who is told. Errors: Forbidden for
// everybody else, the manager before included; Conflict where there is none.
func (s RoundService) Report(ctx context.Context, actor, id ID) (RoundView, error) {
	view := RoundView{Reader: actor}
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		who, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		_, mine := Can(who, ReadRound, r.subject(nil))
		_, next := Can(who, ReadRoundAfter, r.subject(nil))
		switch {
		case !mine && !next && actor == r.Reader && r.State == RoundOut:
			return Refuse(Forbidden, "round.read_first")
		case !mine && !next:
			return Refuse(Forbidden, "permission.refused")
		case r.State != RoundOut:
			return Refuse(Conflict, "round.no_report")
		}
		if mine && r.ReadAt.IsZero() {
			if r, err = s.firstRead(ctx, tx, r); err != nil {
				return err
			}
		}
		view.Round = r
		return s.fillReport(ctx, tx, &view)
	})
	return view, err
}

// firstRead notes that the person has read the report, and lets the manager know.
func (s RoundService) firstRead(ctx context.Context, tx Tx, r Round) (Round, error) {
	r.ReadAt = tx.Now()
	r, err := tx.UpdateRound(ctx, r)
	if err != nil {
		return r, err
	}
	entry := Entry{Actor: r.Subject, Act: string(ReadRound), Subject: r.ID, Person: r.Subject, Version: r.Version}
	if err := tx.Record(ctx, entry); err != nil || r.Reader == "" {
		return r, err
	}
	return r, s.tell(ctx, tx, r, RoundShared, r.Reader)
}

// fillReport reads what stands beside the figures.
func (s RoundService) fillReport(ctx context.Context, tx Tx, view *RoundView) error {
	r := view.Round
	var err error
	if view.Questions, err = wordings(ctx, tx, r); err != nil {
		return err
	}
	if view.Before, err = s.linesBefore(ctx, tx, r); err != nil {
		return err
	}
	if view.Quotes, err = tx.RoundQuotes(ctx, r.ID); err != nil {
		return err
	}
	givers, err := tx.RoundGivers(ctx, r.ID)
	if err != nil {
		return err
	}
	reports, err := s.reportsOf(ctx, tx, r.Subject)
	if err != nil {
		return err
	}
	asked := slices.ContainsFunc(givers, func(g RoundGiver) bool { return g.As == AsReport })
	view.FewReports = !asked && len(reports) > 0
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	view.Team = version.Policy.PeopleTeam.Name
	ids := []ID{r.Subject, r.Reader, view.Reader}
	for _, q := range view.Quotes {
		ids = append(ids, q.Author)
	}
	view.People, err = peopleByID(ctx, tx, ids)
	return err
}

// linesBefore are the lines of the report before, by expectation, as they stood in
// it: each round has answers of its own, so that nothing follows from the two
// that does not stand in one of them.
func (s RoundService) linesBefore(ctx context.Context, tx Tx, r Round) (map[ID]RoundLine, error) {
	const lookedAt = 5 // the newest, among them this one and perhaps some that ended
	list, err := tx.Rounds(ctx, RoundFilter{Subject: r.Subject, States: []RoundState{RoundOut}, Limit: lookedAt})
	if err != nil {
		return nil, err
	}
	lines := map[ID]RoundLine{}
	for _, before := range list {
		if !before.At.Before(r.At) {
			continue
		}
		for i, line := range before.Report.Lines {
			lines[before.Questions[i].Expectation] = line
		}
		break
	}
	return lines, nil
}

// roundBetween is the newest report about the employee of a conversation that the
// partner may read, too, and that came to both after the last one; empty where
// there is none.
func roundBetween(ctx context.Context, tx Tx, c Conversation, last time.Time) (ID, error) {
	list, err := tx.Rounds(ctx, RoundFilter{Subject: c.Employee, States: []RoundState{RoundOut}, Limit: 1})
	if err != nil || len(list) == 0 {
		return "", err
	}
	if r := list[0]; r.ReadAt.After(last) && r.Reader == c.Partner && c.Partner != "" && c.Kind != ClosingTalk {
		return r.ID, nil
	}
	return "", nil
}

// Show gives a round to whom it is about and to the manager: who is named and
// asked and until when, and never who has answered.
func (s RoundService) Show(ctx context.Context, actor, id ID) (RoundReceipt, error) {
	var receipt RoundReceipt
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		r, _, err := s.mine(ctx, tx, Act{Actor: actor}, id, FollowRound)
		if err != nil {
			return err
		}
		receipt.Round = r
		return s.surround(ctx, tx, &receipt)
	})
	return receipt, err
}

// RoundList is what somebody has to do with rounds about oneself.
type RoundList struct {
	// Now is the open one; its ID is empty where there is none.
	Now RoundReceipt
	// Out are the reports that came out, newest first.
	Out []Round
	// Next are reports of one's people that are there to be read.
	Next   []Round
	People map[ID]Person
	// Manager would agree to a round that is begun now; empty where there is none.
	Manager Person
	Policy  RoundPolicy
	Team    string
}

// roundsListed is how many reports a list shows.
const roundsListed = 10

// Mine lists the rounds of the person who asks, and the reports that are there
// for them to read next.
func (s RoundService) Mine(ctx context.Context, actor ID) (RoundList, error) {
	var list RoundList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		all, err := tx.Rounds(ctx, RoundFilter{Subject: actor, Limit: roundsListed})
		if err != nil {
			return err
		}
		for _, r := range all {
			switch {
			case r.State == RoundOut:
				list.Out = append(list.Out, r)
			case r.Open():
				list.Now.Round = r
				if err := s.surround(ctx, tx, &list.Now); err != nil {
					return err
				}
			}
		}
		next, err := tx.Rounds(ctx, RoundFilter{Reader: actor, States: []RoundState{RoundOut}, Limit: roundsListed})
		if err != nil {
			return err
		}
		me, err := tx.Person(ctx, actor)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		list.Policy, list.Team = version.Policy.Rounds, version.Policy.PeopleTeam.Name
		ids := []ID{actor, me.Manager}
		for _, r := range next {
			if !r.ReadAt.IsZero() {
				list.Next = append(list.Next, r)
				ids = append(ids, r.Subject)
			}
		}
		list.People, err = peopleByID(ctx, tx, ids)
		list.Manager = list.People[me.Manager]
		return err
	})
	return list, err
}

// addRounds finds reports about the person that are not read yet. What they say
// stays behind a press, by which they count as read.
func (h *Home) addRounds(ctx context.Context, tx Tx) error {
	list, err := tx.Rounds(ctx, RoundFilter{Subject: h.Standing.Person.ID, States: []RoundState{RoundOut}, Limit: 1})
	for _, r := range list {
		if r.Report = (RoundReport{}); r.ReadAt.IsZero() {
			h.Rounds = append(h.Rounds, r)
		}
	}
	return err
}
