package domain

import (
	"context"
	"slices"
)

// Approve starts a round with those whom the manager wishes to be asked, who may
// be others than those named: everybody is asked, and who will read what is fixed
// from here on. All faults are told at once.
func (s RoundService) Approve(ctx context.Context, act Act, id ID, version int, names RoundNames) (RoundReceipt, error) {
	names.tidy()
	act.Digest = names.digest()
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, subject, err := s.mine(ctx, tx, act, id, ApproveRound)
		if err != nil {
			return Outcome{}, err
		}
		switch {
		case r.State == RoundAnswering || r.State == RoundOut:
			return Outcome{}, Refuse(Conflict, "round.approved_before")
		case r.State != RoundApproving:
			return Outcome{}, Refuse(Conflict, "round.over")
		case r.Version != version:
			return Outcome{}, Refuse(Conflict, "round.changed")
		}
		givers, err := s.check(ctx, tx, r, subject, names)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "started", Subject: r.ID}, s.start(ctx, tx, act, r, givers)
	}, nil}, s.receipt)
}

// start asks everybody. The one entry of the ledger about who is asked is this;
// that somebody answers makes none.
func (s RoundService) start(ctx context.Context, tx Tx, act Act, r Round, givers []RoundGiver) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	r.State, r.Reader = RoundAnswering, act.Actor
	r.Numbers, r.Texts = version.Policy.Rounds.NumbersFrom, version.Policy.Rounds.TextsFrom
	if r.Questions, err = s.questions(ctx, tx, r.Subject); err != nil {
		return err
	}
	if r.DueAt, err = s.dueAt(ctx, tx, r); err != nil {
		return err
	}
	if givers, err = s.everybody(ctx, tx, r, givers); err != nil {
		return err
	}
	if r, err = tx.UpdateRound(ctx, r); err != nil {
		return err
	}
	if err := tx.SetRoundGivers(ctx, r.ID, givers); err != nil {
		return err
	}
	if err := tx.OpenRoundBox(ctx, r.ID); err != nil {
		return err
	}
	entry := Entry{Actor: act.Actor, Act: string(ApproveRound), Subject: r.ID, Person: r.Subject, Version: r.Version, Content: giverLines(givers)}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.answered(ctx, tx, r.ID, AskApprove, act.Actor); err != nil {
		return err
	}
	for _, g := range givers {
		if err := s.ask(ctx, tx, r, AskRound, g.Person); err != nil {
			return err
		}
	}
	return tx.Tell(ctx, Message{Kind: RoundStarted, Deed: Post, Class: FromPeople, Recipient: r.Subject, Subject: r.ID})
}

// everybody adds to those named the person, the manager and, where they are
// enough to hide among each other, those who report to the person.
func (s RoundService) everybody(ctx context.Context, tx Tx, r Round, named []RoundGiver) ([]RoundGiver, error) {
	reports, err := s.reportsOf(ctx, tx, r.Subject)
	if err != nil {
		return nil, err
	}
	all := append(slices.Clone(named),
		RoundGiver{Round: r.ID, Person: r.Subject, As: AsSelf}, RoundGiver{Round: r.ID, Person: r.Reader, As: AsManager})
	if len(reports) < r.Numbers {
		return all, nil
	}
	for _, p := range reports {
		all = append(all, RoundGiver{Round: r.ID, Person: p.ID, As: AsReport})
	}
	return all, nil
}

// questions are what is expected of a person, as it is worded now.
func (s RoundService) questions(ctx context.Context, tx Tx, person ID) ([]RoundQuestion, error) {
	e, err := expectedOf(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	var list []RoundQuestion
	for _, x := range e.Own.Expectations[:min(MaxRoundQuestions, len(e.Own.Expectations))] {
		list = append(list, RoundQuestion{Expectation: x.ID, Owner: x.Owner, Version: x.Version})
	}
	return list, nil
}

// wordings reads what the questions say.
func wordings(ctx context.Context, tx Tx, r Round) ([]Expectation, error) {
	list := make([]Expectation, len(r.Questions))
	for i, q := range r.Questions {
		var err error
		if list[i], err = tx.Wording(ctx, q.Expectation, q.Owner, q.Version); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// handOver lets another manager look at whom somebody named, in the place of the
// one before. In a round that was started who reads stays as it was said to
// everybody who is asked.
func (s RoundService) handOver(ctx context.Context, tx Tx, person Person) error {
	waiting, err := tx.Rounds(ctx, RoundFilter{Subject: person.ID, States: []RoundState{RoundApproving}})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := s.closeAsks(ctx, tx, r.ID, AskApprove, ""); err != nil {
			return err
		}
		if person.Manager == "" {
			continue // it ends by its day, where nobody comes
		}
		if err := s.ask(ctx, tx, r, AskApprove, person.Manager); err != nil {
			return err
		}
	}
	return nil
}
